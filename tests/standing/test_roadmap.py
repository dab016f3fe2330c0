"""What would change a standing: every step and every repair is checked by computing the standing again."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.standing.diary import Diary
from tests.standing.packs import cycle_packs, law, list_pack, points_pack
from tests.standing.test_laws import DAYS, SHIPPED, SMALL, Learned, histories, written
from xinyong.kernel.dates import add_days
from xinyong.standing.compose import standing_of
from xinyong.standing.governing import upcoming
from xinyong.standing.law import Law, Version
from xinyong.standing.past import Past
from xinyong.standing.roadmap import Change, Roadmap, Verdict, roadmap_of
from xinyong.standing.standing import Known, Standing

DAY = dt.date
NOTHING = Verdict(says=None)
REPAIRABLE = ("breach", "late", "offence", "accident", "abnormal.listing", "tax.return.late")


def _roadmap(diary: Diary, of: Law, day: dt.date) -> Roadmap:
    return roadmap_of(diary.past(), of, day, diary.known())


def _says(standing: Standing, change: Change) -> Verdict:
    """What a standing says of the thing that a change is about."""
    found = [
        Verdict(says=one.grade, total=one.total)
        for one in standing.ratings
        if (one.status, one.family) == (change.what, change.about)
    ]
    found += [
        Verdict(says=one.effect)
        for one in standing.proposals
        if ("proposal", f"{one.family} {one.list}", one.grounds[0].record) == (change.what, change.about, change.record)
    ]
    found += [
        Verdict(says=one.phase)
        for one in standing.publication
        if ("publication", f"{one.pack} {one.window}", one.record) == (change.what, change.about, change.record)
    ]
    return found[-1] if found else NOTHING


def test_time_alone_ends_a_breach() -> None:
    """A breach of 1 January 2024 counts for twelve months: on 2 January 2025 the rating is clean again."""
    diary = Diary()
    diary.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1))

    (step,) = _roadmap(diary, law(points_pack()), DAY(2024, 6, 1)).steps

    assert DAY(2025, 1, 2) == step.on
    assert [("running", "test.points", 80, 100)] == [
        (one.what, one.about, one.before.total, one.after.total) for one in step.changes
    ]


def test_a_repair_is_shown_with_what_it_wins() -> None:
    """Corrected today, a breach costs 5 instead of 20, as long as it would still have counted."""
    diary = Diary()
    seq = diary.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1))

    (repair,) = _roadmap(diary, law(points_pack()), DAY(2024, 6, 1)).repairs

    assert (seq, "corrected", DAY(2024, 6, 1), DAY(2025, 1, 2)) == (
        repair.record,
        repair.column,
        repair.first,
        repair.until,
    )
    assert [(80, 95)] == [(one.before.total, one.after.total) for one in repair.changes]


def test_a_repair_of_last_year_shows_in_the_grade_that_is_decided_next() -> None:
    """A late return of 2024 that is corrected in 2025, before publication, is not in the grade of 2024."""
    diary = Diary()
    diary.record(DAY(2024, 5, 2), "late", effective=DAY(2024, 5, 1))

    repair, *_ = _roadmap(diary, law(*cycle_packs()), DAY(2025, 1, 10)).repairs

    assert (DAY(2025, 1, 10), DAY(2025, 4, 30)) == (repair.first, repair.until)
    assert [("decided", 95, 100)] == [(one.what, one.before.total, one.after.total) for one in repair.changes]


def test_a_clean_history_has_nothing_to_repair() -> None:
    """Without a record that lacks a day some rule reads, there is no repair."""
    diary = Diary()
    diary.record(DAY(2024, 1, 2), "fine", effective=DAY(2024, 1, 1), amount=5000)

    assert (
        ()
        == _roadmap(
            diary, law(points_pack(), list_pack("1", DAY(2018, 1, 1), None, months=24)), DAY(2024, 6, 1)
        ).repairs
    )


CASES = st.tuples(st.just(SMALL), histories(REPAIRABLE)) | st.tuples(st.just(SHIPPED), histories(REPAIRABLE))


@given(CASES, DAYS)
@settings(max_examples=40)
def test_every_step_is_the_difference_of_two_standings(case: tuple[Law, list[Learned]], day: dt.date) -> None:
    """On the day of a step the standing says what the step says, and on the day before what was before."""
    past, known = _recorded(case[1])

    for step in roadmap_of(past, case[0], day, known).steps[:6]:
        eve, morning = (standing_of(past, case[0], on, known) for on in (add_days(step.on, -1), step.on))
        assert [(one.before, one.after) for one in step.changes] == [
            (_says(eve, one), _says(morning, one)) for one in step.changes
        ]


@given(CASES, DAYS)
@settings(max_examples=25)
def test_every_repair_does_what_it_says(case: tuple[Law, list[Learned]], day: dt.date) -> None:
    """With the day in the column, the standing of that day says what the repair promises; without it, what was."""
    past, known = _recorded(case[1])

    for repair in roadmap_of(past, case[0], day, known).repairs[:8]:
        mended = past.mended(repair.record, repair.column, repair.first)
        before, after = (standing_of(one, case[0], repair.shown_on, known) for one in (past, mended))
        now = [one for one in repair.changes if one.what != "decided"]
        assert [(one.before, one.after) for one in now] == [(_says(before, one), _says(after, one)) for one in now]
        for one in repair.changes[: len(repair.changes) - len(now)]:
            shown = _next_publication(case[0].families[one.about], repair.shown_on)
            later, then = (standing_of(world, case[0], shown, known) for world in (past, mended))
            assert (one.before, one.after) == (_says(later, one), _says(then, one))


def _next_publication(versions: tuple[Version, ...], day: dt.date) -> dt.date:
    found = upcoming(versions, day)
    assert found is not None
    return found.published


def _recorded(records: list[Learned]) -> tuple[Past, Known]:
    diary = written(records)
    return diary.past(), diary.known()
