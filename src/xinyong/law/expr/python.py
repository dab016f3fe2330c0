"""The reader of the rule language for one record: a tree becomes a Python function over the record's facts.

Guarantees: what SQL says, three-valued (None is unknown), integers cut off towards zero, dates clamped at month ends.
Never raises for facts of the declared types. `law.expr.sql` is the other reader; a property test holds them equal.
"""

from __future__ import annotations

import datetime as dt
import operator
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never, cast

from xinyong.kernel.dates import add_days, add_months
from xinyong.law.expr import tree
from xinyong.law.expr.tree import FIRST_DAY, Comparison, truncated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xinyong.kernel.facts import FactValue

    Facts: TypeAlias = Mapping[str, FactValue]
    Value: TypeAlias = Callable[[Facts], FactValue]
    _Compare: TypeAlias = Callable[[FactValue, FactValue], bool]
    Condition: TypeAlias = Callable[[Facts], bool | None]

_SIGNS: Final[dict[Comparison, _Compare]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: cast("_Compare", operator.lt),
    Comparison.AT_MOST: cast("_Compare", operator.le),
    Comparison.MORE: cast("_Compare", operator.gt),
    Comparison.AT_LEAST: cast("_Compare", operator.ge),
}


def condition(node: tree.Node) -> Condition:
    """Return a function from a record's facts to the condition's truth: True, False, or None for unknown.

    A column that the facts lack is null.
    """
    return cast("Condition", value(node))


def value(node: tree.Node) -> Value:  # noqa: C901, PLR0911, PLR0912 - one closed list of nodes
    """Return a function from a record's facts to the value of the tree; None is null."""
    match node:
        case tree.Column():
            return _column(node.name)
        case tree.Literal():
            return _constant(node.value)
        case tree.Not():
            return _negation(condition(node.operand))
        case tree.And():
            return _all_of(tuple(condition(part) for part in node.parts))
        case tree.Or():
            return _any_of(tuple(condition(part) for part in node.parts))
        case tree.Compare():
            return _comparison(node)
        case tree.Among():
            return _among(value(node.operand), frozenset(option.value for option in node.options))
        case tree.Between():
            return _between(value(node.operand), value(node.low), value(node.high))
        case tree.IsNull():
            return _is_null(value(node.operand))
        case tree.Case():
            return _case(node)
        case tree.Coalesce():
            return _coalesce(tuple(value(part) for part in node.parts))
        case tree.Sum():
            return _sum(value(node.left), value(node.right), -1 if node.minus else 1)
        case tree.Times():
            return _times(value(node.operand), node.factor)
        case tree.Divided():
            return _divided(value(node.operand), node.divisor)
        case tree.Moved():
            return _moved(value(node.operand), node.months, node.days)
        case tree.YearOf():
            return _year(value(node.operand))
        case _:
            assert_never(node)


def move(day: dt.date, months: int, days: int) -> dt.date:
    """Return a day moved by months, then days, back or forth; it stays within FIRST_DAY and LAST_DAY.

    >>> move(dt.date(2024, 3, 31), -1, 0)
    datetime.date(2024, 2, 29)
    """
    if day.year * 12 + day.month - 1 + months < FIRST_DAY.year * 12:
        return FIRST_DAY
    moved = add_months(day, months) if months else day
    return add_days(moved, days) if days >= (FIRST_DAY - moved).days else FIRST_DAY


def _column(name: str) -> Value:
    return lambda facts: facts.get(name)


def _constant(constant: FactValue) -> Value:
    return lambda _: constant


def _negation(operand: Condition) -> Condition:
    def negation(facts: Facts) -> bool | None:
        found = operand(facts)
        return None if found is None else not found

    return negation


def _all_of(parts: tuple[Condition, ...]) -> Condition:
    def all_of(facts: Facts) -> bool | None:
        met: bool | None = True
        for part in parts:
            found = part(facts)
            if found is None:
                met = None
            elif not found:
                return False
        return met

    return all_of


def _any_of(parts: tuple[Condition, ...]) -> Condition:
    def any_of(facts: Facts) -> bool | None:
        met: bool | None = False
        for part in parts:
            found = part(facts)
            if found is None:
                met = None
            elif found:
                return True
        return met

    return any_of


def _comparison(node: tree.Compare) -> Condition:
    compare = _SIGNS[node.sign]
    if isinstance(node.left, tree.Column) and isinstance(node.right, tree.Literal):
        return _column_comparison(node.left.name, compare, node.right.value)
    left, right = value(node.left), value(node.right)

    def comparison(facts: Facts) -> bool | None:
        first, second = left(facts), right(facts)
        return None if first is None or second is None else compare(first, second)

    return comparison


def _column_comparison(name: str, compare: _Compare, constant: FactValue) -> Condition:
    def comparison(facts: Facts) -> bool | None:
        found = facts.get(name)
        return None if found is None else compare(found, constant)

    return comparison


def _among(operand: Value, options: frozenset[FactValue]) -> Condition:
    def among(facts: Facts) -> bool | None:
        found = operand(facts)
        return None if found is None else found in options

    return among


def _between(operand: Value, low: Value, high: Value) -> Condition:
    at_least, at_most = _SIGNS[Comparison.AT_LEAST], _SIGNS[Comparison.AT_MOST]

    def between(facts: Facts) -> bool | None:
        found, least, most = operand(facts), low(facts), high(facts)
        above = None if found is None or least is None else at_least(found, least)
        below = None if found is None or most is None else at_most(found, most)
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    return between


def _is_null(operand: Value) -> Condition:
    return lambda facts: operand(facts) is None


def _case(node: tree.Case) -> Value:
    branches = tuple((condition(branch.when), value(branch.then)) for branch in node.branches)
    otherwise = _constant(None) if node.otherwise is None else value(node.otherwise)

    def case(facts: Facts) -> FactValue:
        for when, then in branches:
            if when(facts) is True:
                return then(facts)
        return otherwise(facts)

    return case


def _coalesce(parts: tuple[Value, ...]) -> Value:
    def coalesce(facts: Facts) -> FactValue:
        for part in parts:
            found = part(facts)
            if found is not None:
                return found
        return None

    return coalesce


def _sum(left: Value, right: Value, sign: int) -> Value:
    def total(facts: Facts) -> FactValue:
        first, second = left(facts), right(facts)
        return None if first is None or second is None else cast("int", first) + sign * cast("int", second)

    return total


def _times(operand: Value, factor: int) -> Value:
    def times(facts: Facts) -> FactValue:
        found = operand(facts)
        return None if found is None else cast("int", found) * factor

    return times


def _divided(operand: Value, divisor: int) -> Value:
    def divided(facts: Facts) -> FactValue:
        found = operand(facts)
        return None if found is None else truncated(cast("int", found), divisor)

    return divided


def _moved(operand: Value, months: int, days: int) -> Value:
    def moved(facts: Facts) -> FactValue:
        found = operand(facts)
        return move(found, months, days) if isinstance(found, dt.date) else None

    return moved


def _year(operand: Value) -> Value:
    def year(facts: Facts) -> FactValue:
        found = operand(facts)
        return found.year if isinstance(found, dt.date) else None

    return year
