"""Layers become one sheet, a folder of scripts one script, compressed and named by content; only these are served."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from naltrexone_site.collecting import OF_COLLECTING, STAMP
from naltrexone_site.serving.delivery import StaticFiles
from tests.conftest import ROOT, Server
from tests.site.wire import Wire

LAYERS = re.compile(r"@layer ([\w, ]+);")


@pytest.fixture
def collected(settings: LazySettings, tmp_path: Path) -> Path:
    """Where three layer files, two scripts of a guide, and files that are neither have been collected."""
    source = tmp_path / "static"
    for name, text in {
        "css/tokens.css": "@layer tokens, a, z;\n",
        "css/a.css": "/* For\n   editors. */\n@layer a { p { color: black; } }\n",
        "css/z.css": "@layer z {\n  main {\n    content: “–”; /* A dash. */\n  }\n}\n",
        "js/guide/a.js": "// For editors.\n\nconst same = 1; // a note\nif (same) {\n  // Why.\n  go(`https://a.b//c`);\n}\n",
        "js/guide/b.js": "const same = 2;\n",
        "js/site/c.js": "const same = 4;\n",
        "js/alone.js": "const same = 3;\n",
        "alone.svg": "<svg/>\n",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "naltrexone_site.collecting.JoinedFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "collected"


def test_the_layers_become_one_sheet_with_the_order_of_layers_first(collected: Path) -> None:
    served = {re.sub(r"\.[0-9a-f]{12}\.", ".#.", place.name) for place in collected.rglob("*.*") if place.is_file()}
    assert {name for name in served if name.endswith((".css", ".svg", ".js"))} == {
        *("alone.#.svg", "alone.svg", "site.#.css", "site.css"),
        *("alone.#.js", "alone.js", "guide.#.js", "guide.js", "site.#.js", "site.js"),
    }
    (sheet,) = collected.glob("site.*.css")
    text = sheet.read_text()
    places = [text.index(part) for part in ("@layer tokens", "@layer a {", "@layer z {")]
    assert places == sorted(places)
    assert "“–”" in text


def test_what_only_editors_read_is_not_sent(collected: Path) -> None:
    (sheet,) = collected.glob("site.*.css")
    assert sheet.read_text().split("\n\n") == [
        "@layer tokens, a, z;",
        "@layer a { p { color: black; } }",
        "@layer z {\nmain {\ncontent: “–”; }\n}\n",
    ]


def test_scripts_of_one_folder_share_no_names(collected: Path) -> None:
    (script,) = collected.glob("guide.*.js")
    assert script.read_text() == "{\nconst same = 1;\nif (same) {\ngo(`https://a.b//c`);\n}\n}\n{\nconst same = 2;\n}"


def test_no_string_of_a_script_looks_like_a_note_or_goes_over_a_line() -> None:
    """Or it would be cut when the scripts are joined."""
    for place in (ROOT / "static/js").glob("*/*.js"):
        for line in place.read_text().splitlines():
            code = re.split(r"(?:^|\s)//", line)[0]
            assert all(code.count(quote) % 2 == 0 for quote in '`"'), f"{place.name}: {line}"


def test_a_second_collection_makes_the_same_sheet(collected: Path) -> None:
    (before,) = collected.glob("site.*.css")
    call_command("collectstatic", verbosity=0, interactive=False)
    (after,) = collected.glob("site.*.css")
    assert (after.name, after.read_bytes()) == (before.name, before.read_bytes())


def test_every_layer_that_a_file_uses_has_its_place_in_the_order() -> None:
    order = LAYERS.search((ROOT / "static/css/tokens.css").read_text())
    assert order is not None
    for place in (ROOT / "static/css").glob("*.css"):
        used = set(re.findall(r"@layer (\w+) \{", place.read_text()))
        assert used, place
        assert used <= set(order[1].split(", ")), place


def test_a_page_names_one_sheet_and_the_server_has_it_compressed(site: Server) -> None:
    with Wire(site.url) as wire:
        sheets = re.findall(rb'<link rel="stylesheet" href="([^"]+)"', wire.ask(b"/").body)
        assert len(sheets) == 1
        plain, packed = wire.ask(sheets[0]), wire.ask(sheets[0], b"Accept-Encoding: br")
        layers = wire.ask(b"/static/css/tokens.css")
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body
    assert layers.status == 404


def test_what_collecting_keeps_for_itself_is_not_served(site: Server, collected: Path, settings: LazySettings) -> None:
    (collected / STAMP).write_text("made from")
    assert (collected / "staticfiles.json").is_file()
    with Wire(site.url) as wire:
        assert {wire.ask(f"/static/{name}".encode()).status for name in OF_COLLECTING} == {404}
    for at_once in (False, True):  # or when it is asked for, as with DEBUG
        settings.WHITENOISE_AUTOREFRESH = at_once
        served = StaticFiles(lambda request: HttpResponse(status=404))
        found = [served(RequestFactory().get(f"/static/{name}")).status_code for name in (*OF_COLLECTING, "site.css")]
        assert found == [404, 404, 200]
