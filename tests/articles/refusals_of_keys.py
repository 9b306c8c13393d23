"""Mistakes in the block of keys of a guide, a word or a source, and in the lists of tags and needs."""

from tests.articles.refusals import BODY, HERE, WORD, Case, guide, in_guide, reference, word

LABEL = "references/label.md"
TAGS = "en/tags.yaml"
NEEDS = "en/needs.yaml"


def of_word(name: str, text: str, line: int, code: str, says: str) -> Case:
    return Case(name, {WORD: text}, [f"{WORD}:{line}: {code}"], says)


def of_reference(name: str, text: str, line: int, code: str, says: str) -> Case:
    return Case(name, {LABEL: text}, [f"{LABEL}:{line}: {code}"], says)


def of_tags(name: str, text: str, line: int, code: str, says: str) -> Case:
    return Case(name, {TAGS: text}, [f"{TAGS}:{line}: {code}"], says)


GUIDES = [
    in_guide("no block of keys", BODY, 1, "front-matter", "The first line must be `---`"),
    in_guide("an empty file", "", 1, "front-matter", "The file is empty. Copy the first block of another"),
    in_guide("a block without an end", "---\ntitle: It\n\nText.\n", 1, "front-matter", "Add a line `---`"),
    *(
        in_guide(
            f"{dashes!r} in place of the first hyphens", guide().replace("---", dashes, 1), 1, "front-matter", says
        )
        for says, those in {
            "is a dash: the program made it of your hyphens. Type three hyphens again": (
                "—",
                "–",
                "– –-",
                "–-",
                "—-",
                "— ",
            ),
            "is not three hyphens. Type `---` at the margin": ("--", "----", " ---", "- - -", "-"),
        }.items()
        for dashes in those
    ),
    *(
        in_guide(
            f"{dashes!r} in place of the last hyphens", dashes.join(guide().rsplit("---", 1)), 8, "front-matter", says
        )
        for says, those in {
            "is a dash: the program made it": ("—", "– –-"),
            "is not three hyphens": ("--", "----", " ---"),
        }.items()
        for dashes in those
    ),
    Case(
        "dashes in place of all hyphens",
        {HERE: guide(title=None).replace("---", "—")},
        [f"{HERE}:1: front-matter", f"{HERE}:2: missing-key", f"{HERE}:7: front-matter"],
        "Type three hyphens again",
    ),
    Case(
        "a block without keys",
        {HERE: f"---\n---\n{BODY}"},
        [f"{HERE}:2: missing-key"] * 6,
        "`title` is missing. Add a line `title: …`.",
    ),
    in_guide("a word alone", f"---\nhello\n---\n{BODY}", 2, "yaml", "Write one `key: value` a line"),
    in_guide("a list alone", f"---\n- hello\n---\n{BODY}", 2, "yaml", "Write one `key: value` a line"),
    in_guide("a colon in a title", guide(title="Opioids: what to know"), 2, "yaml", 'value between "quotes"'),
    in_guide(
        "a colon in curly quotes", guide(title="“Opioids: what”"), 2, "yaml", 'place of the curly ones: `title: "…'
    ),
    in_guide("an open quote", guide(summary='"One sentence.'), 3, "yaml", "is not closed"),
    in_guide("a tab before a key", guide(status="published\n\torder: 3"), 8, "yaml", "Put spaces in its place"),
    in_guide("an anchor", guide(title="&name It"), 2, "yaml", "Put it between"),
    in_guide("an alias", guide(title="*name"), 2, "yaml", "Put it between"),
    in_guide("a YAML tag", guide(title="!!python/object:os.system It"), 2, "yaml", "must not start with `!`"),
    in_guide(
        "a bomb",
        guide(tags="&a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]"),
        4,
        "yaml",
        "must not start with `&`",
    ),
    in_guide("lists in lists", guide(tags="[" * 5000 + "]" * 5000), 4, "yaml", "Write a plain value or one list"),
    in_guide("two blocks of keys", guide(status="published\n--- {title: More}"), 8, "yaml", "Only one block"),
    in_guide("a list as a key", guide(status="published\n? [a, b]\n: c"), 8, "yaml", "A key must be one word"),
    in_guide("an unknown key", guide(author="A person"), 8, "unknown-key", "use one of: changes, formerly"),
    in_guide("a key twice", guide(status="published\ntitle: Again"), 8, "repeated-key", "line 2. Keep one"),
    in_guide("no title", guide(title=None), 2, "missing-key", "Add a line `title: …`."),
    in_guide("no tags", guide(tags=None), 2, "missing-key", "Add a line `tags: …`."),
    in_guide("no day of review", guide(review_by=None), 2, "missing-key", "Add a line `review_by: …`."),
    in_guide("an empty title", guide(title=""), 2, "missing-value", "Write something after it."),
    in_guide("an empty group", guide(need=""), 8, "missing-value", "Write something after it, or take the line out."),
    in_guide("tags in round brackets", guide(tags="(safety, start)"), 4, "wrong-type", "`tags: [safety, start]`."),
    in_guide("tags without brackets", guide(tags="safety, start"), 4, "wrong-type", "`tags: [safety, start]`."),
    in_guide("no tag in the list", guide(tags="[]"), 4, "missing-value", "at least one"),
    in_guide("a title that YAML reads as no", guide(title="no"), 2, "wrong-type", 'between quotes: "no"'),
    in_guide("a title that is a number", guide(title="1_000"), 2, "wrong-type", 'between quotes: "1_000"'),
    in_guide("a title that is a day", guide(title="2026-11-20"), 2, "wrong-type", "between quotes"),
    in_guide("a title that is a list", guide(title="[It]"), 2, "wrong-type", "`title: some words`"),
    in_guide("a title of 81 letters", guide(title="a" * 81), 2, "title-length", "at most 80 fit. Shorten it."),
    in_guide("an order in octal", guide(order="010"), 8, "wrong-type", "`order: 30`"),
    in_guide("an order in words", guide(order="first"), 8, "wrong-type", "`order: 30`"),
    in_guide("a day that is none", guide(review_by="2026-02-30"), 6, "impossible-date", "Check the month and the day."),
    in_guide("a day in words", guide(review_by="November 20, 2027"), 6, "wrong-type", "`review_by: 2026-11-20`"),
    in_guide(
        "a day with dashes",
        guide(review_by="2027–11–20"),
        6,
        "wrong-type",
        "with hyphens. Write it like this: `review_by: 2027-11-20`",
    ),
    in_guide("a day without its 0", guide(review_by="2027/1/2"), 6, "wrong-type", "`review_by: 2027-01-02`"),
    in_guide("a day with an hour", guide(sources_checked="2026-11-20T10:00:00"), 5, "wrong-type", "year-month-day"),
    in_guide("a day as a number", guide(sources_checked="20261120"), 5, "wrong-type", "year-month-day"),
    in_guide("a review before the check", guide(review_by="2026-11-19"), 6, "dates-order", "day of the next check"),
    in_guide("an unknown status", guide(status="ready"), 7, "unknown-value", "one of: draft, published, retired."),
    in_guide("tags in a line", guide(tags="safety"), 4, "wrong-type", "`tags: [safety]`"),
    in_guide("a tag in capitals", guide(tags="[Safety]"), 4, "slug-form", "lower-case letters"),
    in_guide("a tag twice", guide(tags="[safety, safety]"), 4, "repeated-value", "Keep one."),
    in_guide("an unknown tag", guide(tags="[saftey]"), 4, "tag-unknown", "Add it there, or use one of: safety."),
    in_guide("an unknown need", guide(need="starting"), 8, "need-unknown", "Add it there, or use one of: none yet."),
    in_guide("a need in capitals", guide(need="Starting now"), 8, "slug-form", "single hyphens"),
    in_guide("an older slug with an underscore", guide(formerly="[old_it]"), 8, "slug-form", "single hyphens"),
    in_guide("an older slug too long", guide(formerly=f"[{'a' * 121}]"), 8, "too-long", "at most 120 fit"),
    in_guide("a living slug as an older one", guide(formerly="[first]"), 8, "slug-reused", "en/articles/first.md"),
    in_guide("a word to skip that is none", guide(glossary_skip="[opiate]"), 8, "skip-unknown", "Take it out"),
    in_guide("moved as a list", guide(moved="[a, b]"), 8, "wrong-type", "`moved: {old-id: new-id}`"),
    in_guide("moved to nowhere", guide(moved="{old: gone}"), 8, "moved-target", "Name one that exists."),
    in_guide("moved in capitals", guide("## It {#it}\n", moved="{Old: it}"), 8, "slug-form", "single hyphens"),
    in_guide("an id that moved twice", guide("## It {#it}\n", moved="{a: it, a: it}"), 8, "repeated-key", "Keep one"),
    in_guide("moved and still there", guide("## It {#it}\n", moved="{it: it}"), 8, "moved-exists", "Take it out."),
    in_guide("moved over the page's own", guide("## It {#it}\n", moved="{main: it}"), 8, "moved-reserved", "Take it"),
    in_guide("changes in words", guide(changes="[added kratom]"), 8, "wrong-type", 'text: "What changed."'),
    in_guide("a change alone", guide(changes="Added kratom."), 8, "wrong-type", "`changes: [{date: 2026-11-20, text:"),
    in_guide("a change without a day", guide(changes="[{text: New.}]"), 8, "missing-key", "Add a line `date: …`."),
    in_guide(
        "the oldest change first",
        guide(changes="[{date: 2026-01-01, text: Old.}, {date: 2026-02-01, text: New.}]"),
        8,
        "changes-order",
        "newest change first",
    ),
    in_guide("a NUL in a value", guide(title='"It\\0"'), 2, "control-character", "nobody sees (U+0000)"),
    in_guide("a turned value", guide(title='"It\\u202e"'), 2, "bidi-control", "nobody sees (U+202E)"),
    Case(
        "every mistake at once",
        {HERE: guide("", title=None, order="many", tags="[x]", colour="blue")},
        [
            f"{HERE}:2: missing-key",
            f"{HERE}:3: tag-unknown",
            f"{HERE}:7: wrong-type",
            f"{HERE}:8: unknown-key",
            f"{HERE}:10: empty-body",
        ],
        "Write it under the second `---`.",
    ),
]
OTHERS = [
    of_word("a word without its name", word(term=None, aliases="[it]"), 2, "missing-key", "`term: …`"),
    of_word("a word of signs", word(term='"?!"'), 2, "term-form", "Write the word."),
    of_word("a name too long", word(term="a" * 201), 2, "too-long", "at most 200 fit"),
    of_word("other names in a line", word(aliases="it"), 3, "wrong-type", "[it]"),
    of_word("yes for true", word(case_sensitive="yes"), 3, "wrong-type", "`case_sensitive: true`"),
    of_word("an unknown key of a word", word(definition="What it means.\n", see="[it]"), 3, "unknown-key", "see_also"),
    of_word("see also what is not there", word(see_also="[opiate]"), 3, "see-also-unknown", "Take it out"),
    of_word("see also itself", word(see_also="[word]"), 3, "see-also-unknown", "no other term"),
    of_word("a word without a definition", word("\n"), 4, "empty-body", "Write it under the second `---`."),
    of_word("a definition of 61 words", word("word " * 61), 4, "definition-length", "at most 60 fit. Shorten it."),
    of_word("a bold definition", word("What\n**it** means.\n"), 5, "definition-markup", "“*”"),
    of_word("a definition with a link", word("What [it](first.md) means.\n"), 4, "definition-markup", "Take it out."),
    of_word("a definition with HTML", word("What <b>it</b> means.\n"), 4, "definition-markup", "“<”"),
    Case(
        "a definition with marks of many kinds",
        {"en/glossary/word.md": word("A *b* and `c`.\nSee <i>.\n")},
        ["en/glossary/word.md:4: definition-markup"] * 2 + ["en/glossary/word.md:5: definition-markup"],
        "“`”",
    ),
    of_word("a definition as a list", word("What:\n- it\n"), 5, "definition-markup", "“-”"),
    of_word("a definition with an emphasis", word("What _it_ means.\n"), 4, "definition-markup", "“_i”"),
    Case(
        "two words of one name",
        {WORD: word(), "en/glossary/other.md": word(term="other", aliases="[Words]")},
        [f"{WORD}:2: term-clash"],
        "en/glossary/other.md",
    ),
    of_reference("a source without its title", reference(title=None), 2, "missing-key", "`title: …`"),
    of_reference("a source made by nobody", reference(organisation=None), 2, "missing-key", "`organisation: …`"),
    of_reference("a source that is nowhere", reference(url=None), 2, "missing-key", "add `url`, `doi` or `pmid`"),
    of_reference("a source without TLS", reference(url="http://example.org/"), 5, "link-scheme", "https://"),
    *(
        of_reference(f"a source at {host}", reference(url=f'"https://{host}/a"'), 5, "link-scheme", "in plain letters")
        for host in ("xn--80ak6aa92e.com", "аррӏе.com", "%61pple.com", "example.org@evil.example")
    ),
    of_reference("a script as a source", reference(url='"javascript:alert(1)"'), 5, "link-scheme", "https://"),
    of_reference("a whole address as a DOI", reference(doi="https://doi.org/10.1/x"), 7, "doi-form", "from 10. on"),
    of_reference("a PubMed number below zero", reference(pmid="-7"), 7, "pmid-form", "that PubMed shows"),
    of_reference("a year in words", reference(year="last year"), 4, "wrong-type", "`year: 2024`"),
    of_reference("a year to come", reference(year="20255"), 4, "impossible-date", "Check it."),
    of_reference("an unknown kind", reference(kind="blog"), 6, "unknown-value", "one of: label, guideline"),
    of_reference("an unknown key of a source", reference(journal="JAMA"), 7, "unknown-key", "Take it out"),
    of_reference("a source with a text", reference("\nIt says so.\n"), 9, "reference-body", "Take this out."),
    of_tags("an empty list of tags", "", 1, "missing-tags", "Write `safety:`"),
    of_tags("tags as a list", "- safety\n", 1, "yaml", "Write one `key: value` a line"),
    of_tags("a tag in one line", "safety: Safety\n", 1, "wrong-type", "Under `safety:` write `title: …`"),
    of_tags("a tag in no form", "Safe ty:\n  title: S\n  description: D\n", 1, "slug-form", "single hyphens"),
    of_tags("a tag without words", "safety:\n  title: S\n", 1, "missing-key", "`description: …`"),
    of_tags("a long title of a tag", f"safety:\n  title: {'a' * 201}\n  description: D\n", 2, "too-long", "200 fit"),
    of_tags("a key of no tag", "safety:\n  title: S\n  description: D\n  x: 1\n", 4, "unknown-key", "Take it out"),
    of_tags("a tag twice over", "safety: {title: S, description: D}\n" * 2, 2, "repeated-key", "line 1. Keep one"),
    Case("a described need", {NEEDS: "now: {title: N, description: D}\n"}, [f"{NEEDS}:1: unknown-key"], "title."),
]
