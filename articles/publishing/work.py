"""What a sync is to write: the plan of it, checked and complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.illustrations import Rendition
from articles.publishing.sheets import Sheet
from articles.reading.folder import Folder
from articles.reading.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Work:
    """All that a write needs, checked and complete."""

    edition: int  # that it was planned upon
    found: Folder
    shelf: Shelf
    made: Sequence[Sheet]
    related: Mapping[str, Sequence[str]]  # what to read next, by the paths of guides of which it may be something else
    guides: int  # in all
    gone: frozenset[str]  # paths of guides whose files are no longer there
    changes: Mapping[str, str]  # path -> added, changed, removed, rendered
    renditions: Sequence[Rendition] = ()  # that the index does not have
    whole: bool = True  # what is not named here is not there; or else it stays as it is
