"""The public JSON: complete, described truly, and open to every origin."""

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from articles.models import Article, Reference
from glossary.models import Term
from tests.conftest import ContentFolder

LISTS = {
    "/api/v1/guides/": "Guides",
    "/api/v1/terms/": "Terms",
    "/api/v1/references/": "References",
    "/api/v1/corrections/": "Corrections",
}


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


def test_the_lists_name_everything_published_and_nothing_else(client: Client) -> None:
    guides = read(client, "/api/v1/guides/")["guides"]
    assert [guide["slug"] for guide in guides] == ["first", "late", "second"]
    assert {term["slug"] for term in read(client, "/api/v1/terms/")["terms"]} == {"craving", "relapse"}
    assert [each["key"] for each in read(client, "/api/v1/references/")["references"]] == ["label"]


def test_a_brief_guide_leads_to_its_page_its_text_and_the_whole_guide(client: Client) -> None:
    brief = read(client, "/api/v1/guides/")["guides"][0]
    assert brief == {
        "language": "en",
        "slug": "first",
        "title": "The first guide",
        "summary": "What the first guide says.",
        "url": "https://guides.example/guides/first/",
        "api": "https://guides.example/api/v1/guides/first/",
        "source": "https://guides.example/guides/first.md",
        "sources_checked": "2025-11-20",
        "review_by": "2027-11-20",
        "overdue": False,
        "changed_at": brief["changed_at"],
        "changed_in": 1,
    }
    assert brief["changed_at"].endswith("Z")


def test_a_whole_guide_has_all_that_its_page_has(client: Client) -> None:
    whole = read(client, "/api/v1/guides/first/")
    stored = Article.objects.get(slug="first")
    assert whole["html"] == stored.lead_html + stored.body_html + stored.onward_html
    assert whole["markdown"] == stored.markdown
    assert whole["sections"][1] == {
        "id": "before",
        "level": 2,
        "title": "Before",
        "url": "https://guides.example/guides/first/#before",
    }
    assert whole["references"] == [{"number": 1, "key": "label", "locators": "Section 2"}]
    assert (whole["need"], whole["tags"], whole["terms"]) == ("starting", ["safety"], ["craving"])
    assert read(client, "/api/v1/guides/")["guides"][0].items() <= whole.items()


def test_corrections_are_listed_for_good_and_stand_with_their_guide_as_long_as_its_page_shows_them(
    client: Client, library: ContentFolder
) -> None:
    entry = "  - {{date: {}, guide: first, was: Wait 3 days., right: Wait 7 days., until: {}}}\n"
    text = entry.format("2026-11-01", "2026-11-20") + entry.format("2026-11-20", "2099-01-01")
    library.write("en/corrections.yaml", "corrections:\n" + text)
    library.sync()
    listed = read(client, "/api/v1/corrections/")["corrections"]
    assert listed[0] == {
        "date": "2026-11-20",
        "guide": "first",
        "was": "Wait 3 days.",
        "right": "Wait 7 days.",
        "until": "2099-01-01",
        "url": "https://guides.example/corrections/#first-2026-11-20",
    }
    assert [each["date"] for each in listed] == ["2026-11-20", "2026-11-01"]
    assert read(client, "/api/v1/guides/first/")["corrections"] == listed[:1]
    assert read(client, "/api/v1/guides/second/")["corrections"] == []
    test_the_description_is_valid_and_true_of_every_answer(client)


def test_changes_keep_their_days(client: Client, library: ContentFolder) -> None:
    path = library.root / "en/articles/second.md"
    told = 'changes:\n  - {date: 2025-11-19, text: "Added a sentence."}\n---\n'
    path.write_text(path.read_text().replace("formerly: []\n---\n", f"formerly: []\n{told}"))
    library.sync()
    assert read(client, "/api/v1/guides/second/")["changes"] == [{"date": "2025-11-19", "text": "Added a sentence."}]


def test_a_guide_s_answer_stays_the_same_while_others_change(client: Client, library: ContentFolder) -> None:
    before = {slug: client.get(f"/api/v1/guides/{slug}/") for slug in ("first", "second")}
    path = library.root / "en/articles/second.md"
    path.write_text(path.read_text() + "\nOne sentence more.\n")
    assert library.sync().edition == 2
    after = {slug: client.get(f"/api/v1/guides/{slug}/") for slug in before}
    assert after["first"].headers["ETag"] == before["first"].headers["ETag"]
    assert json.loads(after["second"].content)["edition"] == 2
    assert read(client, "/api/v1/guides/")["edition"] == 2


def test_terms_and_references_say_where_they_are_used(client: Client) -> None:
    terms = {term["slug"]: term for term in read(client, "/api/v1/terms/")["terms"]}
    assert terms["relapse"]["guides"] == ["second"]
    assert terms["craving"]["guides"] == ["first"]  # not the draft
    assert terms["craving"]["aliases"] == ["urge"]
    assert read(client, "/api/v1/references/")["references"][0]["cited_in"] == ["first", "late", "second"]


def test_an_unknown_guide_and_a_draft_are_not_there_and_a_renamed_one_has_moved(client: Client) -> None:
    for slug in ("nobody", "hidden"):
        response = client.get(f"/api/v1/guides/{slug}/")
        assert (response.status_code, list(json.loads(response.content))) == (404, ["error"])
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    moved = client.get("/api/v1/guides/older-first/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/guides/first/")
    assert moved.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", [*LISTS, "/api/v1/guides/first/", "/api/v1/openapi.json", "/es/api/v1/terms/"])
def test_every_origin_may_read_and_keep_it(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"].startswith("public")
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_the_description_is_valid_and_true_of_every_answer(client: Client) -> None:
    description = read(client, "/api/v1/openapi.json")
    validate(description)
    for address, name in {**LISTS, "/api/v1/guides/first/": "Guide", "/api/v1/guides/nobody/": "Refusal"}.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
        closed = json.loads(
            json.dumps(schema).replace('"type": "object"', '"type": "object", "additionalProperties": false')
        )
        Draft202012Validator(closed).validate(json.loads(client.get(address).content))
    assert description["servers"] == [{"url": "https://guides.example/api/v1"}]
    assert set(description["paths"]) == {"/guides/", "/guides/{slug}/", "/terms/", "/references/", "/corrections/"}


def test_the_lists_ask_the_index_few_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    for address in LISTS:
        with django_assert_max_num_queries(5):
            client.get(address)


def test_nothing_is_left_out_of_our_own_models(client: Client) -> None:
    assert len(read(client, "/api/v1/terms/")["terms"]) == Term.objects.in_language("en").count()
    assert len(read(client, "/api/v1/references/")["references"]) == Reference.objects.count()


def test_spanish_is_empty_until_there_is_some(client: Client) -> None:
    assert read(client, "/es/api/v1/guides/") == {"edition": 1, "guides": []}
