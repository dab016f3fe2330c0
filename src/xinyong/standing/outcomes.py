"""What a pack version says of a subject, as a standing shows it: the rating and every contribution with its article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from xinyong.kernel.cite import SourceGrade, lowest
from xinyong.law.effects import Caps, Classes, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.pack import Use
from xinyong.law.rule import Accrual
from xinyong.rules.outcome import State
from xinyong.standing.law import citations
from xinyong.standing.part import cited, words
from xinyong.standing.rating import Contribution, FactFound, Limited, NotKnown, Rating

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xinyong.kernel.cite import Citation
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Conclusion, Rule
    from xinyong.rules.outcome import Hit, Outcome
    from xinyong.rules.records import Record
    from xinyong.standing.law import Version


class Cycle(NamedTuple):
    """Which evaluation year a rating belongs to, and for a decided one what it looked at."""

    status: Literal["decided", "running"]
    year: int | None = None
    cut_off: dt.date | None = None
    known_by: dt.date | None = None


class Said(NamedTuple):
    """What an effect is called, and what it gives beside points."""

    effect: str
    says: str = ""


def rating_of(version: Version, outcome: Outcome, cycle: Cycle, records: Sequence[Record]) -> Rating:
    """Return a pack's outcome over records as a rating of a standing."""
    pack = version.pack
    grades = [citation.grade for citation in used(pack, outcome)]
    return Rating(
        family=pack.id,
        pack=pack.name,
        title=words(pack.title),
        status=cycle.status,
        provisional=cycle.status == "running",
        partial=outcome.partial,
        unverified=SourceGrade.UNVERIFIED in grades,
        source_grade=lowest(pack.citation.grade, *grades).value,
        year=cycle.year,
        cut_off=cycle.cut_off,
        known_by=cycle.known_by,
        records=sum(record.kind in version.compiled.by_kind for record in records),
        start=outcome.start,
        total=outcome.total,
        unit=pack.unit,
        grade=outcome.grade,
        basis=None if outcome.basis is None else outcome.basis.value,
        unknown=outcome.unknown,
        facts=_facts(pack, outcome),
        limits=tuple(Limited(node=cut.node, id=cut.id, before=cut.before, after=cut.after) for cut in outcome.cuts),
        contributions=tuple(contribution_of(version, hit) for hit in outcome.hits),
    )


def contribution_of(version: Version, hit: Hit) -> Contribution:
    """Return one hit as a standing shows it."""
    part = version.parts[hit.rule]
    said = _said(part)
    life = version.lives.get(hit.rule)
    return Contribution(
        record=hit.seq,
        rule=hit.rule,
        title=words(part.title),
        source=hit.source,
        cited=cited(hit.citation),
        life_cited=None if life is None else cited(life),
        effect=said.effect,
        says=said.says,
        points=hit.points,
        counted=hit.counted,
        start=hit.start,
        until=hit.until,
        state=hit.state.value,
        by=hit.by,
        truth=hit.truth.value,
        unknown=not_known(hit),
    )


def not_known(hit: Hit) -> tuple[NotKnown, ...]:
    """Return what was not known of a hit."""
    return tuple(NotKnown(part=unknown.part, names=unknown.names) for unknown in hit.unknown)


def counts(hit: Hit) -> bool:
    """Return whether a hit has its effect on the day."""
    return hit.state in (State.COUNTS, State.REPEATED)


def is_partial(pack: Pack) -> bool:
    """Return whether the pack encodes only part of its instrument."""
    return pack.use is Use.PARTIAL


def _facts(pack: Pack, outcome: Outcome) -> tuple[FactFound, ...]:
    articles = {fact.id: fact.citation for fact in pack.facts}
    return tuple(
        FactFound(fact=fact.id, value=fact.value, with_unknown=fact.with_unknown, cited=cited(articles[fact.id]))
        for fact in outcome.facts
    )


def used(pack: Pack, outcome: Outcome) -> Iterator[Citation]:
    """Yield where every number stands that this outcome rests on: the rating's own, and those of what counts."""
    if not outcome.applies:
        return
    yield from citations(pack.rating)
    rules = {rule.id: rule for rule in pack.rules}
    groups = {group.id: group for group in pack.groups}
    counting = {hit.rule for hit in outcome.hits if counts(hit)}
    for hit in outcome.hits:
        if counts(hit):
            yield hit.citation
            yield from citations(rules.get(hit.rule))
            yield from citations(groups.get(rules[hit.rule].group or "") if hit.rule in rules else None)
    if any(conclusion.id in counting for conclusion in pack.conclusions):
        yield from citations(pack.facts)


def _said(part: Rule | Accrual | Conclusion) -> Said:  # noqa: PLR0911 - one closed list of effects
    if isinstance(part, Accrual):
        return Said("scores")
    match part.effect:
        case Scores():
            return Said("scores")
        case Feeds():
            return Said("feeds")
        case Grades(grade=grade):
            return Said("grades", grade)
        case Caps(grade=grade):
            return Said("caps", grade)
        case Lifts(grade=grade):
            return Said("lifts", grade)
        case Classes(grade=grade):
            return Said("classes", grade)
        case Starts(score=score):
            return Said("starts", str(score))
        case Proposes(list=listed):
            return Said("proposes", listed)
        case _:
            assert_never(part.effect)
