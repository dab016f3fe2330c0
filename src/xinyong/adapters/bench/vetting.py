"""How many records a second are vetted, in columns and row by row, before any store: one table of checks, two readers.

The columns lie in a Parquet file as delivered; what is measured is reading them, every check and every typed value of
the form, and writing findings and values to a table in memory. Both readers must find the same.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from xinyong.adapters.bench import deliveries
from xinyong.adapters.bench.result import BenchResult, Figure
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.files.mappings import load_forms
from xinyong.kernel.errors import Fault
from xinyong.sources.vetting import RowReader, checks_of
from xinyong.sources.vetting_columns import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.sources.mapping import Mapping

ROWS_EACH: Final = 4
DEFAULT_ORGANISATIONS: Final = 250_000
THREADS: Final = 2
RUNS: Final = 3
SAMPLED: Final = 40_000
"""Rows that are also vetted one by one."""

_ON: Final = dt.date(2026, 1, 1)


class VettingFault(Fault):
    """The two readers of the table of checks disagree."""

    code = "BENCH-VETTING"


def run(organisations: int | None = None) -> BenchResult:
    """Return records a second of both readers.

    Args:
        organisations: how many the rows are about, four rows each.

    Raises:
        VettingFault: the readers disagree.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    rows = size * ROWS_EACH
    mapping = load_forms().form(deliveries.FORM)
    with tempfile.TemporaryDirectory(prefix="xinyong-bench-") as folder:
        path = Path(folder) / "rows.parquet"
        deliveries.write(path, mapping, rows=rows, organisations=size)
        with DuckDbColumns(threads=THREADS) as columns:
            columns.attach("rows", str(path))
            columns_s = statistics.median(_in_columns(columns, mapping) for _ in range(RUNS))
            findings = int(str(columns.rows("SELECT count(*) FROM vetted WHERE failed <> 0")[0][0]))
            sample = columns.rows(f"SELECT * FROM rows ORDER BY line LIMIT {SAMPLED}")  # noqa: S608 - our own number
            expected = columns.rows(f"SELECT failed FROM vetted ORDER BY line LIMIT {SAMPLED}")  # noqa: S608 - as above
    cells = [["" if cell is None else str(cell) for cell in row[1:]] for row in sample]
    one_by_one_s = statistics.median(_one_by_one(mapping, cells, expected) for _ in range(RUNS))
    figures: dict[str, Figure] = {
        "rows": rows,
        "organisations": size,
        "threads": THREADS,
        "checks": len(checks_of(mapping)),
        "columns": len(mapping.columns),
        "rows_with_findings": findings,
        "columns_s": round(columns_s, 3),
        "columns_rows_per_s": round(rows / columns_s),
        "rows_one_by_one_per_s": round(len(cells) / one_by_one_s),
    }
    notes = [
        "columns_rows_per_s: Parquet to findings and typed values, SQL of the table of checks, two threads.",
        "rows_one_by_one_per_s: the same table in Python, one process, on the first rows; both found the same.",
    ]
    return BenchResult(name="vetting", figures=figures, notes=notes)


def _in_columns(columns: DuckDbColumns, mapping: Mapping) -> float:
    began = perf_counter()
    columns.run(["DROP TABLE IF EXISTS vetted"])
    columns.rows(f"CREATE TABLE vetted AS {query(mapping, 'rows')}", {"on": _ON})
    return perf_counter() - began


def _one_by_one(mapping: Mapping, cells: Sequence[Sequence[str]], expected: Sequence[Sequence[object]]) -> float:
    reader = RowReader(mapping, _ON)
    began = perf_counter()
    found = [reader.vet(row).failed for row in cells]
    took = perf_counter() - began
    if found != [row[0] for row in expected]:
        what = "Vetting in columns and row by row found different things."
        raise VettingFault(what, remedy="Report it as a fault of the program.")
    return took
