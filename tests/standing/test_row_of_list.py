"""A subject that is known as rows of published lists alone, and what a standing tells of packs that say nothing."""

import datetime as dt

from tests.standing.diary import Diary
from tests.standing.packs import cycle_packs, law, window_pack
from xinyong.ledger.entries import IdentifierGiven
from xinyong.standing.compose import standing_of

DAY = dt.date
TODAY = DAY(2025, 6, 30)


def _listed() -> Diary:
    return Diary(scheme="list")


def test_a_row_of_a_list_is_rated_by_nobody() -> None:
    """A start score of a firm of whom only a foreign list is known would be a rating of nothing."""
    diary = _listed()

    assert not diary.past().is_coded()
    assert () == standing_of(diary.past(), law(*cycle_packs()), TODAY, diary.known()).ratings


def test_a_row_of_a_list_that_got_a_code_is_rated() -> None:
    """From the entry that gives it a code on, it is an organisation of the register."""
    diary = _listed()
    diary.learn(DAY(2020, 1, 2), IdentifierGiven(scheme="uscc", value="91000000TEST000001"))

    assert diary.past().is_coded()
    assert standing_of(diary.past(), law(*cycle_packs()), TODAY, diary.known()).ratings


def test_only_packs_that_speak_tell_their_choices() -> None:
    """A pack without a rating, a ground or a window for this subject is silent about what its source leaves open."""
    diary = Diary()
    standing = standing_of(diary.past(), law(*cycle_packs(), window_pack()), TODAY, diary.known())

    assert {one.pack for one in standing.choices} <= {rating.pack for rating in standing.ratings}
