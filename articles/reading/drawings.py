"""An SVG is a program in disguise: only shapes, colours and their names may stand in one.

Read as a stream and never expanded, so that no file keeps it busy. What is refused is refused with its line.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from articles.problems import Notebook, Place, shown

ELEMENTS = frozenset(
    "svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath"
    " mask pattern marker symbol use".split()
)
ATTRIBUTES = frozenset(
    "xmlns xmlns:xlink version id class width height viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx"
    " fy dx dy d points pathLength transform offset fill fill-opacity fill-rule stroke stroke-width stroke-opacity"
    " stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display"
    " visibility overflow clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits marker-start marker-mid"
    " marker-end markerWidth markerHeight markerUnits refX refY orient patternUnits patternContentUnits"
    " patternTransform gradientUnits gradientTransform"
    " spreadMethod stop-color stop-opacity vector-effect shape-rendering color-interpolation role"
    " aria-hidden aria-label aria-labelledby focusable xml:space xml:lang href xlink:href".split()
)
NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
OWN = re.compile(r"#[\w.-]+")
URL = re.compile(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE)
LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,20})?)(px|pt|pc|in|cm|mm|)\s*")
UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}  # in pixels
DEPTH_MAX, ELEMENTS_MAX, USES_MAX = 50, 5_000, 100
ADVICE = "Save it as a plain SVG, of shapes alone."


class Refusal(Exception):
    """Ends the reading at the first mistake: what follows it could be anything."""


def check_drawing(raw: bytes, notes: Notebook) -> tuple[int, int]:
    """The width and height that it names, in pixels; 0 for what is not named in numbers."""
    reader = expat.ParserCreate()
    page = _Page(reader)
    reader.StartElementHandler = page.open
    reader.EndElementHandler = page.close
    reader.StartDoctypeDeclHandler = page.doctype
    reader.ProcessingInstructionHandler = page.instruction
    try:
        reader.Parse(raw, True)
    except Refusal as refusal:
        notes.error(page.at, "picture-svg", f"{refusal} {ADVICE}")
    except (expat.ExpatError, ValueError, LookupError):
        message = f"The drawing cannot be read from here on. {ADVICE}"
        notes.error(Place(max(1, reader.ErrorLineNumber), reader.ErrorColumnNumber + 1), "picture-svg", message)
    return _pixels(page.own.get("width", "")), _pixels(page.own.get("height", ""))


def _pixels(written: str) -> int:
    length = LENGTH.fullmatch(written)
    return round(float(length[1]) * UNITS[length[2]]) if length else 0


class _Page:
    """`at` is where the part begins that was read last; the reader itself is behind it once it was refused."""

    def __init__(self, reader: expat.XMLParserType) -> None:
        self.reader = reader
        self.at = Place(1)
        self.depth = self.elements = self.uses = 0
        self.own: Mapping[str, str] = {}  # attributes of the drawing as a whole

    def _note_place(self) -> None:
        self.at = Place(self.reader.CurrentLineNumber, self.reader.CurrentColumnNumber + 1)

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._note_place()
        self.depth += 1
        self.elements += 1
        self.uses += name == "use"
        if self.depth > DEPTH_MAX or self.elements > ELEMENTS_MAX or self.uses > USES_MAX:
            raise Refusal("The drawing has too many parts, or they are nested too deeply.")
        if name not in ELEMENTS or (self.depth == 1 and name != "svg"):
            raise Refusal(f"“{shown(name)}” may not stand here in a drawing.")
        self.own = self.own or attributes
        for key, value in attributes.items():
            self._attribute(key, value)

    def _attribute(self, key: str, value: str) -> None:
        if key not in ATTRIBUTES:
            raise Refusal(f"“{shown(key)}” may not stand in a drawing.")
        if key in NAMESPACES and value != NAMESPACES[key]:
            raise Refusal(f"“{shown(value)}” is not the language of drawings.")
        if key in ("href", "xlink:href") and not OWN.fullmatch(value):
            raise Refusal(f"“{shown(value)}” leads out of the drawing.")
        if "url" in value.lower() or "\\" in value:
            rest = URL.sub(lambda found: "" if OWN.fullmatch(found[2]) else found[0], value)
            if "url" in rest.lower() or "\\" in rest:
                raise Refusal(f"“{shown(value)}” leads out of the drawing.")

    def close(self, name: str) -> None:
        self.depth -= 1

    def doctype(self, *declared: object) -> None:
        self._note_place()
        raise Refusal("A “DOCTYPE” may not stand in a drawing.")

    def instruction(self, target: str, data: str) -> None:
        self._note_place()
        raise Refusal(f"“<?{shown(target)}” may not stand in a drawing.")
