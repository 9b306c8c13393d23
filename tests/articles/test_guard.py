"""The last wall: it lets through what the pages are made of, finds everything else, and never mends it.

All of it holds for each of the two sanitisers alone, so that either can be replaced by replacing its one function.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from articles import guard
from articles.policy import ALLOWED_CLASSES, ALLOWED_ROLES, ALLOWED_SCHEMES, ALLOWED_TAGS
from articles.problems import ContentError
from tests.articles.test_shapes import forget
from tests.dialect.guide import render

GOLDEN = sorted((Path(__file__).resolve().parent.parent / "golden").glob("*.html"))
VOID = {"br", "hr", "img"}
NEVER = (
    "script style iframe object embed applet form input button select textarea svg math template noscript link meta"
    " base frame frameset video audio source track canvas dialog portal marquee font center title html body head"
    " plaintext xmp listing noembed noframes image isindex keygen param picture abbr b i u s small h1 article nav main"
    " label fieldset progress meter output map area slot custom-element foreignobject"
).split()
COPY = "/images/made/0123456789abcdef-360"
STRANGE_CHOICES = (
    f"{COPY}.webp",
    f"{COPY}.webp 2x",
    f"{COPY}.svg 9w",
    f"https://x.example{COPY}.webp 9w",
    f"//x.example{COPY}.webp 9w",
    "/images/a.png 9w",
    "/images/made/../../x.webp 9w",
    f"{COPY}.webp 9w, https://x.example/a.webp 8w",
    ", ".join([f"{COPY}.webp 9w"] * 4),
    "data:image/png;base64,AAAA 9w",
    "javascript:alert(1) 9w",
)


@pytest.fixture(autouse=True, params=["by bleach alone", "by nh3 alone"])
def opinion(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The other one finds nothing, as if it were gone."""
    forget()
    other = {"by bleach alone": "_by_nh3", "by nh3 alone": "_by_bleach"}[request.param]
    monkeypatch.setattr(guard, other, lambda html: html)
    yield
    forget()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.stem)
def test_every_golden_page_passes_unchanged(golden: Path) -> None:
    parts = golden.read_text(encoding="utf-8").split("<!-- ")
    assert [guard.difference(part.split(" -->\n")[-1]) for part in parts] == [""] * 4


@pytest.mark.parametrize("tag", sorted(ALLOWED_TAGS - VOID - set("caption table tbody td th thead tr".split())))
def test_an_allowed_tag_passes(tag: str) -> None:
    assert guard.difference(f"<{tag}>x</{tag}>") == ""


@pytest.mark.parametrize("tag", sorted(NEVER))
def test_a_tag_that_is_not_allowed_is_found(tag: str) -> None:
    assert tag not in ALLOWED_TAGS
    assert guard.difference(f"<p>text</p><{tag}>x</{tag}>") != ""
    assert guard.difference(f"<p>text<{tag}>x</{tag}></p>") != ""


ATTRIBUTES = [
    *(f'<p {name}="alert(1)">x</p>' for name in "onclick onerror onload onfocus onmouseover ontoggle onbegin".split()),
    '<p style="color:red">x</p>',
    '<p id="Upper">x</p>',
    '<p id="two--hyphens">x</p>',
    '<p id="under_score">x</p>',
    '<p id="">x</p>',
    '<p class="unknown">x</p>',
    '<p class="callout unknown">x</p>',
    '<p class="">x</p>',
    '<p role="button">x</p>',
    '<p role="alert">x</p>',
    '<p aria-hidden="false">x</p>',
    '<p aria-live="assertive">x</p>',
    '<p tabindex="0">x</p>',
    '<div tabindex="1">x</div>',
    '<div tabindex="-1">x</div>',
    '<p data-x="1">x</p>',
    '<p dir="rtl">x</p>',
    '<p lang="fr">x</p>',
    '<p hidden="">x</p>',
    '<p contenteditable="true">x</p>',
    '<p accesskey="x">x</p>',
    '<p popover="auto">x</p>',
    '<p xmlns="x">x</p>',
    '<p slot="x">x</p>',
    '<p is="x">x</p>',
    '<p itemprop="x">x</p>',
    '<a href="/x" target="_blank">x</a>',
    '<a href="/x" rel="noopener">x</a>',
    '<a href="/x" download="">x</a>',
    '<a href="/x" ping="/y">x</a>',
    '<a name="x">x</a>',
    '<img src="/images/a.png" alt="x" srcset="/b.png 2x">',
    *(f'<img src="/images/a.png" alt="x" srcset="{choices}">' for choices in STRANGE_CHOICES),
    '<img src="/images/a.png" alt="x" sizes="100vw">',
    '<img src="/images/a.png" alt="x" sizes="min(9px, 100vw - 2rem, 43rem), 1px">',
    '<img src="/images/a.png" alt="x" loading="eager">',
    '<img src="/images/made/a.png" alt="x">',
    '<img src="/images/a.png" alt="x" width="100%">',
    '<img src="/images/a.png" alt="x" onerror="x">',
    '<details open="">x</details>',
    '<ol start="x"><li>x</li></ol>',
    '<ol start="-1"><li>x</li></ol>',
    '<ol start="1234567"><li>x</li></ol>',
    '<ol type="a"><li>x</li></ol>',
    '<table><tbody><tr><th scope="colgroup">x</th></tr></tbody></table>',
    '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
    '<table><tbody><tr><th colspan="10">x</th></tr></tbody></table>',
    '<figure style="color: red">x</figure>',
    '<figure class="figure-x">x</figure>',
    '<p role="button">x</p>',
    '<table><tbody><tr><td align="right">x</td></tr></tbody></table>',
    '<table border="1"><tbody><tr><td>x</td></tr></tbody></table>',
]
ADDRESSES = [
    *(f"{scheme}:x" for scheme in "javascript JavaScript data vbscript file ftp http ws blob about intent".split()),
    "java\tscript:x",
    "\x01javascript:x",
    " javascript:x",
    "javascript&#58;x",
    "//example.org",
    "/\\example.org",
    "https:example.org",
    "https:///example.org",
    "relative/file",
    "?x=1",
    "https://example.org/ x",
    "",
]


@pytest.mark.parametrize("html", ATTRIBUTES)
def test_an_attribute_that_is_not_allowed_is_found(html: str) -> None:
    assert guard.difference(f"<p>before</p>{html}<p>after</p>") != ""


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_allowed_is_found(address: str) -> None:
    assert guard.difference(f'<a href="{address}">x</a>') != ""


@pytest.mark.parametrize(
    "source",
    ["https://example.org/a.png", "//example.org/a.png", "/a.png", "/images/../a.png", "data:image/png,x", "/images/"],
)
def test_a_picture_from_elsewhere_is_found(source: str) -> None:
    assert guard.difference(f'<img src="{source}" alt="x">') != ""


@pytest.mark.parametrize(
    "html",
    [
        "<!-- comment -->",
        "<p>open",
        "</p>",
        "<p>x</P>",
        "<p>x</p",
        "<p>a < b</p>",
        "<p>a > b</p>",
        "<p>a & b</p>",
        "<p ID='a'>x</p>",
        "<p id=a>x</p>",
        "<br/>",
        '<a href="/x">a<a href="/y">b</a></a>',
        "<p>a<p>b</p></p>",
        "<p><ul><li>x</li></ul></p>",
        "<tr><td>x</td></tr>",
        "<table><p>x</p></table>",
        "<![CDATA[x]]>",
        "<?php x ?>",
        "<!DOCTYPE html>",
    ],
)
def test_what_a_browser_would_read_otherwise_is_found(html: str) -> None:
    assert guard.difference(html) != ""


@pytest.mark.parametrize(
    "html",
    [
        *(f'<p class="{name}">x</p>' for name in sorted(ALLOWED_CLASSES)),
        *(f'<p role="{role}">x</p>' for role in sorted(ALLOWED_ROLES)),
        *(f'<a href="{scheme}://1">x</a>' for scheme in sorted(ALLOWED_SCHEMES)),
        '<a href="/guides/x/#y">x</a>',
        '<a href="#y">x</a>',
        '<p id="a-1">x</p>',
        '<img src="/images/a.png" alt="&lt;x&gt; &amp; &quot;y&quot;">',
        f'<img src="{COPY}.jpg" alt="x" width="9" height="9" srcset="{COPY}.webp 360w, {COPY}.webp 9w"'
        ' sizes="min(9px, 100vw - 2rem, 43rem)" loading="lazy" decoding="async">',
        '<ol start="7"><li>x</li></ol>',
        '<div tabindex="0">x</div>',
        "<p>“é” 👩\u200d⚕️ &amp;lt; a&amp;b &lt;script&gt;</p>",
    ],
)
def test_what_pages_are_made_of_passes(html: str) -> None:
    assert guard.difference(html) == ""


@pytest.mark.parametrize(
    "html",
    [
        "<span>x ",
        "<span><em>x ",
        "<span><strong>x ",
        "<span><figcaption>x ",
        "<strong><span><em>",
        "<blockquote><p>x",
        "<figure><figcaption>x",
        "<table><tbody><tr><td>x",
        "<section><details><summary>x",
        '<div><ul><li><a href="/x">',
        "<em><em><em><em><em><em>",
    ],
)
def test_what_is_left_open_is_found_however_much_would_be_closed_for_it(html: str) -> None:
    assert guard.difference(html)
    assert guard.difference("<p>Some text.</p>", html)


def test_it_shows_the_place_that_it_found() -> None:
    place = guard.difference(f'<p>{"words " * 50}</p><p onclick="x">here</p><p>{"words " * 50}</p>')
    assert "onclick" in place
    assert len(place) <= 60


def test_what_the_guard_would_change_is_refused_and_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "ALLOWED_CLASSES", frozenset())
    with pytest.raises(ContentError) as refused:
        render("Text [@a].\n")
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("en/articles/guide.md", "not-allowed")
    ]
    assert "cite" in refused.value.problems[0].message
