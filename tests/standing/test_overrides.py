"""Overrides in a standing: what they spare is shown with its article; they end by themselves and only lighten."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given

from tests.standing.diary import Diary
from tests.standing.packs import emergency_pack, law, points_pack
from tests.standing.test_laws import DAYS, EMERGENCY, PACKS, SMALL, SMALL_KINDS, Learned, histories, written
from xinyong.law.effects import Proposes
from xinyong.law.pack import Use
from xinyong.standing.compose import standing_of
from xinyong.standing.law import Law
from xinyong.standing.proposals import Proposal
from xinyong.standing.report import report
from xinyong.standing.standing import Standing

DAY = dt.date
INSIDE, AFTER = DAY(2024, 3, 10), DAY(2024, 7, 1)


def _asked(diary: Diary, day: dt.date, of: Law = EMERGENCY) -> Standing:
    return standing_of(diary.past(), of, day, diary.known())


def _breach(on: dt.date) -> Diary:
    diary = Diary()
    diary.record(on, "breach", effective=on)
    return diary


def _total(standing: Standing) -> int | None:
    return next(rating.total for rating in standing.ratings if rating.family == "test.points")


def test_the_reader_finds_which_override_spares_what() -> None:
    """Rule, record, override, article and the day until which it spares, as values and in both languages."""
    standing = _asked(_breach(INSIDE), DAY(2024, 4, 1))

    (found,) = standing.spared
    assert ("test.points@1", "breach", 3) == (found.pack, found.rule, found.record)
    assert ("test.emergency@1", "breaches", "breaches") == (found.by, found.override, found.cited.article)
    assert DAY(2024, 7, 1) == found.until
    assert found.cited in standing.citations
    assert "test.emergency@1" in {one.pack for one in standing.law}
    assert "Who is affected?" in {one.question for one in standing.choices}
    shown: tuple[tuple[Literal["en", "zh"], str], ...] = (("en", "does not count entry 3"), ("zh", "不计第 3 条记录"))
    for language, words in shown:
        text = [line.text for section in report(standing, language) for line in section.lines]
        (line,) = [one for one in text if words in one]
        assert "test.emergency@1" in line
        assert "Test Act breaches" in line
        assert "2024-07-01" in line


@pytest.mark.parametrize("asked", [INSIDE, DAY(2024, 6, 30), DAY(2024, 7, 1), DAY(2025, 3, 10)])
def test_what_it_spared_stays_spared(asked: dt.date) -> None:
    """An act of the window counts neither inside it nor after its end, with nobody doing anything."""
    assert _total(_asked(_breach(INSIDE), asked)) == 100
    assert _total(_asked(_breach(INSIDE), asked, SMALL)) == 80


@pytest.mark.parametrize(("act", "total"), [(DAY(2024, 1, 31), 80), (DAY(2024, 6, 30), 100), (AFTER, 80)])
def test_it_ends_by_itself(act: dt.date, total: int) -> None:
    """The day after its last day acts are judged as the instrument says; so are those of before."""
    assert total == _total(_asked(_breach(act), DAY(2024, 8, 1)))


def test_a_ground_of_a_list_is_spared() -> None:
    """Nothing is proposed for an offence of its days; for one of the day after, the list is."""
    for act, lists in ((DAY(2024, 6, 30), []), (AFTER, ["test.list"])):
        diary = Diary()
        diary.record(act, "offence", effective=act, amount=10)
        assert lists == [one.list for one in _asked(diary, DAY(2024, 8, 1)).proposals if one.effect == "propose"]


def test_a_decided_grade_is_lightened_too() -> None:
    """The year's grade, decided after the end, does not count a late return of the window, and says so."""
    diary = Diary()
    diary.record(INSIDE, "late", effective=INSIDE)

    for of, total in ((SMALL, 95), (EMERGENCY, 100)):
        standing = _asked(diary, DAY(2025, 5, 1), of)
        assert [total] == [one.total for one in standing.ratings if one.status == "decided"]
    assert ["late"] == [one.override for one in _asked(diary, DAY(2025, 5, 1)).spared]


def test_what_is_unknown_of_an_act_burdens_nobody() -> None:
    """A fine of the window whose amount is unknown is listed as unknown and not as spared."""
    diary = Diary()
    diary.record(INSIDE, "fine", effective=INSIDE)
    standing = _asked(diary, DAY(2024, 8, 1))

    assert _total(standing) == 100
    assert standing.spared == ()
    assert [("fine", ("amount",))] == [(one.rule, one.names) for one in standing.unknowns]


@given(histories(SMALL_KINDS), DAYS)
def test_a_standing_is_no_worse_for_an_override(records: list[Learned], day: dt.date) -> None:
    """No total lower, no list more, no proposal longer; and windows of publication are what they were."""
    diary = written(records)
    plain, under = _asked(diary, day, SMALL), _asked(diary, day)

    assert list(_worse(plain, under)) == []
    assert plain.publication == under.publication


def _worse(plain: Standing, under: Standing) -> Iterator[str]:
    for before, after in zip(plain.ratings, under.ratings, strict=True):
        if (after.total or 0) < (before.total or 0):
            yield f"{before.family} {before.status}"
    lists = {one.list: one for one in plain.proposals if one.effect in ("propose", "choose")}
    for one in under.proposals:
        if one.effect == "propose" and one.list not in lists:
            yield one.list
        elif one.effect == "propose" and not _within(one, lists[one.list]):
            yield f"{one.list} for longer"


def _within(after: Proposal, before: Proposal) -> bool:
    return before.until is None or (after.until is not None and after.until <= before.until)


def test_a_burden_would_be_seen() -> None:
    """The comparison finds a law that is worse: the rule that an override can't write, a ground where none was."""
    (accident,) = (one for one in points_pack().rules if one.id == "accident")
    worse = replace(
        points_pack(),
        rules=(*points_pack().rules[:3], replace(accident, effect=Proposes(list="test.unsafe"))),
        facts=(),
        conclusions=(),
    )
    diary = Diary()
    diary.record(INSIDE, "accident", effective=INSIDE)

    found = list(_worse(_asked(diary, DAY(2024, 4, 1), law(points_pack())), _asked(diary, DAY(2024, 4, 1), law(worse))))

    assert found == ["test.unsafe"]


def test_an_override_of_the_lab_is_no_law() -> None:
    """What runs in the lab alone rewrites nothing, and the digest of the law is what it was."""
    lab = law(*PACKS, replace(emergency_pack(), use=Use.LAB))

    assert SMALL.digest == lab.digest
    assert SMALL.digest != EMERGENCY.digest
    assert _total(_asked(_breach(INSIDE), DAY(2024, 4, 1), lab)) == 80
