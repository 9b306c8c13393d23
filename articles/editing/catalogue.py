"""Every code of a problem, why it is one and how to mend it: `problems.toml`, for the terminal and as a page.

A test holds it against the codes in the source, and the page against both.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("problems.toml")
HEAD = """\
# What lint says

Made from `articles/editing/problems.toml` by `python manage.py lint_content --explain > docs/problems.md`.
An error keeps the whole folder from being published; a warning does not. Each message names the file and the line.
"""


@dataclass(frozen=True, slots=True)
class Explanation:
    code: str
    why: str
    mend: str

    def __str__(self) -> str:
        return f"{self.code}\n  Why: {self.why}\n  What to do: {self.mend}"


@cache
def catalogue() -> dict[str, tuple[Explanation, ...]]:
    """By the part of a file that is concerned."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        part: tuple(Explanation(code, why, mend) for code, (why, mend) in entries.items())
        for part, entries in written.items()
    }


def explanations() -> dict[str, Explanation]:
    return {each.code: each for part in catalogue().values() for each in part}


def page() -> str:
    """All of it as Markdown."""
    lines = [HEAD]
    for part, entries in catalogue().items():
        lines += [f"## {part}\n", "| code | why | what to do |", "|---|---|---|"]
        lines += [f"| `{each.code}` | {_cell(each.why)} | {_cell(each.mend)} |" for each in entries]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "\\|")
