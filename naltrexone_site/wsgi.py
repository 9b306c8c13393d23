"""What the server runs: pages kept of this edition, else Django. Head and body leave in one piece.

A worker ends with the master that started it, however that one ended, so that the port is free for the next start.
"""

import multiprocessing
import os
import threading
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naltrexone_site.settings")

django = get_wsgi_application()

from naltrexone_site.serving.asking_postgresql import ask_as_a_server  # noqa: E402
from naltrexone_site.serving.keeping import KeptPages, state_of_index  # noqa: E402  (it needs Django set up)


def whole(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    response: Any = django(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


def _end_with(master: multiprocessing.process.BaseProcess) -> None:
    master.join()
    os._exit(1)


if (master := multiprocessing.parent_process()) is not None:
    threading.Thread(target=_end_with, args=[master], daemon=True).start()

ask_as_a_server()
application = KeptPages(whole, state_of_index())
