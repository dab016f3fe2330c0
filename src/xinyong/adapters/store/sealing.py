"""The one door to the ledger: drafts come in, are numbered, chained and projected, and lie in the tables together.

Drafts wait in memory until the transaction ends (or until there are many), because a number may be given only by the
one sequencer: on PostgreSQL that is whoever holds the lock, which is taken last, so that no entry becomes visible after
one with a higher number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

import msgspec
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from xinyong.adapters.store import schema
from xinyong.adapters.store.faults import StoreConflictFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.encoding import (
    SALT_BYTES,
    HeaderOnTheWire,
    canonical,
    commitment,
    content_bytes,
    content_of,
    genesis,
    kind_of,
    link,
    version_of,
)
from xinyong.ledger.entries import ContentErased, Draft, RecordEntered, RecordWritten
from xinyong.ledger.projections import COLUMNS_OF, Opened, Projection
from xinyong.register.names import search_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Literal

    from sqlalchemy import Connection

    from xinyong.adapters.store.database import Database
    from xinyong.ledger.audit import Kept
    from xinyong.ledger.projections import Row
    from xinyong.ledger.store import Held, Progress

SHARD: Final = "0"
"""The one shard of a store that has only one."""

ERASABLE_KINDS: Final = frozenset(
    {
        "record.entered",
        "subject.identifier",
        "subject.name",
        "subject.taken_back",
        "link.judged",
        "held.resolved",
        "delivery.withdrawn",
    }
)
"""Kinds whose content may hold what must be erasable; the others say only what the registry itself did."""

_MANY: Final = 10_000
_KEY: Final = COLUMNS_OF["record"].index("key")
_NAME: Final = COLUMNS_OF["name"].index("name")
_ENTRY: Final = tuple(column.name for column in schema.entry.columns)
_CONTENT: Final = ("seq", "salt", "body")
_HELD: Final = tuple(column.name for column in schema.held.columns if column.name != "id")


class Head(NamedTuple):
    """The last entry of the chain."""

    seq: int
    link: bytes
    known_at: int


def head_of(connection: Connection) -> Head:
    """Return the last sealed entry that a transaction sees; number 0 before the first."""
    entry = schema.entry.c
    row = connection.execute(
        select(entry.seq, entry.link, entry.known_at).order_by(entry.seq.desc()).limit(1)
    ).one_or_none()
    return Head(0, genesis(SHARD), 0) if row is None else Head(row.seq, row.link, row.known_at)


class SealingWriter:
    """See `ledger.store.Writer`."""

    def __init__(
        self, database: Database, connection: Connection, *, known_at: int, salts: Callable[[int], bytes]
    ) -> None:
        self._database = database
        self._connection = connection
        self._known_at = known_at
        self._salts = salts
        self._drafts: list[Draft] = []
        self._head: Head | None = None
        self._projection = Projection()
        self._last_subject = 0
        self.has_erased = False
        """Whether content was erased, so that its bytes are to be wiped after the commit."""

    def open_subject(self) -> SubjectNumber:
        """Return a new subject number, never used before."""
        self._last_subject = self._database.subject_number(self._connection, self._last_subject)
        return SubjectNumber(self._last_subject)

    def append(self, drafts: Sequence[Draft]) -> None:
        """Seal these entries, in this order, when the transaction commits."""
        self._drafts += drafts
        if len(self._drafts) >= _MANY:
            self.seal()

    def erase(self, content: ContentErased, *, authority: str | None, actor: str | None) -> None:
        """Seal an erasure and remove the content it names, in this transaction.

        Raises:
            StoreConflictFault: an entry is unknown, erased already, or of a kind that is never erased.
        """
        self.seal()
        self._become_sequencer()
        completed = self._complete(content)
        self.append([Draft(content=completed, authority=authority, actor=actor)])
        self.seal()
        self._database.forget_names(self._connection, completed.entries)
        self.has_erased = True

    def _complete(self, content: ContentErased) -> ContentErased:
        """Add what the store knows: keys of the records, and what the entries had superseded."""
        asked = sorted(set(content.entries))
        found = dict(
            self._connection.execute(
                select(schema.entry.c.seq, schema.entry.c.kind)
                .join(schema.content, schema.content.c.seq == schema.entry.c.seq)
                .where(schema.entry.c.seq.in_(asked))
            ).all()
        )
        for seq in asked:
            if found.get(seq) not in ERASABLE_KINDS:
                what = f"The content of entry {seq} can't be erased."
                why = f"It is of the kind {found[seq]}." if seq in found else "There is no such content."
                raise StoreConflictFault(what, why=why, remedy="Name entries whose content is there and erasable.")
        keys = self._connection.scalars(select(schema.record.c.key).where(schema.record.c.seq.in_(asked)))
        replaced = self._connection.execute(
            select(schema.superseded.c.seq, schema.superseded.c.by_seq)
            .where(schema.superseded.c.by_seq.in_(asked))
            .order_by(schema.superseded.c.by_seq, schema.superseded.c.seq)
        )
        self._drop_files(asked)
        return msgspec.structs.replace(
            content,
            entries=tuple(map(Seq, asked)),
            keys=tuple(sorted({*content.keys, *(key.hex() for key in keys)})),
            replaced=tuple((Seq(seq), Seq(by_seq)) for seq, by_seq in replaced),
        )

    def _drop_files(self, asked: Sequence[int]) -> None:
        """Remove masked files and held rows that repeat what is erased."""
        record, delivery, masked, held = schema.record.c, schema.delivery.c, schema.masked.c, schema.held
        of = select(delivery.digest, record.line).join(schema.record, record.delivery == delivery.seq)
        for digest, line in self._connection.execute(of.where(record.seq.in_(asked))).all():
            self._connection.execute(schema.masked.delete().where(masked.delivery == digest))
            self._connection.execute(held.delete().where(held.c.delivery == digest, held.c.line == line))

    def hold(self, items: Sequence[Held]) -> None:
        """Keep rows that did not come in."""
        rows = [
            (item.delivery, item.line, item.verdict, item.field, item.value, item.reason, item.text, item.fix,
             canonical(item.source).decode(), item.state)
            for item in items
        ]  # fmt: skip
        self._database.insert(self._connection, "held", _HELD, rows)

    def settle(self, held: int, state: Literal["admitted", "rejected", "superseded"]) -> None:
        """Change the state of a held row; of what it said nothing is kept."""
        row = update(schema.held).where(schema.held.c.id == held)
        self._connection.execute(row.values(state=state, value="", source=canonical(()).decode()))

    def keep_progress(self, progress: Progress) -> None:
        """Remember how far a delivery has come."""
        self._upsert(schema.progress.name, delivery=progress.delivery, line=progress.line, state=progress.state)

    def keep_cursor(self, name: str, seq: Seq) -> None:
        """Remember how far a follower has read."""
        self._upsert(schema.cursor.name, name=name, seq=seq)

    def _upsert(self, table: str, **values: str | int) -> None:
        target = schema.metadata.tables[table]
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        key = next(iter(target.primary_key)).name
        changed = {name: value for name, value in values.items() if name != key}
        statement = dialect.insert(target).values(**values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed))

    def keep_masked(self, delivery: str, payload: bytes) -> None:
        """Keep a part of a delivery's masked bytes, after those that are kept."""
        masked = schema.masked.c
        count = select(func.count()).select_from(schema.masked).where(masked.delivery == delivery).scalar_subquery()
        self._connection.execute(insert(schema.masked).values(delivery=delivery, part=count, payload=payload))

    def next_code_serials(self, prefix: str, count: int) -> range:
        """Take `count` serials, from 0, out of the code pool of a prefix; no other transaction gets them."""
        pool = schema.code_pool
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = (
            dialect.insert(pool)
            .values(prefix=prefix, taken=count)
            .on_conflict_do_update(index_elements=["prefix"], set_={"taken": pool.c.taken + count})
            .returning(pool.c.taken)
        )
        taken = self._connection.execute(statement).scalar_one()
        return range(taken - count, taken)

    def seal(self) -> None:
        """Number, chain and write the drafts that wait.

        Raises:
            StoreConflictFault: a record would stand beside a living one with the same key.
        """
        if not self._drafts:
            return
        drafts, self._drafts = self._drafts, []
        head = self._become_sequencer()
        self._recall_deliveries(drafts)
        entries, contents, self._head = self._chain(head, drafts)
        self._refuse_doubles()
        self._lay_down(entries, contents)

    def copy(self, kept: Iterable[Kept]) -> None:
        """Write entries as they lie in another store, which whoever calls proves; for restoring a backup."""
        entries: list[Row] = []
        contents: list[Row] = []
        for header, salt, body in kept:
            entries.append(
                (header.seq, header.kind, header.version, header.subject, header.valid_on, header.known_at,
                 header.authority, header.actor, bytes.fromhex(header.commitment), bytes.fromhex(header.link))
            )  # fmt: skip
            if body is None:
                continue
            contents.append((header.seq, salt, body))
            content = content_of(body)
            self._projection.add(header.seq, header.subject, content)
            if isinstance(content, ContentErased):
                self._projection.rows["superseded"] += content.replaced
        self._lay_down(entries, contents)

    def _lay_down(self, entries: Sequence[Row], contents: Sequence[Row]) -> None:
        """Write rows of entries, contents and all that was projected, in an order that references bear."""
        self._write("entry", _ENTRY, entries)
        self._write("content", _CONTENT, contents)
        rows = self._projection.rows
        self._database.index_names(self._connection, [(row[0], search_tokens(str(row[_NAME]))) for row in rows["name"]])
        for table, columns in COLUMNS_OF.items():
            self._write(table, columns, rows[table])
            rows[table].clear()

    def _write(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if rows:
            self._database.insert(self._connection, table, columns, rows)

    def _become_sequencer(self) -> Head:
        if self._head is None:
            self._database.become_sequencer(self._connection)
            self._head = head_of(self._connection)
        return self._head

    def _chain(self, head: Head, drafts: Sequence[Draft]) -> tuple[list[Row], list[Row], Head]:
        """Return the rows of `entry` and `content`, and the new head; collects projections on the way."""
        seq, previous = head.seq, head.link
        known_at = max(self._known_at, head.known_at)
        entries: list[Row] = []
        contents: list[Row] = []
        salts = self._salts(SALT_BYTES * len(drafts))
        for place, draft in enumerate(drafts):
            seq += 1
            content = draft.content
            salt = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES]
            body, kind = content_bytes(content), kind_of(content)
            bound = commitment(salt, body)
            wire = HeaderOnTheWire(
                seq=Seq(seq),
                kind=kind,
                version=version_of(kind),
                subject=draft.subject,
                valid_on=draft.valid_on,
                known_at=known_at,
                authority=draft.authority,
                actor=draft.actor,
                commitment=bound.hex(),
            )
            previous = link(previous, wire)
            self._projection.add(seq, draft.subject, content)
            entries.append(
                (seq, kind, wire.version, draft.subject, draft.valid_on, known_at, draft.authority, draft.actor, bound,
                 previous)
            )  # fmt: skip
            contents.append((seq, salt, body))
        return entries, contents, Head(seq, previous, known_at)

    def _recall_deliveries(self, drafts: Iterable[Draft]) -> None:
        """Tell the projection of deliveries that were opened before."""
        known = self._projection.deliveries
        records = (draft.content for draft in drafts)
        named = {one.delivery for one in records if isinstance(one, RecordEntered | RecordWritten)} - known.keys()
        delivery = schema.delivery.c
        for digest in named:
            row = self._connection.execute(
                select(delivery.seq, delivery.snapshot_of)
                .where(delivery.digest == bindparam("digest"))
                .order_by(delivery.seq.desc())
                .limit(1),
                {"digest": digest},
            ).one_or_none()
            if row is not None:
                known[digest] = Opened(row.seq, row.snapshot_of)

    def _refuse_doubles(self) -> None:
        """Refuse a second living record of a key: what another transaction entered first is not overlooked."""
        fresh = [cast("bytes", row[_KEY]) for row in self._projection.rows["record"]]
        if len(set(fresh)) < len(fresh):
            raise _double(entry="Another record of this transaction")
        if not fresh:
            return
        replaced = {row[0] for row in self._projection.rows["superseded"]}
        for _, seq, _, _, _, by_seq in self._database.newest_of_keys(self._connection, fresh):
            if by_seq is None and seq not in replaced:
                raise _double(entry=f"Entry {seq!r}")


def _double(*, entry: str) -> StoreConflictFault:
    what = f"{entry} has the same key as a record to be entered, and is still standing."
    return StoreConflictFault(what, why="A key has one living record.", remedy="Look the keys up again and try again.")
