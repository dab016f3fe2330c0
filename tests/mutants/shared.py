"""Faults of what both evaluators read: they agree on them, so only cases worked out by hand can tell."""

from typing import Final

from tests.mutants.planted import Mutant

_COMPILED: Final = "xinyong.rules.compiled"
_LIVES: Final = "xinyong.rules.lives"
_PARSING: Final = "xinyong.law.expr.parsing"


def _compiled(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"both-{name}", module=_COMPILED, old=old, new=new, seen_by="hand")


SHARED: Final = (
    _compiled(
        "unknown-step-falls-through",
        "branches.append(tree.Branch(when=tree.Not(operand=when), then=rest))",
        "branches.append(tree.Branch(when=tree.Literal(value=True), then=rest))",
    ),
    _compiled("last-step-first", "for step in reversed(points.steps):", "for step in points.steps:"),
    _compiled(
        "points-of-no-step",
        "None if points.otherwise is None else tree.Literal(value=points.otherwise)",
        "tree.Literal(value=points.otherwise or 0)",
    ),
    _compiled(
        "law-ends-a-day-late",
        "sign=tree.Comparison.LESS, left=effective",
        "sign=tree.Comparison.AT_MOST, left=effective",
    ),
    _compiled(
        "law-begins-a-day-late",
        "sign=tree.Comparison.AT_LEAST, left=effective",
        "sign=tree.Comparison.MORE, left=effective",
    ),
    _compiled("law-of-the-act-ignored", "if pack.governs is not Governs.ACT:", "if pack.governs is not None:"),
    _compiled(
        "law-replaces-the-condition",
        "tree.And(parts=(self._law, when)) if self._law and when else self._law or when",
        "self._law or when",
    ),
    _compiled("disabled-rules-run", "if self._lab or rule.disabled is None", "if rule"),
    _compiled(
        "lowest-score-of-the-best-grade",
        "next(band for band in pack.rating.bands if band.grade == grade)",
        "pack.rating.bands[0]",
    ),
    _compiled(
        "grades-in-the-wrong-order",
        "band.grade: place for place, band in enumerate(bands)",
        "band.grade: place for place, band in enumerate(bands[::-1])",
    ),
    _compiled("rule-of-the-first-kind-alone", "if kind in rule.rule.kinds)", "if kind == rule.rule.kinds[0])"),
    Mutant(
        name="sql-ended-anchors-are-dropped",
        module=_COMPILED,
        old="rule.id in (accrual.anchor, *accrual.stops) for",
        new="rule.id in accrual.stops for",
    ),
    Mutant(
        name="both-month-of-the-start",
        module=_LIVES,
        old="life.start if life.term_from is None or life.form is LifeForm.OPEN else life.term_from",
        new="life.start",
        seen_by="hand",
    ),
)

_ENGINE: Final = "xinyong.rules.engine"


def _engine(name: str, old: str, new: str) -> Mutant:
    return Mutant(name=f"days-{name}", module=_ENGINE, old=old, new=new, seen_by="days")


CARRIED: Final = (
    _engine("clock-a-day-late", "WHERE next_change <= DATE '{day}'\")", "WHERE next_change < DATE '{day}'\")"),
    _engine("clocks-unheard", "WHERE next_change <= DATE '{day}'\")", 'WHERE FALSE")'),
    _engine("clock-of-the-day-alone", "WHERE next_change <= DATE '{day}'\")", "WHERE next_change = DATE '{day}'\")"),
    _engine("gone-touches-nobody", ' UNION SELECT subject FROM {hits} WHERE {gone}"', '"'),
    _engine("gone-stays", 'yield f"DELETE FROM {hits} WHERE {gone}"', 'yield f"DELETE FROM {hits} WHERE FALSE"'),
    _engine("newcomers-unrated", "if news.subjects is not None:", "if news.subjects is None:"),
    _engine("news-touch-nobody", 'f"SELECT subject FROM {news.records} UNION SELECT', 'f"SELECT'),
    _engine("old-rows-stay", 'IN (SELECT subject FROM {SUBJECTS})",', 'IN (SELECT subject FROM {SUBJECTS} LIMIT 1)",'),
    _engine("delta-tells-everybody", "WHERE b.subject IS NULL OR NOT ({same})", "WHERE TRUE"),
    _engine(
        "delta-forgets-newcomers",
        "WHERE b.subject IS NULL OR NOT ({same})",
        "WHERE b.subject = a.subject AND NOT ({same})",
    ),
    _engine("news-until-today-alone", "run.prepare(state.day)", "run.prepare(day.replace(year=day.year + 1, day=1))"),
)
"""Faults of what carries ratings from day to day."""
