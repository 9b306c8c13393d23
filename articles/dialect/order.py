"""In which order the parts of the dialect run; the only place where a priority is written.

Python-Markdown runs the higher number first. Its own: code 80, headings 70, tables 75, paragraphs 10 (blocks);
backticks 190, escapes 180, links 160 (inline); inline 20, unescape 0 (tree).
"""

from enum import IntEnum


class Order(IntEnum):
    # lines
    FENCE_LINES = 28
    # blocks
    FENCE_BLOCKS = 95
    # inline
    CITATION = 175
    # tree, after the library's own passes
    FENCE_NAMES = -5
    CHARACTERS = -10
    CALLOUTS = -20
    HEADINGS = -30
    LINKS = -40
    CITATIONS = -50
    TABLES = -60
