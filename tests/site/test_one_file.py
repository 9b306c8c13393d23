"""The whole site as one HTML file: all of it, nothing from elsewhere, the same bytes each time, whole or not at all."""

import base64
import hashlib
import os
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from PIL import Image

from articles.illustrations import Picture
from articles.sharing.site_map import places
from naltrexone_site.management.commands import export_site
from naltrexone_site.one_file import book, making
from naltrexone_site.one_file.places import led, names, part, place
from tests.conftest import ContentFolder
from tests.reading.painted import photo, saved

SPANISH_TAGS = "safety:\n  title: Seguridad\n  description: Con seguridad.\n"
ADDRESSES = ("src", "href", "action", "srcset", "poster", "data", "background")


@pytest.fixture
def synced(
    library: ContentFolder, with_static_files: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, db: None
) -> ContentFolder:
    monkeypatch.setattr(export_site, "collect_static_files", lambda: None)
    settings.SITE_URL = "https://guides.example"
    settings.ALLOWED_HOSTS = ["guides.example"]
    library.sync()
    return library


@pytest.fixture
def spanish(synced: ContentFolder) -> ContentFolder:
    synced.write("es/tags.yaml", SPANISH_TAGS)
    synced.article("first", "Un texto [@label].\n", title="La primera guía", language="es")
    synced.sync()
    return synced


def written(folder: Path, *options: str) -> str:
    call_command("export_site", "--single", str(folder / "guides.html"), *options)
    return (folder / "guides.html").read_text(encoding="utf-8")


def parsed(html: str) -> Element:
    """Raises what a validator would call an error of the document's form."""
    strict = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    found: Element = strict.parse(html)
    return found


def ids(tree: Element) -> list[str]:
    return [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]


def dead(tree: Element) -> list[str]:
    within = [each.attrib["href"][1:] for each in tree.iter("a") if each.attrib["href"].startswith("#")]
    assert within
    return sorted(set(within) - set(ids(tree)))


def test_every_public_page_stands_in_it_and_every_link_within_leads_somewhere(
    synced: ContentFolder, tmp_path: Path
) -> None:
    tree = parsed(written(tmp_path))
    there = set(ids(tree))
    for address in (address.removeprefix("https://guides.example") for address, _ in places()):
        elsewhere = address.startswith(("/tags/", "/keep/"))
        assert (place(address) in there) is not elsewhere, address
    assert {"start", "guides/first", "guides/first:before", "guides/first:source-1", "glossary/craving"} < there
    assert dead(tree) == []
    assert [name for name, often in Counter(ids(tree)).items() if often > 1] == []
    assert "craving in secret" not in "".join(tree.itertext())  # a draft


def test_it_is_made_of_nothing_from_elsewhere_and_what_runs_in_it_is_known_by_its_hash(
    synced: ContentFolder, tmp_path: Path
) -> None:
    html = written(tmp_path)
    tree = parsed(html)
    for element in tree.iter():
        for name in ADDRESSES:
            value = element.attrib.get(name, "")
            followed_only_when_asked = element.tag == "a" and value.startswith(("https:", "tel:", "sms:", "mailto:"))
            assert not value or value.startswith(("#", "data:")) or followed_only_when_asked, (element.tag, value)
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
    assert html.count('src="data:image/svg+xml;base64,') >= 1
    (style,) = tree.iter("style")
    assert "url(" not in str(style.text)
    assert "@import" not in str(style.text)
    (run,) = [each for each in tree.iter("script") if each.attrib.get("type") == "module"]
    (policy,) = [each.attrib["content"] for each in tree.iter("meta") if "http-equiv" in each.attrib]
    for what, element in (("style", style), ("script", run)):
        digest = base64.b64encode(hashlib.sha256(str(element.text).encode()).digest()).decode()
        assert f"{what}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|fetch\(", str(run.text))


def test_it_says_its_edition_its_day_that_it_may_be_old_and_where_newer_words_are(
    synced: ContentFolder, tmp_path: Path
) -> None:
    html = written(tmp_path)
    assert "(edition 1)" in html
    assert "what it says may be old" in html
    assert '<a href="https://guides.example/">https://guides.example/</a>' in html
    assert re.search(r'<p data-after="2\d{3}-\d\d-\d\d" hidden><b>This file is more than half a year old', html)
    assert '<p class="notice overdue" data-after="2027-11-20" hidden>' in html  # the day may come while nobody syncs
    assert html.count('<p class="notice overdue">') == 1  # that of “late”
    assert html.index('href="tel:911"') < html.index('<a class="bar-name"')


def test_the_same_edition_makes_the_same_bytes(synced: ContentFolder, tmp_path: Path) -> None:
    first = written(tmp_path)
    assert written(tmp_path) == first
    synced.sync()  # nothing changed
    assert written(tmp_path) == first
    synced.article("newest")
    synced.sync()
    assert 'id="guides/newest"' in written(tmp_path)


def test_both_languages_stand_in_it_with_a_choice_or_one_alone(spanish: ContentFolder, tmp_path: Path) -> None:
    tree = parsed(written(tmp_path))
    assert dead(tree) == []
    assert [name for name, often in Counter(ids(tree)).items() if often > 1] == []
    (choice, other) = [each for each in tree.iter("p") if each.attrib.get("class") == "languages"]
    for each in (choice, other):
        assert [(link.attrib["href"], link.text) for link in each.iter("a")] == [
            ("#start", "English"),
            ("#es", "Español"),
        ]
    assert {"es/guides/first", "es/glossary", "es/search", "guides/first"} < set(ids(tree))
    assert "Lo que dice puede ser antiguo" in "".join(tree.itertext())
    alone = ids(parsed(written(tmp_path, "--language", "es")))
    assert "es/guides/first" in alone
    assert "guides/first" not in alone


def test_the_narrowest_of_each_photo_stands_in_it(synced: ContentFolder, tmp_path: Path) -> None:
    synced.write("images/spots.jpg", saved(photo(1200, 800), "JPEG"))
    synced.article("shown", "![Spots](../../images/spots.jpg) [@label]\n")
    synced.sync()
    html = written(tmp_path)
    (spots,) = [each for each in parsed(html).iter("img") if each.attrib["alt"] == "Spots"]
    kind, data = spots.attrib["src"].split(";base64,")
    assert kind in ("data:image/jpeg", "data:image/webp")
    assert Image.open(BytesIO(base64.b64decode(data))).width == 360
    assert "srcset" not in html


def test_a_language_without_guides_is_named(synced: ContentFolder, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no guides in this language: es"):
        written(tmp_path, "--language", "es")
    assert not (tmp_path / "guides.html").exists()


def test_a_file_that_would_be_too_heavy_is_refused_and_what_weighs_most_is_named(
    spanish: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    before = (tmp_path / "guides.html").read_bytes()
    heavy = b"<svg>" + b"x" * making.BYTES_MAX + b"</svg>"
    Picture.objects.update(data=heavy)
    with pytest.raises(CommandError) as refused:
        written(tmp_path)
    message = str(refused.value)
    assert re.search(r"would weigh \d,\d{3},\d{3} bytes; it may weigh 1,500,000\. The heaviest pages:\n", message)
    assert re.search(r"pages:\n  2,\d{3},\d{3} bytes: /guides/first/\n", message)
    assert re.search(r"By language: en [\d,]+ bytes, es [\d,]+ bytes\. Write a file for each: --language en", message)
    assert message.endswith("Nothing was written.")
    assert (tmp_path / "guides.html").read_bytes() == before


def test_two_languages_that_do_not_fit_together_are_told_how_to_be_written_apart(
    spanish: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [len(written(tmp_path, "--language", language).encode()) for language in ("en", "es")]
    monkeypatch.setattr(making, "BYTES_MAX", max(alone))
    with pytest.raises(CommandError) as refused:
        written(tmp_path)
    assert re.fullmatch(
        rf"All languages in one file would weigh [\d,]+ bytes; it may weigh {max(alone):,}. Make a file of each:\n"
        r"  export_site --single guides-en.html --language en\n"
        r"  export_site --single guides-es.html --language es\n"
        r"Nothing was written\.",
        str(refused.value),
    )
    for language in ("en", "es"):
        assert written(tmp_path, "--language", language)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--single", "{}/x.html", "{}/out"], "two exports are two commands"),
        ([], "Name a folder, or --single FILE"),
        (["--language", "es", "{}/out"], "--language goes with --single"),
        (["--single", "{}"], r"is a folder\. Name a file in it, such as .*/naltrexone-guides\.html"),
        (["--single", "{}/no/such/folder/x.html"], r"cannot be written \(.*No such file or directory"),
        (["--single", "{}/letter.html"], r"letter\.html is there and is no earlier export\. Name a new file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    synced: ContentFolder, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "letter.html").write_text("dear")
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(CommandError, match=said):
        call_command("export_site", *(each.format(tmp_path) for each in arguments))
    assert sorted(path for path in tmp_path.rglob("*")) == before
    assert (tmp_path / "letter.html").read_text() == "dear"


def test_a_full_disk_leaves_the_old_file(
    synced: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(tmp_path)
    synced.article("newest")
    synced.sync()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CommandError, match=r"No space left on device.*What was there is as it was"):
        written(tmp_path)
    assert (tmp_path / "guides.html").read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.iterdir() if "guides" in path.name] == ["guides.html"]


def test_an_edition_that_comes_meanwhile_is_never_mixed_in(
    synced: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = book._cut

    def meanwhile(*given: Any) -> str:
        synced.article("newest")
        synced.sync()
        return cut(*given)

    monkeypatch.setattr(book, "_cut", meanwhile)
    with pytest.raises(CommandError, match="Another edition came meanwhile"):
        written(tmp_path)


def test_a_page_that_is_not_whole_stops_it(
    synced: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "places", lambda: [*places(), ("https://guides.example/guides/nobody/", "")])
    with pytest.raises(CommandError, match="/guides/nobody/ answers 404"):
        written(tmp_path)


def test_an_address_of_this_machine_is_warned_of(
    synced: ContentFolder, settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]
    written(tmp_path)
    assert "Set SITE_URL before you hand it out" in capsys.readouterr().err


PAGE = (
    '<h2 id="doses">Doses</h2><a class="section-link" href="#doses" aria-label="Link">#</a>'
    '<p><sup class="cite"><a href="#source-3" id="cite-3-1" aria-label="Source 3">[3]</a></sup>'
    '<sup class="cite" id="cite-1-1">[1]</sup> <a href="/guides/other/#part">there</a>'
    ' <a href="/guides/other/#gone">gone</a>'
    ' <a href="/tags/x/">x</a> <a href="https://example.org/">out</a> &lt;a href="/guides/"&gt;</p>'
    '<section id="sources" aria-labelledby="sources-title"><h2 id="sources-title">Sources</h2></section>'
)


def test_addresses_become_places() -> None:
    there = {"guides/other", "guides/other:part"}
    assert led(part(PAGE, "/guides/some/"), there, "https://guides.example") == (
        '<h2 id="guides/some:doses">Doses</h2>'
        '<p><sup class="cite"><a href="#guides/some:source-3" aria-label="Source 3">[3]</a></sup>'
        '<sup class="cite">[1]</sup> <a href="#guides/other:part">there</a> <a href="#guides/other">gone</a>'
        ' <a href="https://guides.example/tags/x/">x</a> <a href="https://example.org/">out</a>'
        ' &lt;a href="/guides/"&gt;</p>'
        '<section id="guides/some:sources"><h2 id="guides/some:sources-title">Sources</h2></section>'
    )
    assert names(part('<dl><div id="/glossary/urge/">', "/glossary/")) == {"glossary/urge"}
    assert [place("/"), place("/es/"), place("/es/guides/x/", "y")] == ["start", "es", "es/guides/x:y"]


def test_code_keeps_its_lines() -> None:
    assert part("<pre><code>a\n  b</code></pre>", "/") == "<pre><code>a\n  b</code></pre>"
    assert part("<p>\n  a\n</p>\n", "/") == "<p>\na\n</p>"
