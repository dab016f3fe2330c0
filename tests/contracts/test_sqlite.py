"""What a SQLite store asks of the library, and how it sets it up."""

import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from tests.contracts.stores import REAL_CODE, about, digest, fresh, opened, organisation, put, record
from xinyong.adapters.store import database_at, open_store, schema
from xinyong.adapters.store.faults import DriverFault, StoreBusyFault, StoreRefusedFault
from xinyong.adapters.store.sqlite import AT_ONCE, FLOOR, driver
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq
from xinyong.ledger.audit import check
from xinyong.ledger.store import Held

_HOLD = """
import sys
from pathlib import Path
from xinyong.adapters.store import open_store
with open_store(Path(sys.argv[1])).turn("ingest penalties.csv"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_library_is_new_enough() -> None:
    """Standard library or pysqlite3: no version with the race that loses commits."""
    assert driver().sqlite_version_info >= FLOOR


def test_an_older_library_is_refused() -> None:
    """Where neither is new enough, the fault says what to install."""
    with pytest.raises(DriverFault, match="pysqlite3"):
        driver((9, 0, 0))


def test_commits_are_durable_and_rows_strict(tmp_path: Path) -> None:
    """WAL, a sync at every commit, foreign keys, freed bytes overwritten; every table of ours is strict."""
    fresh(tmp_path / "store.db").close()

    with closing(database_at(tmp_path / "store.db")) as database, database.writing() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        set_up = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
        lax = "SELECT name FROM pragma_table_list WHERE NOT strict AND type = 'table' AND name NOT GLOB 'sqlite_*'"
        others = set(connection.exec_driver_sql(lax).scalars())

    assert ["wal", 2, 1, 1] == set_up
    assert {"alembic_version"} == others


def _held(line: int, text: str = "") -> Held:
    return Held(
        delivery="d", line=line, verdict="refused", field="", value="", reason="r", text=text, fix="", source=()
    )


@pytest.mark.parametrize("count", [0, 1, 49, 51, 999, 1_000, 2_153])
def test_rows_of_any_number_lie_there_once_in_their_order(tmp_path: Path, count: int) -> None:
    """Whether they go in by the thousand, by fifties or one by one."""
    with closing(fresh(tmp_path / "store.db")) as store:
        with store.writing(1_000) as writer:
            writer.hold([_held(line) for line in range(count)])

        assert list(range(count)) == [one.line for one in store.held(limit=10_000)]


@pytest.mark.parametrize("bad", [0, 1_500, 2_152])
def test_one_row_that_is_refused_keeps_all_others_out(tmp_path: Path, bad: int) -> None:
    """Wherever it stands among the statements: the transaction is rolled back and the fault tells why."""
    items = [_held(line) for line in range(2_153)]
    items[bad] = msgspec.structs.replace(items[bad], state=cast("Any", "lost"))
    with closing(fresh(tmp_path / "store.db")) as store:
        with pytest.raises(StoreRefusedFault, match="state_known"), store.writing(1_000) as writer:
            writer.hold(items)

        assert [] == store.held(state=None)


def test_the_longest_statement_fits_into_the_library() -> None:
    """A thousand rows of the widest table are no more values than SQLite takes."""
    widest = max(len(table.columns) for table in schema.metadata.tables.values())

    assert widest * max(AT_ONCE) <= 32_766


def test_another_process_is_named_and_its_death_ends_its_turn(tmp_path: Path) -> None:
    """Who waits is told the number and purpose of the process that writes; killed, it holds nothing any more."""
    path = tmp_path / "store.db"
    fresh(path).close()
    program = (sys.executable, "-c", _HOLD, str(path))
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        store = open_store(path, wait_s=0.1)

        with pytest.raises(StoreBusyFault, match=rf"process {holder.pid} \(ingest penalties\.csv\)"):
            store.turn("ingest more.csv").__enter__()
        holder.kill()
        holder.wait()

    with store.turn("ingest more.csv"):
        assert f"{os.getpid()} ingest more.csv" == (tmp_path / "store.db.turn").read_text()
    store.close()


def _whole(path: Path) -> tuple[object, ...]:
    """All that a store answers, after it said that nothing is wrong with it."""
    with closing(open_store(path)) as store:
        found = check(store.batches())
        if found.misfit or store.altered():
            return ("found",)
        keys = store.current([digest(f"key {number}") for number in range(200)])
        facts = [list(batch) for batch in store.facts(Seq(0))]
        return (found, keys, facts, store.subjects([("uscc", REAL_CODE)]), store.held(state=None))


@pytest.mark.parametrize("flips", [60, pytest.param(3_000, marks=pytest.mark.campaign)])
def test_a_flipped_bit_is_found_or_changes_nothing(tmp_path: Path, flips: int) -> None:
    """Anywhere in the file, indexes included: a fault, a finding, or the very same answers (unused space)."""
    store = fresh(tmp_path / "store.db")
    subject = organisation(store)
    put(store, [opened(), *about(subject, *(record(f"key {number}", line=number) for number in range(200)))])
    store.close()
    bytes_ = (tmp_path / "store.db").read_bytes()
    expected = repr(_whole(tmp_path / "store.db"))
    places = random.Random(5)  # noqa: S311 - the same places in every run

    outcomes = [_after_flip(tmp_path / "flipped.db", bytes_, places.randrange(len(bytes_) * 8)) for _ in range(flips)]

    assert [] == [outcome for outcome in outcomes if outcome not in {"found", "fault", expected}]
    assert outcomes.count("found") + outcomes.count("fault") > flips // 3


def _after_flip(path: Path, bytes_: bytes, bit: int) -> str:
    flipped = bytearray(bytes_)
    flipped[bit // 8] ^= 1 << bit % 8
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    path.write_bytes(flipped)
    try:
        found = _whole(path)
    except Fault:
        return "fault"
    return "found" if found == ("found",) else repr(found)
