"""Deliveries that came in: what became of each, and taking one back whole, by entries.

A withdrawal removes what the delivery entered, brings back what it had corrected or removed, and leaves alone what a
later delivery has changed since. It can be interrupted at any moment and finished later.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.intake.counts import Counts
from xinyong.app.intake.run import Kept, kept_of
from xinyong.app.reasons import stated
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import (
    DeliveryClosed,
    DeliveryOpened,
    DeliveryWithdrawn,
    Draft,
    RecordEntered,
    RecordRemoved,
)
from xinyong.ledger.store import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinyong.ledger.entries import Entry
    from xinyong.ledger.store import Store

_PAGE: Final = 2_000


class DeliveryFault(Fault):
    """A delivery was named that is not there, or can't be taken back."""

    code = "DELIVERY"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery and what became of it; the counts are there once it came in whole.

    Attributes:
        seq: the entry that opened it; known_at: when, ms UTC.
        mapping_digest: of the mapping as it was then.
        state: `open` is one that was interrupted: deliver the file again.
    """

    delivery: str
    seq: Seq
    known_at: int
    authority: str
    mapping: str
    mapping_digest: str
    file_name: str
    form: str
    snapshot_of: str | None
    snapshot_on: dt.date | None
    state: Literal["open", "closed", "withdrawn"]
    closed: DeliveryClosed | None


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """What a withdrawal did.

    Attributes:
        removed: records of the delivery that were still standing.
        restored: records that it had corrected or removed, standing again.
    """

    delivery: str
    removed: int
    restored: int


def deliveries(store: Store) -> list[Delivery]:
    """Return every delivery, in the order in which they were opened; the newest opening of a digest counts."""
    found: dict[str, Delivery] = {}
    for entry in store.of_kinds(("delivery.opened", "delivery.closed", "delivery.withdrawn")):
        match entry.content:
            case DeliveryOpened() as opened:
                found.pop(opened.delivery, None)
                found[opened.delivery] = _opened(entry, opened)
            case DeliveryClosed(delivery=name) as closed:
                found[name] = msgspec.structs.replace(found[name], state="closed", closed=closed)
            case DeliveryWithdrawn(delivery=name):
                found[name] = msgspec.structs.replace(found[name], state="withdrawn")
            case _:
                pass
    return list(found.values())


def delivery_named(store: Store, name: str) -> Delivery:
    """Return the delivery whose digest begins with `name`.

    Raises:
        DeliveryFault: none does, or several do.
    """
    found = [one for one in deliveries(store) if name and one.delivery.startswith(name)]
    if len(found) != 1:
        what = f"{'No delivery begins' if not found else 'Several deliveries begin'} with {name!r}."
        raise DeliveryFault(what, remedy="Give more of its digest; `xinyong scorecard --deliveries` lists them.")
    return found[0]


def withdraw(store: Store, name: str, *, reason: str, by: str, clock: Callable[[], int]) -> Withdrawal:
    """Take a whole delivery back.

    Args:
        store: where it is.
        name: the delivery's digest, or its beginning.
        reason: why; it stays in the ledger.
        by: account of the official who decides.
        clock: now, ms UTC, asked once a transaction.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not decide.
        ReasonFault: the reason can't stand in the ledger.
        DeliveryFault: there is no such delivery, or it was withdrawn.
    """
    why = stated(reason)
    with store.turn(f"withdraw {name}"):
        require_official(store, by)
        delivery = delivery_named(store, name)
        kept = kept_of(store.progress(delivery.delivery)) or Kept(step="closed", counts=Counts())
        if kept.step == "withdrawn":
            what = f"The delivery {delivery.delivery[:12]} was withdrawn before."
            raise DeliveryFault(what, remedy="Nothing is left to do.")
        undo = _Undo(store, delivery, by, clock)
        if kept.step != "withdrawing":
            undo.begin(why, kept)
        removed = undo.records()
        restored = undo.restored + undo.removals()
        undo.end(kept)
    return Withdrawal(delivery=delivery.delivery, removed=removed, restored=restored)


class _Undo:
    """Takes one delivery back, page by page."""

    def __init__(self, store: Store, delivery: Delivery, by: str, clock: Callable[[], int]) -> None:
        self._store = store
        self._delivery = delivery
        self._by = by
        self._clock = clock
        self.restored = 0

    def begin(self, reason: str, kept: Kept) -> None:
        content = DeliveryWithdrawn(delivery=self._delivery.delivery, reason=reason)
        with self._store.writing(self._clock()) as writer:
            writer.append([Draft(content=content, authority=self._delivery.authority, actor=self._by)])
            writer.keep_progress(self._progress("withdrawing", kept))
            for item in self._store.held(delivery=self._delivery.delivery, limit=2**31):
                writer.settle(item.id, "superseded")

    def end(self, kept: Kept) -> None:
        with self._store.writing(self._clock()) as writer:
            writer.keep_progress(self._progress("withdrawn", kept))

    def _progress(self, step: Literal["withdrawing", "withdrawn"], kept: Kept) -> Progress:
        state = msgspec.json.encode(msgspec.structs.replace(kept, step=step)).decode()
        return Progress(delivery=self._delivery.delivery, line=0, state=state)

    def records(self) -> int:
        """Remove the standing records of the delivery, and bring back what each of them had corrected."""
        removed, after = 0, Seq(0)
        while page := self._store.of_delivery(self._delivery.delivery, after=after, limit=_PAGE):
            after = page[-1]
            gone = self._store.superseded(page)
            standing = [seq for seq in page if seq not in gone]
            drafts = [draft for seq in standing for draft in self._undone(seq)]
            removed += len(standing)
            self._write(drafts)
        return removed

    def _undone(self, seq: Seq) -> Iterator[Draft]:
        entry = self._store.entry(seq)
        if entry is None:
            return
        content = entry.content
        before = self._before(content) if isinstance(content, RecordEntered) else None
        if before is not None and isinstance(before.content, RecordEntered):
            self.restored += 1
            yield self._draft(msgspec.structs.replace(before.content, replaces=seq), before)
        else:
            corrected = isinstance(content, RecordEntered) and content.replaces is not None
            cause: Literal["withdrawn", "correction_withdrawn"] = "correction_withdrawn" if corrected else "withdrawn"
            yield self._draft(RecordRemoved(replaces=seq, cause=cause, delivery=self._delivery.delivery), entry)

    def _before(self, content: RecordEntered) -> Entry | None:
        """Return the last version before a record that is not the delivery's own, if its content still stands."""
        while content.replaces is not None:
            entry = self._store.entry(content.replaces)
            if entry is None or not isinstance(entry.content, RecordEntered):
                return None
            content = entry.content
            if content.delivery != self._delivery.delivery:
                return entry
        return None

    def removals(self) -> int:
        """Bring back what the delivery, a whole list, had removed and no later delivery brought back."""
        restored = 0
        lost = self._lost()
        while page := list(islice(lost, _PAGE)):
            keys = [content.key for _, content in page]
            current = self._store.current(keys)
            drafts = [
                self._draft(msgspec.structs.replace(content, replaces=None), entry)
                for (entry, content), now in zip(page, current, strict=True)
                if now is not None and now.removed and not now.erased and now.seq == entry.header.seq
            ]
            restored += len(drafts)
            self._write(drafts)
        return restored

    def _lost(self) -> Iterator[tuple[Entry, RecordEntered]]:
        if self._delivery.snapshot_of is None:
            return
        for entry in self._store.entries(self._delivery.seq):
            content = entry.content
            if isinstance(content, RecordRemoved) and content.delivery == self._delivery.delivery:
                lost = self._store.entry(content.replaces) if content.cause == "snapshot" else None
                if lost is not None and isinstance(lost.content, RecordEntered):
                    yield lost, lost.content
            elif isinstance(content, DeliveryClosed) and content.delivery == self._delivery.delivery:
                return

    def _draft(self, content: RecordEntered | RecordRemoved, entry: Entry) -> Draft:
        header = entry.header
        return Draft(
            content=content,
            subject=header.subject,
            valid_on=header.valid_on,
            authority=header.authority,
            actor=self._by,
        )

    def _write(self, drafts: list[Draft]) -> None:
        if drafts:
            with self._store.writing(self._clock()) as writer:
                writer.append(drafts)


def _opened(entry: Entry, opened: DeliveryOpened) -> Delivery:
    return Delivery(
        delivery=opened.delivery,
        seq=entry.header.seq,
        known_at=entry.header.known_at,
        authority=entry.header.authority or "",
        mapping=opened.mapping,
        mapping_digest=opened.mapping_digest,
        file_name=opened.file_name,
        form=opened.form,
        snapshot_of=opened.snapshot_of,
        snapshot_on=opened.snapshot_on,
        state="open",
        closed=None,
    )
