"""A staged delivery: every row of a file masked, prepared and counted, before anything of it reaches the store.

The port that `ingest` reads; an adapter keeps it on disk. Nothing in it was not masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from xinyong.sources.prepared import KeptRow


class StagedRow(NamedTuple):
    """A prepared row and what the rest of the file says of it.

    Attributes:
        copies: identical rows that this one stands for; 0 where another one stands for it.
        rivals: in a whole list, digests of every row with this key, where they are not all the same.
        comes_again: another row of the file has the key and other content.
    """

    row: KeptRow
    copies: int
    rivals: tuple[str, ...]
    comes_again: bool


class Staged(Protocol):
    """A file that was read to its end."""

    @property
    def digest(self) -> str:
        """Return SHA-256 over authority, mapping and the masked rows, in hex: what names the delivery."""
        ...

    @property
    def form(self) -> str:
        """Return csv, xlsx, jsonl or parquet."""
        ...

    @property
    def encoding(self) -> str:
        """Return what the bytes were read as; may be empty."""
        ...

    @property
    def file_name(self) -> str:
        """Return the name of the file, without its folder."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return headers that are no column of the form."""
        ...

    @property
    def rows(self) -> int:
        """Return how many rows were delivered, persons among them."""
        ...

    @property
    def personal(self) -> int:
        """Return how many rows were about persons; nothing else is kept of them."""
        ...

    @property
    def keyless(self) -> int:
        """Return how many rows could not be read far enough to have a key."""
        ...

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Return the days that the rows state as the snapshot's, at most two."""
        ...

    def prepared(self, *, after: int) -> Iterator[StagedRow]:
        """Yield the rows that begin below line `after`, in the order of the file."""
        ...

    def keys(self) -> Iterator[str]:
        """Yield the key of every row that has one, each once, in ascending order."""
        ...
