"""corrections.yaml: what was wrong and what is right, or every mistake in it with its line."""

from datetime import date

import pytest

from articles.editing.lint import lint
from articles.policy import CORRECTION_CHARACTERS_MAX, Language
from articles.problems import ContentError, Place
from articles.reading.corrections import Correction, read_corrections
from tests.conftest import TODAY, ContentFolder

PATH = "en/corrections.yaml"
SOUND = """\
corrections:
  - date: 2026-11-20
    guide: first
    was: Wait 3 days.
    right: Wait at least 7 days.
    until: 2027-02-20
"""


def refused(text: str) -> list[str]:
    with pytest.raises(ContentError) as error:
        read_corrections(PATH, text.encode())
    return [f"{problem.line} {problem.code}" for problem in error.value.problems]


def test_a_sound_file_is_read() -> None:
    assert read_corrections(PATH, SOUND.encode()) == (
        Correction(
            path=PATH,
            language=Language.EN,
            day=date(2026, 11, 20),
            guide="first",
            was="Wait 3 days.",
            right="Wait at least 7 days.",
            until=date(2027, 2, 20),
            place=Place(3, 12),
        ),
    )
    assert read_corrections(PATH, b"") == ()
    assert read_corrections(PATH, b"corrections: []\n") == ()


@pytest.mark.parametrize(
    ("sound", "spoilt", "told"),
    [
        ("date: 2026-11-20", "date: 2026-02-30", ["2 impossible-date"]),
        ("until: 2027-02-20", "until: soon", ["6 wrong-type"]),
        ("until: 2027-02-20", "until: 2026-11-19", ["6 dates-order"]),
        ("guide: first", "guide: First Guide", ["3 slug-form"]),
        ("guide: first", "guides: first", ["3 unknown-key"]),
        ("was: Wait 3 days.", "was: 3", ["4 wrong-type"]),
        ("was: Wait 3 days.", 'was: "a\\u202eb"', ["4 bidi-control"]),
        ("was: Wait 3 days.", "was:", ["4 missing-value"]),
        ("right: Wait at least 7 days.", "right: " + "x" * (CORRECTION_CHARACTERS_MAX + 1), ["5 too-long"]),
        ("corrections:\n", "corections:\n", ["1 unknown-key"]),
        (SOUND, SOUND + SOUND.partition("\n")[2], ["8 repeated-value"]),
        (SOUND, "corrections: none so far\n", ["1 wrong-type"]),
    ],
)
def test_a_mistake_is_told_at_its_line(sound: str, spoilt: str, told: list[str]) -> None:
    assert sound in SOUND
    assert refused(SOUND.replace(sound, spoilt)) == told


def test_a_correction_stands_on_a_guide_that_is_there(folder: ContentFolder) -> None:
    folder.write(PATH, SOUND.replace("first", "nobody"))
    (said,) = [problem for problem in lint(folder.root, TODAY) if problem.path == PATH]
    assert (said.line, said.code) == (3, "correction-guide")
    assert said.message == "“nobody” is no guide. Write the name of its file, without .md."
    folder.write("en/articles/nobody.md", "---\n")
    assert [problem.path for problem in lint(folder.root, TODAY) if problem.path == PATH] == []
