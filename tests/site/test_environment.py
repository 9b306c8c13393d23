"""Each setting: what it is when unset, what it takes, and the one line with its name that it refuses with."""

import re
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from naltrexone_site import environment
from tests.conftest import ROOT
from tests.conftest import environment as child_environment
from tests.run import SETTINGS

KEY = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abc"
READ: dict[str, Callable[[Path], object]] = {
    "DEBUG": lambda root: environment.debug("http://127.0.0.1:8000"),
    "OFFLINE_COPY": lambda root: environment.flag("OFFLINE_COPY", default=True),
    "PORT": lambda root: environment.number("PORT", 8000, least=1, most=65535),
    "WEB_CONCURRENCY": lambda root: environment.number("WEB_CONCURRENCY", 2, least=1, most=256),
    "SITE_URL": lambda root: environment.site_url(8000),
    "SECRET_KEY": lambda root: environment.secret_key("https://guides.example", root),
    "ALLOWED_HOSTS": lambda root: environment.allowed_hosts("https://guides.example"),
    "CONTENT_DIR": environment.content_dir,
    "CONTACT": lambda root: environment.address("CONTACT", "mailto:", "https:"),
    "SOURCE_URL": lambda root: environment.address("SOURCE_URL", "https:"),
    "DATABASE_URL": environment.database,
}
REFUSED = {
    "DEBUG": ["maybe", "2", "None", "tru"],
    "OFFLINE_COPY": ["never"],
    "PORT": ["0", "65536", "-1", "80a", "8000.0", "eight", "9999999", "１２", "+80", "8 0"],
    "WEB_CONCURRENCY": ["0", "257", "-2", "two", "1.5"],
    "SITE_URL": [
        "guides.example", "ftp://guides.example", "https://", "https:///", "https://guides.example/path",
        "https://guides.example?q", "https://guides.example#a", "https://me@guides.example", "https://me:pw@guides.example",
        "https://guides.example:99999", "https://guides.example:0", "https://guides.example:port", "https://[::1",
        "https://[12345::]", "https://a b", "https://a\tb", "https://guides<.example", "https://guías.example",
        "//guides.example", "https://guides_example", "javascript:alert(1)", "https://a..b",
    ],
    "SECRET_KEY": ["", "short", KEY[:31]],
    "ALLOWED_HOSTS": ["guides.example:8000", "https://guides.example", "a b", "a,b c", "a/b", ",", "*.example", "a_b"],
    "CONTENT_DIR": ["/nowhere/at/all", "nowhere", "{root}/file"],
    "CONTACT": [
        "me@guides.example", "mailto:", "mailto:me", "mailto:me@", "https:", "https://", "http://guides.example",
        "javascript:alert(1)", 'https://guides.example/"', "https://guides.example/a b",
        "https:guides.example", "tel:911",
    ],
    "SOURCE_URL": ["http://guides.example", "mailto:me@guides.example", "https://", "guides.example", "https://a b"],
    "DATABASE_URL": [
        "index.sqlite3", "sqlite:///relative.sqlite3", "sqlite://:memory:", "sqlite:////nowhere/at/all/index.sqlite3",
        "sqlite:///{root}", "sqlite:////", "mysql://me@host/name", "postgres://", "postgres://host", "postgres://host/",
        "postgres://me:hidden@host:port/name", "postgres://me:hid#den@host/name", "postgres://[::1/name",
    ],
}  # fmt: skip
TAKEN: dict[str, dict[str, object]] = {
    "DEBUG": {"": False, "off": False, "0": False, "on": True, "TRUE": True, " yes ": True},
    "OFFLINE_COPY": {"": True, "off": False, "No": False, "on": True},
    "PORT": {"": 8000, "1": 1, "65535": 65535, " 8080 ": 8080},
    "WEB_CONCURRENCY": {"": 2, "1": 1, "256": 256},
    "SITE_URL": {
        "": "http://127.0.0.1:8000",
        "https://guides.example": "https://guides.example",
        "HTTPS://Guides.Example/": "https://guides.example",
        "http://localhost:9000": "http://localhost:9000",
        "http://[::1]:9000/": "http://[::1]:9000",
    },
    "SECRET_KEY": {KEY: KEY},
    "ALLOWED_HOSTS": {
        "": ["guides.example", "127.0.0.1", "localhost", "[::1]"],
        "a.example, .b.example,[::1]": ["a.example", ".b.example", "[::1]"],
        "*": ["*"],
    },
    "CONTACT": {
        "": "",
        "mailto:errors@guides.example": "mailto:errors@guides.example",
        "https://guides.example/errors?from=site": "https://guides.example/errors?from=site",
    },
    "SOURCE_URL": {"": "", "https://host.example/a/tree/main/content": "https://host.example/a/tree/main/content"},
}


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def test_every_setting_of_the_project_is_tried_here() -> None:
    assert set(READ) == set(REFUSED) == set(SETTINGS)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_bad_value_is_refused_in_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(name, value.format(root=tmp_path) if "{root}" in value else value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        READ[name](tmp_path)
    line = str(refusal.value)
    assert re.fullmatch(rf"{name}: .+\.", line)
    assert "hid" not in line


@pytest.mark.parametrize(
    ("name", "value", "read"), [(name, value, read) for name, values in TAKEN.items() for value, read in values.items()]
)
def test_a_good_value_is_taken(name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert READ[name](ROOT) == read


def test_no_public_site_shows_the_machines_settings_beside_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "on")
    for site in ("https://guides.example", "http://guides.example", "http://10.0.0.1:8000"):
        with pytest.raises(ImproperlyConfigured, match=r"^DEBUG: is on"):
            environment.debug(site)
    monkeypatch.setenv("DEBUG", "off")
    assert environment.debug("https://guides.example") is False


def test_the_index_lies_beside_the_project_wherever_that_is(tmp_path: Path) -> None:
    root = tmp_path / "a #b%20c?d é"
    root.mkdir()
    settings = environment.database(root)
    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.sqlite3", str(root / "index.sqlite3"))


def test_a_database_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@host:5433/name?sslmode=require")
    settings = environment.database(tmp_path)
    wanted = {"USER": "me", "PASSWORD": "p@ss", "HOST": "host", "PORT": 5433, "NAME": "name"}
    assert {name: settings[name] for name in wanted} == wanted
    assert settings["OPTIONS"] == {"sslmode": "require", "connect_timeout": 5, "tcp_user_timeout": 5000}


def test_a_content_folder_may_be_named_from_the_project_or_absolutely(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "other").mkdir()
    assert environment.content_dir(tmp_path) == tmp_path / "content"
    monkeypatch.setenv("CONTENT_DIR", "other")
    assert environment.content_dir(tmp_path) == tmp_path / "other"
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    assert environment.content_dir(tmp_path) == tmp_path


def test_on_this_machine_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    for site in ("http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"):
        key = environment.secret_key(site, tmp_path)
        assert len(key) >= 50
        assert (tmp_path / ".secret-key").read_text() == key
        assert environment.secret_key(site, tmp_path) == key
    assert [place.name for place in tmp_path.iterdir()] == [".secret-key"]
    assert stat.S_IMODE((tmp_path / ".secret-key").stat().st_mode) == 0o600


def test_starts_at_the_same_moment_agree_on_the_key(tmp_path: Path) -> None:
    for attempt in range(10):
        root = tmp_path / str(attempt)
        root.mkdir()
        with ThreadPoolExecutor(16) as starts:
            keys = set(starts.map(lambda _, root=root: environment.secret_key("http://localhost", root), range(16)))
        assert keys == {(root / ".secret-key").read_text()}


@pytest.mark.parametrize("site", ["https://guides.example", "http://192.168.0.7", "http://0.0.0.0:8000"])
def test_for_any_other_site_no_key_is_made(site: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"\ASECRET_KEY: is missing\."):
        environment.secret_key(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [b"", b"short", b"\xff" * 60])
def test_a_kept_key_that_is_not_whole_is_named(kept: bytes, tmp_path: Path) -> None:
    (tmp_path / ".secret-key").write_bytes(kept)
    with pytest.raises(ImproperlyConfigured, match=r"\ASECRET_KEY: the one kept in \S+/\.secret-key is not whole\."):
        environment.secret_key("http://localhost", tmp_path)


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    assert len(environment.secret_key("http://localhost", tmp_path / "nowhere")) >= 50


def test_the_kept_key_and_the_index_are_out_of_git() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/.secret-key", "/index.sqlite3*", "/.static/"} <= set(ignored)


@pytest.mark.parametrize(
    ("name", "command"),
    list(zip(REFUSED, cycle(["check", "serve", "sync_content", "lint_content", "migrate"]), strict=False)),
)
def test_a_bad_setting_stops_every_command_with_one_line(name: str, command: str) -> None:
    given = {"SITE_URL": "https://guides.example", "SECRET_KEY": KEY, name: REFUSED[name][-1]}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT, env=child_environment(**given), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"{name}: .+\.\n", done.stderr)
