"""The whole site as one HTML file, for a clinic, a shelter or a jail without a network: it opens from a stick by a
double click, asks for nothing, and stores nothing.

Each page is what the site itself answers. All stand one after the other, to read and print without a script; with
one, a page is shown at a time, previews open, and search works. The same edition makes the same bytes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.policy import Language
from naltrexone_site.one_file.book import Book, Leaf, bound

BYTES_MAX = 1_500_000
HEAVIEST = 5  # of the pages, named where the file is too heavy
MARK = b'<meta name="generator" content="naltrexone guides, one file">'
MARK_WITHIN = 2_000  # bytes from the start


class NotOurs(Exception):
    """What stands in the file's place is something else."""


class NoGuides(Exception):
    """The message names the languages that have none."""


class TooHeavy(Exception):
    """The message names what weighs most."""


@dataclass(frozen=True, slots=True)
class Written:
    size: int  # bytes
    pages: int
    edition: int

    def __str__(self) -> str:
        return f"{self.pages} pages of edition {self.edition} in {self.size:,} bytes"


def write(target: Path, languages: Sequence[Language] = tuple(Language)) -> Written:
    """In those of these languages that have guides. Raises NotOurs where `target` is anything but an earlier such
    file; whatever goes wrong, the old one stays whole."""
    if target.exists() and not (target.is_file() and _is_ours(target)):
        raise NotOurs
    book = bound(languages)
    if not book.languages:
        raise NoGuides(f"There are no guides in this language: {', '.join(languages)}.")
    body = book.html.encode()
    if len(body) > BYTES_MAX:
        raise TooHeavy(_what_is_heavy(len(body), book))
    fresh = target.with_name(f".{target.name}.new")
    try:
        with fresh.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return Written(len(body), len(book.leaves), book.edition.number)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return MARK in file.read(MARK_WITHIN)


def _what_is_heavy(size: int, book: Book) -> str:
    weights = {language: _together(book.leaves, language) for language in book.languages}
    if len(weights) > 1 and max(weights.values()) < BYTES_MAX:
        lines = [
            f"All languages in one file would weigh {size:,} bytes; it may weigh {BYTES_MAX:,}. Make a file of each:"
        ]
        lines += [f"  export_site --single guides-{language}.html --language {language}" for language in weights]
        return "\n".join(lines)
    lines = [f"The file would weigh {size:,} bytes; it may weigh {BYTES_MAX:,}. The heaviest pages:"]
    heaviest = sorted(book.leaves, key=lambda leaf: (-leaf.size, leaf.address))
    lines += [f"  {leaf.size:,} bytes: {leaf.address}" for leaf in heaviest[:HEAVIEST]]
    if len(weights) > 1:
        each = ", ".join(f"{language} {weight:,} bytes" for language, weight in weights.items())
        lines += [f"By language: {each}. Write a file for each: --language {book.languages[0]}"]
    else:
        lines += ["Make their pictures smaller, or shorten them."]
    return "\n".join(lines)


def _together(leaves: Sequence[Leaf], language: Language) -> int:
    return sum(leaf.size for leaf in leaves if leaf.language is language)
