"""Stores of an older version are taken along, and come out as fresh ones."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contracts.databases import by_hand
from tests.contracts.stores import about, fresh, opened, organisation, put, record
from xinyong.adapters.store import SqlStore, Target, database_at, open_store, sqlite, upgrade_store
from xinyong.adapters.store.database import Database
from xinyong.adapters.store.ddl import differences, inventory, make
from xinyong.adapters.store.faults import StoreAlteredFault, StoreMissingFault, StoreVersionFault
from xinyong.adapters.store.schema import BESIDE, LEDGER
from xinyong.adapters.store.upgrading import HEAD, migrate
from xinyong.kernel.ids import Seq
from xinyong.ledger.audit import check
from xinyong.register.names import search_tokens


def _empty(target: Target) -> Database:
    if isinstance(target, Path):
        sqlite.create(target)
    return database_at(target)


def _filled(tmp_path: Path) -> SqlStore:
    """A store of this version with something in it."""
    store = fresh(tmp_path / "filled.db")
    subject = organisation(store, name="重庆银行")
    put(store, [opened(), *about(subject, record("one"))])
    return store


def _old(target: Target, tmp_path: Path) -> SqlStore:
    """A store of version 0001 with the rows of another one, which is returned."""
    filled = _filled(tmp_path)
    with closing(_empty(target)) as database, database.writing() as connection:
        migrate(connection, to="0001")
        with closing(database_at(tmp_path / "filled.db")) as rows, rows.snapshot() as source:
            for table in (*LEDGER, *(table for table in BESIDE if table.name != "cursor")):
                for row in source.execute(table.select().order_by(*table.primary_key)).all():
                    connection.execute(table.insert().values(tuple(row)))
    return filled


def test_migrations_make_the_schema(target: Target) -> None:
    """Step by step and at once, a database gets the same tables, indexes, triggers, functions and sequences."""
    with closing(_empty(target)) as database, database.writing() as connection:
        migrate(connection)
        found = inventory(connection)
        assert differences(connection) == []

    assert len(found) > 60


def test_every_step_adds_something(target: Target) -> None:
    """A store of the first version is not one of this version, and the comparison says what it lacks."""
    with closing(_empty(target)) as database, database.writing() as connection:
        migrate(connection, to="0001")

        missing = differences(connection)

    assert any("cursor is missing" in found or "cursor.name is missing" in found for found in missing)


def test_an_older_store_is_taken_along(target: Target, tmp_path: Path) -> None:
    """Opening an old store asks for an upgrade; after it, entries and heads are the same and names are found."""
    filled = _old(target, tmp_path)
    with pytest.raises(StoreVersionFault, match="upgrade"):
        open_store(target)

    assert ("0001", HEAD) == upgrade_store(target)

    store = open_store(target)
    assert list(filled.entries(Seq(0))) == list(store.entries(Seq(0)))
    assert filled.checkpoint() == store.checkpoint()
    assert store.altered() == []
    assert check(store.batches()).misfit is None
    assert [(1, "重庆银行")] == store.names(search_tokens("银行"), limit=5)
    assert (HEAD, HEAD) == upgrade_store(target)
    store.close()
    filled.close()


def test_sqlite_keeps_a_copy_of_the_older_store(tmp_path: Path) -> None:
    """The file as it was before the upgrade lies beside it."""
    _old(tmp_path / "store.db", tmp_path).close()

    upgrade_store(tmp_path / "store.db")

    with by_hand(tmp_path / "store.db.before-0001") as connection:
        assert ("0001",) == connection.exec_driver_sql("SELECT version_num FROM alembic_version").one()


def test_a_store_changed_by_hand_is_not_taken_along(target: Target, tmp_path: Path) -> None:
    """Where a guard is gone the upgrade says so and leaves the store as it was."""
    _old(target, tmp_path).close()
    with by_hand(target) as connection:
        where = " ON entry" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER entry_update{where}")
        connection.commit()

    with pytest.raises(StoreAlteredFault, match="entry_update"):
        upgrade_store(target)

    with by_hand(target) as connection:
        assert ("0001",) == connection.exec_driver_sql("SELECT version_num FROM alembic_version").one()


def test_a_store_from_the_future_is_refused(target: Target) -> None:
    """Neither opened nor upgraded."""
    fresh(target).close()
    with by_hand(target) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    for attempt in (open_store, upgrade_store):
        with pytest.raises(StoreVersionFault, match="9999"):
            attempt(target)


def test_there_must_be_a_store(target: Target) -> None:
    """Upgrading nothing is a fault that says so."""
    with pytest.raises(StoreMissingFault):
        upgrade_store(target)


def _made(target: Target) -> Iterator[dict[str, str]]:
    with closing(_empty(target)) as database, database.writing() as connection:
        make(connection)
        yield inventory(connection)


def test_the_inventory_sees_triggers(target: Target) -> None:
    """The comparison is over every guard, not over tables alone."""
    (found,) = _made(target)

    triggers = [name for name in found if name.startswith("trigger ")]
    assert len(triggers) >= 3 * len(LEDGER)
