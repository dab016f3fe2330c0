"""From points to a grade, for one subject: limits, weights, bands, direct grades, ceilings, floors, special classes.

Guarantees the order that `law.pack` states. `rules.columnar.ratings` writes the same in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from xinyong.law.effects import Caps, Classes, DirectMode, Effect, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.rules.compiled import CompiledPack, lowest_score
from xinyong.rules.outcome import Basis, Cut

if TYPE_CHECKING:
    from xinyong.law.rating import Rating
    from xinyong.law.rule import Limit


@dataclass(slots=True)
class Marks:
    """What the counting hits and conclusions of a subject say beside points; filled while they are walked.

    Attributes:
        direct: worst final direct grade; lowest: lowest score of the direct grades from which points go on.
        direct_met: whether a direct grade of either mode is met.
        ceiling, floor: lowest ceiling and highest floor, as places among the bands (0 is the best grade).
        classes: special classes, each with the total it asks for.
        start: highest start score that is set.
        lists: lists that are proposed.
    """

    direct: int | None = None
    lowest: int | None = None
    direct_met: bool = False
    ceiling: int | None = None
    floor: int | None = None
    classes: set[tuple[str, int | None]] = field(default_factory=set[tuple[str, int | None]])
    start: int | None = None
    lists: set[str] = field(default_factory=set[str])

    def take(self, pack: CompiledPack, effect: Effect) -> None:
        """Take in the effect of a hit that counts."""
        match effect:
            case Grades():
                self._direct(pack, effect)
            case Caps():
                self.ceiling = _larger(self.ceiling, pack.ranks[effect.grade])
            case Lifts():
                rank = pack.ranks[effect.grade]
                self.floor = rank if self.floor is None else min(self.floor, rank)
            case Classes():
                self.classes.add((effect.grade, effect.at_least))
            case Starts():
                self.start = _larger(self.start, effect.score)
            case Proposes():
                self.lists.add(effect.list)
            case Scores() | Feeds():
                pass
            case _:
                assert_never(effect)

    def _direct(self, pack: CompiledPack, effect: Grades) -> None:
        self.direct_met = True
        if effect.mode is DirectMode.FINAL:
            self.direct = _larger(self.direct, pack.ranks[effect.grade])
            return
        score = lowest_score(pack.pack, effect.grade) or 0
        self.lowest = score if self.lowest is None else min(self.lowest, score)


@dataclass(slots=True)
class Points:
    """Sums of counted points: by the order of the rule, and by category for accruals and conclusions."""

    by_rule: dict[int, int] = field(default_factory=dict[int, int])
    beside: dict[str | None, int] = field(default_factory=dict[str | None, int])


def total(pack: CompiledPack, rating: Rating, points: Points, start: int) -> tuple[int, tuple[Cut, ...]]:
    """Return the score after every limit and weight, and the sums that a limit changed."""
    cuts: list[Cut] = []
    sums: dict[str | None, int] = dict(points.beside)
    for order, found in points.by_rule.items():
        rule = pack.rules[order].rule
        kept = found if rule.limit is None else _limited(found, rule.limit)
        if kept != found:
            cuts.append(Cut(node="rule", id=rule.id, before=found, after=kept))
        name = rule.effect.category if isinstance(rule.effect, Scores) else None
        sums[name] = sums.get(name, 0) + kept
    score = start + sums.get(None, 0)
    for category in rating.categories:
        found = sums.get(category.id, 0)
        kept = _limited(found, category.limit)
        if kept != found:
            cuts.append(Cut(node="category", id=category.id, before=found, after=kept))
        score += kept * category.weight
    kept = _limited(score, rating.limit)
    if kept != score:
        cuts.append(Cut(node="total", id="", before=score, after=kept))
    return kept, tuple(cuts)


def start_score(rating: Rating, marks: Marks) -> int:
    """Return the score from which points go on."""
    start = rating.start if marks.start is None else marks.start
    return start if marks.lowest is None else min(start, marks.lowest)


def grade(rating: Rating, marks: Marks, score: int) -> tuple[str, Basis]:
    """Return the grade of a total, and what decided it."""
    if not marks.direct_met:
        reached = {name for name, at_least in marks.classes if at_least is None or score >= at_least}
        for name in rating.special:
            if name in reached:
                return name, Basis.CLASS
    rank, basis = _band(rating, score), Basis.POINTS
    if marks.floor is not None and marks.floor < rank:
        rank, basis = marks.floor, Basis.FLOOR
    if marks.ceiling is not None and marks.ceiling > rank:
        rank, basis = marks.ceiling, Basis.CEILING
    if marks.direct is not None and marks.direct > rank:
        rank, basis = marks.direct, Basis.DIRECT
    return rating.bands[rank].grade, basis


def proposed(pack: CompiledPack, marks: Marks) -> tuple[str, ...]:
    """Return the lists that are proposed, in the pack's order."""
    return tuple(item.id for item in pack.pack.lists if item.id in marks.lists)


def _band(rating: Rating, score: int) -> int:
    for rank, band in enumerate(rating.bands):
        if band.at_least is None or score >= band.at_least:
            return rank
    return len(rating.bands) - 1


def _limited(value: int, limit: Limit | None) -> int:
    if limit is None:
        return value
    if limit.low is not None and value < limit.low:
        return limit.low
    return limit.high if limit.high is not None and value > limit.high else value


def _larger(first: int | None, second: int) -> int:
    return second if first is None else max(first, second)
