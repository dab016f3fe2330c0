"""A backup proves itself, and comes back into either database."""

import gzip
import itertools
from pathlib import Path

import pytest

from tests import postgres
from tests.contracts.stores import DELIVERY, about, digest, fresh, held, opened, organisation, put, record
from xinyong.adapters.store import SqlStore, Target, backup_store, open_store, restore_backup, verify_backup
from xinyong.adapters.store.faults import BackupFault, StoreExistsFault
from xinyong.kernel.ids import Seq
from xinyong.ledger.audit import check
from xinyong.ledger.entries import ContentErased
from xinyong.ledger.store import Progress
from xinyong.register.names import search_tokens


def _filled(target: Target) -> SqlStore:
    """A store with corrections, an erasure, and rows in every working table."""
    store = fresh(target)
    subject = organisation(store, name="重庆银行")
    first = put(store, [opened(), *about(subject, record("one"))])
    second = put(store, about(subject, record("one", row="other", replaces=first)))
    with store.writing(4000) as writer:
        erasure = ContentErased(entries=(second,), keys=(), reason="order")
        writer.erase(erasure, authority="authority", actor="lin")
        writer.hold([held()])
        writer.keep_progress(Progress(delivery=DELIVERY, line=7, state="open"))
        writer.keep_cursor("archive", Seq(3))
        writer.keep_masked(DELIVERY, bytes(range(256)))
        writer.next_code_serials("91310000", 5)
    return store


def test_a_store_comes_back_as_it_was(target: Target, tmp_path: Path) -> None:
    """Into SQLite and into PostgreSQL: the same entries, heads, working tables and search, and a sound audit."""
    store = _filled(target)
    summary = backup_store(target, tmp_path / "backup")
    with postgres.demanded("18").database() as url:
        for place in (tmp_path / "restored.db", url):
            assert summary == restore_backup(tmp_path / "backup", place)
            restored = open_store(place)
            assert _all_of(store) == _all_of(restored)
            assert check(restored.batches()).misfit is None
            assert restored.altered() == []
            restored.close()
    store.close()

    assert summary == verify_backup(tmp_path / "backup")


def _all_of(store: SqlStore) -> tuple[object, ...]:
    return (
        list(store.entries(Seq(0))),
        store.checkpoint(),
        store.held(state=None),
        store.progress(DELIVERY),
        store.cursor("archive"),
        list(store.masked(DELIVERY)),
        store.current([digest("one")]),
        store.superseded([Seq(7)]),
        store.names(search_tokens("银行"), limit=5),
    )


def test_a_restored_store_goes_on(target: Target, tmp_path: Path) -> None:
    """New subjects, held rows and serials go on after the restored ones."""
    _filled(tmp_path / "first.db").close()
    backup_store(tmp_path / "first.db", tmp_path / "backup")
    restore_backup(tmp_path / "backup", target)
    store = open_store(target)

    subject = organisation(store, code="91310000MA1FL0TX6K", at=9000)
    with store.writing(9000) as writer:
        writer.hold([held()])
        serials = writer.next_code_serials("91310000", 1)

    assert subject > 1
    assert range(5, 6) == serials
    assert 2 == len({item.id for item in store.held()})
    assert check(store.batches()).misfit is None
    store.close()


def test_a_backup_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    """At every tenth of its length a cut file is no backup."""
    _filled(tmp_path / "store.db").close()
    backup_store(tmp_path / "store.db", tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()

    for tenth in range(10):
        (tmp_path / "cut").write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(BackupFault):
            verify_backup(tmp_path / "cut")


def test_a_backup_with_a_changed_line_is_refused(tmp_path: Path) -> None:
    """A line changed, left out, doubled or moved, anywhere: neither proved nor restored."""
    _filled(tmp_path / "store.db").close()
    backup_store(tmp_path / "store.db", tmp_path / "backup")
    lines = gzip.decompress((tmp_path / "backup").read_bytes()).splitlines(keepends=True)
    changed = [
        [*lines[:place], *middle, *lines[place + 1 :]]
        for place, line in enumerate(lines)
        for middle in ([], [line, line], [line.replace(b"1", b"2", 1)], [line.replace(b"e", b"f", 1)])
    ]
    swapped = [
        [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]] for place in range(1, len(lines) - 1)
    ]

    trusted: list[list[bytes]] = []
    for wrong in itertools.chain(changed, swapped):
        if wrong == lines:
            continue
        (tmp_path / "wrong").write_bytes(gzip.compress(b"".join(wrong), 1))
        try:
            verify_backup(tmp_path / "wrong")
        except BackupFault:
            continue
        trusted.append(wrong)

    assert trusted == []
    with pytest.raises(BackupFault):
        restore_backup(tmp_path / "wrong", tmp_path / "restored.db")
    assert not (tmp_path / "restored.db").exists()


def test_a_store_is_not_restored_over_another(target: Target, tmp_path: Path) -> None:
    """A place with a store in it is left alone."""
    store = _filled(target)
    backup_store(target, tmp_path / "backup")
    before = store.checkpoint()

    with pytest.raises(StoreExistsFault):
        restore_backup(tmp_path / "backup", target)

    assert before == store.checkpoint()
    store.close()
