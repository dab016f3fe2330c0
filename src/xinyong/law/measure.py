"""Measures: what follows from a designation or a decision, by whose hand, on which article, for how long.

A statute gives measures of its own; a memorandum joins measures of statutes to a list. Guarantees that a measure which
lacks an authority, an article or an end says so (`gaps`) and can be told from one that could be applied: it is inert.
Refuses, by type, a measure that follows from a rating: a measure follows lists, or a decision in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.law.text import Text  # noqa: TC001 - as above


class MeasureKind(Enum):
    """The kinds of the national basic list of penalty measures (from memory, unverified), and the rewards beside them.

    The list tells three classes: rights reduced or duties added by public bodies strictly by law (`entry` to
    `schooling`), management by public bodies (`funds` to `tenders`), and what others do of their own will (`reports`,
    `lending`).
    """

    ENTRY = "entry"
    """Entry to a market, a sector or an activity; licences."""
    OFFICE = "office"
    """Holding office in organisations or the state's service."""
    CONSUMPTION = "consumption"
    EXIT = "exit"
    """Leaving the country."""
    SCHOOLING = "schooling"
    FUNDS = "funds"
    """Fiscal funds and projects."""
    HONOURS = "honours"
    FACILITATION = "facilitation"
    """Preferences and simplified procedures."""
    SUPERVISION = "supervision"
    """More inspections, key supervision."""
    DISCLOSURE = "disclosure"
    """Entry in the credit file, publication."""
    CENSURE = "censure"
    TENDERS = "tenders"
    """Tenders and government procurement."""
    REPORTS = "reports"
    """Entry in credit reports and ratings of the market."""
    LENDING = "lending"
    BENEFIT = "benefit"
    """A reward: a green channel, fewer inspections, priority."""


OF_PERSONS: Final = frozenset({MeasureKind.OFFICE, MeasureKind.CONSUMPTION, MeasureKind.EXIT, MeasureKind.SCHOOLING})
"""Kinds that fall on natural persons alone: no pack about organisations has one."""

OF_OTHERS: Final = frozenset({MeasureKind.REPORTS, MeasureKind.LENDING})
"""Kinds that others take of their own will; no authority applies them."""


class Gap(Enum):
    """What keeps a measure from being applied."""

    NO_AUTHORITY = "no authority is named"
    NO_ARTICLE = "no article allows it"
    NO_END = "no end is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    Attributes:
        lists: the lists from which it follows; empty where a decision does.
        trigger: the decision or act from which it follows, in words; None where a list does.
        authorities: who applies it.
        basis: in a memorandum, the statute's measure that it applies (`pack-id#measure-id`); None: its own article.
        context: the field that its article is about, one lower-case word (`tax`, `courts`).
        named: the article itself names the list, which connects it whatever the fields are.
        shortest_months, longest_months: the term that may be set; None: the source gives no bound.
        while_listed: it ends with the listing.
    """

    id: str
    title: Text
    kind: MeasureKind
    lists: tuple[str, ...] = ()
    trigger: Text | None = None
    authorities: tuple[str, ...] = ()
    basis: str | None = None
    context: str
    named: bool = False
    shortest_months: int | None = None
    longest_months: int | None = None
    while_listed: bool = False
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Memorandum:
    """What a source says of a memorandum as a whole; None: it does not say.

    Attributes:
        lists: the lists whose subjects it is about.
        agencies, measures: how many signed it, how many measures it holds.
    """

    lists: tuple[str, ...]
    agencies: int | None = None
    measures: int | None = None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What an instrument lets follow.

    Attributes:
        memorandum: what is known of it as a whole, where it is a memorandum; None: any other instrument.
    """

    measures: tuple[Measure, ...]
    memorandum: Memorandum | None = None


def gaps(measure: Measure) -> tuple[Gap, ...]:
    """Return what keeps a measure from being applied; empty: nothing, as far as its text goes.

    What others do of their own will needs no authority.
    """
    missing = {
        Gap.NO_AUTHORITY: not measure.authorities and measure.kind not in OF_OTHERS,
        Gap.NO_ARTICLE: not measure.citation.article and measure.basis is None,
        Gap.NO_END: not measure.while_listed and measure.longest_months is None,
    }
    return tuple(gap for gap, found in missing.items() if found)
