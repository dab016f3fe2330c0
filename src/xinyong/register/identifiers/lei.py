"""Legal entity identifiers after ISO 17442: eighteen characters and two check digits, ISO 7064 MOD 97-10."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile("[0-9A-Z]{18}[0-9]{2}")
"""What every LEI looks like."""

SYNTHETIC_PREFIX: Final = "9900"
"""An issuer's prefix that this project uses for organisations that do not exist."""


def is_valid(code: str) -> bool:
    """Return whether `code`, in upper case, has the shape and the check digits of an LEI.

    >>> is_valid("213800KUD8LAJWSQ9D15")
    True
    """
    from stdnum.iso7064 import mod_97_10  # noqa: PLC0415 - the package costs a start 60 ms, and few codes are LEIs

    return bool(SHAPE.fullmatch(code)) and mod_97_10.is_valid(code)


def check_digits(body: str) -> str:
    """Return the two check digits of an eighteen-character body."""
    from stdnum.iso7064 import mod_97_10  # noqa: PLC0415 - as above

    return mod_97_10.calc_check_digits(body)


def is_synthetic(code: str) -> bool:
    """Return whether a valid LEI carries the mark of an organisation that does not exist."""
    return code.startswith(SYNTHETIC_PREFIX)
