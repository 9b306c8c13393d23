"""`content/addresses.yaml` remembers every slug and section id that was ever published: printed codes and shared links
outlive their files.

What is gone needs `formerly` or `moved`; what is new is noted by `lint_content --fix`. Silent where the file is absent
or empty, which is how a folder begins.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from articles.editing.outline import SECTIONS, Outline
from articles.policy import Status
from articles.problems import Notebook, Place, Problem, shown
from articles.reading import manuscript, nodes
from articles.reading.folder import Folder

PATH = "addresses.yaml"
HEAD = "# Every address that was ever published, written by `lint_content --fix`. Nothing is ever taken out.\n"


@dataclass(frozen=True, slots=True)
class Noted:
    """A guide's sections that were ever published, and the place that says so."""

    ids: frozenset[str]
    place: Place


def check_published(found: Folder, outlines: Sequence[Outline], unread: Collection[str]) -> list[Problem]:
    """`unread` are paths of guides that are there and of which nothing is known."""
    problems: list[Problem] = []
    notes = Notebook(PATH, problems)
    noted = _noted(found, notes)
    answering = _answering(outlines)
    for name, entry in noted.items():
        language, _, slug = name.partition("/")
        guide = answering.get(name)
        if guide is None and f"{language}/articles/{slug}.md" not in unread:
            message = f"“{shown(name)}” was published, and no guide answers there. Name it in some guide’s `formerly`."
            notes.error(entry.place, "address-gone", message)
        elif guide is not None and SECTIONS not in guide.unread and (gone := sorted(entry.ids - guide.ids)):
            message = f"{guide.path} had the section “{shown(gone[0])}”, which is gone. Name it there in `moved`."
            notes.error(entry.place, "address-gone", message)
    for outline in outlines if noted else ():
        known = noted.get(_name(outline))
        if outline.is_known_as(Status.PUBLISHED) and (known is None or not outline.ids <= known.ids):
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
            if taker and taker.slug == slug and taker is not answering.get(_name(guide)):
                message = (
                    f"“{slug}” is an older address of {guide.path}: links and printed codes would lead to other words. "
                    f"Give this file another name; if it is that guide, name “{guide.slug}” in `formerly`."
                )
                Notebook(taker.path, problems).error(1, "slug-reused", message)
    return problems


def book(found: Folder, outlines: Sequence[Outline]) -> bytes:
    """The file with all that is published now noted in it."""
    notes = Notebook(PATH, [])
    ids = {name: set(entry.ids) for name, entry in _noted(found, notes).items()}
    if notes.errors:
        return found.files[PATH].raw
    for outline in outlines:
        if outline.is_known_as(Status.PUBLISHED):
            ids.setdefault(_name(outline), set()).update(outline.ids)
    lines = [f"{name}: [{', '.join(sorted(sections))}]\n" for name, sections in sorted(ids.items())]
    return "".join([HEAD, *lines]).encode()


def _name(outline: Outline) -> str:
    return f"{outline.language}/{outline.slug}"


def _answering(outlines: Sequence[Outline]) -> dict[str, Outline]:
    """Each name, also a former one, with the guide that a reader is led to."""
    former = {f"{outline.language}/{slug}": outline for outline in outlines for slug in outline.formerly}
    return former | {_name(outline): outline for outline in outlines}


def _noted(found: Folder, notes: Notebook) -> Mapping[str, Noted]:
    file = found.files.get(PATH)
    fields = manuscript.open_list(file.raw, notes) if file and file.raw.strip() else None
    noted = {}
    for name, node in fields.mapping.pairs if fields else ():
        if isinstance(node, nodes.Sequence):
            ids = frozenset(item.value for item in node.items if isinstance(item, nodes.Scalar))
            noted[name.value] = Noted(ids, name.place)
        else:
            notes.error(name.place, "wrong-type", f"Write `{shown(name.value)}: [first-section, second-section]`.")
    return noted
