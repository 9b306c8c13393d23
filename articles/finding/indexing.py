"""Passages into the full-text index, inside sync's transaction. Asks nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from articles.finding import entries, passages
from articles.finding.passages import Findable
from articles.finding.wordforms import stem
from articles.policy import Language
from articles.rows import batches, insert

COUNTED = """
    INSERT INTO articles_word (language, word, stem, passages, named) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (language, word) DO UPDATE
    SET passages = articles_word.passages + excluded.passages, named = articles_word.named + excluded.named
"""


def index(found: Iterable[Findable], *, gone: Iterable[str]) -> None:
    """Replace the passages of the content files `gone` by those that were found."""
    standing = {language: Counter[str]() for language in Language}
    named = {language: Counter[str]() for language in Language}
    for row in _taken_out(gone):
        language = Language(row.language)
        names, all_words = passages.words_of(row)
        standing[language].subtract(all_words)
        named[language].subtract(names)
    for some in batches(found):
        for each in some:
            standing[each.language].update(each.standing)
            named[each.language].update(each.named)
        insert(entries.Passage, passages.Passage._fields, [row for each in some for row in each.passages])
    for language in Language:
        _store(language, standing[language], named[language])


def _taken_out(paths: Iterable[str]) -> Iterator[passages.Passage]:
    for some in batches(paths):
        old = entries.Passage.objects.filter(path__in=some)
        yield from map(passages.Passage._make, old.values_list(*passages.Passage._fields).iterator())
        old.delete()


def _store(language: Language, standing: Counter[str], named: Counter[str]) -> None:
    counted = [
        (language.value, word, stem(word, language), count, named[word])
        for word, count in sorted(standing.items())
        if count or named[word]
    ]
    with connection.cursor() as cursor:
        cursor.executemany(COUNTED, counted)
    entries.Word.objects.filter(passages__lte=0).delete()
