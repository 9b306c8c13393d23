"""From files to a new edition: all guides, one edited, one term new; beside other site makers on the same text.

Each side starts from nothing in each round, then gets one edited guide; the order turns round by round. MkDocs and
Pelican have no build that only makes what changed (MkDocs' `--dirty` leaves a search over one page). Pelican links no
terms. Times are the clock's, from the command's start to its end.
"""

import os
import re
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import peers
from benchmarks.corpus import Corpus
from benchmarks.measure import ROOT, Measure, NotMeasured, Row, Run, Scale, compared, manage, number
from benchmarks.peers import PEERS, Peer

GUIDES, SMALL = 1_000, 40
WHOLE = {"MkDocs Material": 2.0, "Pelican": 1.0, "Sphinx": 6.0}  # times faster, from nothing
EDITED: dict[str, float | None] = {"MkDocs Material": 20.0, "Pelican": None, "Sphinx": 5.0}  # after one edit
EDIT_SECONDS, START_SECONDS, CORES = 0.6, 0.4, 1.5
C_RENDERER_MS = 0.1  # a page, of a Markdown parser in C


@dataclass(frozen=True, slots=True)
class Times:
    """Of one side, round by round."""

    whole: list[Run] = field(default_factory=list)
    edited: list[Run] = field(default_factory=list)


def measures(scale: Scale) -> Iterator[Row]:
    corpus = Corpus(GUIDES)
    here = [peer for peer in PEERS if peer.is_here()]
    with tempfile.TemporaryDirectory() as place:
        ours, theirs = _rounds(Path(place), corpus, here, scale.rounds)
        yield from _beside(ours, theirs)
        yield from _alone(ours)
        yield _new_term(Path(place), corpus)
        yield _start(Path(place), scale.rounds)


def _rounds(place: Path, corpus: Corpus, here: list[Peer], rounds: int) -> tuple[Times, dict[str, Times]]:
    ours, theirs = Times(), {peer.name: Times() for peer in here}
    for turn in range(rounds):
        sides: list[Peer | None] = [None, *here]
        for peer in sides[:: 1 if turn % 2 else -1]:
            edit = {0: f"Edited in round {turn}."}
            if peer:
                _their_turn(place / peer.program, corpus, peer, edit, theirs[peer.name])
            else:
                _our_turn(place / "ours", corpus, edit[0], ours)
    return ours, theirs


def _our_turn(place: Path, corpus: Corpus, edit: str, times: Times) -> None:
    corpus.write(place / "content")
    for path in place.glob("index.sqlite3*"):
        path.unlink()
    times.whole.append(_synced(place, corpus.size))
    corpus.write_guide(place / "content", 0, edit)
    times.edited.append(_synced(place, 1))


def _synced(place: Path, guides: int) -> Run:
    done = manage("sync_content", CONTENT_DIR=f"{place}/content", DATABASE_URL=f"sqlite:///{place}/index.sqlite3")
    if changed(done) < guides:
        raise SystemExit(f"The sync said “{done.said}” where {guides} guides changed.")
    return done


def changed(done: Run) -> int:
    """Guides, as the sync says."""
    found = re.search(r"([\d,]+) changed", done.said)
    return int(found[1].replace(",", "")) if found else 0


def _their_turn(place: Path, corpus: Corpus, peer: Peer, edit: dict[int, str], times: Times) -> None:
    peer.forget(place)
    peer.write(place, corpus, {})
    times.whole.append(peer.build(place, corpus.size))
    peer.write(place, corpus, edit)
    times.edited.append(peer.build(place, corpus.size))


def _beside(ours: Times, theirs: dict[str, Times]) -> Iterator[Row]:
    for peer in PEERS:
        names = f"{GUIDES:,} guides from nothing, {peer.name}", f"one edited of {GUIDES:,}, {peer.name}"
        limits = WHOLE[peer.name], EDITED[peer.name]
        for name, limit, field_name in zip(names, limits, ("whole", "edited"), strict=True):
            if peer.name in theirs:
                our_runs, their_runs = getattr(ours, field_name), getattr(theirs[peer.name], field_name)
                yield _ratio(name, peer.name, our_runs, their_runs, limit)
            else:
                yield NotMeasured(name, peers.MISSING, f"≥ {limit}" if limit else "")


def _ratio(name: str, peer: str, ours: list[Run], theirs: list[Run], limit: float | None) -> Measure:
    """By the clock; the note has the ratio of processor time, which tells less of what else the machine does."""
    clock = compared(name, peer, [run.seconds for run in ours], [run.seconds for run in theirs], "s", limit)
    work = compared(name, peer, [run.work for run in ours], [run.work for run in theirs], "s", None)
    return replace(clock, note=f"{clock.note}; in work {number(work.value)}")


def _alone(ours: Times) -> Iterator[Row]:
    edited = statistics.median(run.seconds for run in ours.edited)
    yield Measure(f"one edited of {GUIDES:,}, from the command to the edition", edited, "s", EDIT_SECONDS)
    cores = statistics.median(run.work / run.seconds for run in ours.whole)
    note = f"of {os.cpu_count()}, shared with all else on this machine"
    yield Measure("cores at work while all are made", cores, "", CORES, at_least=True, note=note)
    page = statistics.median(run.work for run in ours.whole) / GUIDES * 1000
    note = f"{page / C_RENDERER_MS:,.0f} times a renderer in C alone, at {C_RENDERER_MS} ms a page"
    yield Measure("work for one guide, read to written", page, "ms", note=note)


def _new_term(place: Path, corpus: Corpus) -> Row:
    """Only guides whose text has the phrase are made again."""
    phrase = corpus.guide(1).name
    holding = sum(phrase in guide.body.lower() for guide in corpus)
    content = place / "ours" / "content"
    (content / "en/glossary/new-term.md").write_text(f"---\nterm: {phrase}\n---\nA word that is new.\n")
    made = changed(_synced(place / "ours", 0))
    note = f"{made} made, {holding} have the phrase"
    return Measure(
        f"guides of {GUIDES:,} made again for a new term, or not, wrongly", abs(made - holding), "", 0, note=note
    )


def _start(place: Path, rounds: int) -> Row:
    """Of the slowest command: its help, which imports all that it needs."""
    names = [path.stem for folder in ROOT.glob("*/management/commands") for path in folder.glob("[a-z]*.py")]
    settings = {"DATABASE_URL": f"sqlite:///{place}/none.sqlite3"}
    times = {name: statistics.median(_help(name, settings) for _ in range(rounds)) for name in names}
    slowest = max(times, key=lambda name: times[name])
    return Measure("start of the slowest command", times[slowest], "s", START_SECONDS, note=slowest)


def _help(name: str, settings: dict[str, str]) -> float:
    return manage(name, "--help", **settings).seconds
