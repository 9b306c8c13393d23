"""Mistakes that only the whole folder shows: two files at odds, and files that are not what their names say."""

from tests.articles.refusals import HERE, WORD, Case, guide, reference, word

FIRST = "en/articles/first.md"
TAGS = "en/tags.yaml"
BROKEN = "---\n"

AT_ODDS = [
    Case("two equal titles", {HERE: guide(title="About  FIRST")}, [f"{HERE}:2: title-repeated"], FIRST),
    Case(
        "the title of a guide on a draft that stands before it",
        {"en/articles/a.md": guide(title="About first", status="draft")},
        ["en/articles/a.md:2: title-repeated"],
        FIRST,
    ),
    Case(
        "two words that claim a phrase",
        {WORD: word(aliases="[opioid free window]"), "en/glossary/window.md": word(term="opioid-free window")},
        [f"{WORD}:3: term-clash"],
        "claimed by en/glossary/window.md too",
    ),
    Case(
        "two guides with one older slug",
        {HERE: guide(formerly="[old]"), FIRST: guide(title="Other", formerly="[old]")},
        [f"{HERE}:8: slug-reused"],
        FIRST,
    ),
    Case("its own slug as an older one", {HERE: guide(formerly="[it]")}, [f"{HERE}:8: slug-reused"], "Take it out."),
    Case(
        "a link to a draft",
        {HERE: guide(status="draft"), FIRST: guide("See [it](it.md).\n", title="Other")},
        [f"{FIRST}:9: link-draft"],
        "Publish it or take the link out.",
    ),
    Case("Spanish without tags", {"es/articles/uno.md": guide()}, ["es/tags.yaml:1: missing-tags"], "Name each tag"),
]
# Each of these has one mistake, and the files that lean on it none of their own.
ONE_CAUSE = [
    Case("tags that cannot be read", {TAGS: "safety: x\n"}, [f"{TAGS}:1: wrong-type"], "Under `safety:`"),
    Case("a source that cannot be read", {"references/label.md": BROKEN}, ["references/label.md:1: front-matter"], ""),
    Case(
        "needs that cannot be read",
        {HERE: guide(need="now"), "en/needs.yaml": "- now\n"},
        ["en/needs.yaml:1: yaml"],
        "",
    ),
    Case(
        "a word that cannot be read",
        {
            WORD: BROKEN,
            HERE: guide("A [word](../glossary/word.md).\n", glossary_skip="[word]"),
            "en/glossary/other.md": word(term="other", see_also="[word]"),
        },
        [f"{WORD}:1: front-matter"],
        "Add a line `---`",
    ),
    Case(
        "a guide that cannot be read",
        {HERE: BROKEN, FIRST: guide("See [it](it.md#there).\n")},
        [f"{HERE}:1: front-matter"],
        "Add a line `---`",
    ),
    Case("the only guide, too large", {FIRST: "a" * 1_000_001}, [f"{FIRST}:1: too-large"], "at most 1,000,000 fit"),
    Case(
        "a picture too large",
        {"images/a.png": b"a" * 500_001},
        ["images/a.png:1: too-large"],
        "Make it smaller: in a picture program",
    ),
]
NAMES = [
    *(
        Case(
            f"a guide named {name}",
            {f"en/articles/{name}.md": guide()},
            [f"en/articles/{name}.md:1: file-name"],
            "Rename",
        )
        for name in ("It", "is-it-safe?", "two words", "two--hyphens", "-it", "it-", "it_is", "año", ".".join("it"))
    ),
    Case(
        "a long name", {f"en/articles/{'a' * 121}.md": guide()}, [f"en/articles/{'a' * 121}.md:1: file-name"], "Shorten"
    ),
    Case("a name over two lines", {"en/articles/a\nb.md": guide()}, ["en/articles/a\ufffdb.md:1: file-name"], "Rename"),
    Case("a word in capitals", {"en/glossary/FDA.md": word()}, ["en/glossary/FDA.md:1: file-name"], "Rename"),
    Case("a source in capitals", {"references/A.md": reference()}, ["references/A.md:1: file-name"], "Rename"),
]
