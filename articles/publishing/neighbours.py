"""The guides around those that were edited: what they name, what names them, and what could be taken for them.

Together they are asked what the whole folder would be asked. A guide farther off cannot be spoilt by the edit.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from articles.editing.checks import check_guides, title_key
from articles.editing.outline import Outline
from articles.editing.published import check_former
from articles.models import Article, Leaning, Redirect
from articles.policy import Status
from articles.problems import Severity
from articles.publishing.reading_on import CANDIDATES_A_TAG_MAX, next_of
from articles.reading.shelf import Shelf
from articles.rows import batches


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All by path. `leaning` name one that has lost something; `beside` are named, or have a name of an edited one."""

    fresh: Mapping[str, Outline]  # as edited
    before: Mapping[str, Outline]  # the same as they were, and the removed
    leaning: Mapping[str, Outline]
    beside: Mapping[str, Outline]

    @classmethod
    def of(cls, fresh: Mapping[str, Outline], removed: Collection[str], woken: Collection[str]) -> Self:
        """`woken` are those of the fresh whose day has come, though their files are the same."""
        before = _outlines({*fresh, *removed})
        poorer = {path for path, old in before.items() if path not in fresh or path in woken or _lost(old, fresh[path])}
        leaning = _outlines(set(_leaning_on(poorer)).difference(before, fresh))
        named = {path for outline in (*fresh.values(), *leaning.values()) for path in outline.guides}
        named.update(_namesakes(fresh, before))
        return cls(fresh, before, leaning, _outlines(named.difference(before, fresh, leaning)))

    def fit(self, shelf: Shelf, today: date, *, addresses_noted: bool) -> bool:
        """Whether no mistake came with the edits; no, too, where only the whole folder could tell."""
        coded = {slug for topic in shelf.topics for slug in topic.guides}
        removed = [outline for path, outline in self.before.items() if path not in self.fresh]
        if (addresses_noted and self._addresses_changed()) or any(outline.slug in coded for outline in removed):
            return False
        asked, beside = [*self.fresh.values(), *self.leaning.values()], [*self.beside.values()]
        problems = check_guides(asked, self._narrowed(shelf), today, beside)
        problems += check_former([*asked, *beside], [*self.before.values(), *self.leaning.values(), *beside])
        return not any(problem.severity is Severity.ERROR for problem in problems)

    def _addresses_changed(self) -> bool:
        """Whether one is new, or another one's, or is gone, also of a section."""
        if self.fresh.keys() != self.before.keys():
            return True
        pairs = [(old, self.fresh[path]) for path, old in self.before.items()]
        return any(old.formerly != new.formerly or old.ids - new.ids for old, new in pairs)

    def _narrowed(self, shelf: Shelf) -> Shelf:
        """Without what is said of guides farther off."""
        slugs = {outline.slug for outline in self.fresh.values()}
        touched = {*self.fresh, *self.before}
        topics = [
            replace(topic, guides=guides, guide_places=topic.guide_places[: len(guides)])
            for topic in shelf.topics
            if (guides := tuple(slug for slug in topic.guides if slug in slugs))
        ]
        corrections = [each for each in shelf.corrections if f"{each.language}/articles/{each.guide}.md" in touched]
        return replace(shelf, topics=topics, corrections=corrections)

    def read_next(self, today: date) -> dict[str, list[str]] | None:
        """What to read next after each, by path. None where a tag's first guides are others, and so for many more."""
        asked = [*self.fresh.values(), *self.leaning.values()]
        shown = {each.path for each in (*asked, *self.beside.values()) if each.status_on(today) is Status.PUBLISHED}
        lists = _tagged([*asked, *self.before.values()])
        for (language, tag), paths in lists.items():
            now = {path for path in paths if path not in self.before}
            now |= {
                path for path, each in self.fresh.items()
                if path in shown and each.language == language and tag in each.tags
            }  # fmt: skip
            first = sorted(now)[:CANDIDATES_A_TAG_MAX]
            if first != paths[:CANDIDATES_A_TAG_MAX]:
                return None
        return {each.path: next_of(each, shown, lists) if each.path in shown else [] for each in asked}


def _lost(old: Outline, new: Outline) -> bool:
    """Whether what could be named of it could no longer be."""
    return bool(old.ids - new.ids) or (old.status, old.publish_on) != (new.status, new.publish_on)


def _names(outline: Outline) -> set[str]:
    return {outline.slug, *outline.formerly}


def _outlines(paths: Collection[str]) -> dict[str, Outline]:
    return {
        path: Outline.restored(stored)
        for batch in batches(sorted(paths))
        for path, stored in Article.objects.filter(path__in=batch).values_list("path", "outline")
    }


def _leaning_on(paths: Collection[str]) -> Iterator[str]:
    for batch in batches(sorted(paths)):
        yield from Leaning.objects.filter(path__in=batch).values_list("article__path", flat=True)


def _namesakes(fresh: Mapping[str, Outline], before: Mapping[str, Outline]) -> Iterator[str]:
    """Those that have, or had, a name of an edited guide; or now its title."""
    names = {name for outline in (*fresh.values(), *before.values()) for name in _names(outline)}
    for batch in batches(sorted(names)):
        yield from Article.objects.filter(slug__in=batch).values_list("path", flat=True)
        yield from Redirect.objects.filter(slug__in=batch).values_list("article__path", flat=True)
    titles = {
        (each.language, title_key(each.title))
        for path, each in fresh.items()
        if path not in before or before[path].title != each.title
    }
    if titles:
        for path, language, title in Article.objects.values_list("path", "language", "title"):
            if (language, title_key(title)) in titles:
                yield path


def _tagged(outlines: Iterable[Outline]) -> dict[tuple[str, str], list[str]]:
    """Language and tag -> the paths of the guides that readers have under it, in order."""
    lists: dict[tuple[str, str], list[str]] = {(each.language, tag): [] for each in outlines for tag in each.tags}
    for batch in batches(sorted({tag for _, tag in lists})):
        published = Article.objects.published().filter(tags__slug__in=batch)
        for language, tag, path in published.values_list("language", "tags__slug", "path"):
            if (language, tag) in lists:
                lists[language, tag].append(path)
    return {key: sorted(paths) for key, paths in lists.items()}
