"""A fenced block with a name is a figure, and its body a few lines of YAML, read as front matter is.

Every mistake is told at its own line. Nothing but HTML comes out: a drawing that needs more is a file of its own.
"""

from xml.etree.ElementTree import Element

from articles.dialect import facts, icon_arrays, timelines
from articles.dialect.captions import Sheet
from articles.dialect.draft import Draft
from articles.dialect.figure_words import FigureKind
from articles.reading import frontmatter
from articles.reading.manuscript import refuse_written_controls

DRAW = {
    FigureKind.ICON_ARRAY: icon_arrays.draw,
    FigureKind.TIMELINE: timelines.draw,
    FigureKind.FACTS: facts.draw,
}


def draw(kind: FigureKind, text: str, line: int, draft: Draft) -> list[Element]:
    """What the <figure> holds. `text` starts in `line` of the file."""
    fields = frontmatter.parse(f"{text}\n", draft.notes, first_line=line)
    refuse_written_controls(fields, draft.notes)
    parts = DRAW[kind](Sheet(fields, draft))
    fields.refuse_unknown()
    return parts
