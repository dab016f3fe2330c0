"""A subject that is known as rows of published lists alone, and what a standing tells of packs that say nothing."""

import datetime as dt
from dataclasses import replace

from tests.standing.diary import Diary
from tests.standing.packs import cite, cycle_packs, law, window_pack
from xinyong.law.applies import Applies
from xinyong.ledger.entries import IdentifierGiven
from xinyong.register.identifiers.scheme import Scheme
from xinyong.standing.compose import standing_of
from xinyong.standing.report import report
from xinyong.standing.standing import Standing

DAY = dt.date
TODAY = DAY(2025, 6, 30)
ABOUT_OURS = Applies(schemes=(Scheme.USCC, Scheme.REGISTRATION_15), citation=cite())


def _listed() -> Diary:
    return Diary(scheme="list")


def test_a_row_of_a_list_is_rated_by_nobody() -> None:
    """A start score of a firm of whom only a foreign list is known would be a rating of nothing."""
    diary = _listed()
    standing = standing_of(diary.past(), law(*cycle_packs()), TODAY, diary.known())

    assert {"list"} == diary.past().held()
    assert () == standing.ratings
    assert [("list",)] == [one.held for one in standing.outside]
    assert "known as a row of others' lists alone" in standing.outside[0].why.en


def test_a_row_of_a_list_that_got_a_code_is_rated() -> None:
    """From the entry that gives it a code on, it is an organisation of the register."""
    diary = _listed()
    diary.learn(DAY(2020, 1, 2), IdentifierGiven(scheme="uscc", value="91000000TEST000001"))

    standing = standing_of(diary.past(), law(*cycle_packs()), TODAY, diary.known())

    assert {"list", "uscc"} == diary.past().held()
    assert standing.ratings
    assert () == standing.outside


def test_a_firm_abroad_is_no_subject_of_a_rating_here() -> None:
    """Known by an LEI alone, it has no grade by a pack about holders of a code of ours, and hears why."""
    diary = Diary(scheme="lei")
    packs = [replace(pack, applies=ABOUT_OURS) for pack in cycle_packs()]
    standing = standing_of(diary.past(), law(*packs), TODAY, diary.known())

    assert () == standing.ratings
    assert [("lei",)] == [one.held for one in standing.outside]
    assert [("uscc", "registration_15")] == [one.needs for one in standing.outside]
    assert "does not apply, it holds no identifier of its subjects (uscc, registration_15)" in _text(standing)


def test_without_the_code_at_publication_there_is_no_decided_grade() -> None:
    """Who got its code after the grades of the year were published has the running rating alone."""
    diary = Diary(scheme="lei")
    packs = [replace(pack, applies=ABOUT_OURS) for pack in cycle_packs()]
    diary.learn(TODAY, IdentifierGiven(scheme="uscc", value="91000000TEST000001"))
    standing = standing_of(diary.past(), law(*packs), TODAY, diary.known())

    assert ["running"] == [rating.status for rating in standing.ratings]


def _text(standing: Standing) -> str:
    return "\n".join(line.text for section in report(standing, "en") for line in section.lines)


def test_only_packs_that_speak_tell_their_choices() -> None:
    """A pack without a rating, a ground or a window for this subject is silent about what its source leaves open."""
    diary = Diary()
    standing = standing_of(diary.past(), law(*cycle_packs(), window_pack()), TODAY, diary.known())

    assert {one.pack for one in standing.choices} <= {rating.pack for rating in standing.ratings}
