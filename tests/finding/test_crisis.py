"""A person in danger sees the numbers before anything else, however they say it."""

import pytest
from django.test import Client

from articles.finding.crisis import in_crisis
from tests.conftest import ContentFolder

IN_DANGER = """
    overdose|Overdose?|overdoes|ovredose|over dose|overdosed|he is overdosing|OD|OD'd|suicide|sucide|suiside|suicidal|
    withdrawal|withdrawl|withdrawals|want to kill myself|I am going to kill my self|end my life|I want to die|
    not breathing|she isn't breathing|can't breathe|stopped breathing|blue lips|his lips are blue|took too much|
    I took way too many pills|can't wake him up|she won't wake up|my son swallowed my pills|seizure|
    poisoning|chest pain|OD’d|I want to end it|he blacked out|blacking out|I took two pills|took 2 tablets|
    hearing things|
    sobredosis|suicidio|no respira|quiero morir|labios azules
""".replace("\n", "").split("|")
NOT_IN_DANGER = [
    *(
        "side effects",
        "benefits",
        "missed dose",
        "is it a good fit",
        "decide",
        "overuse",
        "kratom",
        "how much does it cost",
    ),
    *(
        "too much paper work",
        "wake up early",
        "blue pill",
        "breathing exercises",
        "my dog",
        "life",
        "when does it end",
        "take two tablets",
        "",
        "   ",
    ),
]


@pytest.mark.parametrize("said", [said.strip() for said in IN_DANGER])
def test_words_of_danger_are_understood(said: str) -> None:
    assert in_crisis(said)


@pytest.mark.parametrize("said", NOT_IN_DANGER)
def test_other_words_are_no_alarm(said: str) -> None:
    assert not in_crisis(said)


NUMBERS = ('href="tel:911"', 'href="tel:988"', 'href="tel:+18002221222"')

SEARCH = '<form class="hub-search"'  # what comes right under the title, before all results


def stands_above(page: str, number: str, below: str) -> bool:
    return 0 < page.index(number) < page.index(below)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/?q=overdoes", "/search/?q=zzqq+kill+myself", "/es/search/?q=sobredosis"])
def test_the_numbers_stand_above_all_results(folder: ContentFolder, client: Client, path: str) -> None:
    folder.term("overdose", "overdose")
    folder.sync()
    page = client.get(path).content.decode()
    assert all(stands_above(page, number, SEARCH) for number in NUMBERS)


@pytest.mark.django_db
def test_the_numbers_stand_above_the_404_page_where_its_address_speaks_of_danger(
    folder: ContentFolder, client: Client
) -> None:
    folder.sync()
    for path in ("/overdose/", "/guides/overdoes-help/", "/suicide-hotline", "/es/sobredosis/"):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 404
        assert all(stands_above(page, number, SEARCH) for number in NUMBERS)
    calm = client.get("/guides/no-such-guide/").content.decode()
    assert not any(stands_above(calm, number, SEARCH) for number in NUMBERS)
    assert all(number in calm for number in NUMBERS)
