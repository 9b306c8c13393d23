"""What the browser tests share: contexts of any kind, and a small site whose pages lie exactly as the tests need."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.previewing import point_elsewhere
from tests.conftest import REFERENCE, TAGS, ContentFolder, Server

LONGEST_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosisbutevenlongerxx"  # 60 letters
LONG_DEFINITION = " ".join(["Sixty words are as many as a definition may have, and this has them all."] * 4)
FILLING = "Some words stand here so that there is a page to scroll, and they say nothing more [@label].\n\n"
WORDS = f"""\
## In short {{#in-short}}

- One fact about a craving.

## The first part {{#first-part}}

{FILLING * 6}
A plain line with tolerance and relapse in it, both explained.

{FILLING}
Some words go before it so that at a phone's width the phrase breaks: precipitated withdrawal syndrome of opioids.

{FILLING * 4}
## The second part {{#second-part}}

{FILLING * 6}
## The third part {{#third-part}}

{FILLING * 12}"""
CHANGES = """\
changes:
  - {date: 2026-11-20, text: Kratom counts too.}
  - {date: 2026-03-01, text: A number was mended.}
"""
RENEWED = "Some text [@label].\n\n" + "More.\n\n" * 90 + "## Further down {#further-down}\n\nThe end.\n"

WIDE = f"""\
!!! emergency "Call 911 now if:"
    - you cannot wake a person

    Call [911](tel:911).

## {LONGEST_WORD} {{#long}}

{LONGEST_WORD} and <https://example.org/{"a-very-long-address-" * 6}> [@label].

| {LONGEST_WORD} | Two | Three | Four | Five |
|---|---|---|---|---|
| {LONGEST_WORD} | {LONGEST_WORD} | c | d | e |

| One | Two |
|---|---|
| {LONGEST_WORD} | {LONGEST_WORD} |

!!! note "{LONGEST_WORD}"
    {LONGEST_WORD}

!!! clinicians "{LONGEST_WORD}"
    {LONGEST_WORD}

```
{LONGEST_WORD * 2}
```
"""


@pytest.fixture(scope="session")
def small_site(start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """`/guides/words/` with terms where the preview tests need them, `/guides/wide/` with what could force width,
    `/guides/renewed/` that has changed twice, `/guides/moved/` that was called otherwise, as was a section of it."""
    home = tmp_path_factory.mktemp("small-site")
    folder = ContentFolder(home / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.write(
        "references/label.md",
        f"---\ntitle: {LONGEST_WORD}\norganisation: M\nyear: 2025\nkind: label\nurl: https://example.org/\n---\n",
    )
    folder.article("words", WORDS, title="Words")
    folder.article("wide", WIDE, title=f"Wide {LONGEST_WORD}")
    renewed = folder.article("renewed", RENEWED).read_text()
    renewed = renewed.replace("---\n", f"---\n{CHANGES}", 1)
    folder.write("en/articles/renewed.md", renewed)
    moved = folder.article("moved", WORDS, title="Moved").read_text()
    keys = "moved: {once-called: third-part, and-before: third-part}\nformerly: [was-moved, older-still]\n"
    folder.write("en/articles/moved.md", moved.replace("---\n", f"---\n{keys}", 1))
    folder.term("craving", "craving", definition="A strong urge, which can lead to a relapse when tolerance is gone.")
    folder.term("tolerance", "tolerance", definition="Needing more to feel the same.")
    folder.term("relapse", "relapse", definition="Using again after a time without.")
    folder.term("syndrome", "precipitated withdrawal syndrome of opioids", definition=LONG_DEFINITION)
    folder.term("longest", LONGEST_WORD, definition=LONGEST_WORD)
    return start_server(DATABASE_URL=f"sqlite:///{home}/index.sqlite3", CONTENT_DIR=str(folder.root))


def two_guides(root: Path) -> ContentFolder:
    """`first`, in which a craving passes, `second`, which says nothing of it, and the word."""
    folder = ContentFolder(root)
    folder.write("en/tags.yaml", TAGS)
    folder.write("references/label.md", REFERENCE)
    folder.article("first", "## How it passes {#passes}\n\nA craving passes [@label].\n")
    folder.article("second", "Nothing of it.\n")
    folder.term("craving", "craving", aliases="[urge]")
    return folder


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A page of a context of its own, made with Playwright's options; 360 × 740 unless told."""
    contexts: list[BrowserContext] = []

    def open_it(width: int = 360, height: int = 740, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shared_page(browser: Browser) -> Iterator[Page]:
    """One page for tests that only look: each visits an address anew and sets the size and media that it needs."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def looked_at(shared_page: Page) -> Iterator[Page]:
    yield shared_page
    shared_page.unroute_all()
    shared_page.emulate_media(media="null", color_scheme="null", forced_colors="null")


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[Page]:
    yield from still(browser, viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="session")
def mobile(browser: Browser) -> Iterator[Page]:
    yield from still(browser, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


def still(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page whose clock stands, so that a test alone lets time go by."""
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install(time=0)
    page.goto("about:blank")
    page.clock.pause_at(60_000)
    yield page
    context.close()


@pytest.fixture
def page(desk: Page, small_site: Server) -> Page:
    """The guide on a desk."""
    return opened(desk, small_site, 1280, 800)


@pytest.fixture
def phone(mobile: Page, small_site: Server) -> Page:
    return opened(mobile, small_site, 360, 740)


def opened(page: Page, small_site: Server, width: int, height: int) -> Page:
    page.goto("about:blank")
    point_elsewhere(page)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{small_site.url}/guides/words/")
    return page
