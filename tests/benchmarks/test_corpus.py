"""The text that is measured on: the same each time, true to our format, and handed to each peer in its own."""

from datetime import date
from pathlib import Path

import pytest

from articles.editing.lint import lint
from articles.problems import Severity
from benchmarks.corpus import Corpus
from benchmarks.peers import PEERS, Peer

TODAY = date(2026, 11, 23)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_numbers_give_the_same_bytes_and_nothing_is_written_twice(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert Corpus(3, 20, 5).write(one) == 3 + 20 + 5 + 1
    Corpus(3, 20, 5).write(other)
    assert files(one) == files(other)
    assert Corpus(3, 20, 5).write(one) == 0


def test_an_edit_changes_one_file_and_goes_again(tmp_path: Path) -> None:
    corpus = Corpus(3, 20, 5)
    corpus.write(tmp_path)
    before = files(tmp_path)
    assert corpus.write_guide(tmp_path, 1, "Edited.")
    after = files(tmp_path)
    (changed,) = [name for name in before if before[name] != after[name]]
    assert "Edited." in after[changed].decode()
    assert corpus.write(tmp_path) == 1
    assert files(tmp_path) == before


def test_it_is_published_without_a_problem_and_has_all_that_guides_have(tmp_path: Path) -> None:
    corpus = Corpus(4, 30, 5)
    corpus.write(tmp_path)
    assert [problem for problem in lint(tmp_path, TODAY) if problem.severity is Severity.ERROR] == []
    body = corpus.guide(0).body
    assert 700 < len(body.split()) < 1_500
    for part in ("!!! ", "[@source-", "\n- ", "\n| ", "{#section-", ".md)", "**Ask first**"):
        assert part in body
    assert any(term.name in body for term in corpus.guide(0).terms)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_gets_every_guide_with_its_words_sources_and_callouts(peer: Peer) -> None:
    corpus = Corpus(3, 20, 5)
    sources = dict(peer.sources(corpus, {1: "Edited."}))
    for guide in corpus:
        (text,) = [text for name, text in sources.items() if guide.slug in name]
        assert guide.body.split(".")[2].strip() in text
        assert "[^source-" in text
        assert "\n[^source-" in text
        assert "[@" not in text
        assert ("\n!!! " in text) != (":::{admonition}" in text)
        assert ("Edited." in text) == (guide.slug == corpus.guide(1).slug)
    assert any(corpus.term(0).definition in text for text in sources.values())
