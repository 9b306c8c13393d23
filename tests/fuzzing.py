"""Anything at all as a file, for as long as wanted: the reader, the dialect and the linker may refuse, never break.

    python -m tests.fuzzing [--seconds 600]

Prints what it tried, and the first text that broke something, made as short as it gets. What it finds becomes a test
in tests/dialect/hostile.py. A text that takes longer than a second counts as broken.
"""

import argparse
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editing.advice import advise
from articles.editing.margin import margin
from articles.editing.tidying import tidy
from articles.editing.workshop import Made, make
from articles.policy import Language
from articles.problems import ContentError
from articles.reading.corrections import read_corrections
from articles.reading.folder import File, Kind
from articles.reading.health_codes import read_codes
from articles.reading.shelf import read_groups, read_reference, read_term
from articles.source import read_article
from glossary.linker import Linker, Phrase
from tests.articles.refusals import guide

TODAY = date(2026, 11, 25)
SLOW_SECONDS = 1.0
ROUND_SECONDS = 20
PHRASES = [Phrase("opioid use disorder", "oud"), Phrase("opioid", "opioid"), Phrase("COWS", "cows", True)]
LINKER = Linker(PHRASES, str)
PIECES = (
    *(
        "\n",
        "\n\n",
        "\n    ",
        " ",
        "\t",
        "# ",
        "## ",
        "### A {#a}",
        "- ",
        "1. ",
        "> ",
        "| a | b |\n|---|---|\n",
        "|",
        "---\n",
    ),
    *(
        '!!! note "T"\n    ',
        '!!! emergency "T"\n    ',
        "!!!",
        "```",
        "~~~",
        "```facts\n",
        "```icon-array\n",
        "```timeline\n",
    ),
    *(
        "[@label]",
        "[@label, section 1]",
        "[@",
        "[",
        "]",
        "](",
        ")",
        "(b.md#c)",
        "[a](b.md)",
        "![a](../../images/a.png)",
        "<",
        ">",
    ),
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "\\",
        "&amp;",
        "&#x0;",
        "&",
        "{#",
        "}",
        "<b>",
        "<!--",
        "https://a.example/",
        "[^1]",
        "[a]: b",
    ),
    *(
        "title: a\n",
        "who: x\ntime: y\nof: 100\n",
        "groups:\n  - name: a\n    count: 5\n    words: b\n",
        'source: "[@label]"\n',
    ),
    *(
        "unit: days\n",
        "steps:\n  - at: 0\n    what: x\n",
        "opioids",
        "Opioid",
        "cows COWS",
        "\u00ad",
        "\u200d",
        "\u202e",
        "\x00",
    ),
    *(
        "\r",
        "\x1a",
        "\ufeff",
        "é",
        "e\u0301",
        "𝔘",
        "’",
        "“",
        "…",
        "0",
        "９",
        "١",
        "İ",
        "ß",
        "word",
        "a sentence. ",
        "2 of 100",
    ),
)
LETTERS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
MARKDOWN = st.lists(st.one_of(st.sampled_from(PIECES), LETTERS), max_size=60).map("".join)
YAML_PIECES = (
    *(
        "a: ",
        "title: ",
        "tags: [",
        "]",
        "{",
        "}",
        "- ",
        "\n",
        "\n  ",
        "&a ",
        "*a",
        "!!python/object ",
        "|",
        ">",
        "'",
        '"',
        "#",
        "? ",
    ),
    *(
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\t",
        "2026-13-01",
        "no",
        "0x1f",
        "1e5",
        ".inf",
        "\x00",
        "\\u0000",
        "é",
        "term: ",
        ",",
    ),
)
YAML = st.lists(st.one_of(st.sampled_from(YAML_PIECES), LETTERS), max_size=40).map("".join)


def a_guide(body: str) -> None:
    raw = guide(body).encode("utf-8", "surrogatepass")
    made, refused = make([File("en/articles/a.md", Kind.ARTICLE, raw, "")], {Language.EN: PHRASES}, {})
    assert len(made) + len(refused) == 1
    for each in made:
        _looked_at(each)
    for refusal in refused:
        assert refusal.problems
        lines = raw.count(b"\n") + raw.count(b"\r") + 1
        assert all(1 <= problem.line <= lines for problem in refusal.problems), refusal.problems
        longest = max(map(len, re.split(r"[\r\n]", raw.decode("utf-8", "replace"))))
        assert all(1 <= problem.column <= longest + 1 for problem in refusal.problems), refusal.problems
    try:
        tidied = tidy("en/articles/a.md", raw)
    except ContentError:
        return
    assert tidy("en/articles/a.md", tidied) == tidied


def _looked_at(made: Made) -> None:
    advise(made.source, made.page, TODAY)
    margin(made.source, made.page, LINKER)


def a_block(text: str) -> None:
    for raw in (f"---\n{text}\n---\nText.\n", text):
        for read in (
            lambda raw: read_article("en/articles/a.md", raw),
            lambda raw: read_term("en/glossary/a.md", raw),
            lambda raw: read_reference("references/a.md", raw),
            lambda raw: read_groups("en/tags.yaml", raw, described=True),
            lambda raw: read_codes("codes.yaml", raw),
            lambda raw: read_corrections("en/corrections.yaml", raw),
        ):
            _read(read, raw.encode("utf-8", "surrogatepass"))


def any_bytes(raw: bytes) -> None:
    _read(lambda raw: read_article("en/articles/a.md", raw), raw)
    _read(lambda raw: read_article("en/articles/a.md", raw), guide("").encode() + raw)


def _read(read: Callable[[bytes], object], raw: bytes) -> None:
    with suppress(ContentError):
        read(raw)


def phrases(text: str) -> None:
    words = [Phrase(word, f"w{number}") for number, word in enumerate(text.split()[:20]) if any(map(str.isalnum, word))]
    Linker(words, str).mentioned(text)


WAYS: dict[str, tuple[Callable[..., None], st.SearchStrategy[object]]] = {
    "dialect": (a_guide, MARKDOWN),
    "reader": (a_block, YAML),
    "bytes": (any_bytes, st.binary(max_size=400)),
    "linker": (phrases, MARKDOWN),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    end = time.monotonic() + parser.parse_args().seconds
    tried = {name: Tried() for name in WAYS}
    while time.monotonic() < end:
        for name, (look, texts) in WAYS.items():
            until = min(end, time.monotonic() + ROUND_SECONDS)
            once = _once(look, texts, tried[name])
            while time.monotonic() < until:
                once()
    for name, each in tried.items():
        print(f"{name}: {each.texts:,} texts, the slowest took {each.slowest:.2f} s of work")


@dataclass(slots=True)
class Tried:
    texts: int = 0
    slowest: float = 0.0  # seconds of work


def _once(look: Callable[..., None], texts: st.SearchStrategy[object], tried: Tried) -> Callable[[], None]:
    @settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(texts)
    def once(text: object) -> None:
        started = time.process_time()
        look(text)
        seconds = time.process_time() - started
        tried.texts += 1
        tried.slowest = max(tried.slowest, seconds)
        assert seconds < SLOW_SECONDS, f"{seconds:.1f} s"

    return once


if __name__ == "__main__":
    main()
