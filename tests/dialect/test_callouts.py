"""Callouts: what is refused, and that an emergency leads to the phone and nowhere else."""

import re

import pytest

from articles.policy import CALLOUT_PREFIX, CalloutKind, Language
from articles.problems import ContentError
from tests.dialect.guide import html, problems

REFUSED = {
    "!!! warning\n    Text.": "callout-unknown",
    '!!! admonition "Title"\n    Text.': "callout-unknown",
    "!!! note a title\n    Text.": "callout-form",
    '!!! note "Title"\n\nText.': "callout-empty",
    "!!! note\n  Two spaces.": "callout-empty",
    '!!! note "Title"\n    [@key]': "callout-empty",
}


@pytest.mark.parametrize(("callout", "code"), REFUSED.items(), ids=REFUSED.keys())
def test_a_callout_is_refused_in_its_line(callout: str, code: str) -> None:
    good = "Stop!!! Text.\n\n!!! note\n    Text.\n\n    !!! no callout, but code\n\n"
    assert problems("Text.\n\n        !!! warning\n\n!!! do\n    It.\n\n" + callout) == [
        (3, "text-indented"),
        (8, code),
    ]
    assert problems(good.replace("    !!! no", "        !!! no") + callout) == [(6, "text-indented"), (8, code)]


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://example.org/)",
        "[x](other.md)",
        "[x](#here)",
        "[x](mailto:a@example.org)",
        "<https://example.org>",
        "[x]",
    ],
)
def test_an_emergency_callout_leads_to_the_phone_and_nowhere_else(link: str) -> None:
    apart = "\n\n[x]: https://example.org/\n" if link == "[x]" else ""
    for inside in (f"Text.\n\n    {link}", f"- one\n\n        {link}", f"!!! note\n        {link}"):
        body = f"## Here {{#here}}\n\n!!! emergency\n    {inside}{apart}"
        assert [code for _, code in problems(body)] == ["emergency-link"]


def test_in_an_emergency_callout_marks_stand_without_links() -> None:
    made = html(
        "!!! emergency\n    Call [911](tel:911), [988](sms:988) [@a].\n\n    !!! note\n        In [@b].\n\nText [@b]."
    )
    callout, after = made.rsplit("</aside>", 1)
    assert re.findall('href="([^"]*)"', callout) == ["tel:911", "sms:988"]
    assert re.findall('href="([^"]*)"', after) == ["#source-2"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", CalloutKind)
def test_each_kind_is_said_before_its_title(kind: CalloutKind, language: Language) -> None:
    made = html(f'!!! {kind} "A title"\n    Text.', language=language)
    spoken = f'<span class="visually-hidden">{CALLOUT_PREFIX[language][kind]}</span> A title'
    tag, title = ("details", "summary") if kind is CalloutKind.CLINICIANS else ("aside", "h2")
    head = f'<{tag} class="callout callout-{kind}"><{title} class="callout-title">{spoken}</{title}>\n'
    assert made == f"{head}<p>Text.</p>\n</{tag}>\n"


def test_titles_stand_under_the_heading_before_them() -> None:
    made = html(
        "!!! do\n    A.\n\n## Two\n\n!!! do\n    B.\n\n#### Four\n\n!!! do\n    !!! do\n        !!! do\n            C."
    )
    assert re.findall('<(h.) class="callout-title"', made) == ["h2", "h3", "h5", "h6", "h6"]


def test_the_text_of_a_callout_that_is_none_yet_is_no_mistake_of_its_own() -> None:
    body = "!!! note “A: b:”\n    - One.\n\n    Two.\n\nText.\n\n    Three.\n"
    assert problems(body) == [(1, "callout-form"), (8, "text-indented")]


def test_a_title_in_curly_quotes_is_said_back_whole() -> None:
    with pytest.raises(ContentError, match='Write: !!! note "Call now if:"'):
        html("!!! note “Call now if:”\n    Text.")
