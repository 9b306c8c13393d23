"""What no line breaks in two: a number and its unit, and a telephone number."""

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

# Of a dose, of a share and of a time, in English and Spanish.
UNIT = (
    "mg|mcg|mL|ml|g|kg|percent|grams?|ounces?|minutes?|hours?|days?|weeks?|months?|years?"
    "|por ciento|gramos?|onzas?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?"
)
# Each begins with what is rare in a text: a search shows hundreds of pieces.
BEFORE_UNIT = re.compile(rf"\s(?<=\d\s)(?=(?:{UNIT})\b)")
TELEPHONE = re.compile(r"1-(?<![\w-]1-)\d{3}-(?:\d{3}|[A-Z]{3})-\d{4}(?![\w-])")
TELEPHONE_APART = re.compile(f"({TELEPHONE.pattern})")
AS_TYPED = frozenset(["pre", "code"])


def with_units(text: str) -> str:
    return BEFORE_UNIT.sub("\u00a0", text)


def with_telephones(escaped: str) -> str:
    """HTML, of text without tags. A hyphen that does not break would be copied and dialled, so a mark does it."""
    return TELEPHONE.sub(r'<span class="telephone">\g<0></span>', escaped)


def bind(element: Element) -> None:
    """Each number in a tree to its unit, and each number to call whole; not in what stands as it was typed."""
    if element.tag in AS_TYPED:
        return
    for place in reversed(range(len(element))):
        bind(element[place])
        element[place].tail, element[place + 1 : place + 1] = _marked(element[place].tail)
    element.text, element[:0] = _marked(element.text)


def _marked(text: str | None) -> tuple[str | None, list[Element]]:
    """What stands before the first telephone number, and each number as a mark, with what follows it."""
    if not text:
        return text, []
    before, *rest = TELEPHONE_APART.split(with_units(text))
    marked = []
    for number, after in zip(rest[::2], rest[1::2], strict=True):
        marked.append(Element("span", {"class": "telephone"}))
        marked[-1].text, marked[-1].tail = AtomicString(number), AtomicString(after)
    return AtomicString(before), marked
