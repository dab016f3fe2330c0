"""Deciding ahead: while a batch is written, another thread reads the next one, looks it up and decides it.

What is decided is what it would be if the batch before had been committed, whether it was or not: the subjects that it
opens are known here, and a batch that asks for more of it waits. At most one batch is ahead. A fault in the deciding
reaches who takes the batches; who stops taking them ends the thread.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from xinyong.app.intake.batch import Batch
from xinyong.ledger.entries import IdentifierGiven, RecordWritten

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from xinyong.app.intake.batch import Looker
    from xinyong.app.intake.counts import Counts
    from xinyong.app.intake.naming import Namer
    from xinyong.app.intake.staging import StagedRow
    from xinyong.kernel.ids import SubjectNumber
    from xinyong.ledger.entries import Draft
    from xinyong.ledger.store import CurrentRecord, Held, Store


class Decided(NamedTuple):
    """What a batch of rows comes to.

    Attributes:
        line: where its last row begins.
        counts: the sums of the delivery up to there.
    """

    line: int
    drafts: Sequence[Draft]
    held: Sequence[Held]
    counts: Counts


def decided(
    store: Store, namer: Namer, batches: Iterator[list[StagedRow]], counts: Counts
) -> Generator[Decided, None, None]:
    """Yield what each batch comes to; whoever takes the next one has committed the one before.

    Args:
        store: asked while its turn is held; only its answers and numbers are used here.
        namer: writes the drafts.
        batches: the rows, read in another thread.
        counts: the sums of the delivery so far; left as they are.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="deciding") as thread:
        coming = thread.submit(_ahead, store, namer, batches, Decided(0, (), (), counts))
        while (found := coming.result()) is not None:
            one = found if isinstance(found, Decided) else _decide(store, namer, found, counts)
            counts = one.counts
            coming = thread.submit(_ahead, store, namer, batches, one)
            yield one


def _ahead(
    store: Store, namer: Namer, batches: Iterator[list[StagedRow]], before: Decided
) -> Decided | list[StagedRow] | None:
    """Decide the next batch; where that takes what `before` says of records or of a known subject, return its rows."""
    rows = next(batches, None)
    if rows is None:
        return None
    written = {draft.content.key for draft in before.drafts if isinstance(draft.content, RecordWritten)}
    if any(staged.row.key in written or namer.renames(staged.row) for staged in rows):
        return rows
    return _decide(_Committed(store, before.drafts), namer, rows, before.counts)


def _decide(store: Looker, namer: Namer, rows: Sequence[StagedRow], counts: Counts) -> Decided:
    counts = msgspec.structs.replace(counts, reasons=dict(counts.reasons))
    batch = Batch(store, namer, rows)
    for row in rows:
        batch.take(row, counts)
    return Decided(rows[-1].row.line, batch.drafts, batch.held, counts)


class _Committed:
    """A store as it is when drafts that open subjects are committed."""

    def __init__(self, store: Store, drafts: Sequence[Draft]) -> None:
        self._store = store
        self._given: Mapping[tuple[str, str], SubjectNumber | None] = {
            (draft.content.scheme, draft.content.value): draft.subject
            for draft in drafts
            if isinstance(draft.content, IdentifierGiven)
        }
        self.open_subject = store.open_subject

    def subjects(self, identifiers: Sequence[tuple[str, str]]) -> list[SubjectNumber | None]:
        found = self._store.subjects(identifiers)
        return [self._given.get(one, subject) for one, subject in zip(identifiers, found, strict=True)]

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        return self._store.current(keys)
