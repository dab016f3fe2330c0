"""Organisations through time: history is kept, the order of learning does not matter."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from xinyong.kernel.dates import Interval
from xinyong.kernel.ids import SubjectNumber
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.organisations import (
    BEGINNING,
    Event,
    Existence,
    HeldName,
    IdentifierGiven,
    MergedInto,
    NameTaken,
    Organisation,
    Renamed,
    SplitFrom,
    StruckOff,
    organisation_at,
)

FOUNDED, RENAMED, CODED, ENDED = dt.date(2005, 3, 1), dt.date(2012, 6, 1), dt.date(2015, 10, 1), dt.date(2024, 1, 1)
HISTORY: tuple[Event, ...] = (
    NameTaken(on=FOUNDED, name="大明厂", language="zh"),
    IdentifierGiven(on=FOUNDED, scheme=Scheme.REGISTRATION_15, code="110108000000016", until=CODED),
    Renamed(on=RENAMED, name="大明有限公司", language="zh"),
    NameTaken(on=RENAMED, name="Daming", language="en", alias=True),
    IdentifierGiven(on=CODED, scheme=Scheme.USCC, code="91110000600037341L"),
    SplitFrom(on=FOUNDED, origin=SubjectNumber(7)),
    MergedInto(on=ENDED, successor=SubjectNumber(9)),
)


def told(organisation: Organisation) -> tuple[list[str], list[str], Existence]:
    """Codes and registered names of the day, and whether it goes on."""
    return (
        [held.code for held in organisation.current_identifiers],
        [held.name for held in organisation.current_names],
        organisation.existence,
    )


def test_each_day_has_its_names_and_codes() -> None:
    """Before, between and after a renaming, a new code and a merger."""
    before, first, renamed, coded, merged = (
        told(organisation_at(HISTORY, day)) for day in (dt.date(2005, 2, 28), FOUNDED, RENAMED, CODED, ENDED)
    )

    assert before == ([], [], Existence.ACTIVE)
    assert first == (["110108000000016"], ["大明厂"], Existence.ACTIVE)
    assert renamed == (["110108000000016"], ["大明有限公司"], Existence.ACTIVE)
    assert coded == (["91110000600037341L"], ["大明有限公司"], Existence.ACTIVE)
    assert merged == (["91110000600037341L"], ["大明有限公司"], Existence.MERGED)


def test_history_is_kept() -> None:
    """The old name stays with the days for which it held, and both sides of succession are told."""
    found = organisation_at(HISTORY, ENDED)

    assert found.names[0] == HeldName(
        name="大明厂", language="zh", alias=False, held=Interval(start=FOUNDED, until=RENAMED)
    )
    assert ((7,), (9,), ENDED) == (found.origins, found.successors, found.ended_on)


def test_an_alias_ends_no_name_and_is_no_registered_name() -> None:
    """Daming is known and borne beside the registered name."""
    found = organisation_at(HISTORY, RENAMED)

    assert {"Daming"} == {held.name for held in found.names if held.alias}
    assert ["大明有限公司"] == [held.name for held in found.current_names]


def test_the_earliest_end_counts_and_later_events_stay_visible() -> None:
    """Struck off first and merged later: it ended by striking-off, and the merger is still told."""
    events = (StruckOff(on=RENAMED, cause="注销"), MergedInto(on=CODED, successor=SubjectNumber(9)))
    found = organisation_at(events, ENDED)

    assert (Existence.STRUCK_OFF, RENAMED, (9,)) == (found.existence, found.ended_on, found.successors)


def test_what_has_always_held_begins_at_the_beginning() -> None:
    """A validity without a known start holds on any day."""
    events = (IdentifierGiven(on=BEGINNING, scheme=Scheme.LEI, code="213800KUD8LAJWSQ9D15"),)

    assert told(organisation_at(events, dt.date(1900, 1, 1)))[0] == ["213800KUD8LAJWSQ9D15"]


@given(order=st.permutations(HISTORY), day=st.dates(dt.date(2004, 1, 1), dt.date(2026, 1, 1)))
def test_the_order_of_learning_does_not_matter(order: list[Event], day: dt.date) -> None:
    """Any order of the same events gives the same organisation on any day."""
    assert organisation_at(order, day) == organisation_at(HISTORY, day)


@given(day=st.dates(dt.date(2004, 1, 1), dt.date(2026, 1, 1)))
def test_later_events_have_not_happened_yet(day: dt.date) -> None:
    """Events after the day change nothing."""
    past = tuple(event for event in HISTORY if event.on <= day)

    assert organisation_at(HISTORY, day) == organisation_at(past, day)
