"""To whom a pack applies: who is a subject of its instrument at all, before any rule is asked.

A pack that does not apply says nothing: no grade, no proposal, no window. That is not a good grade; whoever shows it
says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.register.identifiers.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """The subjects of an instrument: who holds, or ever held, an identifier of one of these schemes.

    A row of a list that names no code (`list`) makes nobody a subject of anything.

    Attributes:
        schemes: the schemes of identifiers.
        kinds: kinds of records, of one of which a subject has a record too, of whatever day; None: none is needed.
            By them an instrument that an authority begins for chosen firms alone knows whom it began for.
        citation: where the instrument says so.
    """

    schemes: tuple[Scheme, ...]
    kinds: tuple[str, ...] | None = None
    citation: Citation


CODED: tuple[Scheme, ...] = tuple(scheme for scheme in Scheme if scheme is not Scheme.LIST)
"""The schemes of codes: to whom a pack applies that states nothing narrower."""
