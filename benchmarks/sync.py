"""How much work a sync does: the first one, one with nothing changed, one guide edited, one term changed.

    python benchmarks/sync.py [--guides 40 300] [--rounds 5]

Work is processor time of this process and of those that it starts, in seconds; the median of the rounds, and their
range. The index is a SQLite file in a temporary place. The texts are made here, are the same each time, mean nothing
medically, and must never be published.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TODAY = date(2026, 11, 23)
TERMS, REFERENCES = 120, 40
LIMIT_SECONDS = 0.5  # for one guide edited of 40

ARTICLE = """\
---
title: Guide number {number}
summary: What guide number {number} says, in one sentence.
tags: [tag-{tag}]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
---
{body}"""
TERM = "---\nterm: {term}\n---\n{definition}\n"
REFERENCE = (
    "---\ntitle: Source {n}\norganisation: The maker\nyear: 2025\nurl: https://example.org/{n}\nkind: label\n---\n"
)
WORDS = (
    "the a of to and in you your it is for with that on be this as are or by at from have not can will what when ask "
    "tell take call wait read keep write stop start help feel know think need after before during about again home "
    "work week day night water meal box shelf drawer phone friend family partner person"
).split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, nargs="+", default=[40, 300])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        prepare(Path(place))
        for guides in arguments.guides:
            measure(Path(place), guides, arguments.rounds)


def prepare(place: Path) -> None:
    (place / "content").mkdir()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "naltrexone_site.settings",
        "DATABASE_URL": f"sqlite:///{place}/index.sqlite3",
        "CONTENT_DIR": str(place / "content"),
    }
    import django

    django.setup()


def measure(place: Path, guides: int, rounds: int) -> None:
    from django.db import connection

    from articles.publishing.index import bring_up_to_date

    content = place / "content"
    write_all(content, guides)
    steps: dict[str, Callable[[int], object]] = {
        "first": lambda turn: remove_index(place),
        "nothing changed": lambda turn: None,
        "one guide edited": lambda turn: write_guide(content, 0, f"Edited in round {turn}."),
        "one term changed": lambda turn: write_term(content, 0, name(0) + " two" * (turn % 2 == 0)),
    }
    print(f"{guides} guides, {TERMS} terms, {REFERENCES} sources")
    work: dict[str, list[float]] = {step: [] for step in steps}
    results: dict[str, str] = {}
    for turn in range(rounds):
        for step, change in steps.items():
            connection.close()
            change(turn)
            started = processor_seconds()
            results[step] = str(bring_up_to_date(TODAY))
            work[step].append(processor_seconds() - started)
    for step, seconds in work.items():
        middle = f"{statistics.median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f}) s"
        print(f"  {step:18}{middle:26}{results[step]}")
    if guides == 40:
        edited = statistics.median(work["one guide edited"])
        print(f"  one guide edited of 40: {edited / LIMIT_SECONDS:.2f} of the {LIMIT_SECONDS} s that it may take")


def remove_index(place: Path) -> None:
    for path in place.glob("index.sqlite3*"):
        path.unlink()


def processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def write_all(content: Path, guides: int) -> None:
    put(content / "en/tags.yaml", "".join(f"tag-{n}:\n  title: Tag {n}\n  description: About {n}.\n" for n in range(8)))
    for number in range(REFERENCES):
        put(content / f"references/source-{number}.md", REFERENCE.format(n=number))
    for number in range(TERMS):
        write_term(content, number, name(number))
    for number in range(guides):
        write_guide(content, number, "As first written.")


def write_term(content: Path, number: int, term: str) -> None:
    put(content / f"en/glossary/term-{number}.md", TERM.format(term=term, definition=sentence(random.Random(number))))


def write_guide(content: Path, number: int, beginning: str) -> None:
    """About 1,000 words in eight sections, with 25 terms, 16 citations and a link."""
    dice = random.Random(f"guide {number}")
    paragraphs = [f"{beginning} [Read on](guide-0.md)."]
    for section in range(8):
        paragraphs.append(f"## Section {section} {{#section-{section}}}")
        for _ in range(2):
            said = [sentence(dice) for _ in range(5)]
            said += [f"Ask about {name(dice.randrange(TERMS))}." for _ in range(2)]
            paragraphs.append(f"{' '.join(said)} This is so [@source-{dice.randrange(REFERENCES)}].")
        paragraphs.append("- One thing\n- Another thing\n- A last thing")
    body = "\n\n".join(paragraphs) + "\n"
    put(content / f"en/articles/guide-{number}.md", ARTICLE.format(number=number, tag=number % 8, body=body))


def name(number: int) -> str:
    """Of a term: no two alike, none a part of another."""
    return f"{'bcdfghjklm'[number % 10]}{'aeiou'[number // 10 % 5]}{'nprst'[number // 50]}indol"


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=11)).capitalize() + "."


def put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
