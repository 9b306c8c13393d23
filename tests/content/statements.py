"""The guides as they stand in content/, sentence by sentence, and the list of what they must say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "content" / "en" / "articles"
CITATION = re.compile(r"\s*\[@[^\]]*\]")
LINK = re.compile(r"\[([^\]@][^\]]*)\]\([^)]*\)")
SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s+|(?=\[@))|(?<=[.!?][”’)])\s+")


FIGURE = re.compile(r"(?ms)^```\S+\n(.*?)^```$")
HEADING = re.compile(r"##+ (?P<title>.+?) \{#(?P<id>[^}]+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`section` is the id of the section it stands in; empty before the first."""

    text: str
    cited: bool
    section: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guide is there for: the question, the section that answers it, what the guide must say."""

    question: str
    section: str
    statements: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """`label` names the statement in the plan; `text` is empty where it was left out, and `why` says so."""

    label: str
    text: str
    cited: bool
    why: str


def plain(text: str) -> str:
    """Without citations, link addresses, emphasis and needless white space."""
    text = LINK.sub(r"\1", CITATION.sub("", text)).replace("**", "")
    return " ".join(re.sub(r"(?m)^\s*(?:[-*]|\d+\.)\s+", "", text).split())


@cache
def body(slug: str) -> str:
    return (ARTICLES / f"{slug}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]


def sentences(slug: str) -> Iterator[Sentence]:
    return sentences_of(body(slug))


def sentences_of(markdown: str) -> Iterator[Sentence]:
    """Each sentence and list item, each row of a table as its cells with “ / ” between (heads are left out), and each
    item of a figure, which names its source once for all."""
    block: list[str] = []
    section = ""
    text = FIGURE.sub(_items, markdown)
    lines = text.split("\n")
    for line, below in zip([*lines, ""], [*lines[1:], "", ""], strict=True):
        stripped = line.strip()
        starts_anew = re.match(r"[-*|#!]|\d+\.\s", stripped)
        if (not stripped or starts_anew) and block:
            yield from _split(" ".join(block), section)
            block = []
        if heading := HEADING.fullmatch(stripped):
            section = heading["id"]
        if stripped.startswith("|"):
            if not re.match(r"\|[\s:|-]+\|$", below.strip()) and not re.match(r"\|[\s:|-]+\|$", stripped):
                row = " / ".join(plain(cell) for cell in stripped.strip("|").split("|"))
                yield Sentence(row, "[@" in stripped, section)
        elif stripped:
            block.append(stripped)


def _items(figure: re.Match[str]) -> str:
    """A figure as rows of a table: its head, then each item, all with its source."""
    source = "[@source]" if "[@" in figure[1] else ""
    return "\n".join(f"| {' '.join(item.split())} {source} |" for item in re.split(r"(?m)^ +- ", figure[1]))


def _split(text: str, section: str) -> Iterator[Sentence]:
    for part in SENTENCE_END.split(text):
        if plain(part):
            yield Sentence(plain(part), "[@" in part, section)


def said_in(slug: str, statement: Statement) -> list[Sentence]:
    """The sentences of a guide that make a statement."""
    return saying(statement.text, sentences(slug))


def saying(words: str, found: Iterable[Sentence]) -> list[Sentence]:
    """The sentences that are these words, from the first to the last: a part would count in “It is not true that …”."""
    return [each for each in found if each.text == plain(words)]


def lead_of(words: str, found: Sequence[Sentence]) -> str:
    """What leads into an item of a list, and could turn it round: “Call if:”. Empty for a sentence and for a row."""
    place = next((number for number, each in enumerate(found) if each.text == plain(words)), 0)
    if words.endswith((".", "?")) or " / " in words:
        return ""
    for each in reversed(found[:place]):
        if each.text.startswith("#"):
            return ""
        if each.text.endswith((":", ':"')):
            return each.text
    return ""


def headings(slug: str) -> dict[str, str]:
    """Section id -> its title."""
    return {found["id"]: found["title"] for found in HEADING.finditer(body(slug))}


@cache
def must_say() -> dict[str, Answer]:
    """Guide -> what it answers and must say."""
    listed = yaml.safe_load((Path(__file__).parent / "must_say.yaml").read_text(encoding="utf-8"))
    return {
        slug: Answer(
            guide["question"],
            guide["section"],
            tuple(_statement(label, each) for label, rows in guide["statements"].items() for each in rows),
        )
        for slug, guide in listed.items()
    }


def _statement(label: str, row: str | dict[str, object]) -> Statement:
    if isinstance(row, str):
        return Statement(label, row, True, "")
    return Statement(label, str(row.get("say", "")), bool(row.get("cited", False)), str(row.get("left out", "")))
