"""Life: the days on which a hit counts, and which of several hits stays.

Time enters a pack here and nowhere else. How days are counted stands in the docstring of `law.pack`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time


class LifeForm(Enum):
    """How the end of a hit is found."""

    TERM = "term"
    """`months` and `days` from `start`: until = start + months + days + 1 day (Civil Code 201-202)."""
    YEAR = "year"
    """The calendar year of `start`, and `years - 1` more: until = 1 January after them."""
    OPEN = "open"
    """No end of its own; ends only by `ends_at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The interval `[start, until)` in which a hit counts.

    Attributes:
        start: date column from which the life runs.
        start_months, start_days: the life begins this long after the column (0: on it). With either, the first day is
            start + months + days + 1 day: the day after the term has run out.
        form, months, days, years: how the end is found, counted from the day in column `start` or, where set,
            from column `term_from`.
        term_from: date column from which the term runs, where it differs from the first day; None: `start`'s column.
        ends_at: date column that ends the life on that day if it comes earlier (null: it does not).
        citation: where the period stands.
    """

    start: str = "effective"
    start_months: int = 0
    start_days: int = 0
    form: LifeForm = LifeForm.TERM
    months: int = 0
    days: int = 0
    years: int = 1
    term_from: str | None = None
    ends_at: str | None = None
    citation: Citation | None = None


class OnceKey(Enum):
    """What two hits of a group must share to count as one."""

    SUBJECT = "subject"
    YEAR = "year"
    """The calendar year of the column that the term runs from (`term_from`, else `start`)."""
    MONTH = "month"
    """The calendar month of the column that the term runs from (`term_from`, else `start`)."""
    ACT = "act"
    """The same record: several rules of the group hit one act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of rules of which, per key, the strongest hit alive stays. All points of a group have one sign."""

    id: str
    key: OnceKey
    absorbs_for_good: bool = False
    citation: Citation
