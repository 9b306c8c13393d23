"""What a message or a network shows of a page that is passed on: a picture of its title, the site's name, and that it
informs. Drawn when it is first asked for; the kept pages hold it until the next edition, a CDN for good.

Its address is named by what stands on it, so that a changed title is another picture.
"""

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from articles import addresses
from articles.models import Article
from articles.sharing import taken_back

DESIGN = 2  # the next number when the drawing changes
LETTERS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) | set("–—‘’“”…")
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",  # a network or a chat shows it on a page of its own
}


@dataclass(frozen=True, slots=True)
class ShareImage:
    """`slug` is empty for the picture of the site itself."""

    language: str
    slug: str
    site: str
    title: str
    note: str

    @property
    def alt(self) -> str:
        """All that can be read on it."""
        return f"{self.site}: {self.title}. {self.note}"

    @property
    def address(self) -> str:
        words = "\n".join((str(DESIGN), self.site, self.title, self.note))
        digest = hashlib.blake2b(words.encode(), digest_size=5).hexdigest()
        return addresses.share_image(self.language, digest, self.slug)


def of_site(language: str) -> ShareImage:
    return ShareImage(
        language, "", _("Naltrexone guides"), _("Naltrexone, in plain words"), _("Informs, does not prescribe")
    )


def of_guide(guide: Article) -> ShareImage:
    """That of the site where the font lacks a letter of the title."""
    site = of_site(guide.language)
    title = " ".join(guide.title.split())
    if not LETTERS.issuperset(title):
        return site
    return ShareImage(guide.language, guide.slug, site.site, title, site.note)


def site_image(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    return _answer(request, of_site(language))


def guide_image(request: HttpRequest, language: str, digest: str, slug: str) -> HttpResponse:
    guide = Article.objects.published().in_language(language).for_lists().called(slug)
    return _answer(request, of_guide(guide)) if guide else taken_back.answer(language, slug)


def _answer(request: HttpRequest, image: ShareImage) -> HttpResponse:
    if request.path != image.address:  # as it once was
        return HttpResponseRedirect(image.address)
    from articles.sharing.drawing import drawn  # with Pillow, which nothing else that answers readers needs

    return HttpResponse(drawn(image.site, image.title, image.note), content_type="image/png", headers=HEADERS)
