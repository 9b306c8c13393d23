"""Finds the glossary's terms in running text and links the first mention of each.

Handed the phrases, it never asks for them: no database, settings or clock, and nothing from the rooms above.
It refuses to link part of a longer phrase, inside a link, code or an address, and to change what is read.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import accumulate, combinations, pairwise
from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term's name or alias, as the editor wrote it. One without a letter or digit matches nothing."""

    text: str
    slug: str
    case_sensitive: bool = False
    spanish: bool = False  # its plural too


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a phrase stands in a text, text[start:end], with its plural and possessive ending."""

    start: int
    end: int
    slug: str


class Linker:
    """Built once for a set of phrases; picklable if `address` is. Where two terms clash, the first wins."""

    def __init__(self, phrases: Iterable[Phrase], address: Callable[[str], str]) -> None:
        """`address` turns a slug into the link's href."""
        self._address = address
        # A trie as one flat dict: each beginning of a form, token by token and folded -> the forms that end
        # there with their slugs, the form being empty where any case will do.
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}
        for phrase in phrases:
            for form in _forms(phrase):
                beginning = ""
                for token in _TOKEN.findall(form):
                    beginning += _fold(token)
                    self._known.setdefault(beginning, ())
                self._known[beginning] += ((form if phrase.case_sensitive else "", phrase.slug),)

    def mentions(self, text: str) -> list[Mention]:
        """Every mention, the longest first from the left, no overlaps, none in an address or after “non-”."""
        found: list[Mention] = []
        free = 0  # no character before it is free
        lower = _lower(_without_addresses(text))
        after_non = {non.end() for non in _NON.finditer(lower)}
        tokens, offsets, starts = self._read(lower)
        for first in starts:
            start = offsets[first]
            if start < free or start in after_non:
                continue
            for last, slug in reversed(self._phrases_at(first, tokens, offsets, text)):
                if tokens[last - 1] == "'" and start and text[start - 1] in _OPENING_QUOTES:
                    continue  # ‘side effects’: this one closes the quotation
                free = offsets[last]
                found.append(Mention(start, free, slug))
                break
        return found

    def mentioned(self, text: str) -> frozenset[str]:
        """The slugs of all phrases that stand in a plain text, also inside a longer phrase or an address.

        Never less than `link` links in a page that reads so, if white space stands between its blocks, lines
        and the numbers of its notes.
        """
        tokens, offsets, starts = self._read(_lower(text))
        return frozenset(slug for at in starts for _, slug in self._phrases_at(at, tokens, offsets, text))

    def link(self, root: Element, *, leave: Callable[[Element], bool], skip: Collection[str] = ()) -> tuple[str, ...]:
        """Link the first mention of each term in `root`, in place; the slugs linked, in reading order.

        What `leave` chooses is left alone with all it holds, as links, code and drawings are; the text after
        it is not. Text left alone, and phrases of terms to skip, still belong to their longest phrase.
        """
        if not self._known:
            return ()
        page = _Page(leave)
        page.read(root)
        starts = [strand.start for strand in page.strands]
        chosen: dict[int, list[Mention]] = {}  # by the strand's place
        done = set(skip)
        linked: list[str] = []
        for mention in self.mentions("".join(page.pieces)):
            place = bisect_right(starts, mention.start) - 1
            if mention.slug in done or place < 0 or mention.end > page.strands[place].end:
                continue
            done.add(mention.slug)
            linked.append(mention.slug)
            chosen.setdefault(place, []).append(mention)
        for place in sorted(chosen, reverse=True):  # from the end, so that the indexes before it stay right
            page.strands[place].insert(chosen[place], self._address)
        return tuple(linked)

    def _read(self, lower: str) -> tuple[list[str], list[int], list[int]]:
        """The tokens, folded where not ASCII; their offsets and the text's end; where a phrase may start."""
        tokens: list[str] = _TOKEN.findall(lower)
        offsets = list(accumulate(map(len, tokens), initial=0))
        if not lower.isascii():
            tokens = [token if token.isascii() else _fold(token) for token in tokens]
        known = self._known
        return tokens, offsets, [at for at, token in enumerate(tokens) if token in known]

    def _phrases_at(self, first: int, tokens: list[str], offsets: list[int], text: str) -> list[tuple[int, str]]:
        """What starts at a token, the shortest first: the place after its last token, and the slug."""
        found: list[tuple[int, str]] = []
        last, beginning = first, ""
        while last < len(tokens):
            piece = tokens[last]
            last += 1
            beginning += piece if piece == " " or piece.isalnum() else _fold(piece)
            forms = self._known.get(beginning)
            if forms is None:
                break
            for form, slug in forms:
                if not form or form == _normal(text[offsets[first] : offsets[last]]):
                    found.append((last, slug))
                    break
        return found


def clashes(phrases: Iterable[Phrase]) -> list[tuple[Phrase, Phrase]]:
    """The pairs of phrases of different terms that would match the same text, each once, in their order."""
    order: dict[Phrase, int] = {}
    claims: dict[str, dict[Phrase, set[str]]] = {}  # form in lower case -> who claims it, in which cases
    for phrase in phrases:
        order.setdefault(phrase, len(order))
        for form in _forms(phrase):
            claims.setdefault(_fold(form), {}).setdefault(phrase, set()).add(form)
    pairs: set[tuple[Phrase, Phrase]] = set()
    for claim in claims.values():
        for one, other in combinations(claim, 2):
            apart = one.case_sensitive and other.case_sensitive and claim[one].isdisjoint(claim[other])
            if one.slug != other.slug and not apart:
                pairs.add((one, other))
    return sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))


# What a text is made of: words, runs of what may stand between a phrase's words, and single other characters.

_DASHES = "-\u2010\u2011\u2013"  # hyphen-minus, hyphen, non-breaking hyphen, en dash
_APOSTROPHES = "'\u2019\u02bc"  # straight, curly, and the letter that some keyboards write
_OPENING_QUOTES = "'\u2018"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width space, joiners
_BARRIER = "\x1a"  # no phrase crosses it; it counts as a letter: “opioid`s`” does not hold “opioid”
_GAP = f"\n{_BARRIER}\n"  # between blocks

_LETTER = rf"[\w{_BARRIER}]"
_ON_LETTER = rf"[\u0300-\u036f{_UNSEEN}]"  # accents written apart from their letter
_WORD = re.compile(rf"{_LETTER}+(?:{_ON_LETTER}+{_LETTER}*|'[{_UNSEEN}]*{_LETTER}+)*")
_BETWEEN = re.compile(rf"[\s{re.escape(_DASHES)}][\s{re.escape(_DASHES)}{_UNSEEN}]*")
_TOKEN = re.compile(rf"{_WORD.pattern}|{_BETWEEN.pattern}|.[{_UNSEEN}]*", re.DOTALL)
_NON = re.compile(rf"non(?<!{_LETTER}non)(?<!{_ON_LETTER}non)[{_UNSEEN}]*(?!\s){_BETWEEN.pattern}")
_TYPED = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-") | {"\u00a0": " "}
_PLAIN = str.maketrans(_TYPED | dict.fromkeys(_UNSEEN, ""))

_REST = rf"[^\s<>\"“”—{_BARRIER}]"
_ADDRESS = re.compile(
    rf"""(?<![\w.+%-])(?:  # only where a run of these characters starts, which keeps the time linear
        [A-Za-z][A-Za-z0-9+.-]*://{_REST}+
      | (?i:www)\.[^\W\d_]{_REST}*
      | [\w.+%-]+@[\w-]+(?:\.[\w-]+)*
      | (?:[\w-]+\.)+(?:[a-z]{{2,}}|[A-Z]{{2,}})(?![\w-])(?:[/?\#:]{_REST}*)?  # not “opioid.Then”
    )""",
    re.VERBOSE,
)
_SIGN_OF_ADDRESS = re.compile(r"\.(?<=[\w-]\.)[^\W\d_]|@(?<=[\w.+%-]@)[\w-]|://")


def _without_addresses(text: str) -> str:
    """The text with every bare address behind a barrier; offsets stay."""
    if _SIGN_OF_ADDRESS.search(text) is None:
        return text
    return _ADDRESS.sub(lambda address: _BARRIER * len(address[0]), text)


def _lower(text: str) -> str:
    """In lower case and as typed, every offset where it was: “İ”, which would become two letters, stays."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if not lower.isascii():
        for printed, typed in _TYPED.items():
            lower = lower.replace(printed, typed)
    return lower


def _fold(text: str) -> str:
    """What two texts share that are one phrase in any case."""
    if text.isascii():
        return text.lower() if text.isalnum() else _BETWEEN.sub(" ", text).lower()
    return unicodedata.normalize("NFC", _normal(text).casefold())


def _normal(text: str) -> str:
    """What two texts share that are one phrase in this case."""
    return _BETWEEN.sub(" ", unicodedata.normalize("NFC", text.translate(_PLAIN)))


def _forms(phrase: Phrase) -> set[str]:
    """A phrase alone, as plain plural and as possessive: normal, and folded unless it is case sensitive."""
    base = _normal(phrase.text) if phrase.case_sensitive else _fold(phrase.text)
    first = _WORD.search(base)
    if first is None or not any(map(str.isalnum, base)):
        return set()
    base = base[first.start() :].rstrip(" ")
    last = _TOKEN.findall(base)[-1]
    if not last[-1].isalnum() or last.endswith("'s"):
        return {base}
    plurals = {
        base.removesuffix(last) + plural
        for plural in {*_plurals(last), *(_spanish_plurals(last) if phrase.spanish else ())}
    }
    return {base, f"{base}'s"} | plurals | {f"{form}'" for form in {base, *plurals} if form.endswith("s")}


def _plurals(word: str) -> tuple[str, ...]:
    """The regular English plural; both where spelling does not tell (“stomachs”, “crutches”)."""
    if len(word) == 1 or word.isupper():
        return () if len(word) == 1 and word.isalpha() else (f"{word}s",)  # no “vitamin as” for “vitamin A”
    if word.endswith(("s", "x", "z", "sh")):
        return (f"{word}es",)
    if word[-1] == "y" and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    if word.endswith("ch") or (word[-1] == "o" and word[-2] not in "aeiou"):
        return (f"{word}s", f"{word}es")
    return (f"{word}s",)


def _spanish_plurals(word: str) -> tuple[str, ...]:
    """After a consonant: “dolores”, “veces”, “inyecciones”. After a vowel it is the English one."""
    if len(word) < 3 or word.isupper() or word[-1] not in "dlnrsyz":
        return ()
    if word[-1] == "z":
        return (f"{word[:-1]}ces",)
    bare = f"{word[:-2]}{_UNACCENTED.get(word[-2], word[-2])}{word[-1]}"
    return (f"{bare}es",) if word[-1] != "s" or bare != word else ()  # “la dosis, las dosis”, but “interés”


_UNACCENTED = dict(zip("áéíóú", "aeiou", strict=True))

# A page read as one text.

_INLINE_TAGS = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time u var wbr"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_SEALED = frozenset(("a", "button", "code", "math", "pre", "script", "style", "svg", "textarea"))


@dataclass(frozen=True, slots=True)
class _Strand:
    """Text that may hold links: the parent's own where `index` is 0, or the tail of the child before it."""

    start: int
    end: int
    parent: Element
    index: int

    def insert(self, mentions: list[Mention], address: Callable[[str], str]) -> None:
        before = self.parent[self.index - 1] if self.index else None
        text = (self.parent.text if before is None else before.tail) or ""
        edges = [edge - self.start for mention in mentions for edge in (mention.start, mention.end)]
        plain, *pieces = (text[start:end] for start, end in pairwise([0, *edges, len(text)]))
        if before is None:
            self.parent.text = plain
        else:
            before.tail = plain
        for n, mention in enumerate(mentions):
            anchor = Element("a", {"class": "term", "href": address(mention.slug)})
            anchor.text, anchor.tail = pieces[2 * n : 2 * n + 2]
            self.parent.insert(self.index + n, anchor)


@dataclass(slots=True)
class _Page:
    """A tree's text as a reader takes it in: blocks apart, emphasis joined, the numbers of notes left out."""

    leave: Callable[[Element], bool]
    pieces: list[str] = field(default_factory=list)
    strands: list[_Strand] = field(default_factory=list)
    length: int = 0

    def read(self, element: Element, *, linkable: bool = True) -> None:
        if not isinstance(element.tag, str) or element.tag == "sup":  # a comment; a note's number
            return
        linkable = linkable and element.tag not in _SEALED and not self.leave(element)
        edge = "" if element.tag in _INLINE else _GAP
        if element.tag in ("br", "code"):
            self._add("\n" if element.tag == "br" else _BARRIER)
        elif edge and not linkable:
            self._add(_GAP)
        else:
            self._add(edge)
            self._add(element.text, (element, 0) if linkable else None)
            for index, child in enumerate(element, start=1):
                self.read(child, linkable=linkable)
                self._add(child.tail, (element, index) if linkable else None)
            self._add(edge)

    def _add(self, text: str | None, place: tuple[Element, int] | None = None) -> None:
        if not text:
            return
        if place is not None:
            self.strands.append(_Strand(self.length, self.length + len(text), *place))
        self.pieces.append(text)
        self.length += len(text)
