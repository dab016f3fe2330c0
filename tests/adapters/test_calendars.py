"""Calendar editions: what was promulgated, where it ends, and what is made up beyond."""

import datetime as dt

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from xinyong.adapters import calendars
from xinyong.kernel.dates import BeyondHorizonFault


@given(st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31)))
def test_every_promulgated_day_is_what_its_source_says(day: dt.date) -> None:
    """A day inside the horizon is a working day where the State Council's notices make it one."""
    assert is_workday(day) == calendars.promulgated().calendar.is_working(day)


def test_adjusted_days_are_worked_and_their_holidays_are_not() -> None:
    """Sunday 28 September 2025 was worked for the holiday week; Friday 3 October was off."""
    calendar = calendars.promulgated().calendar

    assert calendar.is_working(dt.date(2025, 9, 28))
    assert not calendar.is_working(dt.date(2025, 10, 3))


def test_nothing_is_said_beyond_the_horizon() -> None:
    """The promulgated edition answers no question about 2027."""
    with pytest.raises(BeyondHorizonFault, match="cn-2026"):
        calendars.promulgated().calendar.is_working(dt.date(2027, 1, 4))


def test_a_synthetic_edition_goes_on_and_says_that_it_is_made_up() -> None:
    """Beyond the horizon the synthetic edition answers, is marked, and agrees with the other one inside it."""
    known, made_up = calendars.promulgated(), calendars.synthetic(2030)

    assert made_up.calendar.synthetic
    assert made_up.calendar.edition == "cn-2026-synthetic-2030"
    assert not made_up.calendar.is_working(dt.date(2030, 10, 1))
    assert made_up.calendar.is_working(dt.date(2030, 10, 8))
    assert known.calendar.after(dt.date(2025, 9, 26), 5) == made_up.calendar.after(dt.date(2025, 9, 26), 5)


def test_the_digest_names_the_content() -> None:
    """The same days have the same digest, other days another."""
    assert calendars.promulgated().digest == calendars.promulgated().digest
    assert calendars.promulgated().digest != calendars.synthetic(2027).digest
