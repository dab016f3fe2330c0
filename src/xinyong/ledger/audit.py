"""Check that a ledger is whole: the chain, the commitments, the erasures, and the tables made from the entries.

`check` walks everything once, in order, and names the first entry that does not fit. It trusts nothing stored: links
and commitments are computed again from the bytes, rows of tables again from the contents. One thing it can't find: a
ledger rewritten whole, with a chain of its own, is told only by comparing its head with one that was published before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from xinyong.ledger.encoding import (
    SALT_BYTES,
    UndecodableFault,
    commitment,
    content_of,
    genesis,
    kind_of,
    link,
    version_of,
)
from xinyong.ledger.entries import ContentErased
from xinyong.ledger.projections import COLUMNS_OF, MADE_BY, Projection, UnprojectableFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from xinyong.ledger.entries import Header
    from xinyong.ledger.projections import Cell, Row, Table


class Kept(NamedTuple):
    """An entry as it lies in a store; salt and body are None where the content is gone."""

    header: Header
    salt: bytes | None
    body: bytes | None


class Batch(NamedTuple):
    """Entries in order, with the rows that these entries made, in order of the maker and then of the columns.

    Days in rows are ISO text. The last batch of a walk has also the rows of makers that do not exist. Rows are None
    where there are no tables, as in a backup.
    """

    entries: Sequence[Kept]
    rows: Mapping[Table, Sequence[Row]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """The first entry that does not fit, and why: a stable code and a sentence."""

    seq: int
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What a walk found: how far the ledger goes, its head there (hex), and the first misfit, if any."""

    entries: int
    head: str
    misfit: Misfit | None


@dataclass(slots=True)
class _Walk:
    """What has to be remembered between batches; `missing`: entries without content, with what they superseded."""

    head: bytes
    seq: int = 0
    known_at: int = 0
    missing: dict[int, set[Row] | None] = field(default_factory=dict[int, "set[Row] | None"])
    projection: Projection = field(default_factory=Projection)


class _Found(Exception):  # noqa: N818 - carries a finding up, no error
    def __init__(self, seq: int, code: str, text: str) -> None:
        self.misfit = Misfit(seq=seq, code=code, text=text)
        super().__init__(text)


def check(batches: Iterable[Batch], *, shard: str = "0") -> Audited:
    """Walk a whole ledger from its first entry and return the first that does not fit.

    Content that is gone must be named by a later entry of erasure; where none comes, the entry that lost its content is
    reported after the walk.
    """
    walk = _Walk(head=genesis(shard))
    misfit: Misfit | None = None
    for batch in batches:
        misfit = _check_batch(walk, batch)
        if misfit is not None:
            break
    if misfit is None and walk.missing:
        text = "Its content is gone, and no entry of erasure names it."
        misfit = Misfit(seq=min(walk.missing), code="content-missing", text=text)
    return Audited(entries=walk.seq, head=walk.head.hex(), misfit=misfit)


def _check_batch(walk: _Walk, batch: Batch) -> Misfit | None:
    """Check entries, then the rows that they made; the earlier of two misfits counts."""
    gone = _gone(batch)
    walk.missing |= gone
    found: Misfit | None = None
    for kept in batch.entries:
        try:
            _check_header(walk, kept.header)
            _check_content(walk, kept)
        except _Found as caught:
            found = caught.misfit
            break
    in_rows = None if batch.rows is None else _check_rows(walk, batch.rows, gone)
    if in_rows is not None and (found is None or in_rows.seq < found.seq):
        return in_rows
    for rows in walk.projection.rows.values():
        rows.clear()
    return found


def _gone(batch: Batch) -> dict[int, set[Row] | None]:
    """Return the entries without content, with what the tables say that they superseded; None where there are none."""
    rows = None if batch.rows is None else batch.rows["superseded"]
    found: dict[int, set[Row] | None] = {}
    for kept in batch.entries:
        if kept.body is None:
            seq = kept.header.seq
            found[seq] = None if rows is None else {row for row in rows if row[1] == seq}
    return found


def _check_header(walk: _Walk, header: Header) -> None:
    if header.seq != walk.seq + 1:
        raise _Found(walk.seq + 1, "gap", f"In its place stands an entry with the number {header.seq}.")
    if header.known_at < walk.known_at:
        raise _Found(header.seq, "clock", "It claims to be known before the entry in front of it.")
    head = link(walk.head, header)
    if head.hex() != header.link:
        raise _Found(header.seq, "link", "Its link is not the digest of the link before it and its header.")
    walk.seq, walk.known_at, walk.head = header.seq, header.known_at, head


def _check_content(walk: _Walk, kept: Kept) -> None:
    header = kept.header
    if kept.body is None:
        return
    if kept.salt is None or len(kept.salt) != SALT_BYTES:
        raise _Found(header.seq, "commitment", "Its salt is not whole.")
    if commitment(kept.salt, kept.body).hex() != header.commitment:
        raise _Found(header.seq, "commitment", "Its content or salt is not what its header committed to.")
    if header.version > version_of(header.kind):
        raise _Found(header.seq, "version", f"It is of version {header.version}, which this xinyong does not know.")
    try:
        content = content_of(kept.body)
        walk.projection.add(header.seq, header.subject, content)
    except (UndecodableFault, UnprojectableFault) as fault:
        raise _Found(header.seq, "form", fault.what) from fault
    if kind_of(content) != header.kind:
        raise _Found(header.seq, "form", "Its content is of another kind than its header says.")
    if isinstance(content, ContentErased):
        _settle(walk, header.seq, content)


def _settle(walk: _Walk, seq: int, erasure: ContentErased) -> None:
    """Account for content that is gone; what the erased entries had superseded stands in the erasure."""
    for erased in sorted(set(erasure.entries)):
        if erased not in walk.missing:
            raise _Found(seq, "erasure", f"It erases the content of entry {erased}, which is still there or unknown.")
        rows = walk.missing.pop(erased)
        if rows is not None and rows != {pair for pair in erasure.replaced if pair[1] == erased}:
            raise _Found(erased, "table-superseded", "The table superseded differs from what its erasure says.")


def _check_rows(walk: _Walk, rows: Mapping[Table, Sequence[Row]], gone: Collection[int]) -> Misfit | None:
    """Compare stored rows with those that the entries make; None where they agree as far as the chain was walked."""
    found: list[Misfit] = []
    for table, made in walk.projection.rows.items():
        expected = [tuple(map(_as_stored, row)) for row in made]
        stored = list(rows[table])
        if table == "superseded":
            stored = [row for row in stored if row[1] not in gone]
        if stored == expected:
            continue
        maker = COLUMNS_OF[table].index(MADE_BY[table])
        for kept, wanted in zip_longest(stored, expected):
            if kept != wanted:
                makers = [row[maker] for row in (kept, wanted) if row is not None]
                seq = min((seq for seq in makers if isinstance(seq, int)), default=walk.seq)
                found.append(Misfit(seq=seq, code=f"table-{table}", text=_difference(table)))
                break
    return min(found, key=lambda misfit: misfit.seq, default=None)


def _as_stored(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _difference(table: Table) -> str:
    return f"What the table {table} holds is not what the content says."
