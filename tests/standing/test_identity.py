"""Who a subject is on a day."""

import datetime as dt

from tests.standing.diary import Diary
from xinyong.ledger.entries import IdentifierGiven
from xinyong.standing.identity import subject_of

DAY = dt.date
KNOWN = DAY(2023, 1, 1)


def test_a_name_that_came_back_holds_in_both_its_times() -> None:
    """A, then B, then A again: each year has the name of that year."""
    diary = Diary()
    for year, name in ((2020, "甲公司"), (2021, "乙公司"), (2022, "甲公司")):
        diary.name(KNOWN, name, since=DAY(year, 1, 1))

    years = [[one.name for one in subject_of(diary.past(), DAY(year, 6, 1)).names] for year in (2020, 2021, 2022)]

    assert [["甲公司"], ["乙公司"], ["甲公司"]] == years


def test_a_later_statement_with_the_same_start_gives_the_end() -> None:
    """An identifier that was stated again with its end holds until then and stands once."""
    diary = Diary()
    diary.learn(KNOWN, IdentifierGiven(scheme="lei", value="9900", since=DAY(2020, 1, 1)))
    diary.learn(KNOWN, IdentifierGiven(scheme="lei", value="9900", since=DAY(2020, 1, 1), until=DAY(2021, 1, 1)))

    held = [
        [one.value for one in subject_of(diary.past(), DAY(year, 6, 1)).identifiers if one.scheme == "lei"]
        for year in (2020, 2021)
    ]

    assert [["9900"], []] == held
