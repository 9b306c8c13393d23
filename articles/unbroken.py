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
TELEPHONE = re.compile(r"1-(?<![\w-]1-)\d{3}-\d{3}-\d{4}(?![\w-])")
AS_TYPED = frozenset(["pre", "code"])


def with_units(text: str) -> str:
    return BEFORE_UNIT.sub("\u00a0", text)


def with_telephones(escaped: str) -> str:
    """HTML, of text without tags. A hyphen that does not break would be copied and dialled, so a mark does it."""
    return TELEPHONE.sub(r'<span class="telephone">\g<0></span>', escaped)


def bind(element: Element) -> None:
    """Each number in a tree to its unit; not in what stands as it was typed."""
    if element.tag in AS_TYPED:
        return
    if element.text:
        element.text = AtomicString(with_units(element.text))
    for child in element:
        bind(child)
        if child.tail:
            child.tail = AtomicString(with_units(child.tail))
