"""Persons and persons in trade who do not exist: they stand on rows so that the door can turn them away.

Numbers follow GB 11643 and GB 32100 with every check right, in divisions that begin with 99, which were never assigned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.demo.words import GIVEN, PLACES, SURNAMES
from xinyong.register.identifiers import uscc

if TYPE_CHECKING:
    from random import Random

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


def name(random: Random) -> str:
    """Return a made-up name."""
    return random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(GIVEN)


def number(random: Random) -> str:
    """Return a well-formed personal number of a division that does not exist."""
    division = random.choice(PLACES).division
    born = f"{random.randint(1950, 2004)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"{division}{born}{random.randint(1, 999):03}"
    return body + _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def trader_code(random: Random) -> str:
    """Return a well-formed code of an individual business (92) of a division that does not exist."""
    division = random.choice(PLACES).division
    return uscc.assemble(authority="9", category="2", division=division, body=f"L{random.randrange(10**7):07}").text


def legacy_number(random: Random, division: str) -> str:
    """Return fifteen digits as registers wrote them before 2015, of a division that does not exist."""
    return f"{division}{random.randrange(10**9):09}"
