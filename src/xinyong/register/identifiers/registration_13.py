"""Business registration numbers of before 2006: 13 digits that begin with a division code and check nothing.

Any thirteen digits could be one, a bar code or a Japanese corporate number too, so the division's province must exist.
"""

from __future__ import annotations

import re
from typing import Final

from xinyong.register.identifiers.divisions import PROVINCES

SHAPE: Final = re.compile(f"(?:{'|'.join(PROVINCES)})[0-9]{{11}}")
"""Thirteen digits whose first two are a province."""


def is_possible(code: str) -> bool:
    """Return whether `code` has the form; nothing more can be checked.

    >>> is_possible("3301001234567"), is_possible("4900000000000")
    (True, False)
    """
    return bool(SHAPE.fullmatch(code))
