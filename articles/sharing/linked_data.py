"""What a page is, in the words of schema.org, for programs that read pages: a guide, a word and all words explained,
and the site itself.

Says only what is true: no reviewer, no rating, no question-and-answer list where there is none.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles import addresses
from articles.models import Article
from glossary.models import Term

CONTEXT = "https://schema.org"
MEDICINE = {
    "@type": "Drug",
    "name": "Naltrexone",
    "nonProprietaryName": "naltrexone",
    "activeIngredient": "naltrexone hydrochloride",
    "drugClass": {"@type": "DrugClass", "name": "Opioid antagonist"},
    "code": {"@type": "MedicalCode", "codeValue": "7243", "codingSystem": "RxNorm"},
}


def of_guide(guide: Article) -> dict[str, Any]:
    address = settings.SITE_URL + guide.get_absolute_url()
    for_clinicians = guide.slug == addresses.CLINICIANS
    return {
        "@context": CONTEXT,
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": guide.title,
        "description": guide.summary,
        "inLanguage": guide.language,
        "isAccessibleForFree": True,
        "dateModified": guide.changed_at.date().isoformat(),
        "lastReviewed": guide.sources_checked.isoformat(),
        "audience": {"@type": "MedicalAudience", "audienceType": "Clinician" if for_clinicians else "Patient"},
        "about": MEDICINE,
        "citation": [citation.reference.link for citation in guide.citations.all()],
        "isPartOf": of_site(guide.language),
    }


def of_term(term: Term) -> dict[str, Any]:
    page = {
        "@context": CONTEXT,
        **_named(term),
        "description": term.definition,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": settings.SITE_URL + addresses.glossary(term.language),
            "name": _("Words explained, A to Z"),
        },
    }
    return page | {"alternateName": term.aliases} if term.aliases else page


def of_terms(terms: Sequence[Term]) -> dict[str, Any]:
    """All of a language, by name alone: each page says the rest."""
    language = terms[0].language
    address = settings.SITE_URL + addresses.glossary(language)
    return {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "@id": address,
        "url": address,
        "name": _("Words explained, A to Z"),
        "inLanguage": language,
        "hasDefinedTerm": [_named(term) for term in terms],
    }


def _named(term: Term) -> dict[str, Any]:
    address = settings.SITE_URL + term.get_absolute_url()
    return {"@type": "DefinedTerm", "@id": address, "url": address, "name": term.name}


def page_of_site(language: str) -> dict[str, Any]:
    return {"@context": CONTEXT, **of_site(language)}


def of_site(language: str) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": _("Naltrexone guides"),
        "url": settings.SITE_URL + addresses.root(language),
        "inLanguage": language,
    }
