"""What no line breaks in two, in running text and in what templates show."""

import pytest

from articles.unbroken import with_units
from naltrexone_site.unbroken import at_slashes, unbroken, whole_words
from tests.dialect.guide import render

SPACE = "\u00a0"


UNITS = (
    "380~mg deep ¦ 1.5 to 4.5~mg ¦ 25~percent lower ¦ about 4~hours ¦ 5 to 10~days, 2~weeks ¦ 12~ounces ¦ 3\n4~mL"
    " ¦ por 12~semanas ¦ el 5~por ciento ¦ 1~mes, 2~meses ¦ 2~años"
).split(" ¦ ")


@pytest.mark.parametrize("text", UNITS)
def test_a_number_stays_with_its_unit(text: str) -> None:
    assert with_units(text.replace("~", " ")) == text.replace("~", SPACE)
    assert with_units(text.replace("~", "\n")) == text.replace("~", SPACE)


@pytest.mark.parametrize(
    "text", ["100 people", "4 monthly visits", "day 4 daylight", "x mg", "911 or 988", "2 gallons"]
)
def test_other_words_stay_free(text: str) -> None:
    assert with_units(text) == text


def test_a_telephone_number_is_marked_and_all_else_escaped() -> None:
    number = '<span class="telephone">1-800-332-1088</span>'
    assert unbroken("Call 1-800-332-1088.") == f"Call {number}."
    assert unbroken("<b> & “5 mg” \"'") == f"&lt;b&gt; &amp; “5{SPACE}mg” &quot;&#x27;"
    for other in ("11-800-332-1088", "1-800-332-1088-5", "1-800-332-10888", "978-1-800-332-1088"):
        assert unbroken(other) == other


def test_running_text_is_bound_and_what_is_shown_as_typed_is_not() -> None:
    page = render("After 3 months **4 weeks** on [@label].\n\n```\n50 mg\n```\n\nThen `5 mg`, and 6 mg.\n")
    assert f"After 3{SPACE}months <strong>4{SPACE}weeks</strong>" in page.lead
    assert "50 mg" in page.lead
    assert f"<code>5 mg</code>, and 6{SPACE}mg." in page.lead
    assert "After 3 months 4 weeks" in page.text


def test_a_telephone_number_in_a_guide_is_marked_too() -> None:
    page = render(
        "[1-800-662-4357](tel:+18006624357) or 1-800-FDA-1088, **or** 1-800-222-1222 now. Then `1-800-222-1222`.\n"
    )
    first, second, third = [
        f'<span class="telephone">1-800-{number}</span>' for number in ("662-4357", "FDA-1088", "222-1222")
    ]
    assert (
        f'<p><a href="tel:+18006624357">{first}</a> or {second}, <strong>or</strong> {third} now.'
        " Then <code>1-800-222-1222</code>.</p>"
    ) in page.lead


def test_an_address_goes_on_after_a_slash() -> None:
    assert at_slashes("/guides/a-b/") == "/<wbr>guides/<wbr>a-b/"
    assert at_slashes('/"&') == "/<wbr>&quot;&amp;"


def test_a_word_with_a_hyphen_stays_whole_in_a_title() -> None:
    assert whole_words("The opioid-free <b>") == 'The <span class="together">opioid-free</span> &lt;b&gt;'
    assert whole_words("A - b, c") == "A - b, c"
