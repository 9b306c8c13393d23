"""Run the suite: all of it on SQLite, then what asks a database on a real PostgreSQL too (tests/conftest.py says
which tests those are): `python tests/run.py [pytest's arguments]`.

Brings the Chromium and the PostgreSQL that the tests need, and stops with status 2 where it cannot: no test
is skipped. The suite sees the project's defaults, whatever settings the shell exports.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import needs  # noqa: E402  (a script has its own folder on the path, not the project's)

SETTINGS = (
    *("SECRET_KEY", "DEBUG", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "CONTENT_DIR"),
    *("PORT", "WEB_CONCURRENCY", "CONTACT", "SOURCE_URL", "OFFLINE_COPY"),
)
ON_EVERY_CORE = ("-n", "auto", "--dist", "worksteal")
NO_TEST = 5  # pytest's exit status
LAST_WORDS_SECONDS = 30  # for pytest to close its browsers and servers and print what it knows


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, terminate)
    try:
        environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        environment["CHROMIUM"] = str(needs.chromium())
        needs.tools()
        binaries = needs.postgresql_bin()
        on_sqlite = run_suite("Every test, on SQLite", arguments, environment)
        with needs.postgresql(binaries) as url:
            again = [*arguments, "--database-only"]
            on_postgresql = run_suite("What asks a database, on PostgreSQL", again, environment | {"DATABASE_URL": url})
    except needs.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if arguments and on_postgresql == NO_TEST:
        print("\nNone of the tests that were named asks a database.")
        on_postgresql = 0
    print(f"\n== Every test on SQLite: {outcome(on_sqlite)}. ", end="")
    print(f"What asks a database, on PostgreSQL: {outcome(on_postgresql)}. ==")
    return on_sqlite or on_postgresql


def terminate(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def run_suite(what: str, arguments: list[str], environment: dict[str, str]) -> int:
    """Pytest's exit status; that no test was found is a failure like any other."""
    print(f"\n== {what} ==", flush=True)
    suite = subprocess.Popen([sys.executable, "-m", "pytest", *ON_EVERY_CORE, *arguments], cwd=ROOT, env=environment)
    try:
        return suite.wait()
    except SystemExit:
        suite.send_signal(signal.SIGINT)
        raise
    finally:  # after Ctrl-C, which pytest has had from the terminal too
        try:
            suite.wait(LAST_WORDS_SECONDS)
        except subprocess.TimeoutExpired:
            suite.kill()


def outcome(status: int) -> str:
    return "passed" if status == 0 else f"failed (pytest's exit status {status})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
