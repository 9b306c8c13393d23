"""A page that is made while another edition comes is made again: no answer is of two editions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles.editions import Edition
from articles.finding import search
from articles.views import ArticleDetail
from tests.conftest import ContentFolder

pytestmark = pytest.mark.django_db


def once_around(function: Callable[..., Any], meanwhile: Callable[[], object], *, first: bool) -> Callable[..., Any]:
    """`meanwhile` happens at its first call: first, or after it."""
    waiting = [meanwhile]

    def called(*arguments: Any, **named: Any) -> Any:
        if waiting and first:
            waiting.pop()()
        result = function(*arguments, **named)
        if waiting:
            waiting.pop()()
        return result

    return called


@pytest.fixture
def publish(library: ContentFolder) -> Callable[[], object]:
    library.sync()

    def another() -> None:
        library.article("second", "Some other words on relapse [@label].\n", title="Anew")
        library.remove("en/articles/late.md")
        library.sync()

    return another


def test_a_search_asked_meanwhile_is_answered(publish: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_Shown", once_around(search._Shown, publish, first=True))
    response = Client().get("/search/?q=late")
    assert (response.status_code, Edition.objects.latest("number").number) == (200, 2)
    assert b"/guides/late/" not in response.content


def test_a_guide_asked_meanwhile_is_of_the_newer_edition_alone(
    publish: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ArticleDetail, "get_object", once_around(ArticleDetail.get_object, publish, first=False))
    during, after = Client().get("/guides/second/"), Client().get("/guides/second/")
    assert b"Anew" in during.content
    assert during.content == after.content
