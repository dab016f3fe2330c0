"""What can be said of a condition without any record: what it reads, and which truths it can have.

`possible_truths` is exact for conditions that compare columns with constants, since such a condition is constant
between the constants: it is asked at every combination of them, of their neighbours and of null. It answers None, not a
guess, where a condition computes or compares columns with each other, or where the combinations are too many.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Final

from xinyong.kernel.facts import FactType
from xinyong.kernel.truth import Truth, truth
from xinyong.law.expr import python, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.kernel.facts import FactValue

MOST_COMBINATIONS: Final = 20_000


def columns(node: tree.Node) -> tuple[str, ...]:
    """Return the names that an expression reads, sorted."""
    return tuple(sorted({part.name for part in tree.walk(node) if isinstance(part, tree.Column)}))


def possible_truths(condition: tree.Node) -> frozenset[Truth] | None:
    """Return the truths that a condition can have over all records, or None where that is not cheap to decide.

    Without MET it contradicts itself; with MET alone it is vacuous; with MET and UNKNOWN it only asks for a value.
    """
    points = {name: _points(condition, name) for name in columns(condition)}
    combinations = 1
    for values in points.values():
        combinations *= len(values)
    if combinations > MOST_COMBINATIONS or not all(map(_plain, tree.walk(condition))):
        return None
    met = python.condition(condition)
    rows = itertools.product(*points.values())
    return frozenset(truth(met(dict(zip(points, row, strict=True)))) for row in rows)


def truths_without(condition: tree.Node, column: str) -> frozenset[Truth]:
    """Return the truths that a condition may have where a column is null; a superset, found without trying values."""
    return frozenset(map(truth, _possible(condition, column)))


def _possible(node: tree.Node, column: str) -> set[bool | None]:
    match node:
        case tree.Literal():
            return {node.value is True}
        case tree.Not():
            return {None if found is None else not found for found in _possible(node.operand, column)}
        case tree.And() | tree.Or():
            rows = itertools.product(*(_possible(part, column) for part in node.parts))
            return {_joined(row, any_of=isinstance(node, tree.Or)) for row in rows}
        case tree.IsNull():
            return {True} if _is_null(node.operand, column) else {True, False}
        case tree.Compare() | tree.Among() | tree.Column():
            return (
                {None} if any(_is_null(part, column) for part in (node, *tree.children(node))) else {True, False, None}
            )
        case _:
            return {True, False, None}


def _joined(row: tuple[bool | None, ...], *, any_of: bool) -> bool | None:
    if any_of in row:
        return any_of
    return None if None in row else not any_of


def _is_null(node: tree.Node, column: str) -> bool:
    """Whether a value is surely null where the column is."""
    match node:
        case tree.Column():
            return node.name == column
        case tree.Sum() | tree.Times() | tree.Divided() | tree.Moved() | tree.YearOf():
            return any(_is_null(part, column) for part in tree.children(node))
        case _:
            return False


def _plain(node: tree.Node) -> bool:
    match node:
        case tree.Compare():
            return _constant_beside_column((node.left, node.right))
        case tree.Between():
            return _constant_beside_column((node.operand, node.low, node.high))
        case tree.Sum() | tree.Times() | tree.Divided() | tree.Moved() | tree.YearOf():
            return False
        case _:
            return True


def _constant_beside_column(operands: tuple[tree.Node, ...]) -> bool:
    return sum(not isinstance(operand, tree.Literal) for operand in operands) <= 1


def _points(condition: tree.Node, name: str) -> tuple[FactValue, ...]:
    column = next(node for node in tree.walk(condition) if isinstance(node, tree.Column) and node.name == name)
    constants = {node.value for node in tree.walk(condition) if isinstance(node, tree.Literal)}
    match column.type:
        case FactType.BOOLEAN:
            return (None, True, False)
        case FactType.TEXT:
            texts = {value for value in constants if isinstance(value, str)}
            return (None, *texts, max(texts, default="") + "~")
        case FactType.INTEGER:
            numbers = {near for value in constants if type(value) is int for near in (value - 1, value, value + 1)}
            ends = {column.low, column.high}
            return (None, *(number for number in numbers | ends if column.low <= number <= column.high))
        case FactType.DATE:
            days = {near for value in constants if isinstance(value, dt.date) for near in _around(value)}
            return (None, *(days | {tree.FIRST_DAY, tree.LAST_DAY}))


def _around(day: dt.date) -> Iterator[dt.date]:
    yield from (python.move(day, 0, -1), day, python.move(day, 0, 1))
