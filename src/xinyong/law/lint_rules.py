"""What is wrong with the rules of a pack, one by one: kinds, columns, life, effect, group, repeat, disabled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.law.effects import Caps, Classes, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.expr import tree
from xinyong.law.life import LifeForm, OnceKey
from xinyong.law.lint_conditions import condition_columns, magnitudes, points_columns
from xinyong.law.listing import is_beneficial
from xinyong.law.pack import Governs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.law.effects import Effect
    from xinyong.law.kinds import Catalogue
    from xinyong.law.life import Life
    from xinyong.law.lint_report import Report
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Rule

ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DISABLED: Final = re.compile(r"(no_legal_basis|lab_only): \S.+")


def lint_rules(pack: Pack, kinds: Catalogue, report: Report) -> None:
    """Note what is wrong with the rules of a pack and the groups they name."""
    fed = _fed(pack)
    for rule in pack.rules:
        place = report.at(f"rules[{rule.id}]")
        _rule(pack, rule, kinds, place)
        if isinstance(rule.effect, Feeds):
            used = rule.id in fed
            place.unless(used, "feeds-nothing", "no fact and no accrual reads it.", "Name it in a fact, or drop it.")
    _groups(pack, report)


def _fed(pack: Pack) -> set[str]:
    read = {name for fact in pack.facts for name in fact.rules}
    return read | {name for accrual in pack.accruals for name in (accrual.anchor, *accrual.stops)}


def _rule(pack: Pack, rule: Rule, kinds: Catalogue, report: Report) -> None:
    report.unless(ID.fullmatch(rule.id) is not None, "id", f"{rule.id!r} is no id.", "Use a-z, 0-9 and hyphens.")
    report.unless(bool(rule.kinds), "kind-missing", "it reads no kind.", "Name at least one record kind.")
    read: list[str] = []
    if rule.when is not None:
        read += condition_columns(rule.when, tree.RECORD, report.at("when"))
    if isinstance(rule.effect, Scores | Feeds):
        read += points_columns(rule.effect.points, report.at("effect.points"))
    read += _life(rule.life, report.at("life"))
    if pack.governs is Governs.ACT:
        read.append("effective")
    _filled(rule.kinds, read, kinds, report)
    lint_effect(pack, rule.effect, report.at("effect"))
    _ends(pack, rule, report.at("life"))
    declared = {group.id for group in pack.groups}
    known = rule.group is None or rule.group in declared
    report.unless(known, "group-unknown", f"there is no group {rule.group!r}.", "Declare it under `groups`.")
    doubles = rule.repeat is None or (rule.repeat >= _TWICE and isinstance(rule.effect, Scores))
    report.unless(doubles, "repeat", "a factor is 2 or more, on points.", "Leave `repeat` out.")
    dated = {group.id for group in pack.groups if group.key in {OnceKey.MONTH, OnceKey.YEAR}}
    follows = rule.repeat is None or rule.group not in dated or rule.life.term_from in (None, rule.life.start)
    text = "a factor in a group by month or year, on a life whose term runs from another column."
    report.unless(follows, "repeat", text, "Let the term run from `start`, or leave `repeat` out.")
    reasoned = rule.disabled is None or DISABLED.fullmatch(rule.disabled) is not None
    report.unless(
        reasoned, "disabled-unreasoned", f"{rule.disabled!r} gives no reason.", "Write `no_legal_basis: why`."
    )


_TWICE: Final = 2


def _filled(names: Iterable[str], read: Iterable[str], kinds: Catalogue, report: Report) -> None:
    """Note kinds that the catalogue lacks, and columns that a kind never fills."""
    for name in names:
        kind = kinds.kinds.get(name)
        if kind is None:
            report.say("kind-unknown", f"the catalogue has no kind {name!r}.", "See `packs show` or mappings/kinds.")
            continue
        for column in sorted(set(read) - set(kind.fact_columns) - {"kind"}):
            text = f"the kind {name!r} never fills the column `{column}`, so it is always unknown."
            report.say("column-unfilled", text, f"Read one of: {', '.join(kind.fact_columns)}.")


def filled(names: Iterable[str], read: Iterable[str], kinds: Catalogue, report: Report) -> None:
    """Note kinds and columns that the catalogue lacks, for windows of publication as for rules."""
    _filled(names, read, kinds, report)


def _life(life: Life, report: Report) -> tuple[str, ...]:
    named = tuple(column for column in (life.start, life.term_from, life.ends_at) if column is not None)
    for column in named:
        found = BY_NAME.get(column)
        date = found is not None and found.type is FactType.DATE
        report.unless(date, "life-column", f"`{column}` is no date column.", "Name a column of type DATE.")
    sizes = (life.start_months, life.start_days, life.months, life.days)
    report.unless(min(sizes) >= 0 and life.years >= 1, "life-negative", "a term is negative.", "Use 0 or more.")
    counted = life.form is LifeForm.TERM and not (life.months or life.days or life.term_from)
    report.unless(not counted, "life-empty", "a term of nothing.", "Give months or days, or another form.")
    mixed = life.form is not LifeForm.TERM and (life.months or life.days)
    report.unless(
        not mixed, "life-form", f"the form {life.form.value!r} takes no months or days.", "Use the form `term`."
    )
    numbers = any(sizes) or life.years > 1
    cited = life.citation is not None or not numbers
    report.unless(cited, "citation-missing", "a period without a citation.", "Add `citation:` to the life.")
    return named


def _ends(pack: Pack, rule: Rule, report: Report) -> None:
    """Every adverse item ends, or has an end condition."""
    endless = rule.life.form is LifeForm.OPEN and rule.life.ends_at is None
    report.unless(
        not (adverse(pack, rule.effect) and endless),
        "never-ends",
        "an adverse hit that never ends.",
        "Add a term or `ends_at`.",
    )


def adverse(pack: Pack, effect: Effect) -> bool:
    """Whether an effect of a pack can burden: it lists but on a redlist, grades directly, caps, or takes points."""
    match effect:
        case Proposes(list=name):
            return not is_beneficial(pack.lists, name)
        case Scores(points=points):
            return any(value < 0 for value in magnitudes(points))
        case _:
            return isinstance(effect, Grades | Caps)


def lint_effect(pack: Pack, effect: Effect, report: Report) -> None:
    """Note what an effect needs and the pack lacks: a rating, a category, a grade, a list."""
    rated = pack.rating is not None or isinstance(effect, Proposes | Feeds)
    if not rated:
        report.say("rating-missing", "the effect needs a rating.", "Add `rating:` to the pack.")
        return
    match effect:
        case Scores():
            categories = () if pack.rating is None else pack.rating.categories
            known = effect.category is None or effect.category in {category.id for category in categories}
            report.unless(known, "category-unknown", f"there is no category {effect.category!r}.", "Declare it.")
        case Grades() | Caps() | Lifts():
            bands = () if pack.rating is None else pack.rating.bands
            known = effect.grade in {band.grade for band in bands}
            report.unless(known, "grade-unknown", f"{effect.grade!r} is no grade of the bands.", "Name one of them.")
        case Classes():
            special = () if pack.rating is None else pack.rating.special
            report.unless(
                effect.grade in special, "grade-unknown", f"{effect.grade!r} is no special class.", "Declare it."
            )
        case Proposes():
            known = effect.list in {item.id for item in pack.lists}
            report.unless(known, "list-unknown", f"there is no list {effect.list!r}.", "Declare it under `lists`.")
        case Starts() | Feeds():
            pass
        case _:
            assert_never(effect)


def _groups(pack: Pack, report: Report) -> None:
    for group in pack.groups:
        place = report.at(f"groups[{group.id}]")
        rules = [rule for rule in pack.rules if rule.group == group.id]
        place.unless(bool(rules), "group-unused", "no rule is in it.", "Drop it, or name it in a rule.")
        values = [
            value for rule in rules if isinstance(rule.effect, Scores) for value in magnitudes(rule.effect.points)
        ]
        signs = any(value < 0 for value in values) and any(value > 0 for value in values)
        place.unless(not signs, "group-signs", "its points have two signs.", "Make one group of each sign.")
