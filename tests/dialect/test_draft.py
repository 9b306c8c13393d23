"""A problem names the line where the construct stands, whatever stands before it."""

import pytest

from tests.dialect.guide import problems, render

FENCED = "```\n[@Bad] [x](gone.txt) <b> &#1;\n```\n"
SPAN = "`[@Bad] [x](gone.txt) <b> &#1;`\n"
INDENTED = "    [@Bad] [x](gone.txt) <b> &#1;\n"
BEFORE = {
    "nothing": "",
    "fenced code": f"{FENCED}\n",
    "a code span": f"Text {SPAN}\n",
    "indented code": f"Text.\n\n{INDENTED}\n    more\n\n",
    "indented code with a tab": "Text.\n\n\t[@Bad] [x](gone.txt) <b> &#1;\n\n",
    "indented code in an item": "- item\n\n        [@Bad] [x](gone.txt) <b> &#1;\n\n",
    "indented code in a quotation": ">     [@Bad] [x](gone.txt) <b> &#1;\n\n",
    "escapes": "\\[@Bad] \\[x\\](gone.txt) \\<b> \\&#1;\n\n",
    "a lone backtick far above": "One ` here.\n\nText.\n\nAnother ` there.\n\n",
    "much else": "## Heading {#a}\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n!!! note\n    Text.\n\n",
}
SAID_BEFORE = {
    "indented code": {"text-indented": [3]},
    "indented code with a tab": {"text-indented": [3]},
    "indented code in an item": {"text-indented": [3]},
    "indented code in a quotation": {"text-indented": [1]},
    "a lone backtick far above": {"emphasis-open": [1, 5]},
}
BROKEN = {
    "[@Bad]": "cite-form",
    "[x](gone.txt)": "link-form",
    "<b>": "raw-html",
    "&#1;": "control-character",
}
AROUND = {
    "a paragraph": "{}\n",
    "the second line of a paragraph": "First line\n{}\n",
    "an item": "- one\n- {}\n",
    "an inner item": "1. one\n    - two\n    - {}\n",
    "a callout": '!!! note "Title"\n    Text.\n\n    {}\n',
    "an item in a callout": "!!! note\n    - one\n    - {}\n",
    "a callout's title": '!!! note "{}"\n    Text.\n',
    "a quotation": "> one\n> {}\n",
    "a table": "| a | b |\n|---|---|\n| 1 | {} |\n",
    "a table's head": "| a | {} |\n|---|---|\n| 1 | 2 |\n",
    "a heading": "## {} words\n",
    "bold words": "**bold {}**\n",
}


@pytest.mark.parametrize("named", BEFORE)
@pytest.mark.parametrize(("mistake", "code"), BROKEN.items(), ids=BROKEN.values())
def test_a_mistake_is_found_in_its_line_whatever_stands_before(named: str, mistake: str, code: str) -> None:
    said = [(line, code) for code, lines in SAID_BEFORE.get(named, {}).items() for line in lines]
    assert problems(f"{BEFORE[named]}Words {mistake} words.\n") == [*said, (BEFORE[named].count("\n") + 1, code)]


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
@pytest.mark.parametrize(("mistake", "code"), BROKEN.items(), ids=BROKEN.values())
def test_a_mistake_is_found_in_its_line_wherever_it_stands(around: str, mistake: str, code: str) -> None:
    line = around[: around.index("{}")].count("\n") + 1
    assert problems("Text.\n\n" + around.format(mistake)) == [(line + 2, code)]


def test_each_of_two_equal_mistakes_has_its_own_line() -> None:
    body = "[@Bad]\n\n- [@Bad]\n\n| a | b |\n|---|---|\n| [@Bad] | [@Bad] |\n\n[x](y) [x](y)\n[x](y)\n"
    cited = [(1, "cite-form"), (3, "cite-form"), (7, "cite-form"), (7, "cite-form")]
    assert problems(body) == [*cited, (9, "link-form"), (9, "link-form"), (10, "link-form")]


def test_citations_and_links_know_their_lines() -> None:
    body = (
        "One [@a] and [@a,\nsection 2].\n\n> [@b,\n> table 1]\n\n[g](g.md) g.md [h](g.md#h)\n"
        '[g](<g.md>)\n[g](g.md "t")\n<https://g.org>\n[apart]\n[m](../../images/a.png)\n![m](../../images/a.png)\n\n'
        "[apart]: g.md\n"
    )
    page = render(body)
    assert [(mark.key, mark.locator, mark.place.line - 8) for mark in page.marks] == [
        ("a", "", 1),
        ("a", "section 2", 1),
        ("b", "table 1", 4),
    ]
    assert [(link.path, link.fragment, link.place.line - 8) for link in page.links] == [
        ("en/articles/g.md", "", 7),
        ("en/articles/g.md", "h", 7),
        ("en/articles/g.md", "", 8),
        ("en/articles/g.md", "", 9),
        ("en/articles/g.md", "", 15),
        ("images/a.png", "", 12),
        ("images/a.png", "", 13),
    ]


def test_headings_know_their_lines() -> None:
    body = (
        "## Same\nText.\n\n```\n## Same\n```\n\n## Same\n\n    ## Same\n\nUnder\n-----\n\n### `code` & [link](g.md)\n"
        "\n## Caf&eacute;\n\n## Last #\n"
    )
    lines = [(heading.level, heading.text, heading.line - 8) for heading in render(body).headings]
    assert lines == [
        (2, "Same", 1),
        (2, "Same", 8),
        (2, "Under", 12),
        (3, "code & link", 15),
        (2, "Café", 17),
        (2, "Last", 19),
    ]
