"""/evidence/: no claim without its source, how sure one can be of it in one of four words, and the day it was read."""

import re
from datetime import datetime

import pytest

from tests.content.pages import guides
from tests.content.statements import CITATION, body

SURE = ("Fairly sure", "Less sure", "Unsure", "Not known")
ROWS = [
    [" ".join(cell.split()) for cell in line.strip("|").split("|")]  # a space that does not break is one too
    for line in body("evidence").split("\n")
    if line.startswith("|") and not re.match(r"\|(?:-|\s*Claim)", line)
]
CLAIMS = [row[0] for row in ROWS]
# What the page must not lose: a word of the claim, and the size that its source gives.
SIZES = {
    "Tablets: fewer people go back to heavy drinking": "NNT 11 (95 percent CI 5 to 41)",
    "Tablets: fewer people drink at all": "NNT 18 (CI 4 to 32)",
    "Injection: fewer heavy drinking days": "4.6; CI 0.56 to 8.5",
    "Acamprosate and naltrexone tablets": "NNT 11 (CI 1 to 32)",
    "Tablets: staying in treatment, not using": "CI 1.66 to 5.18",
    "Injection: a first dose is hard to reach": "72 of 100",
    "Injection against buprenorphine, everyone counted": "1.36 (CI 1.10 to 1.68)",
    "Still on the injection after 6 months": "CI 35 to 59",
    "Naltrexone: fewer deaths": "1.44 (CI 0.84 to 2.46)",
    "Overdose after stopping the injection": "22 came within 2 months",
    "Liver tests above three times normal": "About 1 of 100",
    "Injection: a sore, hard or itchy spot": "About 28 of 100",
    "Low mood, thoughts of suicide": "5 of 101",
    "Harm or safety in pregnancy": "none of 6 newborns",
}


@pytest.mark.parametrize("row", ROWS, ids=CLAIMS)
def test_a_claim_has_its_size_its_source_how_sure_it_is_and_when_it_was_read(row: list[str]) -> None:
    _, size, sure, read = row
    assert CITATION.search(size)
    assert sure.removeprefix("**").startswith(SURE)
    assert datetime.strptime(read, "%b %d, %Y").date() <= guides()["evidence"].source.sources_checked


def test_each_word_for_how_sure_is_explained_above_the_tables() -> None:
    explained = body("evidence").split("{#how-to-read}")[1].split("\n## ")[0]
    assert [word for word in SURE if f"**{word}:**" not in explained] == []


@pytest.mark.parametrize(("claim", "size"), SIZES.items())
def test_an_important_claim_keeps_the_size_that_its_source_gives(claim: str, size: str) -> None:
    assert size in ROWS[CLAIMS.index(claim)][1]
