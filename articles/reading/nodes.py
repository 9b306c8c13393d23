"""YAML as plain values, lists and pairs, each with its place. It says nothing of what a value means.

Anchors, aliases, tags and more than one document are refused: they can multiply or hide what an editor wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from articles.policy import YAML_DEPTH_MAX
from articles.problems import Notebook, Place
from articles.reading.slips import slip

Loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str
    place: Place
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    pairs: tuple[tuple[Scalar, "Node"], ...]
    place: Place


Node = Scalar | Sequence | Mapping


def compose(text: str, notes: Notebook, *, first_line: int) -> Mapping | None:
    """The mapping written in `text`, whose first line is `first_line` of the file; None once a problem is noted."""
    node: Node | None = Mapping((), Place(first_line))
    try:
        events = yaml.parse(text, Loader=Loader)
        node = _document(_Events(events, notes, first_line)) or node
    except _Refused:
        node = None
    except yaml.YAMLError as error:
        _note_slip(error, text, notes, first_line)
        node = None
    if node is not None and not isinstance(node, Mapping):
        notes.error(first_line, "yaml", "Write one `key: value` a line here.")
        node = None
    return node


def _note_slip(error: yaml.YAMLError, text: str, notes: Notebook, first_line: int) -> None:
    # An open quote is found where the text ends; the editor looks for where it began.
    where = "context_mark" if "quoted" in str(getattr(error, "context", "")) else "problem_mark"
    mark = getattr(error, where, None)
    last = text.rstrip("\n").count("\n")  # YAML may miss something after the end
    named = slip(text, min(mark.line, last) if mark else last)
    if named:
        notes.error(Place(first_line + named.line, named.column), "yaml", named.message)
        return
    place = Place(first_line + last if mark else first_line)
    if mark and mark.line <= last:
        place = Place(first_line + mark.line, mark.column + 1)
    notes.error(
        place,
        "yaml",
        "This line, or the one before it, cannot be read. Check that each line is `key: value` and that quotes"
        ' are closed, and put a value that has a colon in it, or starts with a sign, between "quotes".',
    )


class _Refused(Exception):
    """The text uses a part of YAML that we do not read; the notebook says which."""


@dataclass(slots=True)
class _Events:
    events: Iterator[yaml.Event]
    notes: Notebook
    first_line: int

    def next(self) -> yaml.Event:
        event = next(self.events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, 'A value must not start with `&` or `*` here. Put it between "quotes".')
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self.refuse(event, 'A value must not start with `!` here. Put it between "quotes".')
        return event

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.first_line + mark.line, mark.column + 1) if mark else Place(self.first_line)

    def refuse(self, event: yaml.Event, message: str) -> None:
        self.notes.error(self.place(event), "yaml", message)
        raise _Refused


def _document(events: _Events) -> Node | None:
    events.next()  # the stream starts
    start = events.next()
    if isinstance(start, yaml.StreamEndEvent):
        return None
    node = _node(events, events.next(), depth=0)
    events.next()  # the document ends
    after = events.next()
    if not isinstance(after, yaml.StreamEndEvent):
        events.refuse(after, "Only one block of keys may stand here. Take out the line `---` or `...`.")
    return node


def _node(events: _Events, event: yaml.Event, depth: int) -> Node:
    place = events.place(event)
    if depth > YAML_DEPTH_MAX:
        events.refuse(event, "There are too many lists inside lists here. Write a plain value or one list.")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, place, plain=event.style is None or event.style == "")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := events.next(), yaml.SequenceEndEvent):
            items.append(_node(events, item, depth + 1))
        return Sequence(tuple(items), place)
    pairs = []
    while not isinstance(key_event := events.next(), yaml.MappingEndEvent):
        key = _node(events, key_event, depth + 1)
        if not isinstance(key, Scalar):
            events.refuse(key_event, "A key must be one word. Write `key: value`.")
        else:
            pairs.append((key, _node(events, events.next(), depth + 1)))
    return Mapping(tuple(pairs), place)
