"""What readers, editors and the sync may rely on when terms are linked."""

import pickle
import re
import unicodedata
from collections.abc import Callable
from time import process_time
from xml.etree.ElementTree import Comment, Element, fromstring, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.linker import Linker, Mention, Phrase, clashes

NAMES = """
opioid, opioid use disorder, opioid-free window, withdrawal, precipitated withdrawal, craving, side effects,
Vivitrol, deficiency, day, crutch, stomach, reflex, rash, virus, placebo, vitamin A, Crohn's disease,
St. John’s wort, GLP-1, naltrexone, naltrexone (oral), café visit, síntoma, Maßnahme, İlaç, non-responder,
mu-opioid receptor
"""
GLOSSARY = (
    *(Phrase(name, slug=name) for name in re.split(r",\s", NAMES.strip())),
    *(Phrase(name, slug=name, case_sensitive=True) for name in ("AUD", "DEA number")),
    Phrase("sudden withdrawal", slug="precipitated withdrawal"),
)
LEFT_ALONE = {"h2", "th", "a", "code", "pre", "caption", "figcaption", "callout-title", "callout emergency"}


def address(slug: str) -> str:
    return f"/glossary/{slug}/"


def left_alone(element: Element) -> bool:
    return not LEFT_ALONE.isdisjoint((element.tag, element.get("class")))


LINKER = Linker(GLOSSARY, address)


def rows(table: str) -> list[str]:
    """“ ¦ ” and line ends part the rows; ⏎ stands for a line end in a row."""
    lines = [line for line in table.strip().splitlines() if not line.startswith("#")]
    return [row.replace("⏎", "\n") for line in lines for row in line.split(" ¦ ")]


# Rules 1 and 2, and rule 3 where emphasis breaks a phrase. {slug: text} stands where a link is expected.

LINKED = re.compile(r"\{([^:}]+): ([^}]*)\}")


def assert_links(expected: str, *, skip: tuple[str, ...] = ()) -> None:
    root = fromstring("<div>" + LINKED.sub(r"\2", expected) + "</div>")
    slugs = LINKER.link(root, leave=left_alone, skip=skip)
    written = tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
    assert re.sub(r'<a class="term" href="/glossary/([^"]*)/">([^<]*)</a>', r"{\1: \2}", written) == expected
    assert slugs == tuple(slug for slug, _ in LINKED.findall(expected))


FIRST_MENTIONS = """
{opioid: opioid} ¦ <p>nothing here</p> ¦ <p>An {opioid: opioid}, the opioid.</p>
<p>{opioid: Opioids}.</p><p>{Vivitrol: Vivitrol} and an opioid.</p>
<p>{craving: craving}, {rash: rash}<em> and craving</em> {reflex: reflex}</p>
<p>{precipitated withdrawal: sudden withdrawal}, precipitated withdrawal</p>
<ul><li>{rash: rash}<ul><li>{opioid: opioid}</li></ul>{craving: craving}</li><li>opioid</li></ul>
<dl><dt>{rash: rash}</dt><dd>{opioid: opioid}</dd></dl><blockquote>{craving: craving}</blockquote>
<h2>Opioid</h2><p>{opioid: opioid}</p>
<table><caption>rash</caption><tr><th>rash</th><td>{rash: rash}</td></tr></table>
<p><a href="/x/">opioid</a> and {opioid: opioid}</p>
<p><a href="/x/"><em>opioid</em> rash</a> {rash: rash}</p> ¦ <p><code>opioid</code> {opioid: opioid}</p>
<pre>opioid</pre><p>{opioid: opioid}</p>
<figure><svg><text>rash</text></svg><figcaption>rash</figcaption></figure><p>{rash: rash}</p>
<aside><p class="callout-title">Opioid</p><p>{opioid: opioid}</p></aside>
<aside class="callout emergency"><p>rash</p><ul><li>rash</li></ul></aside>{rash: rash}
<p>https://example.org/opioid or {opioid: opioid}</p>
<p>https://example.org/<em>opioid</em> {opioid: opioid}</p>
<p>{craving: Cravings’} and {Vivitrol: Vivitrol's}.</p>
"""


@pytest.mark.parametrize("expected", rows(FIRST_MENTIONS))
def test_the_first_mention_in_running_text_is_linked(expected: str) -> None:
    assert_links(expected)


LONGEST_PHRASES = """
<p>{opioid use disorder: opioid use disorder}, {opioid: opioid}</p>
<p><strong>{opioid use disorder: opioid use disorder}</strong></p>
<p>{precipitated withdrawal: precipitated withdrawal}</p> ¦ <p><strong>opioid</strong>-free window</p>
<p><em>opioid</em>-free window. {opioid-free window: opioid-free window}, {opioid: opioid}</p>
<p>opioid use <em>disorder</em></p> ¦ <p>precipitated <em>withdrawal</em></p> ¦ <p><em>opioid</em>s</p>
<p>opioid<br />use disorder</p> ¦ <p>non-<em>opioid</em></p> ¦ <p><a href="/x/">opioid</a>-free window</p>
<p>{opioid: opioid}</p><p>use disorder</p> ¦ <p>{opioid: opioid} <code>use</code> disorder</p>
<p><em>opioid</em>ergic</p> ¦ <p>opioid<code>s</code></p> ¦ <p>opioid<sup>1</sup> use disorder</p>
<p>{opioid: opioid}<sup><a href="#r1">1</a></sup> and {rash: rash}<sup>2</sup>.</p>
"""


@pytest.mark.parametrize("expected", rows(LONGEST_PHRASES))
def test_the_longest_phrase_wins_and_is_linked_whole_or_not_at_all(expected: str) -> None:
    assert_links(expected)


def test_a_skipped_term_is_not_linked_and_its_phrase_keeps_its_text() -> None:
    assert_links("<p>opioid and {rash: rash}</p>", skip=("opioid",))
    assert_links("<p>opioid use disorder, {rash: rash}</p>", skip=("opioid use disorder",))
    assert_links("<p>opioid, {opioid use disorder: opioid use disorder}</p>", skip=("opioid",))


def test_from_the_left_before_the_longest() -> None:
    linker = Linker([Phrase("a b", "ab"), Phrase("b c d", "bcd"), Phrase("c", "c")], address)
    assert linker.mentions("a b c d") == [Mention(0, 3, "ab"), Mention(4, 5, "c")]


@pytest.mark.parametrize("tag", ["a", "code", "pre", "svg"])
def test_links_code_and_drawings_are_left_alone_unasked(tag: str) -> None:
    assert LINKER.link(fromstring(f"<{tag}><em>opioid</em></{tag}>"), leave=lambda element: False) == ()


def test_nothing_is_linked_in_a_root_that_is_left_alone() -> None:
    assert LINKER.link(fromstring("<h2>An opioid</h2>"), leave=left_alone) == ()


def test_a_comment_is_not_read_and_the_text_after_it_is() -> None:
    root = Element("p")
    root.append(Comment("opioid"))
    root[0].tail = " an opioid"
    LINKER.link(root, leave=left_alone)
    assert tostring(root) == b'<p><!--opioid--> an <a class="term" href="/glossary/opioid/">opioid</a></p>'


# Rule 3: what a phrase matches. [Brackets] stand where a mention is expected.

RULE_3 = """
# whole words, any case
An [opioid]. ¦ [OPIOID], [Opioid], [oPiOiD] ¦ opioidergic, preopioid, opioid_2, opioid2 ¦ ([opioid])
“[opioid]” ¦ [opioid]/[naltrexone] ¦ [opioid]—[naltrexone] ¦ anti-[opioid] ¦ [naltrexone]-like ¦ d'opioid
[opioid].Then ¦ [VIVITROL]® and [Vivitrol]™ ¦ [naltrexone]… ¦ «[opioid]» ¦ [naltrexone];[opioid]
# exactly, where case matters
[AUD] ¦ aud ¦ Aud ¦ [AUD]: [AUDs], [AUD's], [AUD’s], [AUDs'] ¦ AUDS ¦ AUD'S ¦ CLAUDE ¦ [DEA number]
[DEA-numbers] ¦ DEA Number ¦ dea number
# plain plurals
[cravings] ¦ [Cravings] ¦ [CRAVINGS] ¦ [deficiencies] ¦ deficiencys ¦ [days] ¦ [crutches] ¦ [stomachs]
[reflexes] ¦ [rashes] ¦ rashs ¦ [viruses] ¦ [placebos] ¦ [placeboes] ¦ [side effects] ¦ side effect
[vitamin A] ¦ vitamin as told ¦ [opioid use disorders] ¦ [opioid]-free windowses ¦ [opioid-free windows]
[síntomas] ¦ [GLP-1s]
# possessives
[Vivitrol's] label ¦ [Vivitrol’s] label ¦ [VIVITROL'S] ¦ [Vivitrolʼs] ¦ [cravings'] end ¦ [cravings’] end
[virus’s] ¦ [virus’] coat ¦ ‘[side effects]’ ¦ '[side effects]' ¦ ‘[opioid]’ ¦ '[opioid]'
[side effects’] length ¦ Vivitrol'd ¦ [vitamin A’s] role ¦ [deficiency's], [deficiencies']
# apostrophes within
[Crohn's disease] ¦ [Crohn’s disease] ¦ [crohnʼs-diseases] ¦ Crohns disease ¦ [St. John's wort]
[st. john’s-wort] ¦ St John's wort
# between words
[opioid-free window] ¦ [opioid free window] ¦ [opioid–free window] ¦ [opioid\u2011free window]
[opioid\u2010free window] ¦ [opioid-free⏎window] ¦ [opioid\u00a0free\u00a0window] ¦ [opioid  free⏎  window]
[opioid-⏎free window] ¦ [opioid-free-window] ¦ [opioid]—free window ¦ [opioid], free window
[opioid]. Use disorder ¦ [opioid-use–disorder] ¦ [opioid\u202fuse\tdisorder] ¦ [GLP 1] ¦ [GLP\u20111] ¦ GLP1
[mu opioid receptors] ¦ opioidfree window ¦ [opioid] - [opioid use disorder]
# other characters of a phrase stand as they are
[naltrexone (oral)] ¦ [naltrexone\u00a0(oral)] ¦ [naltrexone] oral ¦ [naltrexone], (oral)
# after “non-”
non-opioid ¦ Non-opioid ¦ NON-OPIOIDS ¦ non\u2011opioid ¦ non\u2010opioid ¦ non–opioid
non-opioid use disorder ¦ non-⏎opioid ¦ non\u00ad-opioid ¦ (non-opioid) ¦ ‘non-opioid’
non-precipitated [withdrawal] ¦ non [opioid] ¦ anon-[opioid] ¦ nonopioid ¦ [non-responders], [non responder]
non-non-responder
# bare addresses
https://example.org/opioid ¦ HTTPS://example.org/?q=opioid&x ¦ www.example.org/vivitrol ¦ opioid@example.org
help.opioid+x@example.org ¦ example.com/opioid ¦ vivitrol.com ¦ VIVITROL.COM
opioid-use-disorder.example.org ¦ opioid.example.com. ¦ (opioid.org) ¦ ftp://opioid
see opioid.md: [opioid] ¦ https://example.org/opioid—[opioid] ¦ www.example.org [opioid]
naltrexone.org’s [opioid] ¦ 3.5 mg of an [opioid]. ¦ [opioid]. [opioid]...[opioid] ¦ e.g. [opioid]
@ [opioid]
# letters that are written in two ways, and what is not seen
[cafe\u0301 visits] ¦ [CAFÉ visit] ¦ [caf\u00e9-visit] ¦ cafe visit ¦ [si\u0301ntoma] ¦ [SÍNTOMAS]
[opi\u00adoid] ¦ [Vivitrol’\u00ads] [naltrexone (\u00adoral)\u00ad] ¦ [opioid-\u200bfree\u00a0win\u00addow]
[o\u2060pioid] ¦ pre\u00adopioid ¦ opioid\u0301 ¦ [Maßnahme] ¦ [MASSNAHME] ¦ [MASSNAHMEs]
[İlaç] [İLAÇ], İİ [opioid] ßß [opioid] ¦ ﬁ [opioid] ŉ 👩\u200d⚕️ [opioid]
"""


def marked(text: str, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}[{text[mention.start : mention.end]}]{text[mention.end :]}"
    return text


@pytest.mark.parametrize("expected", rows(RULE_3))
def test_a_phrase_matches_its_variants_and_nothing_else(expected: str) -> None:
    text = re.sub(r"[\[\]]", "", expected)
    assert marked(text, LINKER.mentions(text)) == expected


@pytest.mark.parametrize("text", ["", " ", "-", "®", "’", "—", "_", "\u00ad"])
def test_a_phrase_without_a_letter_or_digit_matches_nothing(text: str) -> None:
    assert Linker([Phrase(text, "x")], address).mentions("a - ® ’ — _ \u00ad b") == []


def test_the_longer_phrase_in_another_case_does_not_hide_the_shorter() -> None:
    linker = Linker([Phrase("Low Dose", "ldn", case_sensitive=True), Phrase("low", "low")], address)
    assert linker.mentions("Low Dose low dose") == [Mention(0, 8, "ldn"), Mention(9, 12, "low")]


RUNS = "a 1 - . ' a. a- a' a@ x1 www. a:// non- non\u00ad opioid\u00ad \u0301 opioid\u2011use\u2011"


@pytest.mark.parametrize("run", RUNS.split(" "), ids=ascii)
def test_the_longest_line_that_lint_accepts_is_read_in_linear_time(run: str) -> None:
    text = run * (200_000 // len(run))
    started = process_time()
    LINKER.mentions(text)
    LINKER.mentioned(text)
    assert process_time() - started < 10  # seconds; it takes less than one, and hours if a pattern looks back


# Rule 5: two terms that claim one phrase. = stands before a phrase that is case sensitive.

CLASHES = """
opioid / opioid ¦ opioid / Opioid ¦ opioid / opioids ¦ opioid / opioid's ¦ opioid / =OPIOID ¦ =AUD / aud
=AUD / =AUD ¦ =AUD / =AUDs ¦ =AIDS / aid ¦ opioid-free window / opioid free–window ¦ Crohn's / Crohn’s
café / cafe\u0301 ¦ deficiency / deficiencies ¦ patients / patients’
"""
NO_CLASHES = "opioid / opioid use disorder ¦ =AUD / =Aud ¦ =AIDS / =aid ¦ side effect / side-effects plan ¦ - / –"


def pair(row: str) -> list[Phrase]:
    sides = zip(row.split(" / "), ("a", "b"), strict=True)
    return [Phrase(text.removeprefix("="), slug, case_sensitive=text.startswith("=")) for text, slug in sides]


@pytest.mark.parametrize("row", rows(CLASHES))
def test_two_terms_that_claim_one_text_clash(row: str) -> None:
    one, other = pair(row)
    assert clashes([one, Phrase("rash", "rash"), other]) == [(one, other)]
    assert clashes([other, one]) == [(other, one)]


@pytest.mark.parametrize("row", rows(NO_CLASHES))
def test_terms_with_different_texts_do_not_clash(row: str) -> None:
    assert clashes(pair(row)) == []


def test_the_phrases_of_one_term_and_of_a_whole_glossary_do_not_clash() -> None:
    assert clashes(GLOSSARY) == []
    assert clashes([Phrase("opioid", "opioid"), Phrase("Opioids", "opioid")]) == []


def test_each_pair_is_named_once_in_the_order_given() -> None:
    a, b, c = Phrase("dose", "a"), Phrase("doses", "b"), Phrase("Dose", "c")
    assert clashes(iter([a, b, c, a])) == [(a, b), (a, c), (b, c)]


def test_a_mentioned_term_is_found_inside_longer_phrases_and_addresses_and_after_non() -> None:
    assert LINKER.mentioned("sudden withdrawal") == {"precipitated withdrawal", "withdrawal"}
    assert LINKER.mentioned("non-opioid rashes, vivitrol.com") == {"opioid", "rash", "Vivitrol"}
    assert LINKER.mentioned("aud, side effect, opioids2u") == frozenset()


def test_a_linker_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(LINKER)).mentions("an opioid") == [Mention(3, 9, "opioid")]


# What holds for every text and every tree.

PIECES = """
opioid Opioids opioid's use disorder disorders free window craving cravings’ withdrawal precipitated non Non
AUD aud AUDs side effects deficiencies day Vivitrol Vivitrol’s A vitamin as s ' ’ ‘ - – ‑ , ; / ( ) — _ 1 x
receptor Crohn's disease naltrexone (oral) mu café cafe\u0301 visit Maßnahme İ GLP-1 crutches
"""
SPACES = (" ", " ", " ", "-", ". ", "\u00ad", "\u00a0", "\n")
ADDRESSES = (" example.com/opioid ", " www.x.org/rash ", " a@opioid.org ")
TEXTS = st.lists(st.sampled_from([*PIECES.split(), *SPACES, *ADDRESSES]), max_size=24).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_mentions_are_sorted_apart_whole_words_and_read_as_their_term(text: str) -> None:
    accepted = {(form, phrase.slug) for phrase in GLOSSARY for form in forms(phrase)}
    free = 0
    for mention in LINKER.mentions(text):
        assert free <= mention.start < mention.end <= len(text)
        free = mention.end
        assert not re.search(r"\w\u00ad*(?:['’]\u00ad*)?\Z", text[: mention.start])
        assert not re.match(r"\u00ad*\w", text[mention.end :])
        assert (plain(text[mention.start : mention.end]), mention.slug) in accepted


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_linker_finds_what_one_pattern_for_each_phrase_finds(text: str) -> None:
    text = re.sub("\u00ad+", "\u00ad", text)
    assert LINKER.mentions(text) == slow_mentions(text)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Element:
    tags = ["p", "div", "li", "em", "strong", "code", "a", "sup", "h2", "br", "td"]
    element = Element(draw(st.sampled_from(tags)) if depth < 3 else "div")
    if element.tag == "sup":
        element.text = draw(st.sampled_from(["1", "2, 3"]))
    elif element.tag != "br":
        element.text = draw(st.none() | TEXTS)
        if depth:
            element.extend(draw(st.lists(trees(depth=depth - 1), max_size=4)))
    element.tail = draw(st.none() | TEXTS) if depth < 3 else None
    return element


@settings(max_examples=150, deadline=None)
@given(trees(), st.sets(st.sampled_from(["opioid", "opioid use disorder", "Vivitrol"])))
def test_linking_changes_no_text_and_links_each_term_once(root: Element, skip: set[str]) -> None:
    before, read = "".join(root.itertext()), plain_text(root)
    slugs = LINKER.link(root, leave=left_alone, skip=skip)
    links = root.findall(".//a[@class='term']")
    assert "".join(root.itertext()) == before
    assert [link.get("href") for link in links] == [address(slug) for slug in slugs]
    assert len(set(slugs)) == len(slugs)
    assert skip.isdisjoint(slugs)
    assert not root.findall(".//a//a[@class='term']")
    assert set(slugs) <= LINKER.mentioned(read)
    LINKER.link(root, leave=left_alone, skip=skip)
    assert "".join(root.itertext()) == before


def plain_text(element: Element) -> str:
    """A tree's text as a search index holds it: blocks, lines and notes apart, emphasis and code joined."""
    inner = (element.text or "") + "".join(plain_text(child) + (child.tail or "") for child in element)
    return inner if element.tag in {"em", "strong", "code", "a"} else f"\n{inner}\n"


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\u00ad", "").casefold())
    return re.sub(r"[\s‐‑–-]+", " ", re.sub("[’ʼ]", "'", text))


PLURALS: dict[str, tuple[str, ...]] = {
    "deficiency": ("deficiencies",), "crutch": ("crutchs", "crutches"), "stomach": ("stomachs", "stomaches"),
    "reflex": ("reflexes",), "rash": ("rashes",), "virus": ("viruses",), "placebo": ("placebos", "placeboes"),
    "effects": ("effectses",), "a": (), "(oral)": (),
}  # fmt: skip


def forms(phrase: Phrase) -> list[str]:
    """Every text that a phrase may match, in the tests' own plain form, spelt out from the contract."""
    words = plain(phrase.text).split(" ")
    plurals = PLURALS.get(words[-1], (f"{words[-1]}s",))
    whole = [" ".join([*words[:-1], last]) for last in (words[-1], *plurals)]
    if words[-1].endswith(")"):
        return whole
    return [*whole, f"{whole[0]}'s", *(f"{form}'" for form in whole if form.endswith("s"))]


SPELT = {" ": r"[\s‐‑–-][\s‐‑–\u00ad-]*", "'": "['’]", "é": "(?:é|e\u0301)", "í": "(?:í|i\u0301)"}


def slow_pattern(phrase: Phrase) -> Callable[[str, int], int]:
    """How far a phrase reaches from a place in a text; -1 when it does not stand there."""
    source = []
    for form in forms(phrase):
        if phrase.case_sensitive:  # the form in the phrase's own case, its ending in lower case
            form = phrase.text + form[len(phrase.text) :]
        spelling = form.replace("massnahme", "maßnahme").replace("i̇", "İ")
        letters = "\u00ad?".join(SPELT.get(letter, re.escape(letter)) for letter in spelling)
        source.append(re.compile(f"{letters}\u00ad*", 0 if phrase.case_sensitive else re.IGNORECASE))

    def reach(text: str, start: int) -> int:
        ends = [found.end() for pattern in source if (found := pattern.match(text, start))]
        return max((end for end in ends if is_whole(text, start, end)), default=-1)

    return reach


def is_whole(text: str, start: int, end: int) -> bool:
    last = text[:end].rstrip("\u00ad")[-1]
    quoted = text[:start].endswith(("'", "‘")) and last in "'’"
    inside = re.search(r"[\w\u0301]\u00ad?(?:['’]\u00ad?)?\Z", text[:start]) or (
        last != ")" and re.match(r"\w" if last in "'’" else r"(?:['’]\u00ad?)?[\w\u0301]", text[end:])
    )
    after_non = re.search(
        r"(?<![\w\u0301])(?<![\w\u0301]\u00ad)non\u00ad?[‐‑–-][\s‐‑–\u00ad-]*\Z", text[:start], re.IGNORECASE
    )
    return not (quoted or inside or after_non)


SLOW = [(phrase.slug, slow_pattern(phrase)) for phrase in GLOSSARY]


def slow_mentions(text: str) -> list[Mention]:
    hidden = re.sub("|".join(map(re.escape, ADDRESSES)), lambda found: f" {'x' * (len(found[0]) - 2)} ", text)
    mentions, start = [], 0
    while start < len(text):
        end, slug = max(((reach(hidden, start), slug) for slug, reach in SLOW), key=lambda one: one[0])
        if end > start:
            mentions.append(Mention(start, end, slug))
        start = max(end, start + 1)
    return mentions
