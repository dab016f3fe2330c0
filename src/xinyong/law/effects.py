"""Effects: the closed union of what a met rule or conclusion does.

`Scores`, `Classes` and `Starts` work on the total, `Grades`, `Caps` and `Lifts` on the grade, `Proposes` on lists,
`Feeds` on facts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from xinyong.law.points import Points  # noqa: TC001 - the reader resolves the annotations at run time


class DirectMode(Enum):
    """What a direct grade does."""

    FINAL = "final"
    """The grade is at best this one, whatever the points."""
    LOWEST_SCORE = "lowest_score"
    """Counts as the lowest score of its grade, from which points go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The hit changes the score."""

    points: Points
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """The hit gives a grade directly."""

    grade: str
    mode: DirectMode = DirectMode.FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The hit forbids grades above this one."""

    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifts:
    """The hit forbids grades below this one."""

    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The hit puts the subject into a special class outside the bands (such as M), unless a direct grade holds."""

    grade: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """The hit, or the conclusion, sets the start score; the highest that is met holds."""

    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposes:
    """The hit grounds a proposal for a list, for as long as it is alive."""

    list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The hit only feeds facts, in the measure `points` gives (constant 1 for a count)."""

    points: Points


Effect: TypeAlias = Scores | Grades | Caps | Lifts | Classes | Starts | Proposes | Feeds
