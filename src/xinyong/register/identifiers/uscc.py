"""Unified social credit codes after GB 32100-2015: parse, check both check characters, write.

`authority category division(6) organisation-code(9) check`, 18 characters of an alphabet of 31. The organisation code
inside is checked after GB 11714 as well. Letters in the first two places (`A`, `N`, `Y`) are codes like any other,
which the public validators refuse, and the check character is `(31 - sum) mod 31`: without the outer modulus, one code
in 31 fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from xinyong.kernel.errors import Fault
from xinyong.register.identifiers import organisation_code
from xinyong.register.identifiers.divisions import SYNTHETIC_PREFIX
from xinyong.register.identifiers.uscc_tables import CATEGORIES

if TYPE_CHECKING:
    from xinyong.register.subjects import SubjectClass

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V, Z; a character's value is its place."""

WEIGHTS: Final = tuple(3**place % 31 for place in range(17))
"""Weight of each of the first seventeen characters (GB 32100): 1, 3, 9, 27, 19 ..."""

SHAPE: Final = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
"""What every code looks like."""

INDIVIDUAL_BUSINESS: Final = "92"
"""Authority and category of individual businesses: persons in trade."""

_BODY: Final = re.compile(f"[{ALPHABET}]{{17}}")
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}


class NoCodeFault(Fault):
    """A code was asked for from parts that make none."""

    code = "USCC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uscc:
    """The parts of a code that has the shape; whether it checks is told apart."""

    authority: str
    category: str
    division: str
    organisation_code: str
    check: str

    @property
    def text(self) -> str:
        """The eighteen characters."""
        return f"{self.authority}{self.category}{self.division}{self.organisation_code}{self.check}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Which of the two check characters of a code hold."""

    own: bool
    organisation_code: bool


def parse(code: str) -> Uscc | None:
    """Return the parts of a code, spelled plainly, or None where it has not the shape.

    >>> parse("91110000600037341L").organisation_code
    '600037341'
    """
    if not SHAPE.fullmatch(code):
        return None
    return Uscc(authority=code[0], category=code[1], division=code[2:8], organisation_code=code[8:17], check=code[17])


def check_character(body: str) -> str:
    """Return the check character of the first seventeen characters.

    Raises:
        NoCodeFault: `body` is not seventeen characters of the alphabet.

    >>> check_character("91110000600037341")
    'L'
    """
    if not _BODY.fullmatch(body):
        what = f"{body!r} can't begin a unified social credit code."
        raise NoCodeFault(what, remedy=f"Give seventeen characters out of {ALPHABET}.")
    return ALPHABET[-sum(map(mul, WEIGHTS, map(_VALUES.__getitem__, body))) % 31]


def checks(code: str) -> Checks:
    """Return which check characters hold of a code that has the shape."""
    inner = code[8:17]
    return Checks(own=check_character(code[:17]) == code[17], organisation_code=organisation_code.is_valid(inner))


def is_valid(code: str) -> bool:
    """Return whether `code` has the shape and both its check characters hold."""
    return (
        bool(SHAPE.fullmatch(code))
        and check_character(code[:17]) == code[17]
        and (organisation_code.is_valid(code[8:17]))
    )


def assemble(*, authority: str, category: str, division: str, body: str) -> Uscc:
    """Return the code of an eight-character organisation body, both check characters worked out.

    Raises:
        NoCodeFault: the parts do not have the shape.

    >>> assemble(authority="Y", category="1", division="990000", body="MA000000").text
    'Y1990000MA00000078'
    """
    inner = body + organisation_code.check_character(body)
    whole = f"{authority}{category}{division}{inner}"
    found = parse(whole + check_character(whole))
    if found is None:
        what = f"{whole!r} can't begin a unified social credit code."
        raise NoCodeFault(what, remedy="Give one character each of authority and category and six digits of division.")
    return found


def shown_class(code: str) -> SubjectClass | None:
    """Return the class that the first two characters show, or None where they show none (table: source grade S)."""
    known = CATEGORIES.get(code[:2])
    return None if known is None else known.shows


def is_synthetic(code: str) -> bool:
    """Return whether the code lies in a division that was never assigned: it belongs to nobody."""
    return code.startswith(SYNTHETIC_PREFIX, 2)
