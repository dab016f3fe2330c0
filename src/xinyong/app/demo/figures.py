"""Sums up a demo: counts that add up, classes of delay, and one organisation in sentences. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.app.demo import streams
from xinyong.app.demo.society import FIRST_MONTH, LAST_DAY, months
from xinyong.app.demo.summary import Count, Delay, Explained, Grades, Rows, Series, Summary
from xinyong.app.held import held_rows
from xinyong.kernel.dates import SHANGHAI
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import RecordEntered
from xinyong.standing.report import report, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xinyong.app.intake.run import Report
    from xinyong.ledger.store import Store
    from xinyong.standing.standing import Standing

_BOUNDS: Final = ((30, "up to 30 days"), (60, "31 to 60"), (120, "61 to 120"), (365, "121 to 365"))
_LATER: Final = "over a year"
_COUNTED: Final = ("entered", "corrected", "repeated", "refused", "quarantined", "personal", "removed")
_LONGEST: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run of the demo found, before it is summed up; see `summary.Summary`."""

    seed: int
    organisations: int
    deliveries: int
    rows: Rows
    planted: Mapping[str, int]
    reasons: Sequence[Count]
    grades: tuple[Grades, ...]
    abnormal: tuple[int, ...]
    listed: tuple[int, ...]
    delays: Mapping[str, Mapping[int, int]]
    explained: Standing
    ratings_digest: str
    standings_digest: str


def counted(reports: Sequence[Report]) -> Rows:
    """Return what became of all rows of all deliveries."""
    sums: Counter[str] = Counter()
    for one in reports:
        sums.update({name: getattr(one, name) for name in _COUNTED})
    return Rows(delivered=sum(one.rows for one in reports), **sums)


def reasons_of(store: Store) -> list[Count]:
    """Return why rows were held, the most frequent first, each with what it means."""
    counts: Counter[str] = Counter()
    meaning: dict[str, str] = {}
    for held in held_rows(store):
        counts[held.reason] += 1
        meaning.setdefault(held.reason, held.text.removeprefix(f"{held.field}: "))
    return [Count(name=name, count=count, note=meaning[name]) for name, count in counts.most_common()]


def delays_of(store: Store) -> dict[str, Counter[int]]:
    """Return how many days passed from a decision until it was known here, by authority; first versions alone."""
    found: dict[str, Counter[int]] = {authority.id: Counter() for authority in streams.AUTHORITIES}
    for entry in store.entries(Seq(0)):
        match entry.content:
            case RecordEntered(replaces=None, facts=facts) if entry.header.authority in found:
                decided = facts.get("determined") or facts.get("effective")
                if isinstance(decided, dt.date):
                    known = dt.datetime.fromtimestamp(entry.header.known_at // 1000, SHANGHAI).date()
                    found[entry.header.authority][(known - decided).days] += 1
            case _:
                pass
    return found


def summary(found: Found) -> Summary:
    """Return the summary of a run."""
    return Summary(
        seed=found.seed,
        organisations=found.organisations,
        first_day=FIRST_MONTH,
        last_day=LAST_DAY,
        deliveries=found.deliveries,
        rows=found.rows,
        planted=tuple(Count(name=name, count=count) for name, count in Counter(found.planted).most_common()),
        refusals=tuple(found.reasons),
        grades=found.grades,
        months=tuple(months()),
        lists=(
            Series(name="abnormal operations", values=found.abnormal),
            Series(name="wage arrears (snapshots)", values=found.listed),
        ),
        delay_classes=(*(name for _, name in _BOUNDS), _LATER),
        delays=tuple(_delay(authority.en, found.delays[authority.id]) for authority in streams.AUTHORITIES),
        explained=explained(found.explained),
        ratings_digest=found.ratings_digest,
        standings_digest=found.standings_digest,
    )


def explained(standing: Standing) -> Explained:
    """Return a standing in sentences: who it is, ratings with what counts, proposals, unknowns, what comes next."""
    sections = report(standing, "en")
    sentences = [f"{'  ' * line.depth}{line.text}" for section in sections[1:] for line in section.lines]
    codes = [one.value for one in standing.subject.identifiers]
    kept = (
        sentences if len(sentences) <= _LONGEST else [*sentences[:_LONGEST], "... and more: ask for the whole standing"]
    )
    return Explained(identifier=codes[0] if codes else "", name=title_of(standing, "en"), sentences=tuple(kept))


def _delay(authority: str, days: Mapping[int, int]) -> Delay:
    classes = [0] * (len(_BOUNDS) + 1)
    for late, count in days.items():
        classes[next((place for place, (bound, _) in enumerate(_BOUNDS) if late <= bound), len(_BOUNDS))] += count
    total = sum(days.values())
    return Delay(authority=authority, rows=total, median=_median(days, total), classes=tuple(classes))


def _median(days: Mapping[int, int], total: int) -> int | None:
    passed = 0
    for late in sorted(days):
        passed += days[late]
        if 2 * passed >= total:
            return late
    return None
