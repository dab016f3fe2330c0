"""Which hits of one subject stand on the day: `once` and `repeat`, between hits of the same subject and pack.

Guarantees the choice that `law.pack` states: strongest by magnitude, then lowest seq, then first rule; an earlier
breach doubles also where it has expired. `rules.columnar.subjects` makes the same choices with windows.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias, assert_never

from xinyong.law.life import OnceKey
from xinyong.rules import lives
from xinyong.rules.outcome import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xinyong.law.expr.python import Facts
    from xinyong.rules.compiled import CompiledRule

    Key: TypeAlias = tuple[int, int]

_MONTHS = 12


class Found:
    """A hit while it is worked on.

    Attributes:
        met: its condition is met, and its points and life are known.
        points: what it gives by itself; may be known of an unknown hit too.
        span: its life, or None where that is not known.
        counted: points that count on the day.
        by: the hit that absorbed it, or the earlier breach that doubled it.
    """

    __slots__ = ("by", "counted", "facts", "met", "points", "rule", "seq", "span", "state")

    def __init__(self, rule: CompiledRule, seq: int, facts: Facts) -> None:
        self.rule = rule
        self.seq = seq
        self.facts = facts
        self.met = False
        self.points: int | None = None
        self.span: tuple[dt.date, dt.date] | None = None
        self.state = State.UNKNOWN
        self.counted: int | None = None
        self.by: Found | None = None

    @property
    def began(self) -> dt.date:
        """The first day of its life; asked of met hits only."""
        return dt.date.max if self.span is None else self.span[0]

    @property
    def month(self) -> int | None:
        """The calendar month, counted from year 0, of the column that its term runs from."""
        day = self.facts.get(lives.dated_by(self.rule.rule.life))
        return day.year * _MONTHS + day.month - 1 if isinstance(day, dt.date) else None


def once(found: Iterable[Found], day: dt.date) -> None:
    """Mark as absorbed every hit in whose place a stronger one of its group and key stands."""
    rivals: dict[tuple[str, int], list[Found]] = {}
    for hit in found:
        group = hit.rule.group
        if group is None or not hit.met:
            continue
        if hit.state is State.COUNTS or (group.absorbs_for_good and hit.began <= day):
            rivals.setdefault((group.id, _key(hit)), []).append(hit)
    for hits in rivals.values():
        if len(hits) > 1:
            strongest = min(hits, key=_strength)
            for hit in hits:
                if hit is not strongest and hit.state is State.COUNTS:
                    hit.state, hit.by = State.ABSORBED, strongest


def repeat(found: Sequence[Found]) -> None:
    """Mark as repeated every counting hit that began while an earlier one of its rule was alive."""
    breaches: dict[int, list[Found]] = {}
    for hit in found:
        if hit.rule.rule.repeat is not None and hit.met:
            breaches.setdefault(hit.rule.order, []).append(hit)
    for hits in breaches.values():
        if len(hits) > 1:
            _double(sorted(hits, key=_began))


def _double(hits: Sequence[Found]) -> None:
    """Walk one rule's hits in order; those of one once key lie together, since months and years follow the start."""
    longest: Found | None = None
    latest: Found | None = None
    key: int | None = None
    for hit in hits:
        own = _key(hit)
        if own != key:
            longest, key = latest, own
        if hit.state is State.COUNTS and longest is not None and _ended(longest) > hit.began:
            hit.state, hit.by = State.REPEATED, longest
        if latest is None or _ended(hit) > _ended(latest):
            latest = hit


def _key(hit: Found) -> int:
    key = OnceKey.ACT if hit.rule.group is None else hit.rule.group.key
    match key:
        case OnceKey.SUBJECT:
            return 0
        case OnceKey.ACT:
            return hit.seq
        case OnceKey.MONTH:
            return hit.month or 0
        case OnceKey.YEAR:
            return (hit.month or 0) // _MONTHS
        case _:
            assert_never(key)


def _strength(hit: Found) -> tuple[int, int, int]:
    return (-abs(hit.points or 0), hit.seq, hit.rule.order)


def _began(hit: Found) -> tuple[dt.date, int]:
    return (hit.began, hit.seq)


def _ended(hit: Found) -> dt.date:
    return dt.date.min if hit.span is None else hit.span[1]
