"""A pack made ready for both evaluators: conditions parsed, rules by kind, groups, facts and grades resolved.

Guarantees that every name in the pack resolves, every condition is a typed tree and every integer fits. What is not so
is a `PackFault` with the place; `law.lint` says more, earlier, and about all places at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, assert_never

from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.law.effects import Caps, Classes, DirectMode, Effect, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.expr import analysis, python, tree
from xinyong.law.expr.parsing import Wrong, parse_condition, parse_integer
from xinyong.law.life import Group, Life, LifeForm, OnceKey
from xinyong.law.pack import Governs, Pack
from xinyong.law.points import Points
from xinyong.rules import lives
from xinyong.rules.listed import codes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xinyong.law.expr.parsing import Scope
    from xinyong.law.rating import Band
    from xinyong.law.rule import Accrual, Conclusion, Fact, Limit, Rule

Bounds: TypeAlias = tuple[int, int]

MOST_POINTS: Final = 10**12
"""Largest magnitude of what one hit adds to a score, repeat included."""

MOST_MEASURE: Final = 10**15
"""Largest magnitude of what one hit feeds a fact."""


class PackFault(Fault):
    """A pack says something that can't be evaluated."""

    code = "PACK-COMPILE"


class Asked(NamedTuple):
    """A part of a rule that may be unknown of a record: its function, which then gives None, and what it reads."""

    part: Literal["law", "condition", "points", "life"]
    answer: Callable[[python.Facts], object]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule with its trees and functions.

    Attributes:
        order: place in the pack, the last tie-breaker of `once`.
        law: the condition that the act falls under this version, or None where acts do not govern.
        when: the rule's own condition, or None.
        condition: both together, or None where the kind alone decides; `met` is its function.
        points: the tree of its points (of `Scores` and `Feeds`), `value` its function; bounds of it without repeat.
        constant: the points where they are the same for every record.
        asked: its parts one by one, for the reasons of an unknown hit.
        keeps_ended: an accrual runs from its hits or stops at them, also after they have ended.
    """

    order: int
    rule: Rule
    group: Group | None
    law: tree.Node | None
    when: tree.Node | None
    condition: tree.Node | None
    met: python.Condition | None
    points: tree.Node | None
    value: python.Value | None
    constant: int | None
    bounds: Bounds
    lived: lives.Lived
    asked: tuple[Asked, ...]
    keeps_ended: bool

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id

    @property
    def life(self) -> Life:
        """The rule's life."""
        return self.rule.life

    @property
    def effect(self) -> Effect:
        """What a hit does."""
        return self.rule.effect


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledConclusion:
    """A conclusion with its tree over facts, the function of it, and its points where it scores."""

    conclusion: Conclusion
    condition: tree.Node
    met: python.Condition
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPack:
    """A pack ready for evaluation.

    Attributes:
        rules: the rules that run, in the pack's order; disabled ones are absent outside the lab.
        by_kind: record kind to the rules that read it.
        by_code: kind and code to those of them that list the code or none; every code that a rule of the kind lists.
        of_other_codes: kind to those that list none, which are all that a record of any other code can meet.
        ranks: grade of the bands to its place, 0 the best.
        reads_kind: whether a condition names `kind`.
        repeats: whether a rule has a factor.
    """

    pack: Pack
    rules: tuple[CompiledRule, ...]
    by_kind: Mapping[str, tuple[CompiledRule, ...]] = field(repr=False)
    by_code: Mapping[tuple[str, str], tuple[CompiledRule, ...]] = field(repr=False)
    of_other_codes: Mapping[str, tuple[CompiledRule, ...]] = field(repr=False)
    conclusions: tuple[CompiledConclusion, ...]
    facts: tuple[Fact, ...]
    accruals: tuple[Accrual, ...]
    ranks: Mapping[str, int]
    reads_kind: bool
    repeats: bool

    @property
    def slug(self) -> str:
        """The pack's id as a column name."""
        return slug(self.pack.id)

    def rule(self, rule_id: str) -> CompiledRule | None:
        """Return the rule of an id, or None where it does not run."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def slug(pack_id: str) -> str:
    """Return a pack's id as a column name.

    >>> slug("cn.tax.rating")
    'cn_tax_rating'
    """
    return pack_id.replace(".", "_").replace("-", "_")


def compile_pack(pack: Pack, *, lab: bool = False, any_act: bool = False) -> CompiledPack:
    """Return a pack ready for evaluation.

    Args:
        pack: the pack.
        lab: run the rules that are disabled in a registry too.
        any_act: judge acts of all days, also where acts govern (to ask what the law in force today would say).

    Raises:
        PackFault: the pack can't be evaluated; the fault names the place.
    """
    return _Compiler(pack, lab=lab, any_act=any_act).compiled()


def _by_code(
    by_kind: Mapping[str, tuple[CompiledRule, ...]],
) -> Iterator[tuple[tuple[str, str], tuple[CompiledRule, ...]]]:
    for kind, rules in by_kind.items():
        listed = [(rule, codes_of(rule.when)) for rule in rules]
        for code in dict.fromkeys(code for _, codes in listed for code in codes):
            yield (kind, code), tuple(rule for rule, codes in listed if not codes or code in codes)


class _Compiler:
    """One pass over a pack; each method raises with the place of what is wrong."""

    def __init__(self, pack: Pack, *, lab: bool, any_act: bool) -> None:
        self._pack = pack
        self._lab = lab
        self._law = None if any_act else _window(pack)
        self._groups = {group.id: group for group in pack.groups}
        bands: tuple[Band, ...] = () if pack.rating is None else pack.rating.bands
        self._ranks = {band.grade: place for place, band in enumerate(bands)}

    def compiled(self) -> CompiledPack:
        pack = self._pack
        known = {rule.id for rule in pack.rules}
        enabled = [rule for rule in pack.rules if self._lab or rule.disabled is None]
        rules = tuple(self._rule(order, rule) for order, rule in enumerate(enabled))
        kinds = dict.fromkeys(kind for rule in enabled for kind in rule.kinds)
        by_kind = {kind: tuple(rule for rule in rules if kind in rule.rule.kinds) for kind in kinds}
        for fact in pack.facts:
            self._known(f"facts[{fact.id}].rules", fact.rules, known)
        scope = tree.facts_scope(tuple(fact.id for fact in pack.facts))
        return CompiledPack(
            pack=pack,
            rules=rules,
            by_kind=by_kind,
            by_code=dict(_by_code(by_kind)),
            of_other_codes={
                kind: tuple(rule for rule in of_kind if not codes_of(rule.when)) for kind, of_kind in by_kind.items()
            },
            conclusions=tuple(self._conclusion(conclusion, scope) for conclusion in pack.conclusions),
            facts=pack.facts,
            accruals=tuple(self._accrual(accrual, known) for accrual in pack.accruals),
            ranks=self._ranks,
            reads_kind=any(_names_kind(part) for rule in rules for part in (rule.condition, rule.points)),
            repeats=any(rule.rule.repeat is not None for rule in rules),
        )

    def _fault(self, place: str, what: str, remedy: str) -> PackFault:
        return PackFault(f"{self._pack.name}, {place}: {what}.", remedy=remedy)

    def _known(self, place: str, names: tuple[str, ...], known: set[str]) -> None:
        for name in names:
            if name not in known:
                raise self._fault(place, f"there is no rule `{name}`", "Name a rule of this pack.")

    def _parsed(self, place: str, found: tree.Node | Wrong) -> tree.Node:
        if isinstance(found, Wrong):
            where = f"{place}, character {found.position}"
            raise self._fault(where, found.what, found.remedy)
        return found

    def _rule(self, order: int, rule: Rule) -> CompiledRule:
        place = f"rules[{rule.id}]"
        if not rule.kinds:
            raise self._fault(place, "it reads no kind", "Name at least one record kind.")
        when = None
        if rule.when is not None:
            when = self._parsed(f"{place}.when", parse_condition(rule.when, tree.RECORD))
        condition = tree.And(parts=(self._law, when)) if self._law and when else self._law or when
        points = self._points(f"{place}.points", rule.effect)
        group = None if rule.group is None else self._groups.get(rule.group)
        if rule.group is not None and group is None:
            what = f"its group `{rule.group}` is not declared"
            raise self._fault(place, what, "Declare it under `groups`.")
        self._life(f"{place}.life", rule.life)
        self._repeat(f"{place}.repeat", rule, group)
        self._limit(f"{place}.limit", rule.limit)
        self._effect(place, rule.effect)
        constant = points.value if isinstance(points, tree.Literal) and isinstance(points.value, int) else None
        return CompiledRule(
            order=order,
            rule=rule,
            group=group,
            law=self._law,
            when=when,
            condition=condition,
            met=None if condition is None else python.condition(condition),
            points=points,
            value=None if points is None else python.value(points),
            constant=constant,
            bounds=self._bounds(f"{place}.points", rule, points),
            lived=lives.lived(rule.life),
            asked=tuple(_asked(self._law, when, points, rule.life)),
            keeps_ended=any(rule.id in (accrual.anchor, *accrual.stops) for accrual in self._pack.accruals),
        )

    def _points(self, place: str, effect: Effect) -> tree.Node | None:
        if not isinstance(effect, Scores | Feeds):
            return None
        points = effect.points
        forms = (points.value is not None, bool(points.steps), points.expression is not None)
        if sum(forms) != 1:
            raise self._fault(place, "points have one form", "Give `value`, `steps` or `expression`.")
        if points.value is not None:
            return tree.Literal(value=points.value)
        if points.expression is not None:
            return self._parsed(place, parse_integer(points.expression, tree.RECORD))
        return self._steps(place, points)

    def _steps(self, place: str, points: Points) -> tree.Node:
        """Steps as one tree: an unknown step on the way makes the points null."""
        rest: tree.Node | None = None if points.otherwise is None else tree.Literal(value=points.otherwise)
        for step in reversed(points.steps):
            when = self._parsed(f"{place}.steps", parse_condition(step.when, tree.RECORD))
            branches = [tree.Branch(when=when, then=tree.Literal(value=step.points))]
            if rest is not None:
                branches.append(tree.Branch(when=tree.Not(operand=when), then=rest))
            rest = tree.Case(branches=tuple(branches), otherwise=None)
        return rest if rest is not None else tree.Literal(value=0)

    def _bounds(self, place: str, rule: Rule, points: tree.Node | None) -> Bounds:
        if points is None:
            return (0, 0)
        low, high = tree.bounds(points)
        effect = rule.effect
        if isinstance(effect, Scores | Feeds):
            declared = effect.points
            if (declared.low is not None and low < declared.low) or (
                declared.high is not None and high > declared.high
            ):
                what = f"points can lie from {low} to {high}, beyond what is declared"
                raise self._fault(place, what, "Widen `low` and `high`, or bound the expression with CASE.")
        reached = max(-low, high) * (rule.repeat or 1)
        if reached > (MOST_POINTS if isinstance(effect, Scores) else MOST_MEASURE):
            raise self._fault(place, f"points can reach {reached}", "Bound the expression with CASE.")
        return low, high

    def _life(self, place: str, life: Life) -> None:
        named = (life.start, life.term_from, life.ends_at)
        for column in named:
            if column is not None and (column not in BY_NAME or BY_NAME[column].type is not FactType.DATE):
                raise self._fault(place, f"`{column}` is no date column", "Name a column of type DATE.")
        sizes = (life.start_months, life.start_days, life.months, life.days)
        if min(sizes) < 0 or max(sizes) > _LONGEST_LIFE or not 1 <= life.years <= _LONGEST_LIFE:
            raise self._fault(place, "a term is negative or too long", f"Use 0 to {_LONGEST_LIFE}.")
        if life.form is LifeForm.YEAR and (life.months or life.days):
            raise self._fault(place, "a life by calendar years has no months or days", "Use the form `term`.")

    def _repeat(self, place: str, rule: Rule, group: Group | None) -> None:
        if rule.repeat is None:
            return
        if rule.repeat < 1:
            raise self._fault(place, "a factor is at least 1", "Leave `repeat` out where nothing is multiplied.")
        by_calendar = group is not None and group.key in {OnceKey.MONTH, OnceKey.YEAR}
        if by_calendar and lives.dated_by(rule.life) != rule.life.start:
            what = "a rule that repeats once a month or year runs its term from its start"
            raise self._fault(place, what, "Leave `term_from` out, or `repeat`.")

    def _limit(self, place: str, limit: Limit | None) -> None:
        if limit is not None and ((limit.low or 0) > 0 or (limit.high or 0) < 0):
            what = "bounds without 0 would give points to whom the rule says nothing of"
            raise self._fault(
                place, what, "Bound the rule around 0; let the start score or the category carry the rest."
            )

    def _effect(self, place: str, effect: Effect) -> None:  # noqa: C901 - one closed list of effects
        match effect:
            case Scores():
                categories = () if self._pack.rating is None else self._pack.rating.categories
                if effect.category is not None and effect.category not in {category.id for category in categories}:
                    raise self._fault(place, f"there is no category `{effect.category}`", "Declare it in the rating.")
            case Grades():
                self._grade(place, effect.grade)
                if effect.mode is DirectMode.LOWEST_SCORE and lowest_score(self._pack, effect.grade) is None:
                    what = f"grade `{effect.grade}` has no lowest score"
                    raise self._fault(place, what, "Give the rating a lower limit.")
            case Caps() | Lifts():
                self._grade(place, effect.grade)
            case Classes():
                special = () if self._pack.rating is None else self._pack.rating.special
                if effect.grade not in special:
                    raise self._fault(place, f"`{effect.grade}` is no special class", "Name it in `rating.special`.")
            case Proposes():
                if effect.list not in {item.id for item in self._pack.lists}:
                    raise self._fault(place, f"there is no list `{effect.list}`", "Declare it under `lists`.")
            case Starts() | Feeds():
                pass
            case _:
                assert_never(effect)

    def _grade(self, place: str, grade: str) -> None:
        if grade not in self._ranks:
            raise self._fault(place, f"`{grade}` is no grade of the bands", "Name a grade of `rating.bands`.")

    def _conclusion(self, conclusion: Conclusion, scope: Scope) -> CompiledConclusion:
        place = f"conclusions[{conclusion.id}]"
        condition = self._parsed(f"{place}.when", parse_condition(conclusion.when, scope))
        self._effect(place, conclusion.effect)
        points = self._points(f"{place}.points", conclusion.effect)
        if isinstance(conclusion.effect, Feeds) or (points is not None and not isinstance(points, tree.Literal)):
            raise self._fault(place, "a conclusion gives constant points and feeds nothing", "Use a rule over records.")
        constant = points.value if isinstance(points, tree.Literal) and isinstance(points.value, int) else None
        met = python.condition(condition)
        return CompiledConclusion(conclusion=conclusion, condition=condition, met=met, points=constant)

    def _accrual(self, accrual: Accrual, known: set[str]) -> Accrual:
        place = f"accruals[{accrual.id}]"
        self._known(place, (accrual.anchor, *accrual.stops), known)
        if not 0 < accrual.points <= accrual.limit <= MOST_POINTS or accrual.after_months < 0:
            raise self._fault(place, "points, limit and months of an accrual are positive", "See the pack format.")
        self._effect(place, Scores(points=Points(value=accrual.points), category=accrual.category))
        return accrual


_LONGEST_LIFE: Final = 12_000


def _asked(law: tree.Node | None, when: tree.Node | None, points: tree.Node | None, life: Life) -> Iterator[Asked]:
    if law is not None:
        yield Asked("law", python.condition(law), ("effective",))
    if when is not None:
        yield Asked("condition", python.condition(when), analysis.columns(when))
    if points is not None:
        yield Asked("points", python.value(points), analysis.columns(points))
    yield Asked("life", lives.lived(life), lives.columns(life))


def _names_kind(part: tree.Node | None) -> bool:
    return part is not None and any(isinstance(node, tree.Column) and node.name == "kind" for node in tree.walk(part))


def _window(pack: Pack) -> tree.Node | None:
    """The condition that an act falls under this version, where acts govern."""
    if pack.governs is not Governs.ACT:
        return None
    effective = tree.Column(name="effective", type=FactType.DATE)
    first = tree.Compare(sign=tree.Comparison.AT_LEAST, left=effective, right=tree.Literal(value=pack.valid_from))
    if pack.valid_to is None:
        return first
    last = tree.Compare(sign=tree.Comparison.LESS, left=effective, right=tree.Literal(value=pack.valid_to))
    return tree.And(parts=(first, last))


def lowest_score(pack: Pack, grade: str) -> int | None:
    """Return the lowest total that has a grade of the bands, or None where there is none."""
    if pack.rating is None:
        return None
    band = next(band for band in pack.rating.bands if band.grade == grade)
    if band.at_least is not None:
        return band.at_least
    return None if pack.rating.limit is None else pack.rating.limit.low
