"""How fast terms are found in a guide, as ratios to one flat alternation and to two peers.

Every side finds whole words, plurals, possessives and hyphens as spaces, and must find the same places; only the
linker also knows addresses, accents written apart and phrases whose case matters. The text is made here, means
nothing medically, and must never be published.
"""

import importlib
import random
import re
import statistics
from collections.abc import Callable, Iterator
from itertools import product
from time import perf_counter
from types import ModuleType

from benchmarks.measure import Beside, Measure, Row, Scale, number
from glossary.linker import Linker, Phrase

try:
    ahocorasick: ModuleType | None = importlib.import_module("ahocorasick")
except ImportError:
    ahocorasick = None

Span = tuple[int, int]
Finder = Callable[[str], list[Span]]

COUNTS, GUIDES = (300, 5_000), 40
PLAIN = str.maketrans(dict.fromkeys("\n\u00a0\u2010\u2011–-", " ") | {"’": "'"})  # so that offsets stay


def measures(scale: Scale) -> Iterator[Row]:
    for count in COUNTS:
        phrases = make_phrases(count)
        guides = [make_guide(random.Random(f"guide {n}"), phrases) for n in range(GUIDES)]
        yield from _rows(phrases, guides, scale.rounds)


def _rows(phrases: list[str], guides: list[str], rounds: int) -> Iterator[Row]:
    """Rounds in turn, there and back; ratios within a round; their median and range."""
    makers: dict[str, Callable[[list[str]], Finder]] = {
        "flat": flat,
        "linker": linker,
        "trie in re": trie_in_re,
    }
    if ahocorasick is not None:
        makers["pyahocorasick"] = automaton
    finders = {name: make(phrases) for name, make in makers.items()}
    expected = [finders["linker"](guide) for guide in guides[:8]]
    for name, find in finders.items():
        if [find(guide) for guide in guides[:8]] != expected:
            raise SystemExit(f"{name} finds other places than the linker")
    times: dict[str, list[float]] = {name: [] for name in finders}
    for turn in range(rounds):
        for name in sorted(finders, reverse=bool(turn % 2)):
            sample = guides[:8] if name == "flat" else guides  # it is slow enough to time on fewer
            started = perf_counter()
            for guide in sample:
                finders[name](guide)
            times[name].append((perf_counter() - started) / len(sample))
    for peer in [name for name in finders if name != "linker"]:
        ratios = [ours / theirs for ours, theirs in zip(times["linker"], times[peer], strict=True)]
        ours, theirs = (statistics.median(times[name]) * 1000 for name in ("linker", peer))
        span = f"{number(min(ratios))} to {number(max(ratios))}"
        name = f"terms found in a guide, {len(phrases):,} phrases, {peer}"
        yield Measure(name, statistics.median(ratios), "", note=span, beside=Beside(peer, ours, theirs, "ms"))


def make_phrases(count: int) -> list[str]:
    """Names of one to three words, with a plural in -s; every fourth has an alias."""
    rng = random.Random(f"phrases {count}")
    single = ["".join(parts) for parts in product(STARTS.split(), MIDDLES.split(), ENDS.split())]
    longer = [f"{a}{b}{c}" for a, b, c in product(FIRST.split(), (" ", "-"), SECOND.split())]
    names = {f"{rng.choice(longer)} {rng.choice(THIRD.split())}" for _ in range(count)}
    names |= set(rng.sample(single, count // 6))
    names |= {name.replace("-", " ") for name in rng.sample(longer, min(count // 4, len(longer)))}
    plain = {name.translate(PLAIN): name for name in sorted(names)}  # two with one text would clash
    return list(plain.values())[: count * 5 // 4]


def make_guide(rng: random.Random, phrases: list[str]) -> str:
    """About 1,100 words, 50 of them mentions in all their forms, with what is only the beginning of a phrase."""
    words = (*COMMON.split(), *FIRST.split(), *SECOND.split())
    own = rng.sample(phrases, 25)
    sentences = []
    for _ in range(80):
        sentence = rng.choices(words, k=rng.randint(8, 16))
        if rng.random() < 0.6:
            ending = rng.choice(["", "", "s", "’s", "'s"])
            form = rng.choice(own).replace("-", rng.choice("- –\u2011")) + ending
            sentence.insert(rng.randrange(len(sentence)), rng.choice([form, form.capitalize()]))
        sentences.append(" ".join(sentence).capitalize() + rng.choice([".", ".", "?", ", non-opioid."]))
    return "\n".join(sentences)


def linker(phrases: list[str]) -> Finder:
    built = Linker((Phrase(text, text) for text in phrases), "/glossary/{}/".format)
    return lambda text: [(mention.start, mention.end) for mention in built.mentions(text)]


def flat(phrases: list[str]) -> Finder:
    longest_first = sorted((phrase.translate(PLAIN).lower() for phrase in phrases), key=len, reverse=True)
    return searching("|".join(re.escape(phrase).replace(r"\ ", " +") for phrase in longest_first))


def trie_in_re(phrases: list[str]) -> Finder:
    root: Trie = {}
    for phrase in phrases:
        node = root
        for letter in phrase.translate(PLAIN).lower():
            node = node.setdefault(letter, {})
        node[""] = {}
    return searching(alternation(root))


def searching(phrase: str) -> Finder:
    pattern = re.compile(rf"(?<!\w)(?<!non )(?:{phrase})(?:s'|s|'s)?(?!\w)")
    return lambda text: [found.span() for found in pattern.finditer(text.translate(PLAIN).lower())]


Trie = dict[str, "Trie"]


def alternation(node: Trie) -> str:
    branches = [
        (" +" if letter == " " else re.escape(letter)) + alternation(below) for letter, below in node.items() if letter
    ]
    inner = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})" if branches else ""
    return f"{inner}?" if inner and "" in node else inner


def automaton(phrases: list[str]) -> Finder:
    assert ahocorasick is not None
    built = ahocorasick.Automaton()
    for phrase in phrases:
        for ending in ("", "s", "'s", "s'"):
            built.add_word(phrase.translate(PLAIN).lower() + ending, len(phrase) + len(ending))
    built.make_automaton()

    def find(text: str) -> list[Span]:
        text = text.translate(PLAIN).lower()  # this corpus holds no two spaces in a row, so offsets stay
        found: list[Span] = []
        for last, length in built.iter(text):
            start, end = last + 1 - length, last + 1
            inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
            if not inside and text[start - 4 : start] != "non ":
                found.append((start, end))
        found.sort(key=lambda span: (span[0], -span[1]))
        apart: list[Span] = []
        for span in found:
            if not apart or span[0] >= apart[-1][1]:
                apart.append(span)
        return apart

    return find


STARTS = "bro tav lin cor mel dar fen gal hes ivo jun kel lor nim ost pel quin ras sul tor ulv ven wex yar zom"
MIDDLES = "a e i o ali ero avi uli oxa imi"
ENDS = "drane vel rimol quent lodun mivar nork zanol"
FIRST = (
    "opioid liver dose nerve sleep mood craving receptor alcohol pain blood stomach skin muscle morning steady "
    "slow sudden early late daily weekly monthly long short first second low high mild strong plain common rare"
)
SECOND = (
    "use free blocker window level test visit plan card letter effect signal response change marker record refill "
    "tablet injection reminder answer question support group nurse doctor clinic ward centre team"
)
THIRD = "disorder window period form phase pattern scale score range limit step guide chart model rule number"
COMMON = (
    "the a of to and in you your it is for with that on be this as are or by at from have not can will what when "
    "ask tell take call wait read keep write stop start help feel know think need after before during about again "
    "home work week day night water meal box shelf drawer phone friend family partner person doctor's don’t it’s"
)
