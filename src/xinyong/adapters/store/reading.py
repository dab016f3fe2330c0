"""A store over one of the two databases: reads of the sealed ledger, and the transaction that adds to it.

Every read is one statement or one page, each on a state that was committed; long reads go page by page in the order of
the numbers, so they hold no snapshot and still skip nothing, since what lies below a sealed number never changes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from sqlalchemy import bindparam, func, select, tuple_

from xinyong.adapters.store import ddl, schema, walk
from xinyong.adapters.store.sealing import SHARD, SealingWriter, head_of
from xinyong.kernel.ids import Plane, Seq, SubjectNumber
from xinyong.ledger.encoding import content_of
from xinyong.ledger.entries import Checkpoint, Entry, Header
from xinyong.ledger.projections import FACT_NAMES
from xinyong.ledger.store import CurrentRecord, Held, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import BindParameter, Connection, Executable, Select

    from xinyong.adapters.store.database import Database
    from xinyong.kernel.facts import FactValue
    from xinyong.ledger.audit import Batch

_Query = TypeVar("_Query", bound="Select[*tuple[Any, ...]]")

_PAGE: Final = 2_000
_FACTS_PAGE: Final = 10_000
_LAST: Final = Seq(2**53)
"""Above every number that there is."""
_E: Final = schema.entry.c
_C: Final = schema.content.c
_R: Final = schema.record.c
_S: Final = schema.superseded.c
_ENTRIES: Final = select(
    _E.seq, _E.kind, _E.version, _E.subject, _E.valid_on, _E.known_at, _E.authority, _E.actor, _E.commitment, _E.link,
    _C.body,
).outerjoin_from(schema.entry, schema.content, _C.seq == _E.seq).order_by(_E.seq)  # fmt: skip


class SqlStore:
    """See `ledger.store.Store`."""

    def __init__(self, database: Database, *, salts: Callable[[int], bytes]) -> None:
        """Read from a database whose version and guards were checked by whoever opens it."""
        self._database = database
        self._salts = salts
        with self._read() as connection:
            self._plane = Plane(connection.execute(select(schema.store.c.plane)).scalar_one())

    @property
    def plane(self) -> Plane:
        """Return what the store may hold."""
        return self._plane

    @property
    def label(self) -> str:
        """Return how people know the store: a path or an address without password."""
        return self._database.label

    def _read(self) -> AbstractContextManager[Connection]:
        return self._database.engine.connect()

    def turn(self, purpose: str) -> AbstractContextManager[None]:
        """Keep other processes from intake until left; `purpose` is what they are told."""
        return self._database.turn(purpose)

    @contextmanager
    def writing(self, known_at: int) -> Generator[SealingWriter]:
        """Open a transaction; its entries become known at `known_at`, ms UTC (or at the newest known time if later)."""
        with self._database.writing() as connection:
            writer = SealingWriter(self._database, connection, known_at=known_at, salts=self._salts)
            yield writer
            writer.seal()
        if writer.has_erased:
            self._database.wipe()

    def checkpoint(self) -> Checkpoint:
        """Return the sealed head of every shard."""
        with self._read() as connection:
            head = head_of(connection)
        return Checkpoint(shards={SHARD: (head.seq, head.link.hex())})

    def entries(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Entry]:
        """Yield sealed entries with a number above `after`, in order, without gaps."""
        query = _ENTRIES.where(_E.seq > bindparam("after")).limit(_PAGE)
        if up_to is not None:
            query = query.where(_E.seq <= up_to)
        while True:
            page = self._all(query, {"after": after})
            yield from map(_entry, page)
            if len(page) < _PAGE:
                return
            after = page[-1].seq

    def _all(self, query: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        """Return the rows of a query; their cells have the types of the schema."""
        with self._read() as connection:
            return connection.execute(query, values or {}).all()

    def entry(self, seq: Seq) -> Entry | None:
        """Return one entry."""
        found = self._all(_ENTRIES.where(_E.seq == bindparam("seq")), {"seq": seq})
        return _entry(found[0]) if found else None

    def of_subject(self, subject: SubjectNumber, *, up_to: Seq | None = None) -> Sequence[Entry]:
        """Return a subject's sealed entries in order."""
        query = _up_to(_ENTRIES.where(_E.subject == bindparam("subject")), up_to)
        return [_entry(row) for row in self._all(query, {"subject": subject})]

    def of_kinds(self, kinds: Sequence[str], *, up_to: Seq | None = None) -> Sequence[Entry]:
        """Return the sealed entries of these kinds (tags) in order; meant for rare kinds, such as activations."""
        query = _up_to(_ENTRIES.where(_E.kind.in_(kinds)), up_to)
        if not set(kinds) & set(schema.BULK_KINDS):
            query = query.where(schema.RARE)
        return [_entry(row) for row in self._all(query)]

    def newest(self, subject: SubjectNumber, *, up_to: Seq | None = None) -> Seq:
        """Return the newest entry that touches a subject, 0 where there is none.

        Touching is being an entry of the subject, or superseding or erasing one of its entries from elsewhere.
        """
        limit: BindParameter[int] = bindparam("limit")
        own = select(func.max(_E.seq)).where(_E.subject == bindparam("subject"), _E.seq <= limit)
        found = [own]
        for table in (schema.superseded, schema.erased):
            by = table.c.by_seq
            found.append(
                select(func.max(by))
                .join_from(schema.entry, table, table.c.seq == _E.seq)
                .where(_E.subject == bindparam("subject"), by <= limit)
            )
        query = select(*(one.scalar_subquery() for one in found))
        values = {"subject": subject, "limit": up_to if up_to is not None else 2**53}
        return Seq(max(number or 0 for number in self._all(query, values)[0]))

    def superseded(self, seqs: Sequence[Seq], *, up_to: Seq | None = None) -> dict[Seq, Seq]:
        """Return which of these entries were replaced or removed, and by which entry first."""
        found: dict[Seq, Seq] = {}
        for start in range(0, len(seqs), _PAGE):
            query = select(_S.seq, func.min(_S.by_seq)).where(_S.seq.in_(seqs[start : start + _PAGE]))
            if up_to is not None:
                query = query.where(_S.by_seq <= up_to)
            found |= {Seq(seq): Seq(by_seq) for seq, by_seq in self._all(query.group_by(_S.seq))}
        return found

    def superseded_since(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Sequence[tuple[Seq, Seq]]]:
        """Yield batches of (entry, the entry that superseded it), in order of the latter, for those above `after`."""
        beyond = tuple_(_S.by_seq, _S.seq) > tuple_(bindparam("by"), bindparam("seq"))
        query = select(_S.seq, _S.by_seq).where(beyond).order_by(_S.by_seq, _S.seq).limit(_FACTS_PAGE)
        if up_to is not None:
            query = query.where(_S.by_seq <= up_to)
        last = (_LAST, after)  # what one entry superseded may lie on two pages
        while True:
            page = [(Seq(seq), Seq(by)) for seq, by in self._all(query, {"by": last[1], "seq": last[0]})]
            if page:
                yield page
            if len(page) < _FACTS_PAGE:
                return
            last = page[-1]

    def subjects(self, identifiers: Sequence[tuple[str, str]]) -> list[SubjectNumber | None]:
        """Return the subject that holds each (scheme, value), by the newest statement, or None."""
        found: list[SubjectNumber | None] = [None] * len(identifiers)
        with self._read() as connection:
            for place, subject, _ in self._database.holders(connection, identifiers):
                found[place] = subject
        return found

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        """Return the newest record of each row key, or None.

        Of an erased key: `erased`, the number of the erasure, and the subject; nothing else is left.
        """
        given = [bytes.fromhex(key) for key in keys]
        found: list[CurrentRecord | None] = [None] * len(given)
        with self._read() as connection:
            records = self._database.newest_of_keys(connection, given)
            erased = self._database.erased_keys(connection, given)
        for place, seq, subject, row, copies, by_seq in records:
            found[place] = CurrentRecord(
                seq=seq, subject=subject, row=row.hex(), copies=copies, removed=by_seq is not None, erased=False
            )
        for place, seq, former in erased:
            newer = found[place]
            if newer is None or newer.seq < seq:
                subject = former or SubjectNumber(0)
                found[place] = CurrentRecord(seq=seq, subject=subject, row="", copies=0, removed=False, erased=True)
        return found

    def live_keys(self, snapshot_of: str, *, after: str = "", limit: int = 10_000) -> list[tuple[str, Seq]]:
        """Return keys and entries that are live on a list kept by snapshots, in key order, above `after`."""
        gone = select(_S.seq).where(_S.seq == _R.seq).exists()
        query = (
            select(_R.key, _R.seq)
            .where(_R.snapshot_of == snapshot_of, _R.key > bytes.fromhex(after), ~gone)
            .order_by(_R.key)
            .limit(limit)
        )
        return [(key.hex(), Seq(seq)) for key, seq in self._all(query)]

    def of_delivery(self, delivery: str, *, after: Seq, limit: int = 10_000) -> list[Seq]:
        """Return the entries of the records that a delivery brought, standing or not, in order, above `after`."""
        opened = schema.delivery.c
        query = (
            select(_R.seq)
            .join_from(schema.record, schema.delivery, _R.delivery == opened.seq)
            .where(opened.digest == delivery, _R.seq > after)
            .order_by(_R.seq)
            .limit(limit)
        )
        return [Seq(row.seq) for row in self._all(query)]

    def held(
        self, *, delivery: str | None = None, state: str | None = "open", after: int = 0, limit: int = 10_000
    ) -> list[Held]:
        """Return held rows in order of their number."""
        table = schema.held
        names = [str(name) for name in table.columns.keys()]  # noqa: SIM118 - names, not columns
        query = select(table).where(table.c.id > after).order_by(table.c.id).limit(limit)
        if delivery is not None:
            query = query.where(table.c.delivery == delivery)
        if state is not None:
            query = query.where(table.c.state == state)
        rows = [dict(zip(names, row, strict=True)) for row in self._all(query)]
        return [msgspec.convert({**row, "source": msgspec.json.decode(row["source"])}, Held) for row in rows]

    def progress(self, delivery: str) -> Progress | None:
        """Return how far a delivery has come in, or None."""
        table = schema.progress.c
        found = self._all(select(table.line, table.state).where(table.delivery == delivery))
        return Progress(delivery=delivery, line=found[0].line, state=found[0].state) if found else None

    def cursor(self, name: str) -> Seq:
        """Return how far a follower has read; 0 for a new one."""
        found = self._all(select(schema.cursor.c.seq).where(schema.cursor.c.name == name))
        return Seq(found[0].seq if found else 0)

    def masked(self, delivery: str) -> Iterator[bytes]:
        """Yield the kept parts of a delivery's masked bytes; nothing where they were dropped by an erasure."""
        table = schema.masked.c
        part = 0
        while True:
            query = select(table.payload).where(table.delivery == delivery, table.part == bindparam("part"))
            found = self._all(query, {"part": part})
            if not found:
                return
            yield found[0].payload
            part += 1

    def identifiers(self, scheme: str, *, after: str = "", limit: int = 10_000) -> list[tuple[str, SubjectNumber]]:
        """Return the values of a scheme that subjects hold or held, in order, above `after`; each with its holder."""
        held, newer = schema.identifier, schema.identifier.alias()
        again = select(newer.c.seq).where(
            newer.c.value == held.c.value, newer.c.scheme == held.c.scheme, newer.c.seq > held.c.seq
        )
        query = (
            select(held.c.value, held.c.subject)
            .where(held.c.scheme == scheme, held.c.value > after, ~again.exists())
            .order_by(held.c.value)
            .limit(limit)
        )
        return [(row.value, SubjectNumber(row.subject)) for row in self._all(query)]

    def coded(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Sequence[tuple[Seq, SubjectNumber, str]]]:
        """Yield batches of (entry, subject, scheme) of identifiers but rows of lists, in order, above `after`."""
        columns = schema.identifier.c
        query = select(columns.seq, columns.subject, columns.scheme).where(
            columns.seq > bindparam("after"), columns.scheme != "list"
        )
        if up_to is not None:
            query = query.where(columns.seq <= up_to)
        query = query.order_by(columns.seq).limit(_FACTS_PAGE)
        while True:
            found = self._all(query, {"after": after})
            page = [(Seq(seq), SubjectNumber(subject), str(scheme)) for seq, subject, scheme in found]
            if page:
                yield page
            if len(page) < _FACTS_PAGE:
                return
            after = page[-1][0]

    def names(self, tokens: Sequence[str], *, limit: int) -> list[tuple[SubjectNumber, str]]:
        """Return names that hold any of the search tokens, most tokens first."""
        if not tokens:
            return []
        with self._read() as connection:
            found = self._database.find_names(connection, tuple(dict.fromkeys(tokens)), limit)
        return [(SubjectNumber(subject), name) for subject, name in found]

    def last_at(self, known_at: int) -> Seq:
        """Return the number of the last entry known at or before an instant (0 where there is none)."""
        with self._read() as connection:
            low, high = 0, head_of(connection).seq
            while low < high:  # known time never decreases along the numbers
                middle = (low + high + 1) // 2
                known = connection.execute(select(_E.known_at).where(_E.seq == middle)).scalar_one()
                low, high = (middle, high) if known <= known_at else (low, middle - 1)
        return Seq(low)

    def facts(
        self, after: Seq, *, up_to: Seq | None = None
    ) -> Iterator[Sequence[tuple[Seq, SubjectNumber, str, dict[str, FactValue]]]]:
        """Yield batches of (seq, subject, kind, facts) of records in order, for archives; erased ones are absent."""
        columns = (_R.seq, _R.subject, _R.kind, *(_R[name] for name in FACT_NAMES))
        query = select(*columns).where(_R.seq > bindparam("after")).order_by(_R.seq).limit(_FACTS_PAGE)
        if up_to is not None:
            query = query.where(_R.seq <= up_to)
        while True:
            page = self._all(query, {"after": after})
            if page:
                yield [(seq, subject, kind, _facts(cells)) for seq, subject, kind, *cells in page]
            if len(page) < _FACTS_PAGE:
                return
            after = page[-1].seq

    def batches(self) -> Iterator[Batch]:
        """Yield everything that `ledger.audit.check` needs, in order, as one snapshot has it."""
        with self._database.snapshot() as connection:
            yield from walk.batches(connection)

    def altered(self) -> list[str]:
        """Return how the database differs from what xinyong makes, and what it finds wrong with itself."""
        with self._read() as connection:
            return ddl.differences(connection) or self._database.damage(connection)

    def close(self) -> None:
        """Release the database."""
        self._database.close()


def _up_to(query: _Query, up_to: Seq | None) -> _Query:
    return query if up_to is None else query.where(_E.seq <= up_to)


def _facts(cells: Sequence[FactValue]) -> dict[str, FactValue]:
    return {name: cell for name, cell in zip(FACT_NAMES, cells, strict=True) if cell is not None}


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row of `_ENTRIES`
    header = Header(
        seq=row.seq,
        kind=row.kind,
        version=row.version,
        subject=row.subject,
        valid_on=row.valid_on,
        known_at=row.known_at,
        authority=row.authority,
        actor=row.actor,
        commitment=row.commitment.hex(),
        link=row.link.hex(),
    )
    return Entry(header=header, content=None if row.body is None else content_of(row.body))
