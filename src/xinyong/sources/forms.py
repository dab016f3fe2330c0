"""All forms there are: the mappings that were written, and one own form for each record kind of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.sources.kind_form import RECORDS, own_form, records_form
from xinyong.sources.mapping import Mapping, MappingFault

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from xinyong.law.kinds import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Forms by their name.

    Attributes:
        catalogue: the record kinds.
        written: mappings by their id.
    """

    catalogue: Catalogue
    written: Dictionary[str, Mapping]

    def form(self, name: str) -> Mapping:
        """Return the mapping of that id, the own form of the kind of that id, or `records`.

        Raises:
            MappingFault: there is none of that name.
        """
        found = self.written.get(name)
        if found is not None:
            return found
        if name == RECORDS:
            return records_form(self.catalogue)
        kind = self.catalogue.kinds.get(name)
        if kind is not None:
            return own_form(kind)
        what = f"There is no mapping and no record kind {name!r}."
        raise MappingFault(what, remedy=f"Known: {', '.join(self.names)}.")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that `form` knows: mappings first."""
        return (*sorted(self.written), RECORDS, *sorted(self.catalogue.kinds))
