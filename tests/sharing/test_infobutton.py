"""A health record's question, as real systems word it, and the answer that their clients read."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from articles.models import Topic
from tests.conftest import ContentFolder, Server
from tests.sharing.atom import faults

ATOM = "{http://www.w3.org/2005/Atom}"
RXNORM, ICD, NDC = (f"2.16.840.1.113883.6.{number}" for number in ("88", "90", "69"))
CODE, SYSTEM = "mainSearchCriteria.v.c", "mainSearchCriteria.v.cs"
NAME, TEXT = "mainSearchCriteria.v.dn", "mainSearchCriteria.v.ot"
JSON = {"knowledgeResponseType": "application/json"}

CODES = """\
drug:
  title: A drug
  names: [Vivitrol]
  codes: [{system: rxnorm, code: "7243", source: "a list"}]
  guides: [second, first]
trouble:
  title: Trouble
  names: []
  codes: [{system: icd-10-cm, code: F10.23, source: "a list"}]
  guides: [late]
"""


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    topics: list[tuple[str, list[str], list[list[str]], list[str]]] = [
        ("drug", ["Vivitrol"], [["rxnorm", "7243"], ["ndc", "65757030001"]], ["second", "first", "hidden", "gone"]),
        ("withdrawal", [], [["icd-10-cm", "F1023"]], ["late"]),
        ("alcohol", ["alcohol use disorder"], [["icd-10-cm", "F10"]], ["first"]),
    ]
    for position, (slug, names, codes, guides) in enumerate(topics):
        Topic.objects.create(
            slug=slug, title=f"About {slug}", names=names, codes=codes, guides=guides, position=position
        )
    return Client()


def asked(client: Client, parameters: dict[str, str]) -> Any:
    response = client.get(f"/infobutton/?{urlencode({**parameters, **JSON})}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)["feed"]


def found(client: Client, parameters: dict[str, str]) -> list[str]:
    """Slugs of the answer, by the paths that clients read."""
    entries = asked(client, parameters)["entry"]
    return [entry["link"][0]["href"].rstrip("/").rsplit("/", 1)[-1] for entry in entries]


def test_a_code_finds_its_published_guides_the_best_first(client: Client) -> None:
    feed = asked(client, {CODE: "7243", SYSTEM: RXNORM, NAME: "naltrexone", "informationRecipient": "PAT"})
    assert [entry["title"]["_value"] for entry in feed["entry"]] == ["The second guide", "The first guide"]
    entry = feed["entry"][0]
    assert entry["link"][0]["href"] == "https://guides.example/guides/second/"
    assert (entry["link"][0]["rel"], entry["link"][0]["hreflang"]) == ("alternate", "en")
    assert entry["summary"] == {"_value": "What the second guide says.", "type": "text"}
    assert entry["id"]["_value"] == "tag:guides.example,2026:/guides/second/"
    assert (feed["lang"], feed["base"]) == ("en", "https://guides.example/")
    assert feed["category"] == [
        {"scheme": CODE, "term": "7243"},
        {"scheme": SYSTEM, "term": RXNORM},
        {"scheme": NAME, "term": "naltrexone"},
        {"scheme": "informationRecipient", "term": "PAT"},
    ]
    assert feed["id"]["_value"].startswith("urn:uuid:")
    assert feed["subtitle"]["_value"] == "Guides for naltrexone"


@pytest.mark.parametrize(
    "parameters",
    [
        {CODE: "7243", SYSTEM: "urn:oid:" + RXNORM},
        {CODE: "7243", SYSTEM: "http://www.nlm.nih.gov/research/umls/rxnorm"},
        {CODE: "7243", SYSTEM: "RXNORM"},
        {CODE.upper(): " 7243 ", SYSTEM.lower(): RXNORM},
        {"mainSearchCriteria.c.c": "7243", "mainSearchCriteria.c.cs": RXNORM},
        {CODE: "7243", SYSTEM: RXNORM, "mainSearchCriteria.c.c": "1"},
        {CODE: "65757-300-01", SYSTEM: NDC},
        {CODE: "65757-0300-01", SYSTEM: NDC},
        {CODE: "65757030001", SYSTEM: NDC},
        {CODE: "6575730001", SYSTEM: NDC},
        {CODE: "65757-0300", SYSTEM: NDC},
        {CODE: "65757-300", SYSTEM: NDC},
        {CODE: "7243", SYSTEM: "https://www.nlm.nih.gov/research/umls/rxnorm/"},
        {CODE: "7243", SYSTEM: "rx norm"},
        {CODE: "7243\x01", SYSTEM: RXNORM},
        {NAME: "Vivitrol (product)"},
        {CODE: "", SYSTEM: "", NAME: "vivitrol"},
        {TEXT: "About  drug"},
        {CODE: "7243", SYSTEM: RXNORM, "age.v.v": "40", "taskContext.c.c": "MLREV", "unknown": "x", "subTopic.v.c": ""},
    ],
)
def test_the_same_question_in_the_words_of_many_senders(client: Client, parameters: dict[str, str]) -> None:
    assert found(client, parameters) == ["second", "first"]


@pytest.mark.parametrize(
    ("code", "slugs"),
    [
        ("F10.20", ["first"]),
        ("f1020", ["first"]),
        ("F10", ["first"]),
        ("F10.23", ["late", "first"]),
        ("F10.231", ["late", "first"]),
        ("F1", []),
        ("F11.20", []),
    ],
)
def test_a_diagnosis_is_found_by_its_category_the_closest_first(client: Client, code: str, slugs: list[str]) -> None:
    assert found(client, {CODE: code, SYSTEM: ICD}) == slugs


@pytest.mark.parametrize("code", ["F10.130", "F10.231", "F10.939"])
def test_whoever_is_in_alcohol_withdrawal_is_led_to_its_emergency_first(site: Server, code: str) -> None:
    """By our own codes: abuse, dependence, and use that is not specified each have a code of withdrawal."""
    with urlopen(f"{site.url}/infobutton/?{urlencode({CODE: code, SYSTEM: ICD, **JSON})}") as answer:
        entries = json.load(answer)["feed"]["entry"]
    assert entries[0]["link"][0]["href"].endswith("/guides/alcohol-withdrawal-first/")


@pytest.mark.parametrize("system", ["ICD-10-CM", "icd10cm", "http://hl7.org/fhir/sid/icd-10-cm", "URN:OID:" + ICD])
def test_a_code_system_is_known_by_each_of_its_names(client: Client, system: str) -> None:
    assert found(client, {CODE: "F10.20", SYSTEM: system}) == ["first"]


@pytest.mark.parametrize("code", ["65757-0301-01", "6575730002", "65757-301", "657573001", "0657573001"])
def test_the_code_of_another_package_is_none_of_ours(client: Client, code: str) -> None:
    assert found(client, {CODE: code, SYSTEM: NDC}) == []


def test_several_codes_are_answered_together_each_guide_once(client: Client) -> None:
    parameters = {CODE: "F10.23", SYSTEM: ICD, f"{CODE}1": "7243", f"{SYSTEM}1": RXNORM}
    assert found(client, parameters) == ["late", "first", "second"]


@pytest.mark.parametrize(
    "parameters",
    [
        {CODE: "1", SYSTEM: RXNORM},
        {CODE: "7243", SYSTEM: "2.16.840.1.113883.6.999"},
        {CODE: "7243", SYSTEM: ICD},
        {CODE: "7243", SYSTEM: RXNORM, NAME: "Vivitrol", "informationRecipient.languageCode.c": "fr"},
        {NAME: "aspirin"},
    ],
)
def test_what_is_not_known_gets_an_empty_answer_that_says_so_and_never_a_guess(
    client: Client, parameters: dict[str, str]
) -> None:
    feed = asked(client, parameters)
    assert feed["entry"] == []
    assert feed["subtitle"]["_value"].startswith("No guide for ")


def test_spanish_is_answered_in_spanish_or_not_at_all(client: Client, library: ContentFolder) -> None:
    spanish = {CODE: "7243", SYSTEM: RXNORM, "informationRecipient.languageCode.c": "es-MX"}
    assert asked(client, spanish)["entry"] == []
    library.write("es/tags.yaml", "safety:\n  title: Seguridad\n  description: Con cuidado.\n")
    library.article("first", "Un texto [@label].\n", title="La primera", language="es")
    library.sync()
    feed = asked(client, spanish)
    assert [entry["title"]["_value"] for entry in feed["entry"]] == ["La primera"]
    assert feed["lang"] == "es"
    assert feed["entry"][0]["link"][0]["href"] == "https://guides.example/es/guides/first/"
    several = {**spanish, "informationRecipient.languageCode.c": "fr", "informationRecipient.languageCode.c1": "es"}
    feed = asked(client, several)
    assert feed["lang"] == "es"
    again = asked(client, dict(parse_qsl(urlsplit(feed["link"][0]["href"]).query)))
    assert again == feed  # its own address has all languages that were asked for


@pytest.mark.parametrize(("sent", "told"), [("PROV", "PROV"), ("", "PAT"), ("NURSE", "PAT")])
def test_a_recipient_is_echoed_only_where_it_is_known(client: Client, sent: str, told: str) -> None:
    feed = asked(client, {CODE: "7243", SYSTEM: RXNORM, "informationRecipient": sent})
    assert {"scheme": "informationRecipient", "term": told} in feed["category"]


def test_atom_is_the_default_and_says_the_same(client: Client) -> None:
    query = urlencode({CODE: "7243", SYSTEM: RXNORM})
    for asked_for in ("", "&knowledgeResponseType=text/xml", "&knowledgeResponseType=application/pdf"):
        response = client.get(f"/infobutton/?{query}{asked_for}")
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert faults(response.content) == []
        feed = ElementTree.fromstring(response.content)
        assert feed.tag == f"{ATOM}feed"
        assert [child.tag.removeprefix(ATOM) for child in feed] == [
            *("title", "subtitle", "author", "updated", "category", "category", "category", "id", "link"),
            *("entry", "entry"),
        ]
        entry = feed.find(f"{ATOM}entry")
        assert entry is not None
        assert entry.findtext(f"{ATOM}title") == "The second guide"
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"] == "https://guides.example/guides/second/"
        own = feed.find(f"{ATOM}link")
        assert own is not None
        assert own.attrib["rel"] == "self"
        assert "7243" in own.attrib["href"]


def test_a_code_without_a_name_is_said_as_a_person_reads_it(client: Client) -> None:
    query = {CODE: "7243", SYSTEM: RXNORM, "knowledgeResponseType": "text/html"}
    page = client.get(f"/infobutton/?{urlencode(query)}").content.decode()
    assert '<p class="summary">Guides for RXNORM 7243</p>' in page
    assert asked(client, {CODE: "Z1", SYSTEM: "unheard.of"})["subtitle"]["_value"] == "No guide for unheard.of Z1"


def test_nothing_of_a_patient_is_echoed(client: Client) -> None:
    query = urlencode({CODE: "7243", SYSTEM: RXNORM, "age.v.v": "40", "patientPerson.administrativeGenderCode.c": "F"})
    page = client.get(f"/infobutton/?{query}").content.decode()
    assert "age.v" not in page
    assert "Gender" not in page


def test_a_script_calls_the_function_that_was_named(client: Client) -> None:
    query = {CODE: "7243", SYSTEM: RXNORM, "knowledgeResponseType": "application/javascript", "callback": "a.b$1"}
    response = client.get(f"/infobutton/?{urlencode(query)}")
    body = response.content.decode()
    assert response.headers["Content-Type"] == "application/javascript; charset=utf-8"
    assert body.startswith("/**/a.b$1({")
    assert len(json.loads(body.removeprefix("/**/a.b$1(").removesuffix(");"))["feed"]["entry"]) == 2
    for callback in ("", "alert(1)//", "1a", "a" * 65, "a;b"):
        refused = client.get(f"/infobutton/?{urlencode({**query, 'callback': callback})}")
        assert refused.status_code == 400
        assert "callback" in json.loads(refused.content)["error"]


def test_a_person_is_led_to_the_one_guide_or_shown_a_short_list(client: Client) -> None:
    html = {"knowledgeResponseType": "text/html"}
    one = client.get(f"/infobutton/?{urlencode({CODE: 'F10', SYSTEM: ICD, **html})}")
    assert (one.status_code, one.headers["Location"]) == (302, "/guides/first/")
    several = client.get(f"/infobutton/?{urlencode({CODE: '7243', SYSTEM: RXNORM, **html})}").content.decode()
    assert several.index("/guides/second/") < several.index("/guides/first/")
    none = client.get(f"/infobutton/?{urlencode({CODE: '1', SYSTEM: RXNORM, **html})}")
    assert none.status_code == 200
    assert "We have no guide for what was asked" in none.content.decode()


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({}, CODE),
        ({"informationRecipient": "PAT"}, CODE),
        ({CODE: "7243"}, SYSTEM),
        ({SYSTEM: RXNORM}, CODE),
        ({f"{CODE}1": "7243", f"{SYSTEM}1": RXNORM}, f"{CODE}1"),
        ({CODE: "7243", SYSTEM: RXNORM, f"{CODE}2": "1", f"{SYSTEM}2": RXNORM}, f"{CODE}2"),
        ({CODE: "7243", SYSTEM: RXNORM, f"{CODE}1": "1"}, f"{SYSTEM}1"),
        ({f"{NAME}{n or ''}": "x" for n in range(6)}, f"{CODE}5"),
        ({CODE: "7243", SYSTEM: RXNORM, f"{CODE}7": "1", f"{SYSTEM}7": RXNORM}, f"{CODE}7"),
        ({CODE: "7243", SYSTEM: RXNORM, f"{NAME}01".upper(): "x"}, f"{NAME}01"),
        ({CODE: "7243", SYSTEM: RXNORM, "mainSearchCriteria.c.dn9": "x"}, "mainSearchCriteria.c.dn9"),
    ],
)
@pytest.mark.parametrize("wanted", ["", "text/xml", "application/json", "text/html"])
def test_a_malformed_question_is_told_which_parameter(
    client: Client, parameters: dict[str, str], names: str, wanted: str
) -> None:
    response = client.get(f"/infobutton/?{urlencode({**parameters, 'knowledgeResponseType': wanted})}")
    assert response.status_code == 400
    body = response.content.decode()
    if wanted == "application/json":
        body = json.loads(body)["error"]
    elif wanted != "text/html":
        body = str(ElementTree.fromstring(body).text)
    assert body.startswith(f"{names}: ")


@pytest.mark.parametrize("spelling", ["knowledgeResponseType", "KNOWLEDGERESPONSETYPE", "knowledgeresponsetype"])
@pytest.mark.parametrize("kind", ["application/json", " Application/JSON; charset=utf-8"])
def test_a_refusal_comes_in_the_form_that_was_asked_for_however_it_was_spelt(
    client: Client, spelling: str, kind: str
) -> None:
    refused = client.get(f"/infobutton/?{urlencode({CODE: '7243', spelling: kind})}")
    assert refused.status_code == 400
    assert json.loads(refused.content)["error"].startswith(SYSTEM)


@pytest.mark.parametrize("letter", ["\x00", "\x01", "\x1b", "\ufffe"])
def test_what_no_xml_can_hold_is_not_echoed(client: Client, letter: str) -> None:
    asked = {
        NAME: f"a{letter}b",
        "informationRecipient": f"P{letter}",
        "informationRecipient.languageCode.c": f"en{letter}",
    }
    response = client.get(f"/infobutton/?{urlencode(asked)}")
    assert faults(response.content) == []
    assert ElementTree.fromstring(response.content).findtext(f"{ATOM}subtitle") == "No guide for a b"


def test_a_form_in_another_charset_is_read_as_well(client: Client) -> None:
    form = urlencode({CODE: "7243", SYSTEM: RXNORM, **JSON})
    kind = "application/x-www-form-urlencoded; charset=ISO-8859-1"
    posted = client.post("/infobutton/", form, content_type=kind)
    assert len(json.loads(posted.content)["feed"]["entry"]) == 2


def test_it_may_be_posted_and_nothing_else(client: Client) -> None:
    form = urlencode({CODE: "7243", SYSTEM: RXNORM, **JSON})
    posted = client.post("/infobutton/", form, content_type="application/x-www-form-urlencoded")
    assert posted.status_code == 200
    assert len(json.loads(posted.content)["feed"]["entry"]) == 2
    assert posted.cookies == {}
    put = client.put("/infobutton/")
    assert (put.status_code, put.headers["Allow"]) == (405, "GET, HEAD, POST")
    other = client.post("/guides/")
    assert (other.status_code, other.headers["Allow"]) == (405, "GET, HEAD")


def test_it_is_open_to_records_and_kept_by_nobody(client: Client) -> None:
    for query in (urlencode({CODE: "7243", SYSTEM: RXNORM, **JSON}), ""):
        response = client.get(f"/infobutton/?{query}")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Cache-Control"] == "no-store"


def test_words_that_look_like_markup_stay_words(client: Client) -> None:
    query = urlencode({NAME: "</title><script>alert(1)</script>"})
    response = client.get(f"/infobutton/?{query}")
    assert ElementTree.fromstring(response.content).findtext(f"{ATOM}subtitle", "").endswith("</script>")
    page = client.get(f"/infobutton/?{query}&knowledgeResponseType=text/html").content.decode()
    assert "<script>alert" not in page


def test_the_page_for_clinicians_shows_the_address_and_an_answer_for_each_topic(
    client: Client, library: ContentFolder
) -> None:
    library.write("codes.yaml", CODES)
    library.article("clinicians")
    library.sync()
    page = client.get("/clinicians/").content.decode()
    shown = page[page.index('id="health-record"') :]
    shown = shown[: shown.index("</section>")]
    assert "https://guides.example/infobutton/" in shown.replace("<wbr>", "")
    examples = re.findall(r'<li><a href="([^"]*)">([^<]*)</a> <span class="together">\(([^)]*)\)</span></li>', shown)
    assert [(title, code) for _, title, code in examples] == [
        ("A drug", "RXNORM 7243"),
        ("Trouble", "ICD-10-CM F10.23"),
    ]
    drug, trouble = (client.get(unescape(address)) for address, _, _ in examples)
    assert "The second guide" in drug.content.decode()
    assert (trouble.status_code, trouble["Location"]) == (302, "/guides/late/")  # the only one
    assert "health-record" not in client.get("/guides/first/").content.decode()
