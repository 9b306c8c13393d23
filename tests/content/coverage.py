"""Writes docs/coverage.md: `python -m tests.content.coverage`."""

from tests.content.statements import ROOT, Statement, headings, must_say, said_in

HEAD = """\
# What the guides cover

Each question of the plan with the section that answers it, and each statement that a guide must make with the sentence
that makes it and the section where it stands. Made by `python -m tests.content.coverage` from
`tests/content/must_say.yaml`; a test keeps it true.

## Questions

| question | guide | section |
|---|---|---|
"""


def table() -> str:
    questions = [
        f"| {answer.question} | [{slug}]({_file(slug)}) | {_section(slug, answer.section)} |\n"
        for slug, answer in must_say().items()
    ]
    return HEAD + "".join(questions) + "".join(map(_statements, must_say()))


def _statements(slug: str) -> str:
    rows = [
        f"| {statement.label} | {_said(statement, slug)} | {_place(slug, statement)} |\n"
        for statement in must_say()[slug].statements
    ]
    return f"\n## [{slug}]({_file(slug)})\n\n| statement | said as | section |\n|---|---|---|\n" + "".join(rows)


def _said(statement: Statement, slug: str) -> str:
    """The sentence; or why a part of it is missing; or, where no sentence says any of it, that it is left out."""
    if statement.text:
        return statement.text
    beside = any(other.text and other.label == statement.label for other in must_say()[slug].statements)
    return f"note: {statement.why}" if beside else f"left out: not read. {statement.why}"


def _place(slug: str, statement: Statement) -> str:
    """Where the statement stands; in the text rather than in what sums it up."""
    if not statement.text:
        return "–"
    places = [each.section for each in said_in(slug, statement)]
    return _section(slug, min(places, key=lambda section: section in ("", "in-short")))


def _section(slug: str, section: str) -> str:
    return f"[{headings(slug)[section]}]({_file(slug)}#{section})" if section else "at the top"


def _file(slug: str) -> str:
    return f"../content/en/articles/{slug}.md"


if __name__ == "__main__":
    (ROOT / "docs" / "coverage.md").write_text(table(), encoding="utf-8")
