"""A shelf: packs as they were found, each with its file, digest and golden-case files; nothing is read here.

Guarantees that a name finds one pack or tells which there are. A later root hides nothing: two packs of one name are
refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.kernel.errors import Fault
from xinyong.law.lock import digest
from xinyong.law.pack import LAB_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.law.pack import Pack


class PackFault(Fault):
    """There is no such pack, or two of one name."""

    code = "PACK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A pack and where it stands.

    Attributes:
        file: its file, as a reader was given it.
        digest: SHA-256 over the canonical pack, hex.
        cases: files of golden cases that stand beside it.
    """

    pack: Pack
    file: str
    digest: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Packs by family and version, versions in order of their first day.

    Attributes:
        family_cases: files of golden cases of whole families, by pack id.
    """

    packs: tuple[Shelved, ...]
    family_cases: tuple[tuple[str, str], ...] = ()

    def families(self) -> dict[str, tuple[Pack, ...]]:
        """Return the versions of each instrument, oldest first."""
        found: dict[str, tuple[Pack, ...]] = {}
        for shelved in self.packs:
            found[shelved.pack.id] = (*found.get(shelved.pack.id, ()), shelved.pack)
        return found

    def of_registries(self) -> tuple[Shelved, ...]:
        """Return the packs that a registry may bring into force: all but those that run in the lab alone."""
        return tuple(shelved for shelved in self.packs if shelved.pack.use not in LAB_ALONE)

    def find(self, name: str) -> tuple[Shelved, ...]:
        """Return the pack of a full name (`id@version`), or every version of a family by its id.

        Raises:
            PackFault: there is none of that name.
        """
        found = tuple(shelved for shelved in self.packs if name in (shelved.pack.name, shelved.pack.id))
        if not found:
            known = ", ".join(sorted({shelved.pack.id for shelved in self.packs})) or "none"
            what = f"There is no pack {name!r}."
            raise PackFault(
                what, why=f"Known families: {known}.", remedy="Write an id, or id@version; --packs DIR adds own ones."
            )
        return found


def shelf(packs: Iterable[Shelved], family_cases: Iterable[tuple[str, str]] = ()) -> Shelf:
    """Return a shelf in order of family and first day.

    Raises:
        PackFault: two packs have one full name.
    """
    ordered = sorted(packs, key=lambda shelved: (shelved.pack.id, shelved.pack.valid_from, shelved.file))
    names: dict[str, str] = {}
    for shelved in ordered:
        first = names.setdefault(shelved.pack.name, shelved.file)
        if first != shelved.file:
            what = f"The pack {shelved.pack.name} stands twice: in {first} and in {shelved.file}."
            raise PackFault(what, remedy="Give one of them another version or id.")
    return Shelf(packs=tuple(ordered), family_cases=tuple(sorted(family_cases)))


def shelved(pack: Pack, file: str, cases: Iterable[str] = ()) -> Shelved:
    """Return a pack with its digest."""
    return Shelved(pack=pack, file=file, digest=digest(pack), cases=tuple(cases))
