"""What we are made of: every package pinned with its hashes, few, and under a licence that anybody may use."""

import re

import pytest

from tests.conftest import ROOT
from tests.trust.licences import FREE, locked


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-supply.lock", "requirements-bench.lock"])
def test_every_package_is_pinned_with_hashes_and_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[a-zA-Z0-9._-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "http" not in text


def test_every_licence_is_free_and_listed() -> None:
    licences = locked()
    assert len(licences) > 40
    assert {name: terms for name, terms in licences.items() if not FREE.search(terms)} == {}
    listed = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    missing = [name for name, terms in licences.items() if f"| {name} | {terms} |\n" not in listed]
    assert missing == [], "run: python -m tests.trust.licences > docs/licences.md"
