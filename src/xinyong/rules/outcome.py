"""What a pack says of one subject on a day: total, grade, and every hit with its reasons as structured values.

Nothing here is text for people: `rules.reasons` renders it in Chinese and English. Everything can be encoded.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Literal

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.truth import Truth


class State(Enum):
    """Where a hit stands on the day asked about."""

    COUNTS = "counts"
    REPEATED = "repeated"
    """Counts times its factor: an earlier breach was still alive when this one began."""
    ABSORBED = "absorbed"
    """A stronger hit of its group stands in its place."""
    UNKNOWN = "unknown"
    """Listed, counted for nothing: something that it needs is not known."""
    FUTURE = "future"
    ENDED = "ended"


class Basis(Enum):
    """What decided a grade."""

    POINTS = "points"
    FLOOR = "floor"
    CEILING = "ceiling"
    DIRECT = "direct"
    CLASS = "class"


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """What was not known.

    Attributes:
        part: which version governs the act (`law`), whether the condition is met, how many points, how long, or the
            facts of a conclusion.
        names: the columns that are null, or the facts whose value depends on unknown hits; empty where no step is met.
    """

    part: Literal["law", "condition", "points", "life", "facts"]
    names: tuple[str, ...]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One hit of a rule, a conclusion or an accrual.

    Attributes:
        rule: its id.
        source: what kind of thing in the pack it comes from.
        seq: the ledger's number of the record (of an accrual: of its anchor; of a conclusion: None).
        points: what it gives by itself, in the pack's unit; None where it gives none or they are not known.
        counted: what it adds on the day: 0 for a hit that does not count, None for one that is no matter of points or
            is unknown.
        start, until: its life; until None is open; both None where the life is not known or there is none.
        unknown: what was not known.
        by, by_rule: the hit in whose place it can't count, or the earlier breach that doubles it.
        citation: where the rule stands.
    """

    rule: str
    source: Literal["rule", "accrual", "conclusion"]
    seq: int | None
    truth: Truth
    state: State
    points: int | None
    counted: int | None
    start: dt.date | None
    until: dt.date | None
    unknown: tuple[Unknown, ...]
    by: int | None
    by_rule: str | None
    citation: Citation


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A sum that a limit changed: of a rule, a category, or the total."""

    node: Literal["rule", "category", "total"]
    id: str
    before: int
    after: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A fact's value over met hits, and with the unknown ones too (None: there is none)."""

    id: str
    value: int
    with_unknown: int | None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one pack says of one subject on one day.

    Attributes:
        pack: the pack's name, `id@version`.
        partial: the pack encodes only part of its instrument: the result grounds nothing.
        applies: the subject is one of the instrument; if not, everything else is empty.
        start: the start score that held; total, grade: None where the pack rates nothing.
        hits: by rule in the pack's order, then seq; accruals and conclusions last; ended hits too.
        cuts: sums that a limit changed.
        facts: every fact of the pack.
        unknown: how many hits and conclusions are unknown on the day.
        proposes: ids of the lists for which a ground is met, in the pack's order.
        next_change: the first later day on which a hit starts or ends or a point accrues; None: no such day.
    """

    pack: str
    day: dt.date
    partial: bool
    applies: bool = True
    start: int | None
    total: int | None
    grade: str | None
    basis: Basis | None
    hits: tuple[Hit, ...]
    cuts: tuple[Cut, ...]
    facts: tuple[Measured, ...]
    unknown: int
    proposes: tuple[str, ...]
    next_change: dt.date | None
