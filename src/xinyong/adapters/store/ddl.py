"""What a database consists of, as text, and how that differs from what xinyong makes.

A batch migration, a repair by hand or a restore by foreign tools can drop triggers without a word: `differences` sees
it, because it compares every table, index, constraint, trigger, function and sequence with those of a fresh schema.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine

from xinyong.adapters.store import guards, schema
from xinyong.adapters.store.migrations import escaped

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCRATCH: Final = "xinyong_scratch"
_OURS_NOT: Final = ("alembic_version", "sqlite_")
_BLANKS: Final = re.compile(r"\s+")

_POSTGRESQL: Final = (
    (
        "SELECT 'column ' || c.relname || '.' || a.attname,"
        " format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text"
        " || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')"
        " FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'r'"
        " LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum"
        " WHERE c.relnamespace = '{schema}'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
    ),
    (
        "SELECT 'constraint ' || c.relname || '.' || k.conname,"
        " pg_get_constraintdef(k.oid) || ' ' || k.convalidated::text"
        " FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid"
        " WHERE k.connamespace = '{schema}'::regnamespace AND k.contype <> 'n'"
    ),
    ("SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = '{schema}'"),
    (
        "SELECT 'trigger ' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text"
        " FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = '{schema}'::regnamespace"
    ),
    (
        "SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc"
        " WHERE pronamespace = '{schema}'::regnamespace"
    ),
    (
        "SELECT 'sequence ' || sequencename, concat_ws(' ', data_type, increment_by, min_value, cycle)"
        " FROM pg_sequences WHERE schemaname = '{schema}'"
    ),
)


def make(connection: Connection) -> None:
    """Make all tables, indexes and guards in an empty database, without migrations."""
    schema.metadata.create_all(connection)
    for statement in guards.statements(connection.dialect.name):
        connection.exec_driver_sql(escaped(connection, statement))


def inventory(connection: Connection, *, schema_name: str | None = None) -> dict[str, str]:
    """Return the definition of every object, by kind and name, with blanks evened out."""
    if _is_postgresql(connection):
        space = schema_name or str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
        found = [row for query in _POSTGRESQL for row in connection.exec_driver_sql(query.format(schema=space))]
        rows = [(name, text.replace(f"{space}.", "")) for name, text in found]
    else:
        query = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master WHERE tbl_name NOT LIKE 'sqlite_%'"
        rows = [(name, text) for name, text in connection.exec_driver_sql(query)]
    return {
        name: _BLANKS.sub(" ", text).strip() for name, text in rows if not any(other in name for other in _OURS_NOT)
    }


def differences(connection: Connection) -> list[str]:
    """Return how a database differs from a fresh one, a sentence each; nothing where it is as it should be."""
    found, expected = inventory(connection), _expected(connection)
    missing = [f"{name} is missing" for name in sorted(expected.keys() - found.keys())]
    strange = [f"{name} is not of this version of xinyong" for name in sorted(found.keys() - expected.keys())]
    changed = [f"{name} differs" for name in sorted(found.keys() & expected.keys()) if found[name] != expected[name]]
    return missing + strange + changed


def _expected(connection: Connection) -> dict[str, str]:
    """Return the inventory of a fresh schema: in memory, or in a schema that is rolled back."""
    if not _is_postgresql(connection):
        engine = create_engine("sqlite+pysqlite://", module=connection.dialect.dbapi)
        with engine.connect() as scratch:
            make(scratch)
            return inventory(scratch)
    with connection.engine.connect() as scratch:
        scratch.exec_driver_sql(f"CREATE SCHEMA {_SCRATCH}")
        scratch.exec_driver_sql(f"SET LOCAL search_path TO {_SCRATCH}")
        make(scratch)
        found = inventory(scratch, schema_name=_SCRATCH)
        scratch.rollback()
    return found


def _is_postgresql(connection: Connection) -> bool:
    return bool(connection.dialect.name == "postgresql")
