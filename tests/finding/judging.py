"""How well the search answers the judged queries: `python -m tests.finding.judging` prints each that it misses.

The order is the page's: terms asked for by name, guides, other terms. A guide counts as one answer, and it is right
only if its best place is: a section where a section was wanted. The emergency numbers stand above all answers and
are none of them; where they are wanted, the query is answered by their being there.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

PLACE = Path(__file__).parent
EMERGENCY = "911"


@dataclass(frozen=True, slots=True)
class Judged:
    ask: str
    find: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """`first` and `third`: the share answered by the first and by one of the first three; `mrr`: mean of 1 / rank."""

    first: float
    third: float
    mrr: float

    def __str__(self) -> str:
        return f"success@1 {self.first:.3f}, success@3 {self.third:.3f}, MRR {self.mrr:.3f}"


def judged(name: str) -> list[Judged]:
    entries = yaml.safe_load((PLACE / f"{name}.yaml").read_text(encoding="utf-8"))
    return [Judged(entry["ask"], frozenset(entry["find"]), frozenset(entry["kinds"])) for entry in entries]


def rank(query: Judged) -> int:
    """The place of the first right answer, from 1; 0 where there is none."""
    from articles.finding.crisis import in_crisis

    if EMERGENCY in query.find and in_crisis(query.ask):
        return 1
    for place, names in enumerate(answers(query.ask), 1):
        if names & query.find:
            return place
    return 0


def answers(ask: str) -> list[set[str]]:
    """What the page shows, in order, in all the names by which a judged query may want it."""
    from articles.finding.search import search
    from articles.policy import Language

    results = search(ask, Language.EN)
    terms = [[{f"word:{hit.address.split('/')[-2]}"} for hit in hits] for hits in (results.first_terms, results.terms)]
    guides = [_names(guide.best) for guide in results.guides]
    return [*terms[0], *guides, *terms[1]]


def _names(address: str) -> set[str]:
    page, _, section = address.partition("#")
    slug = page.split("/")[-2]
    return {slug, f"{slug}#{section}"}


def score(ranks: Iterable[int]) -> Score:
    places = list(ranks)
    return Score(
        first=sum(place == 1 for place in places) / len(places),
        third=sum(1 <= place <= 3 for place in places) / len(places),
        mrr=sum(1 / place for place in places if place) / len(places),
    )


def main(names: Iterable[str]) -> None:
    import django

    django.setup()
    for name in names:
        ranks = {query: rank(query) for query in judged(name)}
        print(f"{name}: {score(ranks.values())}")
        for query, place in ranks.items():
            if place != 1:
                found = [sorted(each, key=len)[-1] for each in answers(query.ask)[:4]]
                print(f"  {place} “{query.ask}” wants {sorted(query.find)}, gets {found}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["judged"])
