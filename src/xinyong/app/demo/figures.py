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
from xinyong.app.scorecard import decision_day
from xinyong.kernel.dates import SHANGHAI
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import RecordEntered
from xinyong.standing.report import cited_text, points_text, title_of, total_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xinyong.app.intake.run import Report
    from xinyong.law.kinds import Catalogue
    from xinyong.ledger.store import Store
    from xinyong.standing.proposals import Proposal
    from xinyong.standing.rating import Rating
    from xinyong.standing.standing import Standing

_BOUNDS: Final = ((30, "up to 30 days"), (60, "31 to 60"), (120, "61 to 120"), (365, "121 to 365"))
_LATER: Final = "over a year"
_COUNTED: Final = ("entered", "corrected", "repeated", "refused", "quarantined", "personal", "removed")
_UNVERIFIED: Final = "; it uses numbers that are not verified (from memory, no source)"
_COUNTING: Final = frozenset({"counts", "repeated"})


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


def delays_of(store: Store, kinds: Catalogue) -> dict[str, Counter[int]]:
    """Return how many days passed from a decision until it was known here, by authority.

    First versions alone, nothing that was decided before the network began to deliver, and no kinds that are no
    decisions.
    """
    found: dict[str, Counter[int]] = {authority.id: Counter() for authority in streams.AUTHORITIES}
    for entry in store.entries(Seq(0)):
        match entry.content:
            case RecordEntered(replaces=None, kind=kind) as record if entry.header.authority in found:
                decided = decision_day(record.facts, kinds.kind(kind).decision_columns)
                if decided is not None and decided >= FIRST_MONTH:
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
    """Return a standing in sentences: ratings with what counts, lists, unknowns, and what comes next."""
    sentences = [sentence for rating in standing.ratings for sentence in _rated(rating)]
    sentences += [
        f"Proposed for: {found.title.en} ({found.keeper}); {found.why_that_law.en}{_mark(found)}"
        for found in standing.proposals
        if found.effect == "propose"
    ]
    sentences += [
        f"Reported by {found.authority}, not ours: {found.identifier}, {found.phase}" for found in standing.listings
    ]
    unknown = len(standing.unknowns)
    sentences.append(f"Could not be decided, so it burdens nobody: {unknown}." if unknown else "Nothing is unknown.")
    if standing.next_change is not None:
        sentences.append(f"Without a new record, this stays as it is until {standing.next_change}.")
    codes = [one.value for one in standing.subject.identifiers]
    return Explained(identifier=codes[0] if codes else "", name=title_of(standing, "en"), sentences=tuple(sentences))


def _mark(found: Rating | Proposal) -> str:
    return _UNVERIFIED if found.unverified else ""


def _rated(rating: Rating) -> Iterator[str]:
    """Yield a rating and what counts in it, each with its article."""
    running = "on this day" if rating.year is None else f"running for {rating.year}, provisional"
    kind = f"decided for {rating.year}" if rating.status == "decided" else running
    partial = "; the pack is partial, so it grounds nothing" if rating.partial else ""
    total = total_text(rating.total, rating.unit, "en")
    weak = _mark(rating)
    yield f"{rating.title.en}, {kind}: {rating.grade or 'unknown'}, {total} points{partial}{weak}"
    for found in rating.contributions:
        if found.state in _COUNTING and found.effect != "feeds" and found.points != 0:
            points = points_text(found.points, rating.unit, "en") if found.points is not None else found.effect
            until = "" if found.until is None else f", until {found.until}"
            yield f"  {points}: {found.title.en} ({cited_text(found.cited, 'en')}), from {found.start}{until}"


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
