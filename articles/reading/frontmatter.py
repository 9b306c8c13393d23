"""The block between the `---` lines, read into typed values with the place of each.

YAML's own guesses are not trusted: a value is read as what its key asks for, and what YAML would have turned
into something else (`no`, `010`, `1:30`) must stand in quotes. Unknown and repeated keys are refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from articles.policy import KEY_LINES_MAX, SLUG, SLUG_CHARACTERS_MAX
from articles.problems import Notebook, Place, Problem, shown
from articles.reading.nodes import Mapping, Node, Scalar, Sequence, compose

UNKNOWN_TOLD_MAX = 100  # keys; so many are no slips
KEY = re.compile(r"(\w+):.*(?:\n(?=\S)|\n?\Z)")  # with its value in one line
REMARK = 'What begins with a # is a remark, unless it stands between "quotes".'
LIST_OF_PAIRS = '[{date: 2026-11-20, text: "What changed."}]'
NAMES = re.compile(rf"{SLUG.pattern}(?:, *{SLUG.pattern})*")
EXAMPLE_MAX = 60  # letters of a name that a message may well propose
Choice = TypeVar("Choice", bound=StrEnum)

# What a plain (unquoted) scalar must not look like where words are wanted.
NOT_WORDS = re.compile(
    r"(?i:~|null|true|false|yes|no|on|off|[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:e[-+]?\d+)?|0x[0-9a-f]+"
    r"|0b[01_]+|\.\d+|\d{4}-\d{1,2}-\d{1,2}(?:[t ] *\d.*)?|\d+:\d+(?::\d+)?|[-+]?\.(?:inf|nan))"
)


def parse(text: str, notes: Notebook, *, first_line: int = 1) -> "Fields":
    """The mapping written in `text`, whose first line is `first_line` of the file; empty where there is none.

    Where one line alone cannot be read, the others are.
    """
    if text.count("\n") > KEY_LINES_MAX:
        message = f"More than {KEY_LINES_MAX:,} lines of keys stand here. Take out what is no key."
        notes.error(first_line + KEY_LINES_MAX, "too-many-marks", message)
        return Fields(Mapping((), Place(first_line)), notes, broken=True)
    node = compose(text, notes, first_line=first_line)
    if node is not None:
        return Fields(node, notes)
    lines = text.split("\n")
    number = notes.errors[-1].line - first_line
    lost = KEY.match("\n".join(lines[number : number + 2]))
    if lost is not None:
        lines[number] = ""
        node = compose("\n".join(lines), Notebook(notes.path, []), first_line=first_line)
    known = {lost[1]} if lost and node else set()
    return Fields(node or Mapping((), Place(first_line)), notes, broken=node is None, known=known, spoilt=set(known))


@dataclass(slots=True)
class Fields:
    """Typed access to a mapping. Each reader notes what is wrong and gives an empty value in its place.

    `broken` is a mapping of which nothing could be read, `spoilt` are the keys whose values could not.
    """

    mapping: Mapping
    notes: Notebook
    broken: bool = False
    known: set[str] = field(default_factory=set)
    spoilt: set[str] = field(default_factory=set)
    missing: dict[str, Problem] = field(default_factory=dict)
    first: dict[str, tuple[Scalar, Node]] = field(init=False)  # of each key, where it stands more than once

    def __post_init__(self) -> None:
        self.first = {pair[0].value: pair for pair in reversed(self.mapping.pairs)}

    @property
    def unread(self) -> frozenset[str]:
        """To be asked after the last reader: the keys whose values are not known."""
        return frozenset(self.known if self.broken else self.spoilt)

    def place(self, key: str, item: str = "") -> Place:
        """Of a key's value, or of an item in it; of the whole mapping where the key is absent."""
        if key not in self.first:
            return self.mapping.place
        name, node = self.first[key]
        items = node.items if item and isinstance(node, Sequence) else ()
        found = (each.place for each in items if isinstance(each, Scalar) and each.value == item)
        return next(found, place_of_value(name, node))

    def scalars(self) -> Iterator[Scalar]:
        """Every key and plain value, however deep."""
        waiting: list[Node] = [self.mapping]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Scalar):
                yield node
            elif isinstance(node, Sequence):
                waiting.extend(node.items)
            else:
                waiting.extend(part for pair in node.pairs for part in pair)

    def text(self, key: str, *, required: bool = True, may_be_empty: bool = False) -> str:
        """A line that is there says something, unless `may_be_empty`, where the caller says what is missing."""
        node = self._get(key, required)
        if node is None or (may_be_empty and isinstance(node, Scalar) and not node.value.split()):
            return ""
        return self._words(key, node, "" if required else ", or take the line out")

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(value for item in self._items(key, False) if (value := self._words(key, item)))

    def slugs(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of slugs; each is lower-case letters, digits and single hyphens, and none stands twice."""
        found: list[str] = []
        for item in self._items(key, required):
            value = self._words(key, item)
            if value and not SLUG.fullmatch(value):
                self._error(
                    key, item.place, "slug-form", f"“{shown(value)}” in `{key}` is no short name. {slug_advice(value)}"
                )
            elif len(value) > SLUG_CHARACTERS_MAX:
                self.too_long(item.place, key, value, SLUG_CHARACTERS_MAX)
            elif value in found:
                self._error(key, item.place, "repeated-value", f"“{value}” stands twice in `{key}`. Keep one.")
            elif value:
                found.append(value)
        return tuple(found)

    def slug(self, key: str, *, required: bool = False) -> str:
        value = self.text(key, required=required)
        if value and not SLUG.fullmatch(value):
            self._error(
                key, self.place(key), "slug-form", f"“{shown(value)}” in `{key}` is no short name. {slug_advice(value)}"
            )
            return ""
        if len(value) > SLUG_CHARACTERS_MAX:
            self.too_long(self.place(key), key, value, SLUG_CHARACTERS_MAX)
            return ""
        return value

    def slug_pairs(self, key: str) -> dict[str, str]:
        node = self._get(key, False)
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self._wrong(node.place, key, "pairs of an old and a new id", "{old-id: new-id}")
            return {}
        pairs: dict[str, str] = {}
        for name, value in node.pairs:
            words = self._words(key, value)
            for slug in (name.value, words):
                if slug and not SLUG.fullmatch(slug):
                    self._error(
                        key, value.place, "slug-form", f"“{shown(slug)}” in `{key}` is no id. {slug_advice(slug)}"
                    )
                elif len(slug) > SLUG_CHARACTERS_MAX:
                    self.too_long(value.place, key, slug, SLUG_CHARACTERS_MAX)
            if name.value in pairs:
                message = f"“{shown(name.value)}” stands twice in `{key}`. Keep one of the two."
                self._error(key, name.place, "repeated-key", message)
            pairs[name.value] = words
        return pairs

    def mappings(self, key: str) -> tuple["Fields", ...]:
        found = []
        for item in self._items(key, False, LIST_OF_PAIRS):
            if isinstance(item, Mapping):
                found.append(Fields(item, self.notes))
            else:
                self._wrong(item.place, key, "a list of pairs", LIST_OF_PAIRS)
        return tuple(found)

    def day(self, key: str, *, required: bool = True) -> date | None:
        node = self._get(key, required)
        if node is None:
            return None
        if isinstance(node, Scalar) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.value):
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                message = f"`{key}`: {node.value} is no day of the calendar. Check the month and the day."
                self._error(key, node.place, "impossible-date", message)
                return None
        meant = _day_meant(node.value) if isinstance(node, Scalar) else None
        self._wrong(node.place, key, "one day, as year-month-day with hyphens", str(meant or "2026-11-20"))
        return None

    def number(self, key: str, *, example: str = "30") -> int | None:
        node = self._get(key, False)
        if node is None:
            return None
        if isinstance(node, Scalar) and re.fullmatch(r"0|-?[1-9][0-9]{0,8}", node.value):
            return int(node.value)
        self._wrong(node.place, key, "a whole number", example)
        return None

    def flag(self, key: str) -> bool:
        node = self._get(key, False)
        if node is None or (isinstance(node, Scalar) and node.plain and node.value in ("true", "false")):
            return isinstance(node, Scalar) and node.value == "true"
        self._wrong(node.place, key, "true or false", "true")
        return False

    def choice(self, key: str, kinds: type[Choice]) -> Choice | None:
        value = self.text(key)
        if not value:
            return None
        if value not in list(kinds):
            known = ", ".join(kinds)
            message = f"`{key}` cannot be “{shown(value)}”. Choose one of: {known}."
            self._error(key, self.place(key), "unknown-value", message)
            return None
        return kinds(value)

    def refuse_unknown(self) -> None:
        """Call last: any key that no reader above asked for is a mistake, and so is a key that stands twice."""
        names = [name for name, _ in self.mapping.pairs]
        for name in names:
            first = self.first[name.value][0].place
            if name.place != first:
                message = f"`{shown(name.value)}` stands here and in line {first.line}. Keep one of the two."
                self._error(name.value, name.place, "repeated-key", message)
        unknown = [name for name in names if name is self.first[name.value][0] and name.value not in self.known]
        absent, known = self.known - self.first.keys(), ", ".join(sorted(self.known))
        if unknown:
            self.spoilt |= absent  # each may be any of them
        for name in unknown[:UNKNOWN_TOLD_MAX]:
            message = f"`{shown(name.value)}` is no key here. Take it out, or use one of: {known}."
            meant = self.notes.nearest(name.value, absent)
            message += f" Perhaps “{meant}” is meant." if meant else ""
            if meant in self.missing:  # it is there, and misspelt
                self.notes.problems.remove(self.missing.pop(meant))
            self.notes.error(name.place, "unknown-key", message)
        if untold := unknown[UNKNOWN_TOLD_MAX:]:
            message = f"From here on {len(untold):,} more lines begin with what is no key here. Is this the right file?"
            self.notes.error(untold[0].place, "unknown-key", message)

    def _get(self, key: str, required: bool) -> Node | None:
        self.known.add(key)
        if key in self.first:
            return self.first[key][1]
        if required and not self.broken and key not in self.spoilt:
            self._error(key, self.mapping.place, "missing-key", f"`{key}` is missing. Add a line `{key}: …`.")
            self.missing[key] = self.notes.problems[-1]
        return None

    def _items(self, key: str, required: bool, form: str = "[one, two]") -> tuple[Node, ...]:
        node = self._get(key, required)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            names = isinstance(node, Scalar) and NAMES.fullmatch(node.value.strip("()"))
            self._wrong(node.place, key, "a list", f"[{names[0]}]" if names and form != LIST_OF_PAIRS else form)
            return ()
        if required and not node.items:
            self._error(key, node.place, "missing-value", f"`{key}` is empty. Write at least one name in it.")
        return node.items

    def _words(self, key: str, node: Node, otherwise: str = "") -> str:
        if not isinstance(node, Scalar):
            self._wrong(node.place, key, "plain words", "some words")
            return ""
        value = " ".join(node.value.split())
        if not value:
            message = f"`{key}` is empty. Write something after it{otherwise}. {REMARK}"
            self._error(key, node.place, "missing-value", message)
            return ""
        if node.plain and NOT_WORDS.fullmatch(value):
            message = (
                f"`{key}` must be words, but {shown(value)} alone is read as a number, a date or yes and no. "
                f'Write it between quotes: "{shown(value)}".'
            )
            self._error(key, node.place, "wrong-type", message)
            return ""
        return value

    def too_long(self, at: Place, key: str, value: str, most: int) -> None:
        message = f"A value of `{key}` has {len(value):,} characters; at most {most} fit. Shorten it."
        self._error(key, at, "too-long", message)

    def _error(self, key: str, at: Place, code: str, message: str) -> None:
        self.spoilt.add(key)
        self.notes.error(at, code, message)

    def _wrong(self, at: Place, key: str, wanted: str, example: str) -> None:
        self._error(key, at, "wrong-type", f"`{key}` must be {wanted}. Write it like this: `{key}: {example}`.")


def _day_meant(written: str) -> date | None:
    """Where the year stands first, and only the signs between or a 0 are amiss."""
    found = re.fullmatch(r"(\d{4})\W{1,3}(\d{1,2})\W{1,3}(\d{1,2})", written)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def place_of_value(name: Scalar, node: Node) -> Place:
    """Of a list or of pairs that begin under their key, the key's."""
    return node.place if isinstance(node, Scalar) or node.place.line == name.place.line else name.place


def slug_advice(written: str) -> str:
    """What to do where this is no slug, with one that is like it."""
    plain = unicodedata.normalize("NFKD", written.casefold().removesuffix(".md")).encode("ascii", "ignore").decode()
    like = "-".join(re.findall("[a-z0-9]+", plain))
    example = like if 0 < len(like) <= EXAMPLE_MAX else "opioid-free-window"
    return f"Use lower-case letters, digits and single hyphens, as `{example}`."
