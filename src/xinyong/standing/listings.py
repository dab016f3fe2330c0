"""Rows of other people's lists, reported as theirs for their own dates; nothing here has an effect.

A row that a later snapshot of its list lacks was on the list until that snapshot's day. A row without a first day is
inside or outside of nothing: its phase is unknown.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, TypeAlias

from xinyong.standing.part import Part

if TYPE_CHECKING:
    from xinyong.standing.past import Past, Recorded

Phase: TypeAlias = Literal["before", "inside", "after", "unknown"]
"""Where a day lies to an interval; unknown where the interval is."""


class Listing(Part, frozen=True, kw_only=True):
    """A row of another's list: reported, not ours, for its own dates, without effect here."""

    identifier: str
    record: int
    list: str
    authority: str | None
    start: dt.date | None
    until: dt.date | None
    phase: Phase
    standing: Literal["reported, not ours"] = "reported, not ours"
    effect: Literal["none"] = "none"


def listings_of(past: Past, day: dt.date) -> tuple[Listing, ...]:
    """Return every listing that others delivered, with where `day` lies to it, in order of entry."""
    rows = [(recorded, None) for recorded in past.live()] + list(past.left_a_snapshot())
    found = [_listing(recorded, gone, day) for recorded, gone in rows if recorded.content.listing is not None]
    return tuple(sorted(found, key=lambda listing: listing.record))


def phase_of(start: dt.date | None, until: dt.date | None, day: dt.date) -> Phase:
    """Return where a day lies to `[start, until)`.

    >>> phase_of(None, None, dt.date(2020, 1, 1))
    'unknown'
    """
    if until is not None and until <= day:
        return "after"
    if start is None:
        return "unknown"
    return "before" if day < start else "inside"


def _listing(recorded: Recorded, gone: dt.date | None, day: dt.date) -> Listing:
    identifier = recorded.content.listing or ""
    start = _day(recorded, "effective")
    ends = [end for end in (_day(recorded, "ended"), gone) if end is not None]
    until = min(ends, default=None)
    return Listing(
        identifier=identifier,
        record=recorded.header.seq,
        list=identifier.split(":")[1],
        authority=recorded.header.authority,
        start=start,
        until=until,
        phase=phase_of(start, until, day),
    )


def _day(recorded: Recorded, column: str) -> dt.date | None:
    value = recorded.content.facts.get(column)
    return value if isinstance(value, dt.date) else None
