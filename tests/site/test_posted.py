"""What is sent to `/infobutton/` beside its address: little, of a known length, one body at a time."""

from threading import Thread
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from naltrexone_site.posted import BYTES_MAX, Posted
from tests.conftest import ContentFolder

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.sync()
    return Client()


def test_a_body_may_be_as_long_as_a_question_and_no_longer(client: Client) -> None:
    asked = urlencode({"mainSearchCriteria.v.ot": "naltrexone", "filling": ""})
    for length, status in ((BYTES_MAX, 200), (BYTES_MAX + 1, 413)):
        body = asked + "a" * (length - len(asked))
        answer = client.post("/infobutton/", body, content_type=FORM)
        assert (answer.status_code, len(body)) == (status, length)
    assert answer.content == b"A body may have at most 20,000 bytes.\n"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("length", ["-1", "1e3", "+5", "9" * 30])
def test_a_length_that_is_no_number_is_refused(client: Client, length: str) -> None:
    assert client.post("/infobutton/", "a=b", content_type=FORM, CONTENT_LENGTH=length).status_code == 413


def test_a_body_of_an_unknown_length_is_told_to_say_it(client: Client) -> None:
    answer = client.post("/infobutton/", "a=b", content_type=FORM, headers={"transfer-encoding": "chunked"})
    assert (answer.status_code, answer.content) == (411, b"Say the length of the body in Content-Length.\n")


def test_while_one_body_is_read_another_is_asked_to_come_again_and_a_reader_is_answered() -> None:
    site = Posted(lambda request: HttpResponse("answered"))
    make = RequestFactory()
    with site.reading:
        second = site(make.post("/infobutton/", "a=b", content_type=FORM))
        assert (second.status_code, second.headers["Retry-After"]) == (503, "1")
        reader = Thread(target=lambda: site(make.get("/infobutton/")), daemon=True)
        reader.start()
        reader.join(5)
        assert not reader.is_alive()
    assert site(make.post("/infobutton/", "a=b", content_type=FORM)).status_code == 200
