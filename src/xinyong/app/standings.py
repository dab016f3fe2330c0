"""Standings on demand: find the subject, read its entries, apply the law, and keep the answer while it is true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.app import kept as keeping
from xinyong.app.kept import Kept
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.register.identification import Status, identify
from xinyong.register.identifiers.scheme import Scheme
from xinyong.standing.chronicle import Event, chronicle_of
from xinyong.standing.compose import standing_of
from xinyong.standing.past import Past, end_of
from xinyong.standing.roadmap import Roadmap, roadmap_of
from xinyong.standing.standing import Known, Standing

if TYPE_CHECKING:
    from xinyong.app.kept import KeptStandings
    from xinyong.app.standings_law import Laws
    from xinyong.ledger.store import Store
    from xinyong.standing.rating import Rating


class UnknownSubjectFault(Fault):
    """No subject of the store holds the identifier."""

    code = "SUBJECT-UNKNOWN"


class NothingKnownFault(Fault):
    """The ledger knew nothing yet on the day asked about."""

    code = "KNOWN-NOTHING"


class UnknownPackFault(Fault):
    """A standing has no rating of that pack."""

    code = "PACK-NOT-RATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Standings of one store under its own law.

    Attributes:
        kept: where answers are kept, or None to compute each anew.
    """

    store: Store
    laws: Laws
    kept: KeptStandings | None = None

    def standing(self, identifier: str, *, as_of: dt.date, known: dt.date | Seq | None = None) -> Standing:
        """Return the standing of whoever holds an identifier.

        Args:
            identifier: a code, an LEI, `list:<list>:<key>`, or `#<subject number>`.
            as_of: the day asked about, in Shanghai.
            known: the day by whose end, or the entry up to which, the ledger is read; None: all of it.

        Raises:
            UnknownSubjectFault: nobody holds it.
            NothingKnownFault: the ledger was empty then.
            MissingLawFault: a pack that was active is not on the shelf.
        """
        return self.of(self.subject(identifier), as_of=as_of, known=known)

    def of(self, subject: SubjectNumber, *, as_of: dt.date, known: dt.date | Seq | None = None) -> Standing:
        """Return the standing of a subject by its number; see `standing`."""
        state = self.known(known)
        law = self.laws.at(Seq(state.seq))
        if self.kept is None or known is not None:
            return standing_of(self.past(subject, Seq(state.seq)), law, as_of, state)
        held = self.kept.get(subject)
        if held is not None:
            newest = self.store.newest(subject, up_to=Seq(state.seq))
            if keeping.still_true(held, law=law.digest, day=as_of, newest=newest):
                return keeping.served(held, day=as_of, known=state)
        found = standing_of(self.past(subject, Seq(state.seq)), law, as_of, state)
        self.kept.put(subject, Kept(law=law.digest, standing=found))
        return found

    def explain(
        self, identifier: str, family: str, *, as_of: dt.date, known: dt.date | Seq | None = None
    ) -> tuple[Standing, tuple[Rating, ...]]:
        """Return a standing and its ratings by one pack, named by family (`cn.tax.rating`) or in full.

        Raises:
            UnknownPackFault: it has none; the fault names those that it has.
        """
        standing = self.standing(identifier, as_of=as_of, known=known)
        found = tuple(rating for rating in standing.ratings if family in (rating.family, rating.pack))
        if not found:
            there = ", ".join(sorted({rating.family for rating in standing.ratings})) or "none"
            missing = [one.why.en for one in standing.outside if family in (one.family, one.pack)]
            what = f"The standing has no rating by {family!r}."
            raise UnknownPackFault(
                what,
                why=f"It does not apply: {missing[0]}." if missing else f"It has: {there}.",
                remedy="Name one of these, or see `xinyong packs list`.",
            )
        return standing, found

    def history(self, identifier: str, *, known: dt.date | Seq | None = None) -> tuple[Event, ...]:
        """Return everything that the ledger learned about a subject, in order."""
        state = self.known(known)
        return chronicle_of(self.past(self.subject(identifier), Seq(state.seq)))

    def roadmap(self, identifier: str, *, as_of: dt.date, known: dt.date | Seq | None = None) -> Roadmap:
        """Return what would change a standing, and when at the earliest."""
        state = self.known(known)
        past = self.past(self.subject(identifier), Seq(state.seq))
        return roadmap_of(past, self.laws.at(Seq(state.seq)), as_of, state)

    def subject(self, identifier: str) -> SubjectNumber:
        """Return the number of the subject that holds an identifier, now or formerly.

        Raises:
            UnknownSubjectFault: nobody does.
        """
        if identifier.startswith("#") and identifier[1:].isdecimal():
            found = SubjectNumber(int(identifier[1:]))
            if not self.store.newest(found):
                what = f"There is no subject {identifier}."
                raise UnknownSubjectFault(what, remedy=_REMEDY)
            return found
        identification = identify(identifier)
        if identification.status is Status.REFUSED:
            what = "What was asked for is no identifier of an organisation."
            raise UnknownSubjectFault(what, why=identification.reasons[0].text, remedy=_REMEDY)
        asked = [(scheme.value, identification.code) for scheme in Scheme]
        holder = next((found for found in self.store.subjects(asked) if found is not None), None)
        if holder is None:
            what = f"No subject of this store holds {identification.code}."
            why = " ".join(reason.text for reason in identification.reasons)
            raise UnknownSubjectFault(what, why=why, remedy=_REMEDY)
        return holder

    def past(self, subject: SubjectNumber, known: Seq) -> Past:
        """Return a subject's entries up to one, with what superseded them."""
        entries = tuple(self.store.of_subject(subject, up_to=known))
        own = {entry.header.seq: entry for entry in entries}
        replaced = self.store.superseded(tuple(own), up_to=known)
        others = {by: own.get(by) or self.store.entry(by) for by in replaced.values()}
        return Past(
            subject=subject,
            entries=entries,
            replaced={old: by for old, seq in replaced.items() if (by := others[seq]) is not None},
        )

    def known(self, known: dt.date | Seq | None) -> Known:
        """Return the state of the ledger after an entry, at the end of a day, or now.

        Raises:
            NothingKnownFault: it was empty then.
        """
        match known:
            case None:
                seq = max((seq for seq, _ in self.store.checkpoint().shards.values()), default=0)
            case dt.date():
                seq = self.store.last_at(end_of(known))
            case _:
                seq = known
        last = self.store.entry(Seq(seq)) if seq else None
        if last is None:
            what = f"The ledger has nothing that was known at {known}."
            raise NothingKnownFault(what, remedy="Ask with a later --known, or without it.")
        return Known(seq=last.header.seq, head=last.header.link, at=last.header.known_at)


_REMEDY = (
    "Search by name with `xinyong find NAME`, check the code with `xinyong identify`, or take in its register first."
)
