"""Links and pictures: what leads somewhere, what is refused, and nothing that an editor wrote gets lost."""

import pytest

from tests.dialect.guide import html, problems, render, warnings

REFUSED = {
    "[a](javascript:alert(1))": "link-scheme",
    "[a](JavaScript:alert)": "link-scheme",
    "[a](java&#115;cript:alert)": "link-scheme",
    "[a](&#x6A;avascript:alert)": "link-scheme",
    "[a](java\\script:alert)": "link-form",
    "[a](<java script:alert>)": "link-form",
    "[a](data:text/html,x)": "link-scheme",
    "[a](vbscript:x)": "link-scheme",
    "[a](file:///etc/passwd)": "link-scheme",
    "[a](http://example.org)": "link-scheme",
    "[a](ftp://example.org)": "link-scheme",
    "<http://example.org>": "link-scheme",
    "<ftp://example.org>": "link-scheme",
    "[a](//example.org)": "link-form",
    "[a](/guides/x/)": "link-form",
    "[a](https://)": "link-form",
    "[a](https:example.org)": "link-form",
    "[a](https://localhost)": "link-form",
    "[a](https://user:word@example.org)": "link-form",
    "[a](https://user@example.org/x)": "link-form",
    "[a](https:\\\\example.org)": "link-form",
    "[a](https://a]b.org)": "link-form",  # at these four the library raises, which ended lint
    "<https://a[b.org>": "link-form",
    "[a](https://a\u2100b.org)": "link-form",
    "[a](//a]b)": "link-form",
    "[a](https://example.org:99999)": "link-form",
    '[a](<https://example.org/"x>)': "link-form",
    "[FDA.gov](https://example.org/[x)": "link-form",
    "[a](tel:nine)": "link-form",
    "[a](tel:)": "link-form",
    "[a](sms:988?body=x)": "link-form",
    "[a](mailto:nobody)": "link-form",
    "[a](mailto:a@example.org?bcc=b@example.org)": "link-form",
    "[a]()": "link-form",
    "[a](guide)": "link-form",
    "[a](guide.txt)": "link-form",
    "[a](Guide.md)": "link-form",
    "[a](guide.md?x=1)": "link-form",
    "[a](../guide.md)": "link-form",
    "[a](../../../guide.md)": "link-form",
    "[a](../../fr/articles/guide.md)": "link-form",
    "[a](../../references/key.md)": "link-form",
    "[a](../../images/x.exe)": "link-form",
    "[a](guide.md with space)": "link-form",
    "[](guide.md)": "link-empty",
    "[ ](guide.md)": "link-empty",
    "[a <https://example.org> b](guide.md)": "link-nested",
    "![](../../images/a.png)": "image-alt",
    "![ ](../../images/a.png)": "image-alt",
    "![a](a.png)": "image-place",
    "![a](../../images/../a.png)": "image-place",
    "![a](../../images/a.gif)": "image-place",
    "![a](../../images/)": "image-place",
    "![a](/images/a.png)": "image-place",
    "![a](https://example.org/a.png)": "image-place",
    "![a](data:image/png;base64,x)": "image-place",
    "![a]()": "image-place",
    "[name]: guide.md": "link-unused",
    "[Important]: never": "link-unused",
}


@pytest.mark.parametrize(("link", "code"), REFUSED.items(), ids=REFUSED.keys())
def test_a_link_is_refused_in_its_line(link: str, code: str) -> None:
    assert problems(f"Text :guide.md javascript: [b](good.md).\n\n{link}\n") == [(3, code)]


@pytest.mark.parametrize("note", ["note", "https://example.org/", "A note of several words."])
def test_a_footnote_is_told_as_one_at_its_mark_and_at_its_words(note: str) -> None:
    assert problems(f"Text.[^1]\n\n[^1]: {note}\n") == [(1, "footnote"), (3, "footnote")]


def test_where_links_lead_is_noted_for_who_knows_the_folder() -> None:
    body = "[a](b.md#c) [a](../glossary/w.md) [a](#h) [a](../../images/a%62.svg) [a](https://example.org)\n"
    assert [(link.path, link.fragment, link.written) for link in render(body).links] == [
        ("en/articles/b.md", "c", "b.md#c"),
        ("en/glossary/w.md", "", "../glossary/w.md"),
        ("en/articles/guide.md", "h", "#h"),
        ("images/ab.svg", "", "../../images/a%62.svg"),
    ]


@pytest.mark.parametrize(
    "link",
    ['[a](b.md "words")', "[a](b.md 'words')", '[a][b]\n\n[b]: b.md "words"', '![a](../../images/a.png "words")'],
)
def test_words_that_would_not_be_shown_are_a_warning(link: str) -> None:
    line = 3 + (2 if "\n" in link else 0)
    assert warnings(f"Text.\n\n{link}\n") == [(line, "link-title")]
    assert "words" not in html(link)


def test_a_name_apart_is_used_in_any_case() -> None:
    assert html("[A Guide] and [it][a guide]\n\n[A guide]: b.md\n") == (
        '<p><a href="/guides/b/">A Guide</a> and <a href="/guides/b/">it</a></p>\n'
    )


@pytest.mark.parametrize(
    "link",
    [
        "[911](tel:911)",
        "[Call 911 now](tel:911)",
        "[text 988](sms:988)",
        "[1-800-662-HELP](tel:+18006624357)",
        "[1 (800) 662-4357, day and night](tel:1-800-662-4357)",
        "[800-662-4357](tel:+18006624357)",
        "[call us, 24 hours, 7 days](tel:+18006624357)",
        "[fda.gov](https://www.fda.gov/drugs)",
        "[https://www.fda.gov/drugs](https://www.fda.gov/drugs/x)",
        "[nida.nih.gov](https://archives.nida.nih.gov/)",
        "[U.S. FDA](https://www.fda.gov/)",
    ],
)
def test_words_that_say_where_a_link_leads_may_stand(link: str) -> None:
    assert problems(f"Text {link}.\n") == []


@pytest.mark.parametrize(
    "link",
    [
        "[Call 911](tel:+19005551234)",
        "[988](tel:912)",
        "[text 988](sms:989)",
        "[1-800-662-HELP](tel:+18002221222)",
        "[1-800-222-1222](tel:+18006624357)",
        "[https://www.fda.gov/drugs](https://evil.example/drugs)",
        "[fda.gov](https://fda.gov.evil.example/)",
        "[fda.gov](https://notfda.gov/)",
        "[the label](https://fd\u0430.gov/label)",
    ],
)
def test_words_that_name_another_number_or_place_than_the_link_are_refused(link: str) -> None:
    assert problems(f"Text.\n\nText {link}.\n") == [(3, "link-form")]
