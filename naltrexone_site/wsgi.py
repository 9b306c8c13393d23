"""What the server runs: pages kept of this edition, else Django. Head and body leave in one piece."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naltrexone_site.settings")

django = get_wsgi_application()

from naltrexone_site.keeping import KeptPages, state_of_index  # noqa: E402  (it needs Django set up)


def whole(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    response: Any = django(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


application = KeptPages(whole, state_of_index())
