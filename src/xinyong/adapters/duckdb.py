"""The columns port over DuckDB, in process: no server, no extension, no configuration that a query could change.

Guarantees: extensions are neither installed nor loaded by themselves, nothing of the Python process is visible to SQL,
the configuration is locked, threads and memory are what the caller gave. A file is written beside its name and moved
there when it is whole. Row order out of a query is as SQL says: none without ORDER BY.
"""

# ruff: noqa: S608 - names and texts are the program's own; paths are quoted

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import duckdb
import pyarrow as pa

from xinyong.kernel.errors import Fault
from xinyong.law.expr.sql import constant

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from xinyong.kernel.facts import FactValue

_BATCH: Final = 100_000

_ARROW: Final[dict[str, pa.DataType]] = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DATE": pa.date32(),
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
}

_OPTIONS: Final = "FORMAT parquet, COMPRESSION snappy"


class ColumnsFault(Fault):
    """The columnar engine could not do what it was asked."""

    code = "COLUMNS"


class DuckDbColumns:
    """A DuckDB of its own, in memory, with named tables over Parquet files."""

    def __init__(self, *, threads: int | None = None, memory_mb: int | None = None, spill: Path | None = None) -> None:
        """Open the engine.

        Args:
            threads: threads of a query; None: as many as the machine has cores.
            memory_mb: most memory of all queries together, in MB; None: 80 % of the machine's.
            spill: folder for what does not fit into memory; None: nothing is spilled.
        """
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
            "temp_directory": "" if spill is None else str(spill),
        }
        if threads is not None:
            config["threads"] = threads
        if memory_mb is not None:
            config["memory_limit"] = f"{memory_mb}MB"
        self._connection = duckdb.connect(":memory:", config=config)
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("SET lock_configuration = true")

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Release memory and files."""
        self._connection.close()

    def run(self, statements: Sequence[str]) -> None:
        """Run statements in order; results are dropped."""
        for statement in statements:
            self._execute(statement)

    def rows(self, query: str, parameters: Mapping[str, FactValue] | None = None) -> list[tuple[FactValue, ...]]:
        """Return a query's rows; parameters are named, `$name` in the text."""
        return self._execute(query, parameters).fetchall()

    def attach(self, name: str, parquet: str, columns: Mapping[str, str] | None = None) -> None:
        """Make Parquet files readable as the table `name`; with `columns`, as just these, the missing ones null."""
        files = f"read_parquet({constant(parquet)}, union_by_name = true)"
        chosen = "*" if columns is None else ", ".join(self._chosen(files, columns))
        self._execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {chosen} FROM {files}")

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[FactValue]]) -> None:
        """Create the table `name` and put the rows into it, in batches."""
        fields = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        self._execute(f"CREATE OR REPLACE TABLE {name} ({fields})")
        types = [_arrow(kind) for kind in columns.values()]
        for batch in _batches(rows):
            arrays = [pa.array(cells, kind) for cells, kind in zip(zip(*batch, strict=True), types, strict=True)]
            self._connection.register("xy_batch", pa.Table.from_arrays(arrays, names=list(columns)))
            self._execute(f"INSERT INTO {name} SELECT * FROM xy_batch")
            self._connection.unregister("xy_batch")

    def write(self, query: str, parquet: str) -> int:
        """Write a query's rows to one Parquet file, whole or not at all; return their number."""
        target = Path(parquet)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        written = self._execute(f"COPY ({query}) TO {constant(str(part))} ({_OPTIONS})").fetchone()
        part.replace(target)
        return 0 if written is None else int(written[0])

    def drop(self, name: str) -> None:
        """Forget a table or a view of that name."""
        kind = self.rows("SELECT table_type FROM information_schema.tables WHERE table_name = $name", {"name": name})
        if kind:
            self._execute(f"DROP {'VIEW' if kind[0][0] == 'VIEW' else 'TABLE'} {name}")

    def _chosen(self, files: str, columns: Mapping[str, str]) -> Iterator[str]:
        found = {str(row[0]): str(row[1]) for row in self.rows(f"DESCRIBE SELECT * FROM {files}")}
        for name, kind in columns.items():
            if name not in found:
                yield f'CAST(NULL AS {kind}) AS "{name}"'
                continue
            if found[name] != kind and found[name] not in _FITTING.get(kind, ()):
                what = f"The column `{name}` is {found[name]}, not {kind}."
                raise ColumnsFault(what, remedy="Write the file anew with the types that `xinyong packs show` lists.")
            yield f'"{name}"' if found[name] == kind else f'CAST("{name}" AS {kind}) AS "{name}"'

    def _execute(self, text: str, parameters: Mapping[str, FactValue] | None = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(text, None if parameters is None else dict(parameters))
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            what = "A columnar query failed."
            raise ColumnsFault(what, why=first, remedy=_remedy(error)) from error


_FITTING: Final = {"BIGINT": ("INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT")}
"""Types that are read as another without loss."""


def _remedy(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "Give more memory, or a folder to spill to."
    if isinstance(error, duckdb.IOException):
        return "Check the path and that the disk has room."
    return "Run `xinyong doctor`; if the files are sound, report this as a fault of the program."


def _arrow(kind: str) -> pa.DataType:
    found = _ARROW.get(kind)
    if found is None:
        what = f"No table can be filled with columns of type {kind}."
        raise ColumnsFault(what, remedy=f"Use one of {', '.join(_ARROW)}.")
    return found


def _batches(rows: Iterable[Sequence[FactValue]]) -> Iterator[list[Sequence[int | str | bool | dt.date | None]]]:
    walked = iter(rows)
    while batch := list(itertools.islice(walked, _BATCH)):
        yield batch
