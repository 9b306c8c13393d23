"""What a mistake in notation looks like, and what to say of it: patterns of text that is left when the parser is done.

What can only be a mistake is refused; what may be meant as it stands is a warning.
"""

import re
from dataclasses import dataclass

from articles.policy import SLUG, CalloutKind
from articles.problems import Severity

QUOTES = "'‘’‚‛“”„‟«»‹›`´"  # all but the straight double ones
HYPHENED = "[a-z0-9]+(?:-[a-z0-9]+)+"  # as most keys of sources, and few words in brackets
KINDS = "|".join(CalloutKind)
FILE = r"[\w./-]+\.(?:md|png|jpe?g|webp|svg)\b"
TARGET = rf"(?:https?:|tel:|sms:|mailto:|#|{FILE})"  # what only a link names
NAMED = rf"<{FILE}(?:#[\w-]*)?>"  # a file where others write HTML
# what is left of a link: an end is missing, a space or a line stands in it, or brackets of another kind
HALF_LINK = "|".join(
    [
        r"\[[^\[\]]*\]\([^()]*\)?",
        r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        rf"[\[{{][^\[\](){{}}\n]+[\]}})]\s{{0,9}}(?:[(\[]{TARGET}|\{{(?!#){TARGET})[^()\[\]{{}}\n]*[)\]}}]?",
        rf"\([^()\n]+\)[ \t]?(?:\[{TARGET}|\{{(?!#){TARGET})[^\[\]{{}}\n]*[\]}}]?",
        NAMED,
    ]
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """`{}` in the message stands for what was typed, `{name}` for a part that the pattern names."""

    pattern: re.Pattern[str]
    code: str
    message: str
    severity: Severity = Severity.ERROR


LEFTOVERS = (
    Leftover(
        re.compile(rf"(?!{NAMED})" r"<(?:/?[A-Za-z][^<>\s]*|!--|!|\?)[^<>\n]{0,40}>?"),
        "raw-html",
        "“{}” looks like the code of web pages (HTML), which is not read here. ",
    ),
    Leftover(
        re.compile(r"\[[ \t]*@[^\[\]]*"),
        "cite-form",
        "“{}” is no whole citation. Write [@key] or [@key, section 5.3].",
    ),
    Leftover(
        re.compile(rf"[({{]@(?P<mark>{HYPHENED}(?:,[^(){{}}\n]*)?)[)}}]"),
        "cite-form",
        "“{}” is no citation: square brackets stand around one. Write [@{mark}].",
    ),
    Leftover(
        re.compile(rf"(?<![\w.@/-])@(?P<key>{HYPHENED})(?![\w@/]|[.-]\w)"),
        "cite-form",
        "“{}” is no citation without its brackets. Write [@{key}] or [@{key}, section 5.3];"
        " where no source is meant, write \\ before the @.",
    ),
    Leftover(
        re.compile(rf"!(?:{HALF_LINK})"),
        "image-form",
        "“{}” shows no picture. Write ![what it shows](../../images/name.png): [ ] around the words, ( ) around the"
        " file, and no space between them or in its name.",
    ),
    Leftover(
        re.compile(rf"(?<!!)(?:{HALF_LINK})"),
        "link-form",
        "“{}” is no link yet. Write [words](file.md#section): [ ] around the words, ( ) around the file, and no space"
        " between them or in the file's name.",
    ),
    Leftover(
        re.compile(rf"(?<![\w./:@-]){FILE}(?![\w/])"),
        "link-form",
        "“{}” is the name of a file, and readers would see it. For a link write [words](file.md#section), for a picture"
        " ![what it shows](../../images/name.png).",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"\[\^[^\[\]\n]*\]"),
        "footnote",
        "“{}”: there are no footnotes here. Cite a source with [@key], or write the words where they belong.",
    ),
    Leftover(
        re.compile(
            rf"^[ \t]*!+[ \t]*(?P<kind>{KINDS})\b(?=[ \t]*[\"{QUOTES}]|!*[ \t]*:)[\"{QUOTES} \t:!]*+"
            rf"(?P<title>[^\"\n]*+)(?:\"[\"{QUOTES} \t:.]*+)?$",
            re.M | re.I,
        ),
        "callout-form",
        "“{}” is no callout yet: it begins with !!!, and its title ends the line, between straight double quotes."
        ' Write: !!! {kind} "{title}".',
    ),
    Leftover(
        re.compile(rf"^[ \t]*(?:(?:!!!|\?\?\?)[^\n]*|(?:!!?|:::)[ \t]*(?:{KINDS})\b[^\n]*|\[!\w+\][^\n]*)", re.M),
        "callout-form",
        '“{}” is no callout yet. Write: !!! kind "Title", with straight quotes'
        f" (a kind is one of {', '.join(CalloutKind)}).",
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:```|~~~|['‘’´]{3}[a-z])[^\n]*", re.M),
        "fence-place",
        "“{}” shows no block here. Write three backticks (```) at the margin, and a line of three after the block.",
    ),
    Leftover(
        re.compile(r"^[ \t]*+(?=[^\n]*[–—])(?=[^\n][^\n|]*\|)[:|–—-][ \t:|–—-]*+$", re.M),
        "table-form",
        "“{}” has long dashes, which a word processor makes of hyphens. Type three hyphens for each column:"
        " | --- | --- |.",
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:\|[ \t]*:?-+:?[ \t]*\|[-:| \t]*|:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)+[ \t]*\|?[ \t]*)$", re.M),
        "table-form",
        "“{}” makes no table. Give it as many columns as the row above has, one --- for each: | --- | --- |.",
    ),
    Leftover(
        re.compile(rf"\(@{SLUG.pattern}[^()\n]*\)|\[{HYPHENED}(?:,[^\[\]\n]*)?\]"),
        "cite-form",
        "“{}” is no citation. Where a source is meant, write [@key] or [@key, section 5.3].",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"(?<=[\w.,;” ])\[\d{1,2}\]"),
        "cite-number",
        "“{}” looks like the mark of a source, and names none. Where a source is meant, write [@key] or"
        " [@key, section 5.3]: the number comes by itself.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"(?<!\0\()(?<![\w@/.-])(?:https?://|www\.)[^\s<>()\[\]“”\"]*[\w/]"),
        "link-bare",
        "“{}” is no link here, and readers would have to type it. Write [words](https://…), with the whole address.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*#{2,6}[ \t]*[^\W\d][^\n]*", re.M),
        "heading-form",
        "“{}” is no heading, because something stands before its #. Begin the line with the #.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"\{#[^{}\n]*\}"),
        "heading-id",
        "“{}” is an id, and no heading is here. Put it at the end of a line that starts with ##, or take it out.",
    ),
    Leftover(
        re.compile(r"(?:(?<!~)~~(?!~)|(?<![=\w])==(?=[^\s=][^=\n]*==(?!=)))[^\n]{0,30}"),
        "emphasis-open",
        "“{}”: nothing is struck through or marked in colour here, and readers would see the signs. Take them"
        " out; for bold write **words**.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(
            r"(?:\*\*+|(?<![\w*])\*(?=[^\s*])|(?<!\w)__?(?=[^\W_])|(?<!`)`{1,2}(?!`))[^\n]{0,30}|\S{1,30}(?<!\*)\*(?![\w*])|(?<![\w*])\*\Z"
        ),
        "emphasis-open",
        "“{}”: readers would see this mark. Close it with the same mark, with no space between the marks and the words;"
        " or write \\ before it to show it.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*\[[ \t]?[xX✓✔]?[ \t]?\](?=[ \t]|[^\W\d])[^\n]{0,30}", re.M),
        "list-form",
        "“{}”: no box to tick is made here, and readers would see its brackets. Write - and the words alone.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(
            r"^[ \t]*(?:[-+](?=[^\W\d]|[\u00a0\u2007\u202f])|[•‣◦▪·](?=\s*\S)"
            r"|[–—][ \t][^\n]+\n[ \t]*[–—](?=[ \t])|(?<=\n\n)–(?=[ \t]+\S)"
            r"|[a-hA-H][.)][ \t][^\n]+\n[ \t]*[b-hB-H][.)](?=[ \t])"
            r"|\d{1,2}\)(?=[ \t\w])|\d{1,2}\.(?=[^\W\d]))[^\n]{0,30}",
            re.M,
        ),
        "list-form",
        "“{}” makes no item of a list. Start each with - or 1. and a space.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*\|[^\n|]*\|[^\n]*\|[ \t]*$", re.M),
        "table-form",
        "“{}” makes no table. Put a row of dashes under its head, one for each column: | --- | --- |; and leave no"
        " empty line between its rows.",
        Severity.WARNING,
    ),
)


BOLD, ITALIC, ITEMS = "For bold write **words**.", "For italics write *words*.", "Begin each item with - and a space."
OF_TAGS = {  # what to write in place of each
    "a": "For a link write [words](https://…).",
    "b": BOLD,
    "strong": BOLD,
    "i": ITALIC,
    "em": ITALIC,
    "br": "For a new line end the one before with two spaces; for a new paragraph leave a line empty.",
    "p": "For a new paragraph leave a line empty.",
    "h2": "For a heading begin the line with ## and a space.",
    "h3": "For a heading begin the line with ### and a space.",
    "img": "For a picture write ![what it shows](../../images/name.png).",
    "li": ITEMS,
    "ol": ITEMS,
    "ul": ITEMS,
    "u": "Take it out: what is underlined looks like a link.",
}


BARE = re.compile(r"(?<![\w.@/({\[-])@([a-z0-9]+)(?![\w@/-]|\.\w)")  # a source without its brackets, or a name

# One of these stands in everything that one of the patterns finds. Most texts have none, and are done with at once.
SIGNS = re.compile(
    r"[<\[{*_~=`|]|@|https?:|www\.|\.(?:md|png|jpe?g|webp|svg)\b|^[ \t]*(?:[-+–—•‣◦▪·!?:'‘’´#]|[\da-hA-H]{1,2}[.)])",
    re.M,
)
