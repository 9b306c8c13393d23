"""python manage.py preview: the site as its editors see it, with drafts, followed by the browser at each save.

What `make preview` runs. It has an index of its own, in a temporary folder, and no other's is ever touched.
"""

import gc
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import watchfiles
from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection

from articles.processes import COLLECTED_AFTER
from naltrexone_site.management.commands.serve import HOST, check_port, collect_static_files
from naltrexone_site.preview.pages import PreviewPages
from naltrexone_site.preview.proof import Proof

HOME_PREFIX = "naltrexone-preview-"
QUIET_MS = 10  # an editor's program may write a file in two steps; so long nothing more must come
GATHERED_MS = 100  # at most, however much comes


class Command(BaseCommand):
    help = "Show the site with drafts, and follow each save."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(str(settings.DATABASES["default"]["NAME"])).parent
        if not home.name.startswith(HOME_PREFIX):
            check_port()
            start_anew()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._show()
        except KeyboardInterrupt:
            self.stdout.write("The preview has ended.")
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def _show(self) -> None:
        collect_static_files()
        proof = Proof()
        self.stdout.write(proof.sync())
        connection.close()
        gc.freeze()  # what is there now stays; at every second save the collector took a quarter of the work
        gc.set_threshold(COLLECTED_AFTER)
        server = ThreadedWSGIServer((HOST, settings.PORT), WSGIRequestHandler)
        server.set_app(PreviewPages(get_wsgi_application(), proof))
        self.stdout.write(
            f"Preview with drafts on http://{HOST}:{settings.PORT}/ (Ctrl-C ends it). Save a file to see it."
        )
        self.stdout.flush()
        Thread(target=server.serve_forever, daemon=True).start()
        for _ in watchfiles.watch(settings.CONTENT_DIR, step=QUIET_MS, debounce=GATHERED_MS):
            self.stdout.write(proof.sync())
            self.stdout.flush()


def start_anew() -> None:
    """In the same process, with the preview's own settings, before anything has looked at another index."""
    home = tempfile.mkdtemp(prefix=HOME_PREFIX)
    index = quote(str(Path(home) / "index.sqlite3"))
    own = {"DATABASE_URL": f"sqlite:///{index}", "SITE_URL": f"http://{HOST}:{settings.PORT}", "DEBUG": "on"}
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | own)  # noqa: S606
