"""Each of the clocks that end a standing, alone: the next change is its day, and nothing earlier."""

import datetime as dt

from tests.standing.diary import OPENED, Diary
from tests.standing.packs import cycle_packs, law, list_pack, points_pack, window_pack
from xinyong.ledger.entries import IdentifierGiven, NameGiven, SubjectChanged
from xinyong.standing.compose import standing_of
from xinyong.standing.law import Law

DAY = dt.date
ASKED = DAY(2024, 6, 1)


def _next(diary: Diary, of: Law, day: dt.date = ASKED) -> dt.date | None:
    return standing_of(diary.past(), of, day, diary.known()).next_change


def test_without_a_clock_nothing_ever_changes() -> None:
    """A subject without records under a pack without a cycle stays as it is."""
    assert _next(Diary(), law(points_pack())) is None


def test_a_hit_begins_and_ends() -> None:
    """A breach of 1 July 2024 begins on that day and is over on 2 July 2025."""
    diary = Diary()
    diary.record(DAY(2024, 5, 1), "breach", effective=DAY(2024, 7, 1))

    assert DAY(2024, 7, 1) == _next(diary, law(points_pack()))
    assert DAY(2025, 7, 2) == _next(diary, law(points_pack()), DAY(2024, 7, 1))
    assert _next(diary, law(points_pack()), DAY(2025, 7, 2)) is None


def test_an_unknown_hit_has_its_clock_too() -> None:
    """A fine of unknown amount is listed while it would be alive."""
    diary = Diary()
    diary.record(DAY(2024, 5, 1), "fine", effective=DAY(2024, 4, 1))

    assert DAY(2025, 4, 2) == _next(diary, law(points_pack()))


def test_a_ground_of_a_list_ends() -> None:
    """An offence of 1 January 2024 grounds a proposal for two years."""
    diary = Diary()
    diary.record(DAY(2024, 1, 1), "offence", effective=DAY(2024, 1, 1))

    assert DAY(2026, 1, 2) == _next(diary, law(list_pack("1", DAY(2018, 1, 1), None, months=24)))


def test_the_other_law_that_a_ground_is_compared_with_has_its_clock() -> None:
    """Under a later version the same offence would end sooner: on that day the milder result changes."""
    diary = Diary()
    diary.record(DAY(2024, 1, 1), "offence", effective=DAY(2024, 1, 1))
    packs = law(
        list_pack("1", DAY(2018, 1, 1), DAY(2024, 3, 1), months=24), list_pack("2", DAY(2024, 3, 1), None, months=6)
    )

    assert DAY(2024, 7, 2) == _next(diary, packs)


def test_versions_years_and_publication_days_change_a_cycle() -> None:
    """The publication of April, the new version of July, the new year of January; each the day after the last."""
    packs = law(*cycle_packs())
    days = [ASKED]
    for _ in range(4):
        found = _next(Diary(), packs, days[-1])
        assert found is not None
        days.append(found)

    assert [DAY(2025, 1, 1), DAY(2025, 4, 30), DAY(2025, 7, 1), DAY(2026, 1, 1)] == days[1:]


def test_a_version_ends_where_none_follows() -> None:
    """The last day of a version is a change, also without a successor."""
    assert DAY(2025, 3, 1) == _next(Diary(), law(list_pack("1", DAY(2018, 1, 1), DAY(2025, 3, 1), months=24)))


def test_publication_terms_end() -> None:
    """The day from which a term runs, the end of the shortest and the end of the longest."""
    diary = Diary()
    diary.record(DAY(2024, 5, 1), "penalty", effective=DAY(2024, 1, 1), determined=DAY(2024, 7, 31), flag=False)
    packs = law(window_pack())

    assert DAY(2024, 7, 31) == _next(diary, packs)
    assert DAY(2024, 11, 1) == _next(diary, packs, DAY(2024, 7, 31))
    assert DAY(2025, 8, 1) == _next(diary, packs, DAY(2024, 11, 1))
    assert _next(diary, packs, DAY(2025, 8, 1)) is None


def test_a_reported_listing_begins_and_ends() -> None:
    """Another's list has its own dates; where a snapshot no longer has the row, that day."""
    diary = Diary()
    seq = diary.record(OPENED, "list.entry", listing="list:h2:a", effective=DAY(2024, 7, 1), ended=DAY(2026, 7, 1))

    assert DAY(2024, 7, 1) == _next(diary, law())
    assert DAY(2026, 7, 1) == _next(diary, law(), DAY(2024, 7, 1))
    diary.remove(DAY(2024, 8, 1), seq, cause="snapshot", on=DAY(2025, 1, 15))
    assert DAY(2025, 1, 15) == _next(diary, law(), DAY(2024, 7, 1))


def test_names_identifiers_and_successions_have_their_days() -> None:
    """A name that begins, an identifier that ends, a merger."""
    diary = Diary()
    diary.learn(OPENED, NameGiven(name="甲", language="zh", form="registered", since=DAY(2024, 7, 1)))
    diary.learn(OPENED, IdentifierGiven(scheme="lei", value="L", until=DAY(2024, 8, 1)))
    diary.learn(OPENED, SubjectChanged(event="merged_into", on=DAY(2024, 9, 1)))

    assert DAY(2024, 7, 1) == _next(diary, law())
    assert DAY(2024, 8, 1) == _next(diary, law(), DAY(2024, 7, 1))
    assert DAY(2024, 9, 1) == _next(diary, law(), DAY(2024, 8, 1))
    assert _next(diary, law(), DAY(2024, 9, 1)) is None
