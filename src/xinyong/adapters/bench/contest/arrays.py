"""NumPy, by hand: the rules as vectors over all records, periods, once and repeat by sorting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.adapters.bench.contest.workload import BANDS, DAY, EPOCH, GRADES, KINDS, START, TABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.adapters.bench.contest.workload import Records

    Numbers = NDArray[np.int64]

TODAY: Final = (DAY - EPOCH).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """Total, grade and unknown hits by organisation; contributions as (subject, seq, rule, points) columns."""

    total: Numbers
    grade: Numbers
    unknown: Numbers
    reasons: tuple[Numbers, Numbers, Numbers, Numbers] | None


def rate(records: Records, *, reasons: bool) -> Rated:
    """Rate every organisation."""
    size = records.organisations
    total = np.full(size, START, dtype=np.int64)
    worst = np.zeros(size, dtype=np.int64)
    unknown = np.zeros(size, dtype=np.int64)
    parts: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
    by_kind = [np.flatnonzero(records.kind == index) for index in range(len(KINDS))]
    for rule, row in enumerate(TABLE):
        place = by_kind[KINDS.index(row.kind)]
        until = records.ends[rule][records.effective[place]]
        alive = until > TODAY
        if row.low is not None and row.high is not None:
            null = records.unknown[place]
            unknown += np.bincount(records.subject[place[null & alive]], minlength=size)
            amount = records.amount[place]
            met = ~null & (amount >= row.low) & (amount < row.high)
        else:
            met = np.ones(len(place), dtype=np.bool_)
        points = np.full(len(place), row.points, dtype=np.int64)
        if row.repeat != 1:
            points[met] *= doubled(records, place[met], until[met], row.repeat)
        hit = place[met & alive]
        points = points[met & alive]
        if row.once:
            kept = first_of_period(records, hit, month=row.once == "month")
            hit, points = hit[kept], points[kept]
        subject = records.subject[hit]
        total += np.bincount(subject, weights=points, minlength=size).astype(np.int64)
        if row.direct:
            worst[subject] = np.maximum(worst[subject], GRADES.index(row.direct))
        if reasons:
            parts.append((subject, records.seq[hit], np.full(len(hit), rule, dtype=np.int64), points))
    bounds = np.array([least for _, least in BANDS if least is not None], dtype=np.int64)
    grade = (total[:, None] < bounds).sum(axis=1)
    told = tuple(np.concatenate(column) for column in zip(*parts, strict=True)) if reasons else None
    return Rated(total=total, grade=np.maximum(grade, worst), unknown=unknown, reasons=told)  # type: ignore[arg-type] # four columns


def first_of_period(records: Records, hit: Numbers, *, month: bool) -> NDArray[np.intp]:
    """Return the places of the first hit of each subject and month or year; records come in the order of seq."""
    unit = "datetime64[M]" if month else "datetime64[Y]"
    period = records.effective[hit].astype("datetime64[D]").astype(unit).astype(np.int64)
    key = records.subject[hit] * 10_000 + period
    found: NDArray[np.intp] = np.unique(key, return_index=True)[1]
    return found


def doubled(records: Records, hit: Numbers, until: NDArray[np.int32], factor: int) -> Numbers:
    """Return the factor of each hit: `factor` where an earlier one of the same subject was alive on its day."""
    subject, effective = records.subject[hit], records.effective[hit]
    order = np.lexsort((records.seq[hit], effective, subject))
    factors: Numbers = np.ones(len(hit), dtype=np.int64)
    own, day, end = subject[order], effective[order], until[order]
    # The life of all earlier hits of a subject: a running maximum that starts again with each subject.
    running = np.maximum.accumulate(own * 1_000_000 + end) - own * 1_000_000
    same = own[1:] == own[:-1]
    factors[order[1:][same & (running[:-1] > day[1:])]] = factor
    return factors
