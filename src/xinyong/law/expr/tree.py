"""The tree of the rule language: closed, frozen, typed; what a pack can say about a record and nothing else.

Guarantees: every node has one of four types; integers stay within 64 bits for any record whose columns keep their
bounds; there is no division but by a positive literal, no cast, no function but COALESCE and YEAR, no clock.
`law.expr.parsing` is the only maker of trees for packs; `law.expr.python` and `law.expr.sql` alone give them a meaning.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from xinyong.kernel.facts import COLUMNS, FactColumn, FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INT64: Final = (-(2**63), 2**63 - 1)
"""Smallest and largest BIGINT."""

FIRST_DAY: Final = dt.date(1, 1, 1)
"""The earliest day; a date moved back past it stays on it."""

LAST_DAY: Final = dt.date(9999, 12, 31)
"""The latest day; a date moved past it stays on it."""

_FACT_BOUND: Final = 10**18

KIND: Final = FactColumn(name="kind", type=FactType.TEXT, unit="", meaning="record kind")

RECORD: Final[Mapping[str, FactColumn]] = {column.name: column for column in (KIND, *COLUMNS)}
"""What a rule over records can name."""


def facts_scope(fact_ids: tuple[str, ...]) -> dict[str, FactColumn]:
    """Return what a conclusion can name: the facts of its pack, each a BIGINT that is null where it has no value."""
    return {
        name: FactColumn(
            name=name, type=FactType.INTEGER, unit="", meaning="a fact", low=-_FACT_BOUND, high=_FACT_BOUND
        )
        for name in fact_ids
    }


class Comparison(Enum):
    """The six comparisons, by their SQL signs."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the record, or a fact; null is unknown."""

    name: str
    type: FactType
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A constant; never null."""

    value: int | str | bool | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The negation of a condition; unknown stays unknown."""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """Two conditions or more, all of which must be met."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """Two conditions or more, one of which must be met."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Two values of one type, compared; unknown where either is null."""

    sign: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """A value in a list of literals of its type."""

    operand: Node
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A value from `low` to `high`, both included."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class IsNull:
    """Whether a value is null; the one condition that is never unknown."""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A condition of a CASE and its value."""

    when: Node
    then: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The value of the first branch that is met; an unknown branch is passed over, as SQL does; null without ELSE."""

    branches: tuple[Branch, ...]
    otherwise: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalesce:
    """The first of several values that is not null."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Two integers added, or the second taken from the first."""

    left: Node
    right: Node
    minus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """An integer times a literal."""

    operand: Node
    factor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """An integer divided by a positive literal, cut off towards zero."""

    operand: Node
    divisor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A date moved by whole months (to the last day of a shorter month) or by days; it stays within FIRST..LAST_DAY."""

    operand: Node
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """The calendar year of a date."""

    operand: Node


Node: TypeAlias = (
    Column
    | Literal
    | Not
    | And
    | Or
    | Compare
    | Among
    | Between
    | IsNull
    | Case
    | Coalesce
    | Sum
    | Times
    | Divided
    | Moved
    | YearOf
)


def type_of(node: Node) -> FactType:  # noqa: PLR0911 - one closed list of nodes
    """Return a node's type."""
    match node:
        case Column():
            return node.type
        case Literal():
            return _literal_type(node)
        case Not() | And() | Or() | Compare() | Among() | Between() | IsNull():
            return FactType.BOOLEAN
        case Case():
            return type_of(node.branches[0].then)
        case Coalesce():
            return type_of(node.parts[0])
        case Sum() | Times() | Divided() | YearOf():
            return FactType.INTEGER
        case Moved():
            return FactType.DATE
        case _:
            assert_never(node)


def _literal_type(node: Literal) -> FactType:
    if isinstance(node.value, bool):
        return FactType.BOOLEAN
    if isinstance(node.value, int):
        return FactType.INTEGER
    return FactType.TEXT if isinstance(node.value, str) else FactType.DATE


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one closed list of nodes
    """Return the nodes right below this one."""
    match node:
        case Column() | Literal():
            return ()
        case Not() | IsNull() | Times() | Divided() | Moved() | YearOf():
            return (node.operand,)
        case And() | Or() | Coalesce():
            return node.parts
        case Compare() | Sum():
            return (node.left, node.right)
        case Among():
            return (node.operand, *node.options)
        case Between():
            return (node.operand, node.low, node.high)
        case Case():
            below = tuple(part for branch in node.branches for part in (branch.when, branch.then))
            return below if node.otherwise is None else (*below, node.otherwise)
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, the node first."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def bounds(node: Node) -> tuple[int, int]:  # noqa: PLR0911 - one closed list of nodes
    """Return the smallest and largest value of an integer node, over all records whose columns keep their bounds."""
    match node:
        case Column():
            return node.low, node.high
        case Literal():
            value = int(node.value) if isinstance(node.value, int) else 0
            return value, value
        case Case() | Coalesce():
            return _hull(node)
        case Sum():
            (low, high), (least, most) = bounds(node.left), bounds(node.right)
            return (low - most, high - least) if node.minus else (low + least, high + most)
        case Times():
            low, high = sorted(end * node.factor for end in bounds(node.operand))
            return low, high
        case Divided():
            low, high = bounds(node.operand)
            return truncated(low, node.divisor), truncated(high, node.divisor)
        case YearOf():
            return FIRST_DAY.year, LAST_DAY.year
        case Not() | And() | Or() | Compare() | Among() | Between() | IsNull() | Moved():
            return 0, 0
        case _:
            assert_never(node)


def _hull(node: Case | Coalesce) -> tuple[int, int]:
    if isinstance(node, Coalesce):
        values = node.parts
    else:
        values = tuple(branch.then for branch in node.branches)
        values += () if node.otherwise is None else (node.otherwise,)
    ends = [bounds(value) for value in values]
    return min(low for low, _ in ends), max(high for _, high in ends)


def truncated(value: int, divisor: int) -> int:
    """Return `value // divisor` cut off towards zero, as SQL cuts (Python's `//` would go down).

    >>> truncated(-7, 2)
    -3
    """
    return value // divisor if value >= 0 else -(-value // divisor)
