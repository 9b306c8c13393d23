"""Writes what a guide leads to: tags, words, sources, older names, other guides. Inside the open transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from articles.models import Article, Citation, Leaning, Redirect, Reference, Related, Tag
from articles.publishing.work import Work
from articles.rows import batches, insert
from glossary.models import Term

Keys = tuple[int, int]


def shelve_relations(work: Work) -> None:
    articles = keys({each.source.path for each in work.made}.union(work.related, *work.related.values()))
    tags = {(tag.language, tag.slug): tag.pk for tag in Tag.objects.all()}
    terms = {(language, slug): pk for pk, language, slug in Term.objects.values_list("pk", "language", "slug")}
    references = dict(Reference.objects.values_list("key", "pk"))
    remade = [articles[each.source.path] for each in work.made]
    tagged, mentioning = Article.tags.through, Article.terms.through
    for model in (tagged, mentioning, Citation, Redirect, Leaning):
        for some in batches(remade):
            model._default_manager.filter(article_id__in=some).delete()
    tagged_rows, term_rows, citations = list[Keys](), list[Keys](), list[tuple[int, int, int, str]]()
    leanings = list[tuple[int, str]]()
    redirects = []
    for each in work.made:
        article, language = articles[each.source.path], each.source.language
        tagged_rows += [(article, tags[language, slug]) for slug in each.source.tags]
        term_rows += [(article, terms[language, slug]) for slug in each.terms]
        redirects += [Redirect(language=language, slug=s, article_id=article) for s in each.source.formerly]
        leanings += [(article, path) for path in sorted(each.outline.guides)]
        marks = defaultdict(list)
        for mark in each.marks:
            marks[mark.key].append([mark.id, mark.locator])
        citations += [
            (article, references[key], number, json.dumps(places))
            for number, (key, places) in enumerate(marks.items(), 1)
        ]
    insert(tagged, ["article_id", "tag_id"], tagged_rows)
    insert(mentioning, ["article_id", "term_id"], term_rows)
    insert(Citation, ["article_id", "reference_id", "number", "marks"], citations)
    insert(Leaning, ["article_id", "path"], leanings)
    Redirect.objects.bulk_create(redirects)
    _shelve_related(work, articles)


def _shelve_related(work: Work, articles: Mapping[str, int]) -> None:
    wanted = {articles[path]: [articles[other] for other in others] for path, others in work.related.items()}
    stored = defaultdict(list)
    for row in Related.objects.order_by("position") if work.whole else _related_of(list(wanted)):
        stored[row.article_id].append(row.next_id)
    stale = [key for key in {*wanted, *stored} if wanted.get(key, []) != stored.get(key, [])]
    for some in batches(stale):
        Related.objects.filter(article_id__in=some).delete()
    following = [(key, other, place) for key in stale for place, other in enumerate(wanted.get(key, []))]
    insert(Related, ["article_id", "next_id", "position"], following)


def _related_of(articles: Sequence[int]) -> Iterator[Related]:
    for some in batches(articles):
        yield from Related.objects.filter(article_id__in=some).order_by("position")


def keys(paths: Iterable[str]) -> dict[str, int]:
    """The primary keys of guides by their paths."""
    found = (Article.objects.filter(path__in=some).values_list("path", "pk") for some in batches(sorted(set(paths))))
    return dict(chain.from_iterable(found))
