"""Everything in the folder but the guides: words, sources, tags, needs and pictures, or every mistake with its line.

Reads each file's own words only; how they fit together is asked in `articles.editing.checks`.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from functools import lru_cache

from articles.policy import (
    DEFINITION_WORDS_MAX,
    NAME_CHARACTERS_MAX,
    PLAIN_HOST,
    SLUG,
    SLUG_CHARACTERS_MAX,
    Language,
    ReferenceKind,
)
from articles.problems import ContentError, Notebook, Place, Problem, Severity, shown
from articles.reading import manuscript
from articles.reading.corrections import Correction, read_corrections
from articles.reading.folder import File, Folder, Kind
from articles.reading.frontmatter import Fields, slug_advice
from articles.reading.health_codes import Topic, read_codes
from articles.reading.nodes import Mapping, Node, Scalar
from articles.reading.pictures import Pictures, Shown, measure
from articles.source import Group, ReferenceSource, TermSource, look_alikes, places_of, slug_of
from glossary.linker import Phrase

UNCHANGED_KEPT = 4_096  # words, and as many sources: at each save the preview reads a folder of which one file changed


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything in the folder but the guides. `tags` and `needs` are by language."""

    terms: Sequence[TermSource] = ()
    references: Sequence[ReferenceSource] = ()
    tags: MappingType[Language, Sequence[Group]] = field(default_factory=dict)
    needs: MappingType[Language, Sequence[Group]] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=dict)  # by path, as images/name.png
    unfit: Collection[str] = ()  # paths of files that are there and could not be read
    topics: Sequence[Topic] = ()  # of codes.yaml
    corrections: Sequence[Correction] = ()  # of all languages
    half_read: Sequence[TermSource] = ()  # terms that are refused, with what could be read of them

    def terms_in(self, language: Language) -> list[TermSource]:
        return [term for term in self.terms if term.language is language]

    def phrases(self, language: Language) -> list[Phrase]:
        return [phrase for term in self.terms_in(language) for phrase in self.phrases_of(term)]

    def phrases_of(self, term: TermSource) -> list[Phrase]:
        spanish = term.language is Language.ES
        return [Phrase(text, term.slug, term.case_sensitive, spanish) for text in (term.term, *term.aliases)]


def read_shelf(found: Folder) -> tuple[Shelf, list[Problem]]:
    """Everything but the guides, and the problems of what could not be read."""
    problems: list[Problem] = []
    terms, half_read = _read_terms(found.of(Kind.TERM), problems)
    references = _read_references(found.of(Kind.REFERENCE), problems)
    tags = _read_lists(found.of(Kind.TAGS), problems, described=True)
    needs = _read_lists(found.of(Kind.NEEDS), problems, described=False)
    pictures = {file.path: _read_picture(file, problems) for file in found.of(Kind.PICTURE)}
    topics = _read_codes(found.of(Kind.CODES), problems)
    corrections = _read_corrections(found.of(Kind.CORRECTIONS), problems)
    unfit = {problem.path for problem in (*found.problems, *problems) if problem.severity is Severity.ERROR}
    unfit -= {f"{language}/tags.yaml" for language in tags} | {f"{language}/needs.yaml" for language in needs}
    return Shelf(terms, references, tags, needs, pictures, unfit, topics, corrections, half_read), problems


def _read_terms(files: Sequence[File], problems: list[Problem]) -> tuple[list[TermSource], list[TermSource]]:
    read, half_read = list[TermSource](), list[TermSource]()
    for file in files:
        try:
            read.append(read_term(file.path, file.raw))
        except TermRefused as refusal:
            problems.extend(refusal.problems)
            half_read += [refusal.term] if refusal.term else []
    return read, half_read


def _read_references(files: Sequence[File], problems: list[Problem]) -> list[ReferenceSource]:
    read = []
    for file in files:
        try:
            read.append(read_reference(file.path, file.raw))
        except ContentError as refusal:
            problems.extend(refusal.problems)
    return read


def _read_picture(file: File, problems: list[Problem]) -> Shown | None:
    notes = Notebook(file.path, [])
    size = measure(file, notes)
    problems.extend(notes.problems)
    return size


def _read_codes(files: Sequence[File], problems: list[Problem]) -> Sequence[Topic]:
    for file in files:
        try:
            return read_codes(file.path, file.raw)
        except ContentError as refusal:
            problems.extend(refusal.problems)
    return ()


def _read_corrections(files: Sequence[File], problems: list[Problem]) -> Sequence[Correction]:
    read = list[Correction]()
    for file in files:
        try:
            read += read_corrections(file.path, file.raw)
        except ContentError as refusal:
            problems.extend(refusal.problems)
    return read


def _read_lists(files: Sequence[File], problems: list[Problem], *, described: bool) -> dict[Language, Sequence[Group]]:
    """By language; a list of which not even the slugs are known is left out."""
    lists: dict[Language, Sequence[Group]] = {}
    for file in files:
        try:
            lists[file.language] = read_groups(file.path, file.raw, described=described)
        except GroupsRefused as refusal:
            problems.extend(refusal.problems)
            if refusal.groups:
                lists[file.language] = refusal.groups
    return lists


class TermRefused(ContentError):
    """`term` has what could be read all the same; None where nothing could."""

    def __init__(self, problems: Iterable[Problem], term: TermSource | None) -> None:
        super().__init__(problems)
        self.term = term


@lru_cache(UNCHANGED_KEPT)
def read_term(path: str, raw: bytes) -> TermSource:
    """Raises TermRefused with every mistake of the file at once."""
    notes = Notebook(path, [])
    slug, language = slug_of(path, notes), Language(path.split("/", 1)[0])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise TermRefused(notes.problems, None)
    fields = opened.fields
    term = TermSource(
        path=path,
        language=language,
        slug=slug,
        term=fields.text("term"),
        aliases=fields.texts("aliases"),
        case_sensitive=fields.flag("case_sensitive"),
        see_also=fields.slugs("see_also"),
        definition=_definition(opened, notes),
        places=places_of(fields, opened.words_line),
        warnings=tuple(look_alikes(opened.text, notes)),
    )
    for key, phrases in (("term", (term.term,)), ("aliases", term.aliases)):
        for phrase in phrases:
            _check_length(key, phrase, fields, notes)
            if phrase and not re.search(r"\w", phrase):
                message = f"“{shown(phrase)}” has no letter or digit. Write the word."
                notes.error(fields.place(key, phrase), "term-form", message)
    fields.refuse_unknown()
    if notes.errors:
        raise TermRefused(notes.problems, term)
    return term


@lru_cache(UNCHANGED_KEPT)
def read_reference(path: str, raw: bytes) -> ReferenceSource:
    notes = Notebook(path, [])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise ContentError(notes.problems)
    fields = opened.fields
    pmid = fields.number("pmid", example="33085174")
    reference = ReferenceSource(
        path=path,
        key=slug_of(path, notes),
        title=fields.text("title"),
        authors=fields.text("authors", required=False),
        organisation=fields.text("organisation", required=False),
        year=fields.number("year", example="2024"),
        url=fields.text("url", required=False),
        doi=fields.text("doi", required=False),
        pmid="" if pmid is None else str(pmid),
        kind=fields.choice("kind", ReferenceKind) or ReferenceKind.STUDY,
    )
    fields.refuse_unknown()
    _check_reference(reference, fields, notes)
    if opened.body.strip() and not opened.keyless:
        before = opened.body[: -len(opened.body.lstrip())]
        message = "A source has no text under the second `---`. Take this out."
        notes.error(opened.body_line + before.count("\n"), "reference-body", message)
    if notes.errors:
        raise ContentError(notes.problems)
    return reference


class GroupsRefused(ContentError):
    """`groups` has the slugs of the whole list where they are sound, whatever else is not; or else it is empty."""

    def __init__(self, problems: Iterable[Problem], groups: tuple[Group, ...]) -> None:
        super().__init__(problems)
        self.groups = groups


def read_groups(path: str, raw: bytes, *, described: bool) -> tuple[Group, ...]:
    """`tags.yaml` (described: each with a `description`) or `needs.yaml`. Raises GroupsRefused."""
    notes = Notebook(path, [])
    listed = manuscript.open_list(raw, notes)
    if listed is None:
        raise GroupsRefused(notes.problems, ())
    if described and not listed.mapping.pairs and not notes.errors:
        message = "No tag stands here. Write `safety:`, and under it, indented, `title: …` and `description: …`."
        notes.error(1, "missing-tags", message)
    groups = tuple(_group(name, node, listed, described) for name, node in listed.mapping.pairs)
    listed.refuse_unknown()
    if notes.errors:
        sound = not listed.spoilt and all(SLUG.fullmatch(group.slug) for group in groups)
        raise GroupsRefused(notes.problems, groups if sound else ())
    return groups


def _group(name: Scalar, node: Node, listed: Fields, described: bool) -> Group:
    notes, slug = listed.notes, name.value
    listed.known.add(slug)
    if not SLUG.fullmatch(slug):
        notes.error(name.place, "slug-form", f"“{shown(slug)}” is no short name. {slug_advice(slug)}")
    elif len(slug) > SLUG_CHARACTERS_MAX:
        listed.too_long(name.place, "slug", slug, SLUG_CHARACTERS_MAX)
    if not isinstance(node, Mapping):
        message = f"Under `{shown(slug)}:` write `title: …` on a line of its own, indented by two spaces."
        notes.error(name.place, "wrong-type", message)
        return Group(slug, "", "", name.place)
    fields = Fields(Mapping(node.pairs, name.place), notes)
    description = fields.text("description") if described else ""
    group = Group(slug, fields.text("title"), description, name.place)
    _check_length("title", group.title, fields, notes)
    fields.refuse_unknown()
    return group


def _check_length(key: str, value: str, fields: Fields, notes: Notebook) -> None:
    if len(value) > NAME_CHARACTERS_MAX:
        fields.too_long(fields.place(key), key, value, NAME_CHARACTERS_MAX)


MARKUP = re.compile(
    r"(\[|\]\(|\*|(?<!\w)_\w|__|`|<|&#?\w+;|^[ \t]*(?:#{1,6}\s|[-+]\s|\d{1,9}\.\s|>|!!!|\|))", re.MULTILINE
)


def _definition(opened: manuscript.Manuscript, notes: Notebook) -> str:
    if opened.keyless:
        return ""
    told = set[tuple[int, str]]()
    for found in MARKUP.finditer(opened.body):
        start = found.end(1) - len(found[1].lstrip())
        row, mark = opened.body.count("\n", 0, start), "[" if found[1] == "](" else found[1].strip()
        if (row, mark) not in told:
            message = f"A definition is plain words; “{mark}” would be shown as it stands. Take it out."
            column = start - opened.body.rfind("\n", 0, start)
            notes.error(Place(opened.body_line + row, column), "definition-markup", message)
        told.add((row, mark))
    words = opened.body.split()
    if not words:
        notes.error(opened.body_line, "empty-body", "The definition is missing. Write it under the second `---`.")
    if len(words) > DEFINITION_WORDS_MAX:
        message = f"The definition has {len(words)} words; at most {DEFINITION_WORDS_MAX} fit. Shorten it."
        notes.error(opened.body_line, "definition-length", message)
    return " ".join(words)


def _check_reference(reference: ReferenceSource, fields: Fields, notes: Notebook) -> None:
    present = {name.value for name, _ in fields.mapping.pairs}
    if not present & {"authors", "organisation"} and not fields.broken:
        message = "Say who made it: add a line `authors: …` or `organisation: …`."
        notes.error(fields.mapping.place, "missing-key", message)
    if not present & {"url", "doi", "pmid"} and not fields.broken:
        notes.error(fields.mapping.place, "missing-key", "Say where it can be read: add `url`, `doi` or `pmid`.")
    host = re.fullmatch(r"https://([^\s<>\"'/@\\?#]+\.[^\s<>\"'/@\\?#]+)(?:[/?#][^\s<>\"']*)?", reference.url)
    if reference.url and (not host or not PLAIN_HOST.fullmatch(host[1])):
        message = f"“{shown(reference.url)}” is no full address in plain letters. Write it from https:// on."
        notes.error(fields.place("url"), "link-scheme", message)
    if reference.doi and not re.fullmatch(r"10\.\d{4,9}/[^\s<>\"']+", reference.doi):
        message = f"“{shown(reference.doi)}” is no DOI. Write only the part from 10. on, as 10.1001/jama.2023.1."
        notes.error(fields.place("doi"), "doi-form", message)
    if reference.pmid and not re.fullmatch(r"[1-9]\d{0,8}", reference.pmid):
        message = f"“{reference.pmid}” is no PubMed number. Write the number that PubMed shows."
        notes.error(fields.place("pmid"), "pmid-form", message)
    if reference.year is not None and not 1800 <= reference.year <= 2100:
        message = f"{reference.year} cannot be the year of a source. Check it."
        notes.error(fields.place("year"), "impossible-date", message)
