"""Who wrote a source, its title and its year, as Crossref (by DOI) or PubMed (by number) has them. The one place where
a command asks the network, and only when an editor says so.

What comes back is a stranger's: it is cut to plain words here, and then read as if it had been typed.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping
from http.client import HTTPException, HTTPSConnection
from threading import Thread
from typing import Any
from urllib.parse import quote

SECONDS_MAX = 5.0
ANSWER_BYTES_MAX = 2_000_000
AUTHORS_MAX = 3  # named before “and others”
CROSSREF, PUBMED = "api.crossref.org", "eutils.ncbi.nlm.nih.gov"
MARK = re.compile(r"<[^<>]*>")
YEAR = re.compile(r"\d{4}")


class NotFound(Exception):
    """Says in an editor's words why nothing is known."""


def look_up(where: Mapping[str, Any]) -> dict[str, Any]:
    """`title`, `authors` or `organisation`, and `year`: what is known of them. Raises NotFound."""
    if doi := where.get("doi"):
        return _of_crossref(_asked(CROSSREF, f"/works/{quote(str(doi), safe='')}"))
    if pmid := where.get("pmid"):
        answer = _asked(PUBMED, f"/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&id={pmid}")
        return _of_pubmed(_part(answer, "result", str(pmid)))
    raise NotFound("Only a DOI or a PubMed number can be looked up, and this is neither.")


def _asked(host: str, path: str) -> Any:
    """Whatever hangs, a name that is not found included, the editor has an answer in time."""
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(_answer(host, path))
        except NotFound as reason:
            answers.append(reason)
        except (OSError, HTTPException):
            answers.append(NotFound(f"{host} cannot be reached."))
        except (ValueError, RecursionError):
            answers.append(NotFound(f"{host} gave an answer that cannot be read."))

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(SECONDS_MAX)
    answer = answers[0] if answers else NotFound(f"{host} did not answer within {SECONDS_MAX:.0f} seconds.")
    if isinstance(answer, NotFound):
        raise answer
    return answer


def _answer(host: str, path: str) -> Any:
    connection = HTTPSConnection(host, timeout=SECONDS_MAX)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        if response.status == 404:
            raise NotFound(f"{host} knows no such source. Check each sign of its number.")
        if response.status != 200:
            raise NotFound(f"{host} gave no answer now ({response.status}). Try again later.")
        read = response.read(ANSWER_BYTES_MAX + 1)
    finally:
        connection.close()
    if len(read) > ANSWER_BYTES_MAX:
        raise NotFound(f"{host} gave an answer that is too long to be read.")
    return json.loads(read)


def _of_crossref(answer: Any) -> dict[str, Any]:
    people: list[str] = []
    groups: list[str] = []
    for each in _list(_part(answer, "message", "author")):
        family, given = _plain(_part(each, "family")), _plain(_part(each, "given"))
        initials = "".join(name[0] for name in re.findall(r"\w+", given))
        people.extend([f"{family} {initials}".strip()] if family else [])
        groups.extend([name] if (name := _plain(_part(each, "name"))) else [])
    title = next(iter(_list(_part(answer, "message", "title"))), "")
    days = _list(_part(answer, "message", "issued", "date-parts"))
    first = _list(next(iter(days), None))
    return _known(title, people, groups, next(iter(first), ""))


def _of_pubmed(found: Any) -> dict[str, Any]:
    if _part(found, "error") or not _part(found, "title"):
        raise NotFound(f"{PUBMED} knows no such source. Check each digit of its number.")
    people: list[str] = []
    groups: list[str] = []
    for each in _list(_part(found, "authors")):
        names = groups if _part(each, "authtype") == "CollectiveName" else people
        names.extend([name] if (name := _plain(_part(each, "name"))) else [])
    return _known(_part(found, "title"), people, groups, _part(found, "pubdate"))


def _known(title: Any, people: list[str], groups: Iterable[str], day: Any) -> dict[str, Any]:
    organisation = next(iter(groups), "")
    more = ["and others"] if len(people) > AUTHORS_MAX else []
    year = YEAR.search(str(day or ""))
    known = {
        "title": _plain(title).removesuffix("."),
        "authors": ", ".join(people[:AUTHORS_MAX] + more),
        "organisation": "" if people else organisation,
        "year": int(year[0]) if year else 0,
    }
    return {name: value for name, value in known.items() if value}


def _part(of: Any, *names: str) -> Any:
    """What stands under these names, one in the other; None where it does not."""
    for name in names:
        of = of.get(name) if isinstance(of, dict) else None
    return of


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(value: Any) -> str:
    """One line without the marks of web pages."""
    return " ".join(html.unescape(MARK.sub("", value)).split()) if isinstance(value, str) else ""
