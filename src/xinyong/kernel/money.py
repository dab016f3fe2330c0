"""Money in integer fen; no float ever holds it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum


class MoneyUnit(Enum):
    """The unit in which a form writes an amount; the value is its size in fen."""

    FEN = 1
    YUAN = 100
    WAN_YUAN = 1_000_000


def fen(text: str, unit: MoneyUnit) -> int | None:
    """Return the amount in fen, or None where `text` is no whole number of fen.

    Grouping commas and blanks are dropped; nothing is rounded.

    >>> fen("0.2", MoneyUnit.WAN_YUAN)
    200000
    >>> fen("0.001", MoneyUnit.YUAN) is None
    True
    """
    cleaned = text.replace(",", "").replace(" ", "").replace("\N{FULLWIDTH COMMA}", "")
    try:
        amount = Decimal(cleaned) * unit.value
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount != amount.to_integral_value():
        return None
    return int(amount)
