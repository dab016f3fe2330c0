"""What the rules propose for lists, with grounds, the law that judged them, and why that law; people decide.

A ground is judged by the law in force on the day of the act (Legislation Law 104). Where acts govern and the version in
force on the day asked about is milder (it knows no such listing, or a shorter one), the milder result is proposed
(Administrative Penalty Law 37; beyond penalties this is a choice of this program); where neither is milder, or the
later law is not known, a human chooses and sees both: so too where a conclusion over facts (a removal may be one) has
no counterpart. Only a met ground is proposed; an unknown one is listed so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.dates import FAR
from xinyong.law.effects import Proposes
from xinyong.law.pack import Governs
from xinyong.law.rule import Accrual
from xinyong.rules.outcome import State
from xinyong.standing.governing import in_force
from xinyong.standing.law import citations
from xinyong.standing.outcomes import is_partial, not_known
from xinyong.standing.part import Cited, Part, Words, cited, words
from xinyong.standing.rating import NotKnown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xinyong.rules.outcome import Hit, Outcome
    from xinyong.standing.law import Version

Effect: TypeAlias = Literal["propose", "none", "choose", "unknown"]


class Ground(Part, frozen=True, kw_only=True):
    """Why a list is proposed: one hit under one pack version.

    Attributes:
        record: entry number of the record; None for a conclusion over facts.
        state, truth, unknown: as of a contribution to a rating.
    """

    pack: str
    rule: str
    record: int | None
    title: Words
    cited: Cited
    start: dt.date | None
    until: dt.date | None
    truth: str
    unknown: tuple[NotKnown, ...]


class Proposal(Part, frozen=True, kw_only=True):
    """What the rules propose on one ground; people decide.

    Attributes:
        effect: `propose`; `none`: the milder law knows no such listing; `choose`: a human chooses between the
            `grounds`; `unknown`: listed, grounds nothing.
        beneficial: the list is a redlist.
        judged_by: the pack version whose ground and term stand; None where a human has to choose.
        why_that_law: the rule on the choice of law that gave `judged_by`.
        milder: the law of the day asked about replaced the law of the act.
        start, until: the days on which the ground stands.
        term_months: how long the listing would run, where the law gives a term.
        grounds: the hit that stands first; where two laws were compared, the other law's hits after it.
    """

    family: str
    list: str
    title: Words
    keeper: str
    beneficial: bool
    effect: Effect
    judged_by: str | None
    why_that_law: Words
    milder: bool
    partial: bool
    unverified: bool
    start: dt.date | None
    until: dt.date | None
    term_months: int | None
    term_cited: Cited | None
    grounds: tuple[Ground, ...]


class Found(NamedTuple):
    """A hit that proposes a list, under a version."""

    version: Version
    list: str
    hit: Hit


_OF_THE_DAY: Final = Words(zh="适用当日有效之版本", en="the version in force on the day applies")
_OF_THE_ACT: Final = Words(
    zh="适用行为时之法（立法法第一百零四条）", en="the law of the day of the act applies (Legislation Law 104)"
)
_NO_WORSE: Final = Words(
    zh="适用行为时之法；当日之法并不更轻",
    en="the law of the day of the act applies; that of the day asked about is no milder",
)
_MILDER_NONE: Final = Words(
    zh="从轻（行政处罚法第三十七条）：当日之法无此列入",
    en="the milder law applies (Administrative Penalty Law 37): that of the day asked about knows no such listing",
)
_MILDER_SHORTER: Final = Words(
    zh="从轻（行政处罚法第三十七条）：当日之法期限较短",
    en="the milder law applies (Administrative Penalty Law 37): that of the day asked about is shorter",
)
_NEITHER: Final = Words(zh="两法孰轻难定，由人选择", en="neither law is milder in everything; a human chooses")
_LATER_UNKNOWN: Final = Words(
    zh="当日之法如何看待此行为未知，由人选择",
    en="what the law of the day asked about says of this act is unknown; a human chooses",
)


def proposals_of(
    versions: Sequence[Version], day: dt.date, said: Callable[[Version, bool], Outcome]
) -> Iterator[Proposal]:
    """Yield the proposals of one family of packs on a day, by version, rule and record.

    Args:
        versions: the versions of the family, oldest first.
        day: the day asked about.
        said: what a version says of the subject on the day; with True, of acts of any day.
    """
    now = in_force(versions, day)
    for version in versions:
        if version.pack.governs is Governs.ACT:
            for found in _found(version, said(version, False)):  # noqa: FBT003 - the callable's own words
                yield _of_act(found, now, said)
        elif version is now:
            for found in _found(version, said(version, False)):  # noqa: FBT003 - as above
                yield _proposal(found, _effect(found), _OF_THE_DAY)


def _found(version: Version, outcome: Outcome) -> Iterator[Found]:
    """Yield the hits that propose a list and stand, or may stand, on the day."""
    for hit in outcome.hits:
        if hit.state in (State.COUNTS, State.REPEATED, State.UNKNOWN):
            part = version.parts[hit.rule]
            if not isinstance(part, Accrual) and isinstance(part.effect, Proposes):
                yield Found(version, part.effect.list, hit)


def _of_act(found: Found, now: Version | None, said: Callable[[Version, bool], Outcome]) -> Proposal:
    """Return the proposal under the law of the act, or under a milder one of the day."""
    if found.version is now or found.hit.state is State.UNKNOWN:
        return _proposal(found, _effect(found), _OF_THE_ACT)
    if now is None:
        return _proposal(found, "choose", _LATER_UNKNOWN)
    same = [
        other
        for other in _found(now, said(now, True))  # noqa: FBT003 - as above
        if other.list == found.list and other.hit.seq == found.hit.seq
    ]
    met = [other for other in same if other.hit.state is not State.UNKNOWN]
    if not met:
        if same or found.hit.seq is None:
            return _proposal(found, "choose", _LATER_UNKNOWN, same)
        return _proposal(found, "none", _MILDER_NONE, judged=now)
    return _milder(found, max(met, key=_weight))


def _milder(found: Found, other: Found) -> Proposal:
    """Return the milder of two met grounds of one record for one list: no worse in end and term."""
    ours, theirs = _weight(found), _weight(other)
    if ours == theirs:
        return _proposal(found, "propose", _NO_WORSE)
    if ours[0] <= theirs[0] and ours[1] <= theirs[1]:
        return _proposal(found, "propose", _NO_WORSE, [other])
    if ours[0] >= theirs[0] and ours[1] >= theirs[1]:
        return _proposal(other, "propose", _MILDER_SHORTER, [found], milder=True)
    return _proposal(found, "choose", _NEITHER, [other])


def _weight(found: Found) -> tuple[dt.date, int]:
    """How heavy a ground is: the day it ends, and the months of the listing; without an end or a term, the heaviest."""
    term = _term(found).months
    return found.hit.until or FAR, ENDLESS if term is None else term


ENDLESS: Final = 12_000
"""Months of a listing without a term, for the order of weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    title: Words
    keeper: str
    beneficial: bool
    months: int | None
    cited: Cited
    unverified: bool


def _term(found: Found, version: Version | None = None) -> _Term:
    pack = (version or found.version).pack
    term = next((one for one in pack.lists if one.id == found.list), None)
    if term is None:
        term = next(one for one in found.version.pack.lists if one.id == found.list)
    return _Term(
        title=words(term.title),
        keeper=term.keeper,
        beneficial=term.beneficial,
        months=term.term_months,
        cited=cited(term.citation),
        unverified=term.citation.grade is SourceGrade.UNVERIFIED,
    )


def _effect(found: Found) -> Effect:
    return "unknown" if found.hit.state is State.UNKNOWN else "propose"


def _proposal(  # noqa: PLR0913 - one row of the table above
    found: Found,
    effect: Effect,
    why: Words,
    others: Sequence[Found] = (),
    *,
    milder: bool = False,
    judged: Version | None = None,
) -> Proposal:
    version = judged or found.version
    term = _term(found, judged)
    grades = [citation.grade for citation in citations(found.version.parts[found.hit.rule])]
    return Proposal(
        family=version.pack.id,
        list=found.list,
        title=term.title,
        keeper=term.keeper,
        beneficial=term.beneficial,
        effect=effect,
        judged_by=None if effect == "choose" else version.pack.name,
        why_that_law=why,
        milder=milder or judged is not None,
        partial=is_partial(version.pack),
        unverified=term.unverified or SourceGrade.UNVERIFIED in grades,
        start=found.hit.start,
        until=found.hit.until,
        term_months=term.months,
        term_cited=term.cited,
        grounds=tuple(map(_ground, (found, *others))),
    )


def _ground(found: Found) -> Ground:
    hit = found.hit
    return Ground(
        pack=found.version.pack.name,
        rule=hit.rule,
        record=hit.seq,
        title=words(found.version.parts[hit.rule].title),
        cited=cited(hit.citation),
        start=hit.start,
        until=hit.until,
        truth=hit.truth.value,
        unknown=not_known(hit),
    )
