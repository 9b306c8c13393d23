"""The pages of the site bound into one document: what stands in it, in what order, and what may run in it."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from articles import addresses
from articles.editions import Edition
from articles.finding.sayings import danger, sayings
from articles.models import data_block
from articles.policy import Language
from articles.sharing.site_map import places
from naltrexone_site.asking import Answer, OneFile, ask
from naltrexone_site.collecting import in_order, script, style_sheet
from naltrexone_site.copying import narrowed
from naltrexone_site.one_file.places import led, names, part, place, with_pictures

OLD_AFTER = timedelta(days=180)
HERE, STATIC = Path(__file__).parent, Path(settings.BASE_DIR) / "static"
SEARCHING = tuple(STATIC / "js/searching" / name for name in ("finding.js", "understanding.js"))
SHARED = (*sorted((STATIC / "js/wording").iterdir()), *SEARCHING)
SCRIPTS: tuple[tuple[Path, ...], ...] = (  # those of one line share their names
    (*SHARED, HERE / "passages.js", HERE / "search.js"),
    (HERE / "completing.js", HERE / "reader.js"),
    (STATIC / "js/guide/previews.js",),
)
MAIN = re.compile(r'<main id="main" tabindex="-1">(.*)</main>', re.DOTALL)
FOOT = re.compile(r'<footer class="foot">(.*)</footer>', re.DOTALL)
STYLE_HERE, SCRIPT_HERE = "style-here", "script-here"  # in the template, and so the next two
LEAVES_HERE, FOOT_HERE = '<div data-leaves="{}"></div>', '<div data-foot="{}"></div>'


class NotWhole(Exception):
    """A page that should be there answered otherwise, or another edition came meanwhile."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the site, as it stands in the file."""

    address: str
    language: Language
    html: str

    @property
    def size(self) -> int:
        return len(self.html.encode())

    @property
    def bound(self) -> str:
        return (
            f'<div class="leaf" id="{place(self.address)}" lang="{self.language}" tabindex="-1">\n{self.html}\n</div>'
        )


@dataclass(frozen=True, slots=True)
class Book:
    edition: Edition
    languages: tuple[Language, ...]
    leaves: tuple[Leaf, ...]
    html: str


def bound(languages: Sequence[Language]) -> Book:
    """The present edition in those of these languages that have guides. Raises NotWhole."""
    edition = Edition.objects.latest("number")
    public = [address.removeprefix(settings.SITE_URL) for address, _ in places()]
    chosen = tuple(language for language in languages if addresses.root(language) in public)
    file = OneFile(edition, (edition.made_at + OLD_AFTER).date(), chosen)
    leaves, feet = [], []
    for language in chosen:
        own = [address for address in public if _has_a_place(address, language)]
        leaves += [Leaf(address, language, part(_cut(MAIN, address, file), address)) for address in own]
        root = addresses.root(language)
        feet.append(part(_cut(FOOT, root, file), root))
    leaves, feet = _joined(leaves, feet, file)
    if Edition.objects.latest("number").made_at != edition.made_at:
        raise NotWhole("Another edition came meanwhile. Run it again.")
    return Book(edition, chosen, tuple(leaves), _document(file, leaves, feet))


def _has_a_place(address: str, language: Language) -> bool:
    """Not the lists by subject, which those by need make needless; not the single words, which stand in the A to Z;
    not what keeps the site on a phone."""
    root, glossary = addresses.root(language), addresses.glossary(language)
    if addresses.language_at(address) is not language or address.startswith((f"{root}tags/", addresses.keep(language))):
        return False
    return address == glossary or not address.startswith(glossary)


def _cut(what: re.Pattern[str], address: str, file: OneFile) -> str:
    found = what.search(_answer(address, file).body.decode())
    if found is None:
        raise NotWhole(f"{address} is no page of this site.")
    return found[1]


def _answer(address: str, file: OneFile) -> Answer:
    answer = ask(address, urlsplit(settings.SITE_URL).netloc, one_file=file)
    if not answer.found:
        raise NotWhole(f"{address} answers {answer.status}.")
    return answer


def _joined(leaves: Sequence[Leaf], feet: Sequence[str], file: OneFile) -> tuple[list[Leaf], list[str]]:
    """With their links to one another, and their pictures in them."""
    there = {place(leaf.address) for leaf in leaves}.union(*(names(leaf.html) for leaf in leaves))
    picture = cache(lambda path: _data(_answer(path, file)))

    def join(html: str) -> str:
        return with_pictures(narrowed(led(html, there, settings.SITE_URL)), picture)

    return [replace(leaf, html=join(leaf.html)) for leaf in leaves], [join(foot) for foot in feet]


def _data(picture: Answer) -> str:
    kind = picture.content_type.partition(";")[0]
    return f"data:{kind};base64,{base64.b64encode(picture.body).decode()}"


def _document(file: OneFile, leaves: Sequence[Leaf], feet: Sequence[str]) -> str:
    style, run = _style(), _script()
    icon = (STATIC / "icon.svg").read_bytes()
    known = {"danger": danger()} | {str(language): sayings(language) for language in file.languages}
    html: str = render_to_string(
        "one_file/document.html",
        {
            "one_file": file,
            "chapters": [_chapter(language) for language in file.languages],
            "icon": _data(Answer(200, "image/svg+xml", icon)),
            "policy": _policy(style, run),
            "sayings": data_block(known),
        },
    )
    for language, foot in zip(file.languages, feet, strict=True):
        inner = "\n".join(leaf.bound for leaf in leaves if leaf.language is language)
        html = html.replace(LEAVES_HERE.format(language), inner, 1).replace(FOOT_HERE.format(language), foot, 1)
    return html.replace(STYLE_HERE, style, 1).replace(SCRIPT_HERE, run, 1)


def _chapter(language: Language) -> dict[str, object]:
    """What stands around the pages of a language."""
    root = addresses.root(language)
    return {
        "language": language,
        "root": place(root),
        "guides": place(addresses.guides(language)),
        "glossary": place(addresses.glossary(language)),
        "search": place(addresses.search(language)),
    }


def _style() -> str:
    sheets = in_order(str(path) for path in (STATIC / "css").glob("*.css"))
    return style_sheet(_read(path) for path in [*map(Path, sheets), HERE / "one_file.css"])


def _script() -> str:
    return script("\n".join(_read(path) for path in together) for together in SCRIPTS)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _policy(style: str, run: str) -> str:
    """What stands in the file may run, known by its hash, and nothing else; and nobody may be asked for anything."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(run)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
