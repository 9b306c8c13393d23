"""In which order the parts of the dialect run; the only place where a priority is written.

Python-Markdown runs the higher number first. Its own: code 80, tables 75, headings 70, lists 30 and 40, link
definitions 15, paragraphs 10 (blocks); backticks 190, escapes 180, links 160 (inline); inline 20, unescape 0 (tree).
"""

from enum import IntEnum


class Order(IntEnum):
    # lines
    FENCE_LINES = 28
    # blocks
    FENCE_BLOCKS = 95
    ITEMS_AFTER_INSET = 91  # before the library's 90, which reads what is inset
    TABLE_BLOCKS = 75
    DEFINITIONS = 15
    LISTS_AFTER_TEXT = 12
    # inline
    LINE_END = 179
    CITATION = 175
    # tree, before the library reads what stands in lines
    PLAIN = 21
    # tree, before the library puts escaped characters back
    LEFT_OVER = 5
    CHARACTERS = 4
    # tree, after it
    FENCE_NAMES = -5
    LISTS = -10
    CALLOUTS = -20
    HEADINGS = -30
    LINKS = -40
    CITATIONS = -50
    TABLES = -60
