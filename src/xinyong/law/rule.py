"""Rules over records, facts over their hits, conclusions over facts, and what recovers month by month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.law.effects import Effect  # noqa: TC001 - as above
from xinyong.law.life import Life  # noqa: TC001 - as above
from xinyong.law.text import Text  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Smallest and largest value of a node; None is no bound."""

    low: int | None = None
    high: int | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule over records.

    Attributes:
        id: unique in the pack, `a-z0-9-`.
        kinds: record kinds it reads, at least one.
        when: condition in the rule language, or None where the kind alone decides.
        effect: what a hit does.
        group: id of the `once` group, or None.
        repeat: factor for a second breach within the life of the first, or None; never with a `term_from` other than
            `start` in a group by month or year, whose keys would not follow the days on which hits begin.
        limit: bounds on this rule's sum, or None.
        disabled: why the rule never runs in a registry (`no_legal_basis: ...`), or None.
    """

    id: str
    title: Text
    citation: Citation
    kinds: tuple[str, ...]
    when: str | None = None
    effect: Effect
    life: Life
    group: str | None = None
    repeat: int | None = None
    limit: Limit | None = None
    disabled: str | None = None


class Aggregate(Enum):
    """What a fact computes over the living hits that feed it."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT_MONTHS = "distinct_months"
    LONGEST_RUN = "longest_run"
    """Longest run of consecutive calendar months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number about a subject over the met hits, alive on D, of `rules`; a BIGINT column in conclusions.

    Where unknown hits feed it too, conclusions are asked twice, at the value without them and at the value with them
    (a sum with an unknown amount has no value), and are unknown where the answers differ.
    """

    id: str
    aggregate: Aggregate
    rules: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A rule over facts: a condition over fact ids, and an effect.

    The effect is any but `Feeds`; points of `Scores` are a constant.
    """

    id: str
    title: Text
    citation: Citation
    when: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """Recovery: one hit of `points` for each full month after `after_months` since the anchor without a stopping hit.

    Attributes:
        anchor: rule whose latest met hit alive on D or before starts the clock (its start day).
        stops: rules of which any met hit that starts after the anchor ends the accrual from its start day on.
        after_months: months that must pass before the first point.
        points: per month.
        limit: at most this much in all.
    """

    id: str
    title: Text
    citation: Citation
    anchor: str
    stops: tuple[str, ...] = ()
    after_months: int = 0
    points: int
    limit: int
    category: str | None = None
