"""The reason that a person states for a decision: there is one, it is short, and it names no personal number.

A reason stays in the ledger and some reasons can't be erased, so a number of a person is refused before it is written.
"""

from __future__ import annotations

from typing import Final

from xinyong.kernel.errors import Fault
from xinyong.register.personal_scan import find

LONGEST: Final = 1_000
"""Characters that a reason may have."""


class ReasonFault(Fault):
    """A decision was to be recorded without a reason that can stand in the ledger."""

    code = "REASON"


def stated(reason: str) -> str:
    """Return a reason, without blanks around it.

    Raises:
        ReasonFault: it is empty, too long, or holds a personal number.

    >>> stated(" court order 12 ")
    'court order 12'
    """
    found = reason.strip()
    if not found or len(found) > LONGEST:
        what = f"A decision needs a reason of 1 to {LONGEST} characters."
        raise ReasonFault(what, remedy="Say why, and cite the document that it rests on.")
    if find(found):
        what = "The reason holds a personal number."
        raise ReasonFault(
            what, why="Reasons stay in the ledger for ever.", remedy="Cite the case by the number of its document."
        )
    return found
