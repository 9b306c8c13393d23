"""Draws the README's charts from what `make bench` kept: ours beside the peers, and a guide's cost by size of library.

    python benchmarks/charts.py

Each takes the newest run that has its rows. The drawings follow the reader's light or dark, and need no library.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS, SPEED, COST = ROOT / "benchmarks/results", ROOT / "docs/speed.svg", ROOT / "docs/cost.svg"
OURS = "this project"
WORK_FOR_EACH = " from nothing, work for each"
WIDTH, NAMES, NUMBERS, BAR, GAP, HEAD, EDGE = 720, 170, 110, 20, 8, 34, 12
STYLE = """text { font: 14px system-ui, sans-serif; fill: #1f2a2e } .head { font-weight: 600 }
.ours { fill: #0f5a63 } .peer { fill: #a9a294 } .note { font-size: 12px; fill: #586368 }
@media (prefers-color-scheme: dark) { text { fill: #e8e4da } .ours { fill: #6fc3cc } .peer { fill: #6d6a62 }
.note { fill: #a9b0b2 } }"""


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    head: str
    bars: Sequence[Bar]


def main() -> None:
    for place, groups in ((SPEED, speed()), (COST, cost())):
        if groups:
            place.write_text(drawn(groups), encoding="utf-8")
            print(f"{place.relative_to(ROOT)}: {'; '.join(group.head for group in groups)}")
        else:
            print(f"{place.relative_to(ROOT)} is as it was: no run in {RESULTS.relative_to(ROOT)} has its rows")


def speed() -> list[Group]:
    """Seconds for all guides and for one edit, ours and each peer that was there."""
    groups = []
    for words, head in (("guides from nothing,", "{} from nothing"), ("one edited of", "One guide edited of {}")):
        for run in _runs():
            rows = [row for row in run["rows"] if words in row["name"] and row.get("beside")]
            if rows:
                size = rows[0]["name"].removeprefix("one edited of ").rsplit(", ", 1)[0].split(" from")[0]
                ours = Bar(OURS, rows[0]["beside"]["ours"], "s")
                theirs = [Bar(row["beside"]["peer"], row["beside"]["theirs"], "s") for row in rows]
                groups.append(Group(f"{head.format(size)}: seconds, {run['at'][:10]}", [ours, *theirs]))
                break
    return groups


def cost() -> list[Group]:
    """Milliseconds of work for one guide in libraries of several sizes: level where the cost is linear. Of the newest
    run with the largest library, for most runs make no large one."""
    groups: dict[int, Group] = {}
    for run in _runs():
        rows = [row for row in run["rows"] if row["name"].endswith(WORK_FOR_EACH)]
        bars = {int(row["name"].split()[0].replace(",", "")): row for row in rows}
        if bars and max(bars) not in groups:
            by_size = [
                Bar(row["name"].removesuffix(WORK_FOR_EACH), row["value"], "ms") for _, row in sorted(bars.items())
            ]
            head = f"Work for one guide, by size of the library: milliseconds, {run['at'][:10]}"
            groups[max(bars)] = Group(head, by_size)
    return [groups[max(groups)]] if groups else []


def _runs() -> Iterator[dict[str, Any]]:
    """The newest first."""
    for place in sorted(RESULTS.glob("20*.json"), reverse=True):
        yield json.loads(place.read_text(encoding="utf-8"))


def drawn(groups: Sequence[Group]) -> str:
    parts, top = [], EDGE
    for group in groups:
        parts.append(f'<text class="head" x="{EDGE}" y="{top + 16}">{escape(group.head)}</text>')
        top += HEAD
        longest = max(bar.value for bar in group.bars)
        for bar in group.bars:
            parts += _bar(bar, top, (WIDTH - NAMES - NUMBERS - 2 * EDGE) * bar.value / longest)
            top += BAR + GAP
        top += GAP
    said = "; ".join(f"{group.head}: {', '.join(map(_said, group.bars))}" for group in groups)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + EDGE}" role="img" '
        f'aria-label="{escape(said)}">\n<style>{STYLE}</style>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _bar(bar: Bar, top: float, length: float) -> list[str]:
    kind = "ours" if bar.name == OURS or bar.name.endswith("guides") else "peer"
    middle = top + BAR * 0.75
    return [
        f'<text x="{NAMES}" y="{middle:.0f}" text-anchor="end">{escape(bar.name)}</text>',
        f'<rect class="{kind}" x="{NAMES + EDGE}" y="{top}" width="{max(length, 1):.1f}" height="{BAR}" rx="2"/>',
        f'<text x="{NAMES + 2 * EDGE + length:.1f}" y="{middle:.0f}">{_number(bar)}</text>',
    ]


def _said(bar: Bar) -> str:
    return f"{bar.name} {_number(bar)}"


def _number(bar: Bar) -> str:
    return f"{bar.value:.3g} {bar.unit}"


if __name__ == "__main__":
    main()
