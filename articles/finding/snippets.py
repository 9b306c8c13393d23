"""The part of a text where what was asked for stands, in pieces, so that a template can mark what was found."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.unbroken import with_units

WORDS, WORDS_BEFORE = 24, 6
DEFINITION_WORDS = 80  # more than a definition may have, so it is shown whole
APART = " · "  # between two items or cells, which would else read as one sentence
ENDS = (*".,:;!?…",)  # of a line that needs nothing more to stand apart from the next
WORD = re.compile(rf"[^\s{APART.strip()}]\S*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `found` where it is one of the words looked for."""

    text: str
    found: bool


def finder(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some plain words in a text without accents. Where there are none, it finds nothing."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


def snippet(text: str, wanted: re.Pattern[str], *, words: int = WORDS) -> tuple[Piece, ...]:
    """Of a text whose paragraphs, items and cells are lines."""
    text = _with_items_apart(text)
    return tuple(_pieces(text, [match.span() for match in wanted.finditer(_in_place(text))], words))


def _with_items_apart(text: str) -> str:
    lines = list(filter(None, map(str.strip, text.split("\n"))))
    return "".join([*(f"{line} " if line.endswith(ENDS) else line + APART for line in lines[:-1]), *lines[-1:]])


def _in_place(text: str) -> str:
    """Small letters without accents, each in its place."""
    return text.lower() if text.isascii() else text.translate(BASES)


class _Bases(dict[int, str]):
    """One character for one character, for those of our guides: they are few, so all that were met are kept."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0].lower()
        self[code] = base if len(base) == 1 else letter
        return self[code]


BASES = _Bases()


def _pieces(text: str, found: Sequence[tuple[int, int]], length: int) -> Iterator[Piece]:
    words = [word.start() for word in WORD.finditer(text)]
    if not words:
        return
    places = sorted({bisect_right(words, start) - 1 for start, _ in found})
    first = _best_start(places, len(words), length)
    last = min(first + length, len(words)) - 1
    place, end = words[first], words[last] + len(text[words[last] :].split(maxsplit=1)[0])
    if first:
        yield Piece("… ", found=False)
    for start, stop in found:
        if place <= start and stop <= end:
            if place < start:
                yield Piece(_in_one_line(text[place:start]), found=False)
            yield Piece(text[start:stop], found=True)
            place = stop
    rest = _in_one_line(text[place:end]) + (" …" if last + 1 < len(words) else "")
    if rest:
        yield Piece(rest, found=False)


def _best_start(places: Sequence[int], count: int, length: int) -> int:
    """The word to start with, so that most of those found follow, the first of them after a few others."""
    reach = length - WORDS_BEFORE

    def following(place: int) -> int:
        return sum(place <= other < place + reach for other in places)

    best = max(places or [0], key=lambda place: (following(place), -place))
    return max(0, min(best - WORDS_BEFORE, count - length))


def _in_one_line(text: str) -> str:
    return with_units(re.sub(r"\s+", " ", text))
