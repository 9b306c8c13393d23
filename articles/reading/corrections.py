"""`<language>/corrections.yaml`: what the site said wrongly, what is right, and until when the guide says so itself.

Knows nothing of guides but their slugs; whether they exist is asked in `articles.editing.checks`.
"""

from dataclasses import dataclass
from datetime import date

from articles.policy import CORRECTION_CHARACTERS_MAX, Language
from articles.problems import ContentError, Notebook, Place
from articles.reading import manuscript
from articles.reading.frontmatter import Fields

CORRECTIONS_FILE = "corrections.yaml"  # in the folder of its language


@dataclass(frozen=True, slots=True)
class Correction:
    """`place` is that of the guide's name."""

    path: str
    language: Language
    day: date
    guide: str
    was: str
    right: str
    until: date
    place: Place

    def noticed_on(self, today: date) -> bool:
        """Whether the guide itself still says so."""
        return today <= self.until


def read_corrections(path: str, raw: bytes) -> tuple[Correction, ...]:
    """Raises ContentError with every mistake of the file at once."""
    notes = Notebook(path, [])
    listed = manuscript.open_list(raw, notes)
    if listed is None:
        raise ContentError(notes.problems)
    corrections = [_correction(path, entry) for entry in listed.mappings("corrections")]
    listed.refuse_unknown()
    seen = set[tuple[str, date]]()
    for each in corrections:
        if each.guide and (each.guide, each.day) in seen:
            message = f"“{each.guide}” is corrected twice on {each.day}. Say both in one entry."
            notes.error(each.place, "repeated-value", message)
        seen.add((each.guide, each.day))
    if notes.errors:
        raise ContentError(notes.problems)
    return tuple(corrections)


def _correction(path: str, entry: Fields) -> Correction:
    read = Correction(
        path=path,
        language=Language(path.split("/", 1)[0]),
        day=entry.day("date") or date.min,
        guide=entry.slug("guide", required=True),
        was=entry.text("was"),
        right=entry.text("right"),
        until=entry.day("until") or date.max,
        place=entry.place("guide"),
    )
    for key, words in (("was", read.was), ("right", read.right)):
        if len(words) > CORRECTION_CHARACTERS_MAX:
            entry.too_long(entry.place(key), key, words, CORRECTION_CHARACTERS_MAX)
    if read.until < read.day:
        message = "`until` lies before `date`. Set it to the last day on which the guide shall say so."
        entry.notes.error(entry.place("until"), "dates-order", message)
    entry.refuse_unknown()
    return read
