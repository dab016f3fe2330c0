"""A store in a PostgreSQL database: many transactions at once, one of them numbering at a time.

A transaction takes the sequencer's lock (an advisory lock that ends with it) just before it writes its entries and
commits, so what a reader sees below a number is complete for good. Bulk rows go in by COPY.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from xinyong.adapters.store import schema
from xinyong.adapters.store.faults import DriverFault, StoreConflictFault, StoreMissingFault, StoreRefusedFault
from xinyong.adapters.store.turns import busy

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Dialect, Engine

    from xinyong.adapters.store.database import Erased, Holder, Newest
    from xinyong.ledger.projections import Cell, Row

_SEQUENCER: Final = 7_800_101
_TURN: Final = 7_800_102
"""Keys of the advisory locks; part of the protocol between processes, never changed."""

_NUMBERS: Final = 100
_PAUSE_S: Final = 0.1
_NAME_LIMIT: Final = 60
_LOCK_NOT_AVAILABLE: Final = "55P03"
_CONFLICTS: Final = frozenset({"40001", "40P01"})


class PostgresDatabase:
    """See `database.Database`."""

    def __init__(self, url: str, *, wait_s: float, purpose: str = "") -> None:
        """Prepare to connect to `postgresql://...`; the first use connects."""
        if find_spec("psycopg") is None:
            what = "The driver for PostgreSQL is not installed."
            raise DriverFault(what, remedy='Install it with `pip install "xinyong[server]"`.')
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._wait_s = wait_s
        self._purpose = purpose or " ".join([sys.argv[0].rpartition("/")[2], *sys.argv[1:2]])
        self._numbers: deque[int] = deque()
        self._mine = threading.RLock()
        self._turns = 0
        self.engine: Engine = create_engine(
            self._url,
            pool_pre_ping=True,
            connect_args={"application_name": self._signature(self._purpose), "connect_timeout": 10},
        )

    @property
    def label(self) -> str:
        """The address, without a password."""
        return self._url.render_as_string(hide_password=True)

    def _signature(self, purpose: str) -> str:
        return f"{os.getpid()} {purpose}".encode()[:_NAME_LIMIT].decode(errors="ignore")

    @contextmanager
    def turn(self, purpose: str = "") -> Generator[None]:
        """Hold an advisory lock on a connection of its own; a thread that has it may take it again."""
        with self._mine:
            held = nullcontext() if self._turns else self._turn(purpose or self._purpose)
            with held:
                self._turns += 1
                try:
                    yield
                finally:
                    self._turns -= 1

    @contextmanager
    def _turn(self, purpose: str) -> Generator[None]:
        limit = time.monotonic() + self._wait_s
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = self._signature(purpose)
            connection.exec_driver_sql("SELECT set_config('application_name', %s, false)", (name,))
            while not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (_TURN,)).scalar():
                if time.monotonic() > limit:
                    raise busy(self.label, self._holder(connection, _TURN), self._wait_s)
                time.sleep(_PAUSE_S)
            try:
                yield
            finally:
                connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", (_TURN,))

    def _holder(self, connection: Connection, key: int) -> str:
        query = (
            "SELECT a.application_name, coalesce(host(a.client_addr), 'this machine') FROM pg_locks AS l"
            " JOIN pg_stat_activity AS a ON a.pid = l.pid"
            " WHERE l.locktype = 'advisory' AND l.granted AND l.objid = %s LIMIT 1"
        )
        found = connection.exec_driver_sql(query, (key,)).one_or_none()
        if found is None:
            return "Another process"
        process, _, purpose = str(found[0]).partition(" ")
        return f"Process {process} ({purpose}) on {found[1]}"

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Open a transaction beside others."""
        try:
            with self.engine.begin() as connection:
                milliseconds = max(1, int(self._wait_s * 1000))
                connection.exec_driver_sql("SELECT set_config('lock_timeout', %s, true)", (str(milliseconds),))
                yield connection
        except DBAPIError as error:
            raise self._fault(error) from error

    def _fault(self, error: DBAPIError) -> Exception:
        state = getattr(error.orig, "sqlstate", None)
        said = str(error.orig).partition("\n")[0]
        if state == _LOCK_NOT_AVAILABLE:
            with self.engine.connect() as connection:
                return busy(self.label, self._holder(connection, _SEQUENCER), self._wait_s)
        if state in _CONFLICTS:
            what = f"Two transactions stood in each other's way: {said}."
            return StoreConflictFault(what, remedy="Nothing was written; try again.")
        if "append-only" in said or isinstance(error, IntegrityError):
            return StoreRefusedFault(f"The store refused a row: {said}.", remedy="Nothing was written; mend the input.")
        if isinstance(error, OperationalError) and state is None:
            what = f"The database at {self.label} does not answer: {said}."
            return StoreMissingFault(what, remedy="Look at the address in store.url and whether the server runs.")
        return error

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Open a transaction that reads one state."""
        return self.engine.connect().execution_options(isolation_level="REPEATABLE READ")

    def become_sequencer(self, connection: Connection) -> None:
        """Take the lock; the statement after this one sees all that its former holders committed."""
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_SEQUENCER,))

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add rows by COPY."""
        import psycopg  # noqa: PLC0415 - the driver is an extra

        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
        types = _types(table, connection.dialect)
        try:
            with self._raw(connection).copy(statement) as copy:
                copy.set_types([types[column] for column in columns])
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise self._fault(_wrapped(statement, error)) from error

    def _raw(self, connection: Connection) -> Any:  # noqa: ANN401 - a cursor of the driver
        return connection.connection.cursor()

    def subject_number(self, connection: Connection, after: int) -> int:
        """Take a number out of a sequence, a hundred at a time; what a process leaves unused stays unused."""
        del after
        with self._mine:
            if not self._numbers:
                found = connection.exec_driver_sql(
                    "SELECT nextval('subject_number') FROM generate_series(1, %s)", (_NUMBERS,)
                )
                self._numbers += found.scalars()
            return self._numbers.popleft()

    def count_on(self, connection: Connection) -> None:
        """Set the sequences."""
        connection.exec_driver_sql(
            "SELECT setval('subject_number', (SELECT coalesce(max(number), 0) + 1 FROM subject), false),"
            " setval(pg_get_serial_sequence('held', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM held), false)"
        )

    def newest_of_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Newest]:
        """Look up by one statement; keys travel as an array."""
        return self._raw(connection).execute(_NEWEST_OF_KEYS, (list(keys),)).fetchall()  # type: ignore[no-any-return] # driver

    def erased_keys(self, connection: Connection, keys: Sequence[bytes]) -> Sequence[Erased]:
        """Look up by one statement."""
        return self._raw(connection).execute(_ERASED_KEYS, (list(keys),)).fetchall()  # type: ignore[no-any-return] # driver

    def holders(self, connection: Connection, identifiers: Sequence[tuple[str, str]]) -> Sequence[Holder]:
        """Look up by one statement."""
        given = ([scheme for scheme, _ in identifiers], [value for _, value in identifiers])
        return self._raw(connection).execute(_HOLDERS, given).fetchall()  # type: ignore[no-any-return] # driver

    def index_names(self, connection: Connection, rows: Sequence[tuple[Cell, Sequence[str]]]) -> None:
        """Add to the index of arrays."""
        if rows:
            self.insert(connection, "name_search", ("seq", "tokens"), [(seq, list(tokens)) for seq, tokens in rows])  # type: ignore[misc] # an array is a cell here alone

    def forget_names(self, connection: Connection, seqs: Sequence[int]) -> None:
        """Remove from the index of arrays."""
        self._raw(connection).execute("DELETE FROM name_search WHERE seq = ANY(%s)", (list(seqs),))

    def wipe(self) -> None:
        """Vacuum what an erasure deletes from; the server's own log keeps older bytes until it is recycled."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM content, record, identifier, name, name_search, masked, held")

    def find_names(self, connection: Connection, tokens: Sequence[str], limit: int) -> Sequence[tuple[int, str]]:
        """Ask the index of arrays."""
        wanted = list(tokens)
        return self._raw(connection).execute(_FIND_NAMES, (wanted, wanted, limit)).fetchall()  # type: ignore[no-any-return] # driver

    def clear_names(self, connection: Connection) -> None:
        """Empty the index of arrays."""
        connection.exec_driver_sql("DELETE FROM name_search")

    def damage(self, connection: Connection) -> list[str]:
        """Nothing: `pg_amcheck` tells it, for who may run it."""
        del connection
        return []

    def triggers(self, connection: Connection) -> frozenset[str]:
        """Read the catalogue."""
        found = connection.exec_driver_sql(
            "SELECT t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = current_schema()::regnamespace"
        )
        return frozenset(found.scalars())

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _types(table: str, dialect: Dialect) -> dict[str, str]:
    """Return the types of a table's columns as the driver names them."""
    if table == "name_search":
        return {"seq": "bigint", "tokens": "text[]"}
    columns = schema.metadata.tables[table].columns
    return {str(column.name): column.type.compile(dialect).split()[0].lower() for column in columns}


def _wrapped(statement: str, error: Exception) -> DBAPIError:
    kind = IntegrityError if getattr(error, "sqlstate", "").startswith("23") else DBAPIError
    return kind(statement, None, error)


_NEWEST_OF_KEYS: Final = (
    "SELECT (j.place - 1)::int, r.seq, r.subject, r.row_digest, r.copies,"
    " (SELECT min(s.by_seq) FROM superseded AS s WHERE s.seq = r.seq)"
    " FROM unnest(%b::bytea[]) WITH ORDINALITY AS j (key, place)"
    " CROSS JOIN LATERAL (SELECT n.seq, n.subject, n.row_digest, n.copies FROM record AS n WHERE n.key = j.key"
    " ORDER BY n.seq DESC LIMIT 1) AS r"
)
_ERASED_KEYS: Final = (
    "SELECT (j.place - 1)::int, k.by_seq, (SELECT e.subject FROM erased AS x JOIN entry AS e ON e.seq = x.seq"
    " WHERE x.by_seq = k.by_seq ORDER BY x.seq LIMIT 1)"
    " FROM unnest(%b::bytea[]) WITH ORDINALITY AS j (key, place)"
    " CROSS JOIN LATERAL (SELECT n.by_seq FROM erased_key AS n WHERE n.key = j.key"
    " ORDER BY n.by_seq DESC LIMIT 1) AS k"
)
_HOLDERS: Final = (
    "SELECT (j.place - 1)::int, i.subject, i.seq"
    " FROM unnest(%b::text[], %b::text[]) WITH ORDINALITY AS j (scheme, value, place)"
    " JOIN identifier AS i ON i.value = j.value AND i.scheme = j.scheme ORDER BY i.seq"
)
_FIND_NAMES: Final = (
    "SELECT n.subject, n.name FROM name_search AS s JOIN name AS n ON n.seq = s.seq"
    " CROSS JOIN LATERAL (SELECT count(*) AS hits FROM unnest(s.tokens) AS t (token) WHERE t.token = ANY(%s)) AS h"
    " WHERE s.tokens && %s ORDER BY h.hits DESC, n.seq LIMIT %s"
)
