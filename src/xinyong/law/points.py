"""Points: what a hit is worth, in the unit of its pack.

Guarantees whole numbers; a percentage that leaves a fraction is refused where the file is read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a scale: the first that is met counts; an unknown one on the way makes the points unknown."""

    when: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Integer points in the pack's unit.

    Exactly one form: a constant (`value`), steps with an optional `otherwise`, or an integer expression over columns
    (`expression`, with proved bounds `low` and `high`).
    """

    value: int | None = None
    steps: tuple[Step, ...] = ()
    otherwise: int | None = None
    expression: str | None = None
    low: int | None = None
    high: int | None = None
