"""The columns port over DuckDB: tables by name, files whole or not at all, nothing that a query could change."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from xinyong.adapters.duckdb import ColumnsFault, DuckDbColumns
from xinyong.kernel.facts import FactValue

TYPES = {"subject": "BIGINT", "kind": "VARCHAR", "effective": "DATE", "flag": "BOOLEAN"}
ROWS: list[tuple[FactValue, ...]] = [(1, "a", dt.date(2024, 2, 29), True), (2, "b'c", None, None)]


@pytest.fixture
def columns() -> Iterator[DuckDbColumns]:
    """An engine with one thread and little memory."""
    with DuckDbColumns(threads=1, memory_mb=200) as opened:
        yield opened


def test_a_table_gives_back_what_it_was_filled_with(columns: DuckDbColumns) -> None:
    """Integers, texts, days, booleans and nulls come back as they went in."""
    columns.fill("t", TYPES, ROWS)

    assert columns.rows("SELECT * FROM t ORDER BY subject") == ROWS


def test_a_table_may_be_empty_and_is_replaced(columns: DuckDbColumns) -> None:
    """Filling again forgets the rows of before."""
    columns.fill("t", TYPES, ROWS)
    columns.fill("t", TYPES, ())

    assert columns.rows("SELECT count(*) FROM t") == [(0,)]


def test_parameters_are_named(columns: DuckDbColumns) -> None:
    """A value never becomes part of the text."""
    columns.fill("t", TYPES, ROWS)

    assert columns.rows("SELECT subject FROM t WHERE kind = $kind", {"kind": "b'c"}) == [(2,)]


def test_a_file_is_written_and_attached(columns: DuckDbColumns, tmp_path: Path) -> None:
    """What is written reads back under another name; no part of a file is left beside it."""
    columns.fill("t", TYPES, ROWS)
    written = columns.write("SELECT * FROM t", str(tmp_path / "new" / "it's.parquet"))

    columns.attach("u", str(tmp_path / "new" / "*.parquet"))

    assert written == 2
    assert columns.rows("SELECT * FROM u ORDER BY subject") == ROWS
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["it's.parquet"]


def test_a_failing_write_leaves_no_file(columns: DuckDbColumns, tmp_path: Path) -> None:
    """A query that breaks half-way leaves nothing under the file's name."""
    with pytest.raises(ColumnsFault, match="COLUMNS"):
        columns.write("SELECT error('broken') FROM range(10)", str(tmp_path / "x.parquet"))

    assert not (tmp_path / "x.parquet").exists()


def test_missing_columns_are_null(columns: DuckDbColumns, tmp_path: Path) -> None:
    """A researcher's file may lack columns; smaller integers are widened, others of another type are refused."""
    path = str(tmp_path / "x.parquet")
    columns.write("SELECT CAST(1 AS INTEGER) AS subject, 'k' AS kind, 7 AS more", path)

    columns.attach("t", path, {"subject": "BIGINT", "kind": "VARCHAR", "effective": "DATE"})

    assert columns.rows("SELECT * FROM t") == [(1, "k", None)]
    with pytest.raises(ColumnsFault, match="`kind` is VARCHAR, not DATE"):
        columns.attach("t", path, {"kind": "DATE"})


def test_dropping_forgets_tables_and_views(columns: DuckDbColumns, tmp_path: Path) -> None:
    """A dropped name is free again, whatever lay under it; an unknown one is no fault."""
    columns.fill("t", TYPES, ROWS)
    columns.write("SELECT 1 AS a", str(tmp_path / "x.parquet"))
    columns.attach("v", str(tmp_path / "x.parquet"))

    for name in ("t", "v", "nothing"):
        columns.drop(name)

    with pytest.raises(ColumnsFault):
        columns.rows("SELECT * FROM t")
    with pytest.raises(ColumnsFault):
        columns.rows("SELECT * FROM v")


@pytest.mark.parametrize(
    "statement",
    [
        "SET threads = 4",
        "LOAD httpfs",
        "SELECT * FROM ROWS",
        "SELECT * FROM 'http://127.0.0.1:1/x.parquet'",
    ],
)
def test_the_engine_is_closed(columns: DuckDbColumns, statement: str) -> None:
    """No query changes the configuration, loads an extension, reaches the network or sees a Python variable."""
    with pytest.raises(ColumnsFault):
        columns.run((statement,))


def test_memory_is_bounded(columns: DuckDbColumns) -> None:
    """A query that needs more than it was given fails, and says what to do."""
    with pytest.raises(ColumnsFault, match="Give more memory"):
        columns.rows("SELECT count(DISTINCT range) FROM range(30000000)")


def test_only_known_types_are_filled(columns: DuckDbColumns) -> None:
    """A column type outside the four and INTEGER is refused with the list of those that are known."""
    with pytest.raises(ColumnsFault, match="DECIMAL"):
        columns.fill("t", {"a": "DECIMAL"}, [(1,)])
