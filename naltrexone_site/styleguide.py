"""/styleguide/: each part of a page drawn once, for the team. It exists in preview mode (DEBUG) alone.

The sample is a guide in the dialect, rendered as every guide is, so that what stands here is what a reader would get.
Its words mean nothing medically.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from articles import addresses
from articles.models import Article
from articles.policy import Language
from articles.rendering import render
from articles.source import read_article
from glossary.linker import Linker, Phrase
from glossary.models import Term

WORDS = {
    "craving": "A strong urge. This preview lies beside its word, and never over it.",
    "antagonist": "A word whose preview is longer. It has several sentences, and still fits. Nothing in it is a link.",
}
SAMPLE = """\
---
title: Every part of a guide
summary: The summary says in one sentence what the guide answers.
tags: [sample]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: draft
---

!!! emergency "Call 911 now if:"
    - the heading calls, and the list says when [@label]

    Call [911](tel:911). Thoughts of suicide? Call or text [988](tel:988).

## In short {#in-short}

- A whole sentence with one fact [@label].
- Another one, with a craving in it [@label, section 2].

## A section {#section}

A paragraph of running text is 62 to 68 characters wide, so that the eye finds the next line. It may **stress a word**,
lead [to another page](https://example.org/), and use the word antagonist. It ends with its source [@label] [@review].

### A part of a section {#part}

1. The first step.
2. The second step.

!!! urgent "Call your care team today if:"
    - something cannot wait

Between two callouts stands at least a paragraph.

!!! ask "Bring to your visit:"
    - a question

Between two callouts stands at least a paragraph.

!!! do "Do this"
    - Keep the card with you.

Between two callouts stands at least a paragraph.

!!! dont "Do not do this"
    - Do not stop alone.

Between two callouts stands at least a paragraph.

!!! note "Note"
    Something worth knowing.

!!! clinicians "For clinicians"
    Folded until it is opened.

## Tables {#tables}

| What matters | Tablets | Injection |
|---|---|---|
| How often | once a day | once a month |
| Who gives it | you | a clinician |

| | Week 1 | Week 2 | Week 3 | Week 4 | Week 5 |
|---|--:|--:|--:|--:|--:|
| A wide table scrolls | 1 | 20 | 300 | 4,000 | 50,000 |
| inside its own region | 2 | 30 | 400 | 5,000 | 60,000 |

## Figures {#figures}

The same hundred people stand in both groups, so that the eye compares. The numbers here mean nothing.

```icon-array
title: How many people of a sample had it
who: people in a sample
time: over 3 months
of: 100
groups:
  - name: Without
    count: 30
    words: had it
  - name: With
    count: about 12
    words: had it
source: "[@label]"
```

A line of time is a list; a dot is a moment, a bar a range.

```timeline
title: From the first to the last
unit: days
source: "[@label]"
steps:
  - at: 0
    what: The first
    words: What it means stands beside it.
  - from: 7
    to: 10
    what: Between
  - from: 14
    what: The last
```

Benefits and harms stand in one box, of the same number of people.

```facts
title: What a sample did
who: people in a sample
time: over 3 months
of: 100
without: Without
with: With
benefits:
  - what: A benefit
    without: 30
    with: about 12
harms:
  - what: A harm
    difference: about 10 more
source: "[@label]"
```

## Where to go next {#next}

- [Another guide](https://example.org/), with the reason to read it.
"""


class Styleguide(TemplateView):
    template_name = "styleguide.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = read_article("en/articles/styleguide.md", SAMPLE.encode())
        phrases = (Phrase(word, word) for word in WORDS)
        page = render(source, Linker(phrases, lambda slug: addresses.term(Language.EN, slug)))
        guide = Article(lead_html=page.lead, body_html=page.body, onward_html=page.onward)
        terms = [Term(language="en", slug=word, name=word, definition=said) for word, said in WORDS.items()]
        headings = [heading for heading in page.headings if heading.level == 2]
        return super().get_context_data(guide=guide, terms=terms, contents=headings, **kwargs)
