"""What editors may write, source beside result, made of the golden files so that it cannot lie.

python -m tests.dialect.reference    writes docs/dialect.html and docs/cheat-sheet.md
"""

import html
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests/golden"
PAGE, SHEET = ROOT / "docs/dialect.html", ROOT / "docs/cheat-sheet.md"
SHOWN = {
    "Headings": "headings",
    "Bold and other marks": "emphasis",
    "Links": "links",
    "Lists": "lists",
    "Sources": "citations",
    "Words of the glossary": "terms",
    "A picture": "picture-photo",
    "A table": "table-plain",
    "A table of three columns": "table-three-columns",
    "In short, and where to go next": "in-short-and-next",
    "A section that moved": "headings-moved",
    "Callout: an emergency": "callout-emergency",
    "Callout: call today": "callout-urgent",
    "Callout: for the visit": "callout-ask",
    "Callout: do": "callout-do",
    "Callout: do not": "callout-dont",
    "Callout: a note": "callout-note",
    "Callout: for clinicians": "callout-clinicians",
    "Figure: icons": "figure-icon-array",
    "Figure: a timeline": "figure-timeline",
    "Figure: benefits and harms": "figure-facts",
}
CHEATS = {
    "a section": "## Storing it {#storing}",
    "bold, seldom": "**not**",
    "a list": "- One thing\n- Another",
    "steps": "1. First\n2. Then",
    "a source": "So it is [@label, section 5.1].",
    "a guide": "[starting](starting-safely.md#tests)",
    "a page elsewhere": "[FDA](https://www.fda.gov/)",
    "a telephone": "[911](tel:911)",
    "a picture": "![A receptor, open and blocked](../../images/receptor.svg)",
    "a table": "| Test | When |\n|---|---|\n| Urine | Day 1 |",
    "a callout": '!!! ask "For your visit"\n    Bring your list.',
}
CHEAT_HEAD = """\
# Cheat sheet

A guide is a file in `content/en/articles/`. Save it, and look with `make preview`.
All of it: [README](../content/README.md).

| you want | you write |
|---|---|
"""
HEAD = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What you can write</title>
{styles}
<style>.pair {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem;
  border-block-start: 1px solid; padding-block: 1rem; break-inside: avoid }}
.pair > pre {{ white-space: pre-wrap; overflow-wrap: anywhere }}
body {{ max-inline-size: 75rem; margin: auto; padding: 1rem }}</style>
<h1>What you can write</h1>
<p>On the left what stands in the file, beside it what readers see. Made of
tests/golden by python -m tests.dialect.reference.</p>
"""


def page() -> str:
    """Opened in a browser from the folder itself, so the style sheets are asked for beside it."""
    sheets = sorted((ROOT / "static/css").glob("*.css"), key=lambda path: (path.name != "tokens.css", path.name))
    styles = "\n".join(f'<link rel="stylesheet" href="../static/css/{sheet.name}">' for sheet in sheets)
    parts = [_pair(title, name) for title, name in SHOWN.items()]
    return HEAD.format(styles=styles) + "".join(parts) + "</html>\n"


def _pair(title: str, name: str) -> str:
    source = (GOLDEN / f"{name}.md").read_text(encoding="utf-8")
    result = beside_the_page((GOLDEN / f"{name}.html").read_text(encoding="utf-8"), source)
    return f'<h2>{title}</h2>\n<div class="pair"><pre>{html.escape(source)}</pre>\n<div>{result}</div></div>\n'


def beside_the_page(result: str, source: str) -> str:
    """With the pictures of tests/golden/pictures in the place of the site's copies, which a folder does not have."""
    for name in re.findall(r"images/([\w-]+\.jpg)", source):
        result = re.sub(r' src="/images/made/[^"]*"', f' src="../tests/golden/pictures/{name}"', result, count=1)
    return re.sub(r' (?:srcset|sizes)="[^"]*"', "", result)


def sheet() -> str:
    """One page to print."""
    rows = [f"| {what} | `{source}` |\n" for what, source in CHEATS.items() if "\n" not in source]
    blocks = [f"\n{what}:\n\n```\n{source}\n```\n" for what, source in CHEATS.items() if "\n" in source]
    return CHEAT_HEAD + "".join(rows + blocks)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SHEET.write_text(sheet(), encoding="utf-8")
