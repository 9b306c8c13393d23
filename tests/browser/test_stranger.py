"""“What do I do if I missed my shot?” from the first page, on a phone: how many taps and seconds a script takes that
thinks, swipes, taps and types at a person's pace. No person was timed.

The pace is that of the keystroke-level model (Card, Moran and Newell 1983), with thumbs: slow ones, 2 letters a second.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.conftest import Server

THINK, TAP, SWIPE, LETTER = 1.35, 1.1, 1.0, 0.5  # seconds
SCREEN = 740
SECONDS_MAX = 15
FRAMES_AT_REST = 6

# Where it stands once the page has not moved for some frames: a swipe goes on after it is made.
AT_REST = """(it, frames) => new Promise((tell) => {
    let last, still = 0;
    const look = () => {
        const { top, bottom } = it.getBoundingClientRect();
        still = top === last ? still + 1 : 0;
        last = top;
        still < frames ? requestAnimationFrame(look) : tell([top, bottom]);
    };
    look();
})"""


class Walk:
    def __init__(self, page: Page, site: str) -> None:
        self.page, self.seconds, self.taps = page, 0.0, 0
        page.goto(site)

    def see(self, target: Locator) -> None:
        """Swipes down, or back up, until it is in sight, for as long as that takes."""
        self.seconds += THINK
        self.page.wait_for_load_state("load")  # an address with a # moves the page until then
        for _ in range(20):
            top, bottom = target.evaluate(AT_REST, FRAMES_AT_REST)
            if top >= 0 and bottom <= SCREEN:
                break
            self.page.mouse.wheel(0, SCREEN * (0.6 if top >= 0 else -0.6))
            self.seconds += SWIPE
        expect(target).to_be_in_viewport(ratio=1)

    def tap(self, target: Locator) -> None:
        self.see(target)
        target.tap()
        self.seconds += TAP
        self.taps += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.seconds += LETTER * len(words)


def by_example(walk: Walk) -> None:
    walk.tap(walk.page.get_by_role("link", name="missed shot"))
    walk.tap(walk.page.locator(".hits a[href*='#']").first)
    walk.see(walk.page.get_by_role("heading", name="Missed injection", exact=True))


def by_search(walk: Walk) -> None:
    walk.tap(walk.page.get_by_label("What do you want to know?"))
    walk.type("missed shot")
    walk.page.keyboard.press("Enter")
    walk.seconds += TAP
    walk.taps += 1
    walk.tap(walk.page.locator(".hits a[href*='#']").first)
    walk.see(walk.page.get_by_role("heading", name="Missed injection", exact=True))


def by_need(walk: Walk) -> None:
    walk.tap(walk.page.get_by_role("link", name="The medicine", exact=True).first)
    walk.tap(walk.page.get_by_role("link", name="Missed a tablet or an injection").first)
    walk.see(walk.page.locator(".in-short li", has_text="If you missed an injection, get the next one"))


@pytest.mark.parametrize(("way", "taps"), [(by_example, 2), (by_search, 3), (by_need, 2)])
def test_a_script_at_a_persons_pace_finds_what_to_do_after_a_missed_shot_in_15_seconds(
    open_page: OpenPage, site: Server, capsys: pytest.CaptureFixture[str], way: Callable[[Walk], None], taps: int
) -> None:
    walk = Walk(open_page(360, SCREEN, has_touch=True, is_mobile=True), site.url)
    way(walk)
    walk.page.wait_for_url("**/guides/missed-doses/**")
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Missed a tablet or an injection")
    with capsys.disabled():
        print(f"\n{way.__name__}: {walk.taps} taps, {walk.seconds:.1f} s at a person's pace")
    assert walk.taps == taps
    assert walk.seconds <= SECONDS_MAX
