"""Other site makers, each given the same text as a ready site of its own, set up to do well.

They live in an environment apart, made by `make bench-peers`; PEERS names its `bin` folder where it is another.
Callouts become admonitions and sources footnotes. What they do with terms differs: MkDocs looks for each phrase in each
guide, Sphinx is handed the first mention of each, Pelican knows none. None has a list of all guides on every page.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Corpus, Guide, Term, put
from benchmarks.measure import ROOT, Run, run

PROGRAMS = Path(os.environ.get("PEERS", ROOT / ".venv-peers" / "bin"))
MISSING = "not here: make bench-peers"
CITED = re.compile(r"\[@([\w-]+)\]")
PINNED = re.compile(r" \{#[\w-]+\}$", re.MULTILINE)
CALLOUT = re.compile(r'^!!! (\w+) "([^"]+)"\n((?:    .*\n?)+)', re.MULTILINE)
MKDOCS = """\
site_name: Guides
theme: {name: material, font: false}
plugins: [search, tags]
nav: [{Home: index.md}, {Glossary: glossary.md}]
not_in_nav: /guides/
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - tables
  - abbr:
      glossary:
"""
PELICAN = """\
SITENAME, SITEURL, PATH, TIMEZONE, DEFAULT_LANG = "Guides", "", "content", "UTC", "en"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = 50
EXTENSIONS = ("extra", "admonition", "toc")
MARKDOWN = {"extension_configs": {f"markdown.extensions.{name}": {} for name in EXTENSIONS}}
"""
SPHINX = """\
project, extensions, html_theme = "Guides", ["myst_parser"], "furo"
myst_enable_extensions, myst_heading_anchors = ["colon_fence"], 3
"""


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    program: str
    sources: Callable[[Corpus, dict[int, str]], Iterator[tuple[str, str]]]  # its files; with edits by number of guide
    options: tuple[str, ...]  # built from its folder into `out`

    def is_here(self) -> bool:
        return (PROGRAMS / self.program).is_file()

    def write(self, place: Path, corpus: Corpus, edits: dict[int, str]) -> None:
        for name, text in self.sources(corpus, edits):
            put(place / name, text)

    def forget(self, place: Path) -> None:
        """What an earlier build left."""
        shutil.rmtree(place / "out", ignore_errors=True)

    def build(self, place: Path, guides: int) -> Run:
        """A build that left guides out is none."""
        done = run([str(PROGRAMS / self.program), *self.options], folder=place)
        pages = sum(1 for page in (place / "out").rglob("*.html") if "guide" in page.as_posix().rpartition("/out/")[2])
        if pages < guides:
            raise SystemExit(f"{self.name} made {pages} pages of {guides}:\n{done.said[-500:]}")
        return done


def mkdocs(corpus: Corpus, edits: dict[int, str]) -> Iterator[tuple[str, str]]:
    glossary = {name: term.definition for term in _terms(corpus) for name in (term.name, term.alias) if name}
    lines = "".join(f"        {json.dumps(name)}: {json.dumps(text)}\n" for name, text in glossary.items())
    yield "mkdocs.yml", MKDOCS + lines
    yield "docs/glossary.md", _glossary(corpus)
    yield "docs/index.md", "# Guides\n\n" + "".join(f"- [{guide.title}](guides/{guide.slug}.md)\n" for guide in corpus)
    for guide in _guides(corpus, edits):
        front = f"---\ntitle: {guide.title}\ndescription: {guide.summary}\ntags: [tag-{guide.tag}]\n---\n\n"
        yield f"docs/guides/{guide.slug}.md", front + _with_footnotes(guide.body)


def pelican(corpus: Corpus, edits: dict[int, str]) -> Iterator[tuple[str, str]]:
    yield "pelicanconf.py", PELICAN
    yield "content/pages/glossary.md", "Title: Glossary\n\n" + _glossary(corpus)
    for guide in _guides(corpus, edits):
        front = (
            f"Title: {guide.title}\nDate: 2026-11-20\nSlug: {guide.slug}\nCategory: guides\nTags: tag-{guide.tag}\n"
            f"Save_as: guides/{guide.slug}.html\nUrl: guides/{guide.slug}.html\nSummary: {guide.summary}\n\n"
        )
        body = re.sub(r"\]\(([\w-]+\.md)\)", r"]({filename}\1)", guide.body)
        yield f"content/{guide.slug}.md", front + _with_footnotes(body)


def sphinx(corpus: Corpus, edits: dict[int, str]) -> Iterator[tuple[str, str]]:
    yield "conf.py", SPHINX
    names = "".join(f"{term.name}\n  {term.definition}\n\n" for term in _terms(corpus))
    yield "glossary.md", f"# Glossary\n\n```{{glossary}}\n{names}```\n"
    listed = "".join(f"- [{guide.title}](guides/{guide.slug}.md)\n" for guide in corpus)
    yield "index.md", "# Guides\n\n```{toctree}\nglossary\n```\n\n" + listed
    for guide in _guides(corpus, edits):
        body = guide.body
        for term in guide.terms:
            body = re.sub(rf"\b{term.name}\b(?![’s])", f"{{term}}`{term.name}`", body, count=1)
        body = CALLOUT.sub(lambda found: f":::{{admonition}} {found[2]}\n{found[3].strip()}\n:::\n", body)
        title = f"---\norphan: true\n---\n\n# {guide.title}\n\n"
        yield f"guides/{guide.slug}.md", title + _with_footnotes(PINNED.sub("", body))


def _guides(corpus: Corpus, edits: dict[int, str]) -> Iterator[Guide]:
    return (corpus.guide(number, edits.get(number, "")) for number in range(corpus.size))


def _terms(corpus: Corpus) -> list[Term]:
    return [corpus.term(number) for number in range(corpus.term_count)]


def _glossary(corpus: Corpus) -> str:
    return "".join(f"## {term.name}\n\n{term.definition}\n\n" for term in _terms(corpus))


def _with_footnotes(body: str) -> str:
    keys = dict.fromkeys(CITED.findall(body))
    notes = "".join(f"[^{key}]: [{key}](https://example.org/{key}). The maker, 2025.\n" for key in keys)
    return CITED.sub(r"[^\1]", body) + (f"\n{notes}" if keys else "")


PEERS = (
    Peer("MkDocs Material", "mkdocs", mkdocs, ("build", "--quiet", "--site-dir", "out")),
    Peer("Pelican", "pelican", pelican, ("content", "-o", "out", "-s", "pelicanconf.py", "--quiet")),
    Peer("Sphinx", "sphinx-build", sphinx, ("-q", "-j", "auto", "-b", "html", ".", "out")),
)
