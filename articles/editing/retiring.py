"""What taking a guide back changes in its file: its status, the note that its address then shows, the better guide.

A pure function over one file; its text stays in it, and so its address is never given to another.
"""

import re

from articles.policy import Status
from articles.source import read_article

TAKEN_OUT = ("status", "publish_on", "instead", "note")
KEY = re.compile(r"[a-z_]+:")


def retired(path: str, raw: bytes, instead: str, note: str) -> bytes:
    """Raises ContentError where it cannot be read."""
    source = read_article(path, raw)
    lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    kept, taken = list[str](), False
    for line in lines[1 : source.body_line - 2]:
        if KEY.match(line):
            taken = line.split(":", 1)[0] in TAKEN_OUT
        if not taken:
            kept.append(line)
    quoted = note.replace("\\", "\\\\").replace('"', '\\"')
    kept += [f"status: {Status.RETIRED}", f"instead: {instead}", f'note: "{quoted}"']
    return "\n".join([lines[0], *kept, *lines[source.body_line - 2 :]]).encode()
