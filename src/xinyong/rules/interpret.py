"""A pack walked for one subject, step by step, with the reasons that a person receives.

Guarantees the meaning that `law.pack` states, three-valued throughout: an unknown hit is listed and counts for nothing.
`rules.columnar` gives the same ratings, contributions and next change for everybody; a property test holds them equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.kernel.dates import FAR, term_until
from xinyong.kernel.truth import Truth, truth
from xinyong.law.effects import Scores
from xinyong.law.expr import analysis
from xinyong.law.pack import Use
from xinyong.law.rule import Aggregate
from xinyong.rules import contest, ratings
from xinyong.rules.applicability import applies
from xinyong.rules.contest import Found
from xinyong.rules.outcome import Cut, Hit, Measured, Outcome, State, Unknown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.law.expr.python import Facts
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Accrual, Fact
    from xinyong.rules.compiled import CompiledConclusion, CompiledPack, CompiledRule
    from xinyong.rules.records import Record

FACT_BOUND = 10**18
"""A sum over hits stays within plus and minus this much."""

_ALIVE = (State.COUNTS, State.REPEATED, State.ABSORBED)
_COUNTING = (State.COUNTS, State.REPEATED)


def interpret(
    records: Sequence[Record], pack: CompiledPack, day: dt.date, *, held: Collection[str] | None = None
) -> Outcome:
    """Return what a pack says of one subject on a day.

    Args:
        records: the subject's records, each once, in any order.
        pack: the compiled pack.
        day: the day asked about, in Shanghai.
        held: what marks the subject (`rules.applicability.marks`); None: the caller answers for that the pack applies.
    """
    if held is not None and not applies(pack.pack, held):
        return _nothing(pack.pack, day)
    return _Walk(pack, day).outcome(records)


def _nothing(pack: Pack, day: dt.date) -> Outcome:
    """What a pack says of whom it does not apply to."""
    return Outcome(
        pack=pack.name,
        day=day,
        partial=pack.use is Use.PARTIAL,
        applies=False,
        start=None,
        total=None,
        grade=None,
        basis=None,
        hits=(),
        cuts=(),
        facts=(),
        unknown=0,
        proposes=(),
        next_change=None,
    )


class _Walk:
    """One walk: rows, then the subject; the methods follow the order of `law.pack`."""

    def __init__(self, pack: CompiledPack, day: dt.date) -> None:
        self._pack = pack
        self._day = day
        self._marks = ratings.Marks()
        self._points = ratings.Points()
        self._beside: list[Hit] = []
        self._next = FAR

    def outcome(self, records: Sequence[Record]) -> Outcome:
        """Return the outcome over these records."""
        pack = self._pack
        found = self._rows(records)
        if len(found) > 1:
            if pack.pack.groups:
                contest.once(found, self._day)
            if pack.repeats:
                contest.repeat(found)
            found.sort(key=_place)
        for hit in found:
            if hit.state in _COUNTING:
                self._count(hit)
        facts = tuple(self._measured(fact, found) for fact in pack.facts)
        for accrual in pack.accruals:
            self._accrue(accrual, found)
        for conclusion in pack.conclusions:
            self._conclude(conclusion, facts)
        return self._rated(found, facts)

    def _rows(self, records: Sequence[Record]) -> list[Found]:
        found: list[Found] = []
        pack = self._pack
        by_kind, by_code, reads_kind = pack.by_kind, pack.by_code, pack.reads_kind
        for record in records:
            rules = by_kind.get(record.kind)
            if rules is None:
                continue
            code = record.facts.get("code")
            if isinstance(code, str):
                rules = by_code.get((record.kind, code), pack.of_other_codes[record.kind])
            facts: Facts = {**record.facts, "kind": record.kind} if reads_kind else record.facts
            for rule in rules:
                met = True if rule.met is None else rule.met(facts)
                if met is False:
                    continue
                hit = Found(rule, record.seq, facts)
                hit.met = met is True
                if self._lives(hit):
                    found.append(hit)
        return found

    def _lives(self, hit: Found) -> bool:
        """Give a hit its points, life and state; return whether it is a hit at all."""
        rule, facts = hit.rule, hit.facts
        hit.points = rule.constant if rule.value is None or rule.constant is not None else _integer(rule.value(facts))
        if rule.value is not None and hit.points is None:
            hit.met = False
        hit.span = span = rule.lived(facts)
        if span is None:
            hit.met = False
            return True
        start, until = span
        if until <= start:
            return False
        if start > self._day:
            hit.state = State.FUTURE
            self._next = min(self._next, start)
        elif until <= self._day:
            hit.state = State.ENDED
        else:
            hit.state = State.COUNTS if hit.met else State.UNKNOWN
            self._next = min(self._next, until)
        return True

    def _count(self, hit: Found) -> None:
        effect = hit.rule.rule.effect
        if isinstance(effect, Scores):
            points = hit.points or 0
            factor = hit.rule.rule.repeat if hit.state is State.REPEATED else None
            hit.counted = points if factor is None else points * factor
            sums = self._points.by_rule
            sums[hit.rule.order] = sums.get(hit.rule.order, 0) + hit.counted
        else:
            self._marks.take(self._pack, effect)

    def _measured(self, fact: Fact, found: Sequence[Found]) -> Measured:
        fed = [hit for hit in found if hit.rule.rule.id in fact.rules]
        known = [hit for hit in fed if hit.state in _ALIVE]
        unknown = [hit for hit in fed if hit.state is State.UNKNOWN]
        value = _aggregate(fact, known)
        return Measured(
            id=fact.id,
            value=0 if value is None else value,
            with_unknown=_aggregate(fact, [*known, *unknown]) if unknown else value,
        )

    def _accrue(self, accrual: Accrual, found: Sequence[Found]) -> None:
        begun = [hit for hit in found if hit.met and hit.span is not None and hit.span[0] <= self._day]
        anchors = [hit for hit in begun if hit.rule.rule.id == accrual.anchor]
        if not anchors:
            return
        anchor = max(anchors, key=lambda hit: (hit.began, hit.seq))
        stops = [hit for hit in begun if hit.rule.rule.id in accrual.stops and hit.began > anchor.began]
        stop = min(stops, key=lambda hit: (hit.began, hit.seq, hit.rule.order), default=None)
        last = self._day if stop is None else stop.began
        most = -(-accrual.limit // accrual.points)
        months = 0
        while months < most and (comes := _accrues(accrual, anchor, months + 1)) <= self._day:
            if stop is not None and comes >= last:
                break
            months += 1
        if stop is None and months < most:
            self._next = min(self._next, _accrues(accrual, anchor, months + 1))
        if months:
            self._accrued(accrual, anchor, min(months * accrual.points, accrual.limit), stop)

    def _accrued(self, accrual: Accrual, anchor: Found, points: int, stop: Found | None) -> None:
        sums = self._points.beside
        sums[accrual.category] = sums.get(accrual.category, 0) + points
        hit = Hit(
            rule=accrual.id,
            source="accrual",
            seq=anchor.seq,
            truth=Truth.MET,
            state=State.COUNTS,
            points=points,
            counted=points,
            start=_accrues(accrual, anchor, 1),
            until=None,
            unknown=(),
            by=None if stop is None else stop.seq,
            by_rule=None if stop is None else stop.rule.rule.id,
            citation=accrual.citation,
        )
        self._beside.append(hit)

    def _conclude(self, conclusion: CompiledConclusion, facts: Sequence[Measured]) -> None:
        without = conclusion.met({fact.id: fact.value for fact in facts})
        with_unknown = conclusion.met({fact.id: fact.with_unknown for fact in facts})
        found = truth(without) if without is with_unknown else Truth.UNKNOWN
        if found is Truth.NOT_MET:
            return
        said = conclusion.conclusion
        counted = None
        if found is Truth.MET:
            self._marks.take(self._pack, said.effect)
            counted = conclusion.points
        if counted is not None and isinstance(said.effect, Scores):
            sums = self._points.beside
            sums[said.effect.category] = sums.get(said.effect.category, 0) + counted
        depends = tuple(fact.id for fact in facts if fact.value != fact.with_unknown)
        read = tuple(name for name in depends if name in analysis.columns(conclusion.condition))
        hit = Hit(
            rule=said.id,
            source="conclusion",
            seq=None,
            truth=found,
            state=State.COUNTS if found is Truth.MET else State.UNKNOWN,
            points=conclusion.points,
            counted=counted,
            start=None,
            until=None,
            unknown=() if found is Truth.MET else (Unknown(part="facts", names=read),),
            by=None,
            by_rule=None,
            citation=said.citation,
        )
        self._beside.append(hit)

    def _rated(self, found: Sequence[Found], facts: tuple[Measured, ...]) -> Outcome:
        pack, marks = self._pack.pack, self._marks
        start = total = grade = basis = None
        cuts: tuple[Cut, ...] = ()
        if pack.rating is not None:
            start = ratings.start_score(pack.rating, marks)
            total, cuts = ratings.total(self._pack, pack.rating, self._points, start)
            grade, basis = ratings.grade(pack.rating, marks, total)
        hits = (*map(_hit, found), *self._beside)
        return Outcome(
            pack=pack.name,
            day=self._day,
            partial=pack.use is Use.PARTIAL,
            start=start,
            total=total,
            grade=grade,
            basis=basis,
            hits=hits,
            cuts=cuts,
            facts=facts,
            unknown=sum(hit.state is State.UNKNOWN for hit in hits),
            proposes=ratings.proposed(self._pack, marks),
            next_change=None if self._next == FAR else self._next,
        )


def _integer(value: FactValue) -> int | None:
    return value if isinstance(value, int) else None


def _place(hit: Found) -> tuple[int, int]:
    return (hit.rule.order, hit.seq)


def _accrues(accrual: Accrual, anchor: Found, count: int) -> dt.date:
    """The day on which a point of an accrual comes, from 1."""
    return term_until(anchor.began, months=accrual.after_months + count)


def _aggregate(fact: Fact, hits: Sequence[Found]) -> int | None:
    """A fact over hits; None where one of them lacks what the fact reads."""
    if fact.aggregate is Aggregate.COUNT:
        return len(hits)
    if fact.aggregate is Aggregate.SUM:
        measures = [1 if hit.rule.points is None else hit.points for hit in hits]
        known = [measure for measure in measures if measure is not None]
        return max(-FACT_BOUND, min(FACT_BOUND, sum(known))) if len(known) == len(measures) else None
    months = {hit.month for hit in hits}
    numbers = sorted(month for month in months if month is not None)
    if len(numbers) != len(months):
        return None
    return len(numbers) if fact.aggregate is Aggregate.DISTINCT_MONTHS else _longest_run(numbers)


def _longest_run(months: Sequence[int]) -> int:
    longest = run = 0
    previous: int | None = None
    for month in months:
        run = run + 1 if previous is not None and month == previous + 1 else 1
        longest, previous = max(longest, run), month
    return longest


def _hit(found: Found) -> Hit:
    rule = found.rule.rule
    start, until = (None, None) if found.span is None else found.span
    counted = found.counted
    if counted is None and found.met and isinstance(rule.effect, Scores):
        counted = 0
    return Hit(
        rule=rule.id,
        source="rule",
        seq=found.seq,
        truth=Truth.MET if found.met else Truth.UNKNOWN,
        state=found.state,
        points=found.points,
        counted=counted,
        start=start,
        until=None if until == FAR else until,
        unknown=() if found.met else _why(found.rule, found.facts),
        by=None if found.by is None else found.by.seq,
        by_rule=None if found.by is None else found.by.rule.rule.id,
        citation=rule.citation,
    )


def _why(rule: CompiledRule, facts: Facts) -> tuple[Unknown, ...]:
    """What was not known of a hit."""
    return tuple(
        Unknown(part=asked.part, names=_missing(asked.columns, facts))
        for asked in rule.asked
        if asked.answer(facts) is None
    )


def _missing(columns: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    return tuple(name for name in columns if facts.get(name) is None)
