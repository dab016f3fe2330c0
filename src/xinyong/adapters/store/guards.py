"""What makes a store append-only, as DDL: triggers of both databases, the subject sequence, and the search index.

Refused: UPDATE, DELETE, INSERT OR REPLACE over an existing row, TRUNCATE, a number that is not the next, a known time
that runs backwards, an erasure that no entry of erasure names, an identifier of the other plane. Content goes only when
a row of `erased` is written for it, by the trigger that this row sets off. Whoever owns the database can drop triggers;
`ddl.differences` then names them.
"""

# ruff: noqa: S608 - names of our own schema and numbers; nothing a user wrote comes near

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.adapters.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ERASABLE: Final = ("content", "record", "identifier", "name")
"""Tables from which an erasure removes rows."""

_SYNTHETIC: Final = (
    "({r}.scheme = 'uscc' AND substr({r}.value, 3, 2) = '99')"
    " OR ({r}.scheme = 'lei' AND substr({r}.value, 1, 4) = '9900')"
    " OR ({r}.scheme = 'list' AND substr({r}.value, 1, 15) = 'list:synthetic-')"
)


def statements(dialect: str) -> tuple[str, ...]:
    """Return the DDL that follows the tables, for `sqlite` or `postgresql`."""
    return tuple(_sqlite() if dialect == "sqlite" else _postgresql())


def trigger_names(dialect: str) -> frozenset[str]:
    """Return the names of all triggers that a store must have."""
    return frozenset(
        statement.split()[2] for statement in statements(dialect) if statement.startswith("CREATE TRIGGER ")
    )


def _key(table: str) -> str:
    columns = [column.name for column in schema.metadata.tables[table].primary_key]
    return " AND ".join(f"{column} = NEW.{column}" for column in columns)


def _sqlite() -> Iterator[str]:
    for table in (found.name for found in schema.LEDGER):
        yield _refusal(table, "update", "BEFORE UPDATE", "", f"rows of {table} are never changed")
        if table in ERASABLE:
            unless = "WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq)"
            yield _refusal(table, "delete", "BEFORE DELETE", unless, f"rows of {table} go only with their erasure")
        else:
            yield _refusal(table, "delete", "BEFORE DELETE", "", f"rows of {table} are never deleted")
        if table != "entry":
            when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_key(table)})"
            yield _refusal(table, "replace", "BEFORE INSERT", when, f"a row of {table} is never replaced")
    yield _refusal(
        "entry",
        "next",
        "BEFORE INSERT",
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)"
        " OR NEW.known_at < (SELECT known_at FROM entry WHERE seq = NEW.seq - 1)",
        "the number of an entry is the next, and known time never decreases",
    )
    yield _refusal(
        "erased",
        "named",
        "BEFORE INSERT",
        "WHEN NOT EXISTS (SELECT 1 FROM content, json_each(content.body, '$.entries') AS erasing"
        " WHERE content.seq = NEW.by_seq AND erasing.value = NEW.seq"
        " AND json_extract(content.body, '$.type') = 'content.erased')",
        "only an entry of erasure erases what it names",
    )
    deletes = " ".join(f"DELETE FROM {table} WHERE seq = NEW.seq;" for table in ERASABLE)
    yield f"CREATE TRIGGER erased_removes AFTER INSERT ON erased BEGIN {deletes} END"
    synthetic = _SYNTHETIC.format(r="NEW")
    yield _refusal(
        "identifier",
        "plane",
        "BEFORE INSERT",
        f"WHEN (SELECT plane FROM store) = CASE WHEN {synthetic} THEN 'real' ELSE 'synthetic' END",
        "a store holds identifiers of its own plane alone",
    )
    yield (
        "CREATE VIRTUAL TABLE name_search"
        " USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize=ascii)"
    )


def _refusal(table: str, suffix: str, event: str, when: str, reason: str) -> str:
    condition = f" {when}" if when else ""
    return (
        f"CREATE TRIGGER {table}_{suffix} {event} ON {table}{condition}"
        f" BEGIN SELECT RAISE(ROLLBACK, 'append-only: {reason}'); END"
    )


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN {body} END $xy$"


def _postgresql() -> Iterator[str]:
    yield "CREATE SEQUENCE subject_number"
    yield _function(
        "ledger_refuse",
        "RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
    )
    yield _function(
        "ledger_only_erased",
        "IF EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION 'append-only: rows of % go only with their erasure', TG_TABLE_NAME"
        " USING ERRCODE = 'restrict_violation';",
    )
    yield _function(
        "ledger_next",
        "IF (SELECT count(*) <> max(seq) - min(seq) + 1"
        " OR min(seq) <> coalesce((SELECT max(e.seq) FROM entry AS e"
        " WHERE e.seq < (SELECT min(seq) FROM fresh)), 0) + 1 FROM fresh)"
        " OR (SELECT max(seq) FROM entry) <> (SELECT max(seq) FROM fresh)"
        " THEN RAISE EXCEPTION 'append-only: the number of an entry is the next'"
        " USING ERRCODE = 'restrict_violation'; END IF;"
        " IF EXISTS (SELECT 1 FROM fresh AS f JOIN entry AS e ON e.seq = f.seq - 1 WHERE e.known_at > f.known_at)"
        " THEN RAISE EXCEPTION 'append-only: known time never decreases'"
        " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
    )
    yield _function(
        "ledger_erase",
        "IF NOT EXISTS (SELECT 1 FROM content AS c,"
        " jsonb_array_elements((convert_from(c.body, 'UTF8')::jsonb) -> 'entries') AS erasing"
        " WHERE c.seq = NEW.by_seq AND erasing.value = to_jsonb(NEW.seq)"
        " AND convert_from(c.body, 'UTF8')::jsonb ->> 'type' = 'content.erased')"
        " THEN RAISE EXCEPTION 'append-only: only an entry of erasure erases what it names'"
        " USING ERRCODE = 'restrict_violation'; END IF; "
        + " ".join(f"DELETE FROM {table} WHERE seq = NEW.seq;" for table in ERASABLE)
        + " RETURN NULL;",
    )
    synthetic = _SYNTHETIC.format(r="f")
    yield _function(
        "ledger_plane",
        f"IF EXISTS (SELECT 1 FROM fresh AS f, store AS s"
        f" WHERE s.plane = CASE WHEN {synthetic} THEN 'real' ELSE 'synthetic' END)"
        " THEN RAISE EXCEPTION 'append-only: a store holds identifiers of its own plane alone'"
        " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
    )
    yield _function("ledger_of_subject", _known("subject", "subject", "number"))
    yield _function("ledger_of_entry", _known("seq", "entry", "seq"))
    yield from _postgresql_triggers()
    yield "CREATE TABLE name_search (seq BIGINT NOT NULL PRIMARY KEY, tokens TEXT[] NOT NULL)"
    yield "CREATE INDEX name_search_by_token ON name_search USING gin (tokens)"


def _postgresql_triggers() -> Iterator[str]:
    for table in (found.name for found in schema.LEDGER):
        yield _trigger(table, "update", f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse()")
        function = "ledger_only_erased" if table in ERASABLE else "ledger_refuse"
        yield _trigger(table, "delete", f"BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
        yield _trigger(
            table, "truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )
    fresh = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION"
    yield _trigger("entry", "next", f"AFTER INSERT ON entry {fresh} ledger_next()")
    for table in ("identifier", "name", "record"):
        yield _trigger(table, "refers", f"AFTER INSERT ON {table} {fresh} ledger_of_subject()")
    yield _trigger("content", "refers", f"AFTER INSERT ON content {fresh} ledger_of_entry()")
    yield _trigger("identifier", "plane", f"AFTER INSERT ON identifier {fresh} ledger_plane()")
    yield _trigger("erased", "removes", "AFTER INSERT ON erased FOR EACH ROW EXECUTE FUNCTION ledger_erase()")


def _known(column: str, table: str, key: str) -> str:
    """Return the body of a function that refuses new rows that refer to nothing."""
    return (
        f"IF EXISTS (SELECT 1 FROM fresh AS f WHERE NOT EXISTS (SELECT 1 FROM {table} AS t WHERE t.{key} = f.{column}))"
        f" THEN RAISE EXCEPTION 'append-only: a row refers to a {table} that there is not'"
        " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;"
    )


def _trigger(table: str, suffix: str, rest: str) -> str:
    return f"CREATE TRIGGER {table}_{suffix} {rest}"
