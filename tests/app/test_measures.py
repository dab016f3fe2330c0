"""Lists and what follows from them: what instruments of a day provide, with what each measure lacks."""

import dataclasses
import datetime as dt

import pytest

from tests.law.shipped import BY_NAME, SHELF
from xinyong.app.measures import UnknownListFault, lists_on, measures_on, memoranda_on
from xinyong.law.measure import OF_PERSONS, Gap, MeasureKind, gaps
from xinyong.law.pack import Pack, Subjects, Use
from xinyong.law.shelf import shelf, shelved

DAY = dt.date(2024, 3, 1)
STATUTES = BY_NAME["cn.penalty-measures@2021-12-16"]
assert STATUTES.consequences is not None
MEASURES = STATUTES.consequences.measures


def test_each_term_is_that_of_its_article() -> None:
    """Licensing Law 78, 79; Tendering Law 53, 54, 60; Procurement Law 77; Food Safety Law 135: months from and to."""
    found = {one.id: (one.shortest_months, one.longest_months) for one in MEASURES if one.longest_months is not None}

    assert found == {
        "licence-after-false-application": (12, 12),
        "licence-after-fraud": (36, 36),
        "tenders-after-collusion": (12, 24),
        "tenders-after-false-bid": (12, 36),
        "tenders-after-non-performance": (24, 60),
        "procurement-ban": (12, 36),
        "food-licence": (60, 60),
    }


def test_no_measure_of_a_shipped_pack_about_organisations_falls_on_persons() -> None:
    """Office, consumption, exit and schooling are limits on people."""
    packs = [pack for pack in BY_NAME.values() if pack.subjects is Subjects.ORGANISATION]
    kinds = {one.kind for pack in packs if pack.consequences is not None for one in pack.consequences.measures}

    assert kinds
    assert not kinds & OF_PERSONS


def test_the_wage_rules_limit_in_six_fields() -> None:
    """Article 48 without travel, which people do: funds, procurement, loans, entry, taxes, honours."""
    found = measures_on(SHELF, "cn.wage-arrears", DAY)

    kinds = ["funds", "tenders", "lending", "entry", "facilitation", "honours"]
    assert kinds == [line.kind for line in found]
    assert {line.article for line in found} == {"第四十八条"}
    assert [line.kind for line in found if line.voluntary] == ["lending"]
    assert all(line.while_listed and not line.gaps for line in found)


def test_a_measure_without_an_end_is_shown_as_inert() -> None:
    """Civil Procedure Law 266 names no end of the publication."""
    (found,) = [line for line in measures_on(SHELF, None, DAY) if line.measure.endswith("#judgment-publication")]

    assert (Gap.NO_END.value,) == found.gaps
    assert found.authorities == ("人民法院",)


def test_every_gap_is_told() -> None:
    """A measure that names nobody, no article and no end lacks all three; what others do needs no authority."""
    bare = dataclasses.replace(
        MEASURES[0],
        authorities=(),
        citation=dataclasses.replace(MEASURES[0].citation, article=""),
        longest_months=None,
        shortest_months=None,
    )

    assert (Gap.NO_AUTHORITY, Gap.NO_ARTICLE, Gap.NO_END) == gaps(bare)
    assert Gap.NO_AUTHORITY not in gaps(dataclasses.replace(bare, kind=MeasureKind.LENDING))


def test_a_list_has_the_term_of_the_instrument_of_the_day() -> None:
    """The list of serious violators: five years under Order 83, three under Order 44, and measures from then on."""
    terms = {
        day: next(
            (line.term_months, line.measures) for line in lists_on(SHELF, day) if line.list == "cn.market.serious"
        )
        for day in (dt.date(2020, 1, 1), DAY)
    }

    assert terms == {dt.date(2020, 1, 1): (60, 0), DAY: (36, 4)}


def test_redlists_are_told_from_other_lists() -> None:
    """Those of A-grade taxpayers, certified traders and so on, by their names, and no other."""
    lines = lists_on(SHELF, DAY)

    assert {line.list for line in lines if line.list.startswith("cn.redlist.")} == {
        line.list for line in lines if line.beneficial
    }
    assert "cn.redlist.a-taxpayers" in {line.list for line in lines if line.beneficial}


def test_a_list_that_no_pack_of_the_day_declares_is_a_fault() -> None:
    """Before the rules of 2022 there is no list of wage arrears here, and a rating is no list."""
    with pytest.raises(UnknownListFault):
        measures_on(SHELF, "cn.wage-arrears", dt.date(2021, 1, 1))
    with pytest.raises(UnknownListFault):
        measures_on(SHELF, "cn.tax.rating", DAY)


def test_known_counts_of_memoranda_are_shown_and_unknown_ones_are_none() -> None:
    """Judgment defaulters 44 agencies and 55 measures (from memory); wage arrears 30 signatories, measures unknown."""
    found = {line.pack: line for line in memoranda_on(SHELF, DAY)}
    defaulters, wages = found["cn.memo.court-defaulters@2016-01-20"], found["cn.memo.wage-arrears@2017-11-30"]

    assert (defaulters.agencies, defaulters.measures, defaulters.unverified) == (44, 55, True)
    assert (wages.agencies, wages.measures, wages.encoded) == (30, None, 0)


def test_a_memorandum_rests_on_the_statute_of_the_day() -> None:
    """Its measure shows the statute's article while that is law, and lacks a basis when it is not."""
    memo = _with_measure(BY_NAME["cn.memo.wage-arrears@2017-11-30"])
    packs = [shelved(memo, "memo.yaml"), *(one for one in SHELF.packs if one.pack.id != memo.id)]

    bans = {
        day: line
        for day in (DAY, dt.date(2018, 1, 1))
        for line in measures_on(shelf(packs), None, day)
        if line.measure == "cn.memo.wage-arrears#funds"
    }

    assert bans[DAY].statute == "保障农民工工资支付条例 第四十八条"
    assert bans[DAY].gaps == ()
    assert bans[dt.date(2018, 1, 1)].gaps == ("the statute that it rests on is not law on this day",)


@pytest.mark.parametrize("use", [Use.DRAFT, Use.LAB, Use.DISABLED])
def test_measures_of_the_lab_are_not_shown_as_law(use: Use) -> None:
    """A draft lets nothing follow."""
    barred = shelved(dataclasses.replace(STATUTES, use=use), "barred.yaml")

    assert measures_on(shelf([barred]), None, DAY) == ()


def _with_measure(memo: Pack) -> Pack:
    consequences = memo.consequences
    assert consequences is not None
    (funds,) = [one for one in MEASURES if one.id == "wages-funds"]
    measure = dataclasses.replace(funds, id="funds", basis="cn.penalty-measures#wages-funds")
    return dataclasses.replace(memo, consequences=dataclasses.replace(consequences, measures=(measure,)))
