"""What a whole list must pass before it removes anything: its day, its place in time, and how much it would remove.

A guard that does not hold is a question to a human: nothing is written until the delivery is confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.ledger.entries import DeliveryClosed, DeliveryOpened, DeliveryWithdrawn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from xinyong.app.intake.staging import Staged
    from xinyong.kernel.ids import Seq
    from xinyong.ledger.store import Store

MOST_REMOVED_PERCENT: Final = 20
"""A list that loses more than this share of its rows at once is more often a broken export than news."""

_PAGE: Final = 10_000


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something a human confirms before a whole list comes in: a stable code, and what was found."""

    code: str
    text: str


def questions(store: Store, staged: Staged, snapshot_of: str, snapshot_on: dt.date) -> list[Question]:
    """Return what has to be confirmed; empty where the list may come in."""
    found: list[Question] = []
    newest = latest_snapshot(store, snapshot_of)
    if newest is not None and snapshot_on <= newest:
        text = f"the list is of {snapshot_on}, and one of {newest} came in before it"
        found.append(Question(code="out-of-order", text=text))
    live, removed = share_removed(store, staged, snapshot_of)
    if removed * 100 > live * MOST_REMOVED_PERCENT:
        text = f"{removed} of {live} rows would be removed, more than {MOST_REMOVED_PERCENT} in a hundred"
        found.append(Question(code="many-removed", text=text))
    if staged.keyless:
        text = f"{staged.keyless} rows can't be read; what stands in the ledger for them would be removed"
        found.append(Question(code="unreadable-rows", text=text))
    return found


def latest_snapshot(store: Store, snapshot_of: str) -> dt.date | None:
    """Return the day of the newest list that came in whole and was not withdrawn."""
    days: dict[str, dt.date | None] = {}
    whole: set[str] = set()
    for entry in store.of_kinds(("delivery.opened", "delivery.closed", "delivery.withdrawn")):
        match entry.content:
            case DeliveryOpened(delivery=delivery, snapshot_of=named, snapshot_on=day) if named == snapshot_of:
                days[delivery] = day
            case DeliveryClosed(delivery=delivery):
                whole.add(delivery)
            case DeliveryWithdrawn(delivery=delivery):
                whole.discard(delivery)
            case _:
                pass
    return max((day for delivery, day in days.items() if delivery in whole and day is not None), default=None)


def share_removed(store: Store, staged: Staged, snapshot_of: str) -> tuple[int, int]:
    """Return how many records stand on the list, and how many of them the file lacks."""
    live = removed = 0
    for _, _, gone in against(store, staged, snapshot_of):
        live += 1
        removed += gone
    return live, removed


def against(store: Store, staged: Staged, snapshot_of: str) -> Iterator[tuple[str, Seq, bool]]:
    """Yield (key, entry, whether the file lacks it) for everything that stands on the list, in order of keys."""
    given = staged.keys()
    next_given = next(given, None)
    after = ""
    while page := store.live_keys(snapshot_of, after=after, limit=_PAGE):
        for key, seq in page:
            while next_given is not None and next_given < key:
                next_given = next(given, None)
            yield key, seq, next_given != key
        after = page[-1][0]
