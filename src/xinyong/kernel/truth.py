"""Three-valued truth: met, not met, unknown.

Unknown is not false: a condition that can't be decided burdens nobody and clears nobody. A truth refuses to be a
boolean, so `if condition:` fails the type check and the program.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Enum):
    """What is known of a condition (Kleene's strong three-valued logic, as SQL has it)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse to be a boolean."""
        message = "a Truth is not a boolean: compare with `is Truth.MET`"
        raise TypeError(message)

    def __invert__(self) -> Truth:
        """Return NOT self."""
        match self:
            case Truth.MET:
                return Truth.NOT_MET
            case Truth.NOT_MET:
                return Truth.MET
            case Truth.UNKNOWN:
                return Truth.UNKNOWN


def truth(value: bool | None) -> Truth:  # noqa: FBT001 - the one place where SQL's booleans come in
    """Return the truth of a nullable boolean.

    >>> truth(None)
    <Truth.UNKNOWN: 'unknown'>
    """
    if value is None:
        return Truth.UNKNOWN
    return Truth.MET if value else Truth.NOT_MET


def conjunction(parts: Iterable[Truth]) -> Truth:
    """Return the AND of one or more truths.

    Raises:
        ValueError: for no parts at all, since nothing to meet is not the same as met.
    """
    found = _known(parts)
    if Truth.NOT_MET in found:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.MET


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Return the OR of one or more truths.

    Raises:
        ValueError: for no parts at all.
    """
    found = _known(parts)
    if Truth.MET in found:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.NOT_MET


def _known(parts: Iterable[Truth]) -> set[Truth]:
    found = set(parts)
    if not found:
        message = "a condition without parts is an error, not a yes"
        raise ValueError(message)
    return found
