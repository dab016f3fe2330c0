"""Erasing content: what goes, what stays, and that the ledger still proves itself."""

from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from tests.contracts.stores import DELIVERY, about, digest, fresh, held, opened, organisation, put, record
from xinyong.adapters.store import SqlStore, Target
from xinyong.adapters.store.faults import StoreConflictFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.audit import check
from xinyong.ledger.entries import ContentErased
from xinyong.register.names import search_tokens


@pytest.fixture
def store(target: Target) -> Generator[SqlStore]:
    """A store with one organisation."""
    made = fresh(target)
    organisation(made)
    yield made
    made.close()


SUBJECT = SubjectNumber(1)


def _erase(store: SqlStore, *entries: Seq, keys: tuple[str, ...] = ()) -> Seq:
    with store.writing(5000) as writer:
        erasure = ContentErased(entries=entries, keys=keys, reason="court order")
        writer.erase(erasure, authority="authority", actor="lin")
    return Seq(store.checkpoint().shards["0"][0])


def test_erased_content_is_gone_and_its_header_stays(store: SqlStore) -> None:
    """Facts, names and content are gone, the header and the chain are not, and the audit accounts for it."""
    entered = put(store, about(SUBJECT, record("one")))

    erasure = _erase(store, entered, Seq(5))

    assert [5, entered] == [entry.header.seq for entry in store.entries(Seq(0)) if entry.content is None]
    assert list(store.facts(Seq(0))) == []
    assert store.names(search_tokens("上海某某"), limit=10) == []
    audited = check(store.batches())
    assert (erasure, None) == (audited.entries, audited.misfit)
    assert erasure == store.newest(SUBJECT)


def test_an_erased_key_is_known_when_it_comes_again(store: SqlStore) -> None:
    """The record's own key, and those that were named, are reported as erased, with the subject and nothing else."""
    entered = put(store, about(SUBJECT, record("one")))

    erasure = _erase(store, entered, keys=(digest("also"),))

    for current in store.current([digest("one"), digest("also")]):
        assert current is not None
        assert (True, erasure, SUBJECT, "") == (current.erased, current.seq, current.subject, current.row)


def test_a_human_may_let_an_erased_key_in_again(store: SqlStore) -> None:
    """A record entered after the erasure is the newest of its key."""
    _erase(store, put(store, about(SUBJECT, record("one"))))

    again = put(store, about(SUBJECT, record("one")))

    (current,) = store.current([digest("one")])
    assert current is not None
    assert (again, False) == (current.seq, current.erased)


def test_nothing_comes_alive_again(store: SqlStore) -> None:
    """Where a correction is erased, what it had replaced stays replaced, and the audit knows why."""
    first = put(store, about(SUBJECT, record("one")))
    second = put(store, about(SUBJECT, record("one", row="other", replaces=first)))

    erasure = _erase(store, second)

    assert {first: second} == store.superseded([first])
    entry = store.entry(erasure)
    assert entry is not None
    assert isinstance(entry.content, ContentErased)
    assert ((first, second),) == entry.content.replaced
    assert check(store.batches()).misfit is None


def test_files_and_held_rows_that_repeat_it_go_too(store: SqlStore) -> None:
    """The masked file of the delivery and a held row of the same line hold the erased content no more."""
    entered = put(store, [opened(), *about(SUBJECT, record("one", line=4))])
    with store.writing(4000) as writer:
        writer.keep_masked(DELIVERY, b"the file")
        writer.hold([held(line=4), held(line=5)])

    _erase(store, entered)

    assert list(store.masked(DELIVERY)) == []
    assert [5] == [item.line for item in store.held()]


def test_only_what_is_there_and_erasable_is_erased(store: SqlStore) -> None:
    """An unknown entry, one erased before, and what the registry itself did are refused."""
    entered = put(store, about(SUBJECT, record("one")))
    erasure = _erase(store, entered)

    for seq in (Seq(1), Seq(3), entered, erasure, Seq(99)):
        with pytest.raises(StoreConflictFault):
            _erase(store, seq)

    assert erasure == store.checkpoint().shards["0"][0]


def test_what_is_written_in_the_same_transaction_can_be_erased(store: SqlStore) -> None:
    """An entry and its erasure may be sealed together."""
    with store.writing(3000) as writer:
        writer.append(about(SUBJECT, record("one")))
        writer.erase(
            ContentErased(entries=(Seq(6),), keys=(), reason="entered by mistake"), authority=None, actor="lin"
        )

    entry = store.entry(Seq(6))
    assert entry is not None
    assert entry.content is None
    assert check(store.batches()).misfit is None


def test_no_byte_of_it_is_left_in_the_files(tmp_path: Path) -> None:
    """Text, facts and search words of what was erased are in no file of a SQLite store, its log included."""
    store = fresh(tmp_path / "store.db")
    subject = organisation(store, name="QWERTZUIOP Ltd")
    secret = msgspec.structs.replace(record("one"), document={"note": "ASDFGHJKL"}, source=("YXCVBNM",))
    entered = put(store, [opened(), *about(subject, secret)])
    with store.writing(4000) as writer:
        writer.keep_masked(DELIVERY, b"ASDFGHJKL")
    kept = {word for word in WORDS if _is_in_a_file(tmp_path, word)}

    _erase(store, entered, Seq(5))

    assert set(WORDS) == kept
    assert [] == [word for word in WORDS if _is_in_a_file(tmp_path, word)]
    assert check(store.batches()).misfit is None
    store.close()


WORDS = (b"QWERTZUIOP", b"qwertzuiop", b"ASDFGHJKL", b"YXCVBNM")


def _is_in_a_file(folder: Path, word: bytes) -> bool:
    return any(word in file.read_bytes() for file in folder.iterdir())
