"""How well each authority delivers: rows and what became of them, reasons of refusal, and how late decisions arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from xinyong.app.deliveries import deliveries
from xinyong.app.intake.counts import Counts
from xinyong.app.intake.run import kept_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xinyong.ledger.store import Store


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One authority's deliveries; withdrawn ones do not count.

    Attributes:
        reasons: refused and quarantined rows by reason, most frequent first.
        dated: records that state a day of their own.
        delay_median_days, delay_p90_days: from that day to the day of the delivery; None where no record states one.
    """

    authority: str
    deliveries: int
    rows: int
    entered: int
    corrected: int
    repeated: int
    refused: int
    quarantined: int
    personal: int
    removed: int
    reasons: dict[str, int]
    dated: int
    delay_median_days: int | None
    delay_p90_days: int | None


def scorecard(store: Store, authority: str | None = None) -> list[Score]:
    """Return the scores of all authorities, or of one, in order of their names."""
    sums: dict[str, _Sum] = {}
    for delivery in deliveries(store):
        closed = delivery.closed
        if delivery.state == "closed" and closed is not None and authority in (None, delivery.authority):
            kept = kept_of(store.progress(delivery.delivery))
            total = sums.setdefault(delivery.authority, _Sum())
            total.deliveries += 1
            total.rows += closed.rows
            total.personal += closed.personal
            total.add(kept.counts if kept is not None else Counts())
    return [sums[name].score(name) for name in sorted(sums)]


class _Sum(msgspec.Struct, kw_only=True):
    deliveries: int = 0
    rows: int = 0
    personal: int = 0
    counts: Counts = msgspec.field(default_factory=Counts)

    def add(self, counts: Counts) -> None:
        own = self.counts
        for name in ("entered", "corrected", "repeated", "refused", "quarantined", "removed"):
            setattr(own, name, getattr(own, name) + getattr(counts, name))
        for reason, rows in counts.reasons.items():
            own.reasons[reason] = own.reasons.get(reason, 0) + rows
        for days, records in counts.delays.items():
            own.delays[days] = own.delays.get(days, 0) + records

    def score(self, authority: str) -> Score:
        own = self.counts
        return Score(
            authority=authority,
            deliveries=self.deliveries,
            rows=self.rows,
            entered=own.entered,
            corrected=own.corrected,
            repeated=own.repeated,
            refused=own.refused,
            quarantined=own.quarantined,
            personal=self.personal,
            removed=own.removed,
            reasons=dict(sorted(own.reasons.items(), key=lambda item: (-item[1], item[0]))),
            dated=sum(own.delays.values()),
            delay_median_days=quantile(own.delays, 50),
            delay_p90_days=quantile(own.delays, 90),
        )


def quantile(counted: Mapping[int, int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of the counted ones do not exceed, or None for none.

    >>> quantile({1: 5, 7: 4, 400: 1}, 50), quantile({1: 5, 7: 4, 400: 1}, 90), quantile({}, 50)
    (1, 7, None)
    """
    total, passed = sum(counted.values()), 0
    for value in sorted(counted):
        passed += counted[value]
        if passed * 100 >= total * percent:
            return value
    return None
