"""Share pictures under the addresses of earlier exports: a link that was passed on keeps its picture, the present one,
as on the live site. Of a guide that is published no more there is none."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from articles import addresses
from articles.models import Article, Redirect
from articles.policy import Language
from articles.sharing import share_images


def earlier_pictures(target: Path) -> Iterator[tuple[str, str]]:
    """Path below `target` of each that is none of this edition, and that of the present one."""
    for language in Language:
        present = _present(language)
        named = set(present.values())
        folder = target / addresses.root(language)[1:] / "share"
        for path in sorted(folder.rglob("*.png")):
            slug = "" if path.parent == folder else path.stem
            name = path.relative_to(target).as_posix()
            if slug in present and name not in named:
                yield name, present[slug]


def _present(language: Language) -> dict[str, str]:
    """Of each slug that a guide has or had, and of the site itself under no slug."""
    guides = Article.objects.published().in_language(language).for_lists()
    with translation.override(language):
        found = {guide.slug: share_images.of_guide(guide).address[1:] for guide in guides}
        older = Redirect.objects.filter(article__in=guides).select_related("article")
        found |= {redirect.slug: found[redirect.article.slug] for redirect in older}
        return found | {"": share_images.of_site(language).address[1:]}
