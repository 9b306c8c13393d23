"""What a new guide begins with, by what it is about: its sections in order, each with what belongs there.

The words in it are for the editor, who writes over them; none is advice to a reader.
"""

from enum import StrEnum

HEAD = """\
---
title: "{title}"
summary: "{summary}"
tags: [{tag}]
sources_checked: {today}
review_by: {next_year}
status: draft
---
"""
IN_SHORT = """
## In short {#in-short}

- Three to five sentences that stand alone, the most important first.
"""
END = """
## What is not known {#not-known}

What studies have not shown, and what you could not read.

## Questions to bring to your visit {#questions}

- A question in the reader's own words?

## Where to go next {#next}

- Two to four links to other guides, each with why.
"""
SAFETY_FIRST = """
!!! emergency "Call 911 now if:"
    - A sign that somebody may die of what this guide is about. Take this box out if nobody can.

    Call [911](tel:911).
"""


class DraftKind(StrEnum):
    GUIDE = "guide"
    CONDITION = "condition"
    COMPARISON = "comparison"
    SAFETY = "safety"
    HOW_TO = "how-to"


MIDDLE = {
    DraftKind.GUIDE: """
## First section {#first-section}

Write here. Name the source of what a reader would act on, as `[@vivitrol-pi, section 5.1]`.
""",
    DraftKind.CONDITION: """
## What it is {#what-it-is}

What a person notices, in plain words. Name the source of each fact, as `[@vivitrol-pi, section 5.1]`.

## What naltrexone does for it {#what-it-does}

Of 100 people with it and 100 without: how many, over what time, and the harms beside the benefits.

## What else helps {#what-else}

Other medicines and help, so that a reader can choose.

## Who should ask first {#ask-first}

For whom it may be unsafe, and whom to ask.
""",
    DraftKind.COMPARISON: """
## Side by side {#side-by-side}

|  | The first | The second |
|---|---|---|
| How it is taken |  |  |
| What it helps with |  |  |
| What it can harm |  |  |
| What it costs |  |  |

Each cell says the same kind of thing in the same words. Name the source of each, as `[@vivitrol-pi, section 5.1]`.

## Who may do better with which {#which}

What differs between people, and what studies did not compare.
""",
    DraftKind.SAFETY: """
## What can happen {#what-can-happen}

The harm, how often, and how soon. Name the source of each fact, as `[@vivitrol-pi, section 5.1]`.

## The signs {#signs}

| What you notice | What to do |
|---|---|
|  |  |

## How to stay safe {#stay-safe}

What to do and whom to tell, before it happens.
""",
    DraftKind.HOW_TO: """
## Before you begin {#before}

What must be at hand, and who must know. Name the source of each fact, as `[@vivitrol-pi, section 5.1]`.

## Step by step {#steps}

1. One instruction a step, with nothing to decide in it.

## If something goes wrong {#if-wrong}

What to do, and whom to call.
""",
}
WORDS = frozenset(
    line.strip()
    for text in (IN_SHORT, END, SAFETY_FIRST, *MIDDLE.values())
    for line in text.split("\n")
    if len(line.split()) > 4 and not line.startswith(("#", "!", "|"))  # headings, titles and rows may stay as they are
)
SUMMARY = "One sentence that answers the question this guide is about."


def draft(kind: DraftKind, **head: object) -> str:
    """`head` fills in the first block."""
    whole = "" if kind is DraftKind.GUIDE else END
    first = SAFETY_FIRST if kind is DraftKind.SAFETY else ""
    return HEAD.format(summary=SUMMARY, **head) + first + IN_SHORT + MIDDLE[kind] + whole
