"""A guide on paper: tagged and in order on A4 and Letter, and its code, read from the print, leads back to it."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.conftest import Server

DPI = 300


def run(*command: str | Path) -> str:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout


@pytest.mark.parametrize(("paper", "width"), [("A4", "595"), ("Letter", "612")])
def test_a_printed_guide_is_read_back_and_its_code_says_what_changed_since(
    open_page: OpenPage, site: Server, tmp_path: Path, paper: str, width: str
) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}", wait_until="networkidle")
    printed = tmp_path / "guide.pdf"
    page.pdf(path=printed, format=paper, tagged=True)
    told = run("pdfinfo", printed)
    pages = int(re.findall(r"Pages:\s+(\d+)", told)[0])
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(rf"Page size:\s+{width}", told)
    sheets = run("pdftotext", "-layout", printed, "-").split("\f")[:pages]
    assert all(re.search(rf"\b{number} ?/ ?{pages}\b", sheet) for number, sheet in enumerate(sheets, 1))
    text = " ".join(" ".join(sheets).split())
    parts = [
        "Starting naltrexone safely",
        "Call 911 now if:",
        "In short",
        "About this page",
        f"{site.url}{GUIDE} Words",
    ]
    places = [text.find(words) for words in parts]
    assert places == sorted(places), dict(zip(parts, places, strict=True))
    assert places[0] >= 0
    last = max(number for number, sheet in enumerate(sheets, 1) if f"{site.url}{GUIDE}" in sheet)
    image = tmp_path / "sheet.png"
    chosen = f"-r {DPI} -gray -png -singlefile -f {last} -l {last}".split()
    run("pdftoppm", *chosen, printed, image.with_suffix(""))
    code = run("zbarimg", "-q", "--raw", image).strip()
    assert re.fullmatch(re.escape(f"{site.url}{GUIDE}") + r"#printed-\d{4}-\d\d-\d\d", code)
    phone = open_page()
    phone.goto(code)
    expect(phone.locator("[data-printed]")).to_contain_text("Nothing of substance has changed")
