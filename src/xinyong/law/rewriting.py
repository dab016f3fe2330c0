"""Packs rewritten under overrides: rules that do not count what an emergency instrument spares.

`under` writes an override into the conditions of the rules that it names, so that whoever reads the pack reads it
too, and nothing has to end it: a record is spared for the day of its act, on whatever day one asks, and an act after
the last day never is. Packs and rules that no override names are as they were.

Guarantees that it lightens: a rule whose hits could do anything but burden, or whose absence could make another hit
heavier, is refused (`unfit`, `OverrideFault`). What is unknown of an act makes the rule unknown of it, and an unknown
hit burdens nobody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.kernel.errors import Fault
from xinyong.law.effects import Caps, Feeds, Grades, Lifts, Proposes, Scores
from xinyong.law.expr import tree
from xinyong.law.expr.parsing import Wrong, parse_condition
from xinyong.law.life import OnceKey
from xinyong.law.listing import is_beneficial
from xinyong.law.rule import Aggregate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xinyong.law.effects import Effect
    from xinyong.law.override import Override
    from xinyong.law.pack import Pack
    from xinyong.law.points import Points
    from xinyong.law.rule import Conclusion, Rule


class OverrideFault(Fault):
    """An override in force does what none may: it could burden somebody, or it has no end."""

    code = "OVERRIDE"


class Applied(NamedTuple):
    """An override, and the pack by which it holds."""

    override: Override
    by: Pack


def applied(pack: Pack, overriding: Iterable[Pack]) -> tuple[Applied, ...]:
    """Return the overrides of these packs that concern rules of a pack."""
    ids = {rule.id for rule in pack.rules}
    return tuple(
        Applied(one, by)
        for by in overriding
        for one in by.overrides or ()
        if names(one, pack) and not ids.isdisjoint(one.rules)
    )


def names(override: Override, pack: Pack) -> bool:
    """Return whether an override names a pack, by its family or its version."""
    return override.pack in (pack.id, pack.name)


def under(pack: Pack, found: Iterable[Applied]) -> Pack:
    """Return a pack as it speaks under overrides; packs and rules that they don't name are as they were.

    Raises:
        OverrideFault: one of them has no end, or could burden.
    """
    for override, by in found:
        wrong = next(unfit(pack, override), None)
        if wrong is not None or by.valid_to is None:
            why = "it has no end" if wrong is None else f"under rule {wrong[0]} of {pack.name}, {wrong[1]}"
            what = f"The override {override.id} of {by.name} can't be applied: {why}."
            raise OverrideFault(what, remedy="Take it out of force; `xinyong packs lint` says what to mend.")
        rules = (rewritten(rule, override, by) if rule.id in override.rules else rule for rule in pack.rules)
        pack = replace(pack, rules=tuple(rules))
    return pack


def rewritten(rule: Rule, override: Override, by: Pack) -> Rule:
    """Return a rule that does not count what an override spares."""
    spared = f"NOT ({spares(override, by)})"
    return replace(rule, when=spared if rule.when is None else f"({rule.when}) AND {spared}")


def spares(override: Override, by: Pack) -> str:
    """Return the condition that an act is spared, in the rule language."""
    window = f"{override.acts} >= DATE '{by.valid_from}' AND {override.acts} < DATE '{by.valid_to}'"
    return window if override.when is None else f"{window} AND ({override.when})"


def unfit(pack: Pack, override: Override) -> Iterator[tuple[str, str]]:
    """Yield the rules of a pack whose hits can't be left out without a burden, each with the reason."""
    for rule in pack.rules:
        if rule.id in override.rules:
            why = _unfit(pack, rule, override.rules)
            if why is not None:
                yield rule.id, why


def _unfit(pack: Pack, rule: Rule, together: Sequence[str]) -> str | None:
    if pack.rating is not None and any(category.weight < 0 for category in pack.rating.categories):
        return "a category turns points into their opposite"
    if not _only_burdens(pack, rule.effect):
        return "its hits don't only burden"
    if any(rule.id == accrual.anchor for accrual in pack.accruals):
        return "a recovery runs from its hits"
    if not _stands_alone(pack, rule, together):
        return "a hit of its group that would take its place could weigh more"
    fed = tuple(fact for fact in pack.facts if rule.id in fact.rules)
    read = frozenset(fact.id for fact in fed)
    counts = frozenset(fact.id for fact in fed if fact.aggregate is Aggregate.COUNT)
    if not all(_falls(pack, conclusion, read, counts) for conclusion in pack.conclusions):
        return "a conclusion over its hits could burden without them"
    return None


def _only_burdens(pack: Pack, effect: Effect) -> bool:
    match effect:
        case Proposes(list=name):
            return not is_beneficial(pack.lists, name)
        case Scores():
            return _most(effect.points) <= 0
        case Grades() | Caps() | Feeds():
            return True
        case _:
            return False


def _most(points: Points) -> int:
    """The highest value that points are declared to take; beyond 0 where nothing is declared."""
    if points.expression is not None:
        return _UNBOUNDED if points.high is None else points.high
    constants = (points.value, points.otherwise, *(step.points for step in points.steps))
    return max((value for value in constants if value is not None), default=0)


_UNBOUNDED: Final = 2**63


def _stands_alone(pack: Pack, rule: Rule, together: Sequence[str]) -> bool:
    """Whether no hit that a hit of the rule has absorbed could weigh more than it.

    So it is where a whole group of one act is spared at once, and where every hit of the group adds its magnitude to
    one sum: no factor, no bound and no category of its own, and nothing absorbed for good by a hit that has ended.
    """
    group = next((one for one in pack.groups if one.id == rule.group), None)
    if group is None:
        return True
    members = [one for one in pack.rules if one.group == group.id]
    if group.key is OnceKey.ACT and all(one.id in together for one in members):
        return True
    return not group.absorbs_for_good and all(
        isinstance(one.effect, Scores)
        and isinstance(rule.effect, Scores)
        and one.effect.category == rule.effect.category
        and one.repeat is None
        and one.limit is None
        for one in members
    )


def _falls(pack: Pack, conclusion: Conclusion, fed: frozenset[str], counts: frozenset[str]) -> bool:
    """Whether a conclusion weighs no more where counts that it reads are lower."""
    node = parse_condition(conclusion.when, tree.facts_scope(tuple(fact.id for fact in pack.facts)))
    if isinstance(node, Wrong):
        return False
    read = {part.name for part in tree.walk(node) if isinstance(part, tree.Column)}
    if read.isdisjoint(fed):
        return True
    if not read.isdisjoint(fed - counts):
        return False
    effect = conclusion.effect
    adverse = _only_burdens(pack, effect)
    benign = isinstance(effect, Lifts) or (isinstance(effect, Scores) and (effect.points.value or 0) >= 0)
    benign = benign or (isinstance(effect, Proposes) and not adverse)
    rising = (tree.Comparison.AT_LEAST, tree.Comparison.MORE)
    falling = (tree.Comparison.AT_MOST, tree.Comparison.LESS)
    return (adverse and _moves(node, counts, rising)) or (benign and _moves(node, counts, falling))


def _moves(node: tree.Node, counts: frozenset[str], signs: Sequence[tree.Comparison]) -> bool:
    """Whether a condition moves one way with counts: each is compared with a constant, by one of these signs."""
    match node:
        case tree.And() | tree.Or():
            return all(_moves(part, counts, signs) for part in node.parts)
        case tree.Compare(sign=sign, left=tree.Column(name=name), right=tree.Literal()):
            return sign in signs or name not in counts
        case _:
            return False
