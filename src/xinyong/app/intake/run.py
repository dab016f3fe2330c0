"""Ingest: a staged delivery into the store, some thousand rows a transaction; a kill at any moment cuts between them.

The same delivery twice changes nothing. One that was killed goes on after the last row that was sealed, and its entries
are those of an undisturbed run. A whole list that would do harm waits for a human.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from xinyong.app.actors import require_actor, require_official
from xinyong.app.intake.batch import Batch
from xinyong.app.intake.counts import Counts
from xinyong.app.intake.guards import Question, against, questions
from xinyong.app.intake.naming import Namer
from xinyong.app.intake.rehearsal import Rehearsal
from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import DeliveryClosed, DeliveryOpened, Draft, RecordRemoved
from xinyong.ledger.store import Progress
from xinyong.sources.mapping import Delivers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from xinyong.app.intake.staging import Staged, StagedRow
    from xinyong.ledger.store import Held, Store, Writer
    from xinyong.sources.mapping import Mapping

BATCH: Final = 4_000
"""Rows of one transaction."""


Step: TypeAlias = Literal["rows", "removals", "closed", "withdrawing", "withdrawn"]
"""Where a delivery stands."""


class IntakeFault(Fault):
    """A delivery can't come in as it was asked to."""

    code = "INTAKE"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a delivery.

    Attributes:
        delivery: its digest.
        state: `done`; `already`, it came in before and nothing was written; `waiting`, a human has to confirm and
            nothing was written; `checked`, this is what would happen.
        rows: entered + corrected + repeated + refused + quarantined + personal.
        entries: records written; identical rows share one.
        removed: records that a whole list no longer has; not among the rows.
        reasons: refused and quarantined rows by reason.
        unknown_columns: headers that were not read.
        questions: what has to be confirmed.
    """

    delivery: str
    state: Literal["done", "already", "waiting", "checked"]
    authority: str
    mapping: str
    file_name: str
    form: str
    encoding: str
    rows: int
    entered: int
    corrected: int
    repeated: int
    refused: int
    quarantined: int
    personal: int
    removed: int
    entries: int
    subjects: int
    reasons: dict[str, int]
    unknown_columns: tuple[str, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a delivery is to come in.

    Attributes:
        authority: who delivers.
        mapping: the form.
        actor: account of whoever hands it in, or None for a machine.
        snapshot_on: day of a whole list; by default the one its rows state.
        confirmed: a human has answered the questions that a whole list raises; then `actor` is needed.
        batch: rows of one transaction.
        told: called with the rows done and all rows, as it goes.
    """

    authority: str
    mapping: Mapping
    actor: str | None = None
    snapshot_on: dt.date | None = None
    confirmed: bool = False
    batch: int = BATCH
    told: Callable[[int, int], None] = lambda _done, _all: None


class Kept(msgspec.Struct, kw_only=True):
    """How far a delivery has come, as it is kept between transactions."""

    step: Step
    counts: Counts


def ingest(store: Store, staged: Staged, order: Order, clock: Callable[[], int]) -> Report:
    """Take a staged delivery in.

    Args:
        store: where it comes in.
        staged: the file, read to its end.
        order: how.
        clock: now, ms UTC, asked once a transaction.

    Raises:
        IntakeFault: a whole list states no day or several.
        UnknownActorFault: the store does not know the actor.
        StoreBusyFault: another intake has the store for longer than we wait.
    """
    with store.turn(f"ingest {staged.file_name}"):
        _require_actor(store, order)
        kept = kept_of(store.progress(staged.digest))
        if kept is not None and kept.step == "closed":
            return _report(staged, order, kept.counts, "already")
        if kept is not None and kept.step == "withdrawing":
            what = f"{staged.file_name} is being withdrawn."
            raise IntakeFault(
                what, remedy=f"Finish it with `xinyong withdraw {staged.digest[:12]}`, then deliver again."
            )
        run = _Run(store, staged, order, clock)
        if kept is None or kept.step == "withdrawn":
            asked = run.questions()
            if asked and not order.confirmed:
                return _report(staged, order, Counts(), "waiting", asked)
            kept = run.open()
        return _report(staged, order, run.go_on(kept), "done")


def check(store: Store, staged: Staged, order: Order, held: Callable[[Held], None]) -> Report:
    """Say what `ingest` would do, and write nothing; `held` is called with every row that would not come in.

    Raises:
        IntakeFault: a whole list states no day or several.
    """
    kept = kept_of(store.progress(staged.digest))
    if kept is not None and kept.step == "closed":
        return _report(staged, order, kept.counts, "already")
    run = _Run(store, staged, order, lambda: 0)
    counts, rehearsal = Counts(), Rehearsal(store)
    for rows in run.batches(after=0):
        batch = Batch(rehearsal, rehearsal, run.namer, rows)
        for row in rows:
            batch.take(row, counts)
        rehearsal.remember(rows, batch)
        for item in batch.held:
            held(item)
    if run.snapshot_of is not None:
        counts.removed = sum(gone for _, _, gone in against(store, staged, run.snapshot_of))
    return _report(staged, order, counts, "checked", run.questions())


class _Run:
    """One delivery on its way in."""

    def __init__(self, store: Store, staged: Staged, order: Order, clock: Callable[[], int]) -> None:
        self._store = store
        self._staged = staged
        self._order = order
        self._clock = clock
        mapping = order.mapping
        whole = mapping.delivers is Delivers.SNAPSHOT
        self.snapshot_of = f"{mapping.list}@{order.authority}" if whole else None
        self._snapshot_on = _day_of(staged, order) if whole else None
        self.namer = Namer(
            store=store,
            delivery=staged.digest,
            authority=order.authority,
            actor=order.actor,
            form=mapping,
            snapshot=whole,
        )

    def questions(self) -> tuple[Question, ...]:
        if self.snapshot_of is None or self._snapshot_on is None:
            return ()
        return tuple(questions(self._store, self._staged, self.snapshot_of, self._snapshot_on))

    def open(self) -> Kept:
        """Seal the opening of the delivery; from here on it goes on after any interruption."""
        kept = Kept(step="rows", counts=Counts())
        mapping = self._order.mapping
        opened = DeliveryOpened(
            delivery=self._staged.digest,
            mapping=mapping.id,
            mapping_digest=mapping.digest,
            form=self._staged.form,
            snapshot_of=self.snapshot_of,
            snapshot_on=self._snapshot_on,
            file_name=self._staged.file_name,
        )
        with self._store.writing(self._clock()) as writer:
            writer.append([self._own(opened)])
            self._keep(writer, 0, kept)
        return kept

    def go_on(self, kept: Kept) -> Counts:
        counts = kept.counts
        if kept.step == "rows":
            progress = self._store.progress(self._staged.digest)
            self._rows(counts, after=0 if progress is None else progress.line)
        if self.snapshot_of is not None:
            self._removals(self.snapshot_of, counts)
        self._close(counts)
        return counts

    def _rows(self, counts: Counts, after: int) -> None:
        for rows in self.batches(after):
            with self._store.writing(self._clock()) as writer:
                batch = Batch(self._store, writer, self.namer, rows)
                for row in rows:
                    batch.take(row, counts)
                writer.append(batch.drafts)
                writer.hold(batch.held)
                self._keep(writer, rows[-1].row.line, Kept(step="rows", counts=counts))
            self._order.told(counts.seen, self._staged.rows)

    def batches(self, after: int) -> Iterator[list[StagedRow]]:
        """Yield rows by the batch; a key stands in one once, since its entry has a number only when it is sealed."""
        batch: list[StagedRow] = []
        keys: set[str] = set()
        for staged in self._staged.prepared(after=after):
            if batch and (len(batch) >= self._order.batch or (staged.copies and staged.row.key in keys)):
                yield batch
                batch, keys = [], set()
            batch.append(staged)
            if staged.copies and (staged.row.objection is None or staged.row.doubt):
                keys.add(staged.row.key)
        if batch:
            yield batch

    def _removals(self, snapshot_of: str, counts: Counts) -> None:
        gone = ((key, seq) for key, seq, lacks in against(self._store, self._staged, snapshot_of) if lacks)
        while page := list(islice(gone, self._order.batch)):
            current = self._store.current([key for key, _ in page])
            drafts = [
                Draft(
                    content=RecordRemoved(
                        replaces=seq, cause="snapshot", delivery=self._staged.digest, on=self._snapshot_on
                    ),
                    subject=standing.subject if standing is not None else None,
                    valid_on=self._snapshot_on,
                    authority=self._order.authority,
                    actor=self._order.actor,
                )
                for (_, seq), standing in zip(page, current, strict=True)
            ]
            counts.removed += len(drafts)
            with self._store.writing(self._clock()) as writer:
                writer.append(drafts)
                self._keep(writer, 0, Kept(step="removals", counts=counts))

    def _close(self, counts: Counts) -> None:
        closed = DeliveryClosed(
            delivery=self._staged.digest,
            rows=self._staged.rows,
            entered=counts.entered,
            corrected=counts.corrected,
            repeated=counts.repeated,
            refused=counts.refused,
            quarantined=counts.quarantined,
            personal=self._staged.personal,
            removed=counts.removed,
            reasons=counts.reasons,
        )
        with self._store.writing(self._clock()) as writer:
            writer.append([self._own(closed)])
            self._keep(writer, 0, Kept(step="closed", counts=counts))

    def _own(self, content: DeliveryOpened | DeliveryClosed) -> Draft:
        return Draft(content=content, authority=self._order.authority, actor=self._order.actor)

    def _keep(self, writer: Writer, line: int, kept: Kept) -> None:
        state = msgspec.json.encode(kept).decode()
        writer.keep_progress(Progress(delivery=self._staged.digest, line=line, state=state))


def kept_of(progress: Progress | None) -> Kept | None:
    """Return how far a delivery has come, from its progress."""
    return None if progress is None else msgspec.json.decode(progress.state, type=Kept)


def _require_actor(store: Store, order: Order) -> None:
    if order.confirmed:
        if order.actor is None:
            what = "A delivery was confirmed by nobody."
            raise IntakeFault(what, remedy="Confirm it as an official, with --as ACTOR.")
        require_official(store, order.actor)
    elif order.actor is not None:
        require_actor(store, order.actor)


def _day_of(staged: Staged, order: Order) -> dt.date:
    days = (order.snapshot_on,) if order.snapshot_on is not None else staged.days
    if len(days) != 1:
        what = f"{staged.file_name} is a whole list and its rows state {'no day' if not days else 'several days'}."
        raise IntakeFault(what, remedy="Say of which day it is.")
    return days[0]


def _report(
    staged: Staged,
    order: Order,
    counts: Counts,
    state: Literal["done", "already", "waiting", "checked"],
    asked: Sequence[Question] = (),
) -> Report:
    return Report(
        delivery=staged.digest,
        state=state,
        authority=order.authority,
        mapping=order.mapping.id,
        file_name=staged.file_name,
        form=staged.form,
        encoding=staged.encoding,
        rows=staged.rows,
        entered=counts.entered,
        corrected=counts.corrected,
        repeated=counts.repeated,
        refused=counts.refused,
        quarantined=counts.quarantined,
        personal=staged.personal,
        removed=counts.removed,
        entries=counts.entries,
        subjects=counts.subjects,
        reasons=counts.reasons,
        unknown_columns=staged.unknown,
        questions=tuple(asked),
    )
