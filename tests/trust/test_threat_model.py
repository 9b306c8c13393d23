"""The threat model tells the truth: each rule names a test, and the test is there."""

import re
import subprocess
import sys

from tests.trust.table import ROOT, threats


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
