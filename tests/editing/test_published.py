"""What was published once answers for ever: `content/addresses.yaml`."""

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from articles.editing.lint import lint
from articles.editing.published import HEAD, PATH
from articles.problems import ContentError, Problem
from tests.articles.refusals import HERE, guide
from tests.conftest import TODAY, ContentFolder

FIRST = "en/articles/first.md"
BODY = "## One {#one}\n\nText [@label].\n\n## Two {#two}\n\nText.\n"
NOTED = f"{HEAD}en/first: [one, two]\n"


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    settings.CONTENT_DIR = folder.root
    folder.write(FIRST, guide(BODY))
    folder.write(PATH, NOTED)
    return folder


def told(folder: ContentFolder) -> list[str]:
    def place(problem: Problem) -> str:
        return f"{problem.path}:{problem.line}: {problem.severity} {problem.code}"

    return [place(problem) for problem in lint(folder.root, TODAY)]


def test_all_is_well_while_every_address_answers(here: ContentFolder) -> None:
    assert told(here) == []


@pytest.mark.parametrize("text", ["", " \n", HEAD])
def test_an_empty_file_knows_no_guide_and_an_absent_one_says_nothing(text: str, here: ContentFolder) -> None:
    """Who empties it by mistake hears of it; who begins it is told what fills it."""
    here.write(PATH, text)
    assert told(here) == [f"{FIRST}:1: warning address-new"]
    here.remove(PATH)
    assert told(here) == []


def test_a_file_that_cannot_be_read_says_that_alone(here: ContentFolder) -> None:
    here.write(PATH, "en/first: [one\n")
    assert told(here) == [f"{PATH}:1: error yaml"]


def test_fixing_one_guide_notes_its_own_address_and_no_other(here: ContentFolder) -> None:
    here.write(HERE, guide(BODY, title="More"))
    here.write("en/articles/more.md", guide(BODY, title="More of it"))
    call_command("lint_content", "en/tags.yaml", fix=True)
    assert (here.root / PATH).read_text() == NOTED
    call_command("lint_content", HERE, fix=True)
    assert (here.root / PATH).read_text() == f"{NOTED}en/it: [one, two]\n"
    assert told(here) == ["en/articles/more.md:1: warning address-new"]
    here.write(PATH, "")
    call_command("lint_content", HERE, fix=True)
    assert (here.root / PATH).read_text().count(": [one, two]\n") == 3


@pytest.mark.django_db
def test_a_section_that_is_gone_is_refused_until_it_has_moved(here: ContentFolder) -> None:
    here.write(FIRST, guide(BODY.replace("#two", "#three")))
    assert f"{PATH}:2: error address-gone" in told(here)
    with pytest.raises(ContentError, match="had the section “two”, which is gone"):
        here.sync()
    here.write(FIRST, guide(BODY.replace("#two", "#three"), moved="{two: three}"))
    assert told(here) == [f"{FIRST}:1: warning address-new"]


@pytest.mark.parametrize(("heading", "code"), [("B {#one}", "heading-repeated"), ("B (#two)", "heading-id")])
def test_a_mistake_in_an_id_is_told_alone(heading: str, code: str, here: ContentFolder) -> None:
    here.write(FIRST, guide(BODY.replace("Two {#two}", heading)))
    assert told(here) == [f"{FIRST}:13: error {code}"]


def test_a_guide_that_is_gone_is_a_problem_until_another_answers(here: ContentFolder) -> None:
    here.remove(FIRST)
    here.write(HERE, guide(BODY))
    assert f"{PATH}:2: error address-gone" in told(here)
    here.write(HERE, guide(BODY, formerly="[first]"))
    assert told(here) == [f"{HERE}:1: warning address-new"]


@pytest.mark.parametrize("raw", [b"\xff\0", b"a" * 1_000_001])
def test_a_refused_guide_is_not_called_gone(raw: bytes, here: ContentFolder) -> None:
    here.write(FIRST, raw)
    assert "address-gone" not in " ".join(told(here))


def test_a_draft_is_not_noted(here: ContentFolder) -> None:
    here.write(HERE, guide("Text [@label].\n", title="Other", status="draft"))
    assert told(here) == []


def test_fix_notes_what_is_new_and_takes_nothing_out(here: ContentFolder) -> None:
    here.write(PATH, f"{NOTED}es/gone: [a]\n")
    here.write(HERE, guide("Text [@label].\n\n## New {#new}\n\nText.\n", title="Other"))
    with pytest.raises(SystemExit):
        call_command("lint_content", fix=True)
    text = (here.root / PATH).read_text()
    assert text == f"{NOTED}en/it: [new]\nes/gone: [a]\n"
    assert told(here) == [f"{PATH}:4: error address-gone"]


def test_an_entry_of_another_form_is_a_problem(here: ContentFolder) -> None:
    here.write(PATH, "en/first: one\n")
    assert f"{PATH}:1: error wrong-type" in told(here)


MOVED = f"{HEAD}en/first: en/it\nen/it: [one, two]\n"


def test_fix_notes_which_guide_an_older_address_leads_to(here: ContentFolder) -> None:
    here.remove(FIRST)
    here.write(HERE, guide(BODY, formerly="[first]"))
    call_command("lint_content", fix=True)
    assert (here.root / PATH).read_text() == MOVED
    assert told(here) == []
    call_command("lint_content", fix=True)
    assert (here.root / PATH).read_text() == MOVED


def test_what_stood_under_the_older_address_must_still_answer(here: ContentFolder) -> None:
    here.write(PATH, MOVED)
    here.remove(FIRST)
    here.write(HERE, guide(BODY.replace("#two", "#three"), formerly="[first]"))
    assert f"{PATH}:3: error address-gone" in told(here)
    here.write(HERE, guide(BODY))
    assert told(here) == [f"{PATH}:2: error address-gone"]  # `formerly` was lost


@pytest.mark.parametrize("formerly", ["[]", "[it]"])
def test_a_new_guide_at_an_older_address_is_refused_unless_it_is_that_guide(here: ContentFolder, formerly: str) -> None:
    here.write(PATH, MOVED)
    here.write(FIRST, guide(BODY, formerly=formerly))
    here.write("en/articles/other.md", guide(BODY, title="Other", formerly="[it]" if formerly == "[]" else "[]"))
    refused = [problem for problem in lint(here.root, TODAY) if problem.code == "slug-reused"]
    assert [(each.path, each.line) for each in refused] == ([(FIRST, 1)] if formerly == "[]" else [])
    for each in refused:
        assert "“first” is an older address of en/articles/it.md" in each.message
        assert each.message.endswith("if it is that guide, name “it” in `formerly`.")


@pytest.mark.parametrize("chosen", [(), ("en/articles/first.md",)])
def test_fix_does_not_note_what_is_refused(here: ContentFolder, chosen: tuple[str, ...]) -> None:
    here.write(PATH, MOVED)
    here.write(FIRST, guide(BODY))
    here.write("en/articles/other.md", guide(BODY, title="Other", formerly="[it]"))
    with pytest.raises(SystemExit):
        call_command("lint_content", *chosen, fix=True)
    assert "\nen/first: en/it\n" in (here.root / PATH).read_text()
    assert f"{FIRST}:1: error slug-reused" in told(here)


def test_an_older_address_is_given_to_another_guide_only_with_all_of_its_own(here: ContentFolder) -> None:
    """`first` was `it` for years: `other` may have both when `it` goes, and nothing while `it` is there."""
    here.remove(FIRST)
    here.write(PATH, MOVED)
    here.write(HERE, guide(BODY))
    here.write("en/articles/other.md", guide(BODY, title="Other", formerly="[first]"))
    with pytest.raises(SystemExit):
        call_command("lint_content", fix=True)
    (refused,) = [problem for problem in lint(here.root, TODAY) if problem.code == "slug-reused"]
    assert (refused.path, refused.line) == ("en/articles/other.md", 8)
    assert "“first” is an older address of en/articles/it.md" in refused.message
    here.remove(HERE)
    here.write("en/articles/other.md", guide(BODY, title="Other", formerly="[first, it]"))
    assert "slug-reused" not in " ".join(told(here))


def test_a_guide_that_comes_back_to_its_older_address_is_noted_there(here: ContentFolder) -> None:
    here.write(PATH, MOVED)
    here.write(FIRST, guide(BODY, formerly="[it]"))
    call_command("lint_content", fix=True)
    assert (here.root / PATH).read_text() == f"{HEAD}en/first: [one, two]\nen/it: en/first\n"
    assert told(here) == []


def test_a_refused_guide_may_still_be_the_one_that_an_older_address_leads_to(here: ContentFolder) -> None:
    here.write(PATH, MOVED)
    here.write(HERE, b"\xff\0")
    assert "slug-reused" not in " ".join(told(here))


@pytest.mark.django_db
def test_the_sync_tells_it_once(here: ContentFolder) -> None:
    here.remove(FIRST)
    here.write(HERE, guide(BODY, formerly="[first]"))
    here.write(PATH, MOVED)
    here.sync()
    here.remove(HERE)
    here.write(FIRST, guide(BODY))
    here.write("en/articles/other.md", guide(BODY, title="Other", formerly="[it]"))
    with pytest.raises(ContentError) as refused:
        here.sync()
    assert [problem.code for problem in refused.value.problems].count("slug-reused") == 1
