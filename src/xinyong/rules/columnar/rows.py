"""The row pass: from records to hits, one scan for all packs, joined to a table of rules.

A hit is `(subject, seq, rule, met, points, start, until)`, with `month` where a pack counts months. `met` is false for
a hit of truth unknown; `start` and `until` are both null where the life is not known; an open life ends on 9999-12-31.
Hits do not depend on a day, but those that can matter on no day from `since` on are left out.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from xinyong.kernel.facts import COLUMNS
from xinyong.kernel.truth import Truth
from xinyong.law.expr import analysis, sql
from xinyong.law.expr.python import move
from xinyong.law.life import Life, LifeForm, OnceKey
from xinyong.law.rule import Aggregate
from xinyong.rules import lives
from xinyong.rules.columnar.text import FAR_TEXT, among, by_number, day_or_null, temporary, values
from xinyong.rules.listed import codes_of, conjuncts, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xinyong.rules.columnar.layout import Layout
    from xinyong.rules.compiled import CompiledRule

RULES: Final = "xy_rules"
"""The table of rules by kind, as `rule_table` makes it."""

_INT32: Final = 2**31 - 1
_LONGEST_MONTH: Final = 31
_TOGETHER: Final = 16
"""Rules that are evaluated together; more cost blocks of few rows each."""

_THERE_IS_ONE: Final = '("code" IS NOT NULL OR NULL)'


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
        return _all_read(self._rules)

    def rule_table(self, since: dt.date) -> str:
        """Return the statement that makes the table of rules: one row for each rule, kind and code that it asks for.

        `earliest` drops records whose hits have ended before they are looked at; `code` those whose code is another. A
        record without a code meets one row of each rule, the one that `leads`.
        """
        rows = [
            (
                sql.constant(kind),
                str(number),
                day_or_null(_earliest(rule, since)),
                day_or_null(_since(rule, since)),
                "NULL" if code is None else sql.constant(code),
                "TRUE" if place == 0 else "FALSE",
                "NULL" if rule.constant is None else str(rule.constant),
            )
            for number, rule in self._rules.items()
            for kind in rule.rule.kinds
            for place, code in enumerate(codes_of(rule.when) or (None,))
        ]
        rows = rows or [("''", "0", "NULL", "NULL", "NULL", "NULL", "NULL")]
        fields = (
            "CAST(a AS VARCHAR) AS kind, CAST(b AS USMALLINT) AS rule, CAST(c AS DATE) AS earliest, "
            "CAST(d AS DATE) AS since, CAST(e AS VARCHAR) AS code, CAST(f AS BOOLEAN) AS leads, "
            f"CAST(g AS {self._points_type()}) AS points"
        )
        return temporary(RULES, f"SELECT {fields} FROM ({values(rows)}) AS t(a, b, c, d, e, f, g)")

    def hits(self, records: str, where: str = "TRUE") -> str:
        """Return the query of the hits over a table of records, those of `where` (over `r`).

        A text is evaluated once for all rows of a block that are its rule's. With hundreds of rules a block holds a few
        rows of each, and what a text costs a block outweighs its rows. So the kinds are read in parts of which each has
        few rules; what a part does not read of a block is not decoded.
        """
        parts = list(self._parts())
        if len(parts) == 1:
            return self._part(self._rules).hits(records, where)
        texts = (
            self._part(rules).hits(records, f"{where} AND r.kind IN ({', '.join(map(sql.constant, kinds))})")
            for kinds, rules in parts
        )
        return " UNION ALL ".join(f"(FROM ({text}))" for text in texts)

    def _parts(self) -> Iterator[tuple[list[str], dict[int, CompiledRule]]]:
        """Yield kinds, so many that they have few rules, with their rules."""
        kinds: list[str] = []
        rules: dict[int, CompiledRule] = {}
        for kind in sorted({kind for rule in self._rules.values() for kind in rule.rule.kinds}):
            more = {number: rule for number, rule in self._rules.items() if kind in rule.rule.kinds}
            if kinds and len(rules | more) > _TOGETHER:
                yield kinds, rules
                kinds, rules = [], {}
            kinds, rules = [*kinds, kind], rules | more
        yield kinds, rules

    def _part(self, rules: dict[int, CompiledRule]) -> _Part:
        names_kind = any(pack.reads_kind for pack in self._layout.packs)
        return _Part(rules, months=self._months, names_kind=names_kind, points_type=self._points_type())

    def _points_type(self) -> str:
        return "INTEGER" if all(_reaches(rule) <= _INT32 for rule in self._rules.values()) else "BIGINT"


class _Part:
    """The text of the hits of some rules."""

    def __init__(
        self, rules: dict[int, CompiledRule], *, months: frozenset[int], names_kind: bool, points_type: str
    ) -> None:
        self._rules = rules
        self._months = months
        self._names_kind = names_kind
        self._points_type = points_type

    def hits(self, records: str, where: str) -> str:
        """Return the query of the hits over a table of records.

        What is computed of a hit is kept apart (MATERIALIZED) from what is asked of it: the optimizer would else write
        the expressions out wherever a filter names them, and compute them as often.
        """
        condition = self._sorted(self._conditions(), "TRUE")
        start, until = self._life()
        month = f", {self._month()} AS month" if self._months else ""
        read = "".join(f', r."{name}"' for name in self._scanned())
        found = f"SELECT r.subject, r.seq, k.rule, k.points, k.since{read} FROM {records} AS r JOIN {RULES} AS k"
        found += f" ON r.kind = k.kind{self._prune()} WHERE {where}"
        computed = f"SELECT subject, seq, rule, since, {condition} AS met, {self._points()} AS points, "
        computed += f"{start} AS start, {until} AS until{month} FROM f"
        known = "(start IS NOT NULL AND until IS NOT NULL)"
        met = f"coalesce(met, FALSE) AND {known}{self._has_points()}"
        life = (
            "CASE WHEN until IS NOT NULL THEN start END AS start, CASE WHEN start IS NOT NULL THEN until END AS until"
        )
        selected = f"SELECT subject, seq, rule, {met} AS met, points, {life}{', month' if self._months else ''} FROM p "
        selected += "WHERE " if condition == "TRUE" else "WHERE met IS DISTINCT FROM FALSE AND "
        selected += f"(NOT {known} OR (until > start AND (since IS NULL OR until > since)))"
        return f"WITH f AS ({found}), p AS MATERIALIZED ({computed}) {selected}"

    def _scanned(self) -> tuple[str, ...]:
        return (*(("kind",) if self._names_kind else ()), *_all_read(self._rules))

    def _prune(self) -> str:
        """What a record is dropped by in the join already; a superset of what the exact conditions keep."""
        parts = ""
        if any(_prunes(rule) for rule in self._rules.values()):
            parts += " AND (k.earliest IS NULL OR r.effective IS NULL OR r.effective >= k.earliest)"
        if any(codes_of(rule.when) for rule in self._rules.values()):
            parts += " AND (k.code IS NULL OR r.code = k.code OR (r.code IS NULL AND k.leads))"
        return parts

    def _conditions(self) -> dict[int, str]:
        return {number: _condition(rule) for number, rule in self._rules.items() if rule.condition is not None}

    def _computed(self) -> dict[int, str]:
        """The points that differ by record."""
        return {
            number: sql.text(rule.points)
            for number, rule in self._rules.items()
            if rule.points is not None and rule.constant is None
        }

    def _sorted(self, texts: dict[int, str], otherwise: str) -> str:
        """A value by rule; the rules that have none of their own, and those whose records are many, come first."""
        without = [number for number in self._rules if number not in texts]
        if not texts or not without:
            return by_number("rule", texts, otherwise)
        ordered = sorted(texts, key=lambda number: _prunes(self._rules[number]))
        rest = by_number("rule", {number: texts[number] for number in ordered}, otherwise)
        return f"CASE WHEN {among('rule', without)} THEN {otherwise} ELSE {rest} END"

    def _points(self) -> str:
        found = self._sorted(self._computed(), "points")
        return found if found == "points" else f"CAST({found} AS {self._points_type})"

    def _has_points(self) -> str:
        computed = list(self._computed())
        return f" AND (points IS NOT NULL OR NOT {among('rule', computed)})" if computed else ""

    def _life(self) -> tuple[str, str]:
        starts = {number: _start(rule.life) for number, rule in self._rules.items()}
        untils = {number: _until(rule.life) for number, rule in self._rules.items()}
        return _most(starts), _most(untils)

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


def _all_read(rules: Mapping[int, CompiledRule]) -> tuple[str, ...]:
    found = {name for rule in rules.values() for name in _reads(rule)}
    found |= {"code"} if any(codes_of(rule.when) for rule in rules.values()) else set()
    found |= {"effective"} if any(_prunes(rule) for rule in rules.values()) else set()
    return tuple(column.name for column in COLUMNS if column.name in found)


def _reads(rule: CompiledRule) -> set[str]:
    nodes = [node for node in (rule.condition, rule.points) if node is not None]
    found = {name for node in nodes for name in analysis.columns(node)}
    life = rule.life
    return found | {name for name in (life.start, life.term_from, life.ends_at) if name is not None}


def _start(life: Life) -> str:
    column = _name(life.start)
    if not (life.start_months or life.start_days):
        return column
    shifted = f"least({_months(column, life.start_months)} + {life.start_days + 1}, {FAR_TEXT})"
    return f"CASE WHEN {column} IS NOT NULL THEN {shifted} END"


def _until(life: Life) -> str:
    """The end of a life; where the start's column is null it may be anything, since there is no start."""
    counted = lives.dated_by(life)
    column = _name(counted)
    ends = [FAR_TEXT] if life.ends_at is None else [FAR_TEXT, _name(life.ends_at)]
    if life.form is LifeForm.TERM:
        ends = [f"{_months(column, life.months)} + {life.days + 1}", *ends]
    elif life.form is LifeForm.YEAR:
        ends = [f"make_date(year({column}) + {life.years}, 1, 1)", *ends]
    until = f"least({', '.join(ends)})"
    return until if counted == life.start else f"CASE WHEN {column} IS NOT NULL THEN {until} END"


def _months(column: str, months: int) -> str:
    return f"CAST({column} + INTERVAL ({months}) MONTH AS DATE)" if months else column


def _prunes(rule: CompiledRule) -> bool:
    """Whether `effective` alone says that a hit has ended: its term runs from it, and its start is surely known."""
    life = rule.life
    if life.form is LifeForm.OPEN or lives.dated_by(life) != "effective":
        return False
    if life.start == "effective":
        return True
    never = frozenset({Truth.NOT_MET})
    return rule.condition is not None and analysis.truths_without(rule.condition, life.start) == never


def _earliest(rule: CompiledRule, since: dt.date) -> dt.date | None:
    """A day before which a record's hit has ended by `since` whatever its other columns say; None: no such day."""
    life = rule.life
    horizon = _since(rule, since)
    if horizon is None or not _prunes(rule):
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


def _condition(rule: CompiledRule) -> str:
    """The text of a rule's condition over records that the join let through.

    What asks for the code alone is only asked whether there is one: rules that differ by their code share a text.
    """
    asked = listing(rule.when)
    own = [_THERE_IS_ONE if part is asked else sql.text(part) for part in conjuncts(rule.when)]
    return f"({' AND '.join([*([] if rule.law is None else [sql.text(rule.law)]), *own])})"


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
