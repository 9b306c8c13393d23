"""What a browser could run or fetch in a page, found by a real HTML5 parser (html5lib), and whether a page stays the
same page when it is read, written and read again."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

OURS = re.compile(r"/static/[A-Za-z0-9./_-]+")
DATA = ("application/ld+json", "application/json")
ADDRESS = re.compile(r"(?:https://(?![/\\])|tel:|sms:|mailto:|/(?![/\\])|#|\?).*|", re.DOTALL)
NEVER = frozenset(
    "style iframe frame frameset object embed applet base portal marquee plaintext xmp listing noembed noframes"
    " isindex keygen math foreignobject animate set annotation-xml audio video source".split()
)
ADDRESSED = frozenset("href src action formaction data poster cite background ping manifest".split())
CONTEXTS = ("div", "td", "title", "textarea", "noscript", "select", "template", "svg", "math")


def page(html: str) -> Element:
    found: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return found


def fragment(html: str, context: str = "div") -> Element:
    found: Element = html5lib.parseFragment(html, container=context, treebuilder="etree", namespaceHTMLElements=False)
    return found


def active(tree: Element) -> list[str]:
    """A word on each thing that could run or fetch."""
    return [found for element in tree.iter() if isinstance(element.tag, str) for found in _of(element)]


def mutated(tree: Element) -> bool:
    """Whether writing it down and reading it again makes another tree."""
    written = html5lib.serialize(
        tree, tree="etree", omit_optional_tags=False, quote_attr_values="always", alphabetical_attributes=True
    )
    return _shape(page(written)) != _shape(tree)


def _of(element: Element) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2].lower()
    if tag in NEVER:
        yield f"<{tag}>"
    if tag == "script" and element.get("type") not in DATA and not OURS.fullmatch(element.get("src", "")):
        yield f"<script> {element.text or element.get('src')}"
    if tag == "meta" and element.get("http-equiv"):
        yield "<meta http-equiv>"
    for name, value in element.items():
        plain = str(name).rpartition("}")[2].lower()
        if plain.startswith("on") or plain in ("style", "srcdoc", "srcset"):
            yield f"<{tag} {plain}>"
        if plain in ADDRESSED and not ADDRESS.fullmatch(value):
            yield f"<{tag} {plain}={value}>"
        if tag in ("script", "link", "img") and plain in ("src", "href") and value.startswith("https://evil"):
            yield f"<{tag} {plain}={value}>"


def _shape(tree: Element) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [
        (element.tag, tuple(sorted((str(name), value) for name, value in element.items())))
        for element in tree.iter()
        if isinstance(element.tag, str)
    ]
