"""The smallest content that brings each code of the catalogue, over a small folder that is sound.

A caret (‸) stands in a text where the problem must be told, and is taken out of it. Without one, the problem is told
at the beginning of the file, because the whole of it is meant.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from articles import guard
from articles.policy import CELLS_MAX, OPENERS_IN_A_BLOCK_MAX, PARTS_MAX
from tests.articles.refusals import HERE, WORD, guide, reference, word
from tests.dialect.test_figures import FACTS, ICONS, TIMELINE
from tests.reading.painted import claiming, moving, noted, painted

CARET = "‸"
CITED = "Text [@label].\n"
FIRST, LABEL, TAGS = "en/articles/first.md", "references/label.md", "en/tags.yaml"
PICTURE, DRAWING = "images/a.png", "images/a.svg"
CODES, ADDRESSES, CORRECTIONS = "codes.yaml", "addresses.yaml", "en/corrections.yaml"
HARD = "Notwithstanding incontrovertible pharmacological considerations, administration necessitates abstinence. "
EMERGENCY, ASK = '!!! emergency "Now"\n    Call.\n\n', '!!! ask "Ask"\n    This.\n\n'

ONE_GROUP = ICONS.replace(ICONS[ICONS.index("  - name: With n") : ICONS.index("so")], "")
BENEFITS_ALONE = FACTS.replace(FACTS[FACTS.index("harms") : FACTS.index("source")], "")

Spoil = Callable[[Path, pytest.MonkeyPatch], object]


@dataclass(frozen=True, slots=True)
class Trigger:
    """`path` is the file that is told of. `spoil` does what no content of a file can."""

    path: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    spoil: Spoil | None = None
    line: int = 1
    column: int = 1


def at_caret(path: str, text: str, **others: str | bytes) -> Trigger:
    before, _, after = text.partition(CARET)
    line = before.count("\n") + 1
    files = {path: before + after, **others}
    return Trigger(path, files, line=line, column=len(before.rsplit("\n", 1)[-1]) + 1)


def keys(**written: str | None) -> Trigger:
    return at_caret(HERE, guide(CITED, **written))


def body(text: str, **written: str | None) -> Trigger:
    return at_caret(HERE, guide(text, **written))


def term(definition: str = "What it means.\n", **written: str | None) -> Trigger:
    return at_caret(WORD, word(definition, **written))


def source(text: str = "", **written: str | None) -> Trigger:
    return at_caret(LABEL, reference(text, **written))


def figure(kind: str, whole: str, old: str, new: str) -> Trigger:
    assert whole.count(old) == 1
    return body(f"```{kind}\n{whole.replace(old, new).replace('[@a]', '[@label]')}```\n")


def picture(raw: bytes, path: str = PICTURE) -> Trigger:
    shown = guide(f"![It](../../{path}) [@label]\n")
    return Trigger(path, {path: raw, HERE: shown})


def drawing(inside: str) -> Trigger:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>\n'
    return at_caret(DRAWING, svg, **{HERE: guide(f"![It](../../{DRAWING}) [@label]\n")})


def codes(written: str, guides: str = "[first]") -> Trigger:
    return at_caret(CODES, f"use:\n  title: Use\n  codes: {written}\n  guides: {guides}\n")


def link(root: Path, patch: pytest.MonkeyPatch) -> None:
    (root / HERE).symlink_to(root / FIRST)


def closed(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Root may open any file, so the system cannot refuse."""
    read = Path.read_bytes

    def refused(place: Path) -> bytes:
        if place.name == "first.md":
            raise PermissionError(13, "Permission denied", str(place))
        return read(place)

    patch.setattr(Path, "read_bytes", refused)


def stricter_guard(root: Path, patch: pytest.MonkeyPatch) -> None:
    """What the dialect makes passes the guard, so only another guard can refuse it."""
    patch.setattr(guard, "_by_nh3", lambda html: "")


RETIRED = guide(title="Old", status="retired", instead="first", note="It was wrong.")
OF_FILES = {
    "bidi-control": body("Some ‸\u202etext [@label].\n"),
    "control-character": body("Some‸\a text [@label].\n"),
    "encoding": Trigger(HERE, {HERE: guide().encode() + b"caf\xe9\n"}, line=10, column=4),
    "file-name": Trigger("en/articles/It.md", {"en/articles/It.md": guide()}),
    "line-length": body("‸" + "a" * 200_001 + "\n\n" + CITED),
    "look-alike": body("Some ‸pіlls [@label].\n"),
    "nesting": body("‸" + "- " * 13 + CITED),
    "not-a-file": Trigger(HERE, spoil=lambda root, patch: (root / HERE).mkdir()),
    "soft-hyphen": body("Some ‸pi\u00adlls [@label].\n"),
    "space-kind": body(CITED + "\n- one\n‸\u00a0\u00a0\u00a0\u00a0- two\n"),
    "symlink": Trigger(HERE, spoil=link),
    "too-large": Trigger(HERE, {HERE: guide("word " * 200_000)}),
    "too-many-marks": body(CITED + "a_b " * OPENERS_IN_A_BLOCK_MAX + "a‸_b\n"),
    "too-many-parts": body(CITED + "\n" + "- item\n" * PARTS_MAX + "- ‸item\n"),
    "unreadable": Trigger(FIRST, spoil=closed),
    "unused-file": Trigger("en/notes.txt", {"en/notes.txt": "Later."}),
    "white-space": body("a‸" + " " * 1_001 + "b [@label]\n"),
    "missing-guides": Trigger("en/articles", spoil=lambda root, patch: (root / FIRST).unlink()),
}
OF_KEYS = {
    "front-matter": Trigger(HERE, {HERE: "Text.\n"}),
    "yaml": keys(title="Opioids‸: what to know"),
    "retired-key": keys(note="‸It was wrong."),
    "instead-unknown": keys(status="retired", instead="‸gone", note="It was wrong."),
    "publish-draft": keys(status="draft", publish_on="‸2027-01-01"),
    "missing-key": at_caret(HERE, guide(title=None).replace("summary", "‸summary")),
    "missing-value": at_caret(HERE, guide(title="").replace("title: ", "title:‸ ")),
    "unknown-key": at_caret(HERE, guide(author="Me").replace("author", "‸author")),
    "unknown-value": keys(status="‸ready"),
    "repeated-key": keys(status="published\n‸title: Again"),
    "repeated-value": keys(tags="[safety, ‸safety]"),
    "wrong-type": keys(order="‸many"),
    "too-long": keys(formerly=f"[‸{'a' * 121}]"),
    "impossible-date": keys(review_by="‸2027-02-30"),
    "dates-order": keys(review_by="‸2026-11-19"),
    "date-future": keys(sources_checked="‸2026-11-24"),
    "review-due": keys(review_by="‸2026-11-22"),
    "changes-order": keys(changes="‸[{date: 2026-01-01, text: Old.}, {date: 2026-02-01, text: New.}]"),
    "title-length": keys(title="‸" + "a" * 81),
    "title-long": keys(title="‸" + "a" * 66),
    "quotes-curly": keys(title="‸“About it”"),
    "title-repeated": keys(title="‸About first"),
    "slug-form": keys(tags="[‸Safety]"),
    "slug-reused": keys(formerly="[other, ‸first]"),
    "tag-unknown": keys(tags="[safety, ‸safe]"),
    "need-unknown": keys(need="‸now"),
    "skip-unknown": keys(glossary_skip="[‸gone]"),
    "moved-exists": body("## It {#it}\n\n" + CITED, moved="{‸it: it}"),
    "moved-reserved": body("## It {#it}\n\n" + CITED, moved="{‸main: it}"),
    "moved-target": keys(moved="{‸old: gone}"),
    "missing-tags": Trigger(TAGS, spoil=lambda root, patch: (root / TAGS).unlink()),
    "empty-body": body("‸"),
    "address-gone": at_caret(ADDRESSES, "en/first: []\n‸en/gone: []\n"),
    "address-new": Trigger(HERE, {HERE: guide(), ADDRESSES: "en/first: []\n"}),
}
OF_TEXT = {
    "raw-html": body("Some ‸<b>text [@label].\n"),
    "not-allowed": Trigger(FIRST, spoil=stricter_guard, line=9),
    "footnote": body("Some text.‸[^1] [@label]\n"),
    "draft-words": body(
        "‸Write here. Name the source of what a reader would act on, as `[@vivitrol-pi, section 5.1]`.\n\n" + CITED
    ),
    "emphasis-open": body("Some ‸**text [@label].\n"),
    "list-form": body("‸-one [@label]\n"),
    "list-inset": body("- one [@label]\n\n‸  two\n"),
    "text-indented": body(CITED + "\n‸    Take it in the evening.\n"),
    "heading-bold": body(CITED + "\n‸**What to pack**\n"),
    "heading-empty": body(CITED + "\n‸##\n"),
    "heading-form": body(CITED + "\n  ‸## A\n"),
    "heading-id": body(CITED + "\n## A ‸{#It}\n"),
    "heading-level": body(CITED + "\n‸# It\n"),
    "heading-nested": body(CITED + '\n!!! note "A"\n‸    ## B\n'),
    "heading-repeated": body(CITED + "\n## A {#it}\n\nText.\n\n## B ‸{#it}\n"),
    "heading-skipped": body(CITED + "\n## A {#a}\n\nText.\n\n‸#### B {#b}\n"),
    "table-cells": body(CITED + "\n| a | b |\n|---|---|\n‸| 1 |\n"),
    "table-form": body(CITED + "\n‸| --- | --- |\n"),
    "table-size": body(CITED + f"\n‸|{'a|' * 100}\n|{'-|' * 100}" + f"\n|{'1|' * 100}" * (CELLS_MAX // 100 + 1)),
    "callout-empty": body(CITED + '\n‸!!! note "A"\n'),
    "callout-form": body(CITED + "\n!!! note ‸Read this\n    Now.\n"),
    "callout-many": body(CITED + f"\n{ASK}Text.\n\n{ASK}Text.\n\n‸{ASK}Text.\n"),
    "callout-stacked": body(CITED + f"\n{ASK}‸{ASK}"),
    "callout-unknown": body(CITED + '\n!!! ‸danger "A"\n    Now.\n'),
    "emergency-late": body(CITED + f"\n{ASK}Text.\n\n‸{EMERGENCY}"),
    "emergency-link": body(CITED + '\n!!! emergency "A"\n    [Call](‸first.md).\n'),
    "emergency-unended": body(f"‸{EMERGENCY}{CITED}"),
    "fence-open": body(CITED + "\n‸```\ncode\n"),
    "fence-place": body(CITED + "\n‸ ```\n code\n"),
}
OF_FIGURES = {
    "figure-unknown": body(CITED + "\n```‸pie-chart\na: 1\n```\n"),
    "figure-source": figure("icon-array", ICONS, 'source: "[@a]"', "source: ‸a paper"),
    "figure-count": figure("icon-array", ICONS, "count: 60", "count: ‸101"),
    "figure-scale": figure("icon-array", ICONS, "of: 100", "of: ‸50"),
    "figure-rows": figure("timeline", TIMELINE, "steps:\n  - at: 0\n    what: First\n", "‸steps:\n"),
    "figure-markup": figure("icon-array", ICONS, "title: A title", "title: ‸A **title**"),
    "figure-compared": figure("icon-array", ICONS, ICONS, f"‸{ONE_GROUP}"),
    "figure-contradicts": figure("icon-array", ICONS, "title: A title", "title: ‸About 40 of 100 felt it"),
    "facts-difference": figure("facts", FACTS, "difference: 10 more", "difference: ‸10"),
    "facts-side": figure("facts", FACTS, FACTS, f"‸{BENEFITS_ALONE}"),
    "timeline-order": figure(
        "timeline", TIMELINE, "at: 0\n    what: First\n  - from: ", "at: 8\n    what: First\n  - from: ‸"
    ),
    "timeline-range": figure("timeline", TIMELINE, "to: 10", "to: ‸7"),
    "timeline-when": figure("timeline", TIMELINE, "at: 0", "at: ‸0\n    to: 1"),
}
OF_SOURCES = {
    "cite-form": body("Text ‸[@Label].\n"),
    "cite-missing": body("Text [@label] and [‸@gone].\n"),
    "cite-none": body("‸Text.\n"),
    "cite-number": body("It is so ‸[1] [@label].\n"),
    "link-bare": body("It is at ‸https://example.org/a [@label].\n"),
    "link-broken": body("A [link](‸gone.md) [@label].\n"),
    "link-draft": at_caret(
        HERE, guide("A [link](‸draft.md) [@label].\n"), **{"en/articles/draft.md": guide(title="Later", status="draft")}
    ),
    "link-retired": at_caret(HERE, guide("A [link](‸old.md) [@label].\n"), **{"en/articles/old.md": RETIRED}),
    "link-empty": body("A [](‸first.md) [@label].\n"),
    "link-form": body("A [link](‸first.html) [@label].\n"),
    "link-nested": body("A [link [@label]](‸first.md).\n"),
    "link-scheme": body("A [link](‸http://example.org/) [@label].\n"),
    "link-section": body("A [link](‸first.md#gone) [@label].\n"),
    "link-title": body('A [link](‸first.md "Words") [@label].\n'),
    "link-unused": body(CITED + "\n‸[name]: first.md\n"),
    "image-alt": at_caret(HERE, guide("![](‸../../images/a.png) [@label]\n"), **{PICTURE: painted("PNG")}),
    "image-form": body("‸![It] (../../images/a.png) [@label]\n"),
    "image-link": at_caret(HERE, guide("[It](‸../../images/a.png) [@label]\n"), **{PICTURE: painted("PNG")}),
    "image-place": body("![It](‸https://example.org/a.png) [@label]\n"),
    "picture-svg": drawing("\n  ‸<script/>"),
    "picture-metadata": picture(painted("PNG", exif=noted(place=True))),
    "picture-kind": picture(painted("JPEG")),
    "picture-pixels": picture(claiming("PNG", 5_000, 5_000)),
    "picture-unused": Trigger(PICTURE, {PICTURE: painted("PNG")}),
    "picture-size": picture(b"<svg/>", DRAWING),
    "picture-broken": picture(painted("PNG")[:50]),
    "picture-moving": picture(moving("PNG")),
    "doi-form": source(doi="‸https://doi.org/10.1/x"),
    "pmid-form": source(pmid="‸-7"),
    "reference-body": source("\n‸Text.\n"),
    "code-form": codes('[{system: rxnorm, code: ‸"72x", source: A list}]'),
    "code-guide": codes('[{system: rxnorm, code: "7243", source: A list}]', "[first, ‸gone]"),
    "code-retired": at_caret(
        CODES, "use:\n  title: Use\n  names: [use]\n  guides: [‸old]\n", **{"en/articles/old.md": RETIRED}
    ),
    "code-none": at_caret(CODES, "‸use:\n  title: Use\n  guides: [first]\n"),
    "code-repeated": codes(
        '\n    - {system: rxnorm, code: "7243", source: A list}\n    - {system: rxnorm, code: ‸"7243", source: A list}'
    ),
    "correction-guide": at_caret(
        CORRECTIONS,
        "corrections:\n  - date: 2026-11-20\n    guide: ‸gone\n    was: This.\n"
        "    right: That.\n    until: 2027-02-20\n",
    ),
}
OF_WORDS = {
    "definition-length": term("‸" + "word " * 61),
    "definition-markup": term("What ‸**it** means.\n"),
    "see-also-unknown": term(see_also="[‸gone]"),
    "term-clash": at_caret(
        WORD, word(aliases="[it, ‸open window]"), **{"en/glossary/window.md": word(term="open window")}
    ),
    "term-form": term(term='‸"?!"'),
    "grade": body("‸" + HARD * 3 + CITED),
    "wording": body("Some text.\nFor an ‸addict [@label].\n"),
}
TRIGGERS = {**OF_FILES, **OF_KEYS, **OF_TEXT, **OF_FIGURES, **OF_SOURCES, **OF_WORDS}
