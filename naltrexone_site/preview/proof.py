"""The proof sheet of the content folder: what an editor's last save made of it, followed by whoever shows it."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Condition

from django.conf import settings
from django.db import DatabaseError

from articles.editions import Edition
from articles.problems import ContentError, Problem, shown
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import Result, sync
from articles.reading import folder
from articles.reading.folder import Kind
from articles.reading.pictures import is_drawing

SHOWN_MAX = 100  # problems; nobody mends more between two saves
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a terminal would obey it
NO_LETTER, NO_LETTERS_MAX = "\ufffd", 0.1


class Proof:
    """`state` changes with every save that changes anything; `problems` are empty where the last save is shown."""

    def __init__(self) -> None:
        self.problems: tuple[Problem, ...] = ()
        self.started = time.time_ns()
        self.saves = 0
        self.changed = Condition()

    @property
    def state(self) -> str:
        return f"{self.started}-{self.saves}"

    def sync(self) -> str:
        """Takes in what stands in the folder now; what to say of it in the terminal."""
        start = time.monotonic()
        problems: tuple[Problem, ...] = ()
        try:
            said = str(self._sync(datetime.now(UTC).date()))
        except ContentError as error:
            problems = error.problems
            said = "\n".join(f"{problem}\n    {line}" for problem, line in with_lines(problems))
            if len(problems) > SHOWN_MAX:
                said += f"\n{len(problems) - SHOWN_MAX:,} more problems follow."
            shown_before = Edition.objects.exists()
            stays = "The last good page stays" if shown_before else "Nothing is shown yet"
            said += f"\n{stays}. Mend {'these' if len(problems) > 1 else 'this'}, and save."
        except DatabaseError as error:
            return f"The preview's index cannot be written ({' '.join(str(error).split())}). Start the preview again."
        with self.changed:
            self.problems = problems
            self.saves += 1
            self.changed.notify_all()
        return f"{said} ({(time.monotonic() - start) * 1000:.0f} ms)"

    def _sync(self, today: date) -> Result:
        if self.saves:  # the index is our own, and whole
            return sync(settings.CONTENT_DIR, today=today, drafts_shown=True)
        return bring_up_to_date(today, drafts_shown=True)

    def wait(self, state: str, seconds: float) -> str:
        """The state, as soon as it is another than `state`, or when the time has passed."""
        with self.changed:
            self.changed.wait_for(lambda: self.state != state, seconds)
            return self.state


def with_lines(problems: Sequence[Problem]) -> list[tuple[Problem, str]]:
    """The first `SHOWN_MAX`, each with the text of its line, cut where it is long; empty where none can be read."""
    said = problems[:SHOWN_MAX]
    lines = {path: _lines_of(path) for path in {problem.path for problem in said}}
    found = []
    for problem in said:
        rows = lines[problem.path]
        found.append((problem, _legible(rows[problem.line - 1]) if 0 < problem.line <= len(rows) else ""))
    return found


def _lines_of(path: str) -> list[str]:
    file = folder.read_one(Path(settings.CONTENT_DIR), path)
    if file is None or (file.kind is Kind.PICTURE and not is_drawing(path)):
        return []
    return re.split(r"\r\n|\n", file.raw.decode("utf-8", "replace"))


def _legible(row: str) -> str:
    """As it is shown; nothing where much of it is no letter, as in a file of another program."""
    line = CONTROL.sub(NO_LETTER, shown(row))
    return "" if line.count(NO_LETTER) > len(line) * NO_LETTERS_MAX else line
