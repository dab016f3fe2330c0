"""One sequencer: transactions side by side, and a follower that never passes an entry it has not seen."""

import random
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from tests.contracts.databases import by_hand
from tests.contracts.stores import about, digest, fresh, organisation, put, record
from xinyong.adapters.store import SqlStore, Target, open_store
from xinyong.adapters.store.faults import StoreBusyFault, StoreConflictFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.audit import check

SUBJECT = SubjectNumber(1)


@pytest.fixture
def store(target: Target) -> Generator[SqlStore]:
    """A store with one organisation."""
    made = fresh(target, wait_s=60)
    organisation(made)
    yield made
    made.close()


def _follow(store: SqlStore, after: Seq) -> list[Seq]:
    return [entry.header.seq for entry in store.entries(after)]


@pytest.mark.parametrize("target", ["18", "15"], indirect=True)
def test_a_fast_transaction_does_not_hide_a_slow_one(store: SqlStore, target: Target) -> None:
    """Begun first and sealed last: the slow one's entry comes after the fast one's, and the follower reads both."""
    other = open_store(target)

    with store.writing(3000) as slow:
        slow.append(about(SUBJECT, record("slow")))
        slow.keep_cursor("slow", Seq(1))
        fast_seq = put(other, about(SUBJECT, record("fast")))
        read_first = _follow(other, Seq(5))
    read_then = _follow(other, read_first[-1])

    (slow_record, fast_record) = other.current([digest("slow"), digest("fast")])
    assert slow_record is not None
    assert fast_record is not None
    assert fast_seq < slow_record.seq
    assert ([fast_seq], [slow_record.seq]) == (read_first, read_then)
    other.close()


@pytest.mark.parametrize("target", ["18", "15"], indirect=True)
def test_numbers_taken_before_the_commit_would_be_skipped(target: Target) -> None:
    """The plant: numbered by a database sequence, the same two transactions make a follower skip an entry."""
    with by_hand(target) as slow, by_hand(target) as fast:
        fast.exec_driver_sql("CREATE TABLE naive (seq BIGSERIAL PRIMARY KEY, who TEXT)")
        fast.commit()
        slow.exec_driver_sql("INSERT INTO naive (who) VALUES ('slow')")
        fast.exec_driver_sql("INSERT INTO naive (who) VALUES ('fast')")
        fast.commit()
        fed = _naive(fast, 0)
        slow.commit()
        fed += _naive(fast, fed[-1])

        assert [2] == fed
        assert [1, 2] == _naive(fast, 0)


def _naive(connection: Connection, after: int) -> list[int]:
    query = f"SELECT seq FROM naive WHERE seq > {after} ORDER BY seq"  # noqa: S608 - a number
    return list(connection.exec_driver_sql(query).scalars())


def test_many_writers_and_a_follower(store: SqlStore, target: Target) -> None:
    """Four writers with pauses of their own: the follower reads 1, 2, 3 ... without a gap, and the chain holds."""
    done = threading.Event()
    fed: list[Seq] = []

    def follow() -> None:
        own = open_store(target)
        while not done.is_set():
            fed.extend(_follow(own, fed[-1] if fed else Seq(0)))
        fed.extend(_follow(own, fed[-1]))
        own.close()

    with ThreadPoolExecutor(5) as pool:
        follower = pool.submit(follow)
        writers = [pool.submit(_write, target, number) for number in range(4)]
        for writer in writers:
            writer.result()
        done.set()
        follower.result()

    assert list(range(1, len(fed) + 1)) == fed
    assert 5 + 4 * 15 * 2 == len(fed)
    assert check(store.batches()).misfit is None


def _write(target: Target, writer: int) -> None:
    pauses = random.Random(writer)  # noqa: S311 - a test wants the same pauses again
    own = open_store(target, wait_s=60)
    for number in range(15):
        with own.writing(3000 + number) as transaction:
            transaction.append(about(SUBJECT, record(f"{writer} {number}")))
            time.sleep(pauses.random() / 200)
            transaction.append(about(SUBJECT, record(f"{writer} {number} more")))
    own.close()


def test_two_transactions_do_not_enter_one_key_twice(store: SqlStore, target: Target) -> None:
    """Both saw no record of the key; the one that comes second is refused, and may look again."""
    other = open_store(target, wait_s=0.2)

    outcomes = [_enter(store, lambda: _enter(other, lambda: None)), _enter(other, lambda: None)]

    assert [_refusals(target)[0], StoreConflictFault] == outcomes
    assert 1 == len([None for batch in store.facts(Seq(0)) for _ in batch])
    other.close()


def _enter(store: SqlStore, meanwhile: Callable[[], object]) -> type | None:
    """Enter a record unless its key is known, with something happening in between; what came of it."""
    try:
        with store.writing(3000) as writer:
            writer.append(about(SUBJECT, record("one")))
            meanwhile()
    except (StoreConflictFault, StoreBusyFault) as fault:
        return type(fault)
    return None


def _refusals(target: Target) -> list[type | None]:
    """SQLite lets the first one through and the second wait; PostgreSQL lets the quicker one through."""
    return [StoreConflictFault] if isinstance(target, str) else [None]


def test_serials_are_given_once_to_two_at_a_time(store: SqlStore, target: Target) -> None:
    """Two issuers at the same pool never get the same serial."""
    assert store.held() == []

    with ThreadPoolExecutor(2) as pool:
        taken = [pool.submit(_take, target) for _ in range(2)]
    serials = [serial for future in taken for serial in future.result()]

    assert list(range(2 * 20 * 3)) == sorted(serials)


def _take(target: Target) -> list[int]:
    own = open_store(target, wait_s=60)
    serials: list[int] = []
    for _ in range(20):
        with own.writing(3000) as writer:
            serials += writer.next_code_serials("91310000", 3)
    own.close()
    return serials
