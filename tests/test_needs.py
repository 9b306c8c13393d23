"""What the tests need is found where systems keep it, believed only when it works, and asked for by name."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from tests import needs

RENDERS = "echo '<p>works</p>'"
SNAP_STUB = "echo 'Chromium 1.0'; echo 'requires the chromium snap to be installed' >&2; exit 1"
SERVER = "echo 'postgres (PostgreSQL) {version}'"


@pytest.fixture(autouse=True)
def only_this_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A PATH with nothing on it, open to the plain account that runs PostgreSQL's programs for root."""
    for variable in ("CHROMIUM", "POSTGRESQL_BIN"):
        monkeypatch.delenv(variable, raising=False)
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("PATH", folder)
        yield Path(folder).resolve()


def program(path: Path, does: str) -> Path:
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def need(places: list[Path], *, works: bool = True, refusal: str = "") -> needs.Need:
    """A need of the tests' own, whose one way of bringing it makes the first of its places, or refuses."""

    def found() -> Iterator[Path]:
        return (place for place in places if place.exists())

    def make() -> None:
        if refusal:
            raise needs.Refused(refusal)
        places[0].touch()

    return needs.Need("Gizmo", "GIZMO", found, lambda place: works and place.exists(), (make,), "Install it.")


def test_what_is_there_is_taken_and_nothing_is_installed(tmp_path: Path) -> None:
    (tmp_path / "second").touch()
    assert need([tmp_path / "first", tmp_path / "second"]).bring() == tmp_path / "second"
    assert not (tmp_path / "first").exists()


def test_what_is_not_there_is_brought(tmp_path: Path) -> None:
    assert need([tmp_path / "first"]).bring() == tmp_path / "first"


def test_where_nothing_works_the_message_says_why_and_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(needs.Missing) as missing:
        need([tmp_path / "first"], refusal="apt-get: no network").bring()
    assert str(missing.value).splitlines() == [
        "Gizmo is needed and could not be brought:",
        "  - apt-get: no network",
        "Install it.",
    ]


def test_what_was_brought_but_does_not_work_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(needs.Missing, match="Gizmo is needed and could not be brought"):
        need([tmp_path / "first"], works=False).bring()


def test_a_person_can_point_at_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").touch()
    (tmp_path / "found").touch()
    monkeypatch.setenv("GIZMO", str(tmp_path / "mine"))
    assert need([tmp_path / "found"]).bring() == tmp_path / "mine"


def test_pointing_at_one_that_does_not_work_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIZMO", "/nowhere")
    with pytest.raises(needs.Missing, match=r"^GIZMO is /nowhere, which does not work\. Install it\.$"):
        need([tmp_path / "first"]).bring()


@pytest.mark.parametrize(
    "name", ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
)
def test_a_chromium_on_the_path_is_found(only_this_folder: Path, name: str) -> None:
    browser = program(only_this_folder / name, RENDERS)
    assert needs.chromium() == browser


def test_a_stub_is_passed_over_for_a_browser_that_renders(only_this_folder: Path) -> None:
    program(only_this_folder / "chromium", SNAP_STUB)
    browser = program(only_this_folder / "google-chrome", RENDERS)
    assert needs.chromium() == browser


def test_the_shell_that_shows_no_window_comes_before_a_whole_browser(only_this_folder: Path) -> None:
    program(only_this_folder / "chromium", RENDERS)
    shell = program(only_this_folder / "chromium-headless-shell", RENDERS)
    assert needs.chromium() == shell


@pytest.mark.parametrize("does", ["exit 0", SNAP_STUB, "exit 127"])
def test_a_browser_that_shows_no_page_does_not_render(tmp_path: Path, does: str) -> None:
    assert not needs.renders(program(tmp_path / "chromium", does))


def test_a_folder_with_a_server_on_the_path_is_found_through_links(only_this_folder: Path) -> None:
    kept = only_this_folder / "kept"
    kept.mkdir()
    program(kept / "initdb", "exit 0")
    program(kept / "postgres", SERVER.format(version="16.4"))
    (only_this_folder / "postgres").symlink_to(kept / "postgres")
    assert needs.postgresql_bin() == kept


def test_pg_config_leads_to_its_server(tmp_path: Path, only_this_folder: Path) -> None:
    program(only_this_folder / "pg_config", f"echo {tmp_path}/elsewhere")
    assert next(needs.postgresql_places()) == tmp_path / "elsewhere"


@pytest.mark.parametrize(
    ("folder", "version"),
    [("/usr/lib/postgresql/9.6/bin", 9), ("/usr/lib/postgresql/17/bin", 17), ("/opt/postgresql@16/bin", 16),
     ("/usr/pgsql-15/bin", 15), ("/wheel/pginstall/bin", 0), ("/wheel/pginstall18/bin", 18)],
)  # fmt: skip
def test_the_newest_of_several_servers_comes_first(folder: str, version: int) -> None:
    assert needs.version_in(Path(folder)) == version


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ("postgres (PostgreSQL) 13.14", False),
        ("postgres (PostgreSQL) 14.1", True),
        ("postgres (PostgreSQL) 19beta1", True),
        ("something else 17", False),
    ],
)
def test_a_server_that_django_does_not_support_is_not_believed(
    only_this_folder: Path, said: str, believed: bool
) -> None:
    program(only_this_folder / "initdb", "exit 0")
    program(only_this_folder / "postgres", f"echo '{said}'")
    assert needs.has_server(only_this_folder) is believed


def test_a_client_without_a_server_is_not_believed(only_this_folder: Path) -> None:
    program(only_this_folder / "psql", "exit 0")
    assert not needs.has_server(only_this_folder)
    program(only_this_folder / "initdb", "exit 0")
    assert not needs.has_server(only_this_folder)


def test_without_apt_or_the_right_to_use_it_the_packages_are_refused(
    only_this_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(needs.Refused, match="apt-get: not on this system"):
        needs.apt_install("postgresql")
    program(only_this_folder / "apt-get", "exit 0")
    program(only_this_folder / "sudo", "echo 'a password is required' >&2; exit 1")
    monkeypatch.setattr(needs, "AS_ROOT", False)
    with pytest.raises(needs.Refused, match="apt-get: needs root, or sudo without a password"):
        needs.apt_install("postgresql")


def test_an_installation_that_fails_shows_its_last_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing = program(tmp_path / "apt-get", "echo 'E: Unable to locate package gizmo' >&2; exit 100")
    with pytest.raises(needs.Refused) as refused:
        needs.install("gizmo", [str(failing)])
    assert str(refused.value) == "gizmo: exit status 100\n      E: Unable to locate package gizmo"
    assert capsys.readouterr().err == "Installing gizmo (at most 15 minutes) ...\n"


def test_a_free_port_is_never_one_that_a_connection_may_be_given() -> None:
    assert all(10_000 <= needs.free_port() < 32_768 for _ in range(50))


def test_a_real_server_answers_within_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real PATH
    monkeypatch.setenv("PGPORT", "1")  # another server's, which must not matter
    with needs.postgresql(needs.postgresql_bin()) as url, psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_database(), current_setting('server_encoding')").fetchone()
    assert row == ("naltrexone", "UTF8")


def test_a_real_server_is_gone_after_the_block_even_when_a_test_breaks_it_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # the real PATH
    server = needs.postgresql(needs.postgresql_bin())
    url = server.__enter__()
    with psycopg.connect(url) as connection:
        home = str(connection.execute("SHOW unix_socket_directories").fetchall()[0][0])
    assert Path(home).exists()
    server.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not Path(home).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_server_that_does_not_start_is_named_with_what_it_said(only_this_folder: Path) -> None:
    program(only_this_folder / "initdb", "echo 'initdb: error: no room' >&2; exit 1")
    broken = needs.postgresql(only_this_folder)
    with pytest.raises(needs.Missing, match=r"(?s)does not start.*initdb: error: no room"):
        broken.__enter__()
