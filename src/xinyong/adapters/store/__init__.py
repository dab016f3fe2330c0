"""Stores: open one, make one, take one along. SQLite in a file or PostgreSQL at an address; all else is the port's."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from xinyong.adapters.store import backup, sqlite, upgrading
from xinyong.adapters.store.backup import Summary
from xinyong.adapters.store.faults import StoreExistsFault
from xinyong.adapters.store.reading import SqlStore
from xinyong.adapters.store.sealing import SealingWriter
from xinyong.adapters.store.targets import WAIT_S, Target, database_at, target_in
from xinyong.ledger.entries import ActorNamed, Draft, StoreOpened

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from sqlalchemy import Connection

    from xinyong.adapters.store.database import Database

__all__ = [
    "SqlStore",
    "Summary",
    "Target",
    "backup_store",
    "database_at",
    "init_store",
    "open_store",
    "restore_backup",
    "target_in",
    "upgrade_store",
    "verify_backup",
]


def init_store(
    target: Target,
    opened: StoreOpened,
    *,
    known_at: int,
    salts: Callable[[int], bytes] = token_bytes,
    wait_s: float = WAIT_S,
) -> SqlStore:
    """Make a store and open it; its first entries say what it may hold and name its first actor.

    Args:
        target: where; nothing may be there yet.
        opened: what it may hold, and who made it.
        known_at: now, ms UTC.
        wait_s: how long to wait for the turn to write, in seconds.
        salts: returns as many unguessable bytes as it is asked for; seeded only for synthetic demos.

    Raises:
        StoreExistsFault: there is a store, or something else, already.
    """
    _refuse_existing(target)
    database = database_at(target, wait_s=wait_s)
    with _closed_on_failure(database):
        with database.writing() as connection:
            _begin(database, connection)
            writer = SealingWriter(database, connection, known_at=known_at, salts=salts)
            first = ActorNamed(account=opened.account, office=opened.office, kind="official")
            writer.append([Draft(content=opened, actor=opened.account), Draft(content=first, actor=opened.account)])
            writer.seal()
        return SqlStore(database, salts=salts)


def open_store(
    target: Target, *, salts: Callable[[int], bytes] = token_bytes, wait_s: float = WAIT_S, purpose: str = ""
) -> SqlStore:
    """Open a store that exists.

    Args:
        target: where it lies.
        salts: as for `init_store`.
        wait_s: how long to wait for the turn to write, in seconds.
        purpose: what others are told while we write; by default the command that runs, without its words.

    Raises:
        StoreMissingFault: there is none.
        StoreVersionFault: another version of xinyong made it.
        StoreAlteredFault: the triggers that keep it append-only are not all there.
    """
    database = database_at(target, wait_s=wait_s, purpose=purpose)
    with _closed_on_failure(database):
        upgrading.admit(database)
        return SqlStore(database, salts=salts)


def upgrade_store(target: Target, *, wait_s: float = WAIT_S) -> tuple[str, str]:
    """Take a store of an older version along; return its version before and after.

    A SQLite file is copied to `<name>.before-<version>` first.
    """
    with closing(database_at(target, wait_s=wait_s)) as database:
        if isinstance(database, sqlite.SqliteDatabase) and isinstance(target, Path):
            with database.engine.connect() as connection:
                before = upgrading.version_of(connection)
            if before is not None and before < upgrading.HEAD:
                database.copy_to(target.with_name(f"{target.name}.before-{before}"))
        return upgrading.upgrade(database)


def backup_store(target: Target, path: Path) -> Summary:
    """Write a store, as one committed state has it, into a portable file.

    Raises:
        StoreMissingFault, StoreVersionFault, StoreAlteredFault: as for `open_store`.
    """
    with closing(database_at(target, wait_s=WAIT_S)) as database:
        upgrading.admit(database)
        return backup.write(database, upgrading.HEAD, path)


def verify_backup(path: Path) -> Summary:
    """Prove a backup without any database.

    Raises:
        BackupFault: it can't be trusted.
    """
    return backup.verify(path)


def restore_backup(path: Path, target: Target) -> Summary:
    """Make a store out of a backup, in either database; it appears whole or not at all.

    Raises:
        BackupFault: the file can't be trusted.
        StoreExistsFault: there is a store, or something else, already.
    """
    _refuse_existing(target)
    try:
        with closing(database_at(target, wait_s=WAIT_S)) as database, database.writing() as connection:
            _begin(database, connection)
            return backup.restore(path, database, connection)
    except BaseException:
        if isinstance(target, Path):
            target.unlink()
        raise


def _refuse_existing(target: Target) -> None:
    if isinstance(target, Path):
        try:
            sqlite.create(target)
        except FileExistsError:
            raise _exists(str(target)) from None


@contextmanager
def _closed_on_failure(database: Database) -> Generator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


def _begin(database: Database, connection: Connection) -> None:
    """Make the tables, in a database that has none."""
    if upgrading.version_of(connection) is not None:
        raise _exists(database.label)
    upgrading.migrate(connection)


def _exists(label: str) -> StoreExistsFault:
    what = f"There is a store at {label} already."
    return StoreExistsFault(what, remedy="Use it, or name another place.")
