"""A sync that looks only at what was edited says and writes what one that reads everything would."""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from articles.editing.workshop import untold
from articles.models import Reference
from articles.problems import ContentError, Notebook
from articles.publishing import edits, neighbours, planning, reading_on, seal
from articles.publishing.sync import sync
from articles.publishing.work import Work
from articles.reading import folder as reading
from articles.reading.folder import File, Kind
from tests.conftest import DOT, REFERENCE, TAGS, TODAY, ContentFolder
from tests.publishing.state import shown
from tests.publishing.test_sync_dependants import made_at_once

pytestmark = pytest.mark.django_db
SEEDS, STEPS = int(os.environ.get("EDIT_SEEDS", "2")), 40
SLUGS = [f"guide-{number}" for number in range(7)]
CODE = "  codes: [{system: rxnorm, code: '7243', source: A list}]\n"
CODES = f"drug:\n  title: A drug\n  names: []\n{CODE}  guides: [third]\n"
GUIDE = """\
---
title: {title}
summary: One sentence.
tags: [{tags}]
sources_checked: 2026-11-20
review_by: {review_by}
{more}---
{body}"""


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each sync, whether it could do without reading everything. No file is too fresh to be believed."""
    plans: list[bool] = []
    plan = edits.plan

    def plan_and_tell(*arguments: object) -> Work | None:
        made = plan(*arguments)  # type: ignore[arg-type]
        plans.append(made is not None)
        return made

    monkeypatch.setattr(edits, "plan", plan_and_tell)
    for module in (reading_on, neighbours):
        monkeypatch.setattr(module, "CANDIDATES_A_TAG_MAX", 2)  # so that some guides are farther off
    monkeypatch.setattr(reading, "FRESH_NS", 0)
    return plans


@dataclass
class Editor:
    """Edits at random, and now and then makes a mistake. The same seed makes the same edits."""

    folder: ContentFolder
    dice: random.Random
    day: date = TODAY
    edits: list[Callable[[], object]] = field(init=False)

    def __post_init__(self) -> None:
        self.edits = [
            *[self.guide] * 20,
            *[self.remove_guide, self.rename_guide] * 2,
            *[self.term, self.source, self.let_time_pass] * 2,
            *[self.tags, self.needs, self.picture, self.codes, self.corrections, self.addresses],
        ]

    def edit(self) -> None:
        for _ in range(self.dice.choice([1, 1, 1, 1, 1, 2, 3])):
            self.dice.choice(self.edits)()

    def guide(self) -> None:
        slug, other = self.dice.choice(SLUGS), self.another()
        old = self.dice.choice(["old-a", "old-b", other])
        status = self.dice.choice(
            ["status: published\n"] * 12
            + ["status: draft\n", f"status: published\npublish_on: {self.day + timedelta(days=60)}\n"]
            + [f"status: retired\ninstead: {other}\nnote: It was wrong.\n"]
        )
        rare = {
            f"formerly: [{old}]\n": 0.15,
            "need: starting\n": 0.2,
            "glossary_skip: [craving]\n": 0.1,
        }
        more = status + "".join(line for line, often in rare.items() if self.dice.random() < often)
        words = [
            *["a craving", "an opioid", "naltrexone", "[@label]", "[@other]", "![dot](../../images/dot.svg)"],
            *[f"[it]({other}.md)", f"[there]({other}.md#{self.dice.choice('abc')})", "[c](../glossary/craving.md)"],
        ]
        body = "".join(f"## Part {{#{part}}}\n\nWords.\n\n" for part in "abc" if self.dice.random() < 0.9)
        body += "Text [@label] " + ", ".join(self.dice.sample(words, 2)) + ".\n"
        self.folder.write(
            f"en/articles/{slug}.md",
            GUIDE.format(
                title=f"About {slug if self.dice.random() < 0.9 else other}",
                tags=", ".join(self.dice.sample(["safety", "risk"], self.dice.choice([1, 1, 2]))),
                review_by=self.day + timedelta(days=self.dice.choice([30, 300])),
                more=more,
                body=body,
            ),
        )

    def another(self) -> str:
        """Mostly one that is there."""
        there = sorted(place.stem for place in self.folder.root.glob("en/articles/*.md"))
        return self.dice.choice(there if there and self.dice.random() < 0.9 else SLUGS)

    def remove_guide(self) -> None:
        if guides := sorted(self.folder.root.glob("en/articles/*.md")):
            self.dice.choice(guides).unlink()

    def rename_guide(self) -> None:
        if guides := sorted(self.folder.root.glob("en/articles/*.md")):
            place, slug = self.dice.choice(guides), self.dice.choice(SLUGS)
            text = place.read_text()
            if "formerly" not in text and place.stem != slug:
                place.unlink()
                self.folder.article(slug, title=f"About {slug}")
                again = (self.folder.root / f"en/articles/{slug}.md").read_text()
                self.folder.write(
                    f"en/articles/{slug}.md", again.replace("status:", f"formerly: [{place.stem}]\nstatus:")
                )

    def term(self) -> None:
        name = self.dice.choice(["craving", "opioid", "naltrexone"])
        if self.dice.random() < 0.1:
            (self.folder.root / f"en/glossary/{name}.md").unlink(missing_ok=True)
        else:
            self.folder.term(name, name, definition=f"Meaning {self.dice.random()}.")

    def source(self) -> None:
        name = self.dice.choice(["label", "other", "third"])
        if name != "label" and self.dice.random() < 0.2:
            (self.folder.root / f"references/{name}.md").unlink(missing_ok=True)
        else:
            self.folder.write(f"references/{name}.md", REFERENCE.replace("2025", str(self.dice.randrange(1990, 2026))))

    def tags(self) -> None:
        risk = "risk:\n  title: Risk\n  description: What may happen.\n"
        self.folder.write("en/tags.yaml", TAGS + (risk if self.dice.random() < 0.95 else ""))

    def needs(self) -> None:
        self.folder.write("en/needs.yaml", f"starting:\n  title: Starting {self.dice.random()}\n")

    def picture(self) -> None:
        if self.dice.random() < 0.2:
            (self.folder.root / "images/dot.svg").unlink(missing_ok=True)
        else:
            self.folder.write("images/dot.svg", DOT.replace("9 9", f"9 {self.dice.randrange(5, 20)}"))

    def codes(self) -> None:
        guides = ", ".join({self.another(): 1, self.another(): 2})
        codes = "codes: [{system: rxnorm, code: '7243', source: A list}]"
        topic = f"drug:\n  title: A drug\n  names: []\n  {codes}\n  guides: [{guides}]\n"
        self.folder.write("codes.yaml", topic)

    def corrections(self) -> None:
        until = self.day + timedelta(days=self.dice.choice([-5, 40]))
        entry = f"- date: 2026-10-01\n  guide: {self.another()}\n  was: A.\n  right: B.\n  until: {until}\n"
        self.folder.write("en/corrections.yaml", f"corrections:\n{entry}")

    def addresses(self) -> None:
        if self.dice.random() < 0.5:
            (self.folder.root / "addresses.yaml").unlink(missing_ok=True)
        else:
            self.folder.write("addresses.yaml", f"en/{self.another()}: [a]\nen/old-a: en/guide-0\n")

    def let_time_pass(self) -> None:
        self.day += timedelta(days=self.dice.choice([1, 20, 90, -10]))


def texts(root: Path) -> dict[Path, bytes]:
    return {place: place.read_bytes() for place in root.rglob("*") if place.is_file()}


def put_back(root: Path, before: dict[Path, bytes]) -> None:
    for place, text in texts(root).items():
        if before.get(place) != text:
            place.unlink()
    for place, text in before.items():
        if not place.exists():
            place.write_bytes(text)


def said(act: Callable[[], object]) -> list[str]:
    try:
        act()
    except ContentError as error:
        return sorted(map(str, error.problems))
    return []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_edits_are_told_and_written_as_if_everything_were_read(
    folder: ContentFolder, narrow: list[bool], seed: int
) -> None:
    editor = Editor(folder, random.Random(seed))
    for slug in SLUGS[:5]:
        folder.article(slug)
    for name in ("craving", "opioid"):
        folder.term(name, name)
    folder.write("references/other.md", REFERENCE)
    folder.write("images/dot.svg", DOT)
    for act in (editor.tags, editor.needs):
        act()
    folder.sync()
    refused = 0
    for step in range(STEPS):
        before, day = texts(folder.root), editor.day
        editor.edit()

        def read_all() -> None:
            planning.plan(reading.read(folder.root), planning.what_is_known(), editor.day, untold)

        wanted = said(read_all)
        assert said(lambda: folder.sync(editor.day)) == wanted, f"step {step} of seed {seed}"
        if wanted:
            refused += 1
            editor.day = day
            put_back(folder.root, before)
        assert connection.vendor != "sqlite" or not seal.broken()
        if step % 8 == 7:
            assert folder.sync(editor.day).changed == 0
            stepwise = shown()
            with transaction.atomic():
                assert stepwise == made_at_once(folder, editor.day), f"up to step {step} of seed {seed}"
                transaction.set_rollback(True)
    assert refused >= 4
    assert sum(narrow) >= STEPS // 5


@pytest.fixture
def shelved(folder: ContentFolder, narrow: list[bool]) -> ContentFolder:
    """Five guides under one tag, of which the last three are among nobody's next ones. Nothing is fresh."""
    for slug in ("a", "b", "third", "fourth"):
        folder.article(slug, "## Part {#part}\n\nText [@label].\n")
    third = folder.root / "en/articles/third.md"
    third.write_text(third.read_text().replace("status:", "formerly: [old]\nstatus:"))
    folder.write("codes.yaml", CODES)
    folder.write("addresses.yaml", "en/fourth: [part]\n")
    folder.sync()
    narrow.clear()
    return folder


def remove_what_a_code_names(folder: ContentFolder) -> None:
    folder.remove("addresses.yaml")
    folder.article("a", "Other text [@label].\n")
    folder.sync()
    folder.remove("en/articles/third.md")


def drop_a_section_that_was_published(folder: ContentFolder) -> None:
    folder.article("fourth", "Other text [@label].\n")


def give_an_older_address_away(folder: ContentFolder) -> None:
    folder.remove("addresses.yaml")
    folder.article("a", "Other text [@label].\n")
    folder.sync()
    folder.article("third", "## Part {#part}\n\nText [@label].\n")
    folder.article("old", "Other text [@label].\n")


def take_a_title(folder: ContentFolder) -> None:
    folder.article("fourth", "## Part {#part}\n\nText [@label].\n", title="About  THIRD")


REFUSED: dict[Callable[[ContentFolder], None], str] = {
    remove_what_a_code_names: "codes.yaml:5: code-guide",
    drop_a_section_that_was_published: "addresses.yaml:1: address-gone",
    give_an_older_address_away: "en/articles/old.md:1: slug-reused",
    take_a_title: "title-repeated",
}


@pytest.mark.parametrize(("spoil", "problem"), REFUSED.items(), ids=[spoil.__name__ for spoil in REFUSED])
def test_what_an_edit_spoils_elsewhere_is_refused(
    shelved: ContentFolder, spoil: Callable[[ContentFolder], None], problem: str
) -> None:
    spoil(shelved)
    (told,) = said(shelved.sync)
    assert problem in told


def test_only_what_was_edited_is_read(shelved: ContentFolder, narrow: list[bool], read: list[str]) -> None:
    shelved.article("fourth", "## Part {#part}\n\nOther text [@label].\n")
    shelved.write("references/label.md", REFERENCE.replace("2025", "2026"))
    assert str(shelved.sync()) == "1 changed, 0 removed, 4 unchanged, edition 2"
    assert sorted(read) == ["en/articles/fourth.md", "references/label.md"]
    assert str(shelved.sync()) == "0 changed, 0 removed, 5 unchanged, edition 2"
    assert (narrow, len(read)) == ([True, True], 2)
    assert Reference.objects.get().year == 2026
    sync(shelved.root, today=TODAY, whole=True)
    assert len(read) == 2 + 9


@pytest.fixture
def read(shelved: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    once = reading._read

    def read_and_tell(place: Path, path: str, kind: Kind, notes: Notebook) -> File | None:
        paths.append(path)
        return once(place, path, kind, notes)

    monkeypatch.setattr(reading, "_read", read_and_tell)
    return paths


def another_of_its_size_and_time(place: Path) -> None:
    stat = place.stat()
    place.write_text(place.read_text().replace("Text", "Test"))
    os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def another_moved_there(place: Path) -> None:
    stat = place.stat()
    other = place.with_name(".other")
    other.write_text(place.read_text().replace("Text", "Test"))
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(place)


@pytest.mark.parametrize("change", [another_of_its_size_and_time, another_moved_there])
def test_a_change_that_keeps_size_and_time_is_seen(shelved: ContentFolder, change: Callable[[Path], None]) -> None:
    change(shelved.root / "en/articles/fourth.md")
    assert shelved.sync().changed == 1


def test_what_was_written_just_before_it_was_read_is_read_once_more(
    shelved: ContentFolder, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FRESH_NS", 10**12)
    shelved.article("fourth", "## Part {#part}\n\nOther text [@label].\n")
    assert [shelved.sync().changed, shelved.sync().changed] == [1, 0]
    assert read.count("en/articles/fourth.md") == 2


def test_a_guide_on_its_day_is_opened_with_what_leads_to_it(shelved: ContentFolder, narrow: list[bool]) -> None:
    later = TODAY + timedelta(days=5)
    for slug, body in (("new", "Text [@label].\n"), ("newer", "[new](new.md) [@label]\n")):
        place = shelved.article(slug, body)
        place.write_text(place.read_text().replace("status:", f"publish_on: {later}\nstatus:"))
    shelved.remove("addresses.yaml")
    shelved.sync()
    assert str(shelved.sync(later)) == "2 changed, 0 removed, 5 unchanged, edition 3"
    assert narrow[-1]
    stepwise = shown()
    assert stepwise == made_at_once(shelved, later)
