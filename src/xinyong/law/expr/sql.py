"""The reader of the rule language for everybody: a tree becomes SQL text.

Guarantees: the text is fully bracketed, names bare columns only, and means in DuckDB what `law.expr.python` computes.
It is written node by node from the closed tree; no text of a pack is ever passed through, text constants are quoted.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, assert_never

from xinyong.law.expr import tree
from xinyong.law.expr.python import move
from xinyong.law.expr.tree import FIRST_DAY, LAST_DAY

_SHORT: Final = 40


def text(node: tree.Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one closed list of nodes
    """Return the SQL text of a tree."""
    match node:
        case tree.Column():
            return f'"{node.name}"'
        case tree.Literal():
            return constant(node.value)
        case tree.Not():
            return f"(NOT {text(node.operand)})"
        case tree.And():
            return "(" + " AND ".join(map(text, node.parts)) + ")"
        case tree.Or():
            return "(" + " OR ".join(map(text, node.parts)) + ")"
        case tree.Compare():
            return f"({text(node.left)} {node.sign.value} {text(node.right)})"
        case tree.Among():
            return _among(node)
        case tree.Between():
            return f"({text(node.operand)} BETWEEN {text(node.low)} AND {text(node.high)})"
        case tree.IsNull():
            return f"({text(node.operand)} IS NULL)"
        case tree.Case():
            branches = " ".join(f"WHEN {text(branch.when)} THEN {text(branch.then)}" for branch in node.branches)
            otherwise = "" if node.otherwise is None else f" ELSE {text(node.otherwise)}"
            return f"(CASE {branches}{otherwise} END)"
        case tree.Coalesce():
            return f"coalesce({', '.join(map(text, node.parts))})"
        case tree.Sum():
            return f"({text(node.left)} {'-' if node.minus else '+'} {text(node.right)})"
        case tree.Times():
            return f"({text(node.operand)} * {constant(node.factor)})"
        case tree.Divided():
            return f"({text(node.operand)} // {constant(node.divisor)})"
        case tree.Moved():
            return moved(text(node.operand), months=node.months, days=node.days)
        case tree.YearOf():
            return f"year({text(node.operand)})"
        case _:
            assert_never(node)


def _among(node: tree.Among) -> str:
    """A short list as comparisons: DuckDB turns a long IN into a join of its own, over every row."""
    operand = text(node.operand)
    if len(node.options) > _SHORT or not isinstance(node.operand, tree.Column):
        return f"({operand} IN ({', '.join(map(text, node.options))}))"
    return "(" + " OR ".join(f"{operand} = {text(option)}" for option in node.options) + ")"


def constant(value: int | str | bool | dt.date) -> str:  # noqa: FBT001 - a constant may be a boolean
    """Return a constant as SQL text.

    >>> constant("a'b")
    "'a''b'"
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)" if value >= 0 else f"CAST('{value}' AS BIGINT)"
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


def moved(date: str, *, months: int = 0, days: int = 0) -> str:
    """Return the SQL text of a date moved by months or by days, kept within FIRST_DAY and LAST_DAY."""
    by_days = f"{date} + CAST({days} AS INTEGER)"
    shifted = f"CAST({date} + INTERVAL ({months}) MONTH AS DATE)" if months else by_days
    if months < 0 or days < 0:
        edge = move(FIRST_DAY, -months, -days)
        return f"(CASE WHEN {date} < {constant(edge)} THEN {constant(FIRST_DAY)} ELSE {shifted} END)"
    edge = move(LAST_DAY, -months, -days)
    return f"(CASE WHEN {date} > {constant(edge)} THEN {constant(LAST_DAY)} ELSE {shifted} END)"
