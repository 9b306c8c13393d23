"""The threat model tells the truth: each rule names a test, and the test is there."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.trust import table
from tests.trust.table import ROOT, Threat, cases_of, held_rows, threats


def test_every_rule_has_a_test_that_exists() -> None:
    found = threats()
    assert len(found) > 40
    missing = [
        threat.test
        for threat in found
        if not threat.file.is_file()
        or not re.search(rf"^def {threat.name or '-'}\(", threat.file.read_text(encoding="utf-8"), re.M)
    ]
    assert missing == []


def test_every_case_that_a_rule_names_is_there() -> None:
    named = [threat for threat in threats() if threat.cases]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider"]
    said = subprocess.run([*command, *{threat.test for threat in named}], cwd=ROOT, capture_output=True, text=True)
    there = [line.partition("[")[::2] for line in said.stdout.splitlines()]
    missing = [
        (threat.test, case)
        for threat in named
        for case in threat.cases
        if not any(test == threat.test and name.startswith(case) for test, name in there)
    ]
    assert named
    assert missing == []


def test_no_threat_is_without_a_rule() -> None:
    assert [threat for threat in threats() if not (threat.who and threat.what and threat.rule)] == []


REPORT = """<testsuites><testsuite>
<testcase classname="tests.trust.test_a" name="test_held[one]" />
<testcase classname="tests.trust.test_a" name="test_held[two]" />
<testcase classname="tests.trust.test_a" name="test_part[one]" />
<testcase classname="tests.trust.test_a" name="test_part[two]"><failure /></testcase>
<testcase classname="tests.trust.test_a" name="test_skipped"><skipped /></testcase>
</testsuite></testsuites>"""


def test_what_was_skipped_failed_or_never_tried_did_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    tests = {"held": (), "part": (), "part ": ("one",), "skipped": (), "gone": ()}
    rows = [
        Threat("who", name, "rule", f"tests/trust/test_a.py::test_{name.strip()}", cases)
        for name, cases in tests.items()
    ]
    monkeypatch.setattr(table, "threats", lambda: rows)
    found = [
        (threat.what, tried, held) for threat, tried, held in held_rows([*cases_of(ElementTree.fromstring(REPORT))])
    ]
    expected = [("held", 2, True), ("part", 2, False), ("part ", 1, True), ("skipped", 1, False), ("gone", 0, False)]
    assert found == expected


def test_a_row_that_did_not_hold_ends_the_run_with_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        report = next(part.partition("=")[2] for part in command if part.startswith("--junitxml="))
        Path(report).write_text(REPORT, encoding="utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    for name, status, said in (("test_held", 0, "yes"), ("test_skipped", 1, "NO"), ("test_gone", 1, "NO")):
        row = Threat("who", "what", "rule", f"tests/trust/test_a.py::{name}", ())
        monkeypatch.setattr(table, "threats", lambda row=row: [row])
        assert table.main() == status
        assert capsys.readouterr().out.split()[-1] == said
