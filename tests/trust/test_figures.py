"""Each attack through the words of each kind of figure: refused with a line of the figure, or letters in the page."""

import json
import re

import pytest

from articles.dialect.figure_words import FigureKind
from tests.dialect.guide import problems, render
from tests.dialect.test_figures import WHOLE, fenced
from tests.trust.active import active, fragment
from tests.trust.vectors import ALL

WORDS = re.compile(r"^( *(?:- )?(?:title|who|time|name|words|what|without|with|source): )(.+)$", re.MULTILINE)


@pytest.mark.parametrize("kind", list(FigureKind), ids=str)
def test_the_words_of_a_figure_hold_an_attack_as_letters_or_are_refused_with_a_line_of_it(kind: FigureKind) -> None:
    fields = [field for field in WORDS.finditer(WHOLE[kind]) if not field[2].isdigit()]
    shown = 0
    for number, vector in enumerate(ALL):
        field = fields[number % len(fields)]
        yaml = WHOLE[kind][: field.start(2)] + json.dumps(vector) + WHOLE[kind][field.end(2) :]
        text = fenced(kind, yaml)
        if told := problems(text):
            assert all(1 < line < text.count("\n") for line, _ in told), (field[1], vector)
            continue
        page = render(text)
        assert active(fragment(page.lead + page.body)) == [], (field[1], vector)
        shown += 1
    assert shown > 0
