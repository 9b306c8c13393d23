"""Waiting for what comes in its own time, such as a worker that takes over."""

from collections.abc import Callable

from playwright.sync_api import Page


def wait_for(page: Page, holds: Callable[[], bool], seconds: int = 30) -> None:
    for _ in range(seconds * 5):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it never came true")


def visit_until(page: Page, address: str, holds: Callable[[], bool]) -> None:
    """Each visit lets the worker look for a new edition, which a busy machine may not give at the first."""
    for _ in range(10):
        page.goto(address)
        for _ in range(15):
            if holds():
                return
            page.wait_for_timeout(200)
    raise AssertionError("it never came true")


def fetched_for_paper(page: Page) -> None:
    """A print dialogue waits for pictures that are on their way, a PDF made by a program does not."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wait_for(page, lambda: bool(page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")))
