"""The row pass: from records to hits, one scan for all packs, joined to a table of rules.

A hit is `(subject, seq, rule, met, points, start, until)`, with `month` where a pack counts months. `met` is false for
a hit of truth unknown; `start` and `until` are both null where the life is not known; an open life ends on 9999-12-31.
Hits do not depend on a day, but those that can matter on no day from `since` on are left out.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from xinyong.kernel.facts import COLUMNS
from xinyong.law.expr import analysis, sql, tree
from xinyong.law.expr.python import move
from xinyong.law.pack import Aggregate, Life, LifeForm, OnceKey
from xinyong.rules import lives
from xinyong.rules.columnar.text import FAR_TEXT, among, by_number, day_or_null, temporary, values

if TYPE_CHECKING:
    from xinyong.rules.columnar.layout import Layout
    from xinyong.rules.compiled import CompiledRule

RULES: Final = "xy_rules"
"""The table of rules by kind, as `rule_table` makes it."""

_INT32: Final = 2**31 - 1
_LONGEST_MONTH: Final = 31


class Rows:
    """The text of the row pass of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines = layout.rules
        self._rules: dict[int, CompiledRule] = {line.number: line.rule for line in self._lines if line.rule is not None}
        self._months = _counting_months(layout)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a hit, in order."""
        return ("subject", "seq", "rule", "met", "points", "start", "until", *(("month",) if self._months else ()))

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that the rules read, beside subject, seq and kind."""
        found = {name for rule in self._rules.values() for name in _reads(rule)}
        found |= {"effective"} if any(_prunes(rule.life) for rule in self._rules.values()) else set()
        return tuple(column.name for column in COLUMNS if column.name in found)

    def rule_table(self, since: dt.date) -> str:
        """Return the statement that makes the table of rules: one row for each rule and kind.

        `earliest` drops records whose hits have ended before they are looked at; `code` those whose code is another.
        """
        rows = [
            (
                sql.constant(kind),
                str(number),
                day_or_null(_earliest(rule, since)),
                day_or_null(_since(rule, since)),
                "NULL" if (code := _code(rule)) is None else sql.constant(code),
                "NULL" if rule.constant is None else str(rule.constant),
            )
            for number, rule in self._rules.items()
            for kind in rule.rule.kinds
        ]
        rows = rows or [("''", "0", "NULL", "NULL", "NULL", "NULL")]
        fields = (
            "CAST(a AS VARCHAR) AS kind, CAST(b AS USMALLINT) AS rule, CAST(c AS DATE) AS earliest, "
            f"CAST(d AS DATE) AS since, CAST(e AS VARCHAR) AS code, CAST(f AS {self._points_type()}) AS points"
        )
        return temporary(RULES, f"SELECT {fields} FROM ({values(rows)}) AS t(a, b, c, d, e, f)")

    def hits(self, records: str, where: str = "TRUE") -> str:
        """Return the query of the hits over a table of records, those of `where` (over `r`)."""
        condition = by_number("rule", self._texts("condition"), "TRUE")
        kept = "" if condition == "TRUE" else f" WHERE {condition} IS DISTINCT FROM FALSE"
        start, until = self._life()
        month = f", {self._month()} AS month" if self._months else ""
        read = "".join(f', r."{name}"' for name in self._scanned())
        found = f"SELECT r.subject, r.seq, k.rule, k.points, k.since{read} FROM {records} AS r JOIN {RULES} AS k"
        found += f" ON r.kind = k.kind{self._prune()} WHERE {where}"
        computed = f"SELECT subject, seq, rule, since, {condition} AS met, {self._points()} AS points, "
        computed += f"{start} AS start, {until} AS until{month} FROM f{kept}"
        known = "(start IS NOT NULL AND until IS NOT NULL)"
        met = f"coalesce(met, FALSE) AND {known}{self._has_points()}"
        start_or_null, until_or_null = self._both()
        selected = f"SELECT subject, seq, rule, {met} AS met, points, {start_or_null} AS start, "
        selected += f"{until_or_null} AS until{', month' if self._months else ''} FROM p "
        selected += f"WHERE NOT {known} OR (until > start AND (since IS NULL OR until > since))"
        return f"WITH f AS ({found}), p AS ({computed}) {selected}"

    def _scanned(self) -> tuple[str, ...]:
        names_kind = any(pack.reads_kind for pack in self._layout.packs)
        return (*(("kind",) if names_kind else ()), *self.reads)

    def _prune(self) -> str:
        """What a record is dropped by in the join already; a superset of what the exact conditions keep."""
        parts = ""
        if any(_prunes(rule.life) for rule in self._rules.values()):
            parts += " AND (k.earliest IS NULL OR r.effective IS NULL OR r.effective >= k.earliest)"
        if any(_code(rule) is not None for rule in self._rules.values()):
            parts += " AND (k.code IS NULL OR r.code IS NULL OR r.code = k.code)"
        return parts

    def _texts(self, field: str) -> dict[int, str]:
        found: dict[int, str] = {}
        for number, rule in self._rules.items():
            node = rule.condition if field == "condition" else rule.points
            if node is not None and (field == "condition" or rule.constant is None):
                found[number] = sql.text(node)
        return found

    def _points_type(self) -> str:
        return "INTEGER" if all(_reaches(rule) <= _INT32 for rule in self._rules.values()) else "BIGINT"

    def _points(self) -> str:
        found = by_number("rule", self._texts("points"), "points")
        return found if found == "points" else f"CAST({found} AS {self._points_type()})"

    def _has_points(self) -> str:
        computed = list(self._texts("points"))
        return f" AND (points IS NOT NULL OR NOT {among('rule', computed)})" if computed else ""

    def _life(self) -> tuple[str, str]:
        starts = {number: _start(rule.life) for number, rule in self._rules.items()}
        untils = {number: _until(rule.life) for number, rule in self._rules.items()}
        return _most(starts), _most(untils)

    def _both(self) -> tuple[str, str]:
        """Start and until, both null where one is; they always are for a term from the start's own column."""
        apart = any(rule.life.form is LifeForm.OPEN or rule.life.term_from is not None for rule in self._rules.values())
        if not apart:
            return "start", "until"
        return "CASE WHEN until IS NOT NULL THEN start END", "CASE WHEN start IS NOT NULL THEN until END"

    def _month(self) -> str:
        months = {
            number: f"CAST(year({_name(counted)}) * 12 + month({_name(counted)}) - 1 AS INTEGER)"
            for number, rule in self._rules.items()
            for counted in [lives.dated_by(rule.life)]
            if number in self._months
        }
        return by_number("rule", months, "NULL") if len(months) < len(self._rules) else _most(months)


def _most(texts: dict[int, str]) -> str:
    """A value by rule, with the text that most rules share as the last branch."""
    if not texts:
        return "NULL"
    found = list(texts.values())
    common = max(dict.fromkeys(found), key=found.count)
    return by_number("rule", texts, common)


def _reaches(rule: CompiledRule) -> int:
    low, high = rule.bounds
    return max(-low, high) * (rule.rule.repeat or 1)


def _name(column: str) -> str:
    return f'"{column}"'


def _reads(rule: CompiledRule) -> set[str]:
    nodes = [node for node in (rule.condition, rule.points) if node is not None]
    found = {name for node in nodes for name in analysis.columns(node)}
    life = rule.life
    return found | {name for name in (life.start, life.term_from, life.ends_at) if name is not None}


def _start(life: Life) -> str:
    column = _name(life.start)
    if not (life.start_months or life.start_days):
        return column
    return _clamped(f"({_months(column, life.start_months)} + {life.start_days + 1})")


def _until(life: Life) -> str:
    column = _name(life.term_from or life.start)
    if life.form is LifeForm.OPEN:
        until = FAR_TEXT
    elif life.form is LifeForm.TERM:
        until = _clamped(f"({_months(column, life.months)} + {life.days + 1})")
    else:
        until = _clamped(f"CAST(date_trunc('year', {column}) + INTERVAL ({life.years}) YEAR AS DATE)")
    if life.ends_at is None:
        return until
    ends = _name(life.ends_at)
    return f"(CASE WHEN {ends} < {until} THEN {ends} ELSE {until} END)"


def _months(column: str, months: int) -> str:
    return f"CAST({column} + INTERVAL ({months}) MONTH AS DATE)" if months else column


def _clamped(day: str) -> str:
    return f"(CASE WHEN {day} > {FAR_TEXT} THEN {FAR_TEXT} ELSE {day} END)"


def _prunes(life: Life) -> bool:
    """Whether `effective` alone says that a hit has ended."""
    return life.start == "effective" and life.term_from in {None, "effective"} and life.form is not LifeForm.OPEN


def _earliest(rule: CompiledRule, since: dt.date) -> dt.date | None:
    """A day before which a record's hit has ended by `since` whatever its other columns say; None: no such day."""
    life = rule.life
    horizon = _since(rule, since)
    if horizon is None or not _prunes(life):
        return None
    if life.form is LifeForm.YEAR:
        return dt.date(max(horizon.year - life.years, 1), 1, 1)
    return move(horizon, 0, -(life.months * _LONGEST_MONTH + life.days + 2))


def _since(rule: CompiledRule, since: dt.date) -> dt.date | None:
    """The day until which a hit must live to matter from `since` on; None: one that has ended can matter for ever.

    An expired hit matters to a successor that it doubles, to a group that absorbs for good, and to an accrual.
    """
    if rule.keeps_ended or (rule.group is not None and rule.group.absorbs_for_good):
        return None
    if rule.rule.repeat is None:
        return since
    life = rule.life
    if life.form is LifeForm.OPEN or life.term_from not in {None, life.start}:
        return None
    if life.form is LifeForm.YEAR:
        return move(since, -12 * life.years, -1)
    return move(since, 0, -(life.months * _LONGEST_MONTH + life.days + 2))


def _code(rule: CompiledRule) -> str | None:
    """The one code that a rule asks for, where its condition is a conjunction that says so."""
    condition = rule.when
    parts = condition.parts if isinstance(condition, tree.And) else (condition,)
    for part in parts:
        if isinstance(part, tree.Compare) and part.sign is tree.Comparison.EQUAL:
            left, right = part.left, part.right
            if isinstance(left, tree.Column) and left.name == "code" and isinstance(right, tree.Literal):
                return str(right.value)
    return None


def _counting_months(layout: Layout) -> frozenset[int]:
    """The numbers of rules whose hits need their month: for a once key, or for a fact."""
    found = {
        line.number
        for line in layout.rules
        if line.rule is not None
        and line.rule.group is not None
        and line.rule.group.key in {OnceKey.MONTH, OnceKey.YEAR}
    }
    for place, pack in enumerate(layout.packs):
        for fact in pack.facts:
            if fact.aggregate in {Aggregate.DISTINCT_MONTHS, Aggregate.LONGEST_RUN}:
                found |= set(layout.numbers(place, fact.rules))
    return frozenset(found)


def column_types() -> dict[str, str]:
    """Return the columns of a table of records with their SQL types."""
    fixed = {"subject": "BIGINT", "seq": "BIGINT", "kind": "VARCHAR"}
    return fixed | {column.name: column.type.value for column in COLUMNS}
