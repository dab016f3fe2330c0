"""Faults of the evaluator that writes SQL for everybody."""

from typing import Final

from tests.mutants.planted import Mutant

_LAYOUT: Final = "xinyong.rules.columnar.layout"
_ROWS: Final = "xinyong.rules.columnar.rows"
_SUBJECTS: Final = "xinyong.rules.columnar.subjects"
_RATINGS: Final = "xinyong.rules.columnar.ratings"
_SQL: Final = "xinyong.law.expr.sql"


def _rows(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"sql-{name}", module=_ROWS, old=old, new=new)


def _subjects(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"sql-{name}", module=_SUBJECTS, old=old, new=new)


def _ratings(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"sql-{name}", module=_RATINGS, old=old, new=new)


def _sql(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"sql-{name}", module=_SQL, old=old, new=new)


ROWS: Final = (
    _rows("unknown-condition-is-no-hit", "WHERE met IS DISTINCT FROM FALSE AND ", "WHERE met AND "),
    _rows("unknown-condition-counts-as-met", "coalesce(met, FALSE)", "coalesce(met, TRUE)"),
    _rows(
        "unknown-points-count",
        'return f" AND (points IS NOT NULL OR NOT {among(\'rule\', computed)})" if computed else ""',
        'return ""',
    ),
    _rows(
        "unknown-life-is-no-hit",
        "(NOT {known} OR (until > start",
        "(known AND (until > start".replace("known", "{known}"),
    ),
    _rows("empty-life-is-a-hit", "(until > start AND (since", "(until >= start AND (since"),
    _rows("term-ends-a-day-early", "{life.days + 1}", "{life.days}"),
    _rows(
        "year-ends-on-31-december",
        "make_date(year({column}) + {life.years}, 1, 1)",
        "make_date(year({column}) + {life.years - 1}, 12, 31)",
    ),
    _rows("early-end-ignored", "[FAR_TEXT] if life.ends_at is None else [FAR_TEXT, _name(life.ends_at)]", "[FAR_TEXT]"),
    _rows("start-shifted-a-day-early", "{life.start_days + 1}", "{life.start_days}"),
    _rows("month-from-january", "* 12 + month({_name(counted)}) - 1 AS", "* 12 + month({_name(counted)}) AS"),
    _rows(
        "forgets-who-is-doubled",
        "    if rule.rule.repeat is None:\n        return since\n",
        "    if rule.id:\n        return since\n",
    ),
    _rows(
        "forgets-who-absorbs-for-good",
        "if rule.keeps_ended or (rule.group is not None and rule.group.absorbs_for_good):",
        "if rule.keeps_ended:",
    ),
    _rows("forgets-anchors-and-stops", "if rule.keeps_ended or (rule.group", "if (rule.group"),
    _rows("prunes-by-short-months", "_LONGEST_MONTH: Final = 31", "_LONGEST_MONTH: Final = 27"),
    _rows(
        "prunes-the-year-that-still-lives",
        "dt.date(max(horizon.year - life.years, 1), 1, 1)",
        "dt.date(max(horizon.year - life.years, 1) + 2, 1, 1)",
    ),
    _rows(
        "prunes-without-asking-the-start",
        "return rule.condition is not None and analysis.truths_without(rule.condition, life.start) == never",
        "return never is not None",
    ),
    _rows("drops-unknown-codes", "OR (r.code IS NULL AND k.leads))", ")"),
    _rows("unknown-code-meets-every-row", "OR (r.code IS NULL AND k.leads))", "OR r.code IS NULL)"),
    _rows("unknown-code-is-known", "'(\"code\" IS NOT NULL OR NULL)'", "'TRUE'"),
    _rows("law-of-the-act-ignored", "[*([] if rule.law is None else [sql.text(rule.law)]), *own]", "own or ['TRUE']"),
    _rows("drops-unknown-days", "OR r.effective IS NULL OR", "OR"),
    Mutant(
        name="sql-weight-forgotten",
        module=_LAYOUT,
        old="weight = found.weight if rule is None else 1",
        new="weight = 1",
    ),
    Mutant(
        name="sql-limited-rules-share-a-sum",
        module=_LAYOUT,
        old="self._slot(pack, None if limit is None else line_id, effect.category, limit)",
        new="self._slot(pack, None, effect.category, limit)",
    ),
    Mutant(name="sql-marks-overlap", module=_LAYOUT, old="self._bits += 1", new="self._bits += len(found) % 2"),
)
"""From records to hits."""

SUBJECTS: Final = (
    _subjects("until-inclusive", 'until > {self._day})"\n        inner', 'until >= {self._day})"\n        inner'),
    _subjects(
        "start-exclusive",
        'f"CASE WHEN start > {self._day} THEN 5 WHEN met',
        'f"CASE WHEN start >= {self._day} THEN 5 WHEN met',
    ),
    _subjects(
        "start-exclusive-among-rivals",
        'f"CASE WHEN start > {self._day} THEN 5 WHEN NOT met',
        'f"CASE WHEN start >= {self._day} THEN 5 WHEN NOT met',
    ),
    _subjects("strongest-by-sign", "abs(coalesce(points, 0)) DESC", "coalesce(points, 0) DESC"),
    _subjects("weakest-stays", "abs(coalesce(points, 0)) DESC", "abs(coalesce(points, 0))"),
    _subjects("tie-to-the-latest", "DESC, seq, rule", "DESC, seq DESC, rule"),
    _subjects("tie-by-rule-first", "DESC, seq, rule", "DESC, rule, seq"),
    _subjects(
        "once-over-expired-hits",
        '(start <= {self._day} AND until > {self._day})"\n        rival',
        '(start <= {self._day})"\n        rival',
    ),
    _subjects("absorbed-for-good-forgotten", " if good else alive", " if not self._once else alive"),
    _subjects("absorbed-by-the-future", 'AND start <= {self._day}))" if good', '))" if good'),
    _subjects("unknown-hits-compete", "(met AND {rival} AND", "({rival} AND"),
    _subjects("groups-share-their-keys", "by_number('rule', groups, '0')}, {self._key", "0}, {self._key"),
    _subjects(
        "rivals-of-one-rule-only", 'partition = f"subject, {by_number', 'partition = f"subject, rule, {by_number'
    ),
    _subjects("absorbed-counts", "WHEN absorbed THEN 3 WHEN", "WHEN absorbed THEN 1 WHEN"),
    _subjects(
        "doubled-despite-absorbed",
        "WHEN absorbed THEN 3 WHEN repeated THEN 2 ",
        "WHEN repeated THEN 2 WHEN absorbed THEN 3 ",
    ),
    _subjects(
        "doubled-twice",
        "points * {by_number('rule', factors, '1')}",
        "points * {by_number('rule', factors, '1')} * {by_number('rule', factors, '1')}",
    ),
    _subjects(
        "doubled-by-the-unknown",
        'partition = "PARTITION BY subject, rule, met"',
        'partition = "PARTITION BY subject, rule"',
    ),
    _subjects(
        "doubled-by-any-rule",
        'partition = "PARTITION BY subject, rule, met"',
        'partition = "PARTITION BY subject, met"',
    ),
    _subjects(
        "doubled-after-the-end",
        "{among('rule', by_act)} AND max(until) OVER ({window}) > start",
        "{among('rule', by_act)} AND max(until) OVER ({window}) >= start",
    ),
    _subjects(
        "doubled-by-the-last-alone",
        "ORDER BY start, seq ROWS BETWEEN UNBOUNDED PRECEDING",
        "ORDER BY start, seq ROWS BETWEEN 1 PRECEDING",
    ),
    _subjects("doubled-in-order-of-arrival", "ORDER BY start, seq ROWS", "ORDER BY seq ROWS"),
    _subjects(
        "doubled-within-one-key",
        "RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
        "RANGE BETWEEN UNBOUNDED PRECEDING AND 0 PRECEDING",
    ),
    _subjects("two-hits-are-no-rivals", "HAVING count(*) > 1", "HAVING count(*) > 2"),
    _subjects("unknown-counts", "CASE WHEN NOT met THEN NULL WHEN state = 1", "CASE WHEN state IN (1, 4)"),
    _subjects(
        "next-change-over-contributions-alone",
        "CASE WHEN start > {self._day} THEN start ELSE until END",
        "CASE WHEN state IN (1, 2) THEN until END",
    ),
    _subjects(
        "next-change-over-ends-alone",
        "CASE WHEN start > {self._day} THEN start ELSE until END",
        "CASE WHEN start <= {self._day} THEN until END",
    ),
    _subjects(
        "next-change-forgets-accruals",
        'f"CASE WHEN stop IS NULL AND k < {most} THEN least({comes}, {FAR_TEXT}) END AS nxt',
        'f"CAST(NULL AS DATE) AS nxt',
    ),
    _subjects("year-key-by-month", '"month // 12"', '"month"'),
    _subjects("fact-drops-absorbed-hits", '_ALIVE: Final = "state <= 3"', '_ALIVE: Final = "state <= 2"'),
    _subjects("fact-counts-unknown-hits", '_ALIVE: Final = "state <= 3"', '_ALIVE: Final = "state <= 4"'),
    _subjects("fact-counts-the-future", '_LISTED: Final = "state <= 4"', '_LISTED: Final = "state <= 5"'),
    _subjects("fact-ignores-what-is-lacking", "THEN NULL ELSE {value} END", "THEN {value} ELSE {value} END"),
    _subjects("months-counted-by-hit", 'f"count(DISTINCT month) {inside}"', 'f"count(month) {inside}"'),
    _subjects(
        "run-skips-gaps", "month - row_number() OVER (PARTITION BY subject ORDER BY month) AS island", "0 AS island"
    ),
    _subjects("conclusion-believes-what-is-known", 'f"coalesce(a{n} AND b{n}, FALSE)"', 'f"coalesce(a{n}, FALSE)"'),
    _subjects("conclusion-forgets-the-unknown", "WHERE coalesce(a{n}, TRUE) OR coalesce(b{n}, TRUE)", "WHERE a{n}"),
    _subjects(
        "conclusion-of-nobody", "return conclusion.met(dict.fromkeys(names, 0)) is not False", "return not names"
    ),
    _subjects("accrual-from-the-first-anchor", "SELECT subject, max(start) AS a", "SELECT subject, min(start) AS a"),
    _subjects("accrual-until-the-last-stop", "min(t.start) AS stop", "max(t.start) AS stop"),
    _subjects("accrual-stopped-by-its-first-day", "t.start > n.a", "t.start >= n.a"),
    _subjects("accrual-on-the-day-of-the-stop", "coalesce(stop - 1,", "coalesce(stop,"),
    _subjects(
        "accrual-limit-rounded-down",
        "most = -(-accrual.limit // accrual.points)",
        "most = accrual.limit // accrual.points",
    ),
    _subjects("accrual-past-its-limit", 'f"least(k * {accrual.points}, {accrual.limit})"', 'f"k * {accrual.points}"'),
    _subjects(
        "accrual-by-whole-months-alone", "CASE WHEN CAST(a + to_months(m) AS DATE) > {last} THEN 1 ELSE 0 END", "0"
    ),
)
"""From hits to what stands."""

OUTPUTS: Final = (
    _ratings("absorbed-marks", "CASE WHEN state IN (1, 2) AND l.word", "CASE WHEN state IN (1, 2, 3) AND l.word"),
    _ratings("unknown-marks", "CASE WHEN state IN (1, 2) AND l.word", "CASE WHEN state IN (1, 2, 4) AND l.word"),
    _ratings("unknown-uncounted", "FILTER (WHERE state = 4 AND", "FILTER (WHERE state = 3 AND"),
    _ratings("far-is-a-change", "nullif(nxt, {FAR_TEXT})", "nxt"),
    _ratings("line-weight-forgotten", "counted * l.weight", "counted"),
    _ratings(
        "rule-limit-ignored",
        'parts += [_limited(f"s{slot.number}", slot.limit) for slot in own if slot.category is None]',
        'parts += [f"s{slot.number}" for slot in own if slot.category is None]',
    ),
    _ratings(
        "rule-limit-in-a-category-ignored",
        'sums = [_limited(f"s{slot.number}", slot.limit) for slot in own if',
        'sums = [f"s{slot.number}" for slot in own if',
    ),
    _ratings(
        "category-limit-ignored",
        "kept = _limited(f\"({' + '.join(sums)})\", category.limit)",
        "kept = f\"({' + '.join(sums)})\"",
    ),
    _ratings(
        "weight-before-limit",
        'parts.append(f"{kept} * {category.weight}")',
        "parts.append(_limited(f\"({' + '.join(sums)}) * {category.weight}\", category.limit))",
    ),
    _ratings("limit-of-nothing-forgotten", "elif category.limit is not None:", "elif not rating:"),
    _ratings(
        "total-limit-ignored",
        "return _limited(f\"({' + '.join(parts)})\", rating.limit)",
        "return f\"({' + '.join(parts)})\"",
    ),
    _ratings("lowest-start", 'self._marks(pack, "start")), reverse=True)', 'self._marks(pack, "start")))'),
    _ratings("direct-start-raises", 'f"least({start}, {lowest})"', 'f"{lowest}"'),
    _ratings(
        "highest-lowest-score",
        'for mark in self._marks(pack, "lowest"))',
        'for mark in self._marks(pack, "lowest"))[::-1]',
    ),
    _ratings("band-above-its-edge", "{total} >= {band.at_least}", "{total} > {band.at_least}"),
    _ratings("class-above-its-total", "AND {total} >= {mark[2]}", "AND {total} > {mark[2]}"),
    _ratings(
        "ceiling-before-floor",
        '            ("floor", "least", False),\n            ("ceiling", "greatest", True),\n',
        '            ("ceiling", "greatest", True),\n            ("floor", "least", False),\n',
    ),
    _ratings(
        "direct-before-floor",
        '            ("floor", "least", False),\n            ("ceiling", "greatest", True),\n'
        '            ("direct", "greatest", True),\n',
        '            ("direct", "greatest", True),\n            ("floor", "least", False),\n'
        '            ("ceiling", "greatest", True),\n',
    ),
    _ratings(
        "mildest-of-its-kind",
        "self._marks(pack, kind)), reverse=order)",
        "self._marks(pack, kind)), reverse=not order)",
    ),
    _ratings("class-precedence-reversed", "for name in rating.special:", "for name in rating.special[::-1]:"),
    _ratings("class-despite-a-direct-start", 'for kind in ("direct", "lowest") for', 'for kind in ("direct",) for'),
    _ratings("class-despite-a-direct-grade", 'for kind in ("direct", "lowest") for', 'for kind in ("lowest",) for'),
)
"""From what stands to grades."""

CONDITIONS: Final = (
    _sql(
        "floor-division",
        'f"({text(node.operand)} // {constant(node.divisor)})"',
        'f"CAST(floor({text(node.operand)} / {constant(node.divisor)}) AS BIGINT)"',
    ),
    _sql(
        "rounded-division",
        'f"({text(node.operand)} // {constant(node.divisor)})"',
        'f"CAST({text(node.operand)} / {constant(node.divisor)} AS BIGINT)"',
    ),
    _sql(
        "null-compares-as-false",
        'f"({text(node.left)} {node.sign.value} {text(node.right)})"',
        'f"coalesce({text(node.left)} {node.sign.value} {text(node.right)}, FALSE)"',
    ),
    _sql(
        "null-is-not-among",
        'return "(" + " OR ".join(f"{operand} = {text(option)}" for option in node.options) + ")"',
        'return "coalesce(" + " OR ".join(f"{operand} = {text(option)}" for option in node.options) + ", FALSE)"',
    ),
    _sql("not-unknown-is-met", 'f"(NOT {text(node.operand)})"', 'f"(NOT coalesce({text(node.operand)}, FALSE))"'),
    _sql(
        "between-exclusive",
        "BETWEEN {text(node.low)} AND {text(node.high)})",
        "BETWEEN {text(node.low)} AND {text(node.high)} AND {text(node.operand)} <> {text(node.high)})",
    ),
    _sql(
        "case-without-else-is-unmet",
        'otherwise = "" if node.otherwise is None else',
        'otherwise = " ELSE FALSE" if node.otherwise is None and "BETWEEN" not in branches else',
    ),
    _sql("minus-adds", "{'-' if node.minus else '+'}", "+"),
    _sql(
        "moved-a-month-as-30-days",
        'f"CAST({date} + INTERVAL ({months}) MONTH AS DATE)" if months',
        'f"({date} + CAST({months * 30} AS INTEGER))" if months',
    ),
)
"""Truths and values."""

COLUMNS: Final = (*ROWS, *SUBJECTS, *OUTPUTS, *CONDITIONS)
