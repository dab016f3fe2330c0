"""Scorecards: how an authority delivers: how much came in whole, what did not and why, and how late.

Counts are those of the deliveries' closing entries and stay as they were when a delivery is withdrawn later. A delay is
the days from the decision to the day on which the record became known here, both in China's time. Which day is a
decision's, the record kind says; what a register or another's list says is no decision and has no delay. Only what a
delivery brought for the first time counts: corrections come late by their nature, and what the withdrawal of a later
delivery brings back was delivered before. One pass over the ledger, in memory of a number per authority and delay.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.kernel.dates import SHANGHAI
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import DeliveryClosed, DeliveryOpened, DeliveryWithdrawn, RecordEntered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.law.kinds import Catalogue
    from xinyong.ledger.entries import Entry
    from xinyong.ledger.store import Store

_WHOLE: Final = 10_000
_DAY_MS: Final = 86_400_000
_AHEAD_OF_UTC_MS: Final = int(SHANGHAI.utcoffset(None).total_seconds()) * 1000
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_MEDIAN: Final = (1, 2)
_NINE_TENTHS: Final = (9, 10)


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """Days from decision to delivery.

    Attributes:
        records: records with a delay of nought or more; the figures are theirs.
        undated: records of decisions that state no day of decision.
        no_decision: records of kinds that are no decisions, such as those of a register.
        ahead: records whose decision is dated after their delivery.
        median_days: at least half of the records took at most so many days; None without records.
        p90_days: at least nine tenths took at most so many days.
    """

    records: int
    undated: int
    no_decision: int
    ahead: int
    median_days: int | None
    p90_days: int | None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What an authority delivered.

    Attributes:
        deliveries, withdrawn: deliveries that came in whole, and those taken back since.
        rows: entered + corrected + repeated + refused + quarantined + personal.
        removed: records that its later snapshots lacked.
        reasons: rows refused or quarantined, by reason.
        accepted_per_10000: share of the rows not about persons that were entered, corrected or repeated, rounded down;
            None where there was none.
    """

    authority: str
    deliveries: int
    withdrawn: int
    rows: int
    entered: int
    corrected: int
    repeated: int
    refused: int
    quarantined: int
    personal: int
    removed: int
    reasons: dict[str, int]
    accepted_per_10000: int | None
    delay: Delay


@dataclass(slots=True)
class _Tally:
    """What one pass collects of an authority.

    Attributes:
        delays: records by days.
        coming: deliveries that were opened and are not whole yet.
    """

    counts: Counter[str] = field(default_factory=Counter[str])
    reasons: Counter[str] = field(default_factory=Counter[str])
    delays: Counter[int] = field(default_factory=Counter[int])
    undated: int = 0
    no_decision: int = 0
    coming: set[str] = field(default_factory=set[str])


def scorecard(store: Store, kinds: Catalogue, authority: str | None = None) -> list[Card]:
    """Return the cards of all authorities of which a delivery came in whole, or of one, in order of authority.

    Args:
        store: where the deliveries came in.
        kinds: the catalogue, which says which records are decisions and of which day.
        authority: only this one.
    """
    decided = {name: kind.decision_columns for name, kind in kinds.kinds.items()}
    tallies: dict[str, _Tally] = {}
    for entry in store.entries(Seq(0)):
        named = entry.header.authority
        if named is not None and authority in (None, named):
            _add(tallies.setdefault(named, _Tally()), entry, decided)
    return [_card(named, tally) for named, tally in sorted(tallies.items()) if tally.counts["deliveries"]]


_COUNTED: Final = ("rows", "entered", "corrected", "repeated", "refused", "quarantined", "personal", "removed")


def _add(tally: _Tally, entry: Entry, decided: Mapping[str, Sequence[str]]) -> None:
    match entry.content:
        case DeliveryOpened(delivery=delivery):
            tally.coming.add(delivery)
        case RecordEntered(replaces=None) as record if record.delivery in tally.coming:
            columns = decided.get(record.kind, ())
            day = decision_day(record.facts, columns)
            tally.no_decision += not columns
            tally.undated += bool(columns) and day is None
            if day is not None:
                tally.delays[_day_known(entry.header.known_at) - day.toordinal()] += 1
        case DeliveryClosed() as closed:
            tally.coming.discard(closed.delivery)
            tally.counts["deliveries"] += 1
            tally.counts.update({name: getattr(closed, name) for name in _COUNTED})
            tally.reasons.update(closed.reasons)
        case DeliveryWithdrawn():
            tally.counts["withdrawn"] += 1
        case _:
            pass


def decision_day(facts: Mapping[str, FactValue], columns: Sequence[str]) -> dt.date | None:
    """Return the day of a decision: that of the first of its columns that has one, or None."""
    return next((day for column in columns if isinstance(day := facts.get(column), dt.date)), None)


def _day_known(known_at: int) -> int:
    """Return the number of the day in China, as `date.toordinal` counts."""
    return _EPOCH + (known_at + _AHEAD_OF_UTC_MS) // _DAY_MS


def _card(authority: str, tally: _Tally) -> Card:
    counts = tally.counts
    about_organisations = counts["rows"] - counts["personal"]
    accepted = counts["entered"] + counts["corrected"] + counts["repeated"]
    return Card(
        authority=authority,
        deliveries=counts["deliveries"],
        withdrawn=counts["withdrawn"],
        rows=counts["rows"],
        entered=counts["entered"],
        corrected=counts["corrected"],
        repeated=counts["repeated"],
        refused=counts["refused"],
        quarantined=counts["quarantined"],
        personal=counts["personal"],
        removed=counts["removed"],
        reasons=dict(sorted(tally.reasons.items())),
        accepted_per_10000=accepted * _WHOLE // about_organisations if about_organisations else None,
        delay=_delay(tally),
    )


def _delay(tally: _Tally) -> Delay:
    late = {days: count for days, count in tally.delays.items() if days >= 0}
    return Delay(
        records=sum(late.values()),
        undated=tally.undated,
        no_decision=tally.no_decision,
        ahead=tally.delays.total() - sum(late.values()),
        median_days=_rank(late, _MEDIAN),
        p90_days=_rank(late, _NINE_TENTHS),
    )


def _rank(counted: dict[int, int], share: tuple[int, int]) -> int | None:
    """Return the fewest days within which at least a share of the records lies."""
    part, whole = share
    wanted = -(-sum(counted.values()) * part // whole)
    reached = 0
    for days in sorted(counted):
        reached += counted[days]
        if reached >= wanted:
            return days
    return None
