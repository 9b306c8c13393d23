"""The words that a figure adds to those of its editor, in each language. Data, no logic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from articles.policy import Language


class FigureKind(StrEnum):
    ICON_ARRAY = "icon-array"
    TIMELINE = "timeline"
    FACTS = "facts"


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class When:
    """How a step of a timeline says when it is: at one time, over a range, open at its end, open at its start."""

    at: str
    over: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class FigureWords:
    about: str  # before a number that is not exact
    counted: str
    out_of: str
    drawing: str  # what somebody hears who cannot see the icons
    people: str
    benefits: str
    harms: str
    difference: str
    more: str
    fewer: str
    same: str
    not_given: str
    source: str
    when: Mapping[Unit, When]


WORDS: Final = {
    Language.EN: FigureWords(
        about="about",
        counted="{count} of {of}",
        out_of="Out of {of} {who}, {time}",
        drawing="Drawing of {of} people, {count} of them filled in",
        people="Out of {of} people",
        benefits="Benefits",
        harms="Harms",
        difference="Difference",
        more="more",
        fewer="fewer",
        same="no difference",
        not_given="not given",
        source="Source",
        when={
            Unit.HOURS: When("Hour {0}", "Hours {0} to {1}", "From hour {0}", "Up to hour {0}"),
            Unit.DAYS: When("Day {0}", "Days {0} to {1}", "From day {0}", "Up to day {0}"),
            Unit.WEEKS: When("Week {0}", "Weeks {0} to {1}", "From week {0}", "Up to week {0}"),
            Unit.MONTHS: When("Month {0}", "Months {0} to {1}", "From month {0}", "Up to month {0}"),
        },
    ),
    Language.ES: FigureWords(
        about="cerca de",
        counted="{count} de {of}",
        out_of="De cada {of} {who}, {time}",
        drawing="Dibujo de {of} personas; están rellenas {count}",
        people="De cada {of} personas",
        benefits="Beneficios",
        harms="Daños",
        difference="Diferencia",
        more="más",
        fewer="menos",
        same="sin diferencia",
        not_given="sin dato",
        source="Fuente",
        when={
            Unit.HOURS: When("Hora {0}", "De la hora {0} a la {1}", "Desde la hora {0}", "Hasta la hora {0}"),
            Unit.DAYS: When("Día {0}", "Del día {0} al {1}", "Desde el día {0}", "Hasta el día {0}"),
            Unit.WEEKS: When("Semana {0}", "De la semana {0} a la {1}", "Desde la semana {0}", "Hasta la semana {0}"),
            Unit.MONTHS: When("Mes {0}", "Del mes {0} al {1}", "Desde el mes {0}", "Hasta el mes {0}"),
        },
    ),
}
