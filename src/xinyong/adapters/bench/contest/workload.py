"""The work that every engine gets: twenty rules of a tax-like rating over records of organisations.

A rule takes a kind and a range of amounts, gives points or a direct grade for a period, and may count once a month or
a year, or double within the life of its predecessor. The rules are a table; engines are written by hand against it,
each in the form that suits it best. The data are made from a seed: about three records an organisation, a tenth of the
amounts unknown, some months with several hits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY: Final = dt.date(2025, 12, 31)
"""The day that is asked about."""

EPOCH: Final = dt.date(1970, 1, 1)
START: Final = 100
BANDS: Final = (("A", 90), ("B", 70), ("C", 40), ("D", None))
GRADES: Final = tuple(grade for grade, _ in BANDS)

ANY: Final = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule of the table.

    Attributes:
        kind: record kind.
        low, high: amount in fen, `low <= amount < high`; None where the amount does not matter.
        points: what a hit is worth; 0 for a direct grade.
        months: term; 0 is the calendar year of the act.
        once: `month`, `year` or empty.
        repeat: factor within the life of the predecessor, or 1.
        direct: grade given directly, or empty.
    """

    kind: str
    points: int
    low: int | None = None
    high: int | None = None
    months: int = 0
    once: str = ""
    repeat: int = 1
    direct: str = ""


ALL_UP: Final = 10**15

TABLE: Final[tuple[RuleRow, ...]] = (
    RuleRow(kind="return.late", points=-5, once="month"),
    RuleRow(kind="payment.late", points=-5, once="month"),
    RuleRow(kind="withholding.late", points=-5, once="month"),
    RuleRow(kind="statement.late", points=-3, once="month"),
    RuleRow(kind="books.unfiled", points=-3, once="year"),
    RuleRow(kind="accounts.partial", points=-11, once="year"),
    RuleRow(kind="penalty", points=-1, low=-ALL_UP, high=100_000, months=12),
    RuleRow(kind="penalty", points=-3, low=100_000, high=1_000_000, months=12),
    RuleRow(kind="penalty", points=-5, low=1_000_000, high=10_000_000, months=24),
    RuleRow(kind="penalty", points=-11, low=10_000_000, high=ALL_UP, months=24),
    RuleRow(kind="arrears", points=-5, low=-ALL_UP, high=10_000_000, months=12, repeat=2),
    RuleRow(kind="arrears", points=-11, low=10_000_000, high=ALL_UP, months=24, repeat=2),
    RuleRow(kind="concealment", points=-11, months=24, repeat=2),
    RuleRow(kind="invoice.lost", points=-1),
    RuleRow(kind="invoice.altered", points=-11),
    RuleRow(kind="check.failed", points=-3, low=50_000, high=ALL_UP, months=12),
    RuleRow(kind="evasion", points=0, low=10_000_000, high=ALL_UP, months=24, direct="D"),
    RuleRow(kind="fraud", points=0, months=24, direct="D"),
    RuleRow(kind="honour", points=2, months=12),
    RuleRow(kind="vanished", points=-11, months=12),
)

KINDS: Final = tuple(dict.fromkeys(row.kind for row in TABLE))

_WEIGHTS: Final = {"return.late": 14, "payment.late": 12, "penalty": 14, "honour": 12, "evasion": 1, "fraud": 1}
_FIRST_DAY: Final = dt.date(2022, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of all organisations, in the order (subject, seq).

    Attributes:
        organisations: how many there are; some have no record.
        kind: index into `KINDS`; effective: days since 1970-01-01; amount: fen, meaningless where `unknown`.
        ends: for each rule and day the first day after the term (see `ends`).
    """

    organisations: int
    subject: NDArray[np.int64]
    seq: NDArray[np.int64]
    kind: NDArray[np.int8]
    effective: NDArray[np.int32]
    amount: NDArray[np.int64]
    unknown: NDArray[np.bool_]
    ends: NDArray[np.int32]


def records(organisations: int, seed: int = 20) -> Records:
    """Return the records of so many organisations."""
    random = np.random.default_rng(seed)
    counts = random.poisson(3.0, organisations)
    size = int(counts.sum())
    weights = np.array([_WEIGHTS.get(kind, 4) for kind in KINDS], dtype=np.float64)
    first, last = (_FIRST_DAY - EPOCH).days, (DAY - EPOCH).days
    return Records(
        organisations=organisations,
        subject=np.repeat(np.arange(organisations, dtype=np.int64), counts),
        seq=np.arange(1, size + 1, dtype=np.int64),
        kind=random.choice(len(KINDS), size, p=weights / weights.sum()).astype(np.int8),
        effective=random.integers(first, last + 1, size, dtype=np.int32),
        amount=np.exp(random.uniform(np.log(10_000), np.log(100_000_000), size)).astype(np.int64),
        unknown=random.random(size) < 0.1,  # noqa: PLR2004 - the tenth that the module promises
        ends=ends(),
    )


def ends() -> NDArray[np.int32]:
    """Return for each term of the table and each day since 1970 the first day after the term, by (rule, day).

    A lookup table of terms serves every engine that has no calendar of its own; making it is not timed.
    """
    last = (DAY - EPOCH).days
    table = np.zeros((len(TABLE), last + 1), dtype=np.int32)
    memo: dict[int, NDArray[np.int32]] = {}
    for index, row in enumerate(TABLE):
        if row.months not in memo:
            days = [_until(EPOCH + dt.timedelta(days=day), row.months) for day in range(last + 1)]
            memo[row.months] = np.array(days, dtype=np.int32)
        table[index] = memo[row.months]
    return table


def _until(day: dt.date, months: int) -> int:
    from xinyong.kernel.dates import term_until  # noqa: PLC0415 - the other engines' processes need no more of us

    found = dt.date(day.year + 1, 1, 1) if months == 0 else term_until(day, months=months)
    return (found - EPOCH).days
