"""`retire_article`, `publish_on`: a guide that is no longer, or not yet, to be read."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from articles import addresses
from articles.editing.lint import lint
from articles.editing.report import report
from articles.models import Article
from articles.problems import ContentError
from articles.publishing.sync import sync
from tests.articles.refusals import guide, place
from tests.conftest import TODAY, ContentFolder

OLD = "en/articles/old.md"
LATER = TODAY + timedelta(days=3)


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    settings.CONTENT_DIR = folder.root
    folder.write(OLD, guide("Text [@label].\n", title="Old", publish_on="2026-01-01", formerly="\n- older"))
    folder.write("en/articles/first.md", guide("[It](old.md) [@label].\n"))
    folder.write("en/articles/better.md", guide(title="Better"))
    return folder


def retire(slug: str = "old", instead: str = "better") -> None:
    call_command("retire_article", slug, "--instead", instead, "--note", 'It said "wrong" things: C:\\ now.')


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.django_db
def test_a_retired_guide_says_why_and_leads_on(
    here: ContentFolder, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    sync(here.root, today=TODAY)
    retire()
    said = capsys.readouterr().out
    assert said.startswith(f"{OLD}: retired\nen/articles/first.md:9: link-retired “old.md” leads to a retired guide.")
    text = (here.root / OLD).read_text()
    assert text.count("status:") == 1
    assert "publish_on" not in text
    assert 'formerly: \n- older\nstatus: retired\ninstead: better\nnote: "It said' in text
    sync(here.root, today=TODAY)
    for address in ("/guides/old/", "/guides/older/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "It said &quot;wrong&quot; things: C:\\ now." in page
        assert '<a href="/guides/better/">Better</a>' in page
        assert "911" in page
        assert "Text" not in page
        assert page.count('type="search"') == 1
    for slug in ("old", "older"):
        check_files_are_gone(client, slug)
    assert "Old" not in client.get("/guides/").content.decode()
    assert "/guides/old/" not in client.get("/sitemap.xml").content.decode()
    assert client.get("/search/", {"q": "old"}).content.decode().count("/guides/old/") == 0


def check_files_are_gone(client: Client, slug: str) -> None:
    """Whoever kept the address of a file, as a program does, hears the same as a reader of the page."""
    for address in addresses.OF_A_GUIDE:
        answer = client.get(address("en", slug))
        assert answer.status_code == 410, address("en", slug)
        assert "Text" not in answer.content.decode()
        if address != addresses.guide:
            assert "things: C:" in answer.content.decode()
            assert "/guides/better/" in answer.content.decode()
        assert client.get(address("en", "nowhere")).status_code == 404


def test_what_leads_to_it_is_told_and_nothing_else(here: ContentFolder) -> None:
    here.write(OLD, guide("An addict says so.\n", title="Old " * 17, review_by="2026-11-21"))
    retire()
    assert [place(problem) for problem in lint(here.root, TODAY)] == ["en/articles/first.md:9: link-retired"]


def test_its_address_is_never_given_to_another(here: ContentFolder) -> None:
    retire()
    here.write("en/articles/new.md", guide(title="New", formerly="[old]"))
    assert "en/articles/new.md:8: slug-reused" in [place(problem) for problem in lint(here.root, TODAY)]


@pytest.mark.parametrize(
    ("slug", "instead", "says"),
    [
        ("gone", "better", "There is no en/articles/gone.md. Check the name."),
        ("draft", "better", "Delete the file"),
        ("old", "gone", "instead-unknown"),
        ("old", "old", "Name one that is published"),
        ("old", "draft", "Name one that is published"),
        ("old", "No Slug", "is no short name"),
    ],
)
def test_all_or_nothing(here: ContentFolder, slug: str, instead: str, says: str) -> None:
    here.write("en/articles/draft.md", guide(title="Draft", status="draft"))
    before = everything(here.root)
    with pytest.raises(CommandError, match=says):
        retire(slug, instead)
    assert everything(here.root) == before


def test_only_a_retired_guide_has_a_note(here: ContentFolder) -> None:
    here.write(OLD, guide(title="Old", note="Why.", instead="better"))
    assert [place(problem) for problem in lint(here.root, TODAY)] == [f"{OLD}:8: retired-key", f"{OLD}:9: retired-key"]
    here.write(OLD, guide(title="Old", status="retired"))
    assert [problem.code for problem in lint(here.root, TODAY) if problem.path == OLD] == ["missing-key"] * 2


def test_a_fault_of_another_file_refuses_nothing(here: ContentFolder) -> None:
    here.write("en/articles/first.md", guide("A <b>fault</b> [@gone].\n"))
    retire()
    assert "status: retired" in (here.root / OLD).read_text()


@pytest.mark.django_db
def test_a_guide_is_shown_from_its_day_on(here: ContentFolder, client: Client) -> None:
    here.write("en/articles/first.md", guide("Text [@label].\n"))
    here.write(OLD, guide("A rare word, zebra [@label].\n", title="Old", publish_on=str(LATER)))
    sync(here.root, today=TODAY)
    assert client.get("/guides/old/").status_code == 404
    assert "/guides/old/" not in client.get("/search/", {"q": "zebra"}).content.decode()
    assert str(sync(here.root, today=LATER - timedelta(days=1))).startswith("0 changed")
    assert str(sync(here.root, today=LATER)).startswith("1 changed")
    assert client.get("/guides/old/").status_code == 200
    assert "/guides/old/" in client.get("/search/", {"q": "zebra"}).content.decode()
    assert str(sync(here.root, today=LATER + timedelta(days=1))).startswith("0 changed")


@pytest.mark.django_db
def test_the_preview_shows_it_before_its_day(here: ContentFolder) -> None:
    here.write(OLD, guide(title="Old", publish_on=str(LATER)))
    here.write("en/articles/first.md", guide())
    for _ in range(2):
        result = sync(here.root, today=TODAY, drafts_shown=True)
        assert Article.objects.published().filter(slug="old").exists()
    assert result.changed == 0


@pytest.mark.django_db
def test_a_link_may_not_lead_to_a_guide_before_its_day(here: ContentFolder) -> None:
    here.write(OLD, guide(title="Old", publish_on=str(LATER)))
    assert [place(problem) for problem in lint(here.root, TODAY)] == ["en/articles/first.md:9: link-draft"]
    with pytest.raises(ContentError, match="link-draft"):
        sync(here.root, today=TODAY)
    here.write("en/articles/first.md", guide("[It](old.md) [@label].\n", publish_on=str(LATER)))
    assert lint(here.root, TODAY) == []
    here.write(OLD, guide(title="Old", publish_on=str(LATER), status="draft"))
    found = [place(problem) for problem in lint(here.root, TODAY)]
    assert found == ["en/articles/first.md:10: link-draft", f"{OLD}:8: publish-draft"]


def test_the_report_lists_what_waits_for_its_day(here: ContentFolder) -> None:
    here.write(OLD, guide(title="Old", publish_on=str(LATER)))
    sections = {section.title: section.findings for section in report(here.root, TODAY)}
    assert sections["Published on a later day"] == (f"{OLD}: on {LATER}",)
    assert sections["No other guide leads there"] == ("en/articles/better.md", "en/articles/first.md")
