"""As tests/fuzzing.py, but Atheris steers by which of our lines a text reaches. Needs `pip install atheris`.

    python -m tests.fuzzing_by_coverage dialect|reader|linker [--seconds 200]

Begins with the golden files and our own content. What breaks is written beside, as `crash-…`, and becomes a test in
tests/dialect/hostile.py or tests/articles/refusals_of_text.py.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEDS = {"dialect": "tests/golden/*.md", "reader": "content/references/*.md", "linker": "content/en/glossary/*.md"}
OWN = ["articles", "glossary"]
BYTES_MAX = 4_000
SLOW_SECONDS = 10  # of the clock, on a machine that may be busy, with every line counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=SEEDS)
    parser.add_argument("--seconds", type=int, default=200)
    arguments = parser.parse_args()
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=OWN):
        fuzzing = import_module("tests.fuzzing")
    look = {"dialect": fuzzing.a_guide, "reader": fuzzing.a_block, "linker": fuzzing.phrases}[arguments.part]
    with tempfile.TemporaryDirectory() as place:
        seeds, words = Path(place, "seeds"), Path(place, "words")
        seeds.mkdir()
        for number, file in enumerate(sorted(ROOT.glob(SEEDS[arguments.part]))):
            (seeds / str(number)).write_bytes(_without_ends(file.read_bytes())[:BYTES_MAX])
        words.write_text("".join(map(_as_entry, (*fuzzing.PIECES, *fuzzing.YAML_PIECES))), encoding="ascii")
        options = [f"-dict={words}", f"-max_total_time={arguments.seconds}", f"-max_len={BYTES_MAX}", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(seeds)], _in_time(look))
        atheris.Fuzz()


def _in_time(look: Callable[[str], None]) -> Callable[[bytes], None]:
    def once(raw: bytes) -> None:
        started = time.monotonic()
        look(raw.decode("utf-8", "replace"))
        assert time.monotonic() - started < SLOW_SECONDS

    return once


def _without_ends(raw: bytes) -> bytes:
    """Of a file with a block of keys, what stands between its two lines of dashes."""
    parts: list[Any] = raw.split(b"---\n", 2)
    return parts[1] + parts[2] if raw.startswith(b"---\n") and len(parts) == 3 else raw


def _as_entry(piece: str) -> str:
    """Of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in piece.encode()) + '"\n'


if __name__ == "__main__":
    main()
