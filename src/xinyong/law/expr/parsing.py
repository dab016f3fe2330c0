"""From the text of a condition or an integer expression to the closed tree, or to what is wrong with it.

Guarantees: what comes out is typed and its integers can't overflow 64 bits; nothing outside the list of nodes, columns
and types below gets through, whatever SQL it is. Refuses, with the place and a way out: `/`, `%`, floats, casts,
functions but COALESCE and YEAR, LIKE, subqueries, NULL as a value, comparisons across types (`TRUE = 1`), text order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

import sqlglot
from sqlglot import expressions as sql
from sqlglot.errors import SqlglotError

from xinyong.kernel.facts import FactType
from xinyong.law.expr import tree
from xinyong.law.expr.tree import INT64, Comparison, Node, bounds, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xinyong.kernel.facts import FactColumn

Scope: TypeAlias = "Mapping[str, FactColumn]"

LONGEST: Final = 4_000
"""Characters of a condition."""

_LARGEST_MOVE: Final = 12_000
_DEEPEST: Final = 60

_SIGNS: Final[dict[type[sql.Expr], Comparison]] = {
    sql.EQ: Comparison.EQUAL,
    sql.NEQ: Comparison.UNEQUAL,
    sql.LT: Comparison.LESS,
    sql.LTE: Comparison.AT_MOST,
    sql.GT: Comparison.MORE,
    sql.GTE: Comparison.AT_LEAST,
}
_UNITS: Final[dict[str, tuple[int, int]]] = {
    "DAY": (0, 1),
    "DAYS": (0, 1),
    "MONTH": (1, 0),
    "MONTHS": (1, 0),
    "YEAR": (12, 0),
    "YEARS": (12, 0),
}
_ORDERED: Final = (FactType.INTEGER, FactType.DATE)
_EQUATED: Final = (Comparison.EQUAL, Comparison.UNEQUAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why a text is no expression of the language.

    Attributes:
        text: the whole text.
        position: the character it starts to be wrong at, from 1.
        what, remedy: what is wrong, and what to write instead.
    """

    text: str
    position: int
    what: str
    remedy: str


class _Refused(Exception):  # noqa: N818 - never leaves this module: it carries a value out of the recursion
    def __init__(self, at: sql.Expr | int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.at = at
        self.what = what
        self.remedy = remedy


def parse_condition(text: str, scope: Scope) -> Node | Wrong:
    """Parse a condition: an expression of type BOOLEAN.

    >>> parse_condition("flag = 1", tree.RECORD).what
    'BOOLEAN can not be compared with BIGINT'
    """
    return _parse(text, scope, FactType.BOOLEAN)


def parse_integer(text: str, scope: Scope) -> Node | Wrong:
    """Parse an integer expression, such as the points of a rule."""
    return _parse(text, scope, FactType.INTEGER)


def _parse(text: str, scope: Scope, wanted: FactType) -> Node | Wrong:
    try:
        return _Reader(scope).whole(_syntax(text), wanted)
    except _Refused as refused:
        return Wrong(text=text, position=_position(refused.at), what=refused.what, remedy=refused.remedy)


_WANTED: Final = {
    FactType.BOOLEAN: "Write a condition, such as `amount >= 10000`.",
    FactType.INTEGER: "Write an integer, such as `-quantity * 5`.",
}


def _syntax(text: str) -> sql.Expr:
    if not text.strip():
        raise _Refused(0, "the expression is empty", "Leave the field out where the kind alone decides.")
    if len(text) > LONGEST:
        raise _Refused(LONGEST, f"the expression is longer than {LONGEST} characters", "Split the rule into several.")
    try:
        return sqlglot.parse_one(text, read="duckdb")
    except RecursionError:
        raise _Refused(0, "the expression is nested too deeply", "Split the rule into several.") from None
    except SqlglotError as error:
        raise _Refused(_column(error), "the expression does not parse", "Check brackets and words.") from None


def _column(error: SqlglotError) -> int:
    details: Sequence[Mapping[str, object]] = getattr(error, "errors", ())
    column = details[0].get("col") if details else None
    return column - 1 if isinstance(column, int) and column > 0 else 0


def _position(at: sql.Expr | int) -> int:
    if isinstance(at, int):
        return at + 1
    starts = [start for node in at.walk() if isinstance(start := node.meta.get("start"), int)]
    return min(starts, default=0) + 1


class _Reader:
    """One recursive descent over sqlglot's tree, by node type; what has no reader is refused."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def whole(self, node: sql.Expr, wanted: FactType) -> Node:
        """Return the tree of a whole text, of the type that its place wants."""
        found = self.read(node, 0)
        if type_of(found) is not wanted:
            raise _Refused(0, f"the expression is {type_of(found).value}, not {wanted.value}", _WANTED[wanted])
        return found

    def read(self, node: sql.Expr, depth: int) -> Node:
        """Return the node's tree, with its integers checked."""
        if depth > _DEEPEST:
            raise _Refused(node, "the expression is nested too deeply", "Split the rule into several.")
        found = self._read(node, depth + 1)
        if type_of(found) is FactType.INTEGER:
            low, high = bounds(found)
            if low < INT64[0] or high > INT64[1]:
                what = f"the value can reach {low if low < INT64[0] else high}, beyond 64 bits"
                raise _Refused(node, what, "Use smaller factors, or a column with narrower bounds.")
        return found

    def _read(self, node: sql.Expr, depth: int) -> Node:  # noqa: C901, PLR0911, PLR0912 - one closed list of nodes
        if sign := _SIGNS.get(type(node)):
            return self._compare(node, sign, depth)
        match node:
            case sql.Paren():
                return self.read(node.this, depth)
            case sql.Column():
                return self._name(node)
            case sql.Literal() | sql.Boolean():
                return _literal(node)
            case sql.Cast():
                return _date(node)
            case sql.And() | sql.Or():
                return self._join(node, depth)
            case sql.Not():
                return tree.Not(operand=self._condition(node.this, depth))
            case sql.Is():
                return self._is_null(node, depth)
            case sql.In():
                return self._among(node, depth)
            case sql.Between():
                return self._between(node, depth)
            case sql.Case():
                return self._case(node, depth)
            case sql.Coalesce():
                return self._coalesce(node, depth)
            case sql.Year():
                return tree.YearOf(operand=self._typed(node.this, FactType.DATE, depth))
            case sql.Neg():
                return _negated(self._integer(node.this, depth))
            case sql.Add() | sql.Sub():
                return self._sum(node, depth)
            case sql.Mul() | sql.IntDiv():
                return self._scaled(node, depth)
            case _:
                return _refuse(node)

    def _name(self, node: sql.Column) -> Node:
        identifier = node.this
        quoted = not isinstance(identifier, sql.Identifier) or bool(identifier.args.get("quoted"))
        if quoted or len(node.parts) != 1:
            raise _Refused(node, f"`{node.sql('duckdb')}` is no column", "Write the bare name; text stands in '...'.")
        column = self._scope.get(node.name)
        if column is None:
            known = ", ".join(self._scope) or "none"
            raise _Refused(node, f"there is no column `{node.name}`", f"Known here: {known}.")
        return tree.Column(name=column.name, type=column.type, low=column.low, high=column.high)

    def _typed(self, node: sql.Expr, wanted: FactType, depth: int) -> Node:
        found = self.read(node, depth)
        if type_of(found) is not wanted:
            what = f"`{node.sql('duckdb')}` is {type_of(found).value}, not {wanted.value}"
            raise _Refused(node, what, f"Write a value of type {wanted.value} here.")
        return found

    def _condition(self, node: sql.Expr, depth: int) -> Node:
        return self._typed(node, FactType.BOOLEAN, depth)

    def _integer(self, node: sql.Expr, depth: int) -> Node:
        return self._typed(node, FactType.INTEGER, depth)

    def _compare(self, node: sql.Expr, sign: Comparison, depth: int) -> Node:
        left, right = self.read(node.this, depth), self.read(node.expression, depth)
        kind = _one_type(node, left, right)
        if kind not in _ORDERED and sign not in _EQUATED:
            what = f"{kind.value} has no order"
            raise _Refused(node, what, "Only BIGINT and DATE can be compared with <, <=, > and >=; use = or IN.")
        return tree.Compare(sign=sign, left=left, right=right)

    def _join(self, node: sql.And | sql.Or, depth: int) -> Node:
        kind = type(node)
        parts: list[sql.Expr] = []
        left: sql.Expr = node
        while isinstance(left, kind):
            parts.append(left.expression)
            left = left.this
        conditions = tuple(self._condition(part, depth) for part in (left, *reversed(parts)))
        return tree.And(parts=conditions) if isinstance(node, sql.And) else tree.Or(parts=conditions)

    def _is_null(self, node: sql.Is, depth: int) -> Node:
        if not isinstance(node.expression, sql.Null):
            raise _Refused(node, "only IS NULL and IS NOT NULL are known", "Write `flag` or `NOT flag`.")
        return tree.IsNull(operand=self.read(node.this, depth))

    def _among(self, node: sql.In, depth: int) -> Node:
        if not node.expressions or set(node.args) - {"this", "expressions"}:
            raise _Refused(node, "IN needs a list of constants", "Write `code IN ('a', 'b')`.")
        operand = self.read(node.this, depth)
        options: list[tree.Literal] = []
        for part in node.expressions:
            option = self.read(part, depth)
            if not isinstance(option, tree.Literal):
                raise _Refused(part, "IN takes constants only", "Write `a = b OR a = c` for columns.")
            options.append(option)
        if _one_type(node, operand, *options) is FactType.BOOLEAN:
            raise _Refused(node, "IN is not for BOOLEAN", "Write `flag` or `NOT flag`.")
        return tree.Among(operand=operand, options=tuple(options))

    def _between(self, node: sql.Between, depth: int) -> Node:
        if node.args.get("symmetric") is not None:
            raise _Refused(node, "BETWEEN SYMMETRIC is not known", "Write the smaller bound first.")
        operand, low, high = (self.read(part, depth) for part in (node.this, node.args["low"], node.args["high"]))
        if _one_type(node, operand, low, high) not in _ORDERED:
            raise _Refused(node, "BETWEEN is for BIGINT and DATE", "Use IN for text.")
        return tree.Between(operand=operand, low=low, high=high)

    def _case(self, node: sql.Case, depth: int) -> Node:
        if node.this is not None:
            raise _Refused(node, "CASE with an operand is not known", "Write `CASE WHEN a = 1 THEN ...`.")
        branches: list[tree.Branch] = []
        for part in node.args["ifs"]:
            when = self._condition(part.this, depth)
            branches.append(tree.Branch(when=when, then=self.read(part.args["true"], depth)))
        last = node.args.get("default")
        otherwise = None if last is None else self.read(last, depth)
        _one_type(node, *(branch.then for branch in branches), *(() if otherwise is None else (otherwise,)))
        return tree.Case(branches=tuple(branches), otherwise=otherwise)

    def _coalesce(self, node: sql.Coalesce, depth: int) -> Node:
        parts = tuple(self.read(part, depth) for part in (node.this, *node.expressions))
        if len(parts) == 1:
            raise _Refused(node, "COALESCE needs two values or more", "Name what stands in for a null.")
        _one_type(node, *parts)
        return tree.Coalesce(parts=parts)

    def _sum(self, node: sql.Add | sql.Sub, depth: int) -> Node:
        minus = isinstance(node, sql.Sub)
        if isinstance(node.expression, sql.Interval):
            date = self._typed(node.this, FactType.DATE, depth)
            months, days = _interval(node.expression)
            sign = -1 if minus else 1
            return tree.Moved(operand=date, months=sign * months, days=sign * days)
        return tree.Sum(left=self._integer(node.this, depth), right=self._integer(node.expression, depth), minus=minus)

    def _scaled(self, node: sql.Mul | sql.IntDiv, depth: int) -> Node:
        left, right = self._integer(node.this, depth), self._integer(node.expression, depth)
        if isinstance(node, sql.IntDiv):
            if not (isinstance(right, tree.Literal) and isinstance(right.value, int) and right.value > 0):
                raise _Refused(node.expression, "`//` takes a positive constant", "Write `amount // 100`.")
            return tree.Divided(operand=left, divisor=right.value)
        if isinstance(left, tree.Literal):
            left, right = right, left
        if not (isinstance(right, tree.Literal) and isinstance(right.value, int)):
            raise _Refused(node, "`*` takes a constant on one side", "Write `quantity * 5`.")
        return tree.Times(operand=left, factor=right.value)


def _one_type(node: sql.Expr, first: Node, *others: Node) -> FactType:
    wanted = type_of(first)
    for other in others:
        if type_of(other) is not wanted:
            what = f"{wanted.value} can not be compared with {type_of(other).value}"
            raise _Refused(node, what, "Give all values one type; a date is written DATE '2024-01-31'.")
    return wanted


def _negated(operand: Node) -> Node:
    if isinstance(operand, tree.Literal) and isinstance(operand.value, int):
        return tree.Literal(value=-operand.value)
    return tree.Times(operand=operand, factor=-1)


def _literal(node: sql.Literal | sql.Boolean) -> Node:
    if isinstance(node, sql.Boolean):
        return tree.Literal(value=bool(node.this))
    text = str(node.this)
    if node.is_string:
        return tree.Literal(value=text)
    if not (text.isascii() and text.isdigit()):
        raise _Refused(node, f"`{text}` is no whole number", "Use integers; money is in fen, shares in 1/10000.")
    return tree.Literal(value=int(text))


def _date(node: sql.Cast) -> Node:
    literal = node.this
    if not (isinstance(literal, sql.Literal) and literal.is_string and node.to.is_type("date")):
        return _refuse(node)
    text = str(literal.this)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise _Refused(node, f"'{text}' is no day", "Write an existing day as DATE '2024-01-31'.")
    return tree.Literal(value=day)


def _interval(node: sql.Interval) -> tuple[int, int]:
    unit = str(node.args.get("unit") or "").upper()
    size = str(getattr(node.this, "this", ""))
    if unit not in _UNITS or not (isinstance(node.this, sql.Literal) and size.isascii() and size.isdigit()):
        raise _Refused(node, "the interval is no whole number of days, months or years", "Write `INTERVAL 3 MONTH`.")
    months, days = _UNITS[unit]
    if int(size) * max(months, 1) > _LARGEST_MOVE:
        raise _Refused(node, f"the interval is longer than {_LARGEST_MOVE} days or months", "Use a shorter one.")
    return months * int(size), days * int(size)


_REMEDIES: Final[tuple[tuple[tuple[type[sql.Expr], ...], str, str], ...]] = (
    ((sql.Div,), "`/` is not known: engines disagree on it", "Use `//` by a positive constant."),
    ((sql.Mod,), "`%` is not known: engines disagree on its sign", "Compare whole numbers instead."),
    ((sql.Null,), "NULL is no value", "Write IS NULL, or leave ELSE out."),
    ((sql.Cast, sql.TryCast), "casts are not known", "Compare columns in their own type; see `packs show`."),
    ((sql.Like, sql.ILike, sql.RegexpLike), "text is only compared with =, <> and IN", "List the codes with IN."),
    ((sql.Interval,), "an interval stands after a date and + or -", "Write `effective + INTERVAL 3 MONTH`."),
    ((sql.Query, sql.Subquery, sql.Exists), "a condition reads one record, no table", "Use a fact of the pack."),
    ((sql.CurrentDate, sql.CurrentTimestamp), "a condition may not ask for today", "Time enters by `life` alone."),
    ((sql.AggFunc,), "a condition reads one record, it can't count", "Use a fact of the pack."),
    ((sql.Func,), "no function but COALESCE and YEAR is known", "See the rule language reference."),
)


def _refuse(node: sql.Expr) -> NoReturn:
    for kinds, what, remedy in _REMEDIES:
        if isinstance(node, kinds):
            raise _Refused(node, what, remedy)
    what = f"`{type(node).__name__.upper()}` does not belong to the rule language"
    raise _Refused(node, what, "See the rule language reference.")
