"""`content/addresses.yaml` remembers every slug and section id that was ever published: printed codes and shared links
outlive their files.

What is gone needs `formerly` or `moved`; what is new is noted by `lint_content --fix`. Silent where the file is absent,
which is how a folder begins, and where it cannot be read; an empty one remembers nothing, and says so of each guide.

    en/side-effects: [nausea, liver]    a guide and its sections
    en/unwanted-effects: en/side-effects    an older address, and the guide that it leads to
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from articles.editing.outline import SECTIONS, Outline
from articles.policy import SLUG, Language, Status
from articles.problems import Notebook, Place, Problem, shown
from articles.reading import manuscript, nodes
from articles.reading.folder import Folder

PATH = "addresses.yaml"
GUIDE = re.compile(rf"[a-z]+/{SLUG.pattern}")
HEAD = "# Every address that was ever published, written by `lint_content --fix`. Nothing is ever taken out.\n"
TAKE_OUT = "Take it out; where it was noted by mistake, correct its line in addresses.yaml."


@dataclass(frozen=True, slots=True)
class Noted:
    """A guide's sections that were ever published, and the place that says so. `now`: the guide, as `en/first`, that an
    older address leads to, which has its sections too."""

    ids: frozenset[str]
    place: Place
    now: str = ""


def check_published(found: Folder, outlines: Sequence[Outline], unread: Collection[str]) -> list[Problem]:
    """`unread` are paths of guides that are there and of which nothing is known."""
    problems: list[Problem] = []
    notes = Notebook(PATH, problems)
    noted = _noted(_raw(found), notes)
    remembers = bool(noted) or (PATH in found.files and not notes.errors)
    answering = _answering(outlines)
    for name, entry in noted.items():
        guide = answering.get(name)
        if guide is None and _path(name) not in unread:
            message = f"“{shown(name)}” was published, and no guide answers there. Name it in some guide’s `formerly`."
            notes.error(entry.place, "address-gone", message)
        elif guide is not None and SECTIONS not in guide.unread and (gone := sorted(entry.ids - guide.ids)):
            message = (
                f"{guide.path} had the section “{shown(gone[0])}”, which is gone. Write it behind its heading, as "
            )
            message += f"{{#{shown(gone[0])}}}; where it is gone for good, name it there in `moved`."
            notes.error(entry.place, "address-gone", message)
        elif guide and _path(entry.now) not in unread and _is_taken(name, entry, answering, found):
            problems.append(_reused(guide, name, entry.now))
    for outline in outlines if remembers else ():
        known = noted.get(_name(outline))
        is_noted = known is not None and (SECTIONS in outline.unread or outline.ids <= known.ids)
        if outline.is_known_as(Status.PUBLISHED) and not is_noted:
            message = "An address of this guide is not in addresses.yaml yet. Run `lint_content --fix`."
            Notebook(outline.path, problems).warn(1, "address-new", message)
    return problems


def check_former(outlines: Sequence[Outline], before: Sequence[Outline]) -> list[Problem]:
    """An older address of a guide is no other guide's own: `before` are the guides that readers have now.

    Only who knows what readers have can ask this, for the file that named the address may be gone.
    """
    problems: list[Problem] = []
    answering = _answering(outlines)
    for guide in before:
        for slug in guide.formerly if guide.status is not Status.DRAFT else ():
            taker = answering.get(f"{guide.language}/{slug}")
            if taker and _takes(taker, f"{guide.language}/{slug}", answering.get(_name(guide))):
                problems.append(_reused(taker, f"{guide.language}/{slug}", _name(guide)))
    return problems


def _is_taken(name: str, entry: Noted, answering: Mapping[str, Outline], found: Folder) -> bool:
    """Whether an older address that is noted as leading to one guide would lead to another."""
    guide, owner = answering.get(name), answering.get(entry.now)
    if guide is None or not entry.now:
        return False
    return _takes(guide, name, owner, is_there=_path(entry.now) in found.files)


def _takes(guide: Outline, older: str, owner: Outline | None, *, is_there: bool = False) -> bool:
    """Whether the guide stands at an older address of another, or names as its own one of another that is there."""
    return guide is not owner and (_name(guide) == older or is_there)


def _reused(taker: Outline, older: str, owner: str) -> Problem:
    notes = Notebook(taker.path, [])
    slug = older.partition("/")[2]
    message = f"“{slug}” is an older address of {_path(owner)}: links and printed codes would lead to other words. "
    if _name(taker) == older:
        message += f"Give this file another name; if it is that guide, name “{owner.partition('/')[2]}” in `formerly`."
        notes.error(1, "slug-reused", message)
    else:
        notes.error(taker.place("formerly", slug), "slug-reused", message + TAKE_OUT)
    return notes.problems[0]


def book(found: Folder, outlines: Sequence[Outline]) -> bytes:
    """The file with all that is published now noted in it, but never what is refused: that it is noted is why."""
    notes = Notebook(PATH, [])
    noted = _noted(_raw(found), notes)
    if notes.errors:
        return _raw(found)
    published = [outline for outline in outlines if outline.is_known_as(Status.PUBLISHED)]
    older = {f"{outline.language}/{slug}": outline for outline in published for slug in outline.formerly}
    ids = {name: set(entry.ids) for name, entry in noted.items()}
    for outline in published:
        ids.setdefault(_name(outline), set()).update(outline.ids)
    for name, outline in older.items():
        ids[_name(outline)] |= ids.get(name, set())
    now = {name: entry.now for name, entry in noted.items() if entry.now}
    now |= {name: _name(outline) for name, outline in older.items()}
    for outline in published:
        now.pop(_name(outline), None)
    answering = _answering(outlines)
    now |= {name: entry.now for name, entry in noted.items() if _is_taken(name, entry, answering, found)}
    return _written(ids, now)


def book_of_renamed(raw: bytes, language: Language, old: str, new: str) -> bytes:
    """The file once a guide that is noted in it has a new name. The old one stays, for it was published."""
    notes = Notebook(PATH, [])
    noted = _noted(raw, notes)
    before, after = f"{language}/{old}", f"{language}/{new}"
    if notes.errors or before not in noted:
        return raw
    ids = {name: set(entry.ids) for name, entry in noted.items()}
    ids.setdefault(after, set()).update(ids[before])
    now = {name: after if entry.now == before else entry.now for name, entry in noted.items() if entry.now}
    now[before] = after
    now.pop(after, None)
    return _written(ids, now)


def _written(ids: Mapping[str, Collection[str]], now: Mapping[str, str]) -> bytes:
    lines = [f"{name}: {now.get(name) or _listed(ids[name])}\n" for name in sorted({*ids, *now})]
    return "".join([HEAD, *lines]).encode()


def _listed(sections: Collection[str]) -> str:
    return f"[{', '.join(sorted(sections))}]"


def _path(name: str) -> str:
    language, _, slug = name.partition("/")
    return f"{language}/articles/{slug}.md"


def _name(outline: Outline) -> str:
    return f"{outline.language}/{outline.slug}"


def _answering(outlines: Sequence[Outline]) -> dict[str, Outline]:
    """Each name, also a former one, with the guide that a reader is led to."""
    former = {f"{outline.language}/{slug}": outline for outline in outlines for slug in outline.formerly}
    return former | {_name(outline): outline for outline in outlines}


def _raw(found: Folder) -> bytes:
    return found.files[PATH].raw if PATH in found.files else b""


def _noted(raw: bytes, notes: Notebook) -> Mapping[str, Noted]:
    fields = manuscript.open_list(raw, notes) if raw.strip() else None
    noted = {}
    for name, node in fields.mapping.pairs if fields else ():
        if isinstance(node, nodes.Sequence):
            ids = frozenset(item.value for item in node.items if isinstance(item, nodes.Scalar))
            noted[name.value] = Noted(ids, name.place)
        elif isinstance(node, nodes.Scalar) and GUIDE.fullmatch(node.value):
            noted[name.value] = Noted(frozenset(), name.place, node.value)
        else:
            notes.error(name.place, "wrong-type", f"Write `{shown(name.value)}: [first-section, second-section]`.")
    return noted
