"""What stands in a guide's margin for its editor alone: how hard it reads, what it rests on, which words it explains.

Pure functions over one guide. Says what to look at; refuses nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.editing import readability
from articles.editing.advice import SENTENCE_WORDS_MIN
from articles.editing.readability import Sentence
from articles.policy import READING_GRADE_MAX
from articles.rendering import Page
from articles.source import ArticleSource
from glossary.linker import Linker

HARDEST_MAX = 5
CALLED = re.compile(r"\]\((?:tel|sms):[^)]*\)|\{#[^}]*\}|\]\([^)]*\)")  # numbers that nobody has to prove
NUMBERS_TO_CALL = re.compile(r"\b(?:911|988|1-\d{3}-\d{3}-\d{4})\b")


@dataclass(frozen=True, slots=True)
class Uncited:
    """A paragraph or item that names a number and no source."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Margin:
    """`unlinked` are slugs of terms that stand in the text and are linked nowhere in it."""

    grade: float
    hardest: tuple[Sentence, ...]
    linked: tuple[str, ...]
    unlinked: tuple[str, ...]
    cited: dict[str, int]  # key of a source -> how often
    uncited: tuple[Uncited, ...]


def margin(source: ArticleSource, page: Page, linker: Linker) -> Margin:
    sentences = readability.sentences(page.prose)
    hard = [
        each
        for each in sentences
        if each.is_whole and each.words >= SENTENCE_WORDS_MIN and each.grade > READING_GRADE_MAX
    ]
    hard.sort(key=lambda sentence: -sentence.grade)
    cited: dict[str, int] = {}
    for mark in page.marks:
        cited[mark.key] = cited.get(mark.key, 0) + 1
    return Margin(
        grade=readability.grade_of(sentences),
        hardest=tuple(hard[:HARDEST_MAX]),
        linked=page.terms,
        unlinked=tuple(sorted(linker.mentioned(page.text) - set(page.terms))),
        cited=cited,
        uncited=tuple(_uncited(source)),
    )


def _uncited(source: ArticleSource) -> Iterator[Uncited]:
    for line, block in _blocks(source.body):
        words = NUMBERS_TO_CALL.sub("", CALLED.sub("]", block))
        if re.search(r"\d", words) and "[@" not in block:
            yield Uncited(source.body_line + line, " ".join(block.split()))


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    """Each paragraph, item and row with its line, from 0; without headings and what stands in fences."""
    start, block, fenced = 0, list[str](), False
    for number, line in enumerate([*body.split("\n"), ""]):
        text = line.strip()
        opens = bool(re.match(r"(?:[-*+]|\d{1,9}\.)\s|\||!!!", text))
        if block and (opens or not text or text.startswith(("#", "```"))):
            yield start, " ".join(block)
            block = []
        if text.startswith("```"):
            fenced = not fenced
        elif text and not fenced and not text.startswith(("#", "!!!")):
            start = start if block else number
            block.append(re.sub(r"^\d{1,9}\.\s", "", text))
