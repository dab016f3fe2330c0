"""A delivery taken back: the ledger stands as if it had not come, and shows that it had."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.app.intake_desk import OFFICIAL, Desk, desk_at, sums
from tests.intakes import Row, japanese, penalty
from xinyong.app.actors import UnknownActorFault
from xinyong.app.deliveries import DeliveryFault, Withdrawal, deliveries, withdraw
from xinyong.app.intake.run import Report
from xinyong.app.reasons import ReasonFault
from xinyong.ledger.entries import RecordEntered, RecordRemoved

JAPAN = "jp-labour-violations"


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """A desk on SQLite."""
    found = desk_at(tmp_path / "store.db", tmp_path)
    yield found
    found.store.close()


def _withdraw(desk: Desk, delivery: str) -> Withdrawal:
    return withdraw(desk.store, delivery, reason="sent by mistake", by=OFFICIAL, clock=lambda: 3_000)


def _said(desk: Desk) -> list[tuple[str, str, int]]:
    """What stands: key, content, copies."""
    return sorted((record.key, record.row, record.copies) for record in desk.standing())


def _list(names: str, period: str = "20170131") -> list[Row]:
    return [japanese(f"（株）{name}", period) for name in names]


def test_its_records_are_removed_and_corrections_undone(desk: Desk) -> None:
    """What it corrected stands again as it was; what it only repeated never left."""
    desk.take_in([penalty(1), penalty(2), penalty(3)])
    before = _said(desk)
    second = desk.take_in([penalty(1), penalty(2, CF_NR_FK="0.3"), penalty(4, 4)])

    found = _withdraw(desk, second.delivery)

    assert (2, 1) == (found.removed, found.restored)
    assert before == _said(desk)
    assert ["closed", "withdrawn"] == [delivery.state for delivery in deliveries(desk.store)]


def test_what_a_later_delivery_changed_stays(desk: Desk) -> None:
    """The newest word of an authority is not taken back with an older one."""
    first = desk.take_in([penalty(1), penalty(2)])
    desk.take_in([penalty(1, CF_NR_FK="0.3")])

    found = _withdraw(desk, first.delivery)

    assert (1, 0) == (found.removed, found.restored)
    assert [300_000] == [record.facts["amount"] for record in desk.standing()]


def test_a_file_that_corrected_itself_gives_back_what_stood_before_it(desk: Desk) -> None:
    """Not its own first word."""
    desk.take_in([penalty(1)])
    second = desk.take_in([penalty(1, CF_NR_FK="0.3"), penalty(1, CF_NR_FK="0.4")])

    _withdraw(desk, second.delivery)

    assert [200_000] == [record.facts["amount"] for record in desk.standing()]


def test_removals_of_a_whole_list_are_undone(desk: Desk) -> None:
    """And the order of lists is that of those that still stand."""
    desk.take_in(_list("abcdefghij"), JAPAN)
    before = _said(desk)
    second = desk.take_in(_list("abcdefghix", "20170228"), JAPAN)

    found = _withdraw(desk, second.delivery)

    assert (1, 1) == (found.removed, found.restored)
    assert before == _said(desk)
    assert "done" == desk.take_in(_list("abcdefghi", "20170215"), JAPAN).state


def test_it_can_be_delivered_again(desk: Desk) -> None:
    """The same file comes in as if for the first time."""
    rows = [penalty(1), penalty(2, CF_JDRQ="")]
    first = desk.take_in(rows)
    _withdraw(desk, first.delivery)
    assert ["superseded"] == [held.state for held in desk.held(state=None)]

    again = desk.take_in(rows)

    assert ("done", sums(first)) == (again.state, sums(again))
    assert 1 == len(desk.standing())


def test_it_is_named_by_the_beginning_of_its_digest(desk: Desk) -> None:
    """As long as that names one."""
    first, _ = desk.take_in([penalty(1)]), desk.take_in([penalty(2)])

    assert first.delivery == _withdraw(desk, first.delivery[:12]).delivery
    for name, words in (("", "No delivery begins"), ("zz", "No delivery begins"), (first.delivery, "was withdrawn")):
        with pytest.raises(DeliveryFault, match=words):
            _withdraw(desk, name)


def test_an_official_decides_with_a_reason(desk: Desk) -> None:
    """Nothing is written otherwise."""
    first = desk.take_in([penalty(1)])
    head = desk.head()

    with pytest.raises(UnknownActorFault):
        withdraw(desk.store, first.delivery, reason="a mistake", by="nobody", clock=lambda: 3_000)
    with pytest.raises(ReasonFault):
        withdraw(desk.store, first.delivery, reason=" ", by=OFFICIAL, clock=lambda: 3_000)

    assert head == desk.head()


class _Interrupted(Exception):  # noqa: N818 - it is no error: somebody pulled the plug
    pass


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_withdrawal_that_was_interrupted_goes_on(tmp_path: Path, calls: int) -> None:
    """After any of its transactions."""
    calm, lively = desk_at(tmp_path / "calm.db", tmp_path), desk_at(tmp_path / "lively.db", tmp_path)
    for desk in (calm, lively):
        desk.take_in(_list("abcdefghij"), JAPAN)
    second = _lists_again(calm)
    _lists_again(lively)
    left = iter(range(calls))

    def clock() -> int:
        if next(left, None) is None:
            raise _Interrupted
        return 3_000

    with pytest.raises(_Interrupted):
        withdraw(lively.store, second.delivery, reason="sent by mistake", by=OFFICIAL, clock=clock)
    _withdraw(lively, second.delivery)
    _withdraw(calm, second.delivery)

    assert calm.contents() == lively.contents()
    calm.store.close()
    lively.store.close()


def _lists_again(desk: Desk) -> Report:
    rows = _list("abcdefghix", "20170228")
    rows[0] |= {"事案概要": "other words"}
    return desk.take_in(rows, JAPAN)


def test_every_step_is_an_entry(desk: Desk) -> None:
    """Nothing is deleted: the records, their removal and their return are all there."""
    first = desk.take_in([penalty(1)])
    _withdraw(desk, first.delivery)

    kinds = [type(content).__name__ for content in desk.contents()[-3:]]

    assert ["DeliveryClosed", "DeliveryWithdrawn", "RecordRemoved"] == kinds
    removal = desk.contents()[-1]
    assert isinstance(removal, RecordRemoved)
    assert "withdrawn" == removal.cause
    assert isinstance(desk.contents()[-4], RecordEntered)
