"""From what was recorded, the law and a day to the standing: a pure function, with nothing of its own to say.

Everything is read as of two times: the records as known at an entry of the ledger, and their meaning on a day. The
same past, law, day and known state give the same standing, whoever computes it. A record is judged by the rules alone;
nothing that a relation, a name or another's list says changes a rating or a proposal. A pack says nothing of whom it
does not apply to, and no pack applies to who is known as a row of others' lists alone; a rating that is missing for
that says so.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING

from xinyong.rules.applicability import applies
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import State
from xinyong.rules.records import Record
from xinyong.standing import governing, identity
from xinyong.standing.listings import listings_of
from xinyong.standing.outcomes import Cycle, rating_of
from xinyong.standing.outside import outside_of
from xinyong.standing.proposals import proposals_of
from xinyong.standing.publication import windows_of
from xinyong.standing.spared import clocks_of, spared_of
from xinyong.standing.standing import ChoiceMade, Known, RecordRead, Standing, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.rules.outcome import Outcome
    from xinyong.standing.law import Law, Version
    from xinyong.standing.listings import Listing
    from xinyong.standing.part import Cited
    from xinyong.standing.past import Past, Recorded
    from xinyong.standing.proposals import Proposal
    from xinyong.standing.publication import Publication
    from xinyong.standing.rating import Rating
    from xinyong.standing.spared import Spared


def standing_of(history: Past, law: Law, day: dt.date, known: Known) -> Standing:
    """Return the standing of one subject.

    Args:
        history: the subject's entries; those after `known` are not read.
        law: the pack versions in force, by digest, and the calendar edition.
        day: the day asked about, in Shanghai.
        known: the state of the ledger that is read.
    """
    return _Reading(history.up_to(known.seq), law, day).standing(known)


class _Reading:
    """One reading of one past on one day."""

    def __init__(self, past: Past, law: Law, day: dt.date) -> None:
        self._past = past
        self._law = law
        self._day = day
        self._records = tuple(past.live())
        self._judged = tuple(map(judged, self._records))
        self._held = past.held()
        self._families = tuple(filter(self._concerns, law.families.values()))
        self._spoken: dict[tuple[str, bool], Outcome] = {}
        self._spared: set[Spared] = set()
        self._clocks: set[dt.date | None] = set()

    def standing(self, known: Known) -> Standing:
        """Return the whole of it."""
        families = self._families
        ratings = tuple(chain.from_iterable(map(self._ratings, families)))
        proposals = tuple(chain.from_iterable(proposals_of(versions, self._day, self._said) for versions in families))
        listings = listings_of(self._past, self._day)
        publication = tuple(chain.from_iterable(map(self._windows, families)))
        unknowns = self._unknowns(ratings, publication)
        spared = tuple(sorted(self._spared, key=lambda one: (one.pack, one.rule, one.record, one.by, one.override)))
        return Standing(
            subject=identity.subject_of(self._past, self._day),
            day=self._day,
            known=known,
            law=self._law.read,
            calendar=self._law.calendar,
            records=tuple(map(_record, self._records)),
            erased=self._past.erased(),
            ratings=ratings,
            outside=tuple(filter(None, (outside_of(versions, self._day, self._held) for versions in families))),
            proposals=proposals,
            listings=listings,
            publication=publication,
            unknowns=unknowns,
            spared=spared,
            citations=_citations(ratings, proposals, publication, spared),
            choices=self._choices(
                {rating.pack for rating in ratings}
                | {one.pack for one in publication}
                | {one.pack for one in unknowns if one.pack is not None}
                | {one.by for one in spared}
                | _judging(proposals)
            ),
            next_change=self._next_change(listings, publication),
        )

    def _concerns(self, versions: Sequence[Version]) -> bool:
        """Return whether a family has anything to say of the subject, be it that its rating does not apply."""
        return any(version.pack.rating is not None or applies(version.pack, self._held) for version in versions)

    def _said(self, version: Version, any_act: bool = False) -> Outcome:  # noqa: FBT001, FBT002 - proposals' callable
        """Return what a version says today, of its own acts or of acts of any day; each is asked once."""
        key = (version.pack.name, any_act)
        if key not in self._spoken:
            compiled = version.any_act if any_act else version.compiled
            self._spoken[key] = said = interpret(self._judged, compiled, self._day, held=self._held)
            if version.without is not None:
                plain = version.without.any_act if any_act else version.without.compiled
                without = interpret(self._judged, plain, self._day, held=self._held)
                self._spared.update(spared_of(version, self._judged, without, said))
                self._clocks.update(clocks_of(without, said))
        return self._spoken[key]

    def _ratings(self, versions: Sequence[Version]) -> Iterator[Rating]:
        closed = governing.decided(versions, self._day)
        if closed is not None and (rating := self._decided(closed)) is not None:
            yield rating
        now = governing.in_force(versions, self._day)
        if now is not None and now.pack.rating is not None and applies(now.pack, self._held):
            year = None if now.pack.rating.cycle is None else self._day.year
            yield rating_of(now, self._said(now), Cycle(status="running", year=year), self._judged)

    def _decided(self, closed: governing.Decided) -> Rating | None:
        """Return the rating of a closed cycle; who was not known as its subject when it was published has none."""
        past = self._past.known_by(closed.published)
        if not applies(closed.version.pack, past.held()):
            return None
        records = tuple(map(judged, past.live()))
        version = closed.version
        outcome = interpret(records, version.compiled, closed.cut_off)
        if version.without is not None:
            without = interpret(records, version.without.compiled, closed.cut_off)
            self._spared.update(spared_of(version, records, without, outcome))
        cycle = Cycle(status="decided", year=closed.year, cut_off=closed.cut_off, known_by=closed.published)
        return rating_of(version, outcome, cycle, records)

    def _windows(self, versions: Sequence[Version]) -> Iterator[Publication]:
        if any(version.pack.publication for version in versions):
            for recorded in self._records:
                for version in governing.judges(versions, recorded.content.facts.get("effective"), self._day):
                    if applies(version.pack, self._held):
                        yield from windows_of(recorded, version.pack, self._day)

    def _unknowns(self, ratings: Sequence[Rating], publication: Sequence[Publication]) -> tuple[Unknown, ...]:
        found = [
            Unknown(pack=rating.pack, rule=hit.rule, record=hit.record, part=why.part, names=why.names)
            for rating in ratings
            for hit in rating.contributions
            if hit.state == State.UNKNOWN.value
            for why in hit.unknown
        ]
        found += [
            Unknown(pack=outcome.pack, rule=hit.rule, record=hit.seq, part=why.part, names=why.names)
            for outcome in self._spoken.values()
            for hit in outcome.hits
            if hit.state is State.UNKNOWN
            for why in hit.unknown
        ]
        found += [
            Unknown(pack=one.pack, rule=one.window, record=one.record, part="publication", names=one.lacks)
            for one in publication
            if one.phase == "unknown"
        ]
        return tuple(dict.fromkeys(found))

    def _choices(self, speaking: set[str]) -> tuple[ChoiceMade, ...]:
        """Return the choices of the versions that say something of this subject on the day."""
        return tuple(
            ChoiceMade(pack=law.pack.name, question=one.question, choice=one.choice, reason=one.reason)
            for law in self._law.speaking
            if law.pack.name in speaking
            for one in (*law.pack.choices, *filter(None, (law.pack.transition,)))
        )

    def _next_change(self, listings: Sequence[Listing], publication: Sequence[Publication]) -> dt.date | None:
        edges = identity.edges_of(self._past)
        for versions in self._families:
            if any(applies(version.pack, self._held) for version in versions):
                edges.update(governing.edges(versions, self._day))
            else:
                edges.update(governing.terms(versions))
        days: Iterator[dt.date | None] = chain(
            edges,
            (outcome.next_change for outcome in self._spoken.values()),
            self._clocks,
            chain.from_iterable((one.start, one.until) for one in listings),
            chain.from_iterable((one.runs_from, one.earliest_end, one.latest_end) for one in publication),
        )
        return min((day for day in days if day is not None and day > self._day), default=None)


def judged(recorded: Recorded) -> Record:
    """Return a record as rules see it."""
    return Record(recorded.header.subject or 0, recorded.header.seq, recorded.content.kind, recorded.content.facts)


def _record(recorded: Recorded) -> RecordRead:
    header, content = recorded
    facts = {name: value for name, value in content.facts.items() if value is not None}
    return RecordRead(
        seq=header.seq,
        kind=content.kind,
        facts={name: value.isoformat() if isinstance(value, dt.date) else value for name, value in facts.items()},
        authority=header.authority,
        delivery=content.delivery,
        line=content.line,
        copies=content.copies,
        known_at=header.known_at,
    )


def _judging(proposals: Sequence[Proposal]) -> set[str]:
    """Return the names of the versions that a proposal names: those of its grounds, and the one that judges."""
    grounds = {ground.pack for proposal in proposals for ground in proposal.grounds}
    return grounds | {proposal.judged_by for proposal in proposals if proposal.judged_by is not None}


def _citations(
    ratings: Sequence[Rating],
    proposals: Sequence[Proposal],
    publication: Sequence[Publication],
    spared: Sequence[Spared],
) -> tuple[Cited, ...]:
    """Return every article that the standing rests on, each once, in order of instrument and article."""
    found = {hit.cited for rating in ratings for hit in rating.contributions}
    found |= {ground.cited for proposal in proposals for ground in proposal.grounds}
    found |= {proposal.term_cited for proposal in proposals if proposal.term_cited is not None}
    found |= {one.cited for one in publication} | {one.cited for one in spared}
    return tuple(sorted(found, key=lambda one: (one.instrument, one.article, one.grade, one.note)))
