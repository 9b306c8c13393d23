"""Writes docs/coverage.md: `python -m tests.content.coverage`."""

from tests.content.statements import ROOT, must_say

HEAD = """\
# What the guides cover

Each question, and each statement that a guide must make, with the sentence that makes it. Made by
`python -m tests.content.coverage` from `tests/content/must_say.yaml`; a test keeps it true.
"""


def table() -> str:
    parts = [HEAD]
    for slug, (question, statements) in must_say().items():
        parts.append(
            f"## [{slug}](../content/en/articles/{slug}.md)\n\n{question}\n\n| statement | said as |\n|---|---|\n"
        )
        for statement in statements:
            said = statement.text if statement.text else f"left out: {statement.why}"
            parts[-1] += f"| {statement.label} | {said} |\n"
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "coverage.md").write_text(table(), encoding="utf-8")
