"""Administrative divisions, as far as codes need them: provinces, and the numbers that were never assigned.

Divisions below a province are advisory: of three million real codes 3.6 % name one that no table has, so no code is
refused by its division.
"""

from __future__ import annotations

from typing import Final

PROVINCES: Final = (
    *("11", "12", "13", "14", "15"),
    *("21", "22", "23"),
    *("31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46"),
    *("50", "51", "52", "53", "54"),
    *("61", "62", "63", "64", "65"),
    *("71", "81", "82", "83"),
)
"""First two digits of the divisions in GB/T 2260, and 83 of Taiwan residents' permits (source grade S)."""

SYNTHETIC_PREFIX: Final = "99"
"""No division begins with 99, now or in any edition (two independent tables): the mark of what does not exist."""
