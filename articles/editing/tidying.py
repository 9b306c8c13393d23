"""What can be mended in a guide without asking its editor: order of the first block, trailing space, heading ids,
quotes, double hyphens, soft hyphens, misspelt medicines. Never the meaning: a line by which the page would say
anything else is left as it is, and the others are mended.

Pure functions over one file.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from articles.dialect.notation import QUOTES
from articles.problems import ContentError, Notebook
from articles.reading.manuscript import SOFT_HYPHEN, decode
from articles.reading.shelf import read_term
from articles.rendering import Page, render
from articles.source import ArticleSource, read_article
from glossary.linker import Linker

KEYS = (
    *("title", "summary", "tags", "need", "order", "sources_checked", "review_by", "status"),
    *("publish_on", "instead", "note", "formerly", "glossary_skip", "moved", "changes"),
)
# no right word in English or in Spanish, where “naltrexona” and “buprenorfina” are
MISSPELT = {
    wrong: right
    for right, spellings in {
        "acamprosate": "acomprosate accamprosate acamprosat",
        "buprenorphine": "buprenorfine bupernorphine buprenorphin bupenorphine buprenorphrine",
        "methadone": "methodone methedone",
        "naloxone": "naloxon nalaxone nalaxon noloxone",
        "naltrexone": "naltraxone naltrexon naltrexxone nalterxone naltroxone naltrexzone naltrexine naltrexane",
        "Suboxone": "suboxon subaxone",
        "Vivitrol": "vivitrol vivatrol vivotrol vivitrole vivitrel",
    }.items()
    for wrong in spellings.split()
}
MISSPELT_WORD = re.compile(rf"\b(?:{'|'.join(MISSPELT)})\b", re.IGNORECASE)
# code, targets and titles of links, ids, citations, bare addresses: their signs mean something
KEPT = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|\[@[^\]]*\]|<[^>]*>|https?://\S+")
KEY = re.compile(r"[a-z_]+:")
AT_MARGIN = re.compile(rf"[ -]|{KEY.pattern}")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
NOT_PROSE = re.compile(r"[ \t]*(?:!!!|\||\[[^\]]+\]:|-+[ \t]*$)")
CURLY_TITLE = re.compile(rf'^([ ]*!!![ ]?\w+[ ]+)["{QUOTES}]([^"]*)["{QUOTES}][ \t]*$')
NOTHING_LINKED = Linker((), str)
IdOf = Callable[[int], str | None]  # of the heading that stands in this line of the body
TRIES_MAX = 60  # renderings that the search for lines to be left may take


def tidy(path: str, raw: bytes) -> bytes:
    """The file as it should be, but for lines whose change could be seen in the page. Raises ContentError where it is
    refused, but for the curly quotes of a callout's title."""
    try:
        source, page = _read(path, raw)
    except ContentError as refusal:
        raw = _with_straight_titles(raw, refusal)
        source, page = _read(path, raw)
    ids = {heading.line - source.body_line: heading.id for heading in page.headings}
    before, after = _lines(source, raw, ids.get)
    block = range(source.body_line - 1)  # its lines change places together
    changes: list[Sequence[int]] = [block, *([row] for row in range(len(block), len(before)))]
    changes = [rows for rows in changes if any(before[row] != after[row] for row in rows)]
    tries = iter(range(TRIES_MAX))

    def with_all(chosen: Sequence[Sequence[int]]) -> bytes:
        new = {row for rows in chosen for row in rows}
        return "\n".join(after[row] if row in new else line for row, line in enumerate(before)).encode()

    def is_safe(chosen: Sequence[Sequence[int]]) -> bool:
        return next(tries, None) is not None and _says_the_same(source, page, path, with_all(chosen))

    return with_all(_safe(changes, is_safe))


def is_tidy(path: str, raw: bytes) -> bool:
    """Of a guide without a mistake; asked before `tidy`, which makes its page, as that takes ten times as long."""
    source = read_article(path, raw)
    _, after = _lines(source, raw, lambda _: "any")
    return "\n".join(after).encode() == raw


def tidy_term(path: str, raw: bytes) -> bytes:
    """Without the hyphens that nobody sees. Raises ContentError where it is refused."""
    read_term(path, raw)
    after = raw.decode().replace(SOFT_HYPHEN, "").encode()
    if after != raw:
        read_term(path, after)
    return after


def _lines(source: ArticleSource, raw: bytes, id_of: IdOf) -> tuple[list[str], list[str]]:
    """As they are and as they might be."""
    before = (decode(raw, Notebook(source.path, [])) or "").split("\n")
    keys, body = before[: source.body_line - 1], before[source.body_line - 1 :]
    return before, [*_in_order([line.replace(SOFT_HYPHEN, "") for line in keys]), *_body(body, id_of)]


def _read(path: str, raw: bytes) -> tuple[ArticleSource, Page]:
    source = read_article(path, raw)
    return source, render(source, NOTHING_LINKED)


def _with_straight_titles(raw: bytes, refusal: ContentError) -> bytes:
    """In the lines alone that are no callout yet for their quotes."""
    rows = {problem.line - 1 for problem in refusal.problems if problem.code == "callout-form"}
    if not rows:
        raise refusal
    lines = (decode(raw, Notebook("", [])) or "").split("\n")
    return "\n".join(
        CURLY_TITLE.sub(r'\1"\2"', line) if row in rows else line for row, line in enumerate(lines)
    ).encode()


def _safe(
    changes: Sequence[Sequence[int]], is_safe: Callable[[Sequence[Sequence[int]]], bool]
) -> Sequence[Sequence[int]]:
    """As many of the changes as may be made together; found by halves, for most often it is all of them."""
    if not changes or is_safe(changes):
        return changes
    if len(changes) == 1:
        return ()
    middle = len(changes) // 2
    first, second = _safe(changes[:middle], is_safe), _safe(changes[middle:], is_safe)
    both = (*first, *second)
    return both if is_safe(both) else first


def _in_order(lines: list[str]) -> list[str]:
    """The block with its keys in the order of content/README.md; as it is where more than keys stand at its margin."""
    first, *inner, last = (line.rstrip() for line in lines)
    if not all(AT_MARGIN.match(line) for line in inner) or not KEY.match(inner[0]):
        return [first, *inner, last]
    entries: list[list[str]] = []
    for line in inner:
        if KEY.match(line):
            entries.append([])
        entries[-1].append(line)
    entries.sort(key=lambda entry: KEYS.index(entry[0].split(":")[0]))
    return [first, *(line for entry in entries for line in entry), last]


def _body(lines: list[str], id_of: IdOf) -> list[str]:
    made, fenced = [], False
    for number, line in enumerate(lines):
        if FENCE.match(line):
            fenced = not fenced
        if not fenced:
            goes_on = bool("".join(lines[number + 1 : number + 2]).strip())
            line = re.sub(r"(?<=\S)[ \t]$|^[ \t]+$", "", line) if goes_on else line.rstrip(" \t")  # two break a line
            line = _outside_of_kept(re.compile(SOFT_HYPHEN), lambda _: "", line)
            if re.match(r"#{2,6}\s", line) and "{#" not in line and (made_id := id_of(number)):
                line = f"{line.rstrip(' #')} {{#{made_id}}}"
            if not NOT_PROSE.match(line):
                line = _words(line)
        made.append(line)
    return made


def _words(line: str) -> str:
    line = _outside_of_kept(MISSPELT_WORD, lambda found: _spelt(found[0]), line)
    line = _outside_of_kept(re.compile(r"(?<=\s)--(?=\s)"), lambda _: "–", line)
    line = _outside_of_kept(re.compile(r"(?<=\w)'(?=\w)"), lambda _: "’", line)
    quotes = [found.start() for found in re.finditer('"', line)]
    if len(quotes) % 2 == 0:  # an odd one belongs to another line, or measures inches
        line = _outside_of_kept(re.compile('"'), lambda found: "”" if quotes.index(found.start()) % 2 else "“", line)
    return line


def _spelt(word: str) -> str:
    right = MISSPELT[word.lower()]
    return right[0].upper() + right[1:] if word[0].isupper() else right


def _outside_of_kept(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], line: str) -> str:
    if not pattern.search(line):
        return line
    kept = [found.span() for found in KEPT.finditer(line)]

    def changed(found: re.Match[str]) -> str:
        inside = any(start <= found.start() < end for start, end in kept)
        return found[0] if inside else change(found)

    return pattern.sub(changed, line)


def _says_the_same(source: ArticleSource, page: Page, path: str, tidied: bytes) -> bool:
    try:
        other, other_page = _read(path, tidied)
    except ContentError:
        return False
    return _keys(source) == _keys(other) and _essence(page) == _essence(other_page)


def _keys(source: ArticleSource) -> ArticleSource:
    title, summary, note = (words.replace(SOFT_HYPHEN, "") for words in (source.title, source.summary, source.note))
    told = tuple(replace(change, text=change.text.replace(SOFT_HYPHEN, "")) for change in source.changes)
    words = replace(source, title=title, summary=summary, note=note, changes=told)
    return replace(words, body="", body_line=0, places={}, warnings=())


CODE = re.compile(r"<(code|pre)>.*?</\1>", re.DOTALL)
# a space beside one of these is never seen, outside of code
BLOCK_ENDS = re.compile(r"\s*(</?(?:p|h[2-6]|[uo]l|li|blockquote|aside|details|summary|table|t[hdr]|br)\b[^<>]*>)\s*")


def _essence(page: Page) -> tuple[object, ...]:
    """What readers get of a page, whatever its quotes, dashes and known slips."""
    html = page.lead + page.body + page.onward
    plain = html.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "--").replace("&quot;", '"')
    plain = plain.replace(SOFT_HYPHEN, "")
    spelt = MISSPELT_WORD.sub(lambda found: _spelt(found[0]), plain)
    return " ".join(BLOCK_ENDS.sub(r"\1", spelt).split()), [found[0] for found in CODE.finditer(html)]
