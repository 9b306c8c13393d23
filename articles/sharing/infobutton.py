"""What a health record asks by code, read from its parameters; and which guides answer it.

Follows what MedlinePlus Connect documents in public and IHE's open supplement adds. Whatever speaks of a patient or
of a user (age, sex, place, organisation) is neither read nor kept nor echoed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from articles.addresses import INFOBUTTON
from articles.models import Article, Topic
from articles.policy import Language
from articles.reading.health_codes import BY_CATEGORY, NDC_PARTS, CodeSystem, plain

CODES_MAX = 5
ENTRIES_MAX = 10
CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,63}")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CODE = "mainSearchCriteria.v.c"
SYSTEM = "mainSearchCriteria.v.cs"
NAME = "mainSearchCriteria.v.dn"
TEXT = "mainSearchCriteria.v.ot"
RECIPIENT = "informationRecipient"
RECIPIENTS = ("PAT", "PROV", "PAYOR")  # any other is taken for the first, which all guides are written for
LANGUAGE = "informationRecipient.languageCode.c"
TYPE = "knowledgeResponseType"
OLDER = {CODE: "mainSearchCriteria.c.c", SYSTEM: "mainSearchCriteria.c.cs", NAME: "mainSearchCriteria.c.dn",
         TEXT: "mainSearchCriteria.c.ot"}  # fmt: skip

SYSTEMS = {
    CodeSystem.RXNORM: ("2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm", "RXNORM"),
    CodeSystem.NDC: ("2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc", "NDC"),
    CodeSystem.SNOMED_CT: ("2.16.840.1.113883.6.96", "http://snomed.info/sct", "SNOMEDCT", "SNOMEDCT_US"),
    CodeSystem.ICD_10_CM: ("2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm", "ICD10CM"),
    CodeSystem.LOINC: ("2.16.840.1.113883.6.1", "http://loinc.org", "LOINC"),
    CodeSystem.MESH: ("2.16.840.1.113883.6.177", "MESH"),
    CodeSystem.ATC: ("2.16.840.1.113883.6.73", "http://www.whocc.no/atc", "ATC"),
    CodeSystem.HCPCS: ("2.16.840.1.113883.6.285", "HCPCS"),
}
NUMBERED = re.compile(r"mainsearchcriteria(\.[vc]\.(?:c|cs|dn|ot)(\d+))")
NUMBERING = f"the first code has no number, the next ones 1, 2, 3 without a gap, {CODES_MAX} in all at most."
KIND_OF_CONCEPT = re.compile(r" \((?:disorder|finding|product|medicinal product|substance)\)$")  # SNOMED CT's


def _spelling(system: str) -> str:
    """As names of code systems are compared: an OID, an address or a word, each written in many ways."""
    bare = re.sub(r"[\s_-]", "", system.casefold()).removeprefix("urn:oid:").rstrip("/")
    return bare.replace("https:", "http:", 1)


BY_SPELLING = {_spelling(name): system for system, names in SYSTEMS.items() for name in names}


class Answer(StrEnum):
    ATOM = "text/xml"
    JSON = "application/json"
    SCRIPT = "application/javascript"
    PAGE = "text/html"


class Malformed(Exception):
    """A request that cannot be understood: the message names the parameter and says what it must be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing: by code, by name, or both. `system` is as it was sent, and may be one that we do not know."""

    code: str
    system: str
    name: str

    def __str__(self) -> str:
        """As a person reads it: the name, or the code as “RXNORM 7243”."""
        known = BY_SPELLING.get(_spelling(self.system))
        return self.name or f"{known.upper() if known else self.system} {self.code}"


@dataclass(frozen=True, slots=True)
class Question:
    """`used` are the parameters that the answer echoes, as they were sent."""

    asked: tuple[Asked, ...]
    recipient: str
    language: Language | None  # None: one that we do not speak
    answer: Answer
    callback: str
    used: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A topic of `content/codes.yaml`: what it is about, its first code as people write it, and its answer."""

    title: str
    code: str
    address: str


def examples() -> list[Example]:
    found = []
    for topic in Topic.objects.all():
        for system, code in topic.codes[:1]:
            names = SYSTEMS[CodeSystem(system)]
            sent = {CODE: code, SYSTEM: names[0], TYPE: Answer.PAGE.value}
            found.append(Example(topic.title, _as_written(system, code), f"{INFOBUTTON}?{urlencode(sent)}"))
    return found


def _as_written(system: str, code: str) -> str:
    dotted = f"{code[:3]}.{code[3:]}".rstrip(".") if system == CodeSystem.ICD_10_CM else code
    return f"{system.upper()} {dotted}"


def read(parameters: Iterable[tuple[str, str]]) -> Question:
    """Raises Malformed. What is not known is passed over."""
    sent = _sent(parameters)
    asked, used = _asked(sent)
    recipient = sent.get(RECIPIENT.casefold(), "")
    recipient = recipient if recipient.upper() in RECIPIENTS else RECIPIENTS[0]
    used.append((RECIPIENT, recipient))
    languages = [(name, sent[name.casefold()]) for name in _numbered(LANGUAGE) if name.casefold() in sent]
    used += languages
    answer = _answer(sent)
    callback = sent.get("callback", "")
    if answer is Answer.SCRIPT and not CALLBACK.fullmatch(callback):
        raise Malformed("callback: give the name of a JavaScript function, of letters, digits, _, $ and dots.")
    return Question(asked, recipient, _language([tag for _, tag in languages]), answer, callback, tuple(used))


def wanted(parameters: Iterable[tuple[str, str]]) -> Answer:
    """In what form the answer is asked for, also where the rest of the question is malformed."""
    return _answer(_sent(parameters))


def _sent(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names count in any letter case, the first of two that are the same, empty values as absent."""
    sent: dict[str, str] = {}
    for name, value in parameters:
        words = " ".join(NOT_IN_XML.sub(" ", value).split())
        if words:
            sent.setdefault(name.casefold(), words)
    return sent


def _asked(sent: Mapping[str, str]) -> tuple[tuple[Asked, ...], list[tuple[str, str]]]:
    _check_numbers(sent)
    asked, used, missing = [], list[tuple[str, str]](), False
    for number in range(CODES_MAX + 1):
        ending = str(number) if number else ""
        found = {name: _either(sent, name, ending) for name in (CODE, SYSTEM, NAME, TEXT)}
        if not any(found.values()):
            missing = True
            continue
        if number == CODES_MAX:
            raise Malformed(f"{CODE}{ending}: at most {CODES_MAX} codes can be asked for at once.")
        if missing:
            raise Malformed(f"{CODE}{ending}: {NUMBERING}")
        if found[CODE] and not found[SYSTEM]:
            raise Malformed(f"{SYSTEM}{ending}: a code needs its code system, as 2.16.840.1.113883.6.88.")
        name = found[NAME] or found[TEXT]
        if not found[CODE] and not name:
            raise Malformed(f"{CODE}{ending}: give a code, or a name in {NAME}{ending} or {TEXT}{ending}.")
        asked.append(Asked(found[CODE], found[SYSTEM], name))
        used += [(f"{parameter}{ending}", value) for parameter, value in found.items() if value]
    if not asked:
        raise Malformed(f"{CODE}: give a code with its system in {SYSTEM}, or a name in {TEXT}.")
    return tuple(asked), used


def _check_numbers(sent: Mapping[str, str]) -> None:
    for name in sent:
        numbered = NUMBERED.fullmatch(name)
        if numbered and numbered[2] not in map(str, range(1, CODES_MAX + 1)):
            raise Malformed(f"mainSearchCriteria{numbered[1]}: {NUMBERING}")


def _either(sent: Mapping[str, str], name: str, ending: str) -> str:
    return sent.get(f"{name}{ending}".casefold()) or sent.get(f"{OLDER[name]}{ending}".casefold(), "")


def _numbered(name: str) -> list[str]:
    return [f"{name}{number or ''}" for number in range(CODES_MAX)]


def _language(wanted: list[str]) -> Language | None:
    """The first that we speak, of those asked for; English where none was."""
    spoken = [tag.casefold().replace("_", "-").split("-")[0] for tag in wanted] or [Language.EN]
    return next((Language(tag) for tag in spoken if tag in list(Language)), None)


def _answer(sent: Mapping[str, str]) -> Answer:
    """Atom where nothing or something else is asked for, as other services do."""
    kind = sent.get(TYPE.casefold(), "").split(";")[0].strip().casefold()
    return Answer(kind) if kind in list(Answer) else Answer.ATOM


def guides(question: Question) -> list[Article]:
    """The published guides that answer, the best first; none for a code that we do not know, for a guess could harm."""
    if question.language is None:
        return []
    topics = list(Topic.objects.all())
    slugs = dict.fromkeys(slug for asked in question.asked for slug in _slugs(asked, topics))
    published = Article.objects.published().in_language(question.language).filter(slug__in=slugs).for_lists()
    by_slug = {guide.slug: guide for guide in published}
    return [by_slug[slug] for slug in slugs if slug in by_slug][:ENTRIES_MAX]


def _slugs(asked: Asked, topics: list[Topic]) -> list[str]:
    system = BY_SPELLING.get(_spelling(asked.system))
    found: list[Topic] = []
    if asked.code and system:
        codes = _may_be(system, plain(system, asked.code))
        fits = [
            (len(own), topic)
            for topic in topics
            for name, own in topic.codes
            if name == system and any(_fits(system, own, code) for code in codes)
        ]
        found = [topic for _, topic in sorted(fits, key=lambda fit: -fit[0])]
    elif not asked.code:
        name = KIND_OF_CONCEPT.sub("", asked.name.casefold())
        found = [topic for topic in topics if name in {known.casefold() for known in (topic.title, *topic.names)}]
    return [slug for topic in found for slug in topic.guides]


def _may_be(system: CodeSystem, code: str) -> list[str]:
    """An NDC of 10 digits, without hyphens, lacks the first digit of one of its parts, and does not say of which."""
    if system is not CodeSystem.NDC or len(code) != sum(NDC_PARTS) - 1:
        return [code]
    starts = [sum(NDC_PARTS[:part]) for part in range(len(NDC_PARTS))]
    return [f"{code[:start]}0{code[start:]}" for start in starts]


def _fits(system: CodeSystem, own: str, asked: str) -> bool:
    if system is CodeSystem.NDC and len(asked) == sum(NDC_PARTS[:2]):  # a product, in whichever package
        return own.startswith(asked)
    return asked.startswith(own) if system in BY_CATEGORY else asked == own
