"""What would change a standing, and the earliest day: what time alone does, and what making good would do.

Nothing here is predicted: every step is the difference of two standings that were computed, and every repair is tried
on the record and evaluated again. A repair sets a day that the record lacks (`corrected`, `ended`), on each of the
coming days in turn, so that windows of the law show up as they are. What an office has to decide first is not known.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.dates import add_days, add_months
from xinyong.law.expr import analysis
from xinyong.rules.applicability import applies
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record
from xinyong.standing import governing
from xinyong.standing.compose import judged, standing_of
from xinyong.standing.outcomes import used
from xinyong.standing.part import Part, Words, words
from xinyong.standing.phrases import phrase
from xinyong.standing.proposals import proposals_of
from xinyong.standing.standing import Known, Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xinyong.rules.compiled import CompiledRule
    from xinyong.rules.outcome import Outcome
    from xinyong.standing.law import Law, Version
    from xinyong.standing.past import Past
    from xinyong.standing.publication import Publication

HORIZON_MONTHS: Final = 72
"""How far ahead time alone is followed."""

TRIED_DAYS: Final = 400
"""On how many coming days a repair is tried."""

REPAIRS: Final = ("corrected", "ended")
"""The columns that say that something was made good or is over."""

What: TypeAlias = Literal["decided", "running", "proposal", "publication", "listing"]


class Verdict(Part, frozen=True, kw_only=True):
    """What a standing says of one thing: a grade or a phase, and a total where there is one; None: nothing."""

    says: str | None
    total: int | None = None


class Change(Part, frozen=True, kw_only=True):
    """One thing that a standing says, before and after.

    Attributes:
        about: the family, list, publication window or listing; record: the entry it is about, if one.
        unit: of the totals.
        unverified: a number that it rests on, before or after, comes from memory (grade M).
    """

    what: What
    about: str
    title: Words
    record: int | None
    unit: str
    unverified: bool
    before: Verdict
    after: Verdict


class Step(Part, frozen=True, kw_only=True):
    """What changes on a day without any new entry."""

    on: dt.date
    changes: tuple[Change, ...]


class Repair(Part, frozen=True, kw_only=True):
    """What changes on `shown_on` if a record gets a day in a column, one of `[first, until)`.

    Attributes:
        until: the first day from which the same repair would do something else, or nothing; None: none was found
            among the days tried.
    """

    record: int
    kind: str
    column: str
    first: dt.date
    until: dt.date | None
    shown_on: dt.date
    changes: tuple[Change, ...]


class Roadmap(Part, frozen=True, kw_only=True):
    """What would change a standing: steps in order of their days, repairs in order of record and day."""

    subject: int
    day: dt.date
    known: Known
    steps: tuple[Step, ...]
    repairs: tuple[Repair, ...]


class _Key(NamedTuple):
    what: What
    about: str
    record: int | None


class _Said(NamedTuple):
    verdict: Verdict
    title: Words
    unverified: bool
    unit: str = "1"


_NOTHING: Final = Verdict(says=None)
_Saying: TypeAlias = "dict[_Key, _Said]"


def roadmap_of(history: Past, law: Law, day: dt.date, known: Known) -> Roadmap:
    """Return what would change a subject's standing after `day`; see `standing.compose.standing_of`."""
    past = history.up_to(known.seq)
    return Roadmap(
        subject=past.subject,
        day=day,
        known=known,
        steps=tuple(_steps(past, law, day, known)),
        repairs=tuple(_repairs(tuple(map(judged, past.live())), _applying(law, past.held()), day)),
    )


def _steps(past: Past, law: Law, day: dt.date, known: Known) -> Iterator[Step]:
    """Follow the standing from one of its changes to the next."""
    last = add_months(day, HORIZON_MONTHS)
    standing = standing_of(past, law, day, known)
    while standing.next_change is not None and standing.next_change <= last:
        later = standing_of(past, law, standing.next_change, known)
        if changes := _changes(_all_of(standing), _all_of(later)):
            yield Step(on=later.day, changes=changes)
        standing = later


def _all_of(standing: Standing) -> _Saying:
    found: _Saying = {}
    for rating in standing.ratings:
        key = _Key(rating.status, rating.family, None)
        found[key] = _Said(Verdict(says=rating.grade, total=rating.total), rating.title, rating.unverified, rating.unit)
    for proposal in standing.proposals:
        key = _Key("proposal", f"{proposal.family} {proposal.list}", proposal.grounds[0].record)
        found[key] = _Said(Verdict(says=proposal.effect), proposal.title, proposal.unverified)
    for one in standing.publication:
        key = _Key("publication", f"{one.pack} {one.window}", one.record)
        found[key] = _Said(Verdict(says=one.phase), _published(one), one.unverified)
    for listing in standing.listings:
        name = Words(zh=listing.identifier, en=listing.identifier)
        found[_Key("listing", listing.identifier, listing.record)] = _Said(
            Verdict(says=listing.phase), name, unverified=False
        )
    return found


def _published(one: Publication) -> Words:
    chinese, english = (
        phrase("about_publication", language, record=one.record, pack=one.pack) for language in ("zh", "en")
    )
    return Words(zh=chinese, en=english)


def _changes(before: _Saying, after: _Saying) -> tuple[Change, ...]:
    """Return the differences of two sayings, in order of key."""
    found: list[Change] = []
    for key in sorted(before.keys() | after.keys(), key=repr):
        old, new = before.get(key), after.get(key)
        said = new or old
        if said is not None and (old is None or new is None or old.verdict != new.verdict):
            found.append(
                Change(
                    what=key.what,
                    about=key.about,
                    title=said.title,
                    record=key.record,
                    unit=said.unit,
                    unverified=any(one.unverified for one in (old, new) if one is not None),
                    before=_NOTHING if old is None else old.verdict,
                    after=_NOTHING if new is None else new.verdict,
                )
            )
    return tuple(found)


# --- repairs ------------------------------------------------------------------------------------------------------


def _applying(law: Law, held: Collection[str]) -> tuple[tuple[Version, ...], ...]:
    """Return the versions of each family that apply to who holds these schemes."""
    return tuple(
        tuple(version for version in versions if applies(version.pack, held)) for versions in law.families.values()
    )


def _repairs(records: tuple[Record, ...], applying: Sequence[Sequence[Version]], day: dt.date) -> Iterator[Repair]:
    """Try each repair that a record lacks and some rule would read."""
    for place, record in enumerate(records):
        for column in REPAIRS:
            if record.facts.get(column) is None:
                families = [
                    versions
                    for versions in applying
                    if any(_reads(version, record.kind, column) for version in versions)
                ]
                if families:
                    yield from _Trial(records, place, column, families).repairs(day)


def _reads(version: Version, kind: str, column: str) -> bool:
    return any(_rule_reads(rule, column) for rule in version.compiled.by_kind.get(kind, ()))


def _rule_reads(rule: CompiledRule, column: str) -> bool:
    trees = (rule.condition, rule.points)
    in_trees = any(column in analysis.columns(node) for node in trees if node is not None)
    return in_trees or column in (rule.life.start, rule.life.term_from, rule.life.ends_at)


class _Trial:
    """One column of one record, set to one day after another."""

    def __init__(
        self, records: tuple[Record, ...], place: int, column: str, families: Sequence[Sequence[Version]]
    ) -> None:
        self._records = records
        self._place = place
        self._column = column
        self._families = families

    def repairs(self, day: dt.date) -> Iterator[Repair]:
        """Yield the repair's effects, one for each run of days on which it does the same."""
        first, running = day, self._effect(day, day)
        if not running:
            yield from self._deferred(day)
            return
        for ahead in range(1, TRIED_DAYS):
            tried = add_days(day, ahead)
            effect = self._effect(tried, tried)
            if _gains(effect) != _gains(running):
                if running:
                    yield self._repair(first, tried, first, running)
                first, running = tried, effect
        if running:
            yield self._repair(first, None, first, running)

    def _deferred(self, day: dt.date) -> Iterator[Repair]:
        """Yield the effect of a repair today that shows only later, on the first day on which it does."""
        last = add_months(day, HORIZON_MONTHS)
        at = self._next(day, repaired=day)
        while at is not None and at <= last:
            if effect := self._effect(day, at):
                yield self._repair(day, None, at, effect)
                return
            at = self._next(at, repaired=day)

    def _repair(self, first: dt.date, until: dt.date | None, on: dt.date, changes: tuple[Change, ...]) -> Repair:
        record = self._records[self._place]
        return Repair(
            record=record.seq,
            kind=record.kind,
            column=self._column,
            first=first,
            until=until,
            shown_on=on,
            changes=changes,
        )

    def _effect(self, repaired: dt.date, on: dt.date) -> tuple[Change, ...]:
        """What is different on a day if the column holds another."""
        return _changes(self._saying(self._records, on), self._saying(self._with(repaired), on))

    def _with(self, repaired: dt.date) -> tuple[Record, ...]:
        record = self._records[self._place]
        mended = Record(record.subject, record.seq, record.kind, {**record.facts, self._column: repaired})
        return (*self._records[: self._place], mended, *self._records[self._place + 1 :])

    def _saying(self, records: tuple[Record, ...], on: dt.date) -> _Saying:
        found: _Saying = {}
        for versions in self._families:
            found |= _running(versions, records, on)
            found |= _proposed(versions, records, on)
        return found

    def _next(self, after: dt.date, *, repaired: dt.date) -> dt.date | None:
        """The next day on which either world changes by itself."""
        days: list[dt.date | None] = []
        for versions in self._families:
            days += governing.edges(versions, after)
            for version in versions:
                for records in (self._records, self._with(repaired)):
                    days.append(interpret(records, version.compiled, after).next_change)
        return min((day for day in days if day is not None and day > after), default=None)


def _running(versions: Sequence[Version], records: tuple[Record, ...], on: dt.date) -> _Saying:
    """The rating in force on a day, and the one that will be decided next."""
    found: _Saying = {}
    now = governing.in_force(versions, on)
    if now is not None and now.pack.rating is not None:
        found[_Key("running", now.pack.id, None)] = _rated(now, interpret(records, now.compiled, on))
    upcoming = governing.upcoming(versions, on)
    if upcoming is not None and upcoming.cut_off < on:
        outcome = interpret(records, upcoming.version.compiled, upcoming.cut_off)
        found[_Key("decided", upcoming.version.pack.id, None)] = _rated(upcoming.version, outcome)
    return found


def _rated(version: Version, outcome: Outcome) -> _Said:
    pack = version.pack
    unverified = any(citation.grade is SourceGrade.UNVERIFIED for citation in used(pack, outcome))
    return _Said(Verdict(says=outcome.grade, total=outcome.total), words(pack.title), unverified, pack.unit)


def _proposed(versions: Sequence[Version], records: tuple[Record, ...], on: dt.date) -> _Saying:
    if not any(version.pack.lists for version in versions):
        return {}

    def said(version: Version, any_act: bool) -> Outcome:  # noqa: FBT001 - proposals' callable
        return interpret(records, version.any_act if any_act else version.compiled, on)

    return {
        _Key("proposal", f"{found.family} {found.list}", found.grounds[0].record): _Said(
            Verdict(says=found.effect), found.title, found.unverified
        )
        for found in proposals_of(versions, on, said)
    }


def _gains(changes: tuple[Change, ...]) -> list[tuple[object, ...]]:
    """What a repair wins, whatever else time has changed meanwhile: points, or a grade where no points change."""
    found: list[tuple[object, ...]] = []
    for change in changes:
        points = (change.after.total or 0) - (change.before.total or 0)
        found.append((change.what, change.about, change.record, points or (change.before.says, change.after.says)))
    return found
