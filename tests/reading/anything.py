"""Whatever may lie in a content folder, linted and told by the preview, or synced, in a process of its own: `python -m
tests.reading.anything lint` or `sync`.

Prints for each its name, the problems it brings, the seconds of work and the highest memory of the process so far.
"""

import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from articles.editing.lint import lint
from articles.problems import ContentError, Problem
from tests.articles.refusals import BODY, guide, reference, word
from tests.reading.peak import megabytes_at_most

TODAY = date(2026, 11, 25)
HERE, LABEL, WORD, TAGS = "en/articles/it.md", "references/label.md", "en/glossary/word.md", "en/tags.yaml"
HEAD = guide("").encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES: dict[str, tuple[str, bytes]] = {
    "a byte-order mark, which does no harm": (HERE, b"\xef\xbb\xbf" + guide().encode()),
    "line ends of Windows, which do no harm": (HERE, guide().replace("\n", "\r\n").encode()),
    "UTF-16": (HERE, guide().encode("utf-16")),
    "letters of another time": (HERE, guide("caf\xe9\n").encode("latin-1")),
    "a zero byte": (HERE, HEAD + b"a\x00b\n"),
    "nothing": (HERE, b""),
    "a picture by the name of a guide": (HERE, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100),
    "a line of 20 MB": (HERE, HEAD + b"a" * 20_000_000),
    "a word of 900 kB": (HERE, HEAD + b"a" * 900_000),
    "900 kB of lines": (HERE, HEAD + b"a\n" * 450_000),
    "900 kB of paragraphs": (HERE, HEAD + b"a\n\n" * 300_000),
    "900 kB of brackets": (HERE, HEAD + b"[" * 900_000),
    "900 kB of stars": (HERE, HEAD + b"*a " * 300_000),
    "900 kB of quotations in each other": (HERE, HEAD + b">" * 900_000),
    "900 kB of a list in itself": (HERE, HEAD + b"\n".join(b"    " * n + b"- a" for n in range(600))),
    "900 kB of a table": (HERE, HEAD + b"|a|b|\n|---|---|\n" + b"|c|d|\n" * 150_000),
    "a table of one row of 900 kB": (HERE, HEAD + b"|a" * 450_000),
    "900 kB of sources": (HERE, HEAD + b"[@label] " * 100_000),
    "900 kB of spaces": (HERE, HEAD + b"a" + b" " * 900_000 + b"b"),
    "900 kB of entities": (HERE, HEAD + b"&amp;" * 180_000),
    "900 kB of HTML": (HERE, HEAD + b"<b>" * 300_000),
    "900 kB of callouts": (HERE, HEAD + b'!!! note "a"\n    b\n\n' * 40_000),
    "keys that multiply": (HERE, f"---\n{LAUGHS}---\nText.\n".encode()),
    "keys in each other": (HERE, b"---\na: " + b"[" * 200_000 + b"\n---\nText.\n"),
    "keys by the thousand": (HERE, b"---\n" + b"".join(b"k%d: v\n" % n for n in range(60_000)) + b"---\nText.\n"),
    "keys by the thousand, almost too many": (
        HERE,
        b"---\n" + b"".join(b"k%d: v\n" % n for n in range(19_900)) + b"---\nText.\n",
    ),
    "tags by the thousand": (TAGS, b"".join(b"a%d:\n" % n for n in range(100_000))),
    "a key that runs a program": (HERE, b"---\ntitle: !!python/object/apply:os.system [id]\n---\nText.\n"),
    "a block without an end": (HERE, b"---\n" + b"a: b\n" * 150_000),
    "a word that multiplies": (WORD, f"---\n{LAUGHS}---\nText.\n".encode()),
    "a word of 900 kB of text": (WORD, word("a " * 450_000).encode()),
    "a source in a source": (LABEL, reference("[@label]\n" * 90_000).encode()),
    "tags that multiply": (TAGS, LAUGHS.encode()),
    "tags in each other": (TAGS, b"a:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 1_200))),
    "codes that multiply": ("codes.yaml", LAUGHS.encode()),
    "addresses that multiply": ("addresses.yaml", LAUGHS.encode()),
    "a drawing that multiplies": (
        "images/a.svg",
        b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SVG + b"&b;</svg>",
    ),
    "a drawing in itself": ("images/a.svg", SVG + b"<g>" * 100_000),
    "a picture of 4 billion points": (
        "images/a.png",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00" + bytes(1000),
    ),
    "a name that no address can have": ("en/articles/Ünï cödé.md", guide(BODY).encode()),
    "a name of 200 letters": (f"en/articles/{'a' * 200}.md", guide(BODY).encode()),
}


def link(root: Path) -> None:
    (root / HERE).symlink_to("/etc/hostname")


def ring(root: Path) -> None:
    (root / "en/articles/ring").symlink_to(root / "en")


def folder_by_the_name_of_a_file(root: Path) -> None:
    (root / HERE).mkdir()


def pipe(root: Path) -> None:
    os.mkfifo(root / HERE)


def socket_by_the_name_of_a_guide(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(root / HERE))


def name_that_is_no_text(root: Path) -> None:
    place = os.fsencode(root / "en/articles") + b"/caf\xe9.md"
    Path(os.fsdecode(place)).write_text(guide(BODY))


def name_of_two_lines(root: Path) -> None:
    (root / "en/articles/a\nb.md").write_text(guide(BODY))


def folders_in_each_other(root: Path) -> None:
    (root / "/".join(["en/articles", *["a"] * 400])).mkdir(parents=True)


def file_by_the_name_of_a_folder(root: Path) -> None:
    (root / "en/glossary").write_text("Words.")


PLACES: dict[str, Callable[[Path], None]] = {
    "a link to another place": link,
    "a ring of links": ring,
    "a folder by the name of a file": folder_by_the_name_of_a_file,
    "a pipe that never ends": pipe,
    "a socket": socket_by_the_name_of_a_guide,
    "a name that is no text": name_that_is_no_text,
    "a name of two lines": name_of_two_lines,
    "400 folders in each other, which do no harm": folders_in_each_other,
    "a file by the name of a folder": file_by_the_name_of_a_folder,
}


def lint_as_told(root: Path) -> Sequence[Problem]:
    from naltrexone_site.preview.proof import with_lines

    found = lint(root, TODAY)
    with_lines(found)
    return found


def sync_into_nothing(root: Path) -> Sequence[Problem]:
    """As on a server that starts; the index is empty each time."""
    from django.db import transaction

    from articles.publishing.sync import sync

    with transaction.atomic():
        try:
            sync(root, today=TODAY)
            return lint(root, TODAY)  # warnings, which a sync does not tell
        except ContentError as refused:
            return refused.problems
        finally:
            transaction.set_rollback(True)


def main(look: Callable[[Path], Sequence[Problem]]) -> None:
    for name in (*FILES, *PLACES):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            settings.CONTENT_DIR = root
            for path, text in (
                ("en/articles/first.md", guide(BODY, title="First")),
                (LABEL, reference()),
                (TAGS, "safety:\n  title: Safety\n  description: Staying safe.\n"),
            ):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            if name in FILES:
                path, raw = FILES[name]
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(raw)
            else:
                PLACES[name](root)
            started = time.process_time()
            found = look(root)
            seconds = time.process_time() - started
        told = [f"{problem.code} {problem.message}" for problem in found[:50] if "/first.md" not in problem.path]
        print(json.dumps([name, told, seconds, megabytes_at_most()]), flush=True)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "sync":
        call_command("migrate", verbosity=0)
    main({"lint": lint_as_told, "sync": sync_into_nothing}[sys.argv[1]])
