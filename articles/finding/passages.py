"""What can be found in a guide or a term, written into the index inside sync's transaction. Asks nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection

from articles import addresses
from articles.finding.entries import Passage, PassageKind, Word
from articles.finding.wordforms import stem, stems_in, words_in
from articles.policy import Language
from articles.rendering import Page
from articles.source import ArticleSource, TermSource

WORD_CHARACTERS_MAX = 40
BATCH = 500  # SQLite bounds the variables of a statement
COUNTED = """
    INSERT INTO articles_word (language, word, stem, passages, named) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (language, word) DO UPDATE
    SET passages = articles_word.passages + excluded.passages, named = articles_word.named + excluded.named
"""
Counts = Counter[tuple[str, str]]  # by language and word


def passages_of_guide(source: ArticleSource, page: Page) -> list[Passage]:
    address = addresses.guide(source.language, source.slug)
    names = [slug.replace("-", " ") for slug in (source.slug, *source.formerly)]
    whole = _passage(
        Passage(
            language=source.language,
            kind=PassageKind.GUIDE,
            title=source.title,
            words=source.summary,
            text=source.summary,
            address=address,
            path=source.path,
        ),
        names=[source.summary, *names],
    )
    sections = [
        _passage(
            Passage(
                language=source.language,
                kind=PassageKind.SECTION,
                title=source.title,
                heading=section.title,
                text=section.text,
                address=f"{address}#{section.id}" if section.id else address,
                path=source.path,
            ),
            names=names,
        )
        for section in page.sections
        if section.text or section.title
    ]
    return [whole, *sections]


def passages_of_term(term: TermSource) -> list[Passage]:
    passage = Passage(
        language=term.language,
        kind=PassageKind.TERM,
        title=term.term,
        words=" ".join(term.aliases),
        text=term.definition,
        address=addresses.term(term.language, term.slug),
        path=term.path,
    )
    return [_passage(passage, names=term.aliases)]


def _passage(passage: Passage, *, names: Iterable[str]) -> Passage:
    """With its stems, each field framed by spaces so that a stem can be looked for as “ stem ”. An address is a name
    that an editor gave, so a guide and its sections are called by it too."""
    language = Language(passage.language)

    def stems(text: str) -> str:
        return f" {' '.join(stems_in(text, language))} "

    passage.head = "\n".join([stems(passage.title), stems(passage.heading), "|".join(stems(name) for name in names)])
    passage.body = stems(passage.text)
    return passage


def index(passages: Sequence[Passage], *, gone: Iterable[str]) -> None:
    """Replace the passages of the content files `gone` by `passages`."""
    paths = list(gone)
    standing, named = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for start in range(0, len(paths), BATCH):
        old = Passage.objects.filter(path__in=paths[start : start + BATCH])
        _count(old.iterator(), standing, named, -1)
        old.delete()
    Passage.objects.bulk_create(passages, batch_size=BATCH)
    _count(passages, standing, named, +1)
    _store(standing, named)


def _count(passages: Iterable[Passage], standing: Counts, named: Counts, change: int) -> None:
    for passage in passages:
        names = set(
            words_in(f"{passage.title} {passage.heading} {passage.words if passage.kind == PassageKind.TERM else ''}")
        )
        for word in names.union(words_in(passage.text)):
            if len(word) <= WORD_CHARACTERS_MAX:
                standing[passage.language, word] += change
                named[passage.language, word] += change * (word in names)


def _store(standing: Counts, named: Counts) -> None:
    rows = [
        (language, word, stem(word, Language(language)), count, named[language, word])
        for (language, word), count in sorted(standing.items())
        if count or named[language, word]
    ]
    with connection.cursor() as cursor:
        cursor.executemany(COUNTED, rows)
    Word.objects.filter(passages__lte=0).delete()
