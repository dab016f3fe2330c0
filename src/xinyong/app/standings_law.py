"""The law of a registry as its ledger has it: pack versions that officials activated, by digest, found on the shelf.

A registry evaluates only under packs that an entry of a named official brought into force; of a pack that was activated
twice the last word holds. A pack whose digest is not on the shelf is a fault, never a silent replacement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import CalendarActivated, PackActivated
from xinyong.standing.law import Law, law_of

if TYPE_CHECKING:
    from xinyong.kernel.ids import Seq
    from xinyong.law.pack import Pack
    from xinyong.law.shelf import Shelf
    from xinyong.ledger.store import Store


class MissingLawFault(Fault):
    """The ledger activated a pack that is not on the shelf."""

    code = "LAW-MISSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The laws of a store at any of its states, compiled once each."""

    store: Store
    shelf: Shelf
    _compiled: dict[tuple[frozenset[str], str | None], Law] = field(
        default_factory=dict[tuple[frozenset[str], str | None], Law]
    )

    def at(self, known: Seq) -> Law:
        """Return the law that was active after entry `known`.

        Raises:
            MissingLawFault: an active pack's digest is not on the shelf.
        """
        active: dict[str, str] = {}
        calendar: str | None = None
        for entry in self.store.of_kinds(("pack.activated", "calendar.activated"), up_to=known):
            match entry.content:
                case PackActivated(pack=pack, digest=digest, active=True):
                    active[pack] = digest
                case PackActivated(pack=pack):
                    active.pop(pack, None)
                case CalendarActivated(edition=edition, digest=digest):
                    calendar = f"{edition} {digest}"
                case _:
                    pass
        key = (frozenset(active.values()), calendar)
        if key not in self._compiled:
            packs = {digest: self._pack(name, digest) for name, digest in active.items()}
            self._compiled[key] = law_of(packs, calendar=calendar)
        return self._compiled[key]

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


def everything(shelf: Shelf) -> Law:
    """Return the law of a whole shelf, for evaluation without a ledger."""
    return law_of({shelved.digest: shelved.pack for shelved in shelf.packs})
