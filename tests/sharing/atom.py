"""What is wrong with an Atom feed: by a real RELAX NG validator with a grammar of RFC 4287, and by the sentences of
the RFC that a grammar cannot say."""

import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests import needs

GRAMMAR = Path(__file__).with_name("atom.rng")
ATOM = "{http://www.w3.org/2005/Atom}"


def faults(feed: bytes) -> list[str]:
    return against(GRAMMAR, feed) or _unsaid(ElementTree.fromstring(feed))


def against(grammar: Path, document: bytes) -> list[str]:
    """What the validator says of the document."""
    xmllint = needs.tool("xmllint", needs.TOOLS["xmllint"]).bring()
    command = [str(xmllint), "--noout", "--nonet", "--relaxng", str(grammar), "-"]
    done = subprocess.run(command, input=document, capture_output=True)
    return done.stderr.decode().splitlines() if done.returncode else []


def _unsaid(feed: Element) -> list[str]:
    entries = feed.findall(f"{ATOM}entry")
    found = []
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        found.append("4.1.1: neither the feed nor each entry has an author")
    if "self" not in {link.get("rel") for link in feed.findall(f"{ATOM}link")}:
        found.append("4.1.1: no link to the feed itself")
    for element in (feed, *entries):
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if any(
            count > 1 for count in Counter((link.get("type"), link.get("hreflang")) for link in alternates).values()
        ):
            found.append("4.1.1, 4.1.2: two alternates of one type and language")
        if element is not feed and element.find(f"{ATOM}content") is None and not alternates:
            found.append("4.1.2: an entry has neither content nor an alternate")
    ids = Counter(element.findtext(f"{ATOM}id") for element in (feed, *entries))
    if any(count > 1 for count in ids.values()):
        found.append("4.1.1: two have one id")
    return found
