"""A person in danger sees the numbers before anything else, however they say it."""

import pytest
from django.test import Client

from articles.finding.crisis import in_crisis
from articles.finding.wordforms import words_in
from tests.conftest import ROOT, ContentFolder

IN_DANGER = """
    he drank too much|drunk too much|
    overdose|Overdose?|overdoes|ovredose|over dose|overdosed|he is overdosing|OD|OD'd|suicide|sucide|suiside|suicidal|
    withdrawal|withdrawl|withdrawals|want to kill myself|I am going to kill my self|end my life|I want to die|
    not breathing|she isn't breathing|can't breathe|stopped breathing|blue lips|his lips are blue|took too much|
    I took way too many pills|can't wake him up|she won't wake up|my son swallowed my pills|seizure|
    poisoning|chest pain|OD’d|I want to end it|he blacked out|blacking out|I took two pills|took 2 tablets|
    hearing things|sewerside|blackout|blackouts|
    i took to much|taken to many|took all my pills|took the whole bottle|kids found my tablets|baby ate a pill|
    he got into my pills|gone blue|she went blue|going blue|gone grey|my mate is out cold|not responding|
    wont come round|foaming at the mouth|having a fit|cant stay awake|snoring funny|heart stopped|cant brethe|
    cant breeth|cant catch my breath|struggling to breathe|tongue swelling|face swollen|lips are swollen|
    bleeding wont stop|topping myself|slit my wrists|nothing to live for|life isnt worth living|
    dont want to be here anymore|dont want to wake up|wanna end it|hurt my self|nodding off|she is not moving|
    breathing funny|unalive myself|the dog ate my pills|accidentally took two|my husband ate my tablets|
    took 4 pills|took three tablets|he ate a whole bottle|took a load of tablets|had two injections|cant stop vomiting|
    toddler got hold of my tablets|used on top of naltrexone|throwing up blood|anaphylactic|her lips are purple|999|
    chest hurts|my chest is tight|barley breathing|cant feel a pulse|he has gone limp|swelling of the face|
    no point in living|wish i wasnt here|going to jump|drank bleach|
    sobredosis|suicidio|no respira|quiero morir|labios azules|
    thinking of doing my self in|hes done himself in|end my own life|im tired of being alive|drown myself|
    taking way too many pills|given him too much|my kid got into my meds|puppy chewed my pills|took ten pills|
    her nails are purple|barely breathing|not responding|cant rouse him|hes floppy|swallowed loads of tablets|
    tight chest|pressure in my chest|coughing up blood|my throat is closing|help me please|i need help now|ovrdose|
    labios morados|tome muchas pastillas|tomé demasiadas|me tomé 10 pastillas|mi hijo se tomó mis pastillas|
    no despierta|mi hija no se despierta|no puedo despertarlo|no puedo respirar|se desmayó|quitarme la vida|
    ya no quiero vivir|no vale la pena vivir|terminar con mi vida|se tomó todo el frasco|duele el pecho|
    dolor en el pecho|la cara hinchada|vomita sangre|está muriendo|tiene la piel azul|
    sueside|suside|oversode|widrawal|widrawals|withdral|poisened|poisen|i withdrew|
    tomó demasiado|he tomado demasiadas|usó demasiada|convulciones|ayuda emergencia|le falta el aire
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
        "husband drinks too much",
        "drink too much",
        "drinking too much",
        "wake up early",
        "blue pill",
        "breathing exercises",
        "my dog",
        "life",
        "when does it end",
        "how much is too much",
        "a good fit for me",
        "feeling blue",
        "blue cross insurance",
        "all my pills are gone",
        "cant fall asleep",
        "ran out of tablets",
        "top tips",
        "how to stop naltrexone",
        "can i take three weeks off",
        "1120",
        "is a tight budget a reason",
        "limp after injection",
        "is it worth it",
        "swollen buttock",
        "take two tablets",
        "prison",
        "cooking",
        "strike",
        "confusion",
        "abstinence",
        "get the most out of it",
        "when do i get my second dose",
        "naltrexone taken twice a day",
        "heart failure",
        "say goodbye to alcohol",
        "can i take my own medicine",
        "cant come to my appointment",
        "blood test",
        "double vision",
        "what do you do in a trial",
        "todo el día",
        "mi esposo toma demasiado",
        "tomar demasiado alcohol",
        "comer demasiado",
        "usa demasiado el teléfono",
        "dos dosis al mes",
        "tomar dos cervezas",
        "la cara oculta",
        "no puedo dormir",
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


# Of all the words in our own pages, those that are an alarm by themselves.
ALARMING = """
    911 988 ambulance anaphylaxis choke choking die died dies dts dying emergencies emergency faint fainting faints
    gurgling overdose overdosed overdoses overdosing poison samaritan seizure seizures suicidal suicide swallowed
    withdrawal
"""


def test_no_other_word_of_our_pages_is_an_alarm() -> None:
    pages = (ROOT / "content").rglob("*.md")
    said = {word for page in pages for word in words_in(page.read_text(encoding="utf-8"))}
    assert {word for word in said if in_crisis(word)} == set(ALARMING.split())


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
    for path in (
        "/overdose/",
        "/guides/overdoes-help/",
        "/suicide-hotline",
        "/es/sobredosis/",
        "/sueside/",
        "/sewerside",
    ):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 404
        assert all(stands_above(page, number, SEARCH) for number in NUMBERS)
    calm = client.get("/guides/no-such-guide/").content.decode()
    assert not any(stands_above(calm, number, SEARCH) for number in NUMBERS)
    assert all(number in calm for number in NUMBERS)
