"""Tables of a store, for SQLite and PostgreSQL: the ledger, its projections, and what stands beside it.

Rows of the ledger and its projections are only ever added (`guards` has the triggers). The tables of the second half
are working state: they change, and no proof rests on them. The migrations are proved to make exactly this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Constraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles

from xinyong.kernel.facts import COLUMNS, FactType
from xinyong.register.subjects import SubjectClass

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.types import TypeEngine


class DayAsText(sqlite.DATE):
    """A day as ISO text."""


class FlagAsInteger(Boolean):
    """Yes or no as 1 or 0."""


@compiles(DayAsText, "sqlite")
def _day_ddl(_type: DayAsText, _compiler: object, **_: object) -> str:
    return "TEXT"


@compiles(FlagAsInteger, "sqlite")
def _flag_ddl(_type: FlagAsInteger, _compiler: object, **_: object) -> str:
    return "INTEGER"


def _day() -> TypeEngine[dt.date]:
    """A day: DATE on PostgreSQL, text on SQLite, whose strict tables know no dates."""
    return Date().with_variant(DayAsText(), "sqlite")  # type: ignore[no-untyped-call] # SQLAlchemy's


def _flag() -> TypeEngine[bool]:
    return Boolean().with_variant(FlagAsInteger(), "sqlite")


def _number() -> TypeEngine[int]:
    return BigInteger().with_variant(Integer(), "sqlite")


def _seq(*, primary: bool = True) -> Column[int]:
    return Column("seq", _number(), primary_key=primary, autoincrement=False, nullable=False)


def _by_seq() -> Column[int]:
    return Column("by_seq", _number(), primary_key=True, autoincrement=False, nullable=False)


def _subject() -> Column[int]:
    return Column("subject", _number(), nullable=False)


def _refers(column: str, to: str) -> Constraint:
    """A foreign key on SQLite; PostgreSQL would check it row by row, so a guard checks it a statement at a time."""
    return ForeignKeyConstraint([column], [to]).ddl_if(dialect="sqlite")


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text(), nullable=nullable)


def _one_of(column: str, values: list[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


_FACT_TYPES: Final[dict[FactType, TypeEngine[Any]]] = {
    FactType.INTEGER: _number(),
    FactType.DATE: _day(),
    FactType.TEXT: Text(),
    FactType.BOOLEAN: _flag(),
}

metadata: Final = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "ck": "%(table_name)s_%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
    }
)

BULK_KINDS: Final = ("record.entered", "record.removed", "subject.opened", "subject.identifier", "subject.name")
"""Kinds of which there are as many as rows; all others are indexed by kind."""

RARE: Final = text(" AND ".join(f"kind <> '{kind}'" for kind in BULK_KINDS))
"""The condition of the index on rare kinds; a query repeats it word for word to use the index.

Not written as NOT IN, for which SQLite would build a table at every row.
"""

entry: Final = Table(
    "entry",
    metadata,
    _seq(),
    _text("kind"),
    Column("version", Integer(), nullable=False),
    Column("subject", _number()),
    Column("valid_on", _day()),
    Column("known_at", _number(), nullable=False),
    _text("authority", nullable=True),
    _text("actor", nullable=True),
    Column("commitment", LargeBinary(), nullable=False),
    Column("link", LargeBinary(), nullable=False),
    CheckConstraint("length(commitment) = 32 AND length(link) = 32", name="digests_whole"),
    sqlite_strict=True,
)
Index(
    "entry_of_subject",
    entry.c.subject,
    entry.c.seq,
    sqlite_where=entry.c.subject.is_not(None),
    postgresql_where=entry.c.subject.is_not(None),
)
Index("entry_of_rare_kind", entry.c.kind, entry.c.seq, sqlite_where=RARE, postgresql_where=RARE)

content: Final = Table(
    "content",
    metadata,
    _seq(),
    Column("salt", LargeBinary(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    CheckConstraint("length(salt) = 16", name="salt_whole"),
    _refers("seq", "entry.seq"),
    sqlite_strict=True,
)

store: Final = Table(
    "store", metadata, _seq(), _text("plane"), _one_of("plane", ["real", "synthetic"]), sqlite_strict=True
)

subject: Final = Table(
    "subject",
    metadata,
    _seq(primary=False),
    Column("number", _number(), primary_key=True, autoincrement=False, nullable=False),
    _text("class"),
    _one_of("class", [member.value for member in SubjectClass]),
    sqlite_strict=True,
)
Index("subject_by_seq", subject.c.seq, unique=True)

identifier: Final = Table(
    "identifier",
    metadata,
    _seq(),
    _subject(),
    _text("scheme"),
    Column("value", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    Column("since", _day()),
    Column("until", _day()),
    _refers("subject", "subject.number"),
    sqlite_strict=True,
)
Index("identifier_by_value", identifier.c.scheme, identifier.c.value)

name: Final = Table(
    "name",
    metadata,
    _seq(),
    _subject(),
    _text("name"),
    _text("language"),
    _text("form"),
    Column("since", _day()),
    Column("until", _day()),
    _refers("subject", "subject.number"),
    sqlite_strict=True,
)

delivery: Final = Table(
    "delivery",
    metadata,
    _seq(),
    _text("digest"),
    _text("snapshot_of", nullable=True),
    Column("snapshot_on", _day()),
    sqlite_strict=True,
)
Index("delivery_by_digest", delivery.c.digest)

record: Final = Table(
    "record",
    metadata,
    _seq(),
    _subject(),
    _text("kind"),
    Column("key", LargeBinary(), nullable=False),
    Column("row_digest", LargeBinary(), nullable=False),
    Column("delivery", _number()),
    Column("line", _number(), nullable=False),
    Column("copies", _number(), nullable=False),
    _text("listing", nullable=True),
    _text("snapshot_of", nullable=True),
    *(Column(fact.name, _FACT_TYPES[fact.type]) for fact in COLUMNS),
    CheckConstraint("copies > 0", name="copies_counted"),
    _refers("subject", "subject.number"),
    sqlite_strict=True,
)
Index("record_by_key", record.c.key, record.c.seq)
Index("record_by_delivery", record.c.delivery, record.c.seq)
Index(
    "record_by_snapshot",
    record.c.snapshot_of,
    record.c.key,
    sqlite_where=record.c.snapshot_of.is_not(None),
    postgresql_where=record.c.snapshot_of.is_not(None),
)

superseded: Final = Table("superseded", metadata, _seq(), _by_seq(), sqlite_strict=True, sqlite_with_rowid=False)
Index("superseded_by", superseded.c.by_seq, superseded.c.seq)

erased: Final = Table("erased", metadata, _seq(), Column("by_seq", _number(), nullable=False), sqlite_strict=True)
Index("erased_by", erased.c.by_seq, erased.c.seq)

erased_key: Final = Table(
    "erased_key",
    metadata,
    Column("key", LargeBinary(), primary_key=True, nullable=False),
    _by_seq(),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("erased_key_by", erased_key.c.by_seq, erased_key.c.key)

LEDGER: Final = (
    entry, content, store, subject, identifier, name, delivery, record, superseded, erased, erased_key,
)  # fmt: skip
"""Tables to which rows are only ever added."""

held: Final = Table(
    "held",
    metadata,
    Column("id", _number(), primary_key=True, autoincrement=True),
    _text("delivery"),
    Column("line", _number(), nullable=False),
    _text("verdict"),
    _text("field"),
    _text("value"),
    _text("reason"),
    _text("text"),
    _text("fix"),
    _text("source"),
    _text("state"),
    _one_of("verdict", ["refused", "quarantined"]),
    _one_of("state", ["open", "admitted", "rejected", "superseded"]),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
Index("held_by_delivery", held.c.delivery, held.c.id)
Index("held_by_state", held.c.state, held.c.id)

masked: Final = Table(
    "masked",
    metadata,
    Column("delivery", Text(), primary_key=True, nullable=False),
    Column("part", _number(), primary_key=True, autoincrement=False, nullable=False),
    Column("payload", LargeBinary(), nullable=False),
    sqlite_strict=True,
)

progress: Final = Table(
    "progress",
    metadata,
    Column("delivery", Text(), primary_key=True, nullable=False),
    Column("line", _number(), nullable=False),
    _text("state"),
    sqlite_strict=True,
)

code_pool: Final = Table(
    "code_pool",
    metadata,
    Column("prefix", Text(), primary_key=True, nullable=False),
    Column("taken", _number(), nullable=False),
    sqlite_strict=True,
)

cursor: Final = Table(
    "cursor",
    metadata,
    Column("name", Text(), primary_key=True, nullable=False),
    Column("seq", _number(), nullable=False),
    sqlite_strict=True,
)

BESIDE: Final = (held, masked, progress, code_pool, cursor)
"""Working state beside the ledger."""
