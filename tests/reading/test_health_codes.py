"""codes.yaml: what a health record may ask with, or every mistake in it with its line."""

import pytest

from articles.editing.lint import lint
from articles.models import Topic as Stored
from articles.problems import ContentError, Place
from articles.reading.health_codes import CodeSystem, Topic, plain, read_codes
from tests.articles.refusals import guide
from tests.conftest import TODAY, ContentFolder

SOUND = """\
naltrexone:
  title: Naltrexone
  names: [naltrexone]
  codes:
    - {system: rxnorm, code: "7243", source: A list}
    - {system: ndc, code: 65757-300-01, source: A list}
  guides: [first]
opioids:
  title: Opioids
  codes: [{system: icd-10-cm, code: F11.2, source: A list}]
  guides: [second, first]
"""


def refused(text: str) -> list[str]:
    with pytest.raises(ContentError) as error:
        read_codes("codes.yaml", text.encode())
    return [f"{problem.line} {problem.code}" for problem in error.value.problems]


def test_a_sound_file_is_read_in_its_order_with_plain_codes() -> None:
    assert read_codes("codes.yaml", SOUND.encode()) == (
        Topic(
            slug="naltrexone",
            title="Naltrexone",
            names=("naltrexone",),
            codes=((CodeSystem.RXNORM, "7243"), (CodeSystem.NDC, "65757030001")),
            guides=("first",),
            guide_places=(Place(7, 12),),
            code_places=(Place(5, 30), Place(6, 27)),
        ),
        Topic(
            "opioids",
            "Opioids",
            (),
            ((CodeSystem.ICD_10_CM, "F112"),),
            ("second", "first"),
            (Place(11, 12), Place(11, 20)),
            (Place(10, 37),),
        ),
    )
    assert read_codes("codes.yaml", b"") == ()


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_what_is_left_open_is_told_on_the_last_line_that_is_there(end: str) -> None:
    assert refused(f"naltrexone: [{end}") == ["1 yaml"]


@pytest.mark.parametrize(
    ("system", "written", "bare"),
    [
        (CodeSystem.NDC, "65757-0300-01", "65757030001"),
        (CodeSystem.NDC, "65757-300-01", "65757030001"),
        (CodeSystem.NDC, "65757030001", "65757030001"),
        (CodeSystem.NDC, "0054-0123-25", "00054012325"),
        (CodeSystem.ICD_10_CM, "f10.20", "F1020"),
        (CodeSystem.LOINC, "1742-6", "17426"),
    ],
)
def test_a_code_is_the_same_however_it_is_written(system: CodeSystem, written: str, bare: str) -> None:
    assert plain(system, written) == bare


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("naltrexone:\n  title: Naltrexone\n", "naltrexone:\n", "1 missing-key"),
        ("system: rxnorm", "system: rx", "5 unknown-value"),
        ('code: "7243"', "code: 7243", "5 wrong-type"),
        ('code: "7243"', 'code: "72x"', "5 code-form"),
        ("65757-300-01", "65757-300", "6 code-form"),
        (", source: A list}\n  guides: [first]", "}\n  guides: [first]", "6 missing-key"),
        ("  guides: [first]\n", "", "1 missing-key"),
        ("guides: [first]", "guides: [First]", "7 slug-form"),
        ("guides: [first]", "guides: [first]\n  color: red", "8 unknown-key"),
        ("opioids:", "Opioids:", "8 slug-form"),
        ("code: F11.2", "code: F11", ""),
        ("{system: icd-10-cm, code: F11.2", '{system: rxnorm, code: "7243"', "10 code-repeated"),
        ("  codes: [{system: icd-10-cm, code: F11.2, source: A list}]\n", "", "8 code-none"),
        (SOUND, "naltrexone: 7243\n", "1 wrong-type"),
        (SOUND, "- a\n", "1 yaml"),
    ],
)
def test_each_mistake_is_told_with_its_line(was: str, now: str, told: str) -> None:
    assert was in SOUND
    text = SOUND.replace(was, now, 1)
    if told:
        assert refused(text) == [told]
    else:
        read_codes("codes.yaml", text.encode())


def test_a_guide_that_is_not_there_is_a_problem_and_sync_agrees(library: ContentFolder, db: None) -> None:
    library.write("codes.yaml", SOUND.replace("[first]", "[first, nobody]"))
    told = [str(problem) for problem in lint(library.root, TODAY) if problem.path == "codes.yaml"]
    assert [line.split(" “")[0] for line in told] == ["codes.yaml:7: code-guide `guides` names"]
    with pytest.raises(ContentError, match="code-guide"):
        library.sync()


def test_a_guide_that_was_taken_back_is_a_problem_and_sync_agrees(library: ContentFolder, db: None) -> None:
    library.write("en/articles/back.md", guide(title="Back", status="retired", instead="first", note="Out of date."))
    library.write("codes.yaml", SOUND.replace("[first]", "[back, first]"))
    told = [str(problem) for problem in lint(library.root, TODAY) if problem.path == "codes.yaml"]
    message = "`guides` names “back”, which was taken back. Name first in its place."
    assert told == [f"codes.yaml:7: code-retired {message}"]
    with pytest.raises(ContentError, match="code-retired"):
        library.sync()


def test_a_guide_that_is_refused_for_its_own_reasons_is_not_called_missing(library: ContentFolder) -> None:
    library.write("codes.yaml", SOUND)
    library.write("en/articles/first.md", "no front matter")
    assert [problem.path for problem in lint(library.root, TODAY) if problem.path == "codes.yaml"] == []


def test_where_all_guides_are_missing_none_is_named_again(library: ContentFolder) -> None:
    library.write("codes.yaml", SOUND)
    for path in (library.root / "en/articles").iterdir():
        path.unlink()
    assert [problem.path for problem in lint(library.root, TODAY) if problem.path == "codes.yaml"] == []


def test_the_index_follows_the_file(library: ContentFolder, db: None) -> None:
    library.write("codes.yaml", SOUND)
    library.sync()
    assert list(Stored.objects.values_list("slug", "codes", "guides")) == [
        ("naltrexone", [["rxnorm", "7243"], ["ndc", "65757030001"]], ["first"]),
        ("opioids", [["icd-10-cm", "F112"]], ["second", "first"]),
    ]
    library.remove("codes.yaml")
    library.sync()
    assert not Stored.objects.exists()
