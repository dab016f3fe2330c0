"""Whether this machine and this store can be trusted with a registry: one check a line, each with what to do next."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xinyong.kernel.ids import Seq
from xinyong.ledger.encoding import link

if TYPE_CHECKING:
    import datetime as dt

    from xinyong.kernel.dates import Calendar
    from xinyong.ledger.store import Store

LAST_ENTRIES: Final = 1_000
"""Entries at the end of the chain that the quick check walks; `check-ledger` walks them all."""

_SHORT_HORIZON_DAYS: Final = 60
_LOW_SPACE: Final = 2**30


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check.

    Attributes:
        state: `ok`, `warning` (work goes on) or `failed` (do not go on).
        found: what is there; needed: what should be.
        remedy: what to do next, empty where nothing is to be done.
    """

    name: str
    state: Literal["ok", "warning", "failed"]
    found: str
    needed: str = ""
    remedy: str = ""


def at_least(name: str, found: tuple[int, ...], floor: tuple[int, ...], remedy: str) -> Check:
    """Return whether a version reaches its floor.

    >>> at_least("SQLite", (3, 40, 1), (3, 51, 3), "Install a newer one.").state
    'failed'
    """
    return Check(
        name=name,
        state="ok" if found >= floor else "failed",
        found=".".join(map(str, found)),
        needed=f"{'.'.join(map(str, floor))} or later",
        remedy="" if found >= floor else remedy,
    )


def space(free: int, stored: int) -> Check:
    """Return whether there is room for a gigabyte and for a second copy of the store; both in bytes."""
    needed = max(_LOW_SPACE, 2 * stored)
    return Check(
        name="free space",
        state="ok" if free >= needed else "warning",
        found=f"{free / 2**30:.1f} GiB",
        needed=f"{needed / 2**30:.1f} GiB",
        remedy="" if free >= needed else "Make room: a full disk stops intake, a backup needs the store's size.",
    )


def horizon(calendar: Calendar, today: dt.date) -> Check:
    """Return whether working days can be counted for a while yet; beyond the horizon ends are provisional."""
    left = (calendar.last - today).days
    return Check(
        name="calendar",
        state="ok" if left >= _SHORT_HORIZON_DAYS else "warning",
        found=f"{calendar.edition}, to {calendar.last}",
        needed=f"{_SHORT_HORIZON_DAYS} days ahead",
        remedy=""
        if left >= _SHORT_HORIZON_DAYS
        else "Install a newer chinesecalendar once the State Council has named next year's days.",
    )


def chain(store: Store) -> Check:
    """Walk the last entries of the chain: numbers without a gap, each link made from the one before."""
    seq, head = next(iter(store.checkpoint().shards.values()))
    first = Seq(max(seq - LAST_ENTRIES, 0))
    before: deque[str] = deque(maxlen=1)
    for entry in store.entries(first):
        number = entry.header.seq
        if before and link(bytes.fromhex(before[0]), entry.header).hex() != entry.header.link:
            return _broken(f"entry {number} does not fit the one before it")
        before.append(entry.header.link)
    if before and before[0] != head:
        return _broken(f"the last link is not the head of the checkpoint ({seq})")
    return Check(name="chain", state="ok", found=f"{seq:,} entries, the last {min(seq, LAST_ENTRIES):,} walked")


def _broken(found: str) -> Check:
    remedy = "Run `xinyong check-ledger`, stop writing, and restore the last backup that passes."
    return Check(name="chain", state="failed", found=found, needed="one unbroken chain", remedy=remedy)
