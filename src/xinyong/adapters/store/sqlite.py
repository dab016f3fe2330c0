"""A store in one SQLite file: WAL, synchronous=FULL, strict tables, one writer at a time.

The library is the standard one where it is new enough, else pysqlite3: every SQLite from 3.7.0 to 3.51.2 can lose
commits when a checkpoint meets a write (the WAL-reset race), so an older one is refused.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import sys
import threading
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import Date, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from xinyong.adapters.store import schema
from xinyong.adapters.store.faults import DriverFault, StoreAlteredFault, StoreMissingFault, StoreRefusedFault
from xinyong.adapters.store.turns import busy, turn

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import ModuleType

    from sqlalchemy import Connection, ExceptionContext

    from xinyong.adapters.store.database import Erased, Holder, Newest
    from xinyong.ledger.projections import Cell, Row

FLOOR: Final = (3, 51, 3)
"""The oldest SQLite without the WAL-reset race."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA wal_autocheckpoint = 16384",
    "PRAGMA journal_size_limit = 67108864",
)
_BREAKS: Final = re.compile(r"\A\Z|[\x00-\x7f](?<![0-9A-Za-z])")
"""What no word of the search index holds: the tokenizer breaks words at all ASCII but letters and digits."""

_IN_ORDER: Final = re.compile(r"\A(?!malformed).*(locked|busy|constraint failed|append-only|disk is full|interrupted)")
"""Errors of a database whose file and tables are as they should be."""

AT_ONCE: Final = (1_000, 50, 1)
"""Rows of one statement: as many as fit, then fewer; SQLite takes 32,766 values, and keeps 2 MB for the longest."""

_WRITER_CACHE_KB: Final = 65_536
_READER_CACHE_KB: Final = 16_384


def driver(floor: tuple[int, int, int] = FLOOR) -> ModuleType:
    """Return the SQLite library to use: the standard one if new enough, else pysqlite3.

    Raises:
        DriverFault: neither is at least `floor`.
    """
    found = [sqlite3.sqlite_version]
    if sqlite3.sqlite_version_info >= floor:
        return sqlite3
    try:
        other = import_module("pysqlite3.dbapi2")
    except ImportError:
        pass
    else:
        if other.sqlite_version_info >= floor:
            return other
        found.append(other.sqlite_version)
    what = f"SQLite {' and '.join(found)} is too old: {'.'.join(map(str, floor))} is needed."
    why = "Older ones can lose commits when a checkpoint meets a write."
    raise DriverFault(what, why=why, remedy="Install pysqlite3 0.6.1 or later, or a Python with a newer SQLite.")


class SqliteDatabase:
    """See `database.Database`."""

    def __init__(self, path: Path, *, wait_s: float, purpose: str = "") -> None:
        """Open a file, which must exist unless `create` made it."""
        if not path.is_file():
            what = f"There is no store at {path}."
            raise StoreMissingFault(what, remedy="Make one with `xinyong init`, or name another folder with --data.")
        self._path = path
        self._wait_s = wait_s
        self._purpose = purpose or " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:2]])  # noqa: PTH119 - text alone
        self._module = driver()
        _adapt(self._module)
        self._mine = threading.RLock()
        self._turns = 0
        self.engine = self._make_engine("BEGIN", _READER_CACHE_KB)
        self._writer = self._make_engine("BEGIN IMMEDIATE", _WRITER_CACHE_KB)

    @property
    def label(self) -> str:
        """The file."""
        return str(self._path)

    def _make_engine(self, begin: str, cache_kb: int) -> Engine:
        def connect() -> Any:  # noqa: ANN401 - a connection of either library
            return self._module.connect(
                str(self._path), timeout=self._wait_s, isolation_level=None, check_same_thread=False
            )

        engine = create_engine("sqlite+pysqlite://", module=self._module, creator=connect, pool_size=4)

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
            try:
                for pragma in (*_PRAGMAS, f"PRAGMA cache_size = -{cache_kb}"):
                    connection.execute(pragma)
            except (self._module.Error, UnicodeDecodeError) as error:
                raise (self._broken(error) or error) from error

        @event.listens_for(engine, "handle_error")
        def _explain(context: ExceptionContext) -> Exception | None:
            return self._broken(context.original_exception)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    @contextmanager
    def turn(self, purpose: str = "") -> Generator[None]:
        """Hold the lock file; a thread that has it may take it again."""
        with self._mine:
            lock = self._path.with_name(self._path.name + ".turn")
            held: AbstractContextManager[None] = (
                nullcontext() if self._turns else turn(lock, purpose or self._purpose, self._wait_s)
            )
            with held:
                self._turns += 1
                try:
                    yield
                finally:
                    self._turns -= 1

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Take the turn and the write lock."""
        with self.turn():
            try:
                with self._writer.begin() as connection:
                    yield connection
            except DBAPIError as error:
                raise self._fault(error) from error

    def _broken(self, error: BaseException | None) -> Exception | None:
        """Return a fault for a file that SQLite can't read, or in which our own statements don't work."""
        if not isinstance(error, (self._module.DatabaseError, UnicodeDecodeError)) or _IN_ORDER.search(str(error)):
            return None
        what = f"{self._path} can't be read: {error}."
        return StoreAlteredFault(what, remedy="Look for a failing disk, then restore a backup that verifies.")

    def _fault(self, error: DBAPIError) -> Exception:
        said = str(error.orig)
        if "locked" in said or "busy" in said:
            return busy(self._path.name, "A program other than xinyong", self._wait_s)
        if "append-only" in said or "constraint failed" in said:
            return StoreRefusedFault(f"The store refused a row: {said}.", remedy="Nothing was written; mend the input.")
        return error

    def become_sequencer(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE made this the only writer."""

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add rows by prepared statements of many rows each.

        Columns that are null in all of them are left out, since binding costs; days become text here, since an adapter
        of the library that does it costs three times as much.
        """
        if not rows:
            return
        named: list[str] = []
        cells: list[Sequence[Cell]] = []
        for column, stored in zip(columns, zip(*rows, strict=True), strict=True):
            if stored.count(None) < len(stored):
                named.append(column)
                cells.append(_days_as_text(stored) if column in _DAYS[table] else stored)
        cursor, given = self._raw(connection), list(zip(*cells, strict=True))
        start = 0
        try:
            for many in AT_ONCE:
                statement = _insertion(table, tuple(named), many)
                while len(given) - start >= many:
                    cursor.execute(statement, list(chain.from_iterable(given[start : start + many])))
                    start += many
        except self._module.Error as error:
            raise self._fault(DBAPIError(f"INSERT INTO {table}", None, error)) from error

    def _raw(self, connection: Connection) -> Any:  # noqa: ANN401 - a cursor of either library
        return connection.connection.cursor()

    def subject_number(self, connection: Connection, after: int) -> int:
        """Count on from the newest subject; the write lock keeps others out."""
        if after:
            return after + 1
        found = connection.exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM subject").scalar_one()
        return int(found)

    def count_on(self, connection: Connection) -> None:
        """Nothing to do: SQLite counts on by itself."""

    def newest_of_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Newest]:
        """Look up by one statement; keys travel as a JSON list."""
        given = msgspec.json.encode(list(map(bytes.hex, keys))).decode()
        return self._raw(connection).execute(_NEWEST_OF_KEYS, (given,)).fetchall()  # type: ignore[no-any-return] # driver

    def erased_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Erased]:
        """Look up by one statement."""
        given = msgspec.json.encode(list(map(bytes.hex, keys))).decode()
        return self._raw(connection).execute(_ERASED_KEYS, (given,)).fetchall()  # type: ignore[no-any-return] # driver

    def holders(self, connection: Connection, identifiers: Sequence[tuple[str, str]]) -> Sequence[Holder]:
        """Look up by one statement."""
        given = msgspec.json.encode(identifiers).decode()
        return self._raw(connection).execute(_HOLDERS, (given,)).fetchall()  # type: ignore[no-any-return] # driver

    def index_names(self, connection: Connection, rows: Sequence[tuple[Cell, Sequence[str]]]) -> None:
        """Add to the full-text index; a token is a word of it."""
        statement = "INSERT INTO name_search (rowid, tokens) VALUES (?, ?)"
        self._raw(connection).executemany(statement, [(seq, " ".join(tokens)) for seq, tokens in rows])

    def forget_names(self, connection: Connection, seqs: Sequence[int]) -> None:
        """Remove from the full-text index."""
        cursor = self._raw(connection)
        cursor.executemany("DELETE FROM name_search WHERE rowid = ?", [(seq,) for seq in seqs])
        cursor.execute("INSERT INTO name_search (name_search) VALUES ('optimize')")  # merging drops the words for good

    def wipe(self) -> None:
        """Fold the log into the file, where freed bytes are overwritten with noughts."""
        with self.turn(), self._writer.connect() as connection:
            self._raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def find_names(self, connection: Connection, tokens: Sequence[str], limit: int) -> Sequence[tuple[int, str]]:
        """Ask the full-text index once a token, and count."""
        words = [f'"{token}"' for token in tokens if not _BREAKS.search(token)]
        if not words:
            return []
        one = "SELECT rowid AS seq FROM name_search WHERE name_search MATCH ?"
        statement = (
            "SELECT name.subject, name.name FROM"  # noqa: S608 - no value stands in it
            f" (SELECT seq, count(*) AS hits FROM ({' UNION ALL '.join([one] * len(words))}) GROUP BY seq) AS found"
            " JOIN name ON name.seq = found.seq ORDER BY found.hits DESC, name.seq LIMIT ?"
        )
        return self._raw(connection).execute(statement, (*words, limit)).fetchall()  # type: ignore[no-any-return] # driver

    def clear_names(self, connection: Connection) -> None:
        """Empty the full-text index."""
        connection.exec_driver_sql("INSERT INTO name_search (name_search) VALUES ('delete-all')")

    def damage(self, connection: Connection) -> list[str]:
        """Ask SQLite, which compares every index with its table."""
        found = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars()
        return [line for line in found if line != "ok"]

    def triggers(self, connection: Connection) -> frozenset[str]:
        """Read the catalogue."""
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return frozenset(found.scalars())

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        """Open a read transaction, which is a snapshot in WAL mode; text that is none is read, not stumbled over."""
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.text_factory = _as_text
            try:
                yield connection
            finally:
                raw.text_factory = str

    def copy_to(self, path: Path) -> None:
        """Write a copy of the whole file, as it is at one moment."""
        with self.engine.connect() as connection:
            source: Any = connection.connection.dbapi_connection
            target = self._module.connect(str(path))
            try:
                source.backup(target)
            finally:
                target.close()

    def close(self) -> None:
        """Close all connections; the last one folds the WAL into the file."""
        self._writer.dispose()
        self.engine.dispose()


def _adapt(module: ModuleType) -> None:
    """Tell the library how values are bound; without a word about NULL and bytes it searches 1.5 µs for each."""
    module.register_adapter(dt.date, dt.date.isoformat)
    module.register_adapter(type(None), _as_it_is)
    module.register_adapter(bytes, _as_it_is)


@lru_cache(maxsize=128)
def _insertion(table: str, columns: tuple[str, ...], rows: int) -> str:
    """Return the statement for so many rows; the same text every time, so that the library finds it prepared."""
    places = f"({', '.join('?' * len(columns))})"
    return f"INSERT OR ROLLBACK INTO {table} ({', '.join(columns)}) VALUES {', '.join([places] * rows)}"  # noqa: S608 - names of our schema


def _as_text(stored: bytes) -> str:
    return str(stored, "utf-8", "replace")


def _days_as_text(cells: Sequence[Cell]) -> list[Cell]:
    return [cell.isoformat() if isinstance(cell, dt.date) else cell for cell in cells]


def _as_it_is(value: bytes | None) -> bytes | None:
    return value


def create(path: Path) -> None:
    """Make an empty database file, in WAL mode.

    Raises:
        FileExistsError: there is one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(exist_ok=False)


_DAYS: Final = {
    table.name: {column.name for column in table.columns if isinstance(column.type, Date)}
    for table in schema.metadata.tables.values()
}
_NEWEST_OF_KEYS: Final = (
    "SELECT j.key, r.seq, r.subject, r.row_digest, r.copies,"
    " (SELECT min(s.by_seq) FROM superseded AS s WHERE s.seq = r.seq)"
    " FROM json_each(?) AS j JOIN record AS r"
    " ON r.seq = (SELECT max(n.seq) FROM record AS n WHERE n.key = unhex(j.value))"
)
_ERASED_KEYS: Final = (
    "SELECT j.key, k.by_seq, (SELECT e.subject FROM erased AS x JOIN entry AS e ON e.seq = x.seq"
    " WHERE x.by_seq = k.by_seq ORDER BY x.seq LIMIT 1)"
    " FROM json_each(?) AS j JOIN erased_key AS k"
    " ON k.key = unhex(j.value) AND k.by_seq = (SELECT max(n.by_seq) FROM erased_key AS n WHERE n.key = k.key)"
)
_HOLDERS: Final = (
    "SELECT j.key, i.subject, i.seq FROM json_each(?) AS j JOIN identifier AS i"
    " ON i.value = json_extract(j.value, '$[1]') AND i.scheme = json_extract(j.value, '$[0]') ORDER BY i.seq"
)
