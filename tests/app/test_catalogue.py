"""The national catalogue on a day: items with their grades, and the kinds that carry each."""

import datetime as dt

from tests.law.shipped import KINDS
from xinyong.app.catalogue import catalogue_on


def test_before_the_first_edition_there_is_nothing() -> None:
    """16 December 2021 is the first day."""
    assert catalogue_on(KINDS, dt.date(2021, 12, 15)) == ()
    assert len(catalogue_on(KINDS, dt.date(2021, 12, 16))) == 11


def test_items_of_an_edition_that_was_not_readable_say_where_they_were_read() -> None:
    """They have no number of the edition, are unverified, and name the later edition that may be there."""
    lines = catalogue_on(KINDS, dt.date(2026, 11, 24))

    assert {("cn-2024", "cn-2022", None, True, ("cn-2025",))} == {
        (line.edition, line.read_in, line.number, line.unverified, line.maybe) for line in lines
    }


def test_an_item_names_the_kinds_that_carry_it() -> None:
    """The list of abnormal operations by its authority; titles and occupation, which are people's, by nobody."""
    by_id = {line.item: line for line in catalogue_on(KINDS, dt.date(2022, 1, 1))}

    (listing,) = [one for one in by_id["abnormal-operations"].kinds if one.kind == "abnormal.listing"]
    assert ("lists", ("市场监督管理部门",), None, "public") == (
        listing.category,
        listing.deliverers,
        listing.retention_months,
        listing.publication,
    )
    assert by_id["titles-occupation"].kinds == ()


def test_each_kind_is_carried_or_outside() -> None:
    """What the lines carry and what says why it is outside are all kinds."""
    carried = {kind.kind for line in catalogue_on(KINDS, dt.date(2022, 1, 1)) for kind in line.kinds}
    outside = {kind.id for kind in KINDS.kinds.values() if kind.catalogue.outside is not None}

    assert carried | outside == set(KINDS.kinds)
    assert not carried & outside
