"""Plain Python: the conditions as written code, and the windows that every row engine shares.

Engines that judge one record at a time know nothing of periods, once and repeat. `settle` does that part for all of
them, so that what is compared is how fast they judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.adapters.bench.contest.workload import BANDS, DAY, EPOCH, GRADES, START, TABLE, ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

UNKNOWN: Final = -1
NONE: Final = -2

TODAY: Final = (DAY - EPOCH).days
_LAST: Final = len(GRADES) - 1


class Row(NamedTuple):
    """One record, as a row engine sees it: the day is counted from 1970-01-01."""

    seq: int
    kind: str
    effective: int
    amount: int | None
    month: int
    year: int


class Contribution(NamedTuple):
    """One reason: the record, the rule, the points that count."""

    seq: int
    rule: int
    points: int


@dataclass(slots=True)
class Answer:
    """What an engine says of one organisation."""

    total: int
    grade: int
    unknown: int
    reasons: list[Contribution]


def judge_plain(row: Row) -> int:  # noqa: C901, PLR0911 - the rules as a programmer writes them down
    """Return the index of the rule that the record meets, UNKNOWN, or NONE."""
    kind, amount = row.kind, row.amount
    if kind == "penalty":
        if amount is None:
            return UNKNOWN
        if amount < 100_000:  # noqa: PLR2004 - thresholds of the table, by hand
            return 6
        if amount < 1_000_000:  # noqa: PLR2004
            return 7
        return 8 if amount < 10_000_000 else 9  # noqa: PLR2004
    if kind == "arrears":
        if amount is None:
            return UNKNOWN
        return 10 if amount < 10_000_000 else 11  # noqa: PLR2004
    if kind == "check.failed":
        if amount is None:
            return UNKNOWN
        return 15 if amount >= 50_000 else NONE  # noqa: PLR2004
    if kind == "evasion":
        if amount is None:
            return UNKNOWN
        return 16 if amount >= 10_000_000 else NONE  # noqa: PLR2004
    return _SIMPLE[kind]


_SIMPLE: Final = {row.kind: index for index, row in enumerate(TABLE) if row.low is None}
_BY_KIND: Final = {row.kind: [index for index, other in enumerate(TABLE) if other.kind == row.kind] for row in TABLE}
_POINTS: Final = [row.points for row in TABLE]
_ONCE: Final = [row.once for row in TABLE]
_REPEAT: Final = [row.repeat for row in TABLE]
_DIRECT: Final = [GRADES.index(row.direct) if row.direct else -1 for row in TABLE]
_ENDS: Final[list[list[int]]] = []


def settle(rows: Sequence[Row], judge: Callable[[Row], int], *, reasons: bool) -> Answer:
    """Judge an organisation's records, in the order of seq, and apply periods, once, repeat and bands."""
    alive, repeating, unknown = _judged(rows, judge)
    total, worst = START, 0
    seen: set[tuple[int, int]] = set()
    found: list[Contribution] = []
    for rule, row in alive:
        if _ONCE[rule]:
            key = (rule, row.month if _ONCE[rule] == "month" else row.year)
            if key in seen:
                continue
            seen.add(key)
        points = _POINTS[rule]
        if rule in repeating and _has_predecessor(repeating[rule], row):
            points *= _REPEAT[rule]
        total += points
        worst = max(worst, _DIRECT[rule])
        if reasons:
            found.append(Contribution(row.seq, rule, points))
    grade = next((index for index, (_, least) in enumerate(BANDS) if least is None or total >= least), _LAST)
    return Answer(total, max(grade, worst), unknown, found)


def _judged(
    rows: Sequence[Row], judge: Callable[[Row], int]
) -> tuple[list[tuple[int, Row]], dict[int, list[tuple[int, int, int]]], int]:
    """Return the hits alive today, all hits of rules that repeat, and how many unknown hits are alive."""
    if not _ENDS:
        _ENDS.extend(ends().tolist())
    alive: list[tuple[int, Row]] = []
    repeating: dict[int, list[tuple[int, int, int]]] = {}
    unknown = 0
    for row in rows:
        rule = judge(row)
        if rule == UNKNOWN:
            unknown += sum(_ENDS[other][row.effective] > TODAY for other in _BY_KIND[row.kind])
        elif rule != NONE:
            until = _ENDS[rule][row.effective]
            if _REPEAT[rule] != 1:
                repeating.setdefault(rule, []).append((row.effective, row.seq, until))
            if until > TODAY:
                alive.append((rule, row))
    return alive, repeating, unknown


def _has_predecessor(hits: Iterable[tuple[int, int, int]], row: Row) -> bool:
    here = (row.effective, row.seq)
    return any((start, seq) < here and until > row.effective for start, seq, until in hits)
