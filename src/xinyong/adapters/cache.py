"""Kept standings in a SQLite file of their own; disposable, and thrown away whenever it can't be read.

It is written without waiting for the disk and is never the truth: whoever reads a row checks that it is still true, and
what a power failure left of the file is either read or thrown away.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.app.kept import Kept
from xinyong.standing.standing import decoded, encoded

if TYPE_CHECKING:
    from pathlib import Path

    from xinyong.kernel.ids import SubjectNumber

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS kept (subject INTEGER PRIMARY KEY, law TEXT NOT NULL, standing BLOB NOT NULL)"
)


class SqliteCache:
    """Kept standings in the file `path`; see `app.kept.KeptStandings`."""

    def __init__(self, path: Path, *, wait_s: float = 5) -> None:
        """Open the file, or make it anew where it is no database; wait so long for whoever writes it."""
        self._path = path
        self._wait_s = wait_s
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            path.unlink()
            self._connection = self._opened()

    def get(self, subject: SubjectNumber) -> Kept | None:
        """Return the kept standing of a subject, or None; one that can't be read is none."""
        query = "SELECT law, standing FROM kept WHERE subject = ?"
        try:
            with closing(self._connection.execute(query, (subject,))) as rows:
                row = rows.fetchone()
            return None if row is None else Kept(law=row[0], standing=decoded(row[1]))
        except (sqlite3.DatabaseError, msgspec.MsgspecError):
            return None

    def put(self, subject: SubjectNumber, kept: Kept) -> None:
        """Keep a standing in place of the one before; where the file can't be written, nothing is kept."""
        row = (subject, kept.law, encoded(kept.standing))
        with suppress(sqlite3.DatabaseError), self._connection:
            self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", row)

    def clear(self) -> None:
        """Forget everything."""
        with self._connection:
            self._connection.execute("DELETE FROM kept")

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=self._wait_s)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_SCHEMA)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection
