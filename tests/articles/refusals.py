"""What the tables of refusals are made of: a case, and the files that it writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.problems import Problem

KEYS = {
    "title": "About it",
    "summary": "One sentence.",
    "tags": "[safety]",
    "sources_checked": "2026-11-20",
    "review_by": "2027-11-20",
    "status": "published",
}
SOURCE_KEYS = {
    "title": "The label",
    "organisation": "The maker",
    "year": "2025",
    "url": "https://example.org/label",
    "kind": "label",
}
BODY = "Some text [@label].\n"
BODY_LINE = 9  # of a guide with no key but those above
HERE = "en/articles/it.md"
WORD = "en/glossary/word.md"


@dataclass(frozen=True, slots=True)
class Case:
    """What is written over a valid folder; every error it must bring, as `path:line: code`; words that one must say."""

    name: str
    files: dict[str, str | bytes]
    errors: list[str]
    says: str

    def __str__(self) -> str:
        return self.name


def guide(body: str = BODY, **keys: str | None) -> str:
    """A guide; a key that is None is left out, a new one stands in line 8."""
    return _block({**KEYS, **keys}) + body


def word(definition: str = "What it means.\n", **keys: str | None) -> str:
    return _block({"term": "word", **keys}) + definition


def reference(body: str = "", **keys: str | None) -> str:
    return _block({**SOURCE_KEYS, **keys}) + body


def _block(keys: Mapping[str, str | None]) -> str:
    return "".join(["---\n", *(f"{key}: {value}\n" for key, value in keys.items() if value is not None), "---\n"])


def in_guide(name: str, text: str, line: int, code: str, says: str) -> Case:
    return Case(name, {HERE: text}, [f"{HERE}:{line}: {code}"], says)


def in_body(name: str, body: str, line: int, code: str, says: str) -> Case:
    """`line` counts from the first line of the body."""
    return in_guide(name, guide(body), BODY_LINE - 1 + line, code, says)


def place(problem: Problem) -> str:
    """As a case names an error."""
    return f"{problem.path}:{problem.line}: {problem.code}"
