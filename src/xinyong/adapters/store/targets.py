"""Where a store lies, and which database serves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from xinyong.adapters.store.faults import StoreMissingFault
from xinyong.adapters.store.postgres import PostgresDatabase
from xinyong.adapters.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from xinyong.adapters.store.database import Database

Target: TypeAlias = Path | str
"""A SQLite file, or the address of a PostgreSQL database (`postgresql://...`)."""

WAIT_S: Final = 60.0
"""How long a writer waits for its turn."""


def target_in(data: Path) -> Target:
    """Return the store of a data folder: the address in `store.url` where there is one, else `store.db`."""
    address = data / "store.url"
    return address.read_text(encoding="utf-8").strip() if address.is_file() else data / "store.db"


def database_at(target: Target, *, wait_s: float = WAIT_S, purpose: str = "") -> Database:
    """Return the database of a place.

    Raises:
        StoreMissingFault: there is no file, or the text is no address.
    """
    if isinstance(target, Path):
        return SqliteDatabase(target, wait_s=wait_s, purpose=purpose)
    if target.startswith("postgresql"):
        return PostgresDatabase(target, wait_s=wait_s, purpose=purpose)
    what = f"{target!r} is no address of a store."
    raise StoreMissingFault(what, remedy="Write postgresql://user@host/database, or pass a path.")
