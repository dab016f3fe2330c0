"""The life of a hit, for one record: from the pack's `Life` to a function from facts to `[start, until)`.

Guarantees: terms are counted as the Civil Code counts them (200-202), months clamped at their end, nothing past
9999-12-31. None where a column that the life needs is null. `rules.columnar.rows` writes the same in SQL.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias, assert_never

from xinyong.kernel.dates import FAR, add_days, add_months, term_until
from xinyong.law.life import Life, LifeForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xinyong.kernel.facts import FactValue

    Span: TypeAlias = tuple[dt.date, dt.date]
    Facts: TypeAlias = Mapping[str, FactValue]
    Lived: TypeAlias = Callable[[Facts], Span | None]
    End: TypeAlias = Callable[[dt.date], dt.date]


def lived(life: Life) -> Lived:
    """Return the function that gives the days `[start, until)` of a hit, or None where a column is null.

    An open life ends on 9999-12-31. The interval may be empty: then there is no hit.
    """
    end = _end(life)
    term_from, ends_at, column = life.term_from, life.ends_at, life.start
    if not (life.start_months or life.start_days or term_from or ends_at):
        return _plain(column, end)

    def span(facts: Facts) -> Span | None:
        day = _day(facts, column)
        counted_from = day if term_from is None else _day(facts, term_from)
        if day is None or (counted_from is None and life.form is not LifeForm.OPEN):
            return None
        until = FAR if counted_from is None else end(counted_from)
        ended = None if ends_at is None else _day(facts, ends_at)
        return begun(life, day), until if ended is None else min(until, ended)

    return span


def begun(life: Life, day: dt.date) -> dt.date:
    """Return the first day of a life whose start column holds `day`."""
    if life.start_months or life.start_days:
        return term_until(day, months=life.start_months, days=life.start_days)
    return day


def columns(life: Life) -> tuple[str, ...]:
    """Return the columns without which a life can't be computed."""
    return tuple(dict.fromkeys((life.start, dated_by(life))))


def dated_by(life: Life) -> str:
    """Return the column whose month and year a hit belongs to: the one that its term runs from."""
    return life.start if life.term_from is None or life.form is LifeForm.OPEN else life.term_from


def _plain(column: str, end: End) -> Lived:
    def span(facts: Facts) -> Span | None:
        day = facts.get(column)
        return (day, end(day)) if isinstance(day, dt.date) else None

    return span


def _end(life: Life) -> End:
    months, days, years = life.months, life.days + 1, life.years
    match life.form:
        case LifeForm.TERM:
            return lambda day: add_days(add_months(day, months), days)
        case LifeForm.YEAR:
            return lambda day: dt.date(day.year + years, 1, 1) if day.year + years <= FAR.year else FAR
        case LifeForm.OPEN:
            return lambda _: FAR
        case _:
            assert_never(life.form)


def _day(facts: Facts, column: str) -> dt.date | None:
    day = facts.get(column)
    return day if isinstance(day, dt.date) else None
