"""The text that everything is measured on: a made library of guides, terms and sources, in our own format.

    python benchmarks/corpus.py FOLDER [--guides 1000]  (then CONTENT_DIR=FOLDER make serve)

The same numbers give the same bytes, and guide 7 is the same guide in a library of any size, but for where its links
lead. A file whose bytes would be the same is left alone. The text means nothing medically, and must never be published.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product
from pathlib import Path

TERMS, SOURCES, TAGS, NAMES, WORDS = 300, 100, 8, 2_500, 6_000
MENTIONED, SECTIONS = 14, 7  # different terms in a guide, at most; sections
TOPICS = "starting stopping missed side effects cost pain injection tablets drinking alcohol travel".split()
HEADINGS = (
    "Before you begin", "What to do", "When to call", "What is known", "Side by side", "After a break", "What it costs",
)  # fmt: skip
CALLOUTS = (("do", "Carry this"), ("ask", "Bring this"), ("note", "Good to know"), ("urgent", "Call today"))
OUR_WORDS = (
    "the a of to and in you your it is for with that on this as are or by at from will what when ask tell take wait "
    "dose medicine opioid alcohol tablet injection week clinic withdrawal liver sleep nausea call team pain"
).split()
GUIDE = """\
---
title: {title}
summary: What is said about {name}, in one sentence.
tags: [tag-{tag}]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
---
{body}"""
TERM = "---\nterm: {name}\n{aliases}---\n{definition}\n"
SOURCE = "---\ntitle: Source {n}\norganisation: The maker\nyear: 2025\nurl: https://example.org/{n}\nkind: label\n---\n"


@dataclass(frozen=True, slots=True)
class Term:
    slug: str
    name: str
    alias: str  # may be empty
    definition: str


@dataclass(frozen=True, slots=True)
class Guide:
    slug: str
    name: str  # what it is about: a made word in its title and in each of its sections
    title: str
    tag: int
    terms: tuple[Term, ...]
    body: str

    @property
    def path(self) -> str:
        return f"/guides/{self.slug}/"

    @property
    def summary(self) -> str:
        return f"What is said about {self.name}, in one sentence."


@dataclass(frozen=True)
class Corpus:
    size: int
    term_count: int = TERMS
    source_count: int = SOURCES

    def __iter__(self) -> Iterator[Guide]:
        return map(self.guide, range(self.size))

    def write(self, content: Path) -> int:
        """The whole folder, as CONTENT_DIR; how many of its files were written."""
        tags = "".join(f"tag-{n}:\n  title: Tag {n}\n  description: About {n}.\n" for n in range(TAGS))
        written: int = put(content / "en/tags.yaml", tags)
        for number in range(self.source_count):
            written += put(content / f"references/source-{number}.md", SOURCE.format(n=number))
        for number in range(self.term_count):
            written += self.write_term(content, number)
        return written + sum(self.write_guide(content, number) for number in range(self.size))

    def write_guide(self, content: Path, number: int, edit: str = "") -> bool:
        """With a sentence of an `edit` at its beginning; whether anything changed."""
        guide = self.guide(number, edit)
        text = GUIDE.format(title=guide.title, name=guide.name, tag=guide.tag, body=guide.body)
        return put(self.place(content, number), text)

    def write_term(self, content: Path, number: int, other_name: str = "") -> bool:
        term = self.term(number)
        aliases = f"aliases: [{term.alias}]\n" if term.alias else ""
        text = TERM.format(name=other_name or term.name, aliases=aliases, definition=term.definition)
        return put(content / f"en/glossary/{term.slug}.md", text)

    def place(self, content: Path, number: int) -> Path:
        return content / f"en/articles/{self._slug(number)}.md"

    def guide(self, number: int, edit: str = "") -> Guide:
        """About 1,000 words."""
        dice = random.Random(f"guide {number}")
        pool = [self.term(int(self.term_count * dice.random() ** 2)) for _ in range(MENTIONED)]
        word = dice.choice(self._words[:400])
        paragraphs = [f"{edit} {self._paragraph(dice, pool, 3)}".strip()]
        for place in range(SECTIONS):
            paragraphs += self._section(dice, pool, place, self._name(number))
        title = f"{TOPICS[number % len(TOPICS)].capitalize()} {self._name(number)} {word} {number}"
        body = "\n\n".join(paragraphs) + "\n"
        return Guide(self._slug(number), self._name(number), title, number % TAGS, tuple(dict.fromkeys(pool)), body)

    def term(self, number: int) -> Term:
        return self._terms[number]

    def _slug(self, number: int) -> str:
        return f"{self._name(number)}-{number}"

    def _name(self, number: int) -> str:
        return self._names[number % len(self._names)]

    def _section(self, dice: random.Random, pool: list[Term], place: int, name: str) -> Iterator[str]:
        yield f"## {HEADINGS[place]} {{#section-{place}}}"
        source = f"source-{dice.randrange(self.source_count)}"
        yield f"{self._paragraph(dice, pool, 5)} {name.capitalize()} is this [@{source}]."
        if place % 3 == 0:
            kind, title = CALLOUTS[dice.randrange(len(CALLOUTS))]
            yield f'!!! {kind} "{title}"\n    {self._sentence(dice)}'
        elif place % 3 == 1:
            yield "\n".join(f"- {self._sentence(dice)}" for _ in range(dice.randint(3, 5)))
        elif place == 2:
            rows = [("What", "How long", "Who to ask"), ("---",) * 3, *(tuple(self._some(dice, 3)) for _ in range(4))]
            yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
        other = dice.randrange(self.size)
        link = f"[read about {self._name(other)}]({self._slug(other)}.md)"
        yield f"{self._paragraph(dice, pool, 4)} **Ask first**, or {link}."

    def _paragraph(self, dice: random.Random, pool: list[Term], sentences: int) -> str:
        said = [self._sentence(dice) for _ in range(sentences)]
        said.insert(1, f"Ask about {self._as_people_write(dice, dice.choice(pool))} {' '.join(self._some(dice, 4))}.")
        return " ".join(said)

    @staticmethod
    def _as_people_write(dice: random.Random, term: Term) -> str:
        return dice.choice((term.name, term.name, term.name + "s", term.name + "’s", term.alias or term.name))

    def _sentence(self, dice: random.Random) -> str:
        return " ".join(self._some(dice, 11)).capitalize() + "."

    def _some(self, dice: random.Random, count: int) -> list[str]:
        return dice.choices(self._words, cum_weights=self._weights, k=count)

    @cached_property
    def _names(self) -> list[str]:
        return made_words(random.Random("names"), NAMES, syllables=4)

    @cached_property
    def _words(self) -> list[str]:
        return [*OUR_WORDS, *made_words(random.Random("words"), WORDS, syllables=3)]

    @cached_property
    def _weights(self) -> list[float]:
        """As in a language: the second word half as often as the first."""
        return list(accumulate(1 / (place + 3) for place in range(len(self._words))))

    @cached_property
    def _terms(self) -> list[Term]:
        return [self._term(number) for number in range(self.term_count)]

    def _term(self, number: int) -> Term:
        """No two alike, none a part of another, one in three of two words, one in three with another name."""
        first, second, third = list(product("bdfglmnprstvz", "aeiou", "bdfglmnprstvz"))[number % 845]
        name = f"{first}{second}{third}indol" + "x" * (number // 845)
        if number % 3 == 0:
            name += " change"
        alias = f"{first}{second}{third}ol {number} test" if number % 3 == 1 else ""
        dice = random.Random(f"term {number}")
        return Term(name.replace(" ", "-"), name, alias, f"{name.capitalize()} is a word. {self._sentence(dice)}")


def made_words(dice: random.Random, count: int, *, syllables: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(dice.choice("bdfglmnprstvz") + dice.choice("aeiou") for _ in range(syllables))] = None
    return list(made)


def put(place: Path, text: str) -> bool:
    """Whether the file was another before."""
    body = text.encode()
    if place.is_file() and place.read_bytes() == body:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--guides", type=int, default=1_000)
    arguments = parser.parse_args()
    print(f"{Corpus(arguments.guides).write(arguments.folder)} files written")


if __name__ == "__main__":
    main()
