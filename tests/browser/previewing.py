"""What a reader does to a word that has a preview, and how its place is measured."""

import time

from playwright.sync_api import Locator, Page

OPEN_AFTER, CLOSE_AFTER = 350, 300  # ms, as in static/js/guide/previews.js
TOLERANCE = "Needing more to feel the same."


def preview_of(page: Page) -> Locator:
    return page.locator(".preview")


def word_on(page: Page, name: str) -> Locator:
    return page.locator("a.term", has_text=name).first


def hover(page: Page, name: str, *, rest: int = OPEN_AFTER) -> Locator:
    word = word_on(page, name)
    if not word.evaluate("word => word.getBoundingClientRect().bottom < innerHeight"):
        scroll_to(word, top=300)
    word.hover()
    page.clock.run_for(rest)
    return word


def point_elsewhere(page: Page) -> None:
    page.mouse.move(2, 2)


def box_of(locator: Locator) -> dict[str, float]:
    box = locator.evaluate("e => e.getBoundingClientRect().toJSON()")
    assert isinstance(box, dict)
    return box


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def fits(locator: Locator) -> bool:
    return bool(locator.evaluate("e => e.scrollHeight <= e.clientHeight + 1"))


def assert_well_placed(page: Page, word: Locator) -> None:
    """All of it in the window, and none of it over any line that the word stands in, once it has heard of a scroll."""
    deadline = time.monotonic() + 10
    while misplaced := _misplaced(page, word):
        assert time.monotonic() < deadline, misplaced
        page.wait_for_timeout(10)


def _misplaced(page: Page, word: Locator) -> str:
    preview = box_of(preview_of(page))
    width, height = page.evaluate("[document.documentElement.clientWidth, innerHeight]")
    in_window = preview["left"] >= 0 and preview["right"] <= width and preview["top"] >= 0
    if not in_window or preview["bottom"] > height + 0.5 or preview["height"] <= 40:
        return f"out of the window of {width} x {height}, or hardly there: {preview}"
    line = box_of(word) | {"left": 0, "right": width}
    return "" if apart(preview, line) else f"{preview} covers {line}"


def focus_by_keyboard(page: Page, name: str) -> Locator:
    word = word_on(page, name)
    page.keyboard.press("Shift")  # so that the browser knows that a keyboard is in use
    word.focus()
    return word


def tap(page: Page, name: str) -> Locator:
    word = word_on(page, name)
    scroll_to(word, top=200)
    word.tap()
    return word


def scroll_to(word: Locator, *, top: int) -> None:
    """So that the word stands `top` px under the window's upper edge; the page has heard of it."""
    word.evaluate(
        """(word, top) => new Promise((done) => {
            const before = scrollY;
            scrollTo(0, word.getBoundingClientRect().top + scrollY - top);
            scrollY === before ? done() : addEventListener("scroll", done, { once: true });
        })""",
        top,
    )


def until(page: Page, condition: str) -> None:
    """Wait for what a line of JavaScript says of the page. (Playwright's own waiting needs `eval`, which we forbid.)"""
    deadline = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never came true: {condition}"
        page.wait_for_timeout(10)
