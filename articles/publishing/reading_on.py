"""What to read next: first the guides that a guide's own text links to, then those that share most of its tags.

A pure function over outlines.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from articles.editing.outline import Outline
from articles.policy import Status

NEXT_MAX = 3  # guides; more is a list to search, not a suggestion
CANDIDATES_A_TAG_MAX = 30  # a tag that every guide has says nothing


def read_next(outlines: Sequence[Outline]) -> dict[str, list[str]]:
    """Path of each published guide -> paths of up to three others, the best first."""
    published = {outline.path: outline for outline in outlines if outline.status is Status.PUBLISHED}
    tagged: dict[tuple[str, str], list[str]] = defaultdict(list)
    for outline in published.values():
        for tag in outline.tags:
            tagged[outline.language, tag].append(outline.path)
    return {path: next_of(outline, published, tagged) for path, outline in published.items()}


def next_of(outline: Outline, published: Container[str], tagged: Mapping[tuple[str, str], Sequence[str]]) -> list[str]:
    """Of `published`, the paths that it links to are asked for; of `tagged`, its own tags, each with paths in order."""
    counted = Counter(link.path for link in outline.links if link.path in published)
    linked = [path for path, _ in counted.most_common()]  # those linked most often; equals in order of the text
    shared: dict[str, int] = defaultdict(int)
    for tag in outline.tags:
        for path in tagged[outline.language, tag][:CANDIDATES_A_TAG_MAX]:
            shared[path] += 1
    alike = sorted(shared, key=lambda path: -shared[path])
    return [path for path in dict.fromkeys([*linked, *alike]) if path != outline.path][:NEXT_MAX]
