"""Mistakes of several stages in one file, each told in the same run; and none that only follows from another."""

from dataclasses import dataclass, field
from itertools import combinations

from tests.articles.refusals import HERE, KEYS, WORD, Case, guide, word

FIRST = "en/articles/first.md"
TAGS = "en/tags.yaml"


@dataclass(frozen=True)
class Stage:
    """A mistake that one step of reading finds: in the keys, or as a paragraph of the body."""

    name: str
    code: str
    paragraph: str = ""
    keys: dict[str, str] = field(default_factory=dict)


STAGES = [
    Stage("letters", "control-character", "Some\x07 text."),
    Stage("bytes", "encoding", "caf\udce9"),  # a lone byte, once the file is written
    Stage("keys", "wrong-type", keys={"order": "many"}),
    Stage("unreadable keys", "yaml", keys={"summary": "One: two"}),
    Stage("bounds", "too-many-marks", "[" * 13_000),
    Stage("deep lines", "nesting", "- " * 13 + "a"),
    Stage("dialect", "raw-html", "Some <b>text</b>."),
    Stage("callouts", "callout-unknown", "!!! danger\n    Stop."),
    Stage("citations", "cite-missing", "Text [@gone]."),
    Stage("links", "link-broken", "See [it](gone.md)."),
    Stage("sections", "link-section", "See [it](#gone)."),
    Stage("tags", "tag-unknown", keys={"tags": "[saftey]"}),
    Stage("titles", "title-repeated", keys={"title": "About first"}),
]
SILENCED = {  # a mistake -> what is not known after it
    "bounds": {"sections"},
    "deep lines": {"sections"},
}


def pair(one: Stage, other: Stage) -> Case:
    keys = {**one.keys, **other.keys}
    body = f"Text [@label].\n\n{one.paragraph}\n\n{other.paragraph}\n"
    lines = {key: number for number, key in enumerate({**KEYS, **keys}, 2)}
    first = len({**KEYS, **keys}) + 5
    second = first + one.paragraph.count("\n") + 2
    places = []
    for stage, line in ((one, first), (other, second)):
        if stage.name in SILENCED.get(one.name, set()) | SILENCED.get(other.name, set()):
            continue
        places.append((lines[next(iter(stage.keys))] if stage.keys else line, stage.code))
        places += [places[-1]] if stage.code == "raw-html" else []  # both its tags
    text = guide(body, **keys).encode("utf-8", "surrogateescape")
    errors = [f"{HERE}:{line}: {code}" for line, code in sorted(places)]
    return Case(f"{one.name} and {other.name}", {HERE: text}, errors, "")


PAIRS = [pair(one, other) for one, other in combinations(STAGES, 2)]
FOLLOWING = [
    Case(
        "a mistake in a heading, and a link to it",
        {HERE: guide("## A {#It}\n\nSee [it](#It) [@label].\n", moved="{old: It}")},
        [f"{HERE}:8: slug-form", f"{HERE}:10: heading-id"],
        "",
    ),
    Case(
        "an id in HTML, and a link to it",
        {HERE: guide('<a id="it"></a>\n\nSee [it](#it).\n')},
        [f"{HERE}:9: raw-html"] * 2,
        "",
    ),
    Case(
        "a guide with a mistake, and a link to an id that it lost by it",
        {HERE: guide("Text.\n\n```\n\n## A {#a}\n"), FIRST: guide("See [it](it.md#a).\n", title="Other")},
        [f"{HERE}:11: fence-open"],
        "",
    ),
    Case(
        "a guide with a mistake, and a link to an id that it never had",
        {HERE: guide("Some <b>.\n"), FIRST: guide("See [it](it.md#a).\n", title="Other")},
        [f"{FIRST}:9: link-section", f"{HERE}:9: raw-html"],
        "Use one of: none.",
    ),
    Case(
        "a status that cannot be read, and links from and to a draft",
        {
            HERE: guide("See [it](draft.md).\n", status="ready"),
            "en/articles/draft.md": guide("See [it](it.md).\n", title="Draft", status="draft"),
            FIRST: guide("See [it](it.md).\n", title="Other"),
        },
        [f"{HERE}:7: unknown-value"],
        "",
    ),
    Case(
        "two guides without a title",
        {HERE: guide(title=""), FIRST: guide(title="")},
        [f"{FIRST}:2: missing-value", f"{HERE}:2: missing-value"],
        "",
    ),
    Case(
        "`moved` misspelt, and a link to what moved",
        {HERE: guide("## A {#a}\n\nSee [it](#old).\n", movd="{old: a}")},
        [f"{HERE}:8: unknown-key"],
        "",
    ),
    Case(
        "a word with two mistakes",
        {WORD: word("What *it* means.\n", see_also="[gone]")},
        [f"{WORD}:3: see-also-unknown", f"{WORD}:5: definition-markup"],
        "",
    ),
    Case(
        "a mistake in the list of tags, and a tag that is not in it",
        {TAGS: "safety:\n  title: Safety\n", HERE: guide(tags="[saftey]")},
        [f"{HERE}:4: tag-unknown", f"{TAGS}:1: missing-key"],
        "",
    ),
    Case(
        "a tag misspelt in the list of tags",
        {TAGS: "Safety:\n  title: Safety\n  description: It.\n", HERE: guide()},
        [f"{TAGS}:1: slug-form"],
        "",
    ),
    Case(
        "an address apart, used only where too much stands",
        {HERE: guide("[it]" + "[" * 500 + "\n\n<b>\n\n[it]: first.md\n")},
        [f"{HERE}:9: too-many-marks", f"{HERE}:11: raw-html"],
        "",
    ),
    Case(
        "a callout of which too much is held back",
        {HERE: guide('!!! note "A"\n    ' + "*a " * 401 + "\n\n<b>\n")},
        [f"{HERE}:10: too-many-marks", f"{HERE}:12: raw-html"],
        "",
    ),
    Case(
        "a text without a block of keys",
        {HERE: "Some <b> [@gone].\n"},
        [f"{HERE}:1: front-matter", f"{HERE}:1: raw-html", f"{HERE}:1: cite-missing"],
        "",
    ),
    Case("keys without a block", {HERE: guide("Some <b>.\n").replace("---\n", "")}, [f"{HERE}:1: front-matter"], ""),
    Case(
        "a block of keys that opens wrong",
        {HERE: guide("Some <b>.\n").replace("---\n", "--\n", 1)},
        [f"{HERE}:1: front-matter", f"{HERE}:9: raw-html"],
        "",
    ),
]
