"""Pieces of SQL text that the columnar evaluator writes; all of it is made here, none of it comes out of a pack.

Names of tables start with `xy_`; lines (rules, accruals, conclusions) are numbered across all packs of a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.kernel.dates import FAR
from xinyong.law.expr.sql import constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FAR_TEXT: Final = constant(FAR)
"""The day without end, as SQL text."""


def among(column: str, numbers: Iterable[int]) -> str:
    """Return the condition that a column holds one of these numbers, as ranges.

    >>> among("rule", [1, 2, 3, 7])
    '(rule BETWEEN 1 AND 3 OR rule = 7)'
    """
    ordered = sorted(set(numbers))
    parts: list[str] = []
    first = 0
    for place, number in enumerate(ordered):
        if place + 1 == len(ordered) or ordered[place + 1] != number + 1:
            low = ordered[first]
            parts.append(f"{column} = {number}" if low == number else f"{column} BETWEEN {low} AND {number}")
            first = place + 1
    return f"({' OR '.join(parts)})" if parts else "FALSE"


def by_number(column: str, values: Mapping[int, str], otherwise: str) -> str:
    """Return the text of a value that depends on a number; equal values share a branch.

    >>> by_number("rule", {1: "a", 2: "a", 3: "b"}, "b")
    '(CASE WHEN (rule BETWEEN 1 AND 2) THEN a ELSE b END)'
    """
    numbers: dict[str, list[int]] = {}
    for number, value in values.items():
        if value != otherwise:
            numbers.setdefault(value, []).append(number)
    if not numbers:
        return otherwise
    branches = " ".join(f"WHEN {among(column, found)} THEN {value}" for value, found in numbers.items())
    return f"(CASE {branches} ELSE {otherwise} END)"


def values(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of constants as a VALUES list."""
    return "VALUES " + ", ".join("(" + ", ".join(row) + ")" for row in rows)


def temporary(name: str, query: str) -> str:
    """Return the statement that makes a temporary table out of a query."""
    return f"CREATE OR REPLACE TEMP TABLE {name} AS {query}"


def enumerated(value: str, labels: Sequence[str]) -> str:
    """Return a text constant in the type that holds just these labels."""
    return f"CAST({constant(value)} AS {enumeration(labels)})"


def enumeration(labels: Sequence[str]) -> str:
    """Return the type that holds just these labels."""
    return f"ENUM ({', '.join(map(constant, dict.fromkeys(labels)))})"


def day_or_null(day: object) -> str:
    """Return a date constant, or NULL."""
    return "NULL" if day is None else f"DATE '{day}'"
