"""What was recorded of a subject, cut at a state of the ledger."""

import datetime as dt

from tests.standing.diary import Diary

DAY = dt.date


def _seqs(diary: Diary, by: dt.date) -> list[int]:
    return [recorded.header.seq for recorded in diary.past().known_by(by).live()]


def test_a_withdrawn_record_counts_until_its_removal_became_known() -> None:
    """A record is live on the day before its removal was learned, and not at the end of that day."""
    diary = Diary()
    seq = diary.record(DAY(2024, 1, 5), "penalty", effective=DAY(2024, 1, 1))
    diary.remove(DAY(2024, 3, 1), seq)

    assert [seq] == _seqs(diary, DAY(2024, 2, 29))
    assert [] == _seqs(diary, DAY(2024, 3, 1))


def test_a_correction_stands_in_place_of_what_it_corrects() -> None:
    """Of an entry and its correction, exactly one is live at any time."""
    diary = Diary()
    first = diary.record(DAY(2024, 1, 5), "penalty", amount=1)
    second = diary.record(DAY(2024, 1, 9), "penalty", amount=2, replaces=first)

    assert [first] == _seqs(diary, DAY(2024, 1, 8))
    assert [second] == _seqs(diary, DAY(2024, 1, 9))


def test_a_cut_by_number_drops_later_replacements() -> None:
    """Up to the entry before a removal, the removed record is live."""
    diary = Diary()
    seq = diary.record(DAY(2024, 1, 5), "penalty")
    removal = diary.remove(DAY(2024, 1, 5), seq)

    assert [seq] == [recorded.header.seq for recorded in diary.past().up_to(removal - 1).live()]
    assert [] == list(diary.past().up_to(removal).live())


def test_erased_content_is_absent_and_counted() -> None:
    """An entry whose content was erased is no record any more and is named."""
    diary = Diary()
    seq = diary.learn(DAY(2024, 1, 5), None)

    assert [] == list(diary.past().live())
    assert (seq,) == diary.past().erased()
