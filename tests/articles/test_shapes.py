"""bleach reads each shape once. That must never let through what bleach, asked about the piece itself, would change."""

import random
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from articles import guard
from articles.policy import ALLOWED_TAGS
from tests.content.pages import guides
from tests.trust.vectors import ALL

GOLDEN = sorted((Path(__file__).resolve().parent.parent / "golden").glob("*.html"))
TEXTS = [
    "Words, 50 mg.", " words ", "\n", " ", "“é”", "naïve", "a &amp; b", "&lt;script&gt;", "&amp;lt;", 'say "so"',
    "it's",
    "a > b", "a < b", "a & b", "&copy;", "&#60;script>", "x\0y", "\x0c", "\t", "\r\n", "\u00a0", "\ufffe", "👩", "]]>",
    '" onclick="x', "' onclick='x", 'x" onclick="y<', "--><b>", "</p>", "x=`", "\u2028", "\x7f", "{{", "%3Cscript%3E",
    "\nWords", "&bogus;",
]  # fmt: skip
TAGS = [
    *"p div ul li ol em strong a sup table tbody tr td th caption h2 pre code details summary section figure".split(),
    *"script style title textarea plaintext xmp noscript svg math select option frameset b nobr form P".split(),
    *("br", "hr", "img", "template"),
]  # fmt: skip
ATTRIBUTES = [
    ' class="term"', ' class="evil"', ' id="a-1"', ' id="A"', ' href="/x/"', ' href="#x"', ' href="//evil.example/"',
    ' href="/`/["', ' href="/[x"', ' href="javascript:x"', ' href="/a?b=1&amp;c"', ' href="/a&amp;b;"', ' alt="A dog"',
    ' aria-label="Say: this"', ' aria-label="a>b"', ' aria-label="a<b"', ' aria-label="&quot;"', " aria-label='x'",
    ' aria-label="&"', ' onclick="x"', ' role="img"', ' role="button"', " hidden", ' style="x"', ' href="/x" href="y"',
    ' aria-label="\0"', ' aria-label="\n"', ' aria-label=""', ' title="x"', "  id='x'", ' tabindex="0"',
    ' id="a" id="b"',
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    forget()


def forget() -> None:
    """What the guard has read before is read again."""
    for known in (guard._bleach_keeps_shape, guard._bleach_keeps, guard._shape_of_tag, guard._allow):
        known.cache_clear()


def changed_by_bleach(html: str) -> bool:
    return guard._by_bleach(html) != html


def passed_unread(html: str) -> bool:
    """Because bleach keeps every way in its shape."""
    return not any(map(changed_by_bleach, guard.ways_in(guard.shape_of(html))))


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.stem)
def test_bleach_keeps_every_golden_page_when_it_reads_it_whole(golden: Path) -> None:
    parts = [part.split(" -->\n")[-1] for part in golden.read_text(encoding="utf-8").split("<!-- ")]
    assert not any(map(changed_by_bleach, parts))


def test_bleach_keeps_every_published_guide_when_it_reads_it_whole() -> None:
    pages = [made.page for made in guides().values()]
    assert [page.headings[0] for page in pages if changed_by_bleach(page.lead + page.body + page.onward)] == []


def test_no_attack_hides_in_a_shape() -> None:
    wrapped = [frame.format(vector) for vector in ALL for frame in ("{}", "<p>x {} y</p>", '<p id="{}">x</p>')]
    assert [html for html in wrapped if passed_unread(html) and changed_by_bleach(html)] == []


def test_a_shape_that_bleach_keeps_stands_only_for_what_bleach_keeps() -> None:
    dice = random.Random(8)
    kept = merged = 0
    for _ in range(3_000):
        html = piece(dice, depth=3)
        if passed_unread(html):
            assert not changed_by_bleach(html), html
            kept += 1
            merged += guard.ways_in(guard.shape_of(html)) != {html}
    assert kept > 300
    assert merged > 150


def test_what_stands_side_by_side_is_read_as_it_is_alone() -> None:
    """Each tag that a page may have or not, in every company: one that reads on past its end would show here."""
    dice = random.Random(27)
    tags = sorted(ALLOWED_TAGS) + TAGS
    ways = [way for way in (nested(dice, tags) for _ in range(3_000)) if not changed_by_bleach(way.format("x"))]
    assert len(ways) > 300
    passed = 0
    for _ in range(1_500):
        inside = "".join(dice.choice([*ways, "{}", "{}"]).format(dice.choice(TEXTS[:11])) for _ in range(4))
        html = dice.choice(ways).replace("{}", inside)
        if passed_unread(html):
            assert not changed_by_bleach(html), html
            passed += 1
    assert passed > 100


def nested(dice: random.Random, tags: list[str]) -> str:
    chosen = dice.choices(tags, k=dice.randint(1, 3))
    return "".join(f"<{tag}>" for tag in chosen) + "{}" + "".join(f"</{tag}>" for tag in reversed(chosen))


@pytest.mark.parametrize("tail", ["</p>", "</br>", '</br id="x">', "<p>", "</p x>"])
def test_a_tag_that_is_not_closed_in_its_turn_is_read_with_all_around_it(tail: str) -> None:
    html = f"<p>x<br></p>{tail}"
    assert guard.ways_in(guard.shape_of(html)) == {html}


def test_so_it_is_with_each_text_and_each_attribute_in_each_tag() -> None:
    pieces = [f"<{tag}>{text}</{tag}>" for tag in TAGS for text in TEXTS]
    pieces += [f"<{tag}{attribute}>x</{tag}>" for tag in TAGS for attribute in ATTRIBUTES]
    assert [html for html in pieces if passed_unread(html) and changed_by_bleach(html)] == []


def piece(dice: random.Random, depth: int) -> str:
    """Mostly sound HTML, with something odd in about every second one."""
    odd = dice.random() < 0.04
    tag = dice.choice(TAGS if odd else ["p", "p", "ul", "li", "em", "strong", "a", "div", "h2", "sup", "section"])
    sound = {"a": [' href="/x/"', ' href="#x"', ' id="a-1"'], "p": ["", ' class="term"', ' id="a"']}.get(tag, [""])
    attribute = dice.choice(ATTRIBUTES if dice.random() < 0.08 else sound)
    inner = "".join(
        piece(dice, depth - 1) if depth and dice.random() < 0.4 else words(dice) for _ in range(dice.randint(0, 3))
    )
    return f"<{tag}{attribute}>{inner}" + ("" if dice.random() < 0.01 else f"</{tag}>")


def words(dice: random.Random) -> str:
    return dice.choice(TEXTS if dice.random() < 0.1 else TEXTS[:11])


def test_what_differs_in_words_only_is_read_by_bleach_once(monkeypatch: pytest.MonkeyPatch) -> None:
    by_bleach = Mock(side_effect=guard._by_bleach)
    monkeypatch.setattr(guard, "_by_bleach", by_bleach)
    line = '<p id="{}">{} <a class="term" href="/glossary/{}/">word</a> &amp; so on.</p>\n'
    assert guard.difference(line.format("one", "Take", "dose"), line.format("two", "Skip", "pill")) == ""
    assert guard.difference(line.format("three", "Ask about", "x")) == ""
    assert sorted(each.args[0] for each in by_bleach.call_args_list) == [
        "\n",
        '<p id="x"> x</p>',
        '<p id="x"></p>',
        '<p id="x"><a class="term" href="/x"></a></p>',
        '<p id="x"><a class="term" href="/x">x</a></p>',
        '<p id="x">x</p>',
    ]


def test_the_other_sanitiser_reads_every_page_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    by_nh3 = Mock(side_effect=guard._by_nh3)
    monkeypatch.setattr(guard, "_by_nh3", by_nh3)
    for page in (("<p>One</p>", "<p>Two</p>"), ("<p>Two</p>", "<p>One</p>")):
        assert guard.difference(*page) == ""
    assert by_nh3.call_args_list == [call("<p>One</p><p>Two</p>"), call("<p>Two</p><p>One</p>")]


@pytest.mark.parametrize(
    "html",
    [
        '<p aria-label="a>b" onclick="x<">y</p>',
        "<p aria-label='a' id=\"b\">y</p>",
        "<p>a > b</p>",
        "<p>a & b</p>",
        "<p>a\0b</p>",
        "<p>a\tb</p>",
        "<p>👩</p>",
        "<p>open",
        "<p><!-- x --></p>",
        '<a href="/`/[">x</a>',
        '<a href="//x">x</a>',
        '<a href="javascript:x">x</a>',
    ],
)
def test_what_is_not_written_plainly_stands_for_itself(html: str) -> None:
    assert guard.shape_of(html) == html
