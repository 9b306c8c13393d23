"""An address that was printed or shared before a guide or a section was renamed still lands where its words are."""

import pytest

from tests.browser.conftest import OpenPage
from tests.conftest import Server

SECTION = "#third-part"
HIGH = 200  # px; below the bar, with room above the heading


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("slug", ["moved", "older-still"])
@pytest.mark.parametrize("fragment", ["once-called", "and-before"])
def test_an_older_address_of_a_section_lands_at_its_heading(
    open_page: OpenPage, small_site: Server, slug: str, fragment: str, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    answer = page.goto(f"{small_site.url}/guides/{slug}/#{fragment}")
    assert page.url == f"{small_site.url}/guides/moved/#{fragment}"
    box = page.locator(SECTION).bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= HIGH
    assert answer is not None
    before = answer.request.redirected_from
    assert (before is not None) == (slug != "moved")
    assert before is None or before.redirected_from is None, "more than one step"
