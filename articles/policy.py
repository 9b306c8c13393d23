"""What we may publish: languages, callout kinds, allowed HTML, limits.

Data, no logic. Every number has its unit in its name or beside it, and its reason. What stands here is what a
reviewer of safety reads first; nothing else in the project may widen it.
"""

import re
from enum import StrEnum
from typing import Final


class Language(StrEnum):
    EN = "en"
    ES = "es"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"  # its address answers 410, with a note and a better guide


class CalloutKind(StrEnum):
    EMERGENCY = "emergency"  # call 911 now
    URGENT = "urgent"  # call today
    ASK = "ask"  # bring it to your visit
    NOTE = "note"
    DO = "do"
    DONT = "dont"
    CLINICIANS = "clinicians"  # folded detail for professionals


class ReferenceKind(StrEnum):
    LABEL = "label"
    GUIDELINE = "guideline"
    TRIAL = "trial"
    REVIEW = "review"
    STUDY = "study"
    AGENCY = "agency"
    LAW = "law"
    PATIENT_INFORMATION = "patient-information"


SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A browser shows other letters for `xn--…` (xn--80ak6aa92e.com reads “аррӏе.com”), and an a for %61.
PLAIN_HOST: Final = re.compile(r"(?!(?:.*\.)?xn--)[a-z0-9.:_-]*", re.IGNORECASE)

# Said before a callout's title to somebody who cannot see its colour.
CALLOUT_PREFIX: Final = {
    Language.EN: {
        CalloutKind.EMERGENCY: "Emergency:",
        CalloutKind.URGENT: "Urgent advice:",
        CalloutKind.ASK: "For your visit:",
        CalloutKind.NOTE: "Note:",
        CalloutKind.DO: "Do:",
        CalloutKind.DONT: "Do not:",
        CalloutKind.CLINICIANS: "For clinicians:",
    },
    Language.ES: {
        CalloutKind.EMERGENCY: "Emergencia:",
        CalloutKind.URGENT: "Consejo urgente:",
        CalloutKind.ASK: "Para su visita:",
        CalloutKind.NOTE: "Nota:",
        CalloutKind.DO: "Haga esto:",
        CalloutKind.DONT: "No haga esto:",
        CalloutKind.CLINICIANS: "Para profesionales clínicos:",
    },
}
SECTION_LINK: Final = {Language.EN: "Link to this section:", Language.ES: "Enlace a esta sección:"}
SOURCE_MARK: Final = {Language.EN: "Source", Language.ES: "Fuente"}
BETWEEN_LOCATORS: Final = "; "
TABLE_NAME: Final = {Language.EN: "Table:", Language.ES: "Tabla:"}

# --- limits on a file, checked before any parser sees the text --------------------------------------------
FILE_BYTES_MAX: Final = 1_000_000
GUIDES_CARRIED_MAX: Final = 200  # about 600 kB packed: more are not kept on a phone, nor searched in a browser alone
LINE_CHARACTERS_MAX: Final = 200_000
INDENT_COLUMNS_MAX: Final = 60  # Python-Markdown overflows the stack on a list nested some 500 deep
MARKERS_IN_A_ROW_MAX: Final = 12  # "- - - -" or "> > > >" at the start of a line
OPENERS_IN_A_BLOCK_MAX: Final = 400  # "[", "*", "_", "<", "`"; 13,000 "[" take Python-Markdown over 12 s
BACKSLASHES_IN_A_BLOCK_MAX: Final = 5_000
HEADINGS_IN_A_BLOCK_MAX: Final = 300  # lines with # and no empty one between: 3,000 take 0.7 s, 20,000 take 12 s
BRACKETS_IN_A_FILE_MAX: Final = 3_000
BRACKET_REACH_MAX: Final = 2_000_000  # characters from each "[" to its "]", summed over a file: 31 million take 5 s
LINES_IN_A_FILE_MAX: Final = 60_000  # 450,000 of one letter take 2.5 s
KEY_LINES_MAX: Final = 20_000  # of YAML: 60,000 keys take 0.7 s
BLOCKS_IN_A_FILE_MAX: Final = 8_000  # paragraphs, items apart: 15,000 of one letter take 0.9 s, 100,000 take 7 s
HEADINGS_IN_A_FILE_MAX: Final = 3_000  # 18,000 take 2.8 s
ENTITIES_IN_A_FILE_MAX: Final = 50_000  # "&" or ">"
PARTS_MAX: Final = (
    2_000  # items or rows side by side: with a mark in each, 2,000 take the guard 0.35 s and 16,000 10.5 s
)
CELLS_MAX: Final = 5_000  # of a table, with those that fill up short rows; 0.4 s, and 7.5 s for 100,000
SPACES_IN_A_ROW_MAX: Final = 1_000  # white space inside a line: 20,000 take 9 s
YAML_DEPTH_MAX: Final = 6

SLUG_CHARACTERS_MAX: Final = 120  # what the index keeps of a slug or key
NAME_CHARACTERS_MAX: Final = 200  # of a term, an alias, a tag's or group's title: what the index keeps
TITLE_CHARACTERS_MAX: Final = 80
TITLE_CHARACTERS_ADVISED: Final = 65
DEFINITION_WORDS_MAX: Final = 60
READING_GRADE_MAX: Final = 8.0  # US school grade, Flesch-Kincaid
WORDS_A_MINUTE: Final = 200  # an unhurried adult reader, Brysbaert 2019 gives 238 for English non-fiction
CORRECTION_CHARACTERS_MAX: Final = 600  # of what was wrong, and of what is right
PICTURE_BYTES_MAX: Final = 500_000
PICTURE_PIXELS_MAX: Final = 10_000_000  # a WebP takes 20 bytes for each while it is decoded, the others half

EDITIONS_KEPT: Final = 20  # whole, for `rollback`; a changed guide adds some 4 KB to the index

# --- what the guard lets through --------------------------------------------------------------------------
ALLOWED_TAGS: Final = frozenset(
    "a aside blockquote br caption code dd details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre"
    " section span strong sub summary sup table tbody td th thead tr ul".split()
)
ALLOWED_CLASSES: Final = frozenset(
    [
        "affected",
        "callout",
        *(f"callout-{kind}" for kind in CalloutKind),
        "callout-title",
        "callout-body",
        "cell-label",
        "cite",
        "difference-alone",
        "figure",
        "figure-facts",
        "figure-icon-array",
        "figure-timeline",
        "figure-title",
        "heading",
        "icon-count",
        "icon-group",
        "icon-groups",
        "icon-groups-100",
        "icon-groups-1000",
        "icon-name",
        "in-short",
        "moved",
        "number",
        "people",
        "section-link",
        "table",
        "table-stacked",
        "table-wide",
        "telephone",
        "term",
        "timeline",
        "timeline-range",
        "timeline-what",
        "timeline-when",
        "visually-hidden",
        "whole",
    ]
)
ALLOWED_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ALLOWED_ROLES: Final = frozenset(["table", "rowgroup", "row", "columnheader", "rowheader", "cell", "region", "img"])
ALLOWED_SCHEMES: Final = frozenset(["https", "tel", "sms", "mailto"])
# Attributes whose value is free text; all others are checked by value in rendering.guard.
TEXT_ATTRIBUTES: Final = {"img": frozenset(["alt"]), "*": frozenset(["aria-label", "title"])}

# Ids that the page itself uses; a heading may not take them.
RESERVED_IDS: Final = frozenset(
    "main sources words related contents search share menu top preview dates query bar-query help-now my-questions"
    " own-question questions-sheet preview-text contents-title sources-title words-title related-title dates-title"
    " suggestions health-record health-record-title share-title".split()
)

COLUMN: Final = "100vw - 2rem, 43rem"  # how wide a picture in the text can be, as CSS's min() takes it

PICTURE_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}

# Bidirectional controls can make a sentence read otherwise than it is stored (Unicode UAX 9).
BIDI_CONTROLS: Final = {
    "\u061c": "ARABIC LETTER MARK",
    "\u200e": "LEFT-TO-RIGHT MARK",
    "\u200f": "RIGHT-TO-LEFT MARK",
    "\u202a": "LEFT-TO-RIGHT EMBEDDING",
    "\u202b": "RIGHT-TO-LEFT EMBEDDING",
    "\u202c": "POP DIRECTIONAL FORMATTING",
    "\u202d": "LEFT-TO-RIGHT OVERRIDE",
    "\u202e": "RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "LEFT-TO-RIGHT ISOLATE",
    "\u2067": "RIGHT-TO-LEFT ISOLATE",
    "\u2068": "FIRST STRONG ISOLATE",
    "\u2069": "POP DIRECTIONAL ISOLATE",
}
