"""Reads and renders guides on every core: bytes in, finished pages or problems out.

Runs in processes of their own when there is much to do; touches no database, so nothing is shared.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeVar

from articles import addresses, processes, rendering, source
from articles.editing.outline import Outline
from articles.policy import Language
from articles.problems import Notebook, Problem
from articles.reading.folder import File
from articles.reading.pictures import Pictures
from articles.rendering import Page, Unrendered
from articles.source import BODY, ArticleRefused, ArticleSource
from glossary.linker import Linker, Phrase

Phrases = Mapping[Language, Sequence[Phrase]]
Taken = TypeVar("Taken")
Progress = Callable[[int, int], None]  # how many are done, of how many
TOGETHER_MAX = 50  # guides that a process hands back at once; it holds them twice while it does
HANDOVERS = 32  # of each process, at least where there are guides enough: who has the last ones lets the others wait
ALONE_MAX = 8  # guides; for fewer, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class Made:
    """One guide, read and rendered."""

    source: ArticleSource
    page: Page
    outline: Outline
    digest: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One guide with mistakes. `outline` has what could be read of it all the same; None where nothing could."""

    path: str
    problems: tuple[Problem, ...]
    outline: Outline | None


def untold(done: int, of: int) -> None:
    """For who does not want to hear how far it is."""


def make(
    files: Sequence[File], phrases: Phrases, pictures: Pictures, told: Progress = untold
) -> tuple[list[Made], list[Refused]]:
    """Every guide that can be made, and every one that cannot. `told` hears after each how many are done."""
    return make_into(as_it_is, files, phrases, pictures, told)


def make_into(
    take: Callable[[Made], Taken], files: Sequence[File], phrases: Phrases, pictures: Pictures, told: Progress = untold
) -> tuple[list[Taken], list[Refused]]:
    """Of every guide that can be made what `take` takes, beside the work itself; and every one that cannot."""
    apart = len(files) > ALONE_MAX and processes.may_be_started()
    taken, refused = list[Taken](), list[Refused]()
    for result in (_in_processes if apart else _alone)(take, files, phrases, pictures):
        if isinstance(result, Refused):
            refused.append(result)
        else:
            taken.append(result)
        told(len(taken) + len(refused), len(files))
    return taken, refused


def as_it_is(made: Made) -> Made:
    return made


def linker(language: Language, phrases: Phrases) -> Linker:
    return Linker(phrases.get(language, ()), partial(addresses.term, language))


def _alone(
    take: Callable[[Made], Taken], files: Iterable[File], phrases: Phrases, pictures: Pictures
) -> Iterator[Taken | Refused]:
    linkers = {language: linker(language, phrases) for language in Language}
    for file in files:
        result = _make_one(file, linkers[file.language], pictures)
        yield result if isinstance(result, Refused) else take(result)


def _make_one(file: File, terms: Linker, pictures: Pictures) -> Made | Refused:
    try:
        article = source.read_article(file.path, file.raw)
        page = rendering.render(article, terms, pictures)
    except ArticleRefused as refusal:
        return _read_on(file, refusal, terms, pictures)
    except Unrendered as refusal:
        problems = (*article.warnings, *refusal.problems)
        return Refused(file.path, problems, Outline.of_refused(article, refusal.draft))
    if not _has_words(article.body):
        notes = Notebook(file.path, [])
        notes.error(article.body_line, "empty-body", "The guide has no text that can be read. Write some.")
        return Refused(file.path, tuple(notes.problems), Outline.of(article, page))
    return Made(article, page, Outline.of(article, page), file.digest)


def _has_words(body: str) -> bool:
    """More than headings, spaces and characters that cannot be seen."""
    lines = (line for line in body.split("\n") if not line.startswith("#"))
    return any(re.search(r"\w", html.unescape(line)) for line in lines)


def _read_on(file: File, refusal: ArticleRefused, terms: Linker, pictures: Pictures) -> Refused:
    """A mistake in the keys hides none in the text, nor what the folder is asked about."""
    article = refusal.article
    if article is None:
        return Refused(file.path, refusal.problems, None)
    try:
        page = rendering.render(article, terms, pictures)
    except Unrendered as more:
        told = [problem for problem in more.problems if BODY not in article.unread or problem.code != "link-unused"]
        return Refused(file.path, (*refusal.problems, *told), Outline.of_refused(article, more.draft))
    return Refused(file.path, (*refusal.problems, *page.warnings), Outline.of_refused(article, page))


_phrases: Phrases = {}
_pictures: Pictures = {}


def _in_processes(
    take: Callable[[Made], Taken], files: Sequence[File], phrases: Phrases, pictures: Pictures
) -> Iterator[Taken | Refused]:
    workers = min(processes.cores(), len(files))
    how = processes.beginning()
    with ProcessPoolExecutor(workers, how, initializer=_learn, initargs=(phrases, pictures)) as pool:
        together = min(TOGETHER_MAX, max(1, len(files) // (workers * HANDOVERS)))
        yield from pool.map(partial(_make_with_learnt, take), files, chunksize=together)


def _learn(phrases: Phrases, pictures: Pictures) -> None:
    """For a whole run."""
    processes.settle()
    global _phrases, _pictures
    _phrases, _pictures = phrases, pictures


@cache
def _learnt(language: Language) -> Linker:
    return linker(language, _phrases)


def _make_with_learnt(take: Callable[[Made], Taken], file: File) -> Taken | Refused:
    result = _make_one(file, _learnt(file.language), _pictures)
    return result if isinstance(result, Refused) else take(result)
