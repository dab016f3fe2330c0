"""How a store of an older version becomes one of this version, step by step; steps are frozen once released."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEXT = "\n-- next\n"


def run(connection: Connection, step: str) -> None:
    """Run a step's DDL, written down for each database."""
    text = files(__name__).joinpath("sql", f"{step}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split(_NEXT):
        connection.exec_driver_sql(escaped(connection, statement.strip()))


def escaped(connection: Connection, statement: str) -> str:
    """Return DDL as the driver wants it: psycopg takes a percent sign for a placeholder."""
    return statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
