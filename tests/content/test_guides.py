"""The words themselves: what must be said is said with its source, and what must not be said is nowhere."""

import re
from datetime import date
from pathlib import Path

import pytest

from articles.editing import readability
from articles.editing.lint import lint
from articles.policy import READING_GRADE_MAX, Status
from tests.content.pages import guides
from tests.content.statements import (
    ARTICLES,
    ROOT,
    Statement,
    body,
    headings,
    lead_of,
    must_say,
    plain,
    said_in,
    sentences,
)

CONTENT = ROOT / "content"
GUIDES = sorted(path.stem for path in ARTICLES.glob("*.md"))
EMERGENCIES = ("alcohol-withdrawal-first", "naloxone-for-family", "overdose-risk", "precipitated-withdrawal")
EMERGENCY_GRADE_MAX, MEAN_GRADE_MAX = 6.0, 6.5
PROSE_WORDS_MIN, PROSE_WORDS_MAX = 350, 1_300
OF_TABLES = "evidence"  # looked up row by row, and extended by rows: only the words around its tables are counted
GUIDES_MIN = 42  # the forty of the plan, the page for clinicians, and the evidence
STATEMENTS = [
    (slug, statement) for slug, answer in must_say().items() for statement in answer.statements if statement.text
]
COUNTED = re.compile(r"\d\s*%|\b(?:of|in|out of)(?:\s|\u00a0)+(?:every\s+)?(?:100|1,000)\b|\bpercent(?:age)?\b")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
# Claims that are common and imprecise or unsafe, in the shapes in which they are usually made.
MUST_NOT = {
    "a promise of safety": r"keeps? you safe|safety net|seat ?belt|protects? (?:you )?(?:against|from) overdose",
    "a cure": r"\bcures?\b(?! rate)|magic|miracle|game.changer|life.changing|guarantee",
    "relative numbers alone": r"up to 25|25 ?(?:%|percent)",
    "pleasure taken out": r"takes? (?:all )?the (?:pleasure|joy|fun) (?:out|away)",
    "harm made small": r"mostly mild|just uncomfortable|\bharmless\b|no worries",
    "tablets as good for opioids": r"works? just as well",
    "stopping made light": r"stop (?:it )?any ?time|cold turkey",
    "a test at home": r"wait a week and|(?<!not )try (?:half )?a (?:tablet|dose) (?:yourself|at home)",
    "one addiction for another": r"(?:trad|replac|swap)\w+ one addiction",
    "who decides": r"you must be motivated|hit rock bottom|doctor.s orders",
    "deserving it": r"stuck in a loop|ready to rebuild|(?:when|once|until) you(?:.re| are) stable",
    "praise in place of numbers": r"most effective|prevents? relapse|breaking the cycle|changes the game",
    "no effect of opioids promised": r"(?:won.t|not|never) feel (?:the|a|any) high",
    "therapy as a condition": r"never (?:a )?stand-?alone|works? best (?:when|with|if)",
    "a first dose as the test": r"test(?:s|ed)? (?:you )?with a low dose|low dose first",
    "invented experience": r"tested advice|people who.ve been through",
}


def test_every_guide_of_the_plan_is_there() -> None:
    assert len(GUIDES) >= GUIDES_MIN
    assert all(guide.source.status is Status.PUBLISHED for guide in guides().values())


def test_the_content_folder_has_no_problem_and_no_warning() -> None:
    newest = max(re.findall(r"sources_checked: ([\d-]+)", "".join(path.read_text() for path in ARTICLES.glob("*.md"))))
    assert [str(problem) for problem in lint(CONTENT, date.fromisoformat(newest))] == []


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_reads_at_the_promised_grade(slug: str) -> None:
    grade = readability.grade(guides()[slug].page.prose)
    assert grade <= (EMERGENCY_GRADE_MAX if slug in EMERGENCIES else READING_GRADE_MAX)


def test_the_guides_together_read_easily() -> None:
    grades = [readability.grade(guide.page.prose) for guide in guides().values()]
    assert sum(grades) / len(grades) <= MEAN_GRADE_MAX


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_is_neither_thin_nor_long(slug: str) -> None:
    prose = guides()[slug].page.prose
    if slug == OF_TABLES:
        prose = tuple(line for line in body(slug).split("\n") if not line.startswith("|"))
    words = sum(len(text.split()) for text in prose)
    assert words <= PROSE_WORDS_MAX
    assert words >= PROSE_WORDS_MIN or slug in EMERGENCIES


@pytest.mark.parametrize(
    ("slug", "statement"), STATEMENTS, ids=[f"{s}-{t.label}-{n}" for n, (s, t) in enumerate(STATEMENTS)]
)
def test_what_must_be_said_is_said_with_its_source(slug: str, statement: Statement) -> None:
    found = said_in(slug, statement)
    assert found, f"{slug} no longer says: {statement.text}"
    if statement.cited:
        assert any(each.cited for each in found), f"{slug} names no source for: {statement.text}"


@pytest.mark.parametrize("slug", GUIDES)
def test_what_leads_into_an_item_that_must_be_said_is_held_too(slug: str) -> None:
    found = list(sentences(slug))
    texts = [(statement.label, plain(statement.text)) for statement in must_say()[slug].statements if statement.text]
    for label, text in texts:
        lead = lead_of(text, found)
        assert not lead or (label, lead) in texts, f"{label}: list {lead} before {text}"


def test_every_guide_has_its_question_and_its_list_of_statements() -> None:
    assert sorted(must_say()) == GUIDES
    for slug, answer in must_say().items():
        assert answer.question
        assert answer.section in headings(slug), f"{slug} has no section {answer.section}"
        assert answer.statements
        assert all(statement.text or statement.why for statement in answer.statements)


@pytest.mark.parametrize("slug", GUIDES)
def test_a_number_of_people_stands_with_its_source(slug: str) -> None:
    ours = [each for each in sentences(slug) if COUNTED.search(re.sub(r"“[^”]*”", "", each.text))]
    assert [each.text for each in ours if not each.cited] == []


@pytest.mark.parametrize(
    "said", ["12 percentage points", "24 of 100", "2 in every 1,000", "24 %", "24 percent", "by 4.6 percentage points"]
)
def test_a_number_of_people_is_known_by_its_words(said: str) -> None:
    assert COUNTED.search(f"Fewer people drank, {said}, over 12 weeks.")


@pytest.mark.parametrize("slug", GUIDES)
def test_a_number_in_a_summary_stands_in_the_text_with_its_source(slug: str) -> None:
    for part in re.split(r"(?<=[.!?]) ", guides()[slug].source.summary):
        if COUNTED.search(part):
            numbers = set(NUMBER.findall(part))
            assert any(numbers <= set(NUMBER.findall(each.text)) for each in sentences(slug) if each.cited), part


@pytest.mark.parametrize("claim", MUST_NOT)
@pytest.mark.parametrize("slug", GUIDES)
def test_no_unsafe_claim_stands_in_a_guide(slug: str, claim: str) -> None:
    text = (ARTICLES / f"{slug}.md").read_text(encoding="utf-8")
    said_by_us = re.sub(r"“[^”]*”", "", plain(text))  # a claim may be quoted to be put right
    assert re.findall(MUST_NOT[claim], said_by_us, re.IGNORECASE) == []


@pytest.mark.parametrize(
    "claim",
    [
        "It protects you from overdose.",
        "It is no cure.",
        "It cuts drinking by up to 25 percent.",
        "It takes the joy out of a drink.",
        "The effects are mostly mild.",
        "The tablets work just as well.",
        "You can stop it any time.",
        "You can try half a tablet at home.",
        "It is trading one addiction for another.",
        "You must be motivated.",
        "Start when you are stable.",
        "It is one of the most effective tools.",
        "You will not feel the high.",
        "It works best with therapy.",
        "They give a low dose first.",
        "Here is advice from people who’ve been through it.",
    ],
)
def test_an_unsafe_claim_would_be_found(claim: str) -> None:
    assert any(re.search(shape, claim, re.IGNORECASE) for shape in MUST_NOT.values())


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_that_speaks_of_opioids_warns_of_lost_tolerance(slug: str) -> None:
    if slug != "overdose-risk":
        assert "overdose-risk.md" in body(slug)


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_answers_first_and_ends_with_the_visit(slug: str) -> None:
    text = body(slug)
    assert re.search(r"^## .*\{#in-short\}\n\n(?:- .+\n){3,5}\n", text, re.MULTILINE)
    short = text[text.index("{#in-short}") :].split("\n## ")[0]
    assert "!!!" not in short, "no box in the box of what is in short"
    assert text.index("{#in-short}") < min(text.index(mark) for mark in re.findall(r"\{#(?!in-short)[^}]+\}", text))
    assert "{#questions}" in text
    onward = text[text.index("{#next}") :]
    reasons = re.findall(r"^- \[.+?\]\(.+?\),? .+", onward, re.MULTILINE)
    assert 2 <= len(reasons) == onward.count("\n- ") <= 4, (
        "where to go next is two to four guides, each with the reason why"
    )
    assert "{#not-known}" in text


def test_the_coverage_table_is_up_to_date() -> None:
    from tests.content.coverage import table

    written = Path(ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written == table()
