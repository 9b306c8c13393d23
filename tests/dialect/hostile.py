"""Texts made to keep a parser busy, after cmark's pathological tests. Run as a program: renders each, prints how long.

One block stands at the bounds of `articles.policy`; a line is as long as one may be; what repeats over many blocks
fills more than the longest guide we have, not the whole megabyte that a file may hold.
"""

import json
import sys
import time

from articles.policy import LINE_CHARACTERS_MAX, MARKERS_IN_A_ROW_MAX, OPENERS_IN_A_BLOCK_MAX, SPACES_IN_A_ROW_MAX
from articles.problems import ContentError
from tests.dialect.guide import render

OPENERS = OPENERS_IN_A_BLOCK_MAX
LINE = LINE_CHARACTERS_MAX - 10
SPACES = " " * SPACES_IN_A_ROW_MAX
GUIDES = 20_000  # characters; rendering grows evenly with the length, at 0.2 ms a heading
NESTED = "\n".join("    " * depth + "- a" for depth in range(15))
CALLOUTS = "\n".join("    " * depth + '!!! note "a"' for depth in range(15)) + "\n" + "    " * 15 + "b"


def blocks(text: str) -> str:
    return f"{text}\n\n" * (GUIDES // (len(text) + 2))


HOSTILE = {
    "brackets, open": "[" * OPENERS,
    "brackets, closed": "]" * LINE,
    "brackets, nested": "[" * OPENERS + "a" + "]" * OPENERS,
    "brackets in pairs": "[a]" * OPENERS,
    "links, open": "[a](" * OPENERS,
    "links, open in angles": "[a](<b" * OPENERS,
    "links with open titles": '[a](b "c' * OPENERS,
    "links with much space": f"[a]({SPACES}b{SPACES}c" * 40,
    "links, dense": "[a](b.md) " * OPENERS,
    "links with long parentheses": "[a](" + "(" * LINE,
    "a long address": "[a](https://a.b/" + "c" * (LINE - 30) + ")",
    "an address of @": "[a](https://a" + "@" * (LINE - 30) + ")",
    "an address of dots": "[a](mailto:a@" + "a." * (LINE // 2 - 20) + ")",
    "an address of ../": "[a](" + "../" * (LINE // 3 - 20) + "a.md)",
    "a long slug": "[a](" + "a-" * (LINE // 2 - 20) + ".md)",
    "a long number": "[a](tel:" + "1-" * (LINE // 2 - 20) + "x)",
    "pictures in pictures": "![[]()" * (OPENERS // 2),
    "pictures, open": "![" * OPENERS,
    "a long definition": "[a]: " + "b" * (LINE - 20) + "\n\n[a]",
    "a definition's long title": "[a]: b '" + "c " * (LINE // 2 - 20) + "\n\n[a]",
    "a definition's address of brackets": "[a]: " + "(" * (LINE - 20) + ' "',
    "a long name": "[" + "a" * (LINE - 10) + "]\n\n[" + "a" * (LINE - 10) + "]: b",
    "many definitions": "\n\n".join(f"[a{n}]: b" for n in range(2_000)),
    "a callout's title of quotes": '!!! note "a' + "'" * (LINE - 20) + "x",
    "lines of hyphens": "- \n" * 20_000,
    "lines of hyphens in a quotation": "> -\n" * 20_000,
    "dashes and bars": "—|" * (LINE // 2) + ")",
    "citations, open": "[@" * OPENERS,
    "citations, dense": "[@a]" * OPENERS,
    "a long key": "[@" + "a-" * (LINE // 2 - 20) + "]",
    "a long place": "[@a," + SPACES + "b " * (LINE // 2 - SPACES_IN_A_ROW_MAX) + "]",
    "stars, closing": "a* " * (OPENERS - 1),
    "stars, opening": "**a " * (OPENERS // 2),
    "stars in threes": "***a" * (OPENERS // 3),
    "stars and lines": "*a_ " * OPENERS,
    "lines, long": ("_a" + " a" * 200) * OPENERS,
    "strong, long": ("**" + "a " * 400) * (OPENERS // 2),
    "strong, long and three": ("***" + "a " * 500) * (OPENERS // 3),
    "backticks of growing length": " ".join("`" * length for length in range(1, 28)),
    "backticks, long": "".join("`" * length + "a" * 5_000 for length in range(1, 27)),
    "backticks, uneven": ("```" + "a" * 600 + "``" + "a" * 300) * 75,
    "code spans": "`a" * OPENERS,
    "tags, open": "<a " * OPENERS,
    "comments, open": "<!--a" * OPENERS,
    "addresses in angles, open": "<https://a" * OPENERS,
    "angles before an @": ("<" + "a" * 500) * (OPENERS - 10) + "@",
    "ats": "a@" * (LINE // 2),
    "entities, unknown": "&abcdefghijk" * 2_000,
    "numbers of entities": "&#1" * 5_000,
    "hashes": "#" * LINE,
    "hashes apart": "## a" + " #" * (LINE // 2 - 10) + "b",
    "a long heading": "## " + "a " * (LINE // 2 - 10),
    "pins": "## a " + "{#a " * (LINE // 4 - 10),
    "a long pin": "## a {#" + "a-" * (LINE // 2 - 10) + "}",
    "a pin after much space": f"## a{SPACES}{{#a}}{SPACES}x",
    "equal headings": blocks("## a"),
    "source headings": blocks("## Source 1"),
    "underlined headings": blocks("a\n---"),
    "dashes": "-" * LINE + "x",
    "dashes apart": "-  " * MARKERS_IN_A_ROW_MAX + "x" + " - " * (LINE // 4),
    "quotes nested by markers": "\n".join("> " * (row % MARKERS_IN_A_ROW_MAX) + "a" for row in range(1_000)),
    "lists nested by markers": "- " * MARKERS_IN_A_ROW_MAX + "a",
    "quotes and lists in turn": ("> - " * (MARKERS_IN_A_ROW_MAX // 2) + "a\n") * 200,
    "lists nested by spaces": NESTED,
    "nested lists, many": blocks(NESTED)[: GUIDES // 2],
    "callouts nested by spaces": CALLOUTS,
    "a callout of many words": "!!! " + "a " * (LINE // 2 - 10),
    "a callout of hyphens": "!!! " + "a-" * (LINE // 2 - 10) + "!",
    "a callout's long title": '!!! note "' + "a" * (LINE - 20),
    "a callout's open titles": '!!! note "' * 10_000,
    "callouts": blocks('!!! note "a"\n    b'),
    "pipes": "|" * LINE,
    "pipes in rows": ("|" * 500 + "\n") * 100,
    "a wide table": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n|a|",
    "a wide table of short rows": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n|" * 1_000,
    "a long table": "| a | b |\n|---|---|\n" + "| a | b |\n" * 4_000,
    "a table of backticks": "| a | b |\n|---|---|\n|" + "`a|" * (OPENERS - 10),
    "a table's many lines": "a |\n" * 1_000 + "|-|\n" * 1_000,
    "fences of many marks": "`" * 390 + "\na\n" + "`" * 390,
    "a fence and much space": f"~~~{SPACES}a{SPACES}`",
    "fences": "```\na\n```\n" * 2_000,
    "fences of tildes": "~~~\n" + ("~" * 900 + "x\n") * 200 + "~~~",
    "indented code": "a\n\n" + "    b\n" * 5_000,
    "long items": "- a\n" * 5_000,
    "one long word": "a" * LINE,
    "one long line": "word " * (LINE // 5),
    "one long quotation": '"' * LINE,
    "hard spaces": "a" + "\u00a0" * LINE + "b",
    "empty lines": "a" + "\n" * 50_000 + "b",
    "lines that end in spaces": ("a" + SPACES[:-1] + "\n") * 100,
    "placeholders": "klzzwxh:0001 wzxhzdk:0 \ue000fence 1\ue001 " * 1_000,
    "mistakes": blocks("a [@B] [b](c) <b> &#1;"),
}


def main() -> None:
    for name, body in HOSTILE.items():
        started = time.process_time()
        try:
            render(body)
            outcome = "rendered"
        except ContentError as refused:
            outcome = refused.problems[0].code
        json.dump([name, outcome, round(time.process_time() - started, 2)], sys.stdout)
        print(flush=True)


if __name__ == "__main__":
    main()
