"""Mistakes in the text of a guide: in its letters, its size and its Markdown."""

from tests.articles.refusals import HERE, Case, guide, in_body, in_guide, word
from tests.reading.painted import painted

LINKS = {  # what an editor may write after the words of a link, and what it is
    "link-scheme": [
        "http://example.org/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "ftp://example.org/file",
        "file:///etc/passwd",
        "vbscript:x",
    ],
    "link-form": [
        "//example.org/",
        "/guides/first/",
        "../../../outside.md",
        "../../README.md",
        "first",
        "first.html",
        "first.md?page=2",
        "first.md#",
        "#",
        "mailto:nobody",
        "tel:call-me",
        "https://",
        "https://example",
    ],
    "link-broken": ["gone.md", "gone.md#it", "../glossary/gone.md", "../../es/articles/first.md"],
    "link-section": ["first.md#gone", "#gone", "../glossary/word.md#it"],
}

LETTERS = [
    in_guide("a NUL", guide("Some\0 text.\n"), 9, "control-character", "A sign that is no letter (U+0000) stands here"),
    in_guide("an escape", guide("Some text.\n\n\x1b[31mred\n"), 11, "control-character", "(U+001B)"),
    in_guide(
        "a space of no width",
        guide("Do n\u200bot take it.\n"),
        9,
        "control-character",
        "space without width (U+200B)",
    ),
    in_guide(
        "no-break spaces before an item",
        guide("- one\n\u00a0\u00a0\u00a0\u00a0- two\n"),
        10,
        "space-kind",
        "type spaces",
    ),
    in_guide("a key behind a no-break space", guide().replace("tags", "\u00a0tags"), 4, "space-kind", "type spaces"),
    in_guide("a byte-order mark inside", guide("Do n\ufeffot.\n"), 9, "control-character", "(U+FEFF)"),
    in_guide("letters for programs alone", guide("Text.\U000e0069\n"), 9, "control-character", "U+E0069"),
    in_guide("a letter that is a hole", guide("Some\u3164text.\n"), 9, "control-character", "(U+3164)"),
    in_guide(
        "a sign of one font",
        guide("- \uf0b7 Some text.\n"),
        9,
        "control-character",
        "one font alone (U+F0B7) stands here, which readers see",
    ),
    in_guide(
        "the list mark of a word processor",
        guide("\uf0b7 Some text.\n"),
        9,
        "control-character",
        "Take it out, or begin an item of a list with - and a space.",
    ),
    in_guide("a sign of one program", guide("A\U000f0001b.\n"), 9, "control-character", "one font alone (U+F0001)"),
    in_body("a sign of one font, spelt", "Text &#xe000;.\n", 1, "control-character", "U+E000"),
    *(
        in_guide(f"a letter that is a hole, {name}", guide(f"Do n{hole}ot.\n"), 9, "control-character", f"({name})")
        for hole, name in (
            ("\u034f", "U+034F"),
            ("\u17b4", "U+17B4"),
            ("\u200d", "U+200D"),
            ("\u2060", "U+2060"),
            ("\u2800", "U+2800"),
            ("\ufe0f", "U+FE0F"),
            ("\ufeff", "U+FEFF"),
            ("\u180b", "U+180B"),
            ("\U0001d173", "U+1D173"),
            ("\U0001bca0", "U+1BCA0"),
            ("\U000e0100", "U+E0100"),
        )
    ),
    in_body("a joiner in a word, spelt", "Do n&zwj;ot.\n", 1, "control-character", "U+200D"),
    *(
        in_body(f"a link to {address}", f"[x]({address})\n", 1, "link-form", "no whole")
        for address in ("https://example.org:443@evil.example/", "https://example.org@evil.example/a")
    ),
    *(
        in_body(f"a link to {host}", f"[x](https://{host}/)\n", 1, "link-form", "with a to z")
        for host in ("xn--80ak6aa92e.com", "www.XN--80ak6aa92e.com", "аррӏе.com", "%61pple.com")
    ),
    in_body("a space of no width, spelt", "Do n&#8203;ot.\n", 1, "control-character", "U+200B"),
    in_guide(
        "a line separator", guide("Some\u2028text.\n"), 9, "control-character", "line break of another kind (U+2028)"
    ),
    in_guide("a turned word", guide("Some \u202etxet\u202c.\n"), 9, "bidi-control", "turn words round (U+202E)"),
    in_guide("an isolate in a key", guide(title="A\u2066b"), 2, "bidi-control", "(U+2066)"),
    in_guide("a mark in a comment", guide(order="3  # \u200e"), 8, "bidi-control", "(U+200E)"),
    in_body("a turned word, spelt", "Some &#x202e;text.\n", 1, "control-character", "U+202E"),
    Case(
        "bytes that are no text",
        {HERE: guide().encode() + b"caf\xe9\n"},
        [f"{HERE}:10: encoding"],
        "choose *Save as*, there as the encoding UTF-8",
    ),
    *(
        Case(f"a file in {encoding}", {HERE: guide().encode(encoding)}, [f"{HERE}:1: encoding"], "saved as “Unicode”")
        for encoding in ("utf-16", "utf-16-be")
    ),
    Case(
        "bytes that are no text, in a file from Windows",
        {HERE: guide().replace("\n", "\r\n").encode() + b"caf\xe9\r\n"},
        [f"{HERE}:10: encoding"],
        "choose *Save as*, there as the encoding UTF-8",
    ),
    Case("the mark of UTF-16 alone", {HERE: b"\xff\xfe"}, [f"{HERE}:1: encoding"], "there as the encoding UTF-8"),
    Case(
        "half a letter in a word",
        {"en/glossary/word.md": word().encode() + "é".encode()[:1]},
        ["en/glossary/word.md:5: encoding"],
        "choose *Save as*",
    ),
]
SIZES = [
    in_guide("a megabyte", guide("word " * 200_000), 1, "too-large", "at most 1,000,000 fit. Make it smaller."),
    in_body("a line of 200,001 letters", "a" * 200_001, 1, "line-length", "Break it in two"),
    in_body("13,000 brackets", "[" * 13_000, 1, "too-many-marks", "Break the text up."),
    in_body("brackets over many lines", "a [\n" * 401, 401, "too-many-marks", "Break the text up."),
    in_body("13,000 stars", "text\n\n" + "*a " * 13_000, 3, "too-many-marks", "“*”"),
    in_body("5,001 backslashes", "\\a" * 5_001, 1, "too-many-marks", "More than 5,000"),
    in_body("301 headings without an empty line", "## a\n" * 301, 301, "too-many-marks", "Break the text up."),
    in_body("brackets that stay open", ("[" + "a" * 200) * 390, 1, "too-many-marks", "Close the brackets"),
    in_body("3,001 brackets", "[a]\n\n" * 3_001, 6_001, "too-many-marks", "More than 3,000"),
    in_body("8,001 paragraphs", "a\n\n" * 8_001, 16_001, "too-many-marks", "Split it in two."),
    in_body("51,000 ampersands", ("&" * 1_000 + "\n\n") * 51, 101, "too-many-marks", "More than 50,000"),
    in_body("a list nested by marks", "- " * 13 + "a", 1, "nesting", "Bring it nearer to the margin."),
    in_body("quotes in quotes", "> " * 500 + "a", 1, "nesting", "Bring it nearer to the margin."),
    in_body("a list nested by spaces", "- a\n\n" + " " * 64 + "- b\n", 3, "nesting", "nearer to the margin."),
    in_body("20,000 spaces", "a" + " " * 20_000 + "b", 1, "white-space", "Leave one."),
    Case(
        "keys and marks at once",
        {HERE: guide("[" * 500, order="many")},
        [f"{HERE}:8: wrong-type", f"{HERE}:10: too-many-marks"],
        "`order: 30`",
    ),
]
MARKDOWN = [
    in_body("no text", "", 1, "empty-body", "Write it under the second `---`."),
    in_body("nothing but spaces", "\n  \n\t\n", 1, "empty-body", "The guide has no text."),
    in_body("an open fence", "Text.\n\n```\ncode\n", 3, "fence-open", "Add a line ``` after it."),
    in_body("an unknown figure", "Text.\n\n```pie-chart\na: 1\n```\n", 3, "figure-unknown", "“pie-chart”"),
    in_body("an unknown callout", '!!! danger "Stop"\n    Now.\n', 1, "callout-unknown", "emergency, urgent, ask"),
    in_body(
        "a callout without quotes",
        "Text.\n\n!!! note Read this\n    Now.\n",
        3,
        "callout-form",
        "Put the title in quotes",
    ),
    in_body("a folded callout of another dialect", 'Text.\n\n???+ note "A"\n    Now.\n', 3, "callout-form", "!!! kind"),
    in_body("a row with too few cells", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n", 4, "table-cells", "| words | |"),
    in_body("a callout without text", '!!! note "Read this"\n', 1, "callout-empty", "four spaces"),
    in_body("an id twice", "## A {#it}\n\nText.\n\n## B {#it}\n", 5, "heading-repeated", "line 9"),
    in_body("an id in capitals", "Text.\n\n## A {#It}\n", 3, "heading-id", "lower-case letters"),
    in_body("an id of the page's own", "## A {#main}\n", 1, "heading-id", "Choose another."),
    in_body("an id of a part of the page", "## A {#query}\n", 1, "heading-id", "Choose another."),
    in_body("headings alone", "## A\n\n## B\n", 1, "empty-body", "Write some"),
    in_body("only a space that does not break", "&nbsp;\n", 1, "empty-body", "Write some"),
    in_body("only a joiner of words", "\u2060\n", 1, "empty-body", "Write some"),
    in_body("a first-level heading", "# It\n\nText.\n", 1, "heading-level", "Start here with `##`."),
    in_body("a heading in a callout", '!!! note "A"\n    ## B\n', 2, "heading-nested", "Move it to the margin."),
    in_body("an unknown source", "Text [@label].\n\nMore [@gone].\n", 3, "cite-missing", "references/gone.md"),
    in_body("a citation in capitals", "Text [@Label].\n", 1, "cite-form", "Write [@label]; a key has"),
    in_body("a source without a key", "Text [@].\n", 1, "cite-form", "Write [@key]"),
    in_body("a place without words", "Text [@label, ].\n", 1, "cite-form", "Write [@label];"),
    in_body("HTML", "Text.\n\n<br>More\n", 3, "raw-html", "for a new paragraph leave a line empty"),
    in_body("a script", "Text <script src=a>.\n", 1, "raw-html", "Take it out"),
    in_body("a comment", "Text.\n\n<!-- later -->\n", 3, "raw-html", "Take it out"),
    Case(
        "a picture without words",
        {HERE: guide("![](../../images/a.png)\n"), "images/a.png": painted("PNG")},
        [f"{HERE}:9: image-alt"],
        "Write what it shows",
    ),
    in_body("a picture from elsewhere", "![It](https://example.org/a.png)\n", 1, "image-place", "content/images/"),
    in_body("a picture that is not there", "![It](../../images/a.png)\n", 1, "link-broken", "Check the name."),
    in_body("a link without words", "Text [](first.md).\n", 1, "link-empty", "Write them"),
    *(
        Case(
            f"a link to {written}",
            {HERE: guide(f"Text.\n\nSee [it]({written}).\n"), "en/glossary/word.md": word()},
            [f"{HERE}:11: {code}"],
            f"“{written}”",
        )
        for code, links in LINKS.items()
        for written in links
    ),
]
