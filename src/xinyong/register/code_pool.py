"""New unified social credit codes out of a counter: injective, both check characters right, for every authority.

The counter itself is the store's and transactional: one row a prefix, so two processes never take the same serial.
Codes of one prefix differ in their organisation code; over prefixes the whole code differs, the organisation code alone
need not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.kernel.errors import Fault
from xinyong.register.identifiers import uscc
from xinyong.register.identifiers.uscc_tables import AUTHORITIES

if TYPE_CHECKING:
    from xinyong.register.identifiers.uscc import Uscc

CAPACITY: Final = len(uscc.ALPHABET) ** 6
"""Codes that one prefix has: six places of the alphabet, 887,503,681."""

_LEAD: Final = "MA"
"""Beginning of organisation codes given out since the unified code; none of an older number begins so."""


class CodePoolFault(Fault):
    """A code was asked for that the pool can't give."""

    code = "CODE-POOL"


def pool_prefix(authority: str, category: str, division: str) -> str:
    """Return the counter's key: authority, category and division, eight characters.

    Raises:
        CodePoolFault: no such authority, a category or division of the wrong form, or individual businesses.

    >>> pool_prefix("9", "1", "990101")
    '91990101'
    """
    prefix = f"{authority}{category}{division}"
    if authority not in AUTHORITIES or len(category) != 1 or category not in uscc.ALPHABET:
        what = f"{authority!r} and {category!r} are no registering authority and category."
        raise CodePoolFault(what, remedy=f"Take an authority out of {''.join(AUTHORITIES)} and one of its categories.")
    if len(division) != _DIVISION or not (division.isascii() and division.isdigit()):
        what = f"{division!r} is no administrative division."
        raise CodePoolFault(what, remedy="Give the six digits of GB/T 2260; 99 begins those of synthetic stores.")
    if prefix.startswith(uscc.INDIVIDUAL_BUSINESS):
        what = "A registry of organisations gives no code to an individual business."
        raise CodePoolFault(what, why="Codes that begin with 92 belong to persons in trade.")
    return prefix


def code_for(authority: str, category: str, *, division: str, serial: int) -> Uscc:
    """Return the code of a serial, from 0, of a prefix.

    Raises:
        CodePoolFault: the prefix is none, or the serial lies outside its range.

    >>> code_for("Y", "1", division="990000", serial=0).text
    'Y1990000MA00000078'
    """
    prefix = pool_prefix(authority, category, division)
    if not 0 <= serial < CAPACITY:
        what = f"The code pool of {prefix} has no serial {serial}."
        raise CodePoolFault(what, why=f"It runs from 0 to {CAPACITY - 1}.", remedy="Register under another division.")
    places: list[str] = []
    for _ in range(6):
        serial, place = divmod(serial, len(uscc.ALPHABET))
        places.append(uscc.ALPHABET[place])
    body = _LEAD + "".join(reversed(places))
    return uscc.assemble(authority=authority, category=category, division=division, body=body)


_DIVISION: Final = 6
