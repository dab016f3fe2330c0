"""The columns port: run SQL text over named tables, in subject ranges.

Rooms write the text, an adapter runs it. The text uses the sub-dialect that `rules.columnar` emits; nothing in it
names a file. Row order out of a query is never trusted: a caller sorts or asserts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xinyong.kernel.facts import FactValue


class Columns(Protocol):
    """A columnar engine with named tables."""

    def run(self, statements: Sequence[str]) -> None:
        """Run statements in order; results are dropped."""
        ...

    def rows(self, query: str, parameters: Mapping[str, FactValue] | None = None) -> list[tuple[FactValue, ...]]:
        """Return a query's rows."""
        ...

    def attach(self, name: str, parquet: str, columns: Mapping[str, str] | None = None) -> None:
        """Make Parquet files (a path or pattern) readable as the table `name`.

        With `columns` (name to SQL type) the table has these and no others: one that the files lack is null, one of
        another type is refused.
        """
        ...

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[FactValue]]) -> None:
        """Create the table `name` with columns of these SQL types and put the rows into it."""
        ...

    def write(self, query: str, parquet: str) -> int:
        """Write a query's rows to one Parquet file; return their number."""
        ...

    def drop(self, name: str) -> None:
        """Forget a table."""
        ...
