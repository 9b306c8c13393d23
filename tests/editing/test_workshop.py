"""Guides made one after another or on every core: the same pages, the same problems, in the same order."""

import pytest

from articles import processes
from articles.editing.workshop import make
from articles.policy import Language
from articles.reading.folder import File, Kind, read
from glossary.linker import Phrase
from tests.articles.refusals import guide
from tests.conftest import ContentFolder

PHRASES = {Language.EN: [Phrase("craving", "craving"), Phrase("urge", "craving"), Phrase("relapse", "relapse")]}


@pytest.fixture
def files(folder: ContentFolder) -> list[File]:
    """Twelve guides; every fourth has a mistake."""
    folder.remove("en/articles/first.md")
    for number in range(12):
        body = "```\n" if number % 4 == 3 else "An urge [@label].\n"
        folder.write(f"en/articles/g{number:02}.md", guide(body, title=f"Guide {number}"))
    return read(folder.root).of(Kind.ARTICLE)


def test_each_guide_is_made_or_refused(files: list[File]) -> None:
    made, refused = make(files, PHRASES, {})
    assert [each.source.slug for each in made] == [f"g{number:02}" for number in range(12) if number % 4 != 3]
    assert [(each.path, [problem.code for problem in each.problems]) for each in refused] == [
        (f"en/articles/g{number:02}.md", ["fence-open"]) for number in (3, 7, 11)
    ]
    assert [each.digest for each in made] == [
        file.digest for file in files if file.path not in {each.path for each in refused}
    ]


@pytest.mark.parametrize("cores", [1, 2])
def test_processes_make_what_one_alone_makes(files: list[File], cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [make([file], PHRASES, {}) for file in files]
    monkeypatch.setattr(processes, "cores", lambda: cores)
    made, refused = make(files, PHRASES, {})
    assert made == [each for one, _ in alone for each in one]
    assert refused == [each for _, some in alone for each in some]


def test_a_language_without_terms_links_none(folder: ContentFolder) -> None:
    folder.write("es/articles/uno.md", guide("A craving [@label].\n"))
    made, refused = make(
        [file for file in read(folder.root).of(Kind.ARTICLE) if file.path.startswith("es/")], PHRASES, {}
    )
    assert refused == []
    assert [each.page.terms for each in made] == [()]
