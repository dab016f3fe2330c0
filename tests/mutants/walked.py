"""Faults of the evaluator that walks one subject, and of what it reads conditions and lives with."""

from typing import Final

from tests.mutants.planted import Mutant

_INTERPRET: Final = "xinyong.rules.interpret"
_CONTEST: Final = "xinyong.rules.contest"
_RATINGS: Final = "xinyong.rules.ratings"
_LIVES: Final = "xinyong.rules.lives"
_PYTHON: Final = "xinyong.law.expr.python"

_FLOOR: Final = """
    if marks.floor is not None and marks.floor < rank:
        rank, basis = marks.floor, Basis.FLOOR"""
_CEILING: Final = """
    if marks.ceiling is not None and marks.ceiling > rank:
        rank, basis = marks.ceiling, Basis.CEILING"""


def _interpret(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=name, module=_INTERPRET, old=old, new=new)


def _contest(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=name, module=_CONTEST, old=old, new=new)


def _ratings(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=name, module=_RATINGS, old=old, new=new)


def _lives(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=name, module=_LIVES, old=old, new=new)


def _python(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=name, module=_PYTHON, old=old, new=new)


ROWS: Final = (
    _interpret("unknown-condition-counts-as-met", "hit.met = met is True", "hit.met = met is not False"),
    _interpret("unknown-condition-is-no-hit", "if met is False:", "if met is not True:"),
    _interpret(
        "unknown-points-count",
        "if rule.value is not None and hit.points is None:\n            hit.met = False\n        hit.span",
        "hit.span",
    ),
    _interpret("unknown-life-is-no-hit", "hit.met = False\n            return True", "return False"),
    _interpret("until-inclusive", "elif until <= self._day:", "elif until < self._day:"),
    _interpret("start-exclusive", "if start > self._day:", "if start >= self._day:"),
    _interpret("empty-life-is-a-hit", "if until <= start:", "if until < start:"),
    _interpret("next-change-forgets-starts", "self._next = min(self._next, start)", "self._next = self._next"),
    _interpret(
        "next-change-over-met-hits-alone",
        "self._next = min(self._next, until)",
        "self._next = min(self._next, until) if hit.met else self._next",
    ),
    _interpret(
        "next-change-over-contributions-alone",
        "        for hit in found:\n            if hit.state in _COUNTING:\n                self._count(hit)\n",
        "        self._next = min((hit.span[1] for hit in found if hit.state in _COUNTING and hit.span), default=FAR)\n"
        "        for hit in found:\n            if hit.state in _COUNTING:\n                self._count(hit)\n",
    ),
    _interpret(
        "next-change-forgets-accruals",
        "self._next = min(self._next, _accrues(accrual, anchor, months + 1))",
        "self._next = self._next",
    ),
)
"""From records to hits."""

COUNTED: Final = (
    _interpret(
        "absorbed-counts",
        "_COUNTING = (State.COUNTS, State.REPEATED)",
        "_COUNTING = (State.COUNTS, State.REPEATED, State.ABSORBED)",
    ),
    _interpret("doubled-twice", "points * factor", "points * factor * factor"),
    _interpret("doubling-forgotten", "if hit.state is State.REPEATED else None", "if hit.state is None else None"),
    _interpret("conclusion-believes-what-is-known", "if without is with_unknown else Truth.UNKNOWN", ""),
    _interpret(
        "fact-counts-unknown-hits",
        "if hit.state in _ALIVE]",
        "if hit.state in (*_ALIVE, State.UNKNOWN)]",
    ),
    _interpret(
        "fact-drops-absorbed-hits",
        "_ALIVE = (State.COUNTS, State.REPEATED, State.ABSORBED)",
        "_ALIVE = (State.COUNTS, State.REPEATED)",
    ),
    _interpret("sum-ignores-lacking-points", "if len(known) == len(measures) else None", ""),
    _interpret("run-skips-gaps", "month == previous + 1", "month > previous"),
    _interpret("months-counted-by-hit", "return len(numbers) if fact", "return len(hits) if fact"),
    _interpret("accrual-from-the-first-anchor", "anchor = max(anchors,", "anchor = min(anchors,"),
    _interpret("accrual-until-the-last-stop", "stop = min(stops,", "stop = max(stops,"),
    _interpret("accrual-on-the-day-of-the-stop", "comes >= last", "comes > last"),
    _interpret("accrual-stopped-by-its-first-day", "hit.began > anchor.began]", "hit.began >= anchor.began]"),
    _interpret(
        "accrual-limit-rounded-down",
        "most = -(-accrual.limit // accrual.points)",
        "most = accrual.limit // accrual.points",
    ),
    _interpret("accrual-past-its-limit", "min(months * accrual.points, accrual.limit)", "months * accrual.points"),
)
"""From hits to points, facts, conclusions and accruals."""

CONTEST: Final = (
    _contest("strongest-by-sign", "-abs(hit.points or 0)", "-(hit.points or 0)"),
    _contest(
        "once-over-expired-hits",
        "hit.state is State.COUNTS or (group.absorbs_for_good and hit.began <= day)",
        "hit.began <= day",
    ),
    _contest(
        "absorbed-for-good-forgotten",
        "hit.state is State.COUNTS or (group.absorbs_for_good and hit.began <= day)",
        "hit.state is State.COUNTS",
    ),
    _contest("absorbed-by-the-future", "(group.absorbs_for_good and hit.began <= day)", "group.absorbs_for_good"),
    _contest("tie-to-the-latest", "hit.seq, hit.rule.order)", "-hit.seq, hit.rule.order)"),
    _contest("tie-to-the-last-rule", "hit.seq, hit.rule.order)", "hit.seq, -hit.rule.order)"),
    _contest("tie-by-rule-first", "hit.seq, hit.rule.order)", "hit.rule.order, hit.seq)"),
    _contest("unknown-hits-compete", "if group is None or not hit.met:", "if group is None:"),
    _contest(
        "groups-share-their-keys",
        "rivals.setdefault((group.id, _key(hit)), [])",
        'rivals.setdefault(("", _key(hit)), [])',
    ),
    _contest("year-key-by-month", "return (hit.month or 0) // _MONTHS", "return hit.month or 0"),
    _contest(
        "month-key-by-month-of-any-year",
        "case OnceKey.MONTH:\n            return hit.month or 0",
        "case OnceKey.MONTH:\n            return (hit.month or 0) % _MONTHS",
    ),
    _contest(
        "doubling-forgets-the-expired",
        "if hit.rule.rule.repeat is not None and hit.met:",
        "if hit.rule.rule.repeat is not None and hit.state is State.COUNTS:",
    ),
    _contest("doubling-after-the-end", "_ended(longest) > hit.began", "_ended(longest) >= hit.began"),
    _contest(
        "doubling-by-the-last-alone", "if latest is None or _ended(hit) > _ended(latest):", "if latest is None or hit:"
    ),
    _contest("doubling-within-one-key", "if own != key:", "if own != key or latest:"),
    _contest("doubling-in-order-of-arrival", "return (hit.began, hit.seq)", "return (dt.date.min, hit.seq)"),
)
"""Between hits."""

GRADES: Final = (
    _ratings("rule-limit-ignored", "found if rule.limit is None else _limited(found, rule.limit)", "found"),
    _ratings("category-limit-ignored", "kept = _limited(found, category.limit)", "kept = found"),
    _ratings("total-limit-ignored", "kept = _limited(score, rating.limit)", "kept = score"),
    _ratings(
        "weight-before-limit",
        "score += kept * category.weight",
        "score += _limited(found * category.weight, category.limit)",
    ),
    _ratings("weight-forgotten", "score += kept * category.weight", "score += kept"),
    _ratings(
        "limit-at-the-other-end",
        "value < limit.low:\n        return limit.low",
        "value < limit.low:\n        return limit.low if limit.high is None else limit.high",
    ),
    _ratings("class-precedence-reversed", "for name in rating.special:", "for name in reversed(rating.special):"),
    _ratings("class-despite-a-direct-grade", "if not marks.direct_met:", "if marks is not None:"),
    _ratings("class-without-its-total", "if at_least is None or score >= at_least}", "if True}"),
    _ratings("class-above-its-total", "score >= at_least}", "score > at_least}"),
    _ratings("band-above-its-edge", "score >= band.at_least:", "score > band.at_least:"),
    _ratings(
        "mildest-direct-grade",
        "self.direct = _larger(self.direct, pack.ranks[effect.grade])",
        "self.direct = min(self.direct or 9, pack.ranks[effect.grade])",
    ),
    _ratings(
        "highest-ceiling",
        "self.ceiling = _larger(self.ceiling, pack.ranks[effect.grade])",
        "self.ceiling = min(self.ceiling or 9, pack.ranks[effect.grade])",
    ),
    _ratings(
        "lowest-floor",
        "self.floor = rank if self.floor is None else min(self.floor, rank)",
        "self.floor = _larger(self.floor, rank)",
    ),
    _ratings(
        "lowest-start",
        "self.start = _larger(self.start, effect.score)",
        "self.start = min(self.start or 99, effect.score)",
    ),
    _ratings(
        "direct-start-raises",
        "return start if marks.lowest is None else min(start, marks.lowest)",
        "return start if marks.lowest is None else marks.lowest",
    ),
    _ratings(
        "highest-lowest-score",
        "score if self.lowest is None else min(self.lowest, score)",
        "score if self.lowest is None else max(self.lowest, score)",
    ),
    _ratings(
        "ceiling-before-floor",
        _FLOOR + _CEILING,
        _CEILING + _FLOOR,
    ),
    _ratings(
        "floor-above-a-direct-grade",
        "if marks.direct is not None and marks.direct > rank:",
        "if marks.direct is not None and marks.floor is None and marks.direct > rank:",
    ),
)
"""From points to grades."""

LIVES: Final = (
    _lives("term-ends-a-day-early", "life.days + 1, life.years", "life.days, life.years"),
    _lives("days-before-months", "add_days(add_months(day, months), days)", "add_months(add_days(day, days), months)"),
    _lives("year-ends-on-31-december", "dt.date(day.year + years, 1, 1)", "dt.date(day.year + years - 1, 12, 31)"),
    _lives("year-from-day-to-day", "dt.date(day.year + years, 1, 1)", "add_months(day, 12 * years)"),
    _lives("early-end-ignored", "until if ended is None else min(until, ended)", "until"),
    _lives(
        "end-of-the-act-is-the-end",
        "until if ended is None else min(until, ended)",
        "until if ended is None else ended",
    ),
    _lives(
        "open-life-needs-its-term", "counted_from is None and life.form is not LifeForm.OPEN", "counted_from is None"
    ),
    _lives(
        "start-shifted-a-day-early",
        "return term_until(day, months=life.start_months, days=life.start_days)",
        "return add_days(add_months(day, life.start_months), life.start_days)",
    ),
    Mutant(
        name="month-end-runs-over",
        module="xinyong.kernel.dates",
        old="return dt.date(year, month + 1, min(day.day, last))",
        new="return dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1)",
    ),
    Mutant(
        name="month-end-clamped-to-28",
        module="xinyong.kernel.dates",
        old="min(day.day, last)",
        new="min(day.day, last, 28)",
    ),
    Mutant(
        name="month-end-stays-month-end",
        module="xinyong.kernel.dates",
        old="min(day.day, last)",
        new="last if day.day >= 28 else day.day",
    ),
)
"""Days."""

CONDITIONS: Final = (
    _python(
        "null-compares-as-false",
        "found = facts.get(name)\n        return None if found is None else compare",
        "found = facts.get(name)\n        return False if found is None else compare",
    ),
    _python(
        "null-compares-as-false-anywhere",
        "return None if first is None or second is None else compare(first, second)",
        "return first is not None and second is not None and compare(first, second)",
    ),
    _python("null-is-not-among", "return None if found is None else found in options", "return found in options"),
    _python("not-unknown-is-met", "return None if found is None else not found", "return not found"),
    _python(
        "and-drops-unknown",
        "            if found is None:\n                met = None\n            elif not found:",
        "            if found is not None and not found:",
    ),
    _python(
        "or-drops-unknown",
        "            if found is None:\n                met = None\n            elif found:",
        "            if found:",
    ),
    _python(
        "and-unknown-at-once",
        "            if found is None:\n                met = None\n            elif not found:",
        "            if found is None:\n                return None\n            if not found:",
    ),
    _python(
        "between-unknown-at-once",
        "if above is False or below is False:",
        "if above is not None and below is not None and not (above and below):",
    ),
    _python(
        "between-exclusive",
        "_SIGNS[Comparison.AT_LEAST], _SIGNS[Comparison.AT_MOST]",
        "_SIGNS[Comparison.AT_LEAST], _SIGNS[Comparison.LESS]",
    ),
    _python("case-takes-the-unknown-branch", "if when(facts) is True:", "if when(facts) is not False:"),
    _python("floor-division", 'truncated(cast("int", found), divisor)', 'cast("int", found) // divisor'),
    _python("rounded-division", 'truncated(cast("int", found), divisor)', 'round(cast("int", found) / divisor)'),
    _python("minus-adds", "-1 if node.minus else 1", "1"),
    _python(
        "coalesce-takes-the-last",
        "for part in parts:\n            found = part(facts)\n            if found is not None:\n",
        "for part in parts[::-1]:\n            found = part(facts)\n            if found is not None:\n",
    ),
    _python(
        "moved-days-first",
        "moved = add_months(day, months) if months else day",
        "moved = add_months(add_days(day, 1), months) if months else day",
    ),
)
"""Truths and values."""

WALKED: Final = (*ROWS, *COUNTED, *CONTEST, *GRADES, *LIVES, *CONDITIONS)
