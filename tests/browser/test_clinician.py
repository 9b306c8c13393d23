"""Forty seconds: from a guide, whatever a clinician hands over takes three actions at most. Each is counted here."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.conftest import Server

ACTIONS_MAX = 3
PRINTS = "window.print = () => { document.documentElement.dataset.sent = 'to the printer'; };"


@dataclass(slots=True)
class Clinician:
    page: Page
    actions: int = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.actions += 1

    def follow(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def push(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def copied(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def printed(self) -> bool:
        return self.page.locator("html").get_attribute("data-sent") == "to the printer"


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def clinician(open_page: OpenPage, site: Server, request: pytest.FixtureRequest) -> Iterator[Clinician]:
    page = open_page(request.param, 800, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(PRINTS)
    page.goto(f"{site.url}{GUIDE}")
    them = Clinician(page)
    yield them
    assert 0 < them.actions <= ACTIONS_MAX


def test_a_link(clinician: Clinician, site: Server) -> None:
    clinician.follow("Share this page")
    clinician.push("Copy the address")
    assert clinician.copied() == f"{site.url}{GUIDE}"


def test_the_link_of_a_section(clinician: Clinician, site: Server) -> None:
    clinician.press(clinician.page.locator("#checks + .section-link"))
    assert clinician.copied() == f"{site.url}{GUIDE}#checks"


def test_a_printed_page_with_its_code(clinician: Clinician) -> None:
    clinician.follow("Share this page")
    clinician.push("Print this page")
    assert clinician.printed()
    clinician.page.emulate_media(media="print")
    expect(clinician.page.locator(".print-code")).to_be_visible()


def test_a_handout(clinician: Clinician) -> None:
    clinician.follow("Share this page")
    clinician.follow("Make a handout")
    expect(clinician.page.locator(".sheet-title")).to_have_text("Starting naltrexone safely")
    clinician.push("Print this page")
    assert clinician.printed()


def test_a_handout_of_one_section(clinician: Clinician) -> None:
    clinician.follow("Make a handout")
    clinician.press(clinician.page.get_by_text("Only one section:").get_by_role("link").nth(3))
    expect(clinician.page.locator(".sheet-title")).to_have_text("Starting naltrexone safely")
    assert clinician.page.locator(".sheet-part .heading h2").count() == 1
    clinician.push("Print this page")
    assert clinician.printed()


@pytest.mark.parametrize("title", ["Checklist before the first dose", "Card for the wallet"])
def test_the_checklist_and_the_card(clinician: Clinician, title: str) -> None:
    clinician.follow("For clinicians")
    clinician.follow(title)
    expect(clinician.page.get_by_role("heading", level=1)).to_have_text(title)
    clinician.push("Print this page")
    assert clinician.printed()


def test_a_citation(clinician: Clinician) -> None:
    with clinician.page.expect_download() as download:
        clinician.follow("RIS")
    assert download.value.suggested_filename == "starting-safely.ris"
    clinician.press(clinician.page.locator(".cite-text"))
    clinician.page.keyboard.press("Control+C")
    clinician.actions += 1
    assert clinician.copied().endswith(GUIDE)


def test_what_a_health_record_is_answered(clinician: Clinician) -> None:
    clinician.follow("For clinicians")
    clinician.follow("Opioid use disorder")
    expect(clinician.page.get_by_role("heading", level=1)).to_have_text("Guides for this visit")
    expect(clinician.page.locator(".guide-links a").first).to_be_visible()


def test_the_evidence(clinician: Clinician) -> None:
    clinician.follow("How sure are we? The evidence")
    expect(clinician.page.get_by_role("table").first).to_be_visible()
