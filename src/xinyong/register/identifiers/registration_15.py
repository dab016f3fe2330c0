"""Business registration numbers after GS 15-2006: 6 digits of the authority, 8 of the sequence, 1 check digit.

The check digit is ISO 7064 MOD 11,10. Real registers also hold numbers with letters (`NA` for cooperatives), which have
the form and no check that could be computed: `Form.LETTERED`. In the sequence 0 to 5 are said to be enterprises and 6
to 9 individual businesses; that is from memory (grade M), so it can raise a doubt and settle nothing.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

SHAPE: Final = re.compile("[0-9]{15}")
"""The number as GS 15 defines it."""

LETTERED_SHAPE: Final = re.compile("[0-9]{6}[0-9A-Z]{2}[0-9]{6}[0-9X]")
"""Variants seen in real registers."""


class Form(Enum):
    """What can be said of a text as a registration number."""

    VALID = "valid"
    CHECK_FAILS = "check_fails"
    LETTERED = "lettered"
    NONE = "none"


def form(code: str) -> Form:
    """Return what `code` is as a registration number.

    >>> form("110108000000016")
    <Form.VALID: 'valid'>
    """
    from stdnum.iso7064 import mod_11_10  # noqa: PLC0415 - the package costs a start 60 ms, and few codes need it

    if SHAPE.fullmatch(code):
        return Form.VALID if mod_11_10.is_valid(code) else Form.CHECK_FAILS
    return Form.LETTERED if LETTERED_SHAPE.fullmatch(code) else Form.NONE


def check_digit(body: str) -> str:
    """Return the check digit of fourteen digits."""
    from stdnum.iso7064 import mod_11_10  # noqa: PLC0415 - as above

    return mod_11_10.calc_check_digit(body)


def may_be_individual_business(code: str) -> bool:
    """Return whether the sequence lies where individual businesses are said to be (grade M: a doubt, no proof)."""
    return code[6] in "6789"
