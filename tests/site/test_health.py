"""The whole index is looked through for /healthz where it may have changed, and not otherwise."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from naltrexone_site import pages


def test_health_looks_through_the_whole_index_only_where_it_may_have_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None
) -> None:
    index, log = tmp_path / "index", tmp_path / "index-wal"
    looked: list[bool] = []
    cursor = sqlite3.connect(":memory:").cursor
    sqlite = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(index)}, cursor=lambda: closing(cursor()))
    for module in ("naltrexone_site.pages", "articles.publishing.last_look"):
        monkeypatch.setattr(f"{module}.connection", sqlite)
    monkeypatch.setattr("naltrexone_site.pages.seal.broken", lambda: looked.append(True))
    index.write_bytes(b"whole")
    for text, times in ((b"", 1), (b"", 1), (b"written", 2), (b"written again", 3)):
        log.unlink(missing_ok=True)  # each reader who comes alone makes an empty one, and takes it away
        log.write_bytes(text)
        assert pages._sound()
        assert len(looked) == times
