"""The server's log: a line of JSON for each message, and nothing that could quote a reader."""

import io
import json
import logging
import sys
from typing import Any

from django.conf import settings

from naltrexone_site.logs import OneLine


def written(message: str, *values: object, **known: object) -> str:
    lines, log = io.StringIO(), logging.Logger("a log")
    handler = logging.StreamHandler(lines)
    handler.setFormatter(OneLine())
    log.addHandler(handler)
    try:
        raise ValueError("what the reader asked for")
    except ValueError:
        log.error(message, *values, exc_info=sys.exc_info(), stack_info=True, extra=known)
    return lines.getvalue()


def test_a_message_is_one_line_of_json_without_the_words_of_its_exception() -> None:
    line = written("A page failed: %s\n{}", "“x”", event="page-failed", edition=7, path="/search/", query="secret")
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "level": "error",
        "event": "page-failed",
        "edition": 7,
        "message": "A page failed: “x”\n{}",
    }


def test_a_message_that_names_nothing_says_so() -> None:
    assert json.loads(written("Words")) == {"level": "error", "event": "other", "edition": None, "message": "Words"}


def test_each_message_of_ours_goes_through_it_and_djangos_go_nowhere() -> None:
    told: dict[str, Any] = settings.LOGGING
    used = told["handlers"]["lines"]["formatter"]
    assert told["formatters"][used]["()"] == f"{OneLine.__module__}.{OneLine.__qualname__}"
    assert told["loggers"]["naltrexone_site"]["handlers"] == ["lines"]
    assert told["loggers"]["django"] == {"handlers": ["none"], "level": "CRITICAL", "propagate": False}
