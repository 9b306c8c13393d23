"""The site as files: whole or not at all, the same as the live site, and little written when little changed."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings

from articles.models import Article
from naltrexone_site import exporting
from naltrexone_site.asking import Answer, ask
from tests.articles.refusals import guide
from tests.conftest import ROOT, ContentFolder, Server, environment
from tests.nginx import nginx
from tests.reading.painted import photo, saved

VOLATILE = {"date", "server", "connection", "keep-alive", "last-modified", "etag", "accept-ranges", "content-length"}
SAID_OTHERWISE = VOLATILE | {"vary", "content-language", "content-encoding", "transfer-encoding"}


@pytest.fixture
def shop(library: ContentFolder, tmp_path: Path) -> dict[str, str]:
    """Settings of a site of its own: one of each kind of page."""
    return {"DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3", "CONTENT_DIR": str(library.root)}


@pytest.fixture
def index(library: ContentFolder, settings: LazySettings, tmp_path: Path, transactional_db: None) -> None:
    """The same site in this process, with its static files under their plain names."""
    library.sync()
    settings.STATIC_ROOT = tmp_path / "static"
    shutil.copytree(ROOT / "static", settings.STATIC_ROOT)
    for name in ("site.css", "site.js", "guide.js", "searching.js"):
        (settings.STATIC_ROOT / name).write_text("")


def run(command: list[str], settings: dict[str, str], before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    line = [*before, sys.executable, "manage.py", *command]
    return subprocess.run(line, cwd=ROOT, env=environment(**settings), capture_output=True, text=True)


def exported(settings: dict[str, str], folder: Path) -> str:
    run(["sync_content"], settings)
    done = run(["export_site", str(folder)], settings)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """path -> (its inode, its content)"""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in found}


def test_each_page_stands_under_its_own_address_with_compressed_copies(shop: dict[str, str], tmp_path: Path) -> None:
    said = exported(shop, tmp_path / "out")
    found = files(tmp_path / "out")
    assert said == f"{len(found)} written, 0 removed, 0 unchanged"
    for name in (
        "index.html", "guides/index.html", "guides/first/index.html", "guides/first.md", "guides/first/qr.svg",
        "guides/first/cite.ris", "guides/first/cite.bib", "tags/safety/index.html", "glossary/craving/index.html",
        "search/index.html", "feed.xml", "sitemap.xml", "robots.txt", "llms.txt", ".well-known/security.txt",
        "api/v1/guides/index.json", "api/v1/openapi.json", "images/dot.svg", "404.html", "es/index.html",
        "es/404.html", "references/index.html", "clinicians/index.html", "worker.js", "keep/index.html",
        "keep/offline/index.html", "keep/removed/index.html", "manifest.webmanifest",
    ):  # fmt: skip
        assert name in found
    assert not any("hidden" in name for name in found)
    page = found["guides/first/index.html"][1]
    assert gzip.decompress(found["guides/first/index.html.gz"][1]) == page
    assert brotli.decompress(found["guides/first/index.html.br"][1]) == page
    assert "/guides/older-first/ /guides/first/ 301\n" in found["_redirects"][1].decode()
    assert b"Page not found" in found["404.html"][1]
    copy = json.loads(found["keep/edition.json"][1])["copy"]
    assert f"/keep/{hashlib.sha256(found[copy[1:]][1]).hexdigest()}.json" == copy


def test_only_what_changed_is_written_again_and_what_is_gone_goes(
    shop: dict[str, str], library: ContentFolder, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    exported(shop, out)
    before = files(out)
    assert exported(shop, out) == f"0 written, 0 removed, {len(before)} unchanged"
    assert files(out) == before
    library.remove("en/articles/late.md")
    exported(shop, out)
    after = files(out)
    assert not any(name.startswith("guides/late") for name in after)
    assert after["guides/second.md"] == before["guides/second.md"]  # the very same file
    assert after["guides/index.html"] != before["guides/index.html"]


def test_a_picture_that_was_passed_on_stays_at_its_address_as_the_present_one(
    index: None, library: ContentFolder, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    exporting.export(out)
    first, late = (next(out.glob(f"share/*/{slug}.png")).relative_to(out).as_posix() for slug in ("first", "late"))
    path = library.root / "en/articles/first.md"
    path.write_text(path.read_text().replace("The first guide", "Its other title"))
    library.remove("en/articles/late.md")
    library.sync()
    exporting.export(out)
    again = exporting.export(out)
    assert (again.written, again.removed) == (0, 0)
    found = files(out)
    (present,) = re.findall(r"/(share/[0-9a-f]+/first\.png)", found["guides/first/index.html"][1].decode())
    assert present != first
    assert found[first] == found[present]
    assert late not in found  # its guide is gone


def test_several_processes_write_what_one_alone_writes(
    shop: dict[str, str], library: ContentFolder, tmp_path: Path
) -> None:
    for number in range(10):
        library.article(f"guide-{number}")
    said = exported(shop, tmp_path / "several")
    alone = run(["export_site", str(tmp_path / "alone")], shop, before=["taskset", "-c", "0"])
    assert alone.stdout.strip() == said
    several = files(tmp_path / "several")
    assert len([name for name in several if not name.endswith((".gz", ".br"))]) > exporting.ALONE_MAX
    one = {name: body for name, (_, body) in files(tmp_path / "alone").items()}
    assert {name: body for name, (_, body) in several.items()} == one


def test_a_page_that_is_not_whole_stops_it_and_leaves_the_old_export(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    exporting.export(out)
    before = files(out)
    real = exporting.public
    monkeypatch.setattr(exporting, "public", lambda: [*real(), "/guides/nobody/", "/tags/nobody/"])
    with pytest.raises(exporting.NotWhole, match="/guides/nobody/: 404\n/tags/nobody/: 404"):
        exporting.export(out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]


def test_a_page_for_what_is_not_there_that_fails_stops_it_too(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the page of a moment in which the index was locked would be the site's 404 until the next export."""

    def failing(address: str, *given: Any, **named: Any) -> Answer:
        answer = ask(address, *given, **named)
        return replace(answer, status=503) if address == "/no-such-page/" else answer

    monkeypatch.setattr(exporting, "ask", failing)
    with pytest.raises(exporting.NotWhole, match=r"^/no-such-page/: 503$"):
        exporting.export(tmp_path / "out")


def test_all_files_are_of_one_edition_also_where_another_came_meanwhile(
    index: None, library: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    exporting.export(out)
    real, editions = exporting.public, iter(["was"])

    def public() -> list[str]:
        if name := next(editions, ""):
            library.write("en/articles/late.md", guide(title="Late", formerly=f"[{name}]"))
            library.sync()
        return real()

    monkeypatch.setattr(exporting, "public", public)
    exporting.export(out)
    assert "/guides/was/ /guides/late/ 301\n" in (out / "_redirects").read_text()
    before = files(out)
    editions = iter(["once", "twice", "thrice"])
    with pytest.raises(exporting.NotWhole, match="3 times"):
        exporting.export(out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]


def test_a_full_disk_leaves_the_old_export(index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    exporting.export(out)
    before = files(out)
    Article.objects.update(title="Another")
    real, written = Path.write_bytes, list[Path]()

    def write(path: Path, body: bytes) -> int:
        written.append(path)
        if len(written) == 5:
            raise OSError(28, "No space left on device")
        return real(path, body)

    monkeypatch.setattr(Path, "write_bytes", write)
    with pytest.raises(OSError, match="No space"):
        exporting.export(out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]


def test_an_export_that_was_killed_between_its_two_renames_is_put_back_first(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    exporting.export(out)
    before = files(out)
    out.rename(tmp_path / ".out.old")
    monkeypatch.setattr(exporting, "_fill", lambda fresh, target: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exporting.export(out)
    assert files(out) == before


def test_of_two_exports_at_once_the_later_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each makes its files in the same place beside the old ones."""
    made: list[str] = []
    waits = Event()

    def fill(fresh: Path, target: Path) -> exporting.Exported:
        assert waits.wait(20)
        fresh.mkdir()
        for name in ("first", "second"):
            (fresh / name).write_text(name)
            time.sleep(0.1)
        made.extend(sorted(path.name for path in fresh.iterdir()))
        return exporting.Exported(written=2, unchanged=0, removed=0)

    monkeypatch.setattr(exporting, "_of_one_edition", fill)
    with ThreadPoolExecutor(2) as threads:
        export = partial(exporting.export, waits=waits.set)
        assert [str(done) for done in threads.map(export, [tmp_path / "new" / "out"] * 2)] == [
            "2 written, 0 removed, 0 unchanged"
        ] * 2
    assert made == ["first", "second"] * 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["out"]


def test_every_file_is_on_the_disk_before_they_take_the_old_ones_place(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[set[str]] = []
    monkeypatch.setattr(os, "sync", lambda: found.append({*files(tmp_path / ".out.new")}))
    exporting.export(tmp_path / "out")
    assert found == [{*files(tmp_path / "out")}]


def test_a_folder_that_is_no_export_is_never_replaced(shop: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    run(["sync_content"], shop)
    refused = run(["export_site", str(tmp_path / "mine")], shop)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "is no earlier export" in refused.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_without_an_edition_it_says_what_to_do(shop: dict[str, str], tmp_path: Path) -> None:
    refused = run(["export_site", str(tmp_path / "out")], shop)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "sync_content" in refused.stderr
    assert not (tmp_path / "out").exists()


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def read(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with build_opener(Stay).open(Request(address, headers=headers), timeout=20) as response:
            return response.status, {name.lower(): value for name, value in response.headers.items()}, response.read()
    except HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def as_a_cdn_does(rules: str, path: str) -> dict[str, str]:
    """The headers that a CDN adds by `_headers`: of every rule that fits, one behind the other; the same name twice is
    one header with both values."""
    sent: dict[str, str] = {}
    for rule in re.split(r"^(?=/)", rules, flags=re.MULTILINE)[1:]:
        pattern, *lines = rule.splitlines()
        if not fnmatchcase(path, pattern):
            continue
        for line in map(str.strip, lines):
            if line.startswith("! "):
                del sent[line[2:].lower()]
            else:
                name, value = line.split(": ", 1)
                name = name.lower()
                sent[name] = f"{sent[name]}, {value}" if name in sent else value
    return sent


def paths_of(out: Path, url: str) -> list[str]:
    """Of a page of each kind, all that its pages show, and what is no page."""
    locations = (out / "sitemap.xml").read_text().split("<loc")[1:]
    paths = [line.split(">")[1].split("<")[0].removeprefix(url) for line in locations]
    paths += ["/api/v1/guides/", "/api/v1/guides/first/", "/api/v1/terms/", "/glossary/", "/feed.xml", "/robots.txt"]
    paths += ["/guides/first.md", "/guides/first/qr.svg", "/images/dot.svg", "/images/spots.jpg"]
    copies = [f"/images/made/{copy.name}" for copy in (out / "images/made").iterdir()]
    assert len(copies) == 3
    paths += [
        *copies,
        "/guides/older-first/",
        "/guides/older-first.md",
        "/nowhere/",
        "/es/nowhere/",
        "/static/",
        "/guides/back/",
        "/guides/behind/",
    ]
    of_a_page = re.findall('"(/static/[^"]+)"', (out / "guides/first/index.html").read_text())
    assert len(of_a_page) >= 3
    shown = re.compile(r'property="og:image" content="([^"]+)"')
    for page in ("index.html", "es/index.html", "guides/first/index.html"):
        paths += [found.removeprefix(url) for found in shown.findall((out / page).read_text())]
    assert sum("/share/" in path for path in paths) == 3
    return paths + of_a_page


WHERE_A_BROWSER_SEARCHES = ("/search/", "/es/search/")


def test_nginx_serves_every_page_as_the_live_site_does(
    start_server: Callable[..., Server], library: ContentFolder, shop: dict[str, str], tmp_path: Path
) -> None:
    library.write(
        "en/articles/back.md",
        guide(title="Back", status="retired", instead="first", note="Out of date.", formerly="[behind]"),
    )
    library.write("images/spots.jpg", saved(photo(800, 600), "JPEG"))
    library.article("shown", "![Spots](../../images/spots.jpg) [@label]\n")
    live = start_server(**shop)
    site = shop | {"SITE_URL": live.url}
    exported(site, tmp_path / "out")
    (tmp_path / "home").mkdir()
    paths = paths_of(tmp_path / "out", live.url)
    gone = ["/guides/back.md", "/guides/behind.md", "/guides/back/qr.svg", "/guides/back/cite.ris"]
    gone += ["/guides/back/cite.bib", "/guides/back/qr-print.svg", "/api/v1/guides/back/", "/api/v1/guides/behind/"]
    for_cdn = (tmp_path / "out/_headers").read_text()
    assert "/guides/behind/ /guides/back/ 302\n" in (tmp_path / "out/_redirects").read_text()
    said_to_nginx = f"root {tmp_path}/out; absolute_redirect off; include {tmp_path}/out/_nginx.conf;"
    with nginx(tmp_path / "home", said_to_nginx) as url:
        for path in paths:
            theirs, ours = read(url + path), read(live.url + path)
            assert theirs[0] == ours[0], path
            if ours[0] in (301, 302):
                assert theirs[1]["location"] == ours[1]["location"]
                continue
            assert theirs[2] == ours[2] or path in WHERE_A_BROWSER_SEARCHES, path
            if ours[0] == 404:
                assert theirs[1]["cache-control"] == ours[1]["cache-control"] == "no-store", path
            if ours[0] == 200:
                wanted = {name: value for name, value in ours[1].items() if name not in SAID_OTHERWISE}
                assert {name: value for name, value in theirs[1].items() if name not in SAID_OTHERWISE} == wanted, path
                assert as_a_cdn_does(for_cdn, path) | {"content-type": wanted["content-type"]} == wanted, path
        copy = json.loads(read(f"{live.url}/keep/edition.json")[2])["copy"]
        cached = [read(site + copy)[1]["cache-control"] for site in (url, live.url)]
        assert cached == [as_a_cdn_does(for_cdn, copy)["cache-control"]] * 2
        for rule in (tmp_path / "out/_redirects").read_text().splitlines():
            was, now, status = rule.split()
            ours = read(live.url + was)
            if ours[0] == 410:  # a CDN has no such answer: it leads to the note, which says so
                assert read(live.url + now)[0] == 410, rule
                assert b"Out of date." in (tmp_path / f"out{now}index.html").read_bytes()
            else:
                assert (ours[0], ours[1]["location"]) == (int(status), now), rule
        for path in gone:
            theirs, ours = read(url + path), read(live.url + path)
            assert (theirs[0], ours[0]) == (410, 410), path
            assert b"Out of date." in theirs[2], path
        assert read(f"{url}/", **{"Accept-Encoding": "gzip"})[1]["content-encoding"] == "gzip"
        for private in ("/_nginx.conf", "/_headers", "/_redirects"):
            assert read(url + private)[0] == 404
