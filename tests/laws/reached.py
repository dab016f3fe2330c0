"""What a search of cases reached, counted, and the floors below which it proves nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.laws.made_packs import Case
from xinyong.kernel.truth import truth
from xinyong.law.effects import Feeds, Grades, Scores
from xinyong.law.expr import tree
from xinyong.law.life import LifeForm, OnceKey
from xinyong.law.pack import Governs
from xinyong.rules.compiled import CompiledPack, CompiledRule
from xinyong.rules.outcome import Basis, Hit, Outcome, State

NODES = (
    "Column",
    "Literal",
    "Not",
    "And",
    "Or",
    "Compare",
    "Among",
    "Between",
    "IsNull",
    "Case",
    "Coalesce",
    "Sum",
    "Times",
    "Divided",
    "Moved",
    "YearOf",
)

FLOORS: Mapping[str, int] = {
    **{f"node {name}": 40 for name in NODES},
    **{f"sign {sign.value}": 30 for sign in tree.Comparison},
    **{f"state {state.value}": 60 for state in State},
    "state repeated": 25,
    **{f"basis {basis.value}": 10 for basis in Basis},
    **{f"effect {name}": 15 for name in ("Grades final", "Grades lowest_score", "Caps", "Lifts", "Classes")},
    **{f"effect {name}": 15 for name in ("Starts", "Proposes", "Feeds", "Scores")},
    **{f"absorbed by {key.value}": 5 for key in OnceKey},
    "absorbed for good": 10,
    **{f"cut {node}": 20 for node in ("rule", "category", "total")},
    **{f"life {form.value}": 60 for form in LifeForm},
    "life shifted": 30,
    "life ended early": 30,
    "life term from elsewhere": 20,
    "points constant": 60,
    "points steps": 30,
    "points expression": 30,
    "fact count": 60,
    "fact sum": 40,
    "fact distinct_months": 60,
    "fact longest_run": 60,
    "fact unknown": 30,
    "accrual": 10,
    "accrual stopped": 2,
    "conclusion met": 60,
    "conclusion unknown": 10,
    "weight": 30,
    "law of the act": 40,
    "overridden": 60,
    "day of unknown act": 10,
    "start on a month end": 60,
    "until clamped at a month end": 20,
    "until 1 January": 30,
    "asked on 1 January": 4,
    "next change": 60,
}
"""At least so often among 500 packs."""


class Reached:
    """Counts over the cases of a search."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.truths: Counter[str] = Counter()
        self.packs = 0

    def take(self, case: Case, packs: Sequence[CompiledPack], outcomes: Sequence[Outcome]) -> None:
        """Count what a case reached; outcomes come by subject, then pack."""
        self.packs += len(packs)
        for pack in packs:
            self._pack(case, pack)
        for place, outcome in enumerate(outcomes):
            self._outcome(packs[place % len(packs)], outcome)

    def missing(self) -> list[str]:
        """What stayed below its floor."""
        scale = self.packs / 500
        few = [f"{name}: {self.counts[name]}" for name, floor in FLOORS.items() if self.counts[name] < floor * scale]
        total = sum(self.truths.values())
        return few + [f"truth {name}: {n} of {total}" for name, n in self.truths.items() if n * 5 < total]

    def _pack(self, case: Case, pack: CompiledPack) -> None:
        for rule in pack.rules:
            for node in (node for part in (rule.when, rule.points) if part is not None for node in tree.walk(part)):
                self.counts[f"node {type(node).__name__}"] += 1
                if isinstance(node, tree.Compare):
                    self.counts[f"sign {node.sign.value}"] += 1
            self.counts["points constant"] += rule.constant is not None
            if isinstance(rule.effect, Scores | Feeds):
                self.counts["points steps"] += bool(rule.effect.points.steps)
                self.counts["points expression"] += rule.effect.points.expression is not None
            self._truths(case, rule)
        rating = pack.pack.rating
        self.counts["weight"] += rating is not None and any(category.weight > 1 for category in rating.categories)
        self.counts["overridden"] += pack.pack.name in case.overridden
        self.counts["law of the act"] += pack.pack.governs is Governs.ACT
        self.counts["asked on 1 January"] += (case.day.month, case.day.day) == (1, 1)

    def _truths(self, case: Case, rule: CompiledRule) -> None:
        if rule.when is None or rule.met is None:
            return
        for records in case.ledger.values():
            for record in records:
                if record.kind in rule.rule.kinds:
                    self.truths[truth(rule.met({**record.facts, "kind": record.kind})).value] += 1

    def _outcome(self, pack: CompiledPack, outcome: Outcome) -> None:
        self.counts["next change"] += outcome.next_change is not None
        if outcome.basis is not None:
            self.counts[f"basis {outcome.basis.value}"] += 1
        for cut in outcome.cuts:
            self.counts[f"cut {cut.node}"] += 1
        for fact, measured in zip(pack.facts, outcome.facts, strict=True):
            self.counts[f"fact {fact.aggregate.value}"] += measured.value > 0
            self.counts["fact unknown"] += measured.with_unknown != measured.value
        for hit in outcome.hits:
            self._hit(pack, hit)

    def _hit(self, pack: CompiledPack, hit: Hit) -> None:
        if hit.source == "accrual":
            self.counts["accrual"] += 1
            self.counts["accrual stopped"] += hit.by is not None
        elif hit.source == "conclusion":
            self.counts["conclusion met" if hit.state is State.COUNTS else "conclusion unknown"] += 1
        else:
            self.counts[f"state {hit.state.value}"] += 1
            rule = pack.rule(hit.rule)
            assert rule is not None
            self._ruled(rule, hit)

    def _ruled(self, rule: CompiledRule, hit: Hit) -> None:
        life = rule.life
        self.counts[f"life {life.form.value}"] += 1
        self.counts["life shifted"] += bool(life.start_months or life.start_days)
        self.counts["life ended early"] += life.ends_at is not None and hit.until is not None
        self.counts["life term from elsewhere"] += life.term_from not in {None, life.start}
        self.counts["day of unknown act"] += any(why.part == "law" for why in hit.unknown)
        if hit.state is State.ABSORBED and rule.group is not None:
            self.counts[f"absorbed by {rule.group.key.value}"] += 1
            self.counts["absorbed for good"] += rule.group.absorbs_for_good
        if hit.state in {State.COUNTS, State.REPEATED}:
            mode = f" {rule.effect.mode.value}" if isinstance(rule.effect, Grades) else ""
            self.counts[f"effect {type(rule.effect).__name__}{mode}"] += 1
        if hit.start is not None:
            self._days(rule, hit, hit.start)

    def _days(self, rule: CompiledRule, hit: Hit, start: dt.date) -> None:
        self.counts["start on a month end"] += _is_month_end(start)
        if hit.until is not None:
            last = hit.until - dt.timedelta(days=1)
            clamped = rule.life.months > 0 and not rule.life.days and _is_month_end(last) and last.day < start.day
            self.counts["until clamped at a month end"] += clamped
            self.counts["until 1 January"] += (hit.until.month, hit.until.day) == (1, 1)


def _is_month_end(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).day == 1
