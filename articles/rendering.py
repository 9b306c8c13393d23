"""Markdown -> safe HTML, headings, terms, citations, plain text. A pure function.

Knows no database, no settings, no clock. What it refuses it refuses with its place; what it lets through has passed the
guard unchanged.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import AtomicString

from articles import guard, unbroken
from articles.dialect.callouts import Callouts
from articles.dialect.characters import Characters
from articles.dialect.citations import Citations
from articles.dialect.draft import Draft, Heading, Link, Mark, words_of
from articles.dialect.fences import Fences
from articles.dialect.headings import Headings
from articles.dialect.leftovers import Leftovers
from articles.dialect.links import Links
from articles.dialect.lists import Lists
from articles.dialect.tables import Tables
from articles.policy import PARTS_MAX, SECTION_LINK, WORDS_A_MINUTE
from articles.problems import ContentError, Notebook, Place, Problem
from articles.reading.pictures import Pictures
from articles.source import BODY, ArticleSource
from glossary.linker import Linker

ENGINE = "2026-11-27.5"  # change it when the same source must give other HTML: every guide is then rendered again

GUARDED_AT_ONCE = 50  # pieces of the page
NO_PICTURES: Pictures = {}
IN_SHORT = "in-short"
NEXT = "next"
VOID = frozenset(["br", "hr", "img"])
UNSPOKEN = frozenset(["cite", "cell-label", "section-link"])


@dataclass(frozen=True, slots=True)
class Section:
    """The plain text under one heading; `id` and `title` are empty for what stands before the first."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """`lead` is what stands before the contents (emergency, in short), `body` the sections, `onward` the section
    `{#next}`, which leads to other guides; all three are safe HTML.

    `terms` are linked, in order of first mention; `mentioned` are all whose phrase stands in the text.
    """

    lead: str
    body: str
    onward: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    terms: tuple[str, ...]
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    prose: tuple[str, ...]
    minutes: int
    warnings: tuple[Problem, ...]
    bare: tuple[tuple[str, Place], ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(section.text for section in self.sections)


class Unrendered(ContentError):
    """The text is not fit to publish. `draft` has the headings, links and citations that could be read all the same."""

    def __init__(self, problems: Iterable[Problem], draft: Draft) -> None:
        super().__init__(problems)
        self.draft = draft


def render(source: ArticleSource, linker: Linker, pictures: Pictures = NO_PICTURES) -> Page:
    """Raises Unrendered with every mistake in the body at once."""
    notes = Notebook(source.path, [])
    draft = Draft(source.path, source.language, source.body, source.body_line, notes, pictures)
    try:
        return _page(source, draft, linker)
    except RecursionError:
        notes.error(source.body_line, "nesting", "The text is nested too deeply to read. Use fewer levels.")
        raise Unrendered(notes.problems, draft) from None


def _page(source: ArticleSource, draft: Draft, linker: Linker) -> Page:
    notes = draft.notes
    root = _tree(draft)
    _check_moved(source, draft)
    _check_sizes(root, draft)
    if notes.errors:
        raise Unrendered(notes.problems, draft)
    sections = tuple(_sections(root))
    prose = tuple(_prose(root))
    terms = linker.link(root, leave=_left_alone, skip=source.glossary_skip)
    unbroken.bind(root)
    _address_headings(root, source)
    lead, body, onward = _split(root)
    _guard([*lead, *body, *onward], draft)
    return Page(
        lead="".join(lead),
        body="".join(body),
        onward="".join(onward),
        headings=tuple(draft.headings),
        sections=sections,
        terms=terms,
        marks=tuple(draft.marks),
        links=tuple(draft.links),
        prose=prose,
        minutes=max(1, math.ceil(sum(len(text.split()) for text in prose) / WORDS_A_MINUTE)),
        warnings=tuple(notes.problems),
        bare=tuple(draft.bare),
    )


def _tree(draft: Draft) -> Element:
    """The steps of `Markdown.convert` up to the tree; its string-level passes are not used."""
    parts = [
        Fences(draft),
        Characters(draft),
        Leftovers(draft),
        Callouts(draft),
        Headings(draft),
        Links(draft),
        Citations(draft),
        Lists(draft),
    ]
    md = Markdown(extensions=[*parts, Tables(draft)], output_format="html")
    lines = draft.body.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root: Element = md.parser.parseDocument(lines).getroot()  # type: ignore[assignment]
    for treeprocessor in md.treeprocessors:
        treeprocessor.run(root)  # each changes the tree in place
    return root


def _check_moved(source: ArticleSource, draft: Draft) -> None:
    if source.unread & {"moved", BODY} or not draft.sections_known:
        return
    ids = {heading.id for heading in draft.headings}
    for old, new in source.moved.items():
        place = source.places[f"moved.{old}"]
        if old in ids:
            draft.notes.error(place, "moved-exists", f"“{old}” is still a section of this guide. Take it out.")
        if new not in ids:
            draft.notes.error(place, "moved-target", f"No section has the id “{new}”. Name one that exists.")


def _check_sizes(root: Element, draft: Draft) -> None:
    """The guard's time grows with the square of how much stands side by side in one list, table or quotation."""
    for element in root.iter():
        if element is not root and len(element) > PARTS_MAX:
            place = [draft.place_of(words_of(part)[:40]) for part in element[: PARTS_MAX + 1]][-1]
            message = f"{len(element):,} items or rows stand in one place; at most {PARTS_MAX:,} fit. Break them up."
            draft.notes.error(place, "too-many-parts", message)


def _left_alone(element: Element) -> bool:
    """Rule 1 of the contract: where no term is linked."""
    kind = element.get("class", "")
    return (
        element.tag in ("h2", "h3", "h4", "h5", "h6", "th", "a", "code", "pre", "figure", "summary")
        or "callout-emergency" in kind
        or kind in ("cite", "cell-label")
    )


def _sections(root: Element) -> Iterator[Section]:
    name, title, texts = "", "", list[str]()
    for child in root:
        if child.get("id") and child.tag.startswith("h"):
            if name or texts:
                yield Section(name, title, "\n".join(texts))
            name, title, texts = child.get("id", ""), words_of(child), []
        else:
            texts.extend(_prose([child], all_words=True))
    yield Section(name, title, "\n".join(texts))


BLOCKS = frozenset(
    "p li th td h2 h3 h4 h5 h6 summary pre blockquote ul ol table caption thead tbody tr div aside details figure"
    " figcaption".split()
)
NO_SENTENCES = frozenset("h2 h3 h4 h5 h6 summary figure".split())  # their grade would say nothing


def _prose(parents: Element | list[Element], *, all_words: bool = False) -> Iterator[str]:
    """The text of each paragraph, item and cell in turn, without citation marks.

    What is no sentence (headings, the words and numbers of figures) only when asked.
    """
    for element in parents:
        if element.tag not in BLOCKS or (element.tag in NO_SENTENCES and not all_words):
            continue
        own = _inline_text(element)
        if own:
            yield own
        if element.tag != "pre":
            yield from _prose(list(element), all_words=all_words)


def _inline_text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag not in BLOCKS and child.get("class") not in UNSPOKEN:
            parts.append(" " if child.tag == "br" else _inline_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _address_headings(root: Element, source: ArticleSource) -> None:
    """Each heading gets a link to itself beside it, and stands for the ids that moved here."""
    moved: dict[str, list[str]] = {}
    for old, new in source.moved.items():
        moved.setdefault(new, []).append(old)
    for place, heading in enumerate(list(root)):
        name = heading.get("id")
        if name is None or not heading.tag.startswith("h"):
            continue
        spoken = f"{SECTION_LINK[source.language]} {words_of(heading)}"
        box = Element("div", {"class": "heading"})
        box.extend(Element("span", {"class": "moved", "id": old}) for old in moved.get(name, ()))
        link = Element("a", {"class": "section-link", "href": f"#{name}", "aria-label": spoken})
        link.text = AtomicString("#")
        box.extend([heading, link])
        box.tail, heading.tail = heading.tail, None
        root[place] = box


def _split(root: Element) -> tuple[list[str], list[str], list[str]]:
    """HTML, piece by piece. The lead ends with the in-short section, or before the first other section."""
    lead, short, body, onward = list[Element](), list[Element](), list[Element](), list[Element]()
    into = lead
    for child in root:
        name = next((inner.get("id", "") for inner in child if inner.tag == "h2"), "")
        if child.get("class") == "heading" and name:
            special = {IN_SHORT: short, NEXT: onward}.get(name, body)
            into = body if special is short and (short or body) else special
        into.append(child)
    if short:
        section = Element("section", {"class": "in-short"})
        section.extend(short)
        section.tail = "\n"
        lead.append(section)
    return list(map(_serialise, lead)), list(map(_serialise, body)), list(map(_serialise, onward))


def _serialise(element: Element) -> str:
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in element.items())
    tail = _escaped(element.tail or "")
    if element.tag in VOID:
        return f"<{element.tag}{attributes}>{tail}"
    inner = _escaped(element.text or "") + "".join(map(_serialise, element))
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>{tail}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    return _escaped(value).replace('"', "&quot;")


def _guard(pieces: list[str], draft: Draft) -> None:
    """Each piece is whole, so a few at a time are as safe as all at once, and much faster."""
    for start in range(0, len(pieces), GUARDED_AT_ONCE):
        if place := guard.difference(*pieces[start : start + GUARDED_AT_ONCE]):
            message = f"Something near “{place}” may not be published. Write it in plain Markdown."
            draft.notes.error(draft.body_line, "not-allowed", message)
            raise Unrendered(draft.notes.problems, draft)
