"""The site's own words in Spanish: every one is there, and the compiled file says what the readable one says."""

import gettext
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "naltrexone_site" / "locale" / "es" / "LC_MESSAGES"
SIMPLE = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"{% blocktranslate(?P<given>[^%]*)%}(?P<text>.*?){% endblocktranslate %}", re.DOTALL)


def catalogue() -> dict[str, str]:
    with (LOCALE / "django.mo").open("rb") as file:
        return {str(key): value for key, value in gettext.GNUTranslations(file)._catalog.items()}  # type: ignore[attr-defined]


def readable() -> dict[str, str]:
    """The entries of django.po; each string may run over several quoted lines."""
    entries = re.findall(
        r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)',
        (LOCALE / "django.po").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return {_joined(msgid): _joined(msgstr) for msgid, msgstr in entries}


def _joined(quoted: str) -> str:
    text = "".join(re.findall(r'^"(.*)"$', quoted, re.MULTILINE))
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def test_every_word_of_the_templates_is_there_in_spanish() -> None:
    wanted = set()
    for template in sorted((ROOT / "templates").rglob("*.html")):
        text = template.read_text(encoding="utf-8")
        wanted |= {double or single for double, single in SIMPLE.findall(text)}
        wanted |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", match["text"]) for match in BLOCK.finditer(text)}
    known = catalogue()
    assert sorted(words for words in wanted if not known.get(words)) == []


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    known = catalogue()
    written = {msgid: msgstr for msgid, msgstr in readable().items() if msgid}
    assert {msgid: known.get(msgid) for msgid in written} == written
    assert set(known) - {""} == set(written)


def test_a_translation_keeps_the_numbers_and_the_places_for_values() -> None:
    for msgid, msgstr in readable().items():
        if msgid:
            assert set(re.findall(r"%\(\w+\)s", msgid)) == set(re.findall(r"%\(\w+\)s", msgstr)), msgid
            assert set(re.findall(r"tel:\d+|\b911\b", msgid)) <= set(re.findall(r"tel:\d+|\b911\b", msgstr)), msgid
