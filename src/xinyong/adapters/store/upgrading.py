"""The version of a store, and the way from an older one to this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, select, text

from xinyong.adapters.store import ddl, guards, schema
from xinyong.adapters.store.faults import StoreAlteredFault, StoreMissingFault, StoreVersionFault
from xinyong.register.names import search_tokens

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from xinyong.adapters.store.database import Database

HEAD: Final = "0002"
"""The newest step, which a store must have taken."""

_PAGE: Final = 5_000


def version_of(connection: Connection) -> str | None:
    """Return the newest step that a database has taken; None where it is no store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Take the steps up to `to`, within the transaction of the connection."""
    from alembic import command  # noqa: PLC0415 - a third of a second that only makers and upgraders of stores pay
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def upgrade(database: Database) -> tuple[str, str]:
    """Take a store of an older version along; return its version before and after.

    All of it is one transaction: a store that does not come out as a fresh one would is left as it was.

    Raises:
        StoreMissingFault: there is no store.
        StoreVersionFault: a newer xinyong made it.
        StoreAlteredFault: somebody changed its tables or triggers by hand.
    """
    with database.writing() as connection:
        before = version_of(connection)
        if before is None:
            what = f"There is no store at {database.label}."
            raise StoreMissingFault(what, remedy="Make one with `xinyong init`.")
        if before > HEAD:
            raise newer(database.label, before)
        migrate(connection)
        index_names_again(database, connection)
        altered = ddl.differences(connection)
        if altered:
            raise altered_fault(database.label, altered)
    return before, HEAD


def index_names_again(database: Database, connection: Connection) -> None:
    """Fill the search index from the names, by the words of this version."""
    database.clear_names(connection)
    name, after = schema.name.c, 0
    while True:
        page = connection.execute(
            select(name.seq, name.name).where(name.seq > after).order_by(name.seq).limit(_PAGE)
        ).all()
        database.index_names(connection, [(seq, search_tokens(written)) for seq, written in page])
        if len(page) < _PAGE:
            return
        after = page[-1].seq


def admit(database: Database) -> None:
    """Refuse a database that this version can't serve: no store, another version, or triggers gone.

    Raises:
        StoreMissingFault: there is no store.
        StoreVersionFault: it needs an upgrade, or a newer xinyong made it.
        StoreAlteredFault: triggers that keep it append-only are missing.
    """
    with database.engine.connect() as connection:
        found = version_of(connection)
        triggers = database.triggers(connection)
    if found is None:
        what = f"There is no store at {database.label}."
        raise StoreMissingFault(what, remedy="Make one with `xinyong init`.")
    if found > HEAD:
        raise newer(database.label, found)
    if found < HEAD:
        what = f"The store at {database.label} is of version {found}; this xinyong works on {HEAD}."
        raise StoreVersionFault(what, remedy="Run `xinyong upgrade`.")
    missing = sorted(guards.trigger_names(connection.dialect.name) - triggers)
    if missing:
        raise altered_fault(database.label, [f"trigger {name} is missing" for name in missing])


def newer(label: str, version: str) -> StoreVersionFault:
    """Return the fault for a store from the future."""
    what = f"The store at {label} is of version {version}; this xinyong knows versions up to {HEAD}."
    return StoreVersionFault(what, remedy="Use the xinyong that made it, or a newer one.")


def altered_fault(label: str, altered: list[str]) -> StoreAlteredFault:
    """Return the fault for tables or triggers changed by hand."""
    return StoreAlteredFault(
        f"The store at {label} is not as xinyong made it: {'; '.join(altered)}.",
        remedy="Find out who changed it, then restore a backup that verifies.",
    )
