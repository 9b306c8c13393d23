"""An editor's list of what to look at next, what could harm readers first: due, uncited, too hard, orphaned, behind.

A pure function over the folder; today is passed in.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from articles.editing import readability
from articles.editing.margin import margin
from articles.editing.workshop import Made, linker, make
from articles.policy import READING_GRADE_MAX, Language, Status
from articles.reading import folder
from articles.reading.folder import Kind
from articles.reading.shelf import Shelf, read_shelf

SOON = timedelta(days=60)
PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
  body {{ font: 1rem/1.5 system-ui; max-width: 45rem; margin: 1rem auto; padding: 0 1rem; overflow-wrap: anywhere }}
  h1 {{ font-size: 1.5rem; line-height: 1.25 }}
  h2 {{ font-size: 1.125rem; margin: 1.5rem 0 .25rem }}
  ul {{ margin: 0; padding-left: 1.5rem }}
</style>
<h1>{title}</h1>
<p>{day}. What could harm readers first stands first. Files are named from the content folder on.</p>
{parts}
<h2>Looked at, and nothing found</h2>
<ul>{well}</ul>
</html>
"""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    findings: tuple[str, ...]


def report(root: Path, today: date) -> list[Section]:
    """The most dangerous first; sections without findings too, so that it is seen that they were looked at."""
    found = folder.read(root)
    shelf, _ = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in Language}
    made, refused = make(found.of(Kind.ARTICLE), phrases, shelf.pictures)
    published = [each for each in made if each.outline.status_on(today) is Status.PUBLISHED]
    published.sort(key=lambda each: "callout-emergency" not in each.page.lead)  # where somebody could die, first
    waiting = [each for each in made if each.source.status is Status.PUBLISHED and each not in published]
    due = sorted(published, key=lambda each: each.source.review_by)
    return [
        _section("Refused, so not published", (each.path for each in refused)),
        _section("Overdue: sources to be read again", (_when(each) for each in due if each.source.review_by < today)),
        _section("Without any source", (each.source.path for each in published if not each.page.marks)),
        _section("Numbers without a source beside them", _uncited(published, shelf)),
        _section(f"Harder to read than grade {READING_GRADE_MAX:.0f}", _hard(published)),
        _section(
            f"Due within {SOON.days} days",
            (_when(each) for each in due if today <= each.source.review_by <= today + SOON),
        ),
        _section("No other guide leads there", _orphans(published)),
        _section("No word is explained in", (each.source.path for each in published if not each.page.terms)),
        _section("Without a picture or figure", (each.source.path for each in published if not _is_illustrated(each))),
        _section("Translations missing or behind", _behind(published)),
        _section("Sources that no guide cites", _unused_sources(made, shelf)),
        _section("Published on a later day", (f"{each.source.path}: on {each.source.publish_on}" for each in waiting)),
        _section("Drafts", (each.source.path for each in made if each.source.status is Status.DRAFT)),
    ]


def as_html(sections: Sequence[Section], today: date) -> str:
    """The same as a page of its own, to open or to send."""
    parts = []
    for section in sections:
        if section.findings:
            items = "".join(f"<li>{html.escape(finding)}</li>" for finding in section.findings)
            parts.append(f"<h2>{html.escape(section.title)}: {len(section.findings)}</h2><ul>{items}</ul>")
    well = "".join(f"<li>{html.escape(section.title)}</li>" for section in sections if not section.findings)
    day = f"{today:%B} {today.day}, {today.year}"
    return PAGE.format(title="What editors should look at next", day=day, parts="\n".join(parts), well=well)


def _is_illustrated(each: Made) -> bool:
    return any(f"<{tag}" in each.page.lead + each.page.body for tag in ("img", "figure"))


def _section(title: str, findings: Iterable[str]) -> Section:
    return Section(title, tuple(findings))


def _when(each: Made) -> str:
    return f"{each.source.path}: by {each.source.review_by}"


def _uncited(published: list[Made], shelf: Shelf) -> list[str]:
    phrases = {language: shelf.phrases(language) for language in Language}
    linkers = {language: linker(language, phrases) for language in Language}
    found = [
        (
            each.source.path,
            [place.line for place in margin(each.source, each.page, linkers[each.source.language]).uncited],
        )
        for each in published
    ]
    most_first = sorted(found, key=lambda pair: -len(pair[1]))
    return [f"{path}: line{'s' * (len(at) > 1)} {', '.join(map(str, at))}" for path, at in most_first if at]


def _hard(published: list[Made]) -> list[str]:
    english = (each for each in published if each.source.language is Language.EN)
    grades = [(readability.grade(each.page.prose), each.source.path) for each in english]
    return [f"{path}: {grade:.1f}" for grade, path in sorted(grades, reverse=True) if grade > READING_GRADE_MAX]


def _orphans(published: list[Made]) -> list[str]:
    led_to = {link.path for each in published for link in each.page.links if link.path != each.source.path}
    return [each.source.path for each in published if each.source.path not in led_to]


def _behind(published: list[Made]) -> list[str]:
    """Once a language has a guide: what it lacks, and what was checked earlier than the English one."""
    by_language: Mapping[Language, dict[str, Made]] = {
        language: {each.source.slug: each for each in published if each.source.language is language}
        for language in Language
    }
    findings = []
    for language, guides in by_language.items():
        for slug, original in by_language[Language.EN].items() if guides and language is not Language.EN else ():
            path = f"{language}/articles/{slug}.md"
            if slug not in guides:
                findings.append(f"{path}: missing")
            elif guides[slug].source.sources_checked < original.source.sources_checked:
                findings.append(f"{path}: checked {guides[slug].source.sources_checked}")
    return sorted(findings)


def _unused_sources(made: list[Made], shelf: Shelf) -> list[str]:
    cited = {mark.key for each in made for mark in each.page.marks}
    return [f"references/{reference.key}.md" for reference in shelf.references if reference.key not in cited]
