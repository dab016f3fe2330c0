"""Rows of other people's lists, reported for their own dates."""

import datetime as dt

from tests.standing.diary import Diary
from xinyong.standing.listings import listings_of

DAY = dt.date
ROW = "list:h2:someone"


def _phase(diary: Diary, day: dt.date) -> list[str]:
    return [listing.phase for listing in listings_of(diary.past(), day)]


def test_a_listing_is_before_inside_and_after_its_own_dates() -> None:
    """The first day is inside, the day of its end is after."""
    diary = Diary()
    diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2011, 3, 5), ended=DAY(2013, 3, 6))

    assert ["before"] == _phase(diary, DAY(2011, 3, 4))
    assert ["inside"] == _phase(diary, DAY(2011, 3, 5))
    assert ["inside"] == _phase(diary, DAY(2013, 3, 5))
    assert ["after"] == _phase(diary, DAY(2013, 3, 6))


def test_a_row_that_left_a_snapshot_was_inside_until_that_day() -> None:
    """A list that no longer has the row ended its listing; that does not make it never have been."""
    diary = Diary()
    seq = diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2019, 1, 1))
    diary.remove(DAY(2021, 6, 3), seq, cause="snapshot", on=DAY(2021, 6, 1))

    assert ["inside"] == _phase(diary, DAY(2021, 5, 31))
    assert ["after"] == _phase(diary, DAY(2021, 6, 1))


def test_a_row_that_a_withdrawal_brought_back_never_left() -> None:
    """Where the snapshot that lacked it is taken back, the row stands as it stood, once."""
    diary = Diary()
    seq = diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2019, 1, 1))
    diary.remove(DAY(2021, 6, 3), seq, cause="snapshot", on=DAY(2021, 6, 1))
    original = diary.entries[seq - 1].content
    diary.learn(DAY(2021, 7, 1), original)

    assert ["inside"] == _phase(diary, DAY(2022, 1, 1))


def test_a_row_that_came_back_was_there_twice() -> None:
    """Gone with one snapshot and delivered again with a later one: two terms, the first of them over."""
    diary = Diary()
    seq = diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2019, 1, 1))
    diary.remove(DAY(2021, 6, 3), seq, cause="snapshot", on=DAY(2021, 6, 1))
    diary.record(DAY(2021, 9, 3), "list.entry", listing=ROW, effective=DAY(2021, 9, 1))

    assert ["after", "inside"] == _phase(diary, DAY(2022, 1, 1))


def test_a_withdrawn_row_is_reported_no_more() -> None:
    """A row that its authority took back never was a listing, as known now."""
    diary = Diary()
    seq = diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2019, 1, 1))
    diary.remove(DAY(2021, 6, 3), seq)

    assert [] == _phase(diary, DAY(2020, 1, 1))


def test_a_row_without_a_first_day_is_unknown_until_its_end() -> None:
    """Where the first day is not told, nobody can say that a day is inside."""
    diary = Diary()
    diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, ended=DAY(2021, 1, 1))

    assert ["unknown"] == _phase(diary, DAY(2020, 6, 1))
    assert ["after"] == _phase(diary, DAY(2021, 1, 1))


def test_a_listing_says_that_it_is_not_ours() -> None:
    """What others listed is reported as theirs and has no effect."""
    diary = Diary()
    diary.record(DAY(2020, 1, 1), "list.entry", listing=ROW, effective=DAY(2019, 1, 1))

    (listing,) = listings_of(diary.past(), DAY(2020, 1, 1))

    assert ("h2", "office", "reported, not ours", "none") == (
        listing.list,
        listing.authority,
        listing.standing,
        listing.effect,
    )
