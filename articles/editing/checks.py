"""What only the whole folder shows: a tag, source, term, guide or section that is named and not there, or there twice.

Pure functions over outlines and sources; no database, no clock. Each finding is noted at the place that names it.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from articles.editing.outline import CITATIONS, SECTIONS, Outline
from articles.policy import Language, Status
from articles.problems import Notebook, Place, Problem
from articles.reading.health_codes import CODES_FILE
from articles.reading.shelf import Shelf
from articles.source import TermSource
from glossary.linker import clashes


def check_folder(outlines: Sequence[Outline], shelf: Shelf, today: date) -> list[Problem]:
    """Also over what could be read of refused files. What is not known of them is never called missing."""
    problems = check_guides(outlines, shelf, today)
    _check_pictures(outlines, shelf, problems)
    for language in Language:
        half_read = [term for term in shelf.half_read if term.language is language]
        _check_terms([*shelf.terms_in(language), *half_read], shelf, problems)
    return problems


def check_guides(asked: Sequence[Outline], shelf: Shelf, today: date, beside: Sequence[Outline] = ()) -> list[Problem]:
    """`beside` are guides that are there to be named, and are not asked what they name."""
    problems: list[Problem] = []
    outlines = [*asked, *beside]
    for outline in asked:
        notes = Notebook(outline.path, problems)
        _check_groups(outline, shelf, notes)
        _check_citations(outline, shelf, notes)
        _check_skipped(outline, shelf, notes)
    _check_links(asked, outlines, shelf, today, problems)
    _check_retired(asked, outlines, shelf, today, problems)
    _check_titles(outlines, problems)
    _check_slugs(outlines, problems)
    _check_codes(outlines, shelf, problems)
    _check_corrections(outlines, shelf, problems)
    return problems


def _check_groups(outline: Outline, shelf: Shelf, notes: Notebook) -> None:
    tags = {group.slug for group in shelf.tags.get(outline.language, ())}
    for tag in outline.tags:
        if tag not in tags and f"{outline.language}/tags.yaml" not in shelf.unfit:
            message = f"The tag “{tag}” is not in {outline.language}/tags.yaml. Add it there, or use one of: "
            notes.error(outline.place("tags", tag), "tag-unknown", message + ", ".join(sorted(tags)) + ".")
    needs = {group.slug for group in shelf.needs.get(outline.language, ())}
    if outline.need and outline.need not in needs and f"{outline.language}/needs.yaml" not in shelf.unfit:
        known = ", ".join(sorted(needs)) or "none yet"
        message = (
            f"The need “{outline.need}” is not in {outline.language}/needs.yaml. Add it there, or use one of: {known}."
        )
        notes.error(outline.place("need"), "need-unknown", message)


def _check_citations(outline: Outline, shelf: Shelf, notes: Notebook) -> None:
    keys = {reference.key for reference in shelf.references}
    for key, place in outline.cited:
        if key not in keys and f"references/{key}.md" not in shelf.unfit:
            message = f"“@{key}” names no source: there is no references/{key}.md. Check the key, or add the file."
            message += notes.meant(key, keys)
            notes.error(place, "cite-missing", message)
    for key, place in outline.bare:
        if key in keys:
            message = f"“@{key}” is no citation without its brackets. Write [@{key}] or [@{key}, section 5.3]."
            notes.error(place, "cite-form", message)
    if not outline.cited and CITATIONS not in outline.unread and not outline.is_known_as(Status.RETIRED):
        message = "No sentence of this guide cites a source. Add [@key] where a reader would act on it."
        notes.warn(outline.place("body"), "cite-none", message)


def _check_skipped(outline: Outline, shelf: Shelf, notes: Notebook) -> None:
    slugs = {term.slug for term in shelf.terms_in(outline.language)}
    for slug in outline.glossary_skip:
        if slug not in slugs and f"{outline.language}/glossary/{slug}.md" not in shelf.unfit:
            message = f"`glossary_skip` names “{slug}”, which is no term. Take it out, or correct it."
            notes.error(outline.place("glossary_skip", slug), "skip-unknown", message)


def _check_links(
    asked: Sequence[Outline], outlines: Sequence[Outline], shelf: Shelf, today: date, problems: list[Problem]
) -> None:
    guides = {outline.path: outline for outline in outlines}
    terms = {term.path for term in shelf.terms}
    known = (*guides, *terms, *shelf.pictures)
    for outline in asked:
        notes = Notebook(outline.path, problems)
        for link in outline.links:
            target = guides.get(link.path)
            if link.path in shelf.unfit:
                continue
            if link.path in terms or link.path in shelf.pictures:
                if link.fragment:
                    message = f"“{link.written}”: {link.path} has no sections. Take out what follows the #, and the #."
                    notes.error(link.place, "link-section", message)
            elif target is None:
                message = f"“{link.written}” leads to {link.path}, which is not there. Check the name."
                message += notes.meant(posixpath.basename(link.path), _beside(link.path, known))
                notes.error(link.place, "link-broken", message)
            elif link.fragment and link.fragment not in target.ids and SECTIONS not in target.unread:
                sections = ", ".join(sorted(target.ids)) or "none"
                message = f"“{link.written}”: {target.path} has no section “{link.fragment}”. Use one of: {sections}."
                notes.error(link.place, "link-section", message)
            elif target.is_known_as(Status.RETIRED):
                message = f"“{link.written}” leads to a retired guide. Link {target.instead}.md, or take the link out."
                notes.warn(link.place, "link-retired", message)
            elif _opens_before(outline, target, today):
                message = (
                    f"“{link.written}” leads to a draft, or to a guide that is published on a later day, which "
                    "readers cannot open. Publish it or take the link out."
                )
                notes.error(link.place, "link-draft", message)


def _beside(path: str, known: Iterable[str]) -> Iterator[str]:
    """The names in its folder."""
    folder = posixpath.dirname(path)
    return (posixpath.basename(each) for each in known if posixpath.dirname(each) == folder)


def _opens_before(one: Outline, other: Outline, today: date) -> bool:
    known = one.is_known_as(Status.PUBLISHED) and "status" not in other.unread
    return known and one.shown_from(today) < other.shown_from(today)


def _check_retired(
    asked: Sequence[Outline], outlines: Sequence[Outline], shelf: Shelf, today: date, problems: list[Problem]
) -> None:
    """A retired guide leads to one that is there to be read."""
    by_name = {(outline.language, outline.slug): outline for outline in outlines}
    for outline in asked:
        path = f"{outline.language}/articles/{outline.instead}.md"
        if not outline.is_known_as(Status.RETIRED) or "instead" in outline.unread or path in shelf.unfit:
            continue
        better = by_name.get((outline.language, outline.instead))
        if better is None or ("status" not in better.unread and better.shown_from(today) > today):
            message = f"`instead: {outline.instead}` is no guide that readers can open. Name one that is published."
            Notebook(outline.path, problems).error(outline.place("instead"), "instead-unknown", message)


def _check_pictures(outlines: Sequence[Outline], shelf: Shelf, problems: list[Problem]) -> None:
    """Silent while not all of some guide could be read: it may show any of them."""
    if any("/articles/" in path for path in shelf.unfit) or any(CITATIONS in each.unread for each in outlines):
        return
    shown = {link.path for outline in outlines for link in outline.links}
    for path in shelf.pictures:
        if path not in shown:
            message = "No guide shows this picture. Show it, or take it away."
            Notebook(path, problems).warn(1, "picture-unused", message)


def _check_titles(outlines: Sequence[Outline], problems: list[Problem]) -> None:
    """Told of the draft, where one is: the other's title is known to readers."""
    for first, second in _repeated(sorted(outlines, key=lambda outline: outline.is_known_as(Status.DRAFT))):
        message = f"The title “{second.title}” is also that of {first.path}. Change one of the two."
        Notebook(second.path, problems).error(second.place("title"), "title-repeated", message)


def title_key(title: str) -> str:
    """What two titles share that a reader could not tell apart."""
    return " ".join(title.casefold().split())


def _repeated(outlines: Sequence[Outline]) -> Iterator[tuple[Outline, Outline]]:
    seen: dict[tuple[Language, str], Outline] = {}
    for outline in outlines:
        key = outline.language, title_key(outline.title)
        if outline.title and key in seen:
            yield seen[key], outline
        seen.setdefault(key, outline)


def _check_slugs(outlines: Sequence[Outline], problems: list[Problem]) -> None:
    """An older slug leads to one guide only, and never away from one that exists."""
    living = {(outline.language, outline.slug): outline for outline in outlines}
    claimed: dict[tuple[Language, str], Outline] = {}
    for outline in outlines:
        for slug in outline.formerly:
            owner = living.get((outline.language, slug)) or claimed.get((outline.language, slug))
            if owner is not None:
                message = (
                    f"`formerly: {slug}` is already the address of {owner.path}, and an address leads to one guide. "
                    "Take it out."
                )
                Notebook(outline.path, problems).error(outline.place("formerly", slug), "slug-reused", message)
            claimed.setdefault((outline.language, slug), outline)


def _check_codes(outlines: Sequence[Outline], shelf: Shelf, problems: list[Problem]) -> None:
    """A code leads to guides that exist and were not taken back, in one language at least."""
    if not outlines:
        return  # that all guides are missing is said already
    slugs = {outline.slug for outline in outlines}
    slugs |= {path.rsplit("/", 1)[-1].removesuffix(".md") for path in shelf.unfit if "/articles/" in path}
    kept = {each.slug for each in outlines if not each.is_known_as(Status.RETIRED)}
    better = {each.slug: each.instead for each in outlines if each.slug not in kept}
    notes = Notebook(CODES_FILE, problems)
    for topic in shelf.topics:
        for slug, place in zip(topic.guides, topic.guide_places, strict=True):
            if slug not in slugs:
                message = f"`guides` names “{slug}”, and no guide has this name. Check it, or take it out."
                notes.error(place, "code-guide", message)
            elif slug in better:
                message = f"`guides` names “{slug}”, which was taken back. Name {better[slug]} in its place."
                notes.error(place, "code-retired", message)


def _check_corrections(outlines: Sequence[Outline], shelf: Shelf, problems: list[Problem]) -> None:
    guides = {outline.path for outline in outlines}.union(shelf.unfit)
    for correction in shelf.corrections:
        if f"{correction.language}/articles/{correction.guide}.md" not in guides:
            message = f"“{correction.guide}” is no guide. Write the name of its file, without .md."
            Notebook(correction.path, problems).error(correction.place, "correction-guide", message)


def _check_terms(terms: Sequence[TermSource], shelf: Shelf, problems: list[Problem]) -> None:
    by_slug = {term.slug: term for term in terms}
    for first, second in clashes(phrase for term in terms for phrase in shelf.phrases_of(term)):
        one, other = by_slug[first.slug], by_slug[second.slug]
        message = f"“{second.text}” is claimed by {one.path} too (as “{first.text}”). Take it out of one of the two."
        place = other.places.get("term" if second.text == other.term else f"aliases.{second.text}", Place(1))
        Notebook(other.path, problems).error(place, "term-clash", message)
    for term in terms:
        for slug in term.see_also:
            if f"{term.language}/glossary/{slug}.md" in shelf.unfit:
                continue
            if slug not in by_slug or slug == term.slug:
                message = f"`see_also` names “{slug}”, which is no other term. Take it out, or correct it."
                Notebook(term.path, problems).error(
                    term.places.get(f"see_also.{slug}", Place(1)), "see-also-unknown", message
                )
