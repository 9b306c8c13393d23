"""Every kind of page that a reader can meet, and how to meet it: an address, or a server's page that needs a mishap."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:  # benchmarks read the kinds too, and have no Django set up
    from tests.conftest import Server

GUIDE = "/guides/starting-safely/"  # an emergency callout, terms, citations, lists
TAKEN_BACK = {"title": "A guide that was taken back", "note": "Its sources were not what they seemed."}
INFOBUTTON = (  # a person may ask for HTML, of what a health record asks about
    "/infobutton/?mainSearchCriteria.v.c=7243&mainSearchCriteria.v.cs=2.16.840.1.113883.6.88"
    "&knowledgeResponseType=text/html"
)
GUIDE_WITH_TABLES = "/guides/compare-alcohol-medicines/"


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    path: str
    status: int = 200
    method: str = "GET"
    template: str = ""  # where the mishap is not had for the asking, the page it leads to
    whole_with: str = ""  # what comes last, once a script has asked the server: a selector

    def __str__(self) -> str:
        return self.name

    def visit(self, page: Page, site: "Server") -> None:
        address = f"{site.url}{self.path}"
        if self.template or self.method != "GET":
            page.route(address, lambda route: self._answer(route))
        response = page.goto(address)
        assert response is not None
        assert response.status == self.status

    def visit_whole(self, page: Page, site: "Server") -> None:
        """Waits for all that can be reached on the page."""
        self.visit(page, site)
        if self.whole_with:
            expect(page.locator(self.whole_with)).to_be_visible(timeout=30_000)

    def _answer(self, route: Route) -> None:
        if self.template:
            language = "es" if self.path.startswith("/es/") else "en"
            with translation.override(language):
                context = {"language": language, "guide": TAKEN_BACK}
                html = render_to_string(self.template, context, RequestFactory().get(self.path))
            route.fulfill(status=self.status, content_type="text/html; charset=utf-8", body=html)
        else:
            route.continue_(method=self.method)


KINDS = (
    Kind("hub", "/"),
    Kind("guides", "/guides/"),
    Kind("guide", GUIDE),
    Kind("guide-with-tables", GUIDE_WITH_TABLES),
    Kind("clinicians", "/clinicians/"),  # written; in Spanish it is not
    Kind("clinicians-unwritten", "/es/clinicians/"),
    Kind("evidence", "/evidence/"),
    Kind("tag", "/tags/safety/"),
    Kind("glossary", "/glossary/"),
    Kind("term", "/glossary/precipitated-withdrawal/"),
    Kind("search", "/search/?q=missed+dose"),
    Kind("search-without-a-hit", "/search/?q=zzxqj"),
    Kind("search-without-words", "/search/"),
    Kind("sources", "/references/"),
    Kind("checklist", "/handout/checklist/"),
    Kind("card", "/handout/card/"),
    Kind("handout", "/handout/"),
    Kind("guide-with-figures", "/guides/side-effects/"),
    Kind("guide-with-long-words", "/guides/naltrexone-for-opioids/"),
    Kind("infobutton", INFOBUTTON),
    Kind("handout-filled", "/handout/?guide=starting-safely&guide=side-effects"),
    Kind("about", "/about/"),
    Kind("privacy", "/privacy/"),
    Kind("keep", "/keep/", whole_with="[data-keep]"),  # comes with what the copy weighs
    Kind("offline", "/keep/offline/"),
    Kind("removed", "/keep/removed/"),
    Kind("accessibility", "/accessibility/"),
    Kind("corrections", "/corrections/"),
    Kind("spanish-hub", "/es/"),
    Kind("spanish-glossary", "/es/glossary/"),
    Kind("400", "/search/", status=400, template="400.html"),
    Kind("404", "/no-such-page/", status=404),
    Kind("405", "/about/", status=405, method="POST"),
    Kind("410", "/guides/", status=410, template="articles/retired.html"),
    Kind("500", "/guides/", status=500, template="500.html"),
    Kind("503", "/glossary/", status=503, template="503.html"),
    Kind("spanish-404", "/es/no-such-page/", status=404),
    Kind("spanish-503", "/es/glossary/", status=503, template="503.html"),
)
