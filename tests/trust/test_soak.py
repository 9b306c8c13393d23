"""The long run would notice: a page that is wrong, stale or refused, and memory that grows."""

import pytest

from tests.trust.soak import flat, judged

KNOWN = {"A": b"old", "B": b"new"}


@pytest.mark.parametrize(
    ("status", "body", "alone", "said"),
    [
        (200, b"new", "B", "right"),
        (200, b"old", None, "right"),
        (200, b"old", "B", "WRONG stale 200 /"),
        (200, b"ne", None, "WRONG 200 /"),
        (200, b"", "B", "WRONG 200 /"),
        (404, b"new", "B", "WRONG stale 404 /"),
        (503, b"Call 911", None, "WRONG 503 /"),
    ],
)
def test_whatever_is_not_the_page_of_that_edition_is_wrong(
    status: int, body: bytes, alone: str | None, said: str
) -> None:
    assert judged("/", status, body, KNOWN, alone) == said


def test_memory_that_still_grows_at_the_end_is_told() -> None:
    assert flat([{1: 100.0}, {1: 200.0}, {1: 200.0}, {1: 210.0}, {1: 205.0}, {1: 210.0}])
    assert not flat([{1: 100.0}, {1: 110.0}, {1: 120.0}, {1: 130.0}, {1: 140.0}, {1: 150.0}])
