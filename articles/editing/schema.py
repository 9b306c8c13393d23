"""The first block of a guide as a JSON Schema, for the programs in which editors write (VS Code's YAML plugin).

`python manage.py lint_content --schema > docs/front-matter.schema.json`; a test keeps the two equal.
"""

import json
from typing import Any

from articles.editing.tidying import KEYS
from articles.policy import SLUG, SLUG_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Status

DATE: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
WORDS: dict[str, Any] = {"type": "string", "pattern": r"\S"}
NAME: dict[str, Any] = {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": SLUG_CHARACTERS_MAX}
NAMES: dict[str, Any] = {"type": "array", "items": NAME, "uniqueItems": True}
ORDER_MAX = 999_999_999
REQUIRED = ("title", "summary", "tags", "sources_checked", "review_by", "status")
PROPERTIES: dict[str, dict[str, Any]] = {
    "title": WORDS | {"maxLength": TITLE_CHARACTERS_MAX, "description": "Up to 65 characters read best."},
    "summary": WORDS | {"description": "One sentence that answers the question this guide is about."},
    "tags": NAMES | {"minItems": 1, "description": "Names from tags.yaml."},
    "need": NAME | {"description": "Its group on the first page, from needs.yaml."},
    "order": {"type": "integer", "minimum": -ORDER_MAX, "maximum": ORDER_MAX, "description": "Its place in lists."},
    "sources_checked": DATE | {"description": "The day on which the sources were really read against the text."},
    "review_by": DATE | {"description": "The day by which to read them again; after it the page says so."},
    "status": {"enum": [str(status) for status in Status]},
    "publish_on": DATE | {"description": "The day from which a published guide is shown."},
    "instead": NAME | {"description": "Of a retired guide: the guide to read in its place."},
    "note": WORDS | {"description": "Of a retired guide: why it is gone, as its address says."},
    "formerly": NAMES | {"description": "Older addresses that lead here."},
    "glossary_skip": NAMES | {"description": "Words of the glossary not to link on this page."},
    "moved": {
        "type": "object",
        "additionalProperties": NAME,
        "propertyNames": NAME,
        "description": "Sections that are gone, and which answers now.",
    },
    "changes": {
        "type": "array",
        "description": "What a reader of an older copy should know, the newest first.",
        "items": {
            "type": "object",
            "properties": {"date": DATE, "text": WORDS},
            "required": ["date", "text"],
            "additionalProperties": False,
        },
    },
}
OF_RETIRED = ("instead", "note")


def schema() -> str:
    """The schema as JSON, its keys in the order in which a guide has them."""
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The first block of a guide",
        "type": "object",
        "properties": {key: PROPERTIES[key] for key in KEYS},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "if": {"properties": {"status": {"const": str(Status.RETIRED)}}},
        "then": {"required": list(OF_RETIRED)},
        "else": {"properties": dict.fromkeys(OF_RETIRED, False)},
    }
    return json.dumps(whole, indent=2) + "\n"
