"""What the server runs: Django, whose answers are handed over whole, so that head and body leave in one piece."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naltrexone_site.settings")

django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    response: Any = django(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()
