"""Inspection schedules: how often the holders of each grade of a pack's rating are inspected.

A schedule says which share of the organisations of a grade is drawn, how often each is visited, or both, as its
instrument has it. Guarantees nothing about the numbers: `law.lint_inspections` does. It proposes inspections and
nothing else; an inspection is no measure, and no measure can follow from a grade (`law.measure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time

WHOLE: Final = 10_000
"""All organisations of a grade: shares are whole ten-thousandths, as in records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of the organisations that is drawn, in ten-thousandths, both ends in; None: the source sets no end."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often each organisation is inspected within `years`, both ends in; None: the source sets no end."""

    least: int | None = None
    most: int | None = None
    years: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRate:
    """How often the holders of one grade are inspected.

    Attributes:
        falls: why less is inspected than of the grade before; None: it is not.
    """

    grade: str
    share: Share | None = None
    visits: Visits | None = None
    falls: str | None = None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralRate:
    """How often everybody is inspected of whose grade the schedule says nothing of its own."""

    share: Share | None = None
    visits: Visits | None = None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspections:
    """What an instrument says of inspections: rates in order of rising risk, and a general one."""

    schedule: tuple[InspectionRate, ...] = ()
    general: GeneralRate | None = None

    def rate_of(self, grade: str) -> InspectionRate | GeneralRate | None:
        """Return what is said of a grade: its own rate, else the general one; None: nothing."""
        return next((rate for rate in self.schedule if rate.grade == grade), self.general)


def percent(share: int) -> str:
    """Return a share in ten-thousandths as people write it.

    >>> percent(500), percent(2050), percent(1)
    ('5 %', '20.5 %', '0.01 %')
    """
    whole, rest = divmod(share, 100)
    return f"{whole}{f'.{rest:02}'.rstrip('0') if rest else ''} %"


def rate_words(rate: InspectionRate | GeneralRate) -> str:
    """Return what a rate says.

    >>> from xinyong.kernel.cite import SourceGrade
    >>> cited = Citation(instrument="A", grade=SourceGrade.UNVERIFIED)
    >>> rate_words(GeneralRate(share=Share(least=500, most=2000), visits=Visits(least=1, years=2), citation=cited))
    '5 % to 20 % of them; at least 1 visit in 2 years'
    """
    said: list[str] = []
    if rate.share is not None:
        ends = (None if end is None else percent(end) for end in (rate.share.least, rate.share.most))
        said.append(f"{_between(*ends)} of them")
    if rate.visits is not None:
        counts = (None if end is None else str(end) for end in (rate.visits.least, rate.visits.most))
        one = rate.visits.least if rate.visits.most is None else rate.visits.most
        span = "a year" if rate.visits.years == 1 else f"in {rate.visits.years} years"
        said.append(f"{_between(*counts)} visit{'' if one == 1 else 's'} {span}")
    return "; ".join(said)


def _between(least: str | None, most: str | None) -> str:
    if least is None:
        return f"at most {most}"
    if most is None:
        return f"at least {least}"
    return least if least == most else f"{least} to {most}"


def bounds(share: Share | None) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest share as parts of one; what the source leaves open is nobody, or everybody."""
    least, most = (None, None) if share is None else (share.least, share.most)
    return Fraction(least or 0, WHOLE), Fraction(WHOLE if most is None else most, WHOLE)
