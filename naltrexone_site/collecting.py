"""What a page asks for, put together when static files are collected: one style sheet, and three scripts.

In `static/css/` each file is named for what it draws, in the folders of `static/js/` for what it does; a new file needs
no mention anywhere. Which rule wins is said by the cascade layers, whose order stands at the top of tokens.css, so
tokens.css comes first and the rest by name. Each script of `guide/` gets a block of its own, so that no name meets
another's; the others share one, with `wording/` at its head. None may import another. All go out without their notes
and indents: a note in a script stands on a line of its own or after a space, so neither may be written inside a string,
nor a string over two lines. The files are not served.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

STYLES, SHEET, FIRST = "css/", "site.css", "tokens.css"
NOTES_IN_STYLES = re.compile(r"/\*.*?\*/\n?|^\s+", re.DOTALL | re.MULTILINE)  # with the indents a fifth of what is sent
NOTES_IN_SCRIPTS = re.compile(r"^\s*//.*\n|\s+// .*$|^\s+", re.MULTILINE)  # with the indents a quarter
SCRIPTS = {
    "guide.js": ("js/guide/",),
    "site.js": ("js/wording/", "js/site/"),
    "searching.js": ("js/wording/", "js/searching/"),
}
STAMP = ".collected"  # written last: what the files there were made from
OF_COLLECTING = ("staticfiles.json", STAMP)  # kept beside them by whoever collects, and nobody's to read
APART = "guide.js"  # the files of the others share their names


class JoinedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage: names by content, copies compressed with gzip and brotli."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        joined = {SHEET: in_order(path for path in paths if path.startswith(STYLES))}
        for name, folders in SCRIPTS.items():
            joined[name] = [path for folder in folders for path in sorted(paths) if path.startswith(folder)]
        served = {path: found for path, found in paths.items() if path not in chain(*joined.values())}
        for name, parts in joined.items():
            if parts and not dry_run:
                served[name] = self._join(name, {path: paths[path] for path in parts})
        yield from super().post_process(served, dry_run=dry_run, **options)

    def _join(self, name: str, parts: dict[str, Any]) -> tuple[Any, str]:
        texts = [_read(*found) for found in parts.values()]
        for path in (*parts, name):
            self.delete(path)
        whole = style_sheet(texts) if name == SHEET else script(texts, together=name != APART)
        self.save(name, ContentFile(whole.encode()))
        return self, name


def in_order(sheets: Iterable[str]) -> list[str]:
    """Paths of style sheets, the one with the order of layers first."""
    return sorted(sheets, key=lambda path: (PurePath(path).name != FIRST, path))


def style_sheet(texts: Iterable[str]) -> str:
    return "\n".join(NOTES_IN_STYLES.sub("", text) for text in texts)


def script(texts: Iterable[str], *, together: bool = False) -> str:
    """Each in a block of its own, or all in one."""
    blocks = ["\n".join(texts)] if together else texts
    return "\n".join(f"{{\n{NOTES_IN_SCRIPTS.sub('', block)}}}" for block in blocks)


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
