"""`content/codes.yaml`: by which codes and names a health record asks, and which guides answer. Or every mistake in it.

Knows nothing of guides but their slugs; whether they exist is asked in `articles.editing.checks`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.policy import SLUG
from articles.problems import ContentError, Notebook, Place, shown
from articles.reading import manuscript
from articles.reading.frontmatter import Fields
from articles.reading.nodes import Mapping

CODES_FILE = "codes.yaml"
NDC_PARTS = (5, 4, 2)  # digits of its labeler, product and package


class CodeSystem(StrEnum):
    RXNORM = "rxnorm"
    NDC = "ndc"
    SNOMED_CT = "snomed-ct"
    ICD_10_CM = "icd-10-cm"
    LOINC = "loinc"
    MESH = "mesh"
    ATC = "atc"
    HCPCS = "hcpcs"


# What a code of each system looks like, without its dots and hyphens.
FORMS = {
    CodeSystem.RXNORM: r"\d{1,8}",
    CodeSystem.NDC: r"\d{11}",
    CodeSystem.SNOMED_CT: r"\d{6,18}",
    CodeSystem.ICD_10_CM: r"[A-Z]\d[0-9A-Z]{1,5}",
    CodeSystem.LOINC: r"\d{2,8}",
    CodeSystem.MESH: r"[A-Z]\d{6,9}",
    CodeSystem.ATC: r"[A-Z]\d{2}[A-Z]{0,2}\d{0,2}",
    CodeSystem.HCPCS: r"[A-Z]\d{4}",
}
BY_CATEGORY = frozenset([CodeSystem.ICD_10_CM])  # F10 stands for F10.20 too


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that a record asks about. `codes` are (system, plain code); `guides` are slugs, the best first.

    `guide_places` and `code_places` say where each of them stands.
    """

    slug: str
    title: str
    names: tuple[str, ...]
    codes: tuple[tuple[CodeSystem, str], ...]
    guides: tuple[str, ...]
    guide_places: tuple[Place, ...]
    code_places: tuple[Place, ...]


def plain(system: CodeSystem, code: str) -> str:
    """As codes are compared: without dots, hyphens and spaces, in capitals, each part of an NDC filled with noughts."""
    bare = re.sub(r"[\s.-]", "", code).upper()
    if system is not CodeSystem.NDC:
        return bare
    parts = [re.sub(r"\s", "", part) for part in code.split("-")]
    if len(parts) in (2, 3) and all(part.isdigit() for part in parts):
        return "".join(part.zfill(width) for part, width in zip(parts, NDC_PARTS, strict=False))
    return bare


def read_codes(path: str, raw: bytes) -> tuple[Topic, ...]:
    """Raises ContentError with every mistake of the file at once."""
    notes = Notebook(path, [])
    listed = manuscript.open_list(raw, notes)
    if listed is None:
        raise ContentError(notes.problems)
    topics = []
    for name, node in listed.mapping.pairs:
        listed.known.add(name.value)
        if not SLUG.fullmatch(name.value):
            notes.error(
                name.place, "slug-form", f"“{shown(name.value)}” is no name of a topic. Write it as `opioid-use`."
            )
        if not isinstance(node, Mapping):
            message = f"Under `{shown(name.value)}:` write `title:`, `codes:` and `guides:`, indented by two spaces."
            notes.error(name.place, "wrong-type", message)
            continue
        topics.append(_topic(name.value, Fields(Mapping(node.pairs, name.place), notes), notes))
    listed.refuse_unknown()
    _check_repeated(topics, notes)
    if notes.errors:
        raise ContentError(notes.errors)
    return tuple(topics)


def _topic(slug: str, fields: Fields, notes: Notebook) -> Topic:
    codes = [(code, entry.place("code")) for entry in fields.mappings("codes") for code in _code(entry, notes)]
    guides = fields.slugs("guides", required=True)
    topic = Topic(
        slug=slug,
        title=fields.text("title"),
        names=fields.texts("names"),
        codes=tuple(code for code, _ in codes),
        guides=guides,
        guide_places=tuple(fields.place("guides", guide) for guide in guides),
        code_places=tuple(place for _, place in codes),
    )
    if not topic.codes and not topic.names and not notes.errors:
        message = f"Nothing asks for `{slug}`. Add a code to `codes`, or a name to `names`."
        notes.error(fields.mapping.place, "code-none", message)
    fields.refuse_unknown()
    return topic


def _code(entry: Fields, notes: Notebook) -> Sequence[tuple[CodeSystem, str]]:
    system, code = entry.choice("system", CodeSystem), entry.text("code")
    entry.text("source")
    entry.refuse_unknown()
    if not system or not code:
        return ()
    bare = plain(system, code)
    if not re.fullmatch(FORMS[system], bare):
        message = f"“{shown(code)}” does not look like a code of {system}. Check it at its source."
        notes.error(entry.place("code"), "code-form", message)
        return ()
    return [(system, bare)]


def _check_repeated(topics: Sequence[Topic], notes: Notebook) -> None:
    seen: dict[tuple[CodeSystem, str], str] = {}
    for topic in topics:
        for code, place in zip(topic.codes, topic.code_places, strict=True):
            if code in seen:
                message = f"The {code[0]} code {code[1]} stands under `{seen[code]}` too. A code leads to one topic."
                notes.error(place, "code-repeated", message)
            seen.setdefault(code, topic.slug)
