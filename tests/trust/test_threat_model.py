"""The threat model tells the truth: each rule names a test, and the test is there."""

import re

from tests.trust.table import threats


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


def test_no_threat_is_without_a_rule() -> None:
    assert [threat for threat in threats() if not (threat.who and threat.what and threat.rule)] == []
