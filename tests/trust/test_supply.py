"""What we are made of: every package pinned with its hashes, few, and under a licence that anybody may use."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment
from tests.trust.licences import FREE, locked


@pytest.mark.parametrize(
    "lock",
    ["requirements.lock", "requirements-supply.lock", "requirements-bench.lock", "deploy/requirements.lock"],
)
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


@pytest.mark.parametrize("finds", [None, "bandit", "cyclonedx-py", "pip-audit"])
def test_what_is_found_against_us_stops_the_release(finds: str | None, tmp_path: Path) -> None:
    """`make supply`, with tools that find something, or that reach nobody, and say so by how they end."""
    shutil.copyfile(ROOT / "Makefile", tmp_path / "Makefile")
    (tmp_path / "docs").mkdir()
    for name in ("requirements.lock", "requirements-supply.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    tools = (".venv/bin/python", *(f".venv-supply/bin/{name}" for name in ("bandit", "cyclonedx-py", "pip-audit")))
    for tool in tools:
        place = tmp_path / tool
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"#!/bin/sh\necho {place.name} >> asked\nexit {int(place.name == finds)}\n")
        place.chmod(0o755)
    for made in (".venv/installed", ".venv-supply/installed"):
        (tmp_path / made).touch()
    done = subprocess.run(["make", "supply"], cwd=tmp_path, env=environment(), capture_output=True)
    assert (done.returncode == 0) is (finds is None), done.stderr
    asked = (tmp_path / "asked").read_text().split()
    assert finds in asked if finds else {"bandit", "cyclonedx-py", "pip-audit"} <= set(asked)
