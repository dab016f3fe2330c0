"""Organisation codes after GB 11714-1997: eight characters and a check character."""

from __future__ import annotations

import re
from operator import mul
from typing import Final

from xinyong.kernel.errors import Fault

WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
"""Weight of each of the eight characters (GB 11714)."""

VALUES: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""Value of each character."""

SHAPE: Final = re.compile("[0-9A-Z]{8}[0-9X]")
"""What every organisation code looks like, without its hyphen."""

_CHECKS: Final = "0X987654321"
"""The check character by the remainder: 11 minus it, where 10 is written X and 11 is written 0."""

_BODY: Final = re.compile("[0-9A-Z]{8}")


class NoOrganisationCodeFault(Fault):
    """A check character was asked for something that is no body of an organisation code."""

    code = "ORGANISATION-CODE"


def check_character(body: str) -> str:
    """Return the check character of an eight-character body.

    Raises:
        NoOrganisationCodeFault: `body` is not eight digits or upper-case letters.

    >>> check_character("60003734")
    '1'
    """
    if not _BODY.fullmatch(body):
        what = f"{body!r} is no body of an organisation code."
        raise NoOrganisationCodeFault(what, remedy="Give eight digits or upper-case letters.")
    return _CHECKS[sum(map(mul, WEIGHTS, map(VALUES.__getitem__, body))) % 11]


def is_valid(code: str) -> bool:
    """Return whether `code`, spelled without a hyphen, has the shape and the check character of its scheme."""
    return bool(SHAPE.fullmatch(code)) and check_character(code[:8]) == code[8]


def written(code: str) -> str:
    """Return a code as it is printed.

    >>> written("600037341")
    '60003734-1'
    """
    return f"{code[:8]}-{code[8:]}"
