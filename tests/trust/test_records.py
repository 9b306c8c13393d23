"""Each attack through each thing that a health record sends: the answer holds it as data, in every form it may have."""

import json
import re
from itertools import product
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.conftest import ContentFolder
from tests.trust.active import active, page
from tests.trust.vectors import ALL, SENT

CALL = re.compile(r"/\*\*/[A-Za-z_$][\w$.]{0,63}\((\{.*\})\);", re.DOTALL)
BAD_CALLBACKS = (
    *ALL, "", " ", "alert(1)//", "alert`1`", "a;b", "a\nb",
    "a\u2028b", "a[0]", "a-b", "1a", ".a", "a" * 65, "\u00e9", "\uff41lert", "*/alert(1)/*",
    "a=1", "a,b", "a%28b", "<script>", "/", "\\u0061", "a.b;",
)  # fmt: skip
NAMES = (
    "mainSearchCriteria.v.dn", "mainSearchCriteria.v.ot", "mainSearchCriteria.c.dn", "informationRecipient",
    "informationRecipient.languageCode.c", "knowledgeResponseType", "callback", "age.v.v", "performer",
)  # fmt: skip
FORMS = ("text/xml", "application/json", "application/javascript", "text/html")


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def test_a_callback_is_the_name_of_a_function_or_refused(client: Client) -> None:
    asked = {"mainSearchCriteria.v.ot": "naltrexone", "knowledgeResponseType": "application/javascript"}
    for callback in BAD_CALLBACKS:
        answer = client.get("/infobutton/", {**asked, "callback": callback})
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json; charset=utf-8"), (
            callback
        )
        assert set(json.loads(answer.content)) == {"error"}
    for callback in ("a", "$", "_.b$1", "a" * 64):
        called = CALL.fullmatch(client.get("/infobutton/", {**asked, "callback": callback}).content.decode())
        assert called
        assert set(json.loads(called[1])) == {"feed"}


def test_what_a_record_sends_stays_data_in_every_form_of_answer(client: Client) -> None:
    for vector, name, form in product(SENT, NAMES, FORMS):
        asked = {"mainSearchCriteria.v.ot": "x", "knowledgeResponseType": form, "callback": "f", name: vector}
        answer = client.get("/infobutton/", asked)
        told = (name, form, vector)
        kind, body = answer.headers["Content-Type"].partition(";")[0], answer.content.decode()
        assert answer.status_code in (200, 302, 400), told
        assert answer.headers["X-Content-Type-Options"] == "nosniff", told
        assert not any("\n" in value or "\r" in value for value in answer.headers.values()), told
        if kind == "text/xml":
            ElementTree.fromstring(body)
        elif kind == "application/json":
            json.loads(body)
        elif kind == "application/javascript":
            called = CALL.fullmatch(body)
            assert called, told
            json.loads(called[1])
            assert body.isascii(), told  # or a line separator would end a string in an old browser
        elif kind == "text/html":
            assert active(page(body)) == [], told
        else:
            assert kind == "text/plain", told
