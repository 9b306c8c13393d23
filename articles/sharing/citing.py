"""How to cite a guide: RIS and BibTeX, for the programs that keep people's references.

The author is the site: no person is named, and the note says that no clinician has reviewed it. The date is that of the
edition that last changed the page, so that a file changes only with its guide.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from articles import addresses
from articles.models import Article
from articles.sharing import taken_back

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # macros that every BibTeX style knows
# What TeX would read as a command. BibTeX counts braces before it looks at backslashes, so a brace needs its name.
NAMES = {"{": "braceleft", "}": "braceright", "\\": "backslash", "~": "asciitilde", "^": "asciicircum"}
TEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {character: f"\\text{name}{{}}" for character, name in NAMES.items()}
)


def ris(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _file(language, slug, addresses.guide_ris, _ris, "application/x-research-info-systems")


def bibtex(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _file(language, slug, addresses.guide_bibtex, _bibtex, "application/x-bibtex")


def _file(
    language: str,
    slug: str,
    address: Callable[[str, str], str],
    write: Callable[[Article], str],
    content_type: str,
) -> HttpResponse:
    guide = Article.objects.published().in_language(language).for_lists().called(slug)
    if guide is None:
        return taken_back.answer(language, slug)
    if guide.slug != slug:
        return HttpResponsePermanentRedirect(address(language, guide.slug))
    return HttpResponse(write(guide), content_type=f"{content_type}; charset=utf-8")


def _ris(guide: Article) -> str:
    """One field a line; a title or summary has no line breaks in it."""
    fields = (
        ("TY", "ELEC"),
        ("AU", _("Naltrexone guides")),
        ("TI", guide.title),
        ("T2", _("Naltrexone guides")),
        ("PY", f"{guide.changed_at:%Y}"),
        ("DA", f"{guide.changed_at:%Y/%m/%d}"),
        ("ET", str(guide.changed_in)),
        ("AB", guide.summary),
        ("N1", _("No clinician has reviewed this guide.")),
        ("LA", guide.language),
        ("UR", settings.SITE_URL + guide.get_absolute_url()),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)


def _bibtex(guide: Article) -> str:
    note = _("Edition %(number)s. No clinician has reviewed this guide.") % {"number": guide.changed_in}
    fields = (
        ("author", f"{{{{{_tex(_('Naltrexone guides'))}}}}}"),  # in double braces: a name that has no parts
        ("title", f"{{{{{_tex(guide.title)}}}}}"),
        ("year", f"{{{guide.changed_at:%Y}}}"),
        ("month", MONTHS[guide.changed_at.month - 1]),
        ("day", f"{{{guide.changed_at.day}}}"),
        ("language", f"{{{guide.language}}}"),
        ("note", f"{{{_tex(note)}}}"),
        ("url", f"{{{settings.SITE_URL}{guide.get_absolute_url()}}}"),
    )
    lines = "".join(f"  {name} = {value},\n" for name, value in fields)
    return f"@misc{{naltrexone-guides-{guide.language}-{guide.slug},\n{lines}}}\n"


def _tex(text: str) -> str:
    return text.translate(TEX)
