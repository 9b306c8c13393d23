"""The guides as they stand in content/, sentence by sentence, and the list of what they must say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "content" / "en" / "articles"
CITATION = re.compile(r"\s*\[@[^\]]*\]")
LINK = re.compile(r"\[([^\]@][^\]]*)\]\([^)]*\)")
SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s+|(?=\[@))|(?<=[.!?][”’)])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    cited: bool


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
    """Each sentence and list item, and each row of a table as its cells with “ / ” between; heads are left out."""
    block: list[str] = []
    lines = body(slug).split("\n")
    for line, below in zip([*lines, ""], [*lines[1:], "", ""], strict=True):
        stripped = line.strip()
        starts_anew = re.match(r"[-*|#!]|\d+\.\s", stripped)
        if (not stripped or starts_anew) and block:
            yield from _split(" ".join(block))
            block = []
        if stripped.startswith("|"):
            if not re.match(r"\|[\s:|-]+\|$", below.strip()) and not re.match(r"\|[\s:|-]+\|$", stripped):
                yield Sentence(" / ".join(plain(cell) for cell in stripped.strip("|").split("|")), "[@" in stripped)
        elif stripped:
            block.append(stripped)


def _split(text: str) -> Iterator[Sentence]:
    for part in SENTENCE_END.split(text):
        if plain(part):
            yield Sentence(plain(part), "[@" in part)


@cache
def must_say() -> dict[str, tuple[str, tuple[Statement, ...]]]:
    """Guide -> (the question it answers, its statements)."""
    listed = yaml.safe_load((Path(__file__).parent / "must_say.yaml").read_text(encoding="utf-8"))
    return {
        slug: (
            guide["question"],
            tuple(_statement(label, each) for label, rows in guide["statements"].items() for each in rows),
        )
        for slug, guide in listed.items()
    }


def _statement(label: str, row: str | dict[str, object]) -> Statement:
    if isinstance(row, str):
        return Statement(label, row, True, "")
    return Statement(label, str(row.get("say", "")), bool(row.get("cited", False)), str(row.get("left out", "")))
