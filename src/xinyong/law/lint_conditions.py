"""What is wrong with conditions and points: types, units, columns that nothing fills, conditions that say nothing.

Reads the tree of `law.expr`; asks no record. A condition that computes or compares columns is not searched for
contradictions (`law.expr.analysis`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.kernel.facts import BY_NAME
from xinyong.kernel.truth import Truth
from xinyong.law.expr import tree
from xinyong.law.expr.analysis import columns, possible_truths
from xinyong.law.expr.parsing import Wrong, parse_condition, parse_integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.law.expr.parsing import Scope
    from xinyong.law.lint_report import Report
    from xinyong.law.points import Points

POINTS_BOUND = 2**31 - 1
"""Points of one hit stay within plus and minus this much."""


def condition_columns(text: str, scope: Scope, report: Report) -> tuple[str, ...]:
    """Check a condition; return the columns that it reads (none where it does not parse)."""
    node = parse_condition(text, scope)
    if isinstance(node, Wrong):
        report.say("condition", f"`{text}`, character {node.position}: {node.what}.", node.remedy)
        return ()
    truths = possible_truths(node)
    if truths is not None and Truth.MET not in truths:
        report.say("condition-contradictory", f"`{text}` can never be met.", "Mend or drop it.")
    elif truths is not None and Truth.NOT_MET not in truths:
        report.say("condition-vacuous", f"`{text}` can never be false.", "Leave `when` out, or mend it.")
    _units(node, text, report)
    return columns(node)


def points_columns(points: Points, report: Report) -> tuple[str, ...]:
    """Check points; return the columns that they read."""
    forms = (points.value is not None, bool(points.steps), points.expression is not None)
    report.unless(
        sum(forms) == 1, "points-form", "points have exactly one form.", "Give `value`, `steps` or `expression`."
    )
    report.unless(
        points.otherwise is None or bool(points.steps), "points-form", "`otherwise` stands without steps.", "Add steps."
    )
    read: list[str] = []
    for number, step in enumerate(points.steps):
        read += condition_columns(step.when, tree.RECORD, report.at(f"steps[{number}]"))
    for value in magnitudes(points):
        report.unless(abs(value) <= POINTS_BOUND, "points-bounds", f"{value} points are too many.", "Use fewer.")
    if points.expression is not None:
        read += _expression(points, points.expression, report)
    return tuple(read)


def magnitudes(points: Points) -> tuple[int, ...]:
    """Return every constant that points can take, and the declared bounds of an expression."""
    found = (points.value, points.otherwise, points.low, points.high, *(step.points for step in points.steps))
    return tuple(value for value in found if value is not None)


def _expression(points: Points, text: str, report: Report) -> tuple[str, ...]:
    node = parse_integer(text, tree.RECORD)
    if isinstance(node, Wrong):
        report.say("points-expression", f"`{text}`, character {node.position}: {node.what}.", node.remedy)
        return ()
    if points.low is None or points.high is None:
        report.say(
            "points-bounds", f"`{text}` has no declared bounds.", "Add `low` and `high`, and bound it with CASE."
        )
        return columns(node)
    low, high = tree.bounds(node)
    fits = points.low <= low and high <= points.high
    text = f"`{text}` can lie from {low} to {high}, beyond {points.low} to {points.high}."
    report.unless(fits, "points-bounds", text, "Bound the expression with CASE, or use steps.")
    return columns(node)


def _units(node: tree.Node, text: str, report: Report) -> None:
    for part in tree.walk(node):
        for units in _compared(part):
            if len(units) > 1:
                named = " and ".join(sorted(units))
                report.say("unit-mismatch", f"`{text}` puts {named} side by side.", "Compare columns of one unit.")


def _compared(part: tree.Node) -> Iterator[set[str]]:
    match part:
        case tree.Compare() | tree.Sum():
            yield _unit(part.left) | _unit(part.right)
        case tree.Between():
            yield _unit(part.operand) | _unit(part.low) | _unit(part.high)
        case tree.Coalesce():
            yield {unit for value in part.parts for unit in _unit(value)}
        case _:
            return


def _unit(node: tree.Node) -> set[str]:
    """The unit of a bare column; constants and computed values have none of their own."""
    if isinstance(node, tree.Column) and (column := BY_NAME.get(node.name)) is not None and column.unit:
        return {column.unit}
    return set()
