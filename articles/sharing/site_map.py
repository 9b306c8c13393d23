"""The map of the site: every public page, and the day on which an edition last changed what stands on it.

A word is as old as its file. A list is as old as what it was made of: the file that orders it, the newest of the guides
that it shows, and the last guide that went. What has its words from the program alone has no day, because no edition
knows when they changed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from articles import addresses
from articles.editions import EditionChange
from articles.models import Article, Tag
from articles.policy import Language, Status
from articles.sharing import papers
from glossary.models import Term


@dataclass(frozen=True, slots=True)
class History:
    """When each file was last added, changed or taken away, by its path, and each guide that has gone or was taken
    back."""

    files: Mapping[str, datetime]
    gone: Mapping[str, datetime]

    def of(self, pattern: str) -> datetime | None:
        """The newest of the files whose whole path is like this."""
        return max((at for path, at in self.files.items() if re.fullmatch(pattern, path)), default=None)

    def of_gone(self, language: str) -> datetime | None:
        return max((at for path, at in self.gone.items() if path.startswith(f"{language}/articles/")), default=None)


def places() -> list[tuple[str, str]]:
    """Every public page as (absolute address, day it changed or nothing)."""
    guides: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    retired: dict[str, datetime] = {}
    for guide in Article.objects.in_order().only("language", "slug", "path", "status", "changed_at"):
        if guide.status == Status.PUBLISHED:
            guides[guide.language].append((guide.slug, guide.changed_at))
        elif guide.status == Status.RETIRED:
            retired[guide.path] = guide.changed_at
    history = _history(retired)
    spoken = [language for language in Language if language is Language.EN or guides[language]]
    found = [place for language in spoken for place in _places(language, guides[language], history)]
    return [(settings.SITE_URL + address, day) for address, day in found]


def _places(language: Language, guides: Sequence[tuple[str, datetime]], history: History) -> list[tuple[str, str]]:
    newest = max((at for _slug, at in guides), default=None)
    gone, tagged = history.of_gone(language), history.of(f"{language}/tags.yaml")
    listed = _day(newest, gone, tagged, history.of(f"{language}/needs.yaml"))
    tags = Tag.objects.filter(language=language, articles__status=Status.PUBLISHED)
    terms = Term.objects.in_language(language)
    return [
        (addresses.root(language), listed),
        (addresses.guides(language), listed),
        *((addresses.guide(language, slug), _day(at)) for slug, at in guides),
        *(
            (tag.get_absolute_url(), _day(tag.newest, gone, tagged))
            for tag in tags.annotate(newest=Max("articles__changed_at"))
        ),
        (addresses.glossary(language), _day(history.of(f"{language}/glossary/.*"))),
        *((term.get_absolute_url(), _day(history.files.get(f"{language}/glossary/{term.slug}.md"))) for term in terms),
        *((paper.address(language), changed) for paper, changed in papers.ready(language)),
        (addresses.references(language), _day(newest, gone, history.of("references/.*"))),
        (addresses.about(language), ""),
        (addresses.privacy(language), ""),
        (addresses.keep(language), ""),
        (addresses.accessibility(language), ""),
        (addresses.corrections(language), _day(history.of(f"{language}/corrections.yaml"))),
    ]


def _history(retired: Mapping[str, datetime]) -> History:
    """Of all editions that the index knows. A page that was only rendered again says what it said."""
    changes = EditionChange.objects.exclude(kind="rendered").values_list("path", "kind")
    files: dict[str, datetime] = {}
    gone = dict(retired)
    for path, kind, at in changes.annotate(at=Max("edition__made_at")):
        files[path] = max(at, files.get(path, at))
        if kind == "removed":
            gone[path] = at
    return History(files, gone)


def _day(*times: datetime | None) -> str:
    known = [at for at in times if at]
    return max(known).date().isoformat() if known else ""
