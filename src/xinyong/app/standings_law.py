"""The law of a registry as its ledger has it: pack versions that officials activated, by digest, found on the shelf.

A registry evaluates only under packs that an entry of a named official brought into force; of a pack that was activated
twice the last word holds. An override that is taken out of force ends with that day: what it spared stays spared. A
pack whose digest is not on the shelf is a fault, never a silent replacement.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xinyong.kernel.dates import SHANGHAI, add_days
from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import CalendarActivated, PackActivated
from xinyong.standing.law import law_of

if TYPE_CHECKING:
    from typing import TypeAlias

    from xinyong.kernel.ids import Seq
    from xinyong.law.pack import Pack
    from xinyong.law.shelf import Shelf
    from xinyong.ledger.store import Store
    from xinyong.standing.law import Law

    _Key: TypeAlias = tuple[frozenset[str], frozenset[tuple[str, dt.date]], str | None]
    """Digests in force, digests of what was taken out of it with the first day without it, and the calendar."""


class MissingLawFault(Fault):
    """The ledger activated a pack that is not on the shelf."""

    code = "LAW-MISSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The laws of a store at any of its states, compiled once each."""

    store: Store
    shelf: Shelf
    _compiled: dict[_Key, Law] = field(default_factory=dict["_Key", "Law"])

    def at(self, known: Seq) -> Law:
        """Return the law that was active after entry `known`.

        Raises:
            MissingLawFault: an active pack's digest is not on the shelf.
            OverrideFault: an override could burden somebody under a pack that came into force after it.
        """
        active: dict[str, str] = {}
        stopped: dict[str, tuple[str, dt.date]] = {}
        calendar: str | None = None
        for entry in self.store.of_kinds(("pack.activated", "calendar.activated"), up_to=known):
            match entry.content:
                case PackActivated(pack=pack, digest=digest, active=True):
                    active[pack] = digest
                    stopped.pop(pack, None)
                case PackActivated(pack=pack) if pack in active:
                    stopped[pack] = (active.pop(pack), _day_after(entry.header.known_at))
                case CalendarActivated(edition=edition, digest=digest):
                    calendar = f"{edition} {digest}"
                case _:
                    pass
        key = (frozenset(active.values()), frozenset(stopped.values()), calendar)
        if key not in self._compiled:
            packs = {digest: self._pack(name, digest) for name, digest in active.items()}
            ended = {digest: self._ended(name, digest, day) for name, (digest, day) in stopped.items()}
            packs |= {digest: pack for digest, pack in ended.items() if pack is not None}
            self._compiled[key] = law_of(packs, calendar=calendar)
        return self._compiled[key]

    def _ended(self, name: str, digest: str, day: dt.date) -> Pack | None:
        """Return an override as it ends where an official took it out of force; other packs say nothing any more."""
        if not any(one.pack.name == name and one.pack.overrides is not None for one in self.shelf.packs):
            return None
        pack = self._pack(name, digest)
        if pack.overrides is None or day <= pack.valid_from:
            return None
        return replace(pack, valid_to=day if pack.valid_to is None else min(day, pack.valid_to))

    def _pack(self, name: str, digest: str) -> Pack:
        for shelved in self.shelf.packs:
            if shelved.digest == digest and shelved.pack.name == name:
                return shelved.pack
        what = f"The ledger activated the pack {name} with digest {digest[:16]}, which is not on the shelf."
        held = [shelved.digest[:16] for shelved in self.shelf.packs if shelved.pack.name == name]
        why = f"The shelf has {name} with digest {held[0]}." if held else f"The shelf has no pack {name}."
        raise MissingLawFault(
            what,
            why=why,
            remedy="Add the folder that holds that version with --packs DIR, or activate the one there is.",
        )


def _day_after(known_at: int) -> dt.date:
    """The day after the one on which something became known, in Shanghai."""
    return add_days(dt.datetime.fromtimestamp(known_at / 1000, SHANGHAI).date(), 1)


def everything(shelf: Shelf) -> Law:
    """Return the law of a whole shelf, for evaluation without a ledger."""
    return law_of({shelved.digest: shelved.pack for shelved in shelf.packs})
