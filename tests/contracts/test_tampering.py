"""A changed byte anywhere in the ledger or in a table made from it is found, and the entry is named."""

import datetime as dt
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from sqlalchemy import Connection

from tests.contracts.databases import by_hand, drop_guards
from tests.contracts.stores import about, digest, fresh, opened, organisation, put, record
from xinyong.adapters.store import Target
from xinyong.adapters.store.schema import LEDGER
from xinyong.adapters.store.walk import batches
from xinyong.kernel.facts import COLUMNS, FactType, FactValue
from xinyong.kernel.ids import Seq
from xinyong.ledger.audit import Misfit, check
from xinyong.ledger.entries import ContentErased, Draft, IdentifierGiven, NameGiven
from xinyong.ledger.projections import COLUMNS_OF, MADE_BY

# ruff: noqa: S608 - statements of somebody who has the database, over names of the schema

DAY = dt.date(2024, 1, 31)
A_VALUE: dict[FactType, FactValue] = {
    FactType.DATE: DAY,
    FactType.INTEGER: 7,
    FactType.TEXT: "x",
    FactType.BOOLEAN: True,
}
FACTS = {column.name: A_VALUE[column.type] for column in COLUMNS}
CHANGES = {
    "int": "{c} + 1000",
    "bytes_sqlite": "CAST(substr({c}, 1, 5) || x'00' || substr({c}, 7) AS BLOB)",
    "bytes_postgresql": "set_byte({c}, 5, (get_byte({c}, 5) + 1) & 255)",
    "str": "{c} || 'x'",
    "date": "{c} + 1",
    "bool": "NOT {c}",
}


LAWFUL = {("store", "plane"): "'synthetic'", ("subject", "class"): "'cooperative'"}
"""Changes that the checks of a column let through."""


class Cell(NamedTuple):
    """A cell of a table: its column, its entry, and how its value can be changed."""

    table: str
    column: str
    seq: int
    change: str


@pytest.fixture
def tables(target: Target) -> Generator[Connection]:
    """A store in which every column has a value somewhere, opened by hand, its guards taken away."""
    store = fresh(target)
    subject = organisation(store)
    full = msgspec.structs.replace(record("one", facts=FACTS), listing="list:debarred:one")
    held = IdentifierGiven(scheme="lei", value="X", since=DAY, until=DAY)
    name = NameGiven(name="Name", language="en", form="alias", since=DAY, until=DAY)
    put(store, [Draft(content=content, subject=subject, valid_on=DAY) for content in (held, name)])
    first = put(store, [opened(snapshot_of="debarred"), *about(subject, full, record("gone"))])
    correction = record("one", row="other", replaces=Seq(first - 1))
    put(store, about(subject, correction, record("two")))
    with store.writing(4000) as writer:
        writer.erase(ContentErased(entries=(first,), keys=(digest("gone"),), reason="order"), authority="a", actor="b")
    put(store, about(subject, record("three")))
    store.close()
    with by_hand(target) as connection:
        drop_guards(connection)
        yield connection
        connection.rollback()


def _maker(table: str) -> str:
    """The column with the number of the entry that made a row."""
    return dict(MADE_BY).get(table, "seq")  # type: ignore[call-overload,no-any-return] # entry and content are not made


def _cells(connection: Connection) -> list[Cell]:
    """The first cell with a value, of each column of each table of the ledger."""
    found: list[Cell] = []
    for column in (column for table in LEDGER for column in table.columns):
        table = column.table
        query = (
            f"SELECT {_maker(table.name)}, {column.name} FROM {table.name} WHERE {column.name} IS NOT NULL"
            f" ORDER BY {_maker(table.name)} LIMIT 1"
        )
        seq, value = connection.exec_driver_sql(query).one()
        kind = type(value).__name__ + (f"_{connection.dialect.name}" if isinstance(value, bytes) else "")
        change = LAWFUL.get((table.name, column.name)) or CHANGES[kind].format(c=column.name)
        found.append(Cell(table.name, column.name, seq, change))
    return found


def _finding(connection: Connection, cell: Cell) -> int | None:
    """The entry that the audit names after one cell was changed; the change is undone."""
    statement = (
        f"UPDATE {cell.table} SET {cell.column} = {cell.change}"
        f" WHERE {_maker(cell.table)} = {cell.seq} AND {cell.column} IS NOT NULL"
    )
    with connection.begin_nested() as point:
        changed = connection.exec_driver_sql(statement).rowcount
        misfit = check(batches(connection)).misfit
        point.rollback()
    return misfit.seq if misfit is not None and changed == 1 else None


def test_a_changed_cell_is_found(tables: Connection) -> None:
    """In every column of every table one cell is changed: the audit names the entry that it belongs to."""
    cells = _cells(tables)

    overlooked = [(cell, found) for cell in cells if (found := _finding(tables, cell)) != cell.seq]

    assert check(batches(tables)).misfit is None
    assert overlooked == []
    assert len(cells) == sum(len(table.columns) for table in LEDGER)


def test_a_row_too_many_or_too_few_is_found(tables: Connection) -> None:
    """A row that no entry made, and one that is gone, are found in every table made from entries."""
    found: list[tuple[str, Misfit | None]] = []
    for table, columns in COLUMNS_OF.items():
        moved = {"seq", "by_seq", "number"}
        shown = ", ".join(f"{column} + 1000" if column in moved else column for column in columns)
        for statement in (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {shown} FROM {table}",
            f"DELETE FROM {table}",
        ):
            with tables.begin_nested() as point:
                tables.exec_driver_sql(statement)
                found.append((statement, check(batches(tables)).misfit))
                point.rollback()

    assert [] == [statement for statement, misfit in found if misfit is None]


@pytest.mark.parametrize("body", ["{}", "not json", '{"type":"store.opened"}', '{"a":1.5}'])
def test_content_of_no_kind_is_found(tables: Connection, body: str) -> None:
    """Content that no entry can have is a finding and never a crash."""
    blob = f"x'{body.encode().hex()}'" if tables.dialect.name == "sqlite" else f"'\\x{body.encode().hex()}'"

    tables.exec_driver_sql(f"UPDATE content SET body = {blob} WHERE seq = 4")

    misfit = check(batches(tables)).misfit
    assert misfit is not None
    assert (4, "commitment") == (misfit.seq, misfit.code)


def test_a_day_in_another_spelling_is_found(tmp_path: Path) -> None:
    """SQLite keeps days as text: one that reads the same and is written otherwise does not pass."""
    store = fresh(tmp_path / "days.db")
    put(store, [Draft(content=opened().content, valid_on=DAY)])
    store.close()

    with by_hand(tmp_path / "days.db") as connection:
        drop_guards(connection)
        connection.exec_driver_sql("UPDATE entry SET valid_on = '20240131' WHERE seq = 3")
        misfit = check(batches(connection)).misfit

    assert misfit is not None
    assert (3, "link") == (misfit.seq, misfit.code)
