"""Direct access to a store's database, as somebody with the file or the password has it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from xinyong.adapters.store import Target
from xinyong.adapters.store.sqlite import driver


@contextmanager
def by_hand(target: Target) -> Generator[Connection]:
    """A connection of no store's making, whose transaction is rolled back unless committed."""
    url = f"sqlite+pysqlite:///{target}" if isinstance(target, Path) else target
    module = driver() if isinstance(target, Path) else None
    engine = create_engine(url, module=module, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def drop_guards(connection: Connection) -> None:
    """Take away or switch off every trigger, as a batch migration or a superuser does."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")
        return
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
