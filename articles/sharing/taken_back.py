"""What a file of a guide answers once the guide was taken back: 410, why, and where to read on. Never the old words."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse

from articles.models import Article


def answer(language: str, slug: str) -> HttpResponse:
    """Raises Http404 where no guide was ever taken back under this slug."""
    said = note(language, slug)
    if not said:
        raise Http404
    return HttpResponse(said, status=HTTPStatus.GONE, content_type="text/plain; charset=utf-8")


def note(language: str, slug: str) -> str:
    """The editors' note and the address of the guide to read instead; empty where none was taken back."""
    guide = Article.objects.retired().in_language(language).for_lists().called(slug)
    if guide is None:
        return ""
    better = Article.objects.published().in_language(language).for_lists().called(guide.instead)
    return f"{guide.note} {settings.SITE_URL}{better.get_absolute_url()}" if better else guide.note
