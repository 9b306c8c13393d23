"""What is sent to `/infobutton/` beside its address: little, and of a known length."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from naltrexone_site.serving.posted import BUSY, BYTES_MAX, CUT, NOT_READ
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


@pytest.mark.parametrize("length", ["-1", "1e3", "+5", "9" * 30, "0" * 5000 + "3"])
def test_a_length_that_is_no_number_is_refused(client: Client, length: str) -> None:
    assert client.post("/infobutton/", "a=b", content_type=FORM, CONTENT_LENGTH=length).status_code == 413


def test_a_body_of_an_unknown_length_is_told_to_say_it(client: Client) -> None:
    answer = client.post("/infobutton/", "a=b", content_type=FORM, headers={"transfer-encoding": "chunked"})
    assert (answer.status_code, answer.content) == (411, b"Say the length of the body in Content-Length.\n")


def test_who_sends_a_body_while_another_is_read_is_asked_to_come_again(client: Client) -> None:
    client.defaults[NOT_READ] = BUSY
    answer = client.post("/infobutton/", "a=b", content_type=FORM)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_a_body_that_broke_off_is_no_question(client: Client) -> None:
    client.defaults[NOT_READ] = CUT
    assert client.post("/infobutton/", "a=b", content_type=FORM).status_code == 400
