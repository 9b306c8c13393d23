"""What makes a published guide harder, older or less kind than it should be. Warnings, never refusals.

Each check is a small function over one guide. Today is passed in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from articles.editing import readability
from articles.editing.drafts import SUMMARY, WORDS
from articles.editing.readability import Sentence
from articles.editing.wording import AVOID, Wording
from articles.policy import READING_GRADE_MAX, TITLE_CHARACTERS_ADVISED, CalloutKind, Language, Status
from articles.problems import Notebook, Place, Problem, shown
from articles.rendering import Page
from articles.source import ArticleSource

WORDINGS = {phrase.casefold(): wording for wording in AVOID for phrase in wording.avoid}
LONGEST_FIRST = "|".join(sorted(map(re.escape, WORDINGS), key=len, reverse=True)).replace("'", "['’]")
AVOIDED = re.compile(rf"(?<!\w)((?:{LONGEST_FIRST})s?)(?!\w| Anonymous)", re.I)  # a group's own name is no label
WORD = re.compile(r"\w+")
WORDS_OF_WORDINGS = {frozenset(WORD.findall(phrase)) for phrase in WORDINGS}
QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
UNSAID = re.compile(r"\]\([^()\n]*\)|\[@[^\[\]\n]*\]|\{#[^{}\n]*\}")  # ends of links, citations, ids
SPOKEN = re.compile(r"[^\W_]+")
WORDS_OF_PLACE = 12  # by which a sentence is found
KINDS_SHOWN = re.compile(r'class="callout callout-([a-z]+)"')
CALLOUT = re.compile(r" *!!! *([a-z]+)")
SENTENCE_WORDS_MIN = 8  # a name in a cell of a table is hard, and nothing to shorten
OTHER_CALLOUTS_MAX = 2  # besides one emergency; more, and readers overlook them


@dataclass(frozen=True, slots=True)
class Days:
    """Those of a guide that may be over or still to come; `changed` is of its newest change, `shown` the first on which
    readers have it. Where it names none, the first of all days."""

    checked: date
    review_by: date
    changed: date
    shown: date

    @classmethod
    def of(cls, source: ArticleSource) -> Self:
        changed = source.changes[0].date if source.changes else date.min
        return cls(source.sources_checked, source.review_by, changed, source.publish_on or date.min)


def advise(source: ArticleSource, page: Page, today: date) -> list[Problem]:
    return [*advise_of_age(source.path, Days.of(source), source.places, today), *advise_of_text(source, page)]


def advise_of_text(source: ArticleSource, page: Page) -> list[Problem]:
    """What is as true tomorrow."""
    notes = Notebook(source.path, [])
    _check_title(source, notes)
    _check_quotes(source, notes)
    if source.status is Status.PUBLISHED:
        _check_draft_words(source, notes)
    _check_day(source, notes)
    if source.language is Language.EN:  # the grade and the words are of English
        _check_grade(source, page, notes)
        _check_wording(source, page.text.split("\n"), notes)
    _check_callouts(source, page, notes)
    return notes.problems


def advise_of_age(path: str, days: Days, places: Mapping[str, Place], today: date) -> list[Problem]:
    notes = Notebook(path, [])
    if days.review_by < today:
        message = f"The sources were due to be read again by {days.review_by}. Read them, then set both dates."
        notes.warn(places["review_by"], "review-due", message)
    if days.checked > today:
        message = f"{days.checked} has not come yet. Give the day when the sources were really read."
        notes.warn(places["sources_checked"], "date-future", message)
    if days.changed > max(today, days.shown):
        message = f"{days.changed} has not come yet. Give the day when readers get this change."
        notes.warn(places["changes"], "date-future", message)
    return notes.problems


def _check_title(source: ArticleSource, notes: Notebook) -> None:
    if len(source.title) > TITLE_CHARACTERS_ADVISED:
        message = (
            f"The title has {len(source.title)} characters; up to {TITLE_CHARACTERS_ADVISED} read best. Shorten it."
        )
        notes.warn(source.places["title"], "title-long", message)


def _check_quotes(source: ArticleSource, notes: Notebook) -> None:
    """Those of a word processor, which are no marks of YAML's."""
    for key, value in (("title", source.title), ("summary", source.summary)):
        if re.fullmatch("“[^“”]*”|‘[^‘’]*’", value):
            message = f"Readers would see the curly quotes around this `{key}`. Take them out, or type straight ones."
            notes.warn(source.places[key], "quotes-curly", message)


def _check_draft_words(source: ArticleSource, notes: Notebook) -> None:
    """Those that `new_article` wrote for the editor."""
    written = enumerate(source.body.split("\n"), source.body_line)
    left = [(Place(line, len(text) - len(text.lstrip()) + 1), text) for line, text in written if text.strip() in WORDS]
    if source.summary == SUMMARY:
        left.append((source.places["summary"], SUMMARY))
    for place, words in left:
        message = f"“{shown(words)}” is what a new guide begins with, written for you. Write over it, or take it out."
        notes.warn(place, "draft-words", message)


def _check_day(source: ArticleSource, notes: Notebook) -> None:
    if source.publish_on and source.status is Status.DRAFT:
        message = "`publish_on` does nothing for a draft. Set `status: published`; it is shown from that day on."
        notes.warn(source.places["publish_on"], "publish-draft", message)
    if source.publish_on and source.review_by < source.publish_on and source.status is not Status.RETIRED:
        message = (
            f"The sources are due on {source.review_by}, before the guide is shown on {source.publish_on}, so it would "
            "appear as overdue. Set `review_by` to a day after `publish_on`."
        )
        notes.warn(source.places["review_by"], "dates-order", message)


def _check_grade(source: ArticleSource, page: Page, notes: Notebook) -> None:
    sentences = readability.sentences(page.prose)
    grade = readability.grade_of(sentences)
    if grade > READING_GRADE_MAX:
        hardest = max(sentences, key=_weight)
        message = (
            f"The text reads at US school grade {grade:.1f}; at most {READING_GRADE_MAX:.0f} is meant. Shorten the "
            f"sentences, first this one: “{shown(hardest.text)}”."
        )
        notes.warn(_place_of(source, hardest), "grade", message)


def _place_of(source: ArticleSource, sentence: Sentence) -> Place:
    """Where its first words stand; the body's first line where marks part them."""
    said = UNSAID.sub(lambda mark: " " * len(mark[0]), source.body)
    words = SPOKEN.findall(sentence.text)[:WORDS_OF_PLACE]
    found = re.search(r"[\W_]+".join(words), said)
    if not found:
        return Place(source.body_line)
    above = said[: found.start()]
    return Place(source.body_line + above.count("\n"), len(above.rsplit("\n", 1)[-1]) + 1)


def _weight(sentence: Sentence) -> tuple[bool, bool, float]:
    """By which a sentence is the first to be shortened."""
    return sentence.is_whole and sentence.words >= SENTENCE_WORDS_MIN, sentence.is_whole, sentence.grade


def _check_wording(source: ArticleSource, blocks: Sequence[str], notes: Notebook) -> None:
    for key, text in (("title", source.title), ("summary", source.summary)):
        for found in AVOIDED.findall(QUOTED.sub("", text)):
            _warn_of_wording(found, source.places[key], notes)
    suspect = [text for text in blocks if _may_hurt(text)] if _may_hurt("\n".join(blocks)) else []
    typed = _places_of_wording(source) if suspect else {}
    for text in suspect:
        for found in AVOIDED.findall(QUOTED.sub("", text)):
            places = typed.get(found) or [Place(source.body_line)]
            _warn_of_wording(found, places.pop(0) if len(places) > 1 else places[0], notes)


def _may_hurt(text: str) -> bool:
    """Whether it is worth the pattern, which takes thirty times as long and almost never finds anything."""
    words = set(WORD.findall(text.casefold()))
    words.update([word.removesuffix("s") for word in words])
    return any(phrase <= words for phrase in WORDS_OF_WORDINGS)


def _places_of_wording(source: ArticleSource) -> dict[str, list[Place]]:
    """Of each phrase to avoid in the text, in order. The title of a callout stands in quotes that are none."""
    places: dict[str, list[Place]] = {}
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        said = line if "!!!" in line else QUOTED.sub(lambda quoted: " " * len(quoted[0]), line)
        for found in AVOIDED.finditer(said):
            places.setdefault(found[1], []).append(Place(number, found.start() + 1))
    return places


def _warn_of_wording(found: str, place: Place, notes: Notebook) -> None:
    notes.warn(place, "wording", f"“{found}” can hurt or mislead. Say “{_wording(found).say}”.")


def _wording(found: str) -> Wording:
    """Of a word or of its plural."""
    word = found.casefold().replace("’", "'")
    return WORDINGS.get(word) or WORDINGS[word.removesuffix("s")]


def _check_callouts(source: ArticleSource, page: Page, notes: Notebook) -> None:
    html = page.lead + page.body
    kinds = KINDS_SHOWN.findall(html)
    places = _places_of_callouts(source, kinds)
    urgent = [place for kind, place in zip(kinds, places, strict=True) if kind == CalloutKind.EMERGENCY]
    aside = (CalloutKind.EMERGENCY, CalloutKind.CLINICIANS)
    others = [place for kind, place in zip(kinds, places, strict=True) if kind not in aside]
    if len(urgent) > 1 or len(others) > OTHER_CALLOUTS_MAX:
        message = (
            f"{len(urgent)} emergency and {len(others)} other callouts: with more than one emergency or more than "
            f"{OTHER_CALLOUTS_MAX} others, readers overlook them. Turn some into text."
        )
        notes.warn([*urgent[1:], *others[OTHER_CALLOUTS_MAX:]][0], "callout-many", message)
    if urgent and kinds[0] != CalloutKind.EMERGENCY:
        message = "An emergency callout stands after another callout. Put it first on the page."
        notes.warn(urgent[0], "emergency-late", message)
    if re.search(r'callout-emergency">(?:(?!</aside>).)*</aside>\s*<p>', html, re.DOTALL):
        message = "A paragraph follows the emergency callout at once, and may be read as part of it. Give it a heading."
        notes.warn(urgent[0], "emergency-unended", message)
    if stacked := re.search(r'</(?:aside|details)>\s*<(?:aside|details) class="callout', html):
        message = "Two callouts follow each other with no text between. Put a paragraph between them, or join them."
        notes.warn(places[len(KINDS_SHOWN.findall(html[: stacked.start()]))], "callout-stacked", message)


def _places_of_callouts(source: ArticleSource, kinds: list[str]) -> list[Place]:
    """Of each that is shown. Where others are written, such as in a block that is shown as typed: of the text."""
    lines = enumerate(source.body.split("\n"), source.body_line)
    written = [(found[1], Place(line, text.index("!") + 1)) for line, text in lines if (found := CALLOUT.match(text))]
    if [kind for kind, _ in written] != kinds:
        return [Place(source.body_line)] * len(kinds)
    return [place for _, place in written]
