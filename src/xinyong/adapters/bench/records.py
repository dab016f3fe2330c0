"""Synthetic records for benchmarks: sorted by subject, skewed, with nulls, and with records that several rules read.

A third of the records are of kinds that the packs read. One subject holds a hundredth of all records, at most a
million. Every column that is read is null in one of ten records, the day of the act in one of a hundred. The same
number gives the same file: nothing is random but a hash of row numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.adapters.duckdb import DuckDbColumns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

RECORDS_PER_ORGANISATION: Final = 100 / 33
DAY: Final = "DATE '2021-01-01' + CAST(h2 % 1800 AS INTEGER)"
"""A day within five years, as SQL over the hashes of a row."""

_SKEWED: Final = 1_000_000
_STEP: Final = 2_000_000

_KINDS: Final[tuple[tuple[str, int], ...]] = (
    ("permit", 320),
    ("inspection", 220),
    ("penalty", 130),
    ("tax.return.late", 110),
    ("tax.withholding.late", 30),
    ("tax.indicator", 50),
    ("tax.vat.zero", 30),
    ("tax.grade", 20),
    ("tax.indicator.nonregular", 20),
    ("tax.information.complete", 15),
    ("tax.operation", 5),
    ("tax.books.deficient", 4),
    ("tax.registered.new", 4),
    ("tax.income.none", 4),
    ("tax.direct", 4),
    ("tax.violation", 4),
    ("abnormal.listing", 15),
    ("env.breach.jiangsu", 12),
    ("env.commitment.jiangsu", 2),
    ("env.frontrunner.jiangsu", 1),
)
"""Kinds and how many of a thousand records they are."""

_CODES: Final = (
    "010106",
    "010107",
    "010301",
    "bank-accounts",
    "accounting-system",
    "financial-statements",
    "evasion",
    "non-normal",
    "decision-unpaid",
    "score",
    "direct",
    "1",
    "2",
    "3",
)
_STATUSES: Final = ("d3", "d30", "d90", "later", "minor", "general")


def write_records(folder: Path, organisations: int) -> tuple[Path, Path]:
    """Write the records and the subjects of so many organisations, unless they lie there; return their paths.

    The records are a folder of files, each sorted by subject and seq, one after the other.
    """
    records, subjects = folder / f"records-{organisations}", folder / f"subjects-{organisations}.parquet"
    if not subjects.exists():
        write_rows(records, organisations, total=round(organisations * RECORDS_PER_ORGANISATION), cells=_cells())
        with DuckDbColumns() as columns:
            columns.write(f"SELECT range AS subject FROM range(1, {organisations + 1})", str(subjects))  # noqa: S608 - a number
    return records, subjects


def write_rows(folder: Path, organisations: int, *, total: int, cells: Mapping[str, str]) -> None:
    """Write so many records into files of a folder, each sorted by subject and seq, one after the other.

    Args:
        folder: where the files go.
        organisations: how many; one of them has a hundredth of all records, at most a million, beside its own.
        total: records.
        cells: name to SQL text of every column but `subject` and `seq`; `h1` to `h9` are hashes of the row's number.
    """
    skewed = min(_SKEWED, total // 100)
    middle = total // 2
    with DuckDbColumns(memory_mb=1_500) as columns:
        for number, first in enumerate(range(0, total, _STEP)):
            until = min(first + _STEP, total)
            low, high = first * organisations // total, until * organisations // total
            subject = f"CASE WHEN i BETWEEN {middle} AND {middle + skewed} THEN {1 + middle * organisations // total} "
            subject += f"ELSE {1 + low} + h0 % {max(high - low, 1)} END"
            placed = {
                "subject": f"CAST({subject} AS BIGINT)",
                "seq": f"CAST((i * 7919) % {total} + 1 AS BIGINT)",
                **cells,
            }
            query = f"{_rows(first, until, placed)} ORDER BY subject, seq"
            columns.write(query, str(folder / f"part-{number:05d}.parquet"))


def _rows(first: int, until: int, cells: Mapping[str, str]) -> str:
    """Rows by their number."""
    hashes = ", ".join(f"CAST(hash(i * 16 + {n}) >> 20 AS BIGINT) AS h{n}" for n in range(10))
    chosen = ", ".join(f"{text} AS {name}" for name, text in cells.items())
    return f"SELECT {chosen} FROM (SELECT range AS i, {hashes} FROM range({first}, {until})) AS t"  # noqa: S608 - our own text


def _cells() -> dict[str, str]:
    return {
        "kind": _weighted("h1 % 1000"),
        "effective": null(DAY, "h3", 100),
        "ended": f"CASE WHEN h4 % 10 < 6 THEN {DAY} + CAST(h4 // 10 % 900 AS INTEGER) END",
        "determined": null(f"{DAY} + CAST(h5 % 200 AS INTEGER)", "h5 // 200", 10),
        "arose": null(DAY, "h6", 10),
        "corrected": f"CASE WHEN h7 % 10 < 5 THEN {DAY} + CAST(h7 // 10 % 400 AS INTEGER) END",
        "amount": null("CAST(h8 % 100000000 AS BIGINT)", "h8 // 7", 10),
        "quantity": null("CAST([0, 1, 1, 1, 2, 3, 3, 5, 11, 12][1 + h9 % 10] AS BIGINT)", "h9 // 10", 10),
        "share": null("CAST(h2 // 7 % 3000 AS BIGINT)", "h2 // 11", 10),
        "code": null(one_of(_CODES, "h3 // 100"), "h5", 10),
        "status": null(one_of(_STATUSES, "h6 // 10"), "h6 // 70", 10),
        "grade": null("['A', 'B', 'B', 'C', 'D', 'D'][1 + h9 // 100 % 6]", "h9 // 1000", 10),
        "flag": null("h4 // 7 % 2 = 0", "h4 // 14", 10),
    }


def _weighted(number: str) -> str:
    reached = 0
    branches: list[str] = []
    for kind, weight in _KINDS:
        reached += weight
        branches.append(f"WHEN {number} < {reached} THEN '{kind}'")
    return f"CASE {' '.join(branches)} END"


def one_of(options: Sequence[str], number: str) -> str:
    """Return SQL that takes one of some texts, by a number."""
    return f"[{', '.join(repr(option) for option in options)}][1 + {number} % {len(options)}]"


def null(text: str, number: str, one_in: int) -> str:
    """Return SQL that is null in one of so many rows, by a number."""
    return f"CASE WHEN {number} % {one_in} = 0 THEN NULL ELSE {text} END"
