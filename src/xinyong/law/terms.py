"""What a pack rests on and reads: its citations with their places, its grade, its kinds and columns.

Guarantees that nothing of a pack is left out: citations are found by walking the typed value, columns by walking the
trees of its conditions.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from xinyong.kernel.cite import Citation, SourceGrade, lowest
from xinyong.kernel.facts import BY_NAME
from xinyong.law.effects import Feeds, Scores
from xinyong.law.expr import tree
from xinyong.law.expr.analysis import columns
from xinyong.law.expr.parsing import Wrong, parse_condition, parse_integer
from xinyong.law.pack import Governs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.law.pack import Pack
    from xinyong.law.points import Points
    from xinyong.law.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRead:
    """A column of a kind that a pack reads: type by its SQL name, unit, meaning."""

    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRead:
    """A record kind that a pack reads, and what of it; enough to write records and cases by hand."""

    kind: str
    columns: tuple[ColumnRead, ...]


def citations(value: object, place: str = "") -> Iterator[tuple[str, Citation]]:
    """Yield every citation inside a value of the law, with its place, in the order of the file."""
    if isinstance(value, Citation):
        yield place, value
    elif isinstance(value, tuple):
        for number, item in enumerate(cast("tuple[object, ...]", value)):
            yield from citations(item, f"{place}[{getattr(item, 'id', number)}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            below = f"{place}.{field.name}" if place else field.name
            yield from citations(getattr(value, field.name), below)


def grade_of(pack: Pack) -> SourceGrade:
    """Return the pack's grade: the lowest of its citations."""
    return lowest(pack.citation.grade, *(citation.grade for _, citation in citations(pack)))


def kinds_read(pack: Pack) -> tuple[KindRead, ...]:
    """Return the kinds and columns that a pack reads, by kind."""
    found: dict[str, set[str]] = {}
    for rule in pack.rules:
        for kind in rule.kinds:
            found.setdefault(kind, set()).update(rule_columns(pack, rule))
    for window in pack.publication:
        for kind in window.kinds:
            days = {name for name in (window.runs_from, window.until) if name is not None}
            found.setdefault(kind, set()).update(days | _condition(window.when))
    return tuple(KindRead(kind=kind, columns=_columns(names)) for kind, names in sorted(found.items()))


def rule_columns(pack: Pack, rule: Rule) -> set[str]:
    """Return the columns that a rule reads: its condition, points and life, and what chooses its version."""
    life = {name for name in (rule.life.start, rule.life.term_from, rule.life.ends_at) if name is not None}
    points = _points(rule.effect.points) if isinstance(rule.effect, Scores | Feeds) else set[str]()
    chosen = {"effective"} if pack.governs is Governs.ACT else set[str]()
    return life | points | chosen | _condition(rule.when)


def _columns(names: set[str]) -> tuple[ColumnRead, ...]:
    known = (BY_NAME[name] for name in BY_NAME if name in names)
    return tuple(
        ColumnRead(name=column.name, type=column.type.value, unit=column.unit, meaning=column.meaning)
        for column in known
    )


def _points(points: Points) -> set[str]:
    read = {name for step in points.steps for name in _condition(step.when)}
    if points.expression is not None:
        node = parse_integer(points.expression, tree.RECORD)
        read |= set() if isinstance(node, Wrong) else set(columns(node))
    return read


def _condition(text: str | None) -> set[str]:
    node = None if text is None else parse_condition(text, tree.RECORD)
    return set() if node is None or isinstance(node, Wrong) else set(columns(node))
