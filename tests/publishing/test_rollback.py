"""An earlier edition again: in one step, whole, as a new edition, until content/ is mended."""

import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from articles import rendering, source
from articles.editions import ContentFile, Edition, EditionChange, KeptText, SeenFile
from articles.finding.entries import Passage, Word
from articles.illustrations import Picture
from articles.models import Article, Citation, Correction, Leaning, Need, Redirect, Reference, Related, Tag, Topic
from articles.publishing import pages, planning, texts
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import Held, Result, restore
from articles.publishing.verifying import SHELVES, differing
from glossary.linker import Linker, Phrase
from tests.conftest import ARTICLE, TODAY, ContentFolder
from tests.publishing.state import shown, tables

WHOLE = "10 files, and readers get all of each as it gives it\n"
CODES = (
    "aids:\n  title: Aids\n  names: [aid]\n  guides: [first]\n"
    "  codes:\n    - {system: icd-10-cm, code: F11.20, source: A list}\n"
)
CORRECTIONS = "corrections:\n  - {date: 2026-11-20, guide: first, was: It was., right: It is., until: 2099-01-01}\n"
SECONDS_MAX = 1.0  # of this process’s own time, so that a busy machine changes nothing
GUIDE_OF_EVERYTHING = ARTICLE.format(
    title="X", body="## A part {#part}\n\nA relapse [@label, section 2]. See [another](second.md#there).\n"
)


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def spoil(folder: ContentFolder) -> None:
    """A second edition: a guide, a word and a source changed, a guide new, one gone."""
    folder.article("second", "A wrong statement on relapse [@label].\n")
    folder.term("craving", "craving", definition="Something else.")
    folder.write("references/label.md", (folder.root / "references/label.md").read_text().replace("2025", "1925"))
    folder.article("new")
    folder.remove("en/articles/late.md")


def test_an_earlier_edition_comes_back_whole_as_a_new_one(library: ContentFolder, own_index: str) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    spoil(library)
    bring_up_to_date(TODAY)
    assert shown() != before
    started = time.process_time()
    result = said("rollback", "1")
    assert time.process_time() - started < SECONDS_MAX
    assert shown() == before
    assert result.splitlines()[0].endswith("edition 3, with the words of edition 1")
    assert "publishes nothing but the words that came back" in result
    assert ("git revert" in result, "--resume" in result) == (True, True)
    assert list(Edition.objects.values_list("number", "restores")) == [(3, 1), (2, None), (1, None)]
    assert "with the words of edition 1" in said("editions").splitlines()[0]
    assert Article.objects.get(slug="second").changed_in == 3  # so that feeds and kept pages follow


def test_a_sync_does_not_bring_back_what_was_taken_back(library: ContentFolder, own_index: str) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    good = (library.root / "en/articles/second.md").read_text()
    library.article("second", "A wrong statement [@label].\n")
    bring_up_to_date(TODAY)
    restore(1, today=TODAY)
    for _ in range(2):
        with pytest.raises(Held, match="git revert"):
            bring_up_to_date(TODAY)
    with pytest.raises(CommandError, match="--resume"):
        call_command("sync_content")
    assert shown() == before
    library.write("en/articles/second.md", good)  # as git revert does
    assert bring_up_to_date(TODAY) == Result(0, 0, 4, edition=3)
    library.article("another")
    with pytest.raises(Held):  # a node with an older folder looks the same; so the command that takes back says it
        bring_up_to_date(TODAY)
    assert bring_up_to_date(TODAY, resume=True) == Result(1, 0, 4, edition=4)
    library.article("one-more")
    assert bring_up_to_date(TODAY) == Result(1, 0, 5, edition=5)


def test_what_cannot_come_back_is_said(library: ContentFolder, own_index: str) -> None:
    bring_up_to_date(TODAY)
    library.remove("en/articles/late.md")
    bring_up_to_date(TODAY)
    with pytest.raises(CommandError, match="There is no edition 7"):
        call_command("rollback", "7")
    with pytest.raises(CommandError, match="already"):
        call_command("rollback", "2")
    text = KeptText.objects.get(digest=texts.manifest(1)["en/articles/late.md"])
    for damaged in (b"garbage", zlib.compress(b"Other words, sound in themselves.")):
        KeptText.objects.filter(digest=text.digest).update(data=damaged)
        with pytest.raises(CommandError, match="a kept file is damaged"):
            call_command("rollback", "1")
    text.delete()
    with pytest.raises(CommandError, match=r"1 of its files are no longer kept\. Use git"):
        call_command("rollback", "1")
    assert Edition.objects.latest("number").number == 2


def test_only_the_last_editions_are_kept(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "EDITIONS_KEPT", 3)
    states = {}
    for number in range(1, 7):
        library.article("second", f"Text of edition {number} [@label].\n")
        bring_up_to_date(TODAY)
        states[number] = shown()
    pages = 4
    assert KeptText.objects.count() == len(texts.manifest(6)) + pages + 2 * (1 + 1)  # a text and a page of 4 and of 5
    with pytest.raises(CommandError, match="no longer kept"):
        call_command("rollback", "3")
    restore(4, today=TODAY)
    assert shown() == states[4]


def test_what_comes_back_is_not_rendered_again(
    library: ContentFolder, own_index: str, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    for path in (library.root / "en/articles").iterdir():
        path.write_text(path.read_text() + "\nMore words [@label].\n")
    assert bring_up_to_date(TODAY).changed == 4
    rendered.clear()
    assert restore(1, today=TODAY) == Result(4, 0, 0, edition=3)
    assert rendered == []
    assert shown() == before
    assert said("verify") == WHOLE
    rendered.clear()
    monkeypatch.setattr(rendering, "ENGINE", "another")  # whose pages would be others
    restore(2, today=TODAY)
    assert len(rendered) == 4


@pytest.mark.parametrize(
    "harm",
    [
        lambda: EditionChange.objects.update(page=""),  # of an edition from before pages were kept
        lambda: KeptText.objects.filter(digest__in=EditionChange.objects.values("page")).delete(),
        lambda: KeptText.objects.filter(digest__in=EditionChange.objects.values("page")).update(data=b"garbage"),
    ],
    ids=["none noted", "none kept", "damaged"],
)
def test_where_no_sound_page_is_kept_its_text_is_rendered(
    library: ContentFolder, own_index: str, rendered: list[str], harm: Callable[[], object]
) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    library.article("second", "A wrong statement [@label].\n")
    bring_up_to_date(TODAY)
    harm()
    rendered.clear()
    restore(1, today=TODAY)
    assert rendered == ["en/articles/second.md"]
    assert shown() == before


def test_a_page_comes_back_from_its_bytes_as_it_was() -> None:
    text = GUIDE_OF_EVERYTHING.encode()
    article = source.read_article("en/articles/x.md", text)
    page = rendering.render(article, Linker([Phrase("relapse", "relapse")], "/glossary/{}/".format))
    assert all((page.terms, page.marks, page.links, page.headings, page.sections, page.prose))
    assert pages.restored(pages.stored(page)) == replace(page, warnings=())


def test_what_is_not_as_its_text_gives_it_is_found_and_made_again(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    assert said("verify") == WHOLE
    assert shown() == before
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET lead_html = '' WHERE slug = 'late'")
        cursor.execute("UPDATE glossary_term SET definition = 'Another.' WHERE slug = 'craving'")
    with pytest.raises(CommandError, match="--mend"):
        call_command("verify")
    monkeypatch.setattr("articles.management.commands.verify.sound", lambda: True)  # as on PostgreSQL, without a seal
    with pytest.raises(CommandError, match=r"en/articles/late\.md, en/glossary/craving\.md \(2 of 10\)\. Make"):
        call_command("verify")
    assert said("verify", "--mend") == "4 changed, 0 removed, 0 unchanged, edition 1\n"
    assert shown() == before


@pytest.mark.parametrize(
    ("table", "harm", "files"),
    [
        (Correction, {"right": "Another."}, ["en/corrections.yaml"]),
        (Topic, {"codes": []}, ["codes.yaml"]),
        (Reference, {"year": 1925}, ["references/label.md"]),
        (Tag, {"title": "Another"}, ["en/tags.yaml"]),
        (Need, {"title": "Another"}, ["en/needs.yaml"]),
        (Picture, {"data": b"<svg/>"}, ["images/dot.svg"]),
        (Citation.objects.filter(article__slug="first"), {"marks": []}, ["en/articles/first.md"]),
        (Redirect.objects.filter(slug="older-first"), {"slug": "other"}, ["en/articles/first.md"]),
        (Article.objects.filter(slug="late"), {"overdue": False}, ["en/articles/late.md"]),
        (Article.objects.filter(slug="late"), {"need": None}, ["en/articles/late.md"]),
        (Article.objects.filter(slug="hidden"), {"status": "published"}, ["en/articles/hidden.md"]),
        (Passage.objects.filter(path="en/articles/late.md"), {"text": "Another."}, ["en/articles/late.md"]),
        (Word.objects.filter(word="relapse"), {"named": 9}, ["the words of the search"]),
        (ContentFile.objects.filter(path="en/tags.yaml"), {"digest": "0"}, ["en/tags.yaml"]),
        (Article.tags.through, None, [f"en/articles/{slug}.md" for slug in ("first", "hidden", "late", "second")]),
        (Article.terms.through.objects.filter(article__slug="first"), None, ["en/articles/first.md"]),
        (Related.objects.filter(article__slug="first"), None, ["en/articles/first.md"]),
        (Correction, None, ["en/corrections.yaml"]),
    ],
)
def test_whatever_readers_get_is_compared(
    library: ContentFolder, own_index: str, table: Any, harm: dict[str, object] | None, files: list[str]
) -> None:
    library.write("codes.yaml", CODES)
    library.write("en/corrections.yaml", CORRECTIONS)
    bring_up_to_date(TODAY)
    assert differing() == (12, [])
    rows = getattr(table, "objects", table).all()
    assert rows.update(**harm) if harm else rows.delete()[0]
    assert differing() == (12, files)


def test_no_table_is_forgotten() -> None:
    ours = {model for app in ("articles", "glossary") for model in apps.get_app_config(app).get_models()}
    with_their_guide = {Citation, Leaning, Redirect, Related}
    assert ours == {*SHELVES, *with_their_guide, Edition, EditionChange, KeptText, SeenFile}


def test_a_verification_leaves_the_index_as_it_was(library: ContentFolder, own_index: str) -> None:
    bring_up_to_date(TODAY)
    before = tables()
    assert differing() == (10, [])
    assert tables() == before


def test_a_sync_in_the_middle_of_a_verification_is_no_difference(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    plan, waiting = planning.plan, [bring_up_to_date]

    def plan_late(*arguments: Any, **options: Any) -> object:
        made = plan(*arguments, **options)
        if waiting:
            library.article("new")
            waiting.pop()(TODAY)
        return made

    monkeypatch.setattr(planning, "plan", plan_late)
    assert differing() == (11, [])


def test_of_two_rollbacks_at_once_the_second_finds_it_done(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    library.article("new")
    bring_up_to_date(TODAY)
    plan, waiting = planning.plan, [restore]

    def plan_late(*arguments: Any, **options: Any) -> object:
        made = plan(*arguments, **options)
        if waiting:
            waiting.pop()(1, today=TODAY)
        return made

    monkeypatch.setattr(planning, "plan", plan_late)
    assert restore(1, today=TODAY) == Result(0, 0, 4, edition=3)
