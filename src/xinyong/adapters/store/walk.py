"""All that a store holds of its ledger, read as it lies there, in order: for the audit and for backups.

Nothing is interpreted on the way: what a broken file holds in place of a day, a number or bytes comes out as none, and
the audit finds the header that does not fit its link.
"""

# ruff: noqa: S608 - names of our own schema and numbers; nothing a user wrote comes near

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from xinyong.ledger.audit import Batch, Kept
from xinyong.ledger.entries import Header
from xinyong.ledger.projections import COLUMNS_OF, MADE_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from xinyong.ledger.projections import Row, Table

_PAGE: Final = 2_000
_END: Final = 2**62
_ENTRIES: Final = (
    "SELECT e.seq, e.kind, e.version, e.subject, e.valid_on, e.known_at, e.authority, e.actor, e.commitment, e.link,"
    " c.salt, c.body FROM entry AS e LEFT JOIN content AS c ON c.seq = e.seq WHERE e.seq > {after}"
    f" ORDER BY e.seq LIMIT {_PAGE}"
)


def batches(connection: Connection, *, tables: bool = True) -> Iterator[Batch]:
    """Yield the whole ledger in batches, each with the rows that its entries made (unless `tables` is false)."""
    after, last = -_END, False
    while not last:
        page = connection.exec_driver_sql(_ENTRIES.format(after=after)).all()
        last = len(page) < _PAGE
        upper = _END if last else page[-1][0]
        rows: dict[Table, Sequence[Row]] | None = None
        if tables:
            rows = {table: _made(connection, table, after, upper) for table in COLUMNS_OF}
        yield Batch([_kept(row) for row in page], rows)
        after = upper


def _made(connection: Connection, table: Table, after: int, upper: int) -> Sequence[Row]:
    """Return the rows that entries in (after, upper] made, in order of the maker and then of the columns."""
    columns, maker = COLUMNS_OF[table], MADE_BY[table]
    found = connection.exec_driver_sql(
        f"SELECT {', '.join(columns)} FROM {table} WHERE {maker} > {after} AND {maker} <= {upper}"
        f" ORDER BY {maker}, {columns[0]}"
    )
    if connection.dialect.name == "sqlite":
        return [tuple(row) for row in found]
    return [tuple(cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row) for row in found]


def _kept(row: Sequence[Any]) -> Kept:
    seq, kind, version, subject, valid_on, known_at, authority, actor, commitment, link, salt, body = row
    header = Header(
        seq=seq,
        kind=kind,
        version=version,
        subject=subject,
        valid_on=_day(valid_on),
        known_at=known_at if type(known_at) is int else -1,
        authority=authority,
        actor=actor,
        commitment=_bytes(commitment).hex(),
        link=_bytes(link).hex(),
    )
    return Kept(header, None if salt is None else _bytes(salt), None if body is None else _bytes(body))


def _bytes(stored: object) -> bytes:
    """Return stored bytes; none where a broken file holds something else."""
    return stored if isinstance(stored, bytes) else b""


def _day(stored: object) -> dt.date | None:
    """Return a stored day; None where it is none, or not written as we write it."""
    if not isinstance(stored, str):
        return stored if isinstance(stored, dt.date) else None
    try:
        day = dt.date.fromisoformat(stored)
    except ValueError:
        return None
    return day if day.isoformat() == stored else None
