"""python manage.py serve: sync, then the production server. What `make serve` runs.

Where content/ is refused, its problems are printed and the last good edition is served; with none yet, it stops.
"""

import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from articles.models import Edition
from articles.problems import ContentError
from articles.publishing.index import bring_up_to_date

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Sync content/, then serve the site the production way."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_port()
        call_command("collectstatic", verbosity=0, interactive=False)
        self._sync()
        connection.close()
        self.stdout.write(f"Serving on http://{HOST}:{settings.PORT}/ (Ctrl-C stops)")
        self.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "granian", *self._server_arguments()])  # noqa: S606

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, settings.PORT))
            except OSError as error:
                message = f"PORT: {settings.PORT} cannot be used ({error.strerror}). Stop what uses it, or set PORT."
                raise CommandError(message) from None

    def _sync(self) -> None:
        try:
            self.stdout.write(str(bring_up_to_date(datetime.now(UTC).date())))
        except ContentError as error:
            self.stderr.write(str(error))
            if not self._has_edition():
                raise CommandError("There is no earlier edition to serve. Mend these files first.") from None
            self.stderr.write("The last good edition is served. Mend these files, then run: make serve")
        except DatabaseError as error:
            if not self._has_edition():
                raise CommandError(f"DATABASE_URL: the index cannot be written ({error}).") from None
            self.stderr.write(f"The index cannot be written ({error}). The last good edition is served.")

    def _has_edition(self) -> bool:
        try:
            return Edition.objects.exists()
        except DatabaseError:
            return False

    def _server_arguments(self) -> list[str]:
        return [
            "--interface", "wsgi",
            "--host", HOST,
            "--port", str(settings.PORT),
            "--workers", str(settings.WEB_CONCURRENCY),
            "--blocking-threads", "4",
            "--backpressure", "256",
            "--no-ws",
            "--http", "1",
            "--workers-kill-timeout", "10",
            "--respawn-failed-workers",
            "--log-level", "error",
            "--no-access-log",
            "--working-dir", str(Path(settings.BASE_DIR)),
            "naltrexone_site.wsgi:application",
        ]  # fmt: skip
