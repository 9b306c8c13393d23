"""python manage.py serve: sync, then the production server. What `make serve` runs.

Where content/ is refused, its problems are printed and the last good edition is served; with none yet, it stops.
"""

import hashlib
import os
import resource
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandParser, call_command
from django.db import DatabaseError, connection

from articles.editions import Edition
from articles.management.plain import PlainCommand
from articles.problems import ContentError
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import Held
from naltrexone_site import collecting

HOST = "127.0.0.1"
# In each worker, of clients who are connected, most of them idle. More wait; with 256, five hundred idle ones kept
# every reader out.
CONNECTIONS_MAX = 4096


class Command(PlainCommand):
    help = "Sync content/, then serve the site the production way."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="only make the static files ready, for an image")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prepare"]:
            collect_static_files()
            return
        check_port()
        collect_static_files()
        self._sync()
        connection.close()
        check_port()  # again: another start may have taken it in the meantime, and the server would share it
        self.stdout.write(f"Serving on http://{HOST}:{settings.PORT}/ (Ctrl-C stops)")
        self.stdout.flush()
        take_enough_files()
        said = map(str, (HOST, settings.PORT, settings.WEB_CONCURRENCY, CONNECTIONS_MAX))
        os.execv(sys.executable, [sys.executable, "-m", "naltrexone_site.serving.server", *said])  # noqa: S606

    def _sync(self) -> None:
        try:
            self.stdout.write(str(bring_up_to_date(datetime.now(UTC).date(), whole=True, told=self.told)))
        except ContentError as error:
            self.stderr.write(str(error))
            if not has_edition():
                sys.exit("There is no earlier edition to serve. Mend these files first.")
            self.stderr.write(
                "The last good edition is served. Mend these files, then run: .venv/bin/python manage.py sync_content"
            )
        except Held as held:
            self.stderr.write(f"{held}\nThe restored edition is served.")
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            if not has_edition():
                sys.exit(f"DATABASE_URL: the index cannot be written ({reason}).")
            self.stderr.write(f"The index cannot be written ({reason}). The last good edition is served.")


def take_enough_files() -> None:
    """Each connection is an open file; many systems begin with 1,024 and allow more to who asks."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS_MAX if most == resource.RLIM_INFINITY else min(2 * CONNECTIONS_MAX, most)
    if resource.RLIM_INFINITY != soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, settings.PORT))
        except OSError as error:
            reason = (error.strerror or "").lower()
            sys.exit(f"PORT: {settings.PORT} cannot be used ({reason}). Stop what uses it, or set PORT.")


def collect_static_files() -> None:
    """Copied, named by their content and compressed; not again where nothing has changed."""
    stamp, listing = (Path(settings.STATIC_ROOT) / name for name in (collecting.STAMP, "staticfiles.json"))
    digest = _digest_of_static_files()
    try:
        if stamp.exists() and listing.exists() and stamp.read_text(encoding="ascii") == digest:
            return
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest, encoding="ascii")
    except OSError as error:
        sys.exit(f"{error.filename}: cannot be written ({(error.strerror or '').lower()}). Make it writable first.")


def _digest_of_static_files() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode() + Path(collecting.__file__).read_bytes())
    for root in map(Path, settings.STATICFILES_DIRS):
        for place in sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(repr((str(place.relative_to(root)), place.read_bytes())).encode())
    return digest.hexdigest()


def has_edition() -> bool:
    try:
        return Edition.objects.exists()
    except DatabaseError:
        return False
