"""What a guide's new name changes in the folder: its file, `formerly`, every link to it, the codes that lead to it,
its corrections and the addresses that are remembered.

A pure function over the files' bytes; nothing is written here.
"""

import posixpath
import re
from collections.abc import Mapping

from articles.editing.published import PATH, book_of_renamed
from articles.policy import Language, Status
from articles.problems import Place
from articles.reading.corrections import CORRECTIONS_FILE
from articles.source import ArticleSource, read_article

TARGET = re.compile(r"(\]\(<?|^[ \t]*\[[^\]\n]+\]:[ \t]*<?)([^()\s<>#]+\.md)", re.MULTILINE)
GUIDES_OF_CODE = re.compile(r"^[ \t]+guides:\s*(?:\[[^\]]*\]|(?:-[^\n]*\s*)+)", re.MULTILINE)
KEY = re.compile(r"[a-z_]+:")


def renamed(files: Mapping[str, bytes], language: Language, old: str, new: str) -> dict[str, bytes]:
    """Path -> its new bytes, for all that changes; the guide itself under its new path. Raises ContentError where it
    cannot be read."""
    before, after = (f"{language}/articles/{slug}.md" for slug in (old, new))
    changed = {}
    for path, raw in files.items():
        if path.endswith(".md") and path != "README.md":
            mended = _mended_links(path, raw, before, after)
            if path == before:
                mended = _with_former_name(mended, read_article(path, raw), new)
            if path == before or mended != raw:
                changed[after if path == before else path] = mended
        elif (mended := _mended_list(path, raw, language, old, new)) != raw:
            changed[path] = mended
    return changed


def _mended_links(path: str, raw: bytes, before: str, after: str) -> bytes:
    folder = posixpath.dirname(path)

    def changed(found: re.Match[str]) -> str:
        if posixpath.normpath(posixpath.join(folder, found[2])) != before:
            return found[0]
        return found[1] + found[2].removesuffix(posixpath.basename(before)) + posixpath.basename(after)

    text = raw.decode("utf-8", "surrogateescape")
    return TARGET.sub(changed, text).encode("utf-8", "surrogateescape")


def _with_former_name(raw: bytes, source: ArticleSource, new: str) -> bytes:
    """What was published keeps leading here; a draft has no address that anybody could have."""
    names = [source.slug, *source.formerly] if source.status is Status.PUBLISHED else list(source.formerly)
    names = [name for name in names if name != new]
    lines = raw.decode().split("\n")
    end = source.body_line - 2  # of the line that closes the block
    start = source.places.get("formerly", Place(0)).line - 1
    if start < 0:
        start = rest = end
    else:
        while not lines[start].startswith("formerly:"):
            start -= 1
        rest = next(n for n in range(start + 1, end + 1) if KEY.match(lines[n]) or n == end)
    return "\n".join([*lines[:start], *([f"formerly: [{', '.join(names)}]"] if names else []), *lines[rest:]]).encode()


def _mended_list(path: str, raw: bytes, language: Language, old: str, new: str) -> bytes:
    """Codes lead to English guides, corrections to those of their language."""
    if path == PATH:
        return book_of_renamed(raw, language, old, new)
    if path == "codes.yaml" and language is Language.EN:
        return _mended_codes(raw, old, new)
    return _mended_corrections(raw, old, new) if path == f"{language}/{CORRECTIONS_FILE}" else raw


def _mended_codes(raw: bytes, old: str, new: str) -> bytes:
    text = raw.decode("utf-8", "surrogateescape")
    whole = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    return GUIDES_OF_CODE.sub(lambda found: whole.sub(new, found[0]), text).encode("utf-8", "surrogateescape")


def _mended_corrections(raw: bytes, old: str, new: str) -> bytes:
    named = re.compile(rf"((?:^[ \t]*-?|[{{,])[ \t]*guide:[ \t]*[\"']?){re.escape(old)}(?![\w-])", re.MULTILINE)
    text = raw.decode("utf-8", "surrogateescape")
    return named.sub(lambda found: found[1] + new, text).encode("utf-8", "surrogateescape")
