"""The glossary's pages: A to Z, and a term with the guides that use it."""

import re

import pytest
from django.test import Client

from tests.conftest import ContentFolder


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.term("aud", "AUD", definition="Short for alcohol use disorder.")
    library.term("apple", "apple")
    library.term("five-ht", "5-HT")
    library.write(
        "en/glossary/tolerance.md", "---\nterm: tolerance\nsee_also: [craving, relapse]\n---\nWhen more is needed.\n"
    )
    library.sync()
    return Client()


def test_terms_stand_in_one_article_under_their_letters_whatever_their_case(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    assert page.count("<article>") == 1
    article = page[page.index("<article>") : page.index("</article>")]
    letters = re.split(r'<h2 id="letter-[^"]*">([^<]+)</h2>', article)[1:]
    listed = {
        letter: re.findall(r'<dt><a href="([^"]+)">', terms)
        for letter, terms in zip(letters[::2], letters[1::2], strict=True)
    }
    assert listed == {
        "0–9": ["/glossary/five-ht/"],
        "A": ["/glossary/apple/", "/glossary/aud/"],
        "C": ["/glossary/craving/"],
        "R": ["/glossary/relapse/"],
        "T": ["/glossary/tolerance/"],
    }


def test_each_letter_with_terms_leads_to_them_and_the_others_lead_nowhere(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    nav = page[page.index('<nav class="letters"') :]
    nav = nav[: nav.index("</nav>")]
    jumps = re.findall(r'href="#([^"]+)"', nav)
    assert jumps == ["letter-0–9", "letter-a", "letter-c", "letter-r", "letter-t"]
    assert [jump for jump in jumps if f'id="{jump}"' not in page] == []
    assert nav.count("<li>") == 27
    assert nav.count('<span aria-hidden="true">') == 22


def test_a_term_has_its_definition_in_the_article_and_its_guides_outside(client: Client) -> None:
    page = client.get("/glossary/craving/").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert '<h1>craving</h1>\n    <p class="definition">What it means.</p>' in article
    assert "urge" in article
    assert "/guides/" not in article
    related = page[page.index('id="related"') : page.index("</main>")]
    assert re.findall(r'href="([^"]+)"', related) == ["/guides/first/"]


def test_guides_about_a_term_stand_before_those_that_only_use_it(library: ContentFolder, db: None) -> None:
    summaries = {"a": "Nothing of it.", "b": "A word on cravings.", "c": "Nothing of it.", "d": "What a craving is."}
    titles = {"a": "A night", "b": "Before it", "c": "Calming an urge", "d": "Dealing with a craving"}
    for slug, title in titles.items():
        guide = library.article(slug, "A craving [@label].\n", title=title)
        guide.write_text(re.sub("(?m)^summary: .*", f"summary: {summaries[slug]}", guide.read_text()))
    library.sync()
    page = Client().get("/glossary/craving/").content.decode()
    related = page[page.index('id="related"') : page.index("</main>")]
    listed = re.findall(r'href="/guides/([^"]+)/"', related)
    assert [slug for slug in listed if slug != "first"] == ["d", "c", "b", "a"]


def test_a_term_names_what_to_see_also(client: Client) -> None:
    page = client.get("/glossary/tolerance/").content.decode()
    also = page[page.index('aria-labelledby="see-also"') : page.index('id="related"')]
    assert re.findall(r'href="([^"]+)"', also) == ["/glossary/craving/", "/glossary/relapse/"]
    assert "No guide uses this word yet." in page


def test_a_language_without_terms_says_so(client: Client) -> None:
    response = client.get("/es/glossary/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "<article>" not in page
    assert re.search(r'<p class="notice">.*<a href="/glossary/" lang="en" hreflang="en">', page)
    assert client.get("/es/glossary/craving/").status_code == 404
