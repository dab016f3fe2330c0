"""What a database must offer so that one writer and one reader serve SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from xinyong.kernel.ids import Seq, SubjectNumber

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine

    from xinyong.ledger.projections import Cell, Row


Newest: TypeAlias = tuple[int, Seq, SubjectNumber, bytes, int, Seq | None]
"""Of a key that was asked for: its place; seq, subject, row digest, copies of its newest record; what superseded it."""

Erased: TypeAlias = tuple[int, Seq, SubjectNumber | None]
"""Of a key that was asked for: its place, the erasure that named it, the subject."""

Holder: TypeAlias = tuple[int, SubjectNumber, Seq]
"""Of an identifier that was asked for: its place, a subject, the entry that gave it."""


class Database(Protocol):
    """A database with the tables of `schema`."""

    @property
    def label(self) -> str:
        """Return how people know it; never a password."""
        ...

    @property
    def engine(self) -> Engine:
        """Return where reads come from; a transaction of it is one snapshot."""
        ...

    def turn(self, purpose: str) -> AbstractContextManager[None]:
        """Keep other processes from intake until left.

        Raises:
            StoreBusyFault: somebody else has it for longer than we wait.
        """
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may write; it commits when left without an exception."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one committed state, however long it reads."""
        ...

    def become_sequencer(self, connection: Connection) -> None:
        """Wait until this transaction alone numbers entries; nobody else does until it ends."""
        ...

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add rows, as fast as the database can."""
        ...

    def subject_number(self, connection: Connection, after: int) -> int:
        """Return a subject number that nobody has and nobody else gets; `after`: this transaction's last one, or 0."""
        ...

    def count_on(self, connection: Connection) -> None:
        """Make counters go on after rows that were put in with numbers of their own."""
        ...

    def newest_of_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Newest]:
        """Return the newest record of each key that has one."""
        ...

    def erased_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Erased]:
        """Return the newest erasure of each key that has one."""
        ...

    def holders(self, connection: Connection, identifiers: Sequence[tuple[str, str]]) -> Sequence[Holder]:
        """Return all holders of each identifier, in order of the entries that gave it."""
        ...

    def index_names(self, connection: Connection, rows: Sequence[tuple[Cell, Sequence[str]]]) -> None:
        """Make names, by entry, findable by their tokens."""
        ...

    def forget_names(self, connection: Connection, seqs: Sequence[int]) -> None:
        """Remove names from the search index."""
        ...

    def wipe(self) -> None:
        """Remove the bytes of deleted rows from the files of the database, as far as nobody is reading them."""
        ...

    def find_names(self, connection: Connection, tokens: Sequence[str], limit: int) -> Sequence[tuple[int, str]]:
        """Return (subject, name) of names with any of the tokens, most tokens first, then the oldest."""
        ...

    def clear_names(self, connection: Connection) -> None:
        """Empty the search index."""
        ...

    def damage(self, connection: Connection) -> list[str]:
        """Return what the database itself finds wrong with its pages and indexes, as far as it can tell."""
        ...

    def triggers(self, connection: Connection) -> frozenset[str]:
        """Return the names of the triggers that are there and switched on."""
        ...

    def close(self) -> None:
        """Release it."""
        ...
