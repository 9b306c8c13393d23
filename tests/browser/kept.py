"""A site that a reader has kept on their phone, and what is said and left there."""

import subprocess
import sys
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_quiet import KEPT
from tests.conftest import ROOT, ContentFolder, Server, environment

# Workers that are sent in place of ours, or in place of a line of it
NEVER_UP = b"""addEventListener("install", event => event.waitUntil(new Promise(() => {})));"""
TAKEN_OVER = b"""async function page(request, path) {
  if (path === "/guides/first/") return new Response("newer");"""


@dataclass(frozen=True, slots=True)
class KeptSite:
    folder: ContentFolder
    settings: dict[str, str]
    server: Server
    withdrawn: Server  # the same site, whose operator has switched the copy off

    def publish(self, slug: str) -> None:
        self.folder.article(slug)
        command = [sys.executable, "manage.py", "sync_content"]
        subprocess.run(command, cwd=ROOT, env=environment(**self.settings), check=True, capture_output=True)


def keep(page: Page, site: str) -> None:
    page.goto(f"{site}/keep/")
    page.get_by_role("button", name="Keep this site on this phone").click()
    expect(said(page)).to_contain_text("Kept on this device", timeout=15_000)


def said(page: Page) -> Locator:
    return page.locator("[data-status]")


def left(page: Page) -> object:
    return page.evaluate(KEPT)
