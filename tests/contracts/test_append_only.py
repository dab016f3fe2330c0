"""Each way around append-only, tried by hand on both databases: the guards refuse it, or the comparison names it."""

# ruff: noqa: S608 - statements of somebody who has the database, over names of the schema

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from tests.contracts.databases import by_hand
from tests.contracts.stores import about, digest, fresh, opened, organisation, put, record
from xinyong.adapters.store import SqlStore, Target, open_store
from xinyong.adapters.store.faults import StoreAlteredFault
from xinyong.adapters.store.schema import LEDGER
from xinyong.kernel.ids import Seq
from xinyong.ledger.audit import check
from xinyong.ledger.entries import ContentErased


@pytest.fixture
def store(target: Target) -> Generator[SqlStore]:
    """A store with a row in each table of the ledger."""
    made = fresh(target)
    subject = organisation(made)
    first = put(made, [opened(), *about(subject, record("one"), record("gone"))])
    put(made, about(subject, record("one", row="other", replaces=Seq(first - 1))))
    with made.writing(4000) as writer:
        erasure = ContentErased(entries=(first,), keys=(digest("gone"),), reason="court order")
        writer.erase(erasure, authority="authority", actor="lin")
    yield made
    made.close()


def _ways_around(table: Table, dialect: str) -> Iterator[str]:
    """Statements that would change or remove rows of a table."""
    name, column = table.name, table.columns[0].name
    key = ", ".join(column.name for column in table.primary_key)
    columns = ", ".join(column.name for column in table.columns)
    copy = f"INTO {name} ({columns}) SELECT {columns} FROM {name}"
    yield f"UPDATE {name} SET {column} = {column}"
    yield f"DELETE FROM {name}"
    yield f"INSERT {copy} WHERE true ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
    if dialect == "postgresql":
        yield f"TRUNCATE {name} CASCADE"
        yield f"MERGE INTO {name} AS t USING {name} AS s ON t.{column} = s.{column} WHEN MATCHED THEN DELETE"
    else:
        yield f"INSERT OR REPLACE {copy}"
        yield f"REPLACE {copy}"
        yield f"UPDATE OR REPLACE {name} SET {column} = {column}"


def _refusal(target: Target, statement: str) -> str:
    """What the database says to a statement of somebody with the file or the password; nothing where it obeys."""
    with by_hand(target) as connection:
        try:
            connection.exec_driver_sql(statement)
        except DBAPIError as error:
            return str(error.orig)
    return ""


def test_rows_are_neither_changed_nor_deleted(store: SqlStore, target: Target) -> None:
    """UPDATE, DELETE, INSERT OR REPLACE, upserts, MERGE and TRUNCATE are refused on every table of the ledger."""
    dialect = "sqlite" if isinstance(target, Path) else "postgresql"
    statements = [statement for table in LEDGER for statement in _ways_around(table, dialect)]
    before = store.checkpoint()

    obeyed = [statement for statement in statements if "append-only" not in _refusal(target, statement)]

    assert obeyed == []
    assert len(statements) >= 5 * len(LEDGER)
    assert before == store.checkpoint()
    assert check(store.batches()).misfit is None


_ENTRY = (
    "INSERT INTO entry SELECT {seq}, kind, version, subject, valid_on, {known_at}, authority, actor, commitment, link"
    " FROM entry WHERE seq = 2"
)


def test_the_number_of_an_entry_is_the_next(store: SqlStore, target: Target) -> None:
    """An entry before the first, over another, or after a gap is refused; the ledger ends at 10."""
    said = [_refusal(target, _ENTRY.format(seq=seq, known_at=5000)) for seq in (0, 1, 10, 12)]

    assert store.checkpoint().shards["0"][0] == 10
    assert [] == [text for text in said if not re.search("append-only|duplicate key", text)]
    assert "" == _refusal(target, _ENTRY.format(seq=11, known_at=5000))


def test_known_time_does_not_run_backwards(store: SqlStore, target: Target) -> None:
    """An entry known before the one in front of it is refused."""
    assert store.entry(Seq(10)) is not None

    assert "known time" in _refusal(target, _ENTRY.format(seq=11, known_at=3999))


def test_content_goes_only_with_its_erasure(store: SqlStore, target: Target) -> None:
    """An erasure that its entry does not name, or that no entry makes, is refused; so is a plain DELETE."""
    forged = [f"INSERT INTO erased (seq, by_seq) VALUES (7, {by_seq})" for by_seq in (1, 9, 10, 99)]

    assert [] == [one for one in forged if "erases what it names" not in _refusal(target, one)]
    assert "only with their erasure" in _refusal(target, "DELETE FROM content WHERE seq = 7")
    assert store.checkpoint().shards["0"][0] == 10


def test_a_batch_migration_that_drops_guards_is_named(store: SqlStore, target: Target) -> None:
    """A table made anew, as batch migrations do, and a trigger gone: opening refuses, the comparison names both."""
    with by_hand(target) as connection:
        connection.exec_driver_sql("ALTER TABLE progress RENAME TO old_progress")
        connection.exec_driver_sql("CREATE TABLE progress AS SELECT * FROM old_progress")
        connection.exec_driver_sql("DROP TABLE old_progress")
        where = " ON entry" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER entry_update{where}")
        connection.commit()

    altered = store.altered()

    assert any("entry_update is missing" in found for found in altered)
    assert any("progress" in found for found in altered)
    with pytest.raises(StoreAlteredFault, match="entry_update"):
        open_store(target)


def test_a_trigger_that_is_switched_off_or_rewritten_is_named(store: SqlStore, target: Target) -> None:
    """A guard with its name and without its bite is found by the comparison."""
    with by_hand(target) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER entry_update")
        else:
            connection.exec_driver_sql("DROP TRIGGER entry_update")
            connection.exec_driver_sql("CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT 1; END")
        connection.commit()

    assert 1 == len(store.altered())
    assert "entry_update" in store.altered()[0]
