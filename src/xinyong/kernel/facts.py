"""The columns that rules read: one closed vocabulary, shared by records, packs, archives and researchers' files.

A record of any kind is a row over these columns; the catalogue of record kinds says which of them a kind fills and from
which field of its form. Every column may be null, and null means unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class FactType(Enum):
    """The four types of the rule language, by their SQL names."""

    INTEGER = "BIGINT"
    DATE = "DATE"
    TEXT = "VARCHAR"
    BOOLEAN = "BOOLEAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumn:
    """One column: its name in conditions and files, type, unit and what it means."""

    name: str
    type: FactType
    unit: str
    meaning: str
    low: int = 0
    high: int = 0


FactValue: TypeAlias = int | str | bool | dt.date | None
"""A cell of one of the columns below; null is unknown."""

_AMOUNT_BOUND: Final = 10**15
_COUNT_BOUND: Final = 10**9

COLUMNS: Final[tuple[FactColumn, ...]] = (
    FactColumn(
        name="effective", type=FactType.DATE, unit="day", meaning="day of the act or fact; the first day of a state"
    ),
    FactColumn(name="ended", type=FactType.DATE, unit="day", meaning="day on which the act or state ended"),
    FactColumn(name="due", type=FactType.DATE, unit="day", meaning="last day of the duty that was missed"),
    FactColumn(name="determined", type=FactType.DATE, unit="day", meaning="day of the deciding document"),
    FactColumn(name="published", type=FactType.DATE, unit="day", meaning="day of first publication by the authority"),
    FactColumn(name="arose", type=FactType.DATE, unit="day", meaning="day on which the information arose"),
    FactColumn(name="corrected", type=FactType.DATE, unit="day", meaning="day on which the act was made good"),
    FactColumn(
        name="amount", type=FactType.INTEGER, unit="fen", meaning="sum of money", low=-_AMOUNT_BOUND, high=_AMOUNT_BOUND
    ),
    FactColumn(
        name="quantity",
        type=FactType.INTEGER,
        unit="count",
        meaning="number of things",
        low=-_COUNT_BOUND,
        high=_COUNT_BOUND,
    ),
    FactColumn(
        name="share",
        type=FactType.INTEGER,
        unit="1/10000",
        meaning="share of a whole",
        low=-_COUNT_BOUND,
        high=_COUNT_BOUND,
    ),
    FactColumn(name="year", type=FactType.INTEGER, unit="year", meaning="evaluation or report year", low=0, high=9999),
    FactColumn(name="code", type=FactType.TEXT, unit="", meaning="indicator, ground or category, by its code"),
    FactColumn(name="status", type=FactType.TEXT, unit="", meaning="state of the matter, by its code"),
    FactColumn(name="grade", type=FactType.TEXT, unit="", meaning="grade that an authority decided"),
    FactColumn(name="flag", type=FactType.BOOLEAN, unit="", meaning="a yes or no of the kind"),
)
"""Every column of a record besides `subject` (BIGINT), `seq` (BIGINT) and `kind` (VARCHAR)."""

BY_NAME: Final[dict[str, FactColumn]] = {column.name: column for column in COLUMNS}
