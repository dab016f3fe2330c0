"""The standing as a whole: two kinds of time, ratings, proposals, publication, unknowns, and the next change."""

import datetime as dt

import msgspec

from tests.standing.diary import Diary
from tests.standing.packs import cycle_packs, law, list_pack, points_pack, window_pack
from xinyong.kernel.cite import SourceGrade
from xinyong.law.pack import Use
from xinyong.standing.compose import standing_of
from xinyong.standing.law import Law
from xinyong.standing.standing import Standing, decoded, encoded

DAY = dt.date
DECIDED = DAY(2024, 1, 31)


def _standing(diary: Diary, of: Law, day: dt.date) -> Standing:
    return standing_of(diary.past(), of, day, diary.known())


def test_the_decided_grade_is_the_same_on_both_sides_of_a_new_version() -> None:
    """On 30 June and 1 July 2025 the decided grade is that of 2024; the running one is the version's in force."""
    diary = Diary()
    diary.record(DAY(2024, 5, 2), "late", effective=DAY(2024, 5, 1))
    packs = law(*cycle_packs())

    before = _standing(diary, packs, DAY(2025, 6, 30))
    after = _standing(diary, packs, DAY(2025, 7, 1))

    assert ("decided", 2024, 95, "good", DAY(2024, 12, 31), DAY(2025, 4, 30)) == (
        before.ratings[0].status,
        before.ratings[0].year,
        before.ratings[0].total,
        before.ratings[0].grade,
        before.ratings[0].cut_off,
        before.ratings[0].known_by,
    )
    assert before.ratings[0] == after.ratings[0]
    assert [("test.cycle@old", 100), ("test.cycle@new", 93)] == [
        (one.ratings[1].pack, one.ratings[1].total) for one in (before, after)
    ]
    assert before.ratings[1].provisional


def test_a_decided_grade_is_shown_from_its_publication_day() -> None:
    """On 29 April 2025 the year 2023 is the last that is decided, on 30 April the year 2024."""
    diary = Diary()
    packs = law(*cycle_packs())

    years = [_standing(diary, packs, day).ratings[0].year for day in (DAY(2025, 4, 29), DAY(2025, 4, 30))]

    assert [2023, 2024] == years


def test_what_was_learned_after_publication_does_not_change_a_decided_grade() -> None:
    """A late return of 2024 that became known on 1 May 2025 is not in the grade of 2024; known by 30 April it is."""
    in_time, too_late = Diary(), Diary()
    in_time.record(DAY(2025, 4, 30), "late", effective=DAY(2024, 5, 1))
    too_late.record(DAY(2025, 5, 1), "late", effective=DAY(2024, 5, 1))
    packs = law(*cycle_packs())

    assert [95, 100] == [_standing(diary, packs, DAY(2025, 6, 1)).ratings[0].total for diary in (in_time, too_late)]


def test_a_subject_unknown_at_publication_has_no_decided_grade() -> None:
    """Who came to be known after the publication day was not rated."""
    diary = Diary(opened=DAY(2025, 5, 1))

    ratings = _standing(diary, law(*cycle_packs()), DAY(2025, 6, 1)).ratings

    assert ["running"] == [rating.status for rating in ratings]


def test_every_contribution_names_its_record_and_article() -> None:
    """A breach takes 20 off, under the article of its rule, for its life; what is ended is listed and counts nought."""
    diary = Diary()
    old = diary.record(DAY(2022, 1, 2), "breach", effective=DAY(2022, 1, 1))
    new = diary.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1))

    (rating,) = _standing(diary, law(points_pack()), DAY(2024, 6, 1)).ratings

    assert (80, "fair", "points") == (rating.total, rating.grade, rating.basis)
    assert [(old, "ended", 0), (new, "counts", -20)] == [
        (one.record, one.state, one.counted) for one in rating.contributions
    ]
    assert ("Test Act", "breach", "P") == (
        rating.contributions[1].cited.instrument,
        rating.contributions[1].cited.article,
        rating.contributions[1].cited.grade,
    )
    assert (DAY(2024, 1, 1), DAY(2025, 1, 2)) == (rating.contributions[1].start, rating.contributions[1].until)


def test_a_partial_pack_marks_its_rating() -> None:
    """A rating of a pack that encodes only part of its instrument says so."""
    (rating,) = _standing(Diary(), law(points_pack(use=Use.PARTIAL)), DAY(2024, 6, 1)).ratings

    assert rating.partial


def test_a_number_from_memory_marks_the_rating_that_uses_it() -> None:
    """Grade M is marked where a hit of it counts, and not where no such hit is."""
    clean, touched = Diary(), Diary()
    touched.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1))
    packs = law(points_pack(grade=SourceGrade.UNVERIFIED))

    marks = [_standing(diary, packs, DAY(2024, 6, 1)).ratings[0].unverified for diary in (clean, touched)]

    assert [False, True] == marks


def test_packs_that_are_drafts_say_nothing() -> None:
    """A pack whose use is draft rates nobody."""
    assert () == _standing(Diary(), law(points_pack(use=Use.DRAFT)), DAY(2024, 6, 1)).ratings


def test_an_unknown_fact_is_listed_and_burdens_nobody() -> None:
    """A fine without an amount is an unknown hit: listed with what it lacks, and the total is the start score."""
    diary = Diary()
    seq = diary.record(DAY(2024, 1, 2), "fine", effective=DAY(2024, 1, 1))

    standing = _standing(diary, law(points_pack()), DAY(2024, 6, 1))

    assert (100, 1) == (standing.ratings[0].total, standing.ratings[0].unknown)
    assert [("test.points@1", "fine", seq, "condition", ("amount",))] == [
        (one.pack, one.rule, one.record, one.part, one.names) for one in standing.unknowns
    ]


def test_a_list_is_proposed_under_the_law_of_the_act() -> None:
    """One version, one offence: proposed for as long as the ground lives, with the term of the list."""
    diary = Diary()
    seq = diary.record(DAY(2020, 6, 2), "offence", effective=DAY(2020, 6, 1))
    packs = law(list_pack("1", DAY(2018, 1, 1), None, months=24))

    (proposal,) = _standing(diary, packs, DAY(2021, 1, 1)).proposals

    assert ("propose", "test.lists@1", False, DAY(2022, 6, 2), 36) == (
        proposal.effect,
        proposal.judged_by,
        proposal.milder,
        proposal.until,
        proposal.term_months,
    )
    assert [seq] == [ground.record for ground in proposal.grounds]
    assert () == _standing(diary, packs, DAY(2022, 6, 2)).proposals


def _judged(*, months: int | None, term: int | None = 36, when: str | None = None) -> tuple[str, str | None, bool]:
    """Effect, judge, mildness: an offence of 2020 (24 months, term 36), asked on 2021-01-01 under a new version."""
    diary = Diary()
    diary.record(DAY(2020, 6, 2), "offence", effective=DAY(2020, 6, 1))
    packs = law(
        list_pack("1", DAY(2018, 1, 1), DAY(2021, 1, 1), months=24),
        list_pack("2", DAY(2021, 1, 1), None, months=months, term=term, when=when),
    )
    (proposal,) = _standing(diary, packs, DAY(2021, 1, 1)).proposals
    return proposal.effect, proposal.judged_by, proposal.milder


def test_the_milder_law_is_proposed() -> None:
    """Shorter in end or term, and in nothing longer: the law of the day asked about; else that of the act."""
    assert ("propose", "test.lists@2", True) == _judged(months=12)
    assert ("propose", "test.lists@2", True) == _judged(months=24, term=12)
    assert ("propose", "test.lists@1", False) == _judged(months=24)
    assert ("propose", "test.lists@1", False) == _judged(months=36)


def test_a_law_that_knows_no_such_listing_is_milder_than_any() -> None:
    """Where the version of the day asked about gives no hit, nothing is proposed, and the reason is told."""
    assert ("none", "test.lists@2", True) == _judged(months=None)


def test_where_neither_law_is_milder_a_human_chooses() -> None:
    """Shorter in one thing and longer in another, or unknown: both are shown and nobody judges."""
    assert ("choose", None, False) == _judged(months=12, term=60)
    assert ("choose", None, False) == _judged(months=12, when="flag")


def test_a_law_without_successor_leaves_the_choice_to_a_human() -> None:
    """Where no version is in force on the day asked about, what the law says then is unknown."""
    diary = Diary()
    diary.record(DAY(2020, 6, 2), "offence", effective=DAY(2020, 6, 1))
    packs = law(list_pack("1", DAY(2018, 1, 1), DAY(2021, 1, 1), months=24))

    (proposal,) = _standing(diary, packs, DAY(2021, 1, 1)).proposals

    assert "choose" == proposal.effect


def test_a_conclusion_over_facts_proposes_without_a_record() -> None:
    """Two accidents within a year ground the list of the unsafe; one does not."""
    diary = Diary()
    diary.record(DAY(2024, 1, 2), "accident", effective=DAY(2024, 1, 1))
    one = _standing(diary, law(points_pack()), DAY(2024, 6, 1))
    diary.record(DAY(2024, 2, 2), "accident", effective=DAY(2024, 2, 1))
    two = _standing(diary, law(points_pack()), DAY(2024, 6, 1))

    assert () == one.proposals
    assert [("test.unsafe", "propose", None)] == [
        (found.list, found.effect, found.grounds[0].record) for found in two.proposals
    ]


def _window(day: dt.date, *, flag: bool | None = False, determined: dt.date | None = DECIDED) -> list[str]:
    diary = Diary()
    diary.record(DAY(2024, 2, 1), "penalty", effective=DAY(2024, 1, 1), determined=determined, flag=flag)
    return [f"{one.window} {one.phase}" for one in _standing(diary, law(window_pack()), day).publication]


def test_publication_runs_through_its_phases() -> None:
    """Three months from 31 January 2024 end with 30 April, twelve with 31 January 2025 (Civil Code 201-202)."""
    assert ["general before"] == _window(DAY(2024, 1, 30))
    assert ["general shortest"] == _window(DAY(2024, 4, 30))
    assert ["general repairable"] == _window(DAY(2024, 5, 1))
    assert ["general repairable"] == _window(DAY(2025, 1, 31))
    assert ["general over"] == _window(DAY(2025, 2, 1))


def test_an_unknown_class_leaves_the_publication_unknown() -> None:
    """Without the flag either class may hold; without the day no end can be told."""
    assert ["serious unknown", "general unknown"] == _window(DAY(2024, 6, 1), flag=None)
    assert ["general unknown"] == _window(DAY(2024, 6, 1), determined=None)


def test_the_same_inputs_give_the_same_bytes() -> None:
    """Computed twice, from pasts built twice, the JSON is the same to the byte; and it can be read back."""
    found: list[bytes] = []
    for _ in range(2):
        diary = Diary()
        diary.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1), amount=3)
        found.append(encoded(_standing(diary, law(points_pack(), *cycle_packs(), window_pack()), DAY(2024, 6, 1))))

    assert found[0] == found[1]
    assert found[0] == encoded(decoded(found[0]))
    assert list(msgspec.json.decode(found[0])) == sorted(msgspec.json.decode(found[0]))


def test_the_order_of_packs_does_not_matter() -> None:
    """The law is a set of versions by digest: given in another order it is the same law."""
    packs = (points_pack(), *cycle_packs(), window_pack())
    diary = Diary()

    there, back = (_standing(diary, law(*order), DAY(2024, 6, 1)) for order in (packs, packs[::-1]))

    assert encoded(there) == encoded(back)
    assert law(*packs).digest == law(*packs[::-1]).digest


def test_a_rating_tells_how_many_records_it_rests_on() -> None:
    """Records of the kinds that the pack reads are counted; with none, the rating is the start score and says so."""
    diary = Diary()
    diary.record(DAY(2024, 1, 2), "breach", effective=DAY(2024, 1, 1))

    rated = {
        rating.family: rating.records
        for rating in _standing(diary, law(points_pack(), *cycle_packs()), DECIDED).ratings
    }

    assert {"test.points": 1, "test.cycle": 0} == rated


def test_a_row_of_a_list_alone_is_judged_by_nothing() -> None:
    """Who holds no code is reported; neither ratings nor proposals nor publication follow, whatever was recorded."""
    diary = Diary(scheme="list")
    diary.record(DAY(2024, 1, 2), "offence", effective=DAY(2024, 1, 1), listing="list:l:1")
    packs = law(points_pack(), list_pack("1", DAY(2018, 1, 1), None, months=24), window_pack())

    standing = _standing(diary, packs, DECIDED)

    assert ((), (), ()) == (standing.ratings, standing.proposals, standing.publication)
    assert ["inside"] == [listing.phase for listing in standing.listings]
