"""What a visit weighs over the wire, in real Chromium with an empty cache: bytes as received, with their headers.

The first visit is to the guide that weighs most, the second to the next; a kilobyte is 1,000 bytes.
"""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.measure import Measure, Row, Scale, served
from tests import needs

FIRST_VISIT_KB, SECOND_PAGE_KB, HTML_KB, CSS_KB, JS_KB, COPY_KB = 35, 12, 14, 12, 10, 600
BLOCKING_REQUESTS = 1
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)"""


@dataclass(frozen=True, slots=True)
class Visit:
    bytes_by_kind: dict[str, int]  # Document, Stylesheet, Script, Other (icons); what the cache gave counts nothing
    blocking: list[str]  # addresses that were waited for before anything was drawn

    def kilobytes(self, kind: str = "") -> float:
        counted = self.bytes_by_kind.values() if not kind else [self.bytes_by_kind.get(kind, 0)]
        return sum(counted) / 1000


def visits(context: BrowserContext, *addresses: str) -> list[Visit]:
    """One after another in a context whose cache is empty at first."""
    page = context.new_page()
    return [_visit(page, address) for address in addresses]


def _visit(page: Page, address: str) -> Visit:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle")
    by_kind: dict[str, int] = {}
    for request, weight in weights.items():
        kind = kinds.get(request, "Other")
        by_kind[kind] = by_kind.get(kind, 0) + int(weight)
    blocking = page.evaluate(BLOCKING)
    wire.detach()
    return Visit(by_kind, blocking)


def heaviest_guides(site: str) -> list[str]:
    """The addresses of all guides, the one with the most HTML first."""
    places = _fetched(f"{site}/sitemap.xml").decode().split("<loc>")[1:]
    paths = ["/" + place.split("<")[0].split("/", 3)[3] for place in places]
    guides = [site + path for path in paths if path.startswith("/guides/") and path != "/guides/"]
    sizes = {}
    for guide in guides:
        sizes[guide] = len(_fetched(guide, packed=True))
    return sorted(guides, key=lambda guide: -sizes[guide])


def measures(scale: Scale) -> Iterator[Row]:
    with served() as site, sync_playwright() as playwright:
        yield from of_site(site, playwright.chromium.launch(executable_path=str(needs.chromium())))


def of_site(site: str, browser: Browser) -> Iterator[Measure]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    first, second = visits(context, *heaviest_guides(site)[:2])
    context.close()
    yield Measure("first visit to the heaviest guide, everything", first.kilobytes(), "KB", FIRST_VISIT_KB)
    yield Measure("the next guide", second.kilobytes(), "KB", SECOND_PAGE_KB)
    yield Measure("HTML of the heaviest guide", first.kilobytes("Document"), "KB", HTML_KB)
    yield Measure("CSS", first.kilobytes("Stylesheet"), "KB", CSS_KB)
    yield Measure("JavaScript", first.kilobytes("Script"), "KB", JS_KB)
    yield Measure("requests that block drawing", len(first.blocking), "", BLOCKING_REQUESTS)
    yield Measure("the copy for reading offline, the same for everybody", _copy(site), "KB", COPY_KB)


def _copy(site: str) -> float:
    """As a phone fetches it."""
    about = json.loads(_fetched(f"{site}/keep/edition.json"))
    return len(_fetched(f"{site}{about['copy']}", packed=True)) / 1000


def _fetched(address: str, *, packed: bool = False) -> bytes:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "br"} if packed else {})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())
