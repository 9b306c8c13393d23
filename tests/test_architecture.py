"""Who may import whom: a total order, each module may use only those to its left. A new module gets its place here."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = """
    articles.policy
    articles.problems
    articles.addresses
    articles.processes
    articles.unbroken
    articles.reading.slips
    articles.reading.nodes
    articles.reading.bounds
    articles.reading.frontmatter
    articles.reading.manuscript
    articles.source
    articles.reading.corrections
    articles.reading.health_codes
    articles.reading.folder
    articles.reading.drawings
    articles.reading.pictures
    articles.reading.decoding
    articles.dialect.places
    articles.dialect.draft
    articles.dialect.order
    articles.dialect.lists
    articles.dialect.characters
    articles.dialect.notation
    articles.dialect.leftovers
    articles.dialect.callouts
    articles.dialect.headings
    articles.dialect.links
    articles.dialect.citations
    articles.dialect.tables
    articles.dialect.figure_words
    articles.dialect.captions
    articles.dialect.icon_arrays
    articles.dialect.timelines
    articles.dialect.facts
    articles.dialect.figures
    articles.dialect.fences
    glossary.linker
    articles.reading.shelf
    articles.guard
    articles.rendering
    articles.editing.readability
    articles.editing.catalogue
    articles.editing.tidying
    articles.editing.schema
    articles.editing.drafts
    articles.editing.retiring
    articles.editing.wording
    articles.editing.advice
    articles.editing.outline
    articles.editing.checks
    articles.editing.published
    articles.editing.renaming
    articles.editing.margin
    articles.editing.workshop
    articles.editing.findings
    articles.editing.lint
    articles.editing.mending
    articles.editing.report
    articles.finding.everyday
    articles.finding.wordforms
    articles.finding.passages
    articles.finding.crisis
    articles.finding.snippets
    glossary.models
    glossary.views
    glossary.urls
    articles.sharing.excerpt
    articles.editions
    articles.rows
    articles.illustrations
    articles.finding.entries
    articles.models
    articles.finding.vocabulary
    articles.finding.spelling
    articles.finding.question
    articles.finding.candidates
    articles.finding.ranking
    articles.finding.search
    articles.finding.sayings
    articles.finding.suggestions
    articles.finding.indexing
    articles.publishing.packing
    articles.publishing.pages
    articles.publishing.sheets
    articles.publishing.texts
    articles.publishing.kept_sheets
    articles.publishing.reading_on
    articles.publishing.renditions
    articles.publishing.work
    articles.publishing.relations
    articles.publishing.shelving
    articles.publishing.planning
    articles.publishing.kept_shelf
    articles.publishing.neighbours
    articles.publishing.edits
    articles.publishing.last_look
    articles.publishing.seal
    articles.publishing.tables
    articles.publishing.sync
    articles.publishing.index
    articles.publishing.verifying
    articles.sharing.shapes
    articles.sharing.taken_back
    articles.sharing.api
    articles.sharing.qr_codes
    articles.sharing.drawing
    articles.sharing.share_images
    articles.sharing.citing
    articles.sharing.papers
    articles.sharing.sources
    articles.sharing.infobutton
    articles.sharing.knowledge
    articles.sharing.linked_data
    articles.sharing.site_map
    articles.sharing.syndication
    articles.sharing.corrections
    articles.views
    articles.finding.views
    articles.sharing.handout
    articles.urls
    articles.management.plain
    articles.management.writing
    articles.management.looking_up
    articles.management.commands.sync_content
    articles.management.commands.editions
    articles.management.commands.rollback
    articles.management.commands.verify
    articles.management.commands.lint_content
    articles.management.commands.content_report
    articles.management.commands.new_article
    articles.management.commands.new_term
    articles.management.commands.new_reference
    articles.management.commands.rename_article
    articles.management.commands.retire_article
    naltrexone_site.unbroken
    naltrexone_site.environment
    naltrexone_site.logs
    naltrexone_site.settings
    naltrexone_site.collecting
    naltrexone_site.serving.delivery
    naltrexone_site.serving.keeping
    naltrexone_site.serving.guarding
    naltrexone_site.serving.posted
    naltrexone_site.asking
    naltrexone_site.copying
    naltrexone_site.offline
    naltrexone_site.pages
    naltrexone_site.views
    naltrexone_site.styleguide
    naltrexone_site.urls
    naltrexone_site.serving.answering
    naltrexone_site.serving.asking_postgresql
    naltrexone_site.wsgi
    naltrexone_site.serving.server
    naltrexone_site.earlier_pictures
    naltrexone_site.exporting
    naltrexone_site.management.commands.serve
    naltrexone_site.one_file.places
    naltrexone_site.one_file.book
    naltrexone_site.one_file.making
    naltrexone_site.management.commands.export_site
    naltrexone_site.preview.proof
    naltrexone_site.preview.pages
    naltrexone_site.management.commands.preview
""".split()
ROOMS = ("articles", "glossary", "naltrexone_site")
PURE = ORDER[: ORDER.index("glossary.models")]
IMPURE = ("django", "articles.models", "glossary.models", "naltrexone_site")
LINES_MAX, FUNCTION_LINES_MAX, NOTE_LINES_MAX, TOP_ENTRIES_MAX = 400, 60, 30, 28
SWAMPS = {"utils", "helpers", "services", "constants", "common", "signals", "templatetags"}


def modules() -> dict[str, Path]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path.name != "__init__.py" and "migrations" not in path.parts:
                found[".".join(path.relative_to(ROOT).with_suffix("").parts)] = path
    return found


def imported(path: Path) -> set[str]:
    """The modules of our own that a file names in any import, also inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; write the whole name"
            names.add(str(node.module))
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted(modules()) == sorted(ORDER)


@pytest.mark.parametrize(("module", "path"), modules().items(), ids=modules().keys())
def test_a_module_imports_only_what_stands_to_its_left(module: str, path: Path) -> None:
    left = set(ORDER[: ORDER.index(module)])
    right = {name for name in imported(path) if name in ORDER and name not in left}
    assert right == set()


@pytest.mark.parametrize("module", PURE)
def test_reading_and_rendering_touch_no_django(module: str) -> None:
    names = imported(modules()[module])
    assert [name for name in names if name.startswith(IMPURE)] == []


def test_each_sanitiser_and_mark_safe_stand_in_one_place() -> None:
    text = {module: path.read_text(encoding="utf-8") for module, path in modules().items()}
    for sanitiser in ("bleach", "nh3"):
        assert [module for module in text if f"import {sanitiser}" in text[module]] == ["articles.guard"]
    assert [text["articles.guard"].count(call) for call in ("_bleach()", "_nh3()")] == [2, 2]  # made once, called once
    believed = re.compile(r"\b(mark_safe|SafeString|SafeText|format_html\w*|html_safe|__html__)\(")
    assert {module: believed.findall(text[module]) for module in text if believed.search(text[module])} == {
        "articles.models": ["mark_safe"],
        "articles.finding.search": ["SafeString"],  # the marks of a search, around words that it escapes
        "naltrexone_site.unbroken": ["SafeString"],  # the mark of a telephone number, in words that it has escaped
    }
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.*")]
    assert not any("|safe" in template or "autoescape" in template for template in templates)
    assert not any("autoescape" in written for written in text.values())


def test_statements_to_the_database_are_put_together_in_these_places_alone() -> None:
    """Of names that stand in our own code. ruff and bandit look at SELECT and the like, not at DROP or ALTER."""

    def put_together(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr.startswith("execute")
            and isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
        )

    trees = {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in modules().items()}
    made = {module for module, tree in trees.items() if any(map(put_together, ast.walk(tree)))}
    assert made == {
        "articles.rows",
        *(f"articles.publishing.{name}" for name in ("index", "last_look", "seal", "sync")),
    }


def test_files_and_functions_stay_small() -> None:
    large = []
    for path in [*modules().values(), *sorted((ROOT / "tests").rglob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > LINES_MAX:
            large.append(str(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX:
                large.append(f"{path}: {node.name}")
    rooms = (ROOT / "static", ROOT / "naltrexone_site")
    ours = [path for room in rooms for ending in ("css", "js") for path in room.rglob(f"*.{ending}")]
    for path in [*ours, *(ROOT / "templates").rglob("*.html")]:
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES_MAX:
            large.append(str(path))
    assert large == []


def test_a_decision_is_told_on_one_screen() -> None:
    notes = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [note.name for note in notes if len(note.read_text(encoding="utf-8").splitlines()) > NOTE_LINES_MAX] == []


def test_each_decision_has_a_number_of_its_own_that_stands_in_its_title() -> None:
    notes = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [int(note.name.partition("-")[0]) for note in notes]
    assert numbers == list(range(1, len(notes) + 1))
    titled = [int(note.read_text(encoding="utf-8").partition(".")[0].removeprefix("# ")) for note in notes]
    assert titled == numbers


def test_no_swamp_creeps_in() -> None:
    names = {part for module in ORDER for part in module.split(".")}
    assert names & SWAMPS == set()
    kept = [path for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix not in (".sqlite3",)]
    assert len(kept) <= TOP_ENTRIES_MAX
