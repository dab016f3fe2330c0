"""Which pack version speaks on a day: the one in force, and the one of the last decided evaluation year.

A rating of a cycle belongs to an evaluation year: it is decided as of the year's cut-off day, over what was known by
the end of the publication day, by the version that names the year. What the ledger learns later does not change it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xinyong.law.pack import Governs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.law.rating import Cycle
    from xinyong.standing.law import Version


class Decided(NamedTuple):
    """A closed cycle: the version that governs it, its year, its last day, and the day its grade is shown from."""

    version: Version
    year: int
    cut_off: dt.date
    published: dt.date


def in_force(versions: Sequence[Version], day: dt.date) -> Version | None:
    """Return the version in force on a day; of two that overlap, the later one."""
    found = [
        version
        for version in versions
        if version.pack.valid_from <= day and (version.pack.valid_to is None or day < version.pack.valid_to)
    ]
    return found[-1] if found else None


def judges(versions: Sequence[Version], effective: object, day: dt.date) -> Iterator[Version]:
    """Yield the versions that judge a record with this `effective` on a day.

    Where acts govern, the version of the day of the act; without that day, every version may. Else the one in force.
    """
    now = in_force(versions, day)
    for version in versions:
        if version.pack.governs is not Governs.ACT:
            if version is now:
                yield version
        elif not isinstance(effective, dt.date) or in_force((version,), effective) is not None:
            yield version


def decided(versions: Sequence[Version], day: dt.date) -> Decided | None:
    """Return the last evaluation year whose grade is shown on a day, or None where there is none yet."""
    shown = [cycle for cycle in _cycles(versions, day) if cycle.published <= day]
    return max(shown, key=lambda cycle: cycle.year, default=None)


def upcoming(versions: Sequence[Version], day: dt.date) -> Decided | None:
    """Return the evaluation year whose grade is shown next after a day, or None where no version decides one."""
    ahead = [cycle for cycle in _cycles(versions, day) if cycle.published > day]
    return min(ahead, key=lambda cycle: cycle.published, default=None)


def edges(versions: Sequence[Version], day: dt.date) -> Iterator[dt.date]:
    """Yield days on which another version, year or decided grade begins to speak; those up to `day` may be among them.

    They are the first and last days of versions, the next 1 January of a cycle, and publication days.
    """
    yield from terms(versions)
    if any(version.pack.rating is not None and version.pack.rating.cycle is not None for version in versions):
        yield dt.date(day.year + 1, 1, 1)
    for cycle in _cycles(versions, day):
        yield cycle.published


def terms(versions: Sequence[Version]) -> Iterator[dt.date]:
    """Yield the first and last days of versions: all that changes for whom none of them applies to."""
    for version in versions:
        yield version.pack.valid_from
        if version.pack.valid_to is not None:
            yield version.pack.valid_to


def _cycles(versions: Sequence[Version], day: dt.date) -> Iterator[Decided]:
    """Yield the closed and running cycles that matter on a day: up to its own year, back to the first."""
    for version in versions:
        rating = version.pack.rating
        if rating is not None and rating.cycle is not None:
            cycle = rating.cycle
            first = version.pack.valid_from.year if cycle.first_year is None else cycle.first_year
            last = day.year if cycle.last_year is None else min(day.year, cycle.last_year)
            for year in range(first, last + 1):
                yield _closed(version, cycle, year)


def _closed(version: Version, cycle: Cycle, year: int) -> Decided:
    return Decided(
        version=version,
        year=year,
        cut_off=dt.date(year, cycle.cut_off_month, cycle.cut_off_day),
        published=dt.date(year + 1, cycle.published_month, cycle.published_day),
    )
