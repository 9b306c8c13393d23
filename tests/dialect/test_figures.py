"""Figures: their numbers agree, their source is cited in place, and each mistake is told in its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dialect.figure_words import WORDS, FigureKind, Unit
from articles.policy import Language
from tests.articles.refusals import BODY_LINE
from tests.dialect.guide import html, problems, render

ROOT = Path(__file__).resolve().parent.parent.parent
ICONS = """\
title: A title
who: people
time: over 12 weeks
of: 100
groups:
  - name: With a placebo
    count: 60
    words: felt it
  - name: With naltrexone
    count: 50
    words: felt it
source: "[@a]"
"""
TIMELINE = """\
title: A title
unit: days
steps:
  - at: 0
    what: First
  - from: 7
    to: 10
    what: Second
source: "[@a]"
"""
FACTS = """\
title: A title
who: people
time: over 12 weeks
of: 100
without: Placebo
with: Naltrexone
benefits:
  - what: Drinking
    without: 60
    with: 50
harms:
  - what: Nausea
    difference: 10 more
source: "[@a]"
"""
WHOLE = {FigureKind.ICON_ARRAY: ICONS, FigureKind.TIMELINE: TIMELINE, FigureKind.FACTS: FACTS}


def fenced(kind: str, yaml: str) -> str:
    return f"```{kind}\n{yaml}```\n"


TO_60 = ICONS[ICONS.index("of: 100") : ICONS.index("count: 60") + len("count: 60")]
# What is changed in a whole figure -> the line of the block, counted from its fence, and the code.
REFUSED = [
    (FigureKind.ICON_ARRAY, "title: A title\n", "", (2, "missing-key")),
    (FigureKind.ICON_ARRAY, "title: A title", "title: 12", (2, "wrong-type")),
    (FigureKind.ICON_ARRAY, "title: A title", "title: A **title**", (2, "figure-markup")),
    (FigureKind.ICON_ARRAY, "title: A title", "title: About 40 of 100 felt it", (2, "figure-contradicts")),
    (FigureKind.ICON_ARRAY, "title: A title", "title: About 60 of 1,000 felt it", (2, "figure-contradicts")),
    (FigureKind.ICON_ARRAY, "who: people", "whom: people", (3, "unknown-key")),
    (FigureKind.ICON_ARRAY, "of: 100", "of: 50", (5, "figure-scale")),
    (FigureKind.ICON_ARRAY, "of: 100\n", "", (2, "figure-scale")),
    (FigureKind.ICON_ARRAY, "of: 100", "of: 1000", (5, "figure-scale")),
    (FigureKind.ICON_ARRAY, TO_60, TO_60.replace("100", "1000").replace("60", "6"), (5, "figure-scale")),
    (FigureKind.ICON_ARRAY, "of: 100", "of: 1,000", (5, "wrong-type")),
    (FigureKind.ICON_ARRAY, "count: 60", "count: 101", (8, "figure-count")),
    (FigureKind.ICON_ARRAY, "count: 60", "count: -1", (8, "figure-count")),
    (FigureKind.ICON_ARRAY, "count: 60", "count: 59.5", (8, "figure-count")),
    (FigureKind.ICON_ARRAY, "count: 60", "count: [60]", (8, "figure-count")),
    (FigureKind.ICON_ARRAY, "    count: 60\n", "", (7, "figure-count")),
    (FigureKind.ICON_ARRAY, "count: 60", "count: 60\n    of: 90", (9, "unknown-key")),
    (FigureKind.ICON_ARRAY, "words: felt it\n  -", "words: felt it, 1 of 100\n  -", (9, "figure-contradicts")),
    (FigureKind.ICON_ARRAY, ICONS[ICONS.index("  - name: With n") : ICONS.index("so")], "", (2, "figure-compared")),
    (FigureKind.ICON_ARRAY, "groups:\n", "groups:\n" + "  - {name: a, count: 1, words: b}\n" * 2, (6, "figure-rows")),
    (FigureKind.ICON_ARRAY, 'source: "[@a]"\n', "", (2, "figure-source")),
    (FigureKind.ICON_ARRAY, 'source: "[@a]"', "source: a paper", (13, "figure-source")),
    (FigureKind.ICON_ARRAY, 'source: "[@a]"', 'source: "[@A]"', (13, "cite-form")),
    (FigureKind.ICON_ARRAY, 'source: "[@a]"', "source: [@a]", (13, "yaml")),
    (FigureKind.ICON_ARRAY, "time: over", 'time: "a\\0" # over', (4, "control-character")),
    (FigureKind.ICON_ARRAY, "time: over 12 weeks", "time: " + "over " * 61, (4, "too-long")),
    (FigureKind.ICON_ARRAY, ICONS, "just words\n", (2, "yaml")),
    (FigureKind.TIMELINE, "unit: days", "unit: years", (3, "unknown-value")),
    (FigureKind.TIMELINE, "unit: days\n", "", (2, "missing-key")),
    (FigureKind.TIMELINE, "to: 10", "to: 7", (8, "timeline-range")),
    (FigureKind.TIMELINE, "to: 10", "to: 3", (8, "timeline-range")),
    (FigureKind.TIMELINE, "to: 10", "to: soon", (8, "wrong-type")),
    (FigureKind.TIMELINE, "from: 7\n    to: 10", "at: -7", (7, "figure-count")),
    (FigureKind.TIMELINE, "at: 0", "at: 8", (7, "timeline-order")),
    (FigureKind.TIMELINE, "at: 0", "at: 0\n    to: 1", (5, "timeline-when")),
    (FigureKind.TIMELINE, "at: 0\n    ", "", (5, "timeline-when")),
    (FigureKind.TIMELINE, "to: 10", "to: 10\n    when: Later", (7, "timeline-when")),
    (FigureKind.TIMELINE, "  - at: 0\n    what: First\n", "", (4, "figure-rows")),
    (FigureKind.TIMELINE, "what: Second", "what: Second\n    words: <i>now</i>", (10, "figure-markup")),
    (FigureKind.TIMELINE, "what: Second", "what: Second [@a b]", (9, "cite-form")),
    (FigureKind.TIMELINE, 'source: "[@a]"\n', "", (2, "figure-source")),
    (FigureKind.FACTS, "with: Naltrexone\n", "", (2, "missing-key")),
    (FigureKind.FACTS, "without: 60", "without: 160", (10, "figure-count")),
    (FigureKind.FACTS, "without: 60", "without: many", (10, "figure-count")),
    (FigureKind.FACTS, "    without: 60\n", "", (9, "figure-count")),
    (FigureKind.FACTS, "10 more", "10", (14, "facts-difference")),
    (FigureKind.FACTS, "10 more", "110 more", (14, "facts-difference")),
    (FigureKind.FACTS, "10 more", "10 more\n    with: 20", (14, "facts-difference")),
    (FigureKind.FACTS, "harms:\n  - what: Nausea\n    difference: 10 more\n", "", (2, "facts-side")),
    (FigureKind.FACTS, "title: A title", "title: 20 more of 100 felt sick", (2, "figure-contradicts")),
    (FigureKind.FACTS, "of: 100", "of: 1000", (5, "figure-scale")),
    (FigureKind.FACTS, 'source: "[@a]"\n', "", (2, "figure-source")),
]


@pytest.mark.parametrize(("kind", "old", "new", "found"), [(*case[:3], case[3:]) for case in REFUSED])
def test_a_mistake_is_refused_in_its_line(
    kind: FigureKind, old: str, new: str, found: tuple[tuple[int, str], ...]
) -> None:
    assert WHOLE[kind].count(old) == 1
    assert problems(f"Text.\n\n{fenced(kind, WHOLE[kind].replace(old, new))}") == [
        (line + 2, code) for line, code in found
    ]


def test_every_mistake_is_told_at_once() -> None:
    broken = ICONS.replace("60", "160").replace("people", "<b>").replace('"[@a]"', "x") + "colour: red\n"
    assert problems(fenced("icon-array", broken)) == [
        (3, "figure-markup"),
        (8, "figure-count"),
        (13, "figure-source"),
        (14, "unknown-key"),
    ]


@pytest.mark.parametrize("kind", FigureKind)
def test_a_whole_figure_is_fit_to_publish(kind: FigureKind) -> None:
    assert problems(fenced(kind, WHOLE[kind])) == []


@pytest.mark.parametrize("kind", FigureKind)
def test_an_empty_figure_says_what_is_missing(kind: FigureKind) -> None:
    assert {"missing-key", "figure-source"} <= {code for _, code in problems(fenced(kind, ""))}


@settings(deadline=None, max_examples=25)  # each draws 200 people
@given(count=st.integers(0, 100), other=st.integers(0, 100))
def test_as_many_people_are_filled_in_as_the_text_says(count: int, other: int) -> None:
    made = html(
        fenced("icon-array", ICONS.replace("count: 50", f"count: {other}").replace("count: 60", f"count: {count}", 1))
    )
    drawings = made.split('role="img"')[1:]
    assert [drawing.count('class="affected"') for drawing in drawings] == [count, other]
    assert [drawing.count("<span></span>") for drawing in drawings] == [100 - count, 100 - other]
    assert all("affected" not in drawing.partition("<span></span>")[2] for drawing in drawings)  # from one corner
    assert re.findall(r'aria-label="([^"]*): Drawing of 100 people, (\d+) of them filled in"', made) == [
        ("With a placebo", str(count)),
        ("With naltrexone", str(other)),
    ]


def test_a_figure_of_1000_has_1000_people() -> None:
    made = html(fenced("icon-array", ICONS.replace("100", "1000").replace("60", "6").replace("50", "0")))
    assert made.count('<span class="affected"></span>') == 6
    assert made.count("<span></span>") == 1_994
    assert "6 of 1,000</strong>" in made


@pytest.mark.parametrize(
    ("without", "with_it", "said"),
    [
        ("60", "50", "10 fewer"),
        ("5", "13", "8 more"),
        ("5", "5", "no difference"),
        ("about 60", "50", "about 10 fewer"),
    ],
)
def test_the_difference_is_worked_out(without: str, with_it: str, said: str) -> None:
    made = html(fenced("facts", FACTS.replace("60", without).replace("50", with_it)))
    assert f"Difference: </span>{said}</td>" in made


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("unit", Unit)
def test_a_time_is_said_in_words(unit: Unit, language: Language) -> None:
    when = WORDS[language].when[unit]
    times = ("at: 1", "from: 2, to: 3", "to: 4", "from: 5", "when: Then")
    steps = "".join(f"  - {{{time}, what: a}}\n" for time in times)
    made = html(fenced("timeline", f'title: t\nunit: {unit}\nsource: "[@a]"\nsteps:\n{steps}'), language=language)
    said = re.findall('class="timeline-when">([^<]*)<', made)
    assert said == [when.at.format(1), when.over.format(2, 3), when.until.format(4), when.since.format(5), "Then"]


def test_sources_are_numbered_in_the_order_of_the_page() -> None:
    page = render(f"One [@b].\n\n{fenced('timeline', TIMELINE.replace('First', 'First [@c, page 2]'))}\nTwo [@d].\n")
    assert [(mark.key, mark.locator, mark.place.line - page.marks[0].place.line) for mark in page.marks] == [
        ("b", "", 0),
        ("a", "", 11),
        ("c", "page 2", 7),
        ("d", "", 14),
    ]


@pytest.mark.parametrize("kind", [FigureKind.ICON_ARRAY, FigureKind.FACTS])
def test_a_source_in_the_sentence_of_who_was_counted_is_told_in_its_own_line(kind: FigureKind) -> None:
    whole = WHOLE[kind].replace("who: people", "who: people [@b]").replace("12 weeks", "12 weeks [@A]")
    assert problems(fenced(kind, whole)) == [(4, "cite-form")]
    marks = render(fenced(kind, whole.replace("@A", "@c"))).marks
    assert {(mark.key, mark.place.line - BODY_LINE + 1) for mark in marks if mark.key != "a"} == {("b", 3), ("c", 4)}


@pytest.mark.parametrize("kind", FigureKind)
def test_terms_are_linked_beside_a_figure_and_not_in_it(kind: FigureKind) -> None:
    made = html(fenced(kind, WHOLE[kind].replace("A title", "Naltrexone and craving")) + "\nNaltrexone, craving.\n")
    figure, after = made.split("</figure>")
    assert 'class="term"' not in figure
    assert after.count('class="term"') == 2


@pytest.mark.parametrize("kind", FigureKind)
def test_a_figure_is_found_by_its_words_and_weighs_nothing_in_the_grade(kind: FigureKind) -> None:
    page = render("## Part {#part}\n\nText.\n\n" + fenced(kind, WHOLE[kind]))
    assert page.prose == ("Text.",)
    assert "A title" in page.sections[-1].text
    assert "[1]" not in page.text
    said = {"icon-array": "60 of 100 felt it", "timeline": "Days 7 to 10", "facts": "10 fewer"}
    assert said[kind] in page.sections[-1].text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "<!-- -->",
    "</figure><style>*{}</style>",
    "<math><mtext></table>",
    "javascript:alert(1)",
    '" onclick="alert(1)',
    "&lt;script&gt;",
    "{{ settings.SECRET_KEY }}{% load x %}",
    "[a](javascript:alert(1))",
    "![x](y.png)",
    "\u0002fence 0\u0003",
]
FIELDS = [
    (kind, old, key)
    for kind, whole in WHOLE.items()
    for old in re.findall(r"[a-z]+: [A-Za-z].*", whole)
    for key in [old.split(":")[0]]
    if key not in ("unit", "difference")
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("kind", "old", "key"), FIELDS)
def test_no_field_lets_anything_but_words_through(kind: FigureKind, old: str, key: str, text: str) -> None:
    yaml = WHOLE[kind].replace(old, f"{key}: '{text}'", 1)
    whole, hurt = html(fenced(kind, WHOLE[kind])), fenced(kind, yaml)
    if not problems(hurt):
        made = html(hurt)
        tags = re.compile("<[^>]*>")
        names = re.compile(r'(?<=aria-label=)"[^"]*"')
        assert tags.findall(names.sub("", made)) == tags.findall(names.sub("", whole))


@pytest.mark.parametrize("text", ["<b>", "a &amp; b", "`x`", "**x**", "[a](b)", "[@", "<!--"])
def test_mark_up_in_a_figure_is_told_rather_than_shown(text: str) -> None:
    assert problems(fenced("icon-array", ICONS.replace("A title", f"'{text}'"))) == [(2, "figure-markup")]


@pytest.mark.parametrize("text", ["a & b", "5 < 6", "“quoted”", "it’s", "a [b]", "1 * 2", "x_y_z"])
def test_plain_signs_stay_as_typed(text: str) -> None:
    shown = text.replace("&", "&amp;").replace("<", "&lt;")
    assert f'<p class="figure-title">{shown}</p>' in html(fenced("icon-array", ICONS.replace("A title", f'"{text}"')))


def test_a_figure_stands_between_what_is_beside_it() -> None:
    made = html(f"Before\n{fenced('timeline', TIMELINE)}after\n\n- item\n{fenced('timeline', TIMELINE)}- item\n")
    assert re.findall("<(/?(?:p|ul|figure))[ >]", re.sub("(?s)(<figure).*?(</figure)", r"\1>\2", made)) == [
        *("p", "/p", "figure", "/figure", "p", "/p"),
        *("ul", "/ul", "figure", "/figure", "ul", "/ul"),
    ]


def test_what_editors_are_shown_is_a_figure_of_each_kind() -> None:
    shown = re.findall(r"(?ms)^````\n(```([a-z-]+)\n.*?\n```\n)````$", (ROOT / "content" / "README.md").read_text())
    assert {kind for _, kind in shown} == set(FigureKind)
    assert [problems(figure) for figure, _ in shown] == [[]] * len(shown)
