"""Days, half-open intervals, terms counted as the Civil Code counts them, and the working-day calendar as a value.

Days are those of Asia/Shanghai. An interval `[start, until)` holds its start and not its until; an until of None has no
end yet. Nothing here knows what day it is.
"""

from __future__ import annotations

import calendar as _months
import datetime as dt
from dataclasses import dataclass

from xinyong.kernel.errors import Fault

FAR = dt.date(9999, 12, 31)
"""The day that stands for "no end known" in columns that can't be null."""

SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""China's time zone; no daylight saving since 1991."""

_MONTHS_A_YEAR = 12
_LAST_MONTH = FAR.year * _MONTHS_A_YEAR + 11


class BeyondHorizonFault(Fault):
    """A working-day question was asked of days that the calendar edition does not cover."""

    code = "CALENDAR-HORIZON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The days from `start`, included, to `until`, excluded; `until` None means no end known."""

    start: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Return whether `day` lies in the interval."""
        return self.start <= day and (self.until is None or day < self.until)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day `months` later, or the last day of that month (Civil Code 202).

    Days past 9999-12-31 become 9999-12-31.

    >>> add_months(dt.date(2024, 1, 31), 3)
    datetime.date(2024, 4, 30)
    """
    index = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    if index > _LAST_MONTH:
        return FAR
    year, month = divmod(index, _MONTHS_A_YEAR)
    last = _months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def add_days(day: dt.date, days: int) -> dt.date:
    """Return the day `days` later; days past 9999-12-31 become 9999-12-31."""
    if days > (FAR - day).days:
        return FAR
    return day + dt.timedelta(days=days)


def term_until(start: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    """Return the first day after a term that runs from `start` (Civil Code 200-202).

    The day of the act does not count and the corresponding day is the last, so the interval is half-open one day
    after it.

    >>> term_until(dt.date(2023, 2, 28), months=12)
    datetime.date(2024, 2, 29)
    """
    return add_days(add_days(add_months(start, months), days), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """An edition of China's working days: known from `first` to `last`, both included.

    Attributes:
        edition: a name for people, such as `cn-2026`.
        first, last: the horizon; no question beyond it is answered.
        rest: weekdays that are days off (holidays and their bridges).
        work: Saturdays and Sundays that are worked (调休).
        synthetic: made up beyond what was promulgated; only synthetic stores may use it.
    """

    edition: str
    first: dt.date
    last: dt.date
    rest: frozenset[dt.date]
    work: frozenset[dt.date]
    synthetic: bool = False

    def is_working(self, day: dt.date) -> bool:
        """Return whether `day` is a working day.

        Raises:
            BeyondHorizonFault: `day` lies outside the edition.
        """
        if not self.first <= day <= self.last:
            what = f"{day} lies outside the calendar edition {self.edition} ({self.first} to {self.last})."
            raise BeyondHorizonFault(what, remedy="Activate a newer calendar edition, or treat the end as provisional.")
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.rest)

    def after(self, day: dt.date, working_days: int) -> dt.date:
        """Return the last day of a term of `working_days` that runs from `day`, which does not count.

        Raises:
            BeyondHorizonFault: the term leaves the edition; its end is then provisional.
        """
        found = day
        while working_days > 0:
            found = add_days(found, 1)
            working_days -= self.is_working(found)
        return found


_SATURDAY = 5
