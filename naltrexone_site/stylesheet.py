"""The one style sheet that a page asks for, put together from the layer files when static files are collected.

In `static/css/` each file is named for what it draws; a new file needs no mention anywhere. Which rule wins is said by
the cascade layers, whose order stands at the top of tokens.css, so tokens.css comes first and the rest by name. The
layer files themselves are not served.
"""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

FOLDER = "css/"
FIRST = f"{FOLDER}tokens.css"
SHEET = "site.css"


class OneStyleSheet(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage: names by content, copies compressed with gzip and brotli."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        layers = sorted((path for path in paths if path.startswith(FOLDER)), key=lambda path: (path != FIRST, path))
        served = {path: found for path, found in paths.items() if path not in layers}
        if layers and not dry_run:
            sheet = "\n".join(_read(*paths[path]) for path in layers)
            for path in (*layers, SHEET):
                self.delete(path)
            self.save(SHEET, ContentFile(sheet.encode()))
            served[SHEET] = (self, SHEET)
        yield from super().post_process(served, dry_run=dry_run, **options)


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
