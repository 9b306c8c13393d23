"""Each construct of the dialect beside the HTML it must become: tests/golden/README.md."""

import hashlib
import os
from functools import cache
from pathlib import Path

import pytest

from articles.policy import Language
from articles.problems import Notebook
from articles.publishing.renditions import _shown, renditions_of
from articles.reading.decoding import decode
from articles.reading.folder import File, Kind
from articles.reading.pictures import Pictures
from tests.dialect.guide import render

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
PIECES = sorted(path for path in GOLDEN.glob("*.md") if path.name != "README.md")


@cache
def photos() -> Pictures:
    """As a sync shows those in tests/golden/pictures."""
    shown = {}
    for place in sorted((GOLDEN / "pictures").iterdir()):
        raw = place.read_bytes()
        file = File(f"images/{place.name}", Kind.PICTURE, raw, hashlib.sha256(raw).hexdigest())
        picture = decode(file, Notebook(file.path, []))
        assert picture
        shown[file.path] = _shown(renditions_of(file.digest, picture))
    return shown


def made(piece: Path) -> str:
    text = piece.read_text(encoding="utf-8")
    keys = ""
    if text.startswith("---\n"):
        keys, text = text.removeprefix("---\n").split("---\n", 1)
    language = Language.ES if piece.name.endswith(".es.md") else Language.EN
    page = render(text, keys=keys, language=language, pictures=photos())
    return f"<!-- lead -->\n{page.lead}\n<!-- body -->\n{page.body}\n<!-- onward -->\n{page.onward}\n"


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.stem)
def test_a_construct_becomes_its_golden_html(piece: Path) -> None:
    html = made(piece)
    golden = piece.with_suffix(".html")
    if os.environ.get("GOLDEN") == "write" and (not golden.exists() or golden.read_text(encoding="utf-8") != html):
        golden.write_text(html, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew. Read the difference, then run again without GOLDEN=write.")
    assert html == golden.read_text(encoding="utf-8")


def test_each_golden_file_has_its_other_half() -> None:
    assert {path.stem for path in GOLDEN.glob("*.html")} == {piece.stem for piece in PIECES}
    assert len(PIECES) >= 30
