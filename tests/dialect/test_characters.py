"""Raw HTML and what is left of notation are refused; entities and escapes become letters."""

import random
from xml.etree.ElementTree import Element, SubElement

import pytest
from markdown import Markdown
from markdown.util import AtomicString

from articles.dialect.characters import MARK, Characters, PlainProcessor
from articles.dialect.citations import Citations
from articles.dialect.draft import Draft
from articles.dialect.leftovers import HTML_TOLD_MAX
from articles.policy import Language
from articles.problems import ContentError, Notebook
from tests.dialect.guide import html, problems

RAW = [
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    '<div class="x">\n\ntext\n\n</div>',
    "<style>p{display:none}</style>",
    "<math><mtext></mtext></math>",
    "<!-- a comment -->",
    "<!DOCTYPE html>",
    "<![CDATA[x]]>",
    "<?php echo 1 ?>",
    "<unclosed",
    "<B>",
    "<custom-element>",
    "<noscript>",
    "<template>",
    "<object data=x>",
    "<form action=/x><input name=y></form>",
    "<details open ontoggle=alert(1)>",
    "<javascript:alert(1)>",
]
PLACES = [
    "{}",
    "Text {} text",
    "- {}",
    "> {}",
    "| a | b |\n|---|---|\n| x | {} |",
    "## Heading {}",
    "![alt {}](../../images/a.png)",
]


@pytest.mark.parametrize("raw", RAW)
def test_raw_html_is_refused_with_its_line(raw: str) -> None:
    found = problems(f"Text.\n\nMore {raw}\n")
    assert found[0] == (3, "raw-html")
    assert {code for _, code in found} == {"raw-html"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("raw", ["<b>", "</b>", "<!-- x -->", "<img src=x>"])
def test_raw_html_is_refused_everywhere(place: str, raw: str) -> None:
    body = f"Text.\n\n{place.format(raw)}\n"
    assert problems(body) == [(body[: body.index(raw)].count("\n") + 1, "raw-html")]


def test_a_web_page_is_one_problem_and_hides_no_other() -> None:
    page = "<!DOCTYPE html>\n<html>\n<h1 id=x>One</h1>\n\n" + "<p>Words</p>\n\n" * 5 + "</html>"
    assert problems(f"Text.\n\n{page}\n\n[@Bad]\n") == [(3, "raw-html"), (19, "cite-form")]
    with pytest.raises(ContentError, match=r"“<!DOCTYPE html>” begins 15 pieces .* the last in line 23, which"):
        html(page)
    few = "<b>Words</b>\n\n" * (HTML_TOLD_MAX // 2)
    assert len(problems(few)) == HTML_TOLD_MAX


@pytest.mark.parametrize(
    "text",
    ["5 < 6", "5 <6", "p<0.05", "<3", "a <- b", "x << y", "<>", "< b >", "\\<b>", "&lt;b&gt;", "`<b>`", "    <b>"],
)
def test_what_is_no_html_is_shown_as_typed(text: str) -> None:
    typed = text.strip("` ").replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in html(text)


LEFT_OVER = {
    "[@key": "cite-form",
    "[@key, section 5 and so on": "cite-form",
    "[one [two](two.md)](one.md)": "link-form",
    "![alt [@key]](../../images/a.png)": "cite-form",
    "[a](b.md": "link-form",
    '!!! note "Title" more': "callout-form",
    "!!! note 'Title'": "callout-form",
    "!!!": "callout-form",
    "  !!! note": "callout-form",
    "> !!! note: title": "callout-form",
}


@pytest.mark.parametrize(("left", "code"), LEFT_OVER.items(), ids=LEFT_OVER.keys())
def test_notation_that_readers_would_see_is_refused(left: str, code: str) -> None:
    assert problems(f"Text.\n\n{left}\n") == [(3, code)]


@pytest.mark.parametrize(
    "text", ["\\[@key", "\\[a](b.md)", "\\!!! note", "Stop!!! Now", "*so*!!! and", "[a] and (b)", "[1]"]
)
def test_what_is_no_notation_or_escaped_is_shown(text: str) -> None:
    assert problems(text) == []
    assert text.replace("\\", "").replace("*so*", "<em>so</em>") in html(text)


@pytest.mark.parametrize(
    "entity", ["&#0;", "&#1;", "&#x1f;", "&#xD800;", "&#x110000;", "&#8232;", "&#x202E;", "&lrm;", "&rlm;"]
)
def test_an_entity_for_what_cannot_be_seen_is_refused(entity: str) -> None:
    assert problems(f"Text.\n\n- one {entity}\n") == [(3, "control-character")]


def test_entities_become_letters_once() -> None:
    text = "&amp;lt; &lt; &quot; &eacute; &#233; &#xE9; &hellip; &unknown; &notit; AT&T &amp;amp; \\&amp;"
    shown = '&amp;lt; &lt; " é é é … &amp;unknown; &amp;notit; AT&amp;T &amp;amp; &amp;amp;'
    assert html(text) == f"<p>{shown}</p>\n"


def test_every_mark_of_punctuation_can_be_escaped() -> None:
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    shown = marks.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html("".join(f"\\{mark}" for mark in marks)) == f"<p>{shown}</p>\n"


def test_a_text_without_a_mark_is_one_in_which_the_library_finds_nothing() -> None:
    library = Markdown(extensions=[Characters(draft := a_draft()), Citations(draft)])
    patterns = [pattern.compiled_re for pattern in library.inlinePatterns]
    dice = random.Random(3)
    found = 0
    for _ in range(20_000):
        text = "".join(dice.choices('<[](){}#|*_~`!\\+-:. \nxa@&;^/"', k=dice.randint(1, 9)))
        if any(pattern.search(text) for pattern in patterns):
            found += 1
            assert MARK.search(text), text
    assert found > 5_000


def test_where_it_finds_nothing_it_does_not_look() -> None:
    root = Element("div")
    plain, marked = SubElement(root, "p"), SubElement(root, "p")
    plain.text, marked.text = "Plain words, 50 mg.", "Words in *italics*."
    PlainProcessor(Markdown()).run(root)
    assert (type(plain.text), type(marked.text)) == (AtomicString, str)


def a_draft() -> Draft:
    return Draft("en/articles/guide.md", Language.EN, "", 1, Notebook("en/articles/guide.md", []))
