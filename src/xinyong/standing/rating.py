"""A rating as a standing shows it: total, grade, and every contribution with its article, life, state and truth."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from xinyong.standing.part import Cited, Part, Words


class NotKnown(Part, frozen=True, kw_only=True):
    """What was not known of a hit.

    Attributes:
        part: which version governs the act (`law`), whether the condition is met, how many points, how long (`life`),
            or the `facts` of a conclusion.
        names: the columns that are null, or the facts whose value depends on unknown hits.
    """

    part: Literal["law", "condition", "points", "life", "facts"]
    names: tuple[str, ...]


class Contribution(Part, frozen=True, kw_only=True):
    """One hit of a rule, an accrual or a conclusion.

    Attributes:
        record: entry number of the record; of an accrual, of its anchor; None for a conclusion over facts.
        effect: what the hit does: scores, grades, caps, lifts, classes, starts, proposes, feeds.
        says: the grade, list or start score that an effect other than points gives, empty where it gives none.
        points: what it gives by itself, counted: what it adds on the day; None where it is no matter of points or
            unknown.
        cited, life_cited: where the rule and its period stand.
        start, until: its life; until None has no end, both None where the life is not known.
        state: counts, repeated (counted times its factor), absorbed, unknown, future, ended.
        by: the record of the hit that stands in its place, or of the earlier breach that doubles it.
        truth: met or unknown; an unknown hit is listed and never counted.
    """

    record: int | None
    rule: str
    title: Words
    source: Literal["rule", "accrual", "conclusion"]
    cited: Cited
    life_cited: Cited | None
    effect: str
    says: str
    points: int | None
    counted: int | None
    start: dt.date | None
    until: dt.date | None
    state: str
    by: int | None
    truth: str
    unknown: tuple[NotKnown, ...]


class FactFound(Part, frozen=True, kw_only=True):
    """A number that the pack computes over hits; `with_unknown` is what it would be if unknown hits were met."""

    fact: str
    value: int
    with_unknown: int | None
    cited: Cited


class Limited(Part, frozen=True, kw_only=True):
    """A sum that a limit changed: of a rule, a category, or the total."""

    node: str
    id: str
    before: int
    after: int


class Rating(Part, frozen=True, kw_only=True):
    """What one pack version makes of the records on one day.

    Attributes:
        family: the instrument, `cn.tax.rating`.
        status: `decided` is the last grade of a closed cycle; `running` is today's computation.
        provisional: the rating is no decision; every running one is.
        partial: the pack encodes only part of its instrument; the rating grounds nothing.
        unverified: a number that the rating uses comes from memory (grade M).
        year: the evaluation year, for packs with a cycle.
        cut_off: the last day that a decided cycle looks at; None: the rating looks at the standing's day.
        known_by: for a decided cycle, the publication day by whose end its entries had to be known.
        records: how many records of the kinds that the pack reads were known; with none the rating says nothing but
            the start score.
        start: the start score that held.
        unit: what one point of the integers is worth, "1" or "0.1".
        basis: what decided the grade: points, floor, ceiling, direct, class.
        unknown: how many hits and conclusions are unknown on the day.
    """

    family: str
    pack: str
    title: Words
    status: Literal["decided", "running"]
    provisional: bool
    partial: bool
    unverified: bool
    source_grade: str
    year: int | None
    cut_off: dt.date | None
    known_by: dt.date | None
    records: int
    start: int | None
    total: int | None
    unit: str
    grade: str | None
    basis: str | None
    unknown: int
    facts: tuple[FactFound, ...]
    limits: tuple[Limited, ...]
    contributions: tuple[Contribution, ...]
