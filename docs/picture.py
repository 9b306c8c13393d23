"""Draws docs/picture.png, the README's picture: the first page and a guide, on a desk and on a phone, as they are now.

python docs/picture.py
"""

import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import served
from tests import needs

PATHS = ("/", "/guides/overdose-risk/")
WIDTHS, HEIGHT = (1120, 360), 680
SCALE = 0.6
FRAME = f"""<style>
    body {{ margin: 0; padding: 24px; display: grid; grid-template-columns: auto auto; gap: 24px; background: #e7e3da }}
    img {{ display: block; border: 1px solid #b9b3a4; zoom: {SCALE} }}
</style>"""


def main() -> None:
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(needs.chromium()))
        shots = [_shot(browser, f"{site}{path}", width) for path in PATHS for width in WIDTHS]
        page = browser.new_page(viewport={"width": round(sum(WIDTHS) * SCALE) + 76, "height": 100})
        page.set_content(FRAME + "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots))
        page.screenshot(path=Path(__file__).with_name("picture.png"), full_page=True)


def _shot(browser: Browser, address: str, width: int) -> str:
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme="light")
    page.goto(address)
    return b64encode(page.screenshot()).decode()


if __name__ == "__main__":
    main()
