"""Editions of the working-day calendar: China's own as far as it was promulgated, and a declared synthetic one beyond.

The State Council promulgates the days of a year late in the year before, so an edition ends. It comes from the package
`chinesecalendar`, which has every adjusted day from 2004 on. What lies beyond is made up here for synthetic stores
alone, from the holidays with a date of their own, and says so: `synthetic` is set and the edition's name tells it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Final

from xinyong.kernel.dates import Calendar

_SATURDAY: Final = 5
_FIXED_HOLIDAYS: Final = ((1, 1), (4, 5), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Days off with a date of their own (全国年节及纪念日放假办法, as of 2025); the lunar ones are left out on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A calendar and the digest that names it in the ledger, SHA-256 in hex over its canonical JSON."""

    calendar: Calendar
    digest: str


def promulgated() -> Edition:
    """Return China's working days, 2004 to the last year that is known whole."""
    from chinese_calendar import constants  # noqa: PLC0415 - twenty years of days, only where they are asked for

    last = max(constants.holidays).year
    return _edition(
        Calendar(
            edition=f"cn-{last}",
            first=dt.date(min(constants.holidays).year, 1, 1),
            last=dt.date(last, 12, 31),
            rest=frozenset(day for day in constants.holidays if day.weekday() < _SATURDAY),
            work=frozenset(day for day in constants.workdays if day.weekday() >= _SATURDAY),
        )
    )


def synthetic(until_year: int) -> Edition:
    """Return the promulgated calendar, gone on to the end of `until_year` with days that nobody promulgated."""
    known = promulgated().calendar
    made_up = frozenset(
        day
        for year in range(known.last.year + 1, until_year + 1)
        for month, number in _FIXED_HOLIDAYS
        if (day := dt.date(year, month, number)).weekday() < _SATURDAY
    )
    last = max(known.last, dt.date(until_year, 12, 31))
    edition = f"{known.edition}-synthetic-{last.year}"
    return _edition(replace(known, edition=edition, last=last, rest=known.rest | made_up, synthetic=True))


def _edition(calendar: Calendar) -> Edition:
    canonical = json.dumps(
        {
            "edition": calendar.edition,
            "first": calendar.first.isoformat(),
            "last": calendar.last.isoformat(),
            "rest": sorted(day.isoformat() for day in calendar.rest),
            "synthetic": calendar.synthetic,
            "work": sorted(day.isoformat() for day in calendar.work),
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    return Edition(calendar=calendar, digest=hashlib.sha256(canonical.encode()).hexdigest())
