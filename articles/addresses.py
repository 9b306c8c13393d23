"""Where each page lives. English stands at the root, Spanish under /es/.

Pure functions, because rendering writes these addresses into pages without knowing Django's URL table; a test
holds every one of them against that table.
"""

from articles.policy import Language

CLINICIANS, EVIDENCE = "clinicians", "evidence"
RENDITIONS = "/images/made/"  # below it a name stands for one content
APART = (CLINICIANS, EVIDENCE)  # guides at an address of their own, outside the groups of the first page


def root(language: str) -> str:
    return "/" if language == Language.EN else f"/{language}/"


def guides(language: str) -> str:
    return f"{root(language)}guides/"


def guide(language: str, slug: str) -> str:
    return f"{root(language)}{slug}/" if slug in APART else f"{root(language)}guides/{slug}/"


def clinicians(language: str) -> str:
    return guide(language, CLINICIANS)


def evidence(language: str) -> str:
    return guide(language, EVIDENCE)


def guide_source(language: str, slug: str) -> str:
    return f"{root(language)}guides/{slug}.md"


def guide_code(language: str, slug: str) -> str:
    return f"{root(language)}guides/{slug}/qr.svg"


def guide_print_code(language: str, slug: str) -> str:
    return f"{root(language)}guides/{slug}/qr-print.svg"


def guide_ris(language: str, slug: str) -> str:
    return f"{root(language)}guides/{slug}/cite.ris"


def guide_bibtex(language: str, slug: str) -> str:
    return f"{root(language)}guides/{slug}/cite.bib"


def share_image(language: str, digest: str, slug: str = "") -> str:
    """The picture of a guide, or of the site itself; `digest` is of what stands on it."""
    return f"{root(language)}share/{digest}/{slug}.png" if slug else f"{root(language)}share/{digest}.png"


def tag(language: str, slug: str) -> str:
    return f"{root(language)}tags/{slug}/"


def glossary(language: str) -> str:
    return f"{root(language)}glossary/"


def term(language: str, slug: str) -> str:
    return f"{root(language)}glossary/{slug}/"


def search(language: str) -> str:
    return f"{root(language)}search/"


def suggestions(language: str) -> str:
    return f"{search(language)}suggestions.js"


def about(language: str) -> str:
    return f"{root(language)}about/"


def privacy(language: str) -> str:
    return f"{root(language)}privacy/"


def accessibility(language: str) -> str:
    return f"{root(language)}accessibility/"


def keep(language: str) -> str:
    """Where a reader keeps the site on the device, and removes it again."""
    return f"{root(language)}keep/"


def offline(language: str) -> str:
    """What the kept copy shows for an address that is not in it."""
    return f"{root(language)}keep/offline/"


def removed(language: str) -> str:
    """Makes the browser throw away all that it holds of this site."""
    return f"{root(language)}keep/removed/"


def manifest(language: str) -> str:
    return f"{root(language)}manifest.webmanifest"


def handout(language: str) -> str:
    return f"{root(language)}handout/"


def section_print_code(language: str, slug: str, section: str) -> str:
    """Below the handout, for no other page asks for it: where pages are files, all that stands there is sent on."""
    return f"{handout(language)}codes/{slug}/{section}.svg"


def paper(language: str, name: str) -> str:
    return f"{handout(language)}{name}/"


def references(language: str) -> str:
    return f"{root(language)}references/"


def corrections(language: str) -> str:
    return f"{root(language)}corrections/"


def corrections_feed(language: str) -> str:
    return f"{corrections(language)}feed.xml"


def api(language: str) -> str:
    return f"{root(language)}api/v1"


def api_guide(language: str, slug: str) -> str:
    return f"{api(language)}/guides/{slug}/"


def summary(language: str) -> str:
    return f"{root(language)}llms.txt"


def feed(language: str) -> str:
    return f"{root(language)}feed.xml"


def changes(language: str) -> str:
    """The feed of what editors say has changed."""
    return f"{root(language)}changes/feed.xml"


INFOBUTTON = "/infobutton/"  # one for all languages: a record says which it wants


def picture(name: str) -> str:
    return f"/images/{name}"


def rendition(name: str) -> str:
    """Of what readers get of a picture that is made of points."""
    return f"{RENDITIONS}{name}"


PAGES = (
    root,
    guides,
    clinicians,
    evidence,
    glossary,
    references,
    search,
    handout,
    about,
    privacy,
    accessibility,
    corrections,
    corrections_feed,
    feed,
    changes,
    summary,
)
OF_KEEPING = (keep, offline, removed, manifest)
OF_A_GUIDE = (guide, guide_source, guide_code, guide_print_code, guide_ris, guide_bibtex, api_guide)


def language_at(path: str) -> Language:
    """The language of the page at an address, also where no page is."""
    return Language.ES if path.split("/", 2)[1:2] == [Language.ES] else Language.EN
