"""What is wrong with a rating: bands, grades that nothing reaches, limits, cycle; and with facts and conclusions."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from typing import TYPE_CHECKING, Final, TypeAlias

from xinyong.law.effects import Caps, Classes, Feeds, Grades, Lifts, Scores, Starts
from xinyong.law.expr import tree
from xinyong.law.lint_conditions import condition_columns, magnitudes, points_columns
from xinyong.law.lint_rules import ID, lint_effect
from xinyong.law.pack import Governs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.law.effects import Effect
    from xinyong.law.lint_report import Report
    from xinyong.law.pack import Pack
    from xinyong.law.rating import Cycle, Rating
    from xinyong.law.rule import Limit

Range: TypeAlias = tuple[float, float]
"""Lowest and highest value; infinite where nothing bounds it."""

FACT_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_LEAP: Final = 2024


def lint_rating(pack: Pack, report: Report) -> None:
    """Note what is wrong with the rating, its cycle, and the parts that compute it."""
    _facts(pack, report)
    _conclusions(pack, report)
    _accruals(pack, report)
    rating = pack.rating
    if rating is None:
        report.unless(
            pack.governs is not Governs.PERIOD, "cycle", "periods govern, without a rating.", "Add `rating:`."
        )
        return
    place = report.at("rating")
    _bands(rating, place)
    _limits(rating, place)
    _reachable(pack, rating, place)
    _cycle(pack, rating.cycle, place.at("cycle"))


def _bands(rating: Rating, report: Report) -> None:
    floors = [band.at_least for band in rating.bands]
    inner = [floor for floor in floors[:-1] if floor is not None]
    ordered = len(inner) == len(floors) - 1 and all(high > low for high, low in itertools.pairwise(inner))
    report.unless(
        ordered and floors[-1:] == [None],
        "bands",
        "bands do not fall from best to worst, the last open.",
        "Order them; `at_least: null` last.",
    )
    grades = [band.grade for band in rating.bands] + list(rating.special)
    report.unless(
        len(set(grades)) == len(grades), "bands", "a grade stands twice.", "Give each grade one band or class."
    )


def _limits(rating: Rating, report: Report) -> None:
    ids = [category.id for category in rating.categories]
    report.unless(len(set(ids)) == len(ids), "id", "a category stands twice.", "Rename one of them.")
    _limit(rating.limit, report.at("limit"))
    for category in rating.categories:
        place = report.at(f"categories[{category.id}]")
        _limit(category.limit, place.at("limit"))
        cited = category.weight == 1 or category.citation is not None
        place.unless(cited, "citation-missing", "a weight without a citation.", "Add `citation:` to the category.")


def _limit(limit: Limit | None, report: Report) -> None:
    if limit is None:
        return
    report.unless(limit.citation is not None, "citation-missing", "a limit without a citation.", "Add `citation:`.")
    ordered = limit.low is None or limit.high is None or limit.low <= limit.high
    report.unless(ordered, "limit", f"{limit.low} lies above {limit.high}.", "Swap `low` and `high`.")


def _reachable(pack: Pack, rating: Rating, report: Report) -> None:
    low, high = _total(pack, rating)
    given = {effect.grade for effect in _effects(pack) if isinstance(effect, Grades | Caps | Lifts)}
    above = math.inf
    for band in rating.bands:
        floor = -math.inf if band.at_least is None else band.at_least
        reached = floor <= high and low < above
        text = f"no total reaches the grade {band.grade!r}: totals lie from {low} to {high}."
        report.unless(reached or band.grade in given, "grade-unreachable", text, "Mend bands, start score or limits.")
        above = floor
    classes = {effect.grade for effect in _effects(pack) if isinstance(effect, Classes)}
    for grade in rating.special:
        report.unless(grade in classes, "grade-unreachable", f"no rule gives the class {grade!r}.", "Drop it.")


def _effects(pack: Pack) -> tuple[Effect, ...]:
    enabled = (rule.effect for rule in pack.rules if rule.disabled is None)
    return (*enabled, *(conclusion.effect for conclusion in pack.conclusions))


def _total(pack: Pack, rating: Rating) -> Range:
    """The range of totals, each rule taken to hit any number of times."""
    starts = [rating.start, *(effect.score for effect in _effects(pack) if isinstance(effect, Starts))]
    low, high = float(min(starts)), float(max(starts))
    for category in (None, *rating.categories):
        least, most = _sum(pack, None if category is None else category.id)
        if category is not None:
            least, most = _clamped((least, most), category.limit)
            least, most = sorted((_times(least, category.weight), _times(most, category.weight)))
        low, high = low + least, high + most
    return _clamped((low, high), rating.limit)


def _times(value: float, weight: int) -> float:
    return 0.0 if weight == 0 else value * weight


def _sum(pack: Pack, category: str | None) -> Range:
    low = high = 0.0
    for rule in pack.rules:
        effect = rule.effect
        if isinstance(effect, Scores) and effect.category == category and rule.disabled is None:
            values = magnitudes(effect.points)
            least = -math.inf if any(value < 0 for value in values) else 0.0
            most = math.inf if any(value > 0 for value in values) else 0.0
            least, most = _clamped((least, most), rule.limit)
            low, high = low + least, high + most
    for conclusion in pack.conclusions:
        effect = conclusion.effect
        if isinstance(effect, Scores) and effect.category == category:
            values = magnitudes(effect.points)
            low, high = low + min(0, *values, 0), high + max(0, *values, 0)
    high += sum(accrual.limit for accrual in pack.accruals if accrual.category == category)
    return low, high


def _clamped(values: Range, limit: Limit | None) -> Range:
    if limit is None:
        return values
    least = -math.inf if limit.low is None else limit.low
    most = math.inf if limit.high is None else limit.high
    low, high = (max(least, min(most, value)) for value in values)
    return low, high


def _cycle(pack: Pack, cycle: Cycle | None, report: Report) -> None:
    period = pack.governs is Governs.PERIOD
    report.unless(period == (cycle is not None), "cycle", "a cycle goes with `governs: period`.", "Add or drop it.")
    if cycle is None:
        return
    for month, day in ((cycle.cut_off_month, cycle.cut_off_day), (cycle.published_month, cycle.published_day)):
        report.unless(_exists(month, day), "cycle", f"there is no day {month}-{day}.", "Name a day of every year.")
    ordered = cycle.first_year is None or cycle.last_year is None or cycle.first_year <= cycle.last_year
    report.unless(ordered, "cycle", "the last year lies before the first.", "Swap them.")


def _exists(month: int, day: int) -> bool:
    try:
        dt.date(_LEAP - 1, month, day)
    except ValueError:
        return False
    return True


def _facts(pack: Pack, report: Report) -> None:
    rules = {rule.id for rule in pack.rules}
    read = " ".join(conclusion.when for conclusion in pack.conclusions)
    for fact in pack.facts:
        place = report.at(f"facts[{fact.id}]")
        place.unless(FACT_ID.fullmatch(fact.id) is not None, "id", f"{fact.id!r} is no name.", "Use a-z, 0-9 and _.")
        _known(fact.rules, rules, place)
        used = re.search(rf"\b{re.escape(fact.id)}\b", read) is not None
        place.unless(used, "fact-unused", "no conclusion reads it.", "Drop it, or name it in a conclusion.")


def _known(names: Iterable[str], rules: set[str], report: Report) -> None:
    for name in names:
        report.unless(name in rules, "rule-unknown", f"there is no rule {name!r}.", "Name a rule of this pack.")


def _conclusions(pack: Pack, report: Report) -> None:
    scope = tree.facts_scope(tuple(fact.id for fact in pack.facts))
    for conclusion in pack.conclusions:
        place = report.at(f"conclusions[{conclusion.id}]")
        place.unless(
            ID.fullmatch(conclusion.id) is not None, "id", f"{conclusion.id!r} is no id.", "Use a-z, 0-9, hyphens."
        )
        condition_columns(conclusion.when, scope, place.at("when"))
        lint_effect(pack, conclusion.effect, place.at("effect"))
        fits = not isinstance(conclusion.effect, Feeds)
        if isinstance(conclusion.effect, Scores):
            points_columns(conclusion.effect.points, place.at("effect.points"))
            fits = conclusion.effect.points.value is not None
        place.unless(
            fits, "conclusion-effect", "it gives constant points and feeds nothing.", "Use a rule over records."
        )


def _accruals(pack: Pack, report: Report) -> None:
    rules = {rule.id for rule in pack.rules}
    for accrual in pack.accruals:
        place = report.at(f"accruals[{accrual.id}]")
        _known((accrual.anchor, *accrual.stops), rules, place)
        fits = 0 < accrual.points <= accrual.limit and accrual.after_months >= 0
        place.unless(fits, "accrual", "points, limit and months are positive.", "Give `points` up to `limit`.")
        lint_effect(pack, Starts(score=0), place)
        categories = set[str]() if pack.rating is None else {category.id for category in pack.rating.categories}
        known = accrual.category is None or accrual.category in categories
        place.unless(known, "category-unknown", f"there is no category {accrual.category!r}.", "Declare it.")
