"""Whether a code may enter a store: a real store and a synthetic one have no code in common.

Schemes that have no mark of their own (organisation codes, registration numbers) stay out of synthetic stores; a list's
row bears the mark where its list's name begins with `synthetic-`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from xinyong.kernel.ids import Plane
from xinyong.register.identification import Identification, Status
from xinyong.register.identifiers.scheme import Reason

if TYPE_CHECKING:
    from xinyong.register.identifiers.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The code may enter."""

    code: str
    scheme: Scheme | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The code belongs to the store's plane and a human has to look at it."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The code may not enter this store."""

    reasons: tuple[Reason, ...]


Admission: TypeAlias = Admitted | Waiting | Refusal
"""What a store says to a code."""

_NOT_HERE: Final = {
    Plane.REAL: Reason("synthetic_in_real", "A real store takes no code that carries the mark of what does not exist."),
    Plane.SYNTHETIC: Reason("real_in_synthetic", "A synthetic store takes only codes that carry its mark."),
}


def admit(identification: Identification, plane: Plane) -> Admission:
    """Return whether a store of this plane lets the code in."""
    if identification.status is Status.REFUSED:
        return Refusal(reasons=identification.reasons)
    if identification.synthetic is not (plane is Plane.SYNTHETIC):
        return Refusal(reasons=(_NOT_HERE[plane],))
    match identification.status:
        case Status.QUARANTINE:
            return Waiting(reasons=identification.reasons)
        case Status.VALID | Status.SYNTHETIC:
            return Admitted(code=identification.code, scheme=identification.scheme)
        case _:
            assert_never(identification.status)
