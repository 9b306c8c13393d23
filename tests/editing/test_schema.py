"""What editors' programs are told: the schema of the first block, and the form of a line of lint."""

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from articles.editing.schema import REQUIRED, schema
from articles.problems import ContentError
from articles.source import read_article
from tests.articles.refusals import HERE, KEYS, guide
from tests.conftest import ROOT


def block(text: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(text.split("---")[1], Loader=yaml.BaseLoader)  # dates stay text
    return read | ({"order": int(read["order"])} if read.get("order") else {})


def test_the_file_in_the_docs_is_made_from_it() -> None:
    assert (ROOT / "docs/front-matter.schema.json").read_text(encoding="utf-8") == schema()


def test_every_guide_of_ours_fits() -> None:
    validator = jsonschema.Draft7Validator(json.loads(schema()))
    for place in (ROOT / "content").glob("*/articles/*.md"):
        assert list(validator.iter_errors(block(place.read_text(encoding="utf-8")))) == [], place


@pytest.mark.parametrize("key", KEYS)
def test_what_reading_needs_the_schema_needs_and_no_more(key: str) -> None:
    without: dict[str, Any] = {key: None}
    with pytest.raises(ContentError):
        read_article(HERE, guide(**without).encode())
    assert key in REQUIRED
    assert len(REQUIRED) == len(KEYS)


@pytest.mark.parametrize(
    "keys",
    [
        {"tags": "[Not A Slug]"},
        {"status": "done"},
        {"titel": "x"},
        {"moved": "[a]"},
        {"order": "9999999999"},
        {"summary": '" "'},
        {"need": ""},
        {"order": ""},
        {"publish_on": ""},
        {"formerly": ""},
        {"moved": ""},
        {"changes": ""},
        {"note": ""},
        {"need": "a" * 121},
        {"moved": "{a: " + "a" * 121 + "}"},
        {"moved": "{" + "a" * 121 + ": a}"},
        {"status": "retired", "note": "Old."},
        {"status": "retired", "instead": "other"},
        {"note": "Old."},
        {"instead": "other"},
    ],
)
def test_what_reading_refuses_the_schema_refuses(keys: dict[str, str]) -> None:
    text = guide(**keys)
    with pytest.raises(ContentError):
        read_article(HERE, text.encode())
    assert not jsonschema.Draft7Validator(json.loads(schema())).is_valid(block(text))


def test_a_retired_guide_fits_both() -> None:
    text = guide(status="retired", instead="other", note="Old.")
    read_article(HERE, text.encode())
    assert jsonschema.Draft7Validator(json.loads(schema())).is_valid(block(text))


def test_the_matcher_in_the_editors_guide_reads_a_line_of_lint() -> None:
    written = re.search(r"```json\n(.*?)```", (ROOT / "content/README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert written is not None
    pattern = json.loads(written[1])["tasks"][0]["problemMatcher"]["pattern"]
    line = "en/articles/it.md:9:4: warning wording “x” can hurt. Say “y: z”."
    found = re.fullmatch(pattern["regexp"], line)
    assert found is not None
    assert [found[pattern[part]] for part in ("file", "line", "column", "severity", "code")] == [
        "en/articles/it.md", "9", "4", "warning", "wording",
    ]  # fmt: skip
    assert re.fullmatch(pattern["regexp"], "en/articles/it.md:9:1: cite-missing No source. Add it.") is not None

    found = re.fullmatch(pattern["regexp"], "en/articles/one two.md:9:1: cite-form “[@a:1:2: yaml x]” is no citation.")
    assert found is not None
    assert found[pattern["file"]] == "en/articles/one two.md"
