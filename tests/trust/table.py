"""`make trust`: every test of docs/threat-model.md, and one table of what was tried and whether it held.

`KILLS` and `SOAK_SECONDS` say how long the long ones are.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

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
        cases = [
            (*case.get("name", "").partition("[")[::2], case.get("classname", ""), case.find("skipped") is None and
             case.find("failure") is None and case.find("error") is None)
            for case in ElementTree.parse(report).iter("testcase")
        ]  # fmt: skip
    print(f"\n{'attack or fault':<58} {'tried':>6}  held")
    for threat in threats():
        module = ".".join(threat.file.relative_to(ROOT).with_suffix("").parts)
        mine = [
            held for name, case, where, held in cases if (where, name) == (module, threat.name) and threat.means(case)
        ]
        print(f"{threat.what:<58.58} {len(mine):>6}  {'yes' if mine and all(mine) else 'NO'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
