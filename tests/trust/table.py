"""`make trust`: every test of docs/threat-model.md, and one table of what was tried and whether it held.

`KILLS` and `SOAK_SECONDS` say how long the long ones are.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/threat-model.md"


@dataclass(frozen=True, slots=True)
class Threat:
    who: str
    what: str
    rule: str
    test: str  # file::name
    cases: tuple[str, ...]  # how the names of its cases begin; none means all

    @property
    def file(self) -> Path:
        return ROOT / self.test.partition("::")[0]

    @property
    def name(self) -> str:
        return self.test.partition("::")[2]

    def means(self, case: str) -> bool:
        return not self.cases or case.startswith(self.cases)


class Case(NamedTuple):
    module: str
    name: str
    brackets: str
    held: bool


def threats() -> list[Threat]:
    found: list[Threat] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[3].startswith("tests/"):
            test, _, cases = cells[3].partition("[")
            named = tuple(cases.removesuffix("]").split("; ")) if cases else ()
            found.append(Threat(cells[0] or found[-1].who, cells[1], cells[2], test, named))
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        report = Path(home) / "report.xml"
        names = list(dict.fromkeys(threat.test for threat in threats()))
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", f"--junitxml={report}"]
        status = subprocess.run([*command, *names], cwd=ROOT).returncode
        cases = list(cases_of(ElementTree.parse(report).getroot()))
    rows = list(held_rows(cases))
    print(f"\n{'attack or fault':<58} {'tried':>6}  held")
    for threat, tried, held in rows:
        print(f"{threat.what:<58.58} {tried:>6}  {'yes' if held else 'NO'}")
    return status or int(not all(held for _, _, held in rows))


def cases_of(report: Element) -> Iterator[Case]:
    for case in report.iter("testcase"):
        name, _, brackets = case.get("name", "").partition("[")
        held = all(case.find(word) is None for word in ("skipped", "failure", "error"))
        yield Case(case.get("classname", ""), name, brackets, held)


def held_rows(cases: Sequence[Case]) -> Iterator[tuple[Threat, int, bool]]:
    """Each threat, how many cases were tried, and whether it held: not where none was, nor where one was skipped."""
    for threat in threats():
        module = ".".join(threat.file.relative_to(ROOT).with_suffix("").parts)
        mine = [
            case.held
            for case in cases
            if (case.module, case.name) == (module, threat.name) and threat.means(case.brackets)
        ]
        yield threat, len(mine), bool(mine) and all(mine)


if __name__ == "__main__":
    sys.exit(main())
