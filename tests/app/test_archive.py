"""The archive: what the ledger has, in columns, as known at any entry; and nothing that has to be kept."""

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.app.ledgers import BEGINNING, Ledger, ledger
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app import archive as module
from xinyong.app.archive import FACTS, Archive, Manifest
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import ContentErased, RecordEntered

DAY = dt.date
Row = tuple[FactValue, ...]


def _written(found: Ledger, *, seed: int, steps: int, day: dt.date = BEGINNING) -> None:
    """Let a ledger learn records, corrections and removals, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a test wants the same ledger again
    subjects = [found.organisation(day, seed * 100 + number) for number in range(5)]
    live: list[Seq] = []
    for step in range(steps):
        subject = chance.choice(subjects)
        facts: dict[str, FactValue] = {"effective": day, "amount": step, "flag": step % 2 == 0, "code": "x"}
        if live and step % 4 == 1:
            live.append(found.record(day, subject, "fine", facts, replaces=live.pop(chance.randrange(len(live)))))
        elif live and step % 4 == 3:
            found.remove(day, subject, live.pop(chance.randrange(len(live))))
        else:
            live.append(found.record(day, subject, "breach", facts))


def _expected(found: Ledger, known: int) -> list[Row]:
    """The records as known at an entry, told from the entries one by one."""
    entries = list(found.store.entries(Seq(0)))
    superseded = found.store.superseded([entry.header.seq for entry in entries], up_to=Seq(known))
    return sorted(
        (entry.header.subject, entry.header.seq, content.kind, *map(content.facts.get, FACTS))
        for entry in entries
        if isinstance(content := entry.content, RecordEntered)
        and entry.header.seq <= known
        and entry.header.seq not in superseded
    )


def _shown(archive: Archive, manifest: Manifest, known: int) -> list[Row]:
    archive.show(manifest, Seq(known))
    return archive.columns.rows("SELECT * FROM records ORDER BY subject, seq")


def _last(found: Ledger) -> Seq:
    return Seq(found.store.checkpoint().shards["0"][0])


@pytest.fixture
def engine() -> DuckDbColumns:
    """A columnar engine of its own."""
    return DuckDbColumns(threads=1)


def test_the_archive_has_what_was_known_at_any_entry(tmp_path: Path, engine: DuckDbColumns) -> None:
    """At every fifth entry, also long after it, the archive's records are those of the ledger."""
    found = ledger(tmp_path)
    _written(found, seed=1, steps=40)
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    manifest = archive.refresh(_last(found))

    for known in range(1, _last(found) + 1, 5):
        assert _expected(found, known) == _shown(archive, manifest, known)


@pytest.mark.parametrize("span", [2, 1_000_000])
def test_deltas_and_base_together_are_the_ledger(
    tmp_path: Path, engine: DuckDbColumns, monkeypatch: pytest.MonkeyPatch, span: int
) -> None:
    """Refreshed again and again, in small files or one, folded or not, it says what the ledger says."""
    monkeypatch.setattr(module, "SPAN", span)
    monkeypatch.setattr(module, "CHUNK", 3)
    found = ledger(tmp_path)
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    folded: list[bool] = []
    for seed, steps in enumerate((30, 4, 3, 40), start=1):
        _written(found, seed=seed, steps=steps)
        manifest = archive.refresh(_last(found))
        folded.append(not manifest.delta)

        assert _expected(found, _last(found)) == _shown(archive, manifest, _last(found))
        assert _expected(found, _last(found) - 3) == _shown(archive, manifest, _last(found) - 3)

    assert [True, False] == folded[:2]
    assert folded[-1]


def test_a_deleted_archive_is_built_anew(tmp_path: Path, engine: DuckDbColumns) -> None:
    """Without its folder, or without one of its files, the archive comes back the same."""
    found = ledger(tmp_path)
    _written(found, seed=1, steps=20)
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    first = archive.refresh(_last(found))

    archive.remove()
    again = archive.refresh(_last(found))
    (tmp_path / "archive" / again.base[0]).unlink()
    third = archive.refresh(_last(found))

    assert first == again == third
    assert _expected(found, _last(found)) == _shown(archive, third, _last(found))


def test_an_archive_of_another_ledger_is_not_believed(tmp_path: Path, engine: DuckDbColumns) -> None:
    """A folder that another ledger wrote is thrown away, though its numbers fit."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = ledger(tmp_path / "a"), ledger(tmp_path / "b")
    _written(one, seed=1, steps=20)
    _written(other, seed=2, steps=20)
    folder = tmp_path / "archive"
    Archive(folder=folder, columns=engine, store=one.store).refresh(_last(one))

    archive = Archive(folder=folder, columns=engine, store=other.store)
    manifest = archive.refresh(_last(other))

    assert _expected(other, _last(other)) == _shown(archive, manifest, _last(other))


def test_nothing_erased_stays_in_any_file(tmp_path: Path, engine: DuckDbColumns) -> None:
    """After an erasure no file of the archive holds the content, base and deltas alike."""
    found = ledger(tmp_path)
    subject = found.organisation(BEGINNING, 1)
    seq = found.record(BEGINNING, subject, "breach", {"effective": BEGINNING, "code": "to-be-erased"})
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    archive.refresh(_last(found))
    assert _holds(tmp_path / "archive", b"to-be-erased")

    with found.store.writing(0) as writer:
        writer.erase(ContentErased(entries=(seq,), keys=(), reason="a court"), authority="office", actor="lin")
    archive.refresh(_last(found))

    assert not _holds(tmp_path / "archive", b"to-be-erased")


def test_an_export_carries_both_known_times(tmp_path: Path, engine: DuckDbColumns) -> None:
    """Every record, the superseded ones too, with the entry that made it known and the one that ended that."""
    found = ledger(tmp_path)
    subject = found.organisation(BEGINNING, 1)
    first = found.record(BEGINNING, subject, "breach", {"amount": 1})
    second = found.record(BEGINNING, subject, "breach", {"amount": 2}, replaces=first)
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)

    count = archive.export(archive.refresh(_last(found)), tmp_path / "out")
    engine.attach("exported", str(tmp_path / "out" / "*.parquet"))

    assert 2 == count
    assert [(1, first, second), (2, second, None)] == engine.rows(
        "SELECT amount, known_from, known_until FROM exported ORDER BY seq"
    )


def _holds(folder: Path, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in folder.rglob("*.parquet"))
