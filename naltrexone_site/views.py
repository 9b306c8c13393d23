"""The server's own pages: about, privacy, accessibility, and what machines ask of a site."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.generic import TemplateView

from articles import addresses
from articles.editions import Edition
from articles.policy import Language
from articles.sharing.site_map import places

SECURITY_TXT_DAYS = 365  # RFC 9116: the contact counts for at most about a year


class About(TemplateView):
    template_name = "about.html"


class Privacy(TemplateView):
    template_name = "privacy.html"


class Accessibility(TemplateView):
    template_name = "accessibility.html"


def sitemap(request: HttpRequest) -> HttpResponse:
    page = render_to_string("sitemap.xml", {"places": places()})
    return HttpResponse(page, content_type="application/xml; charset=utf-8")


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {addresses.search(language)}" for language in Language),
        *(f"Disallow: {addresses.handout(language)}?" for language in Language),
        f"Disallow: {addresses.INFOBUTTON}",
        "Allow: /",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Its date comes from the edition, so that the page changes only with one."""
    edition = Edition.objects.latest("number")
    expires = (edition.made_at + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.CONTACT or settings.SITE_URL + addresses.about(Language.EN)}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
