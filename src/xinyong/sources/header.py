"""Headers: which column of a file is which column of its form, by field code or label and never by position.

A header row is looked for among the first rows, since forms print titles and legends above it. What is missing, stands
twice or is unknown is said by name; an unknown column is not read and nothing of it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.kernel.errors import Fault
from xinyong.sources.cells import BLANKS, narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xinyong.sources.mapping import Column, Mapping

SEARCHED: Final = 20
"""Rows in which a header is looked for."""

REMARK: Final = "_"
"""Beginning of headers of columns that remark on a row, such as those of an export of held rows; they are not read."""

_NOISE: Final = re.compile(f"[{BLANKS}]+")


class HeaderFault(Fault):
    """A file has no header of its form."""

    code = "HEADER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the columns of a form stand in a file.

    Attributes:
        first: place of the first row of data among the rows that were searched.
        places: for each column of the form its place in the file, or None.
        unknown: headers that are no column of the form.
        width: cells of a whole row.
    """

    first: int
    places: tuple[int | None, ...]
    unknown: tuple[str, ...]
    width: int


def folded(header: str) -> str:
    """Return a header as headers are compared: no blanks, ASCII for full-width, upper case.

    >>> folded("行政相对人代码_1 （统一社会信用代码）")
    '行政相对人代码_1(统一社会信用代码)'
    """
    return narrow(_NOISE.sub("", header)).upper()


def locate(rows: Sequence[Sequence[str]], mapping: Mapping) -> Header:
    """Return the header of a file whose first rows are given.

    Where codes and labels stand in two rows, one below the other, the row of codes counts.

    Raises:
        HeaderFault: no row holds the required columns, or a column stands twice.
    """
    known = _known(mapping.columns)
    needed = {column.code for column in mapping.columns if column.required}
    best: tuple[int, int] | None = None
    for place, row in enumerate(rows[:SEARCHED]):
        found = {known[name].code for name in map(folded, row) if name in known}
        if needed <= found and (best is None or len(found) > best[1]):
            best = place, len(found)
    if best is None:
        raise _missing(rows, mapping, needed)
    place = best[0]
    if place + 1 < len(rows) and _is_header(rows[place + 1], rows[place], known):
        place = _better(rows, place, mapping)
        first = max(place, best[0]) + (1 if place > best[0] else 2)
    else:
        first = place + 1
    return _header(rows[place], first, mapping)


def _better(rows: Sequence[Sequence[str]], place: int, mapping: Mapping) -> int:
    """Return whichever of two header rows holds more field codes."""
    codes = {folded(column.code) for column in mapping.columns}
    counts = [sum(folded(cell) in codes for cell in rows[row]) for row in (place, place + 1)]
    return place + (counts[1] > counts[0])


def _is_header(row: Sequence[str], above: Sequence[str], known: dict[str, Column]) -> bool:
    """Whether a row below a header is one too: its cells name the same columns."""
    named = [(known.get(folded(cell)), known.get(folded(top))) for cell, top in zip(row, above, strict=False)]
    same = sum(found is not None and found is other for found, other in named)
    return same > 1 and same * 2 > sum(other is not None for _, other in named)


def _known(columns: Iterable[Column]) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in columns:
        for name in (column.code, column.label, *column.also):
            if name:
                known.setdefault(folded(name), column)
    return known


def _header(row: Sequence[str], first: int, mapping: Mapping) -> Header:
    known = _known(mapping.columns)
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(row):
        column = known.get(folded(cell))
        if column is None:
            unknown += [] if cell.strip(BLANKS).startswith(REMARK) or not cell.strip(BLANKS) else [cell.strip(BLANKS)]
        elif column.code in places:
            what = f"Two columns of the file are {column.code}: number {places[column.code] + 1} and {place + 1}."
            raise HeaderFault(what, remedy="Leave one of them out.")
        else:
            places[column.code] = place
    return Header(
        first=first,
        places=tuple(places.get(column.code) for column in mapping.columns),
        unknown=tuple(unknown),
        width=len(row),
    )


def _missing(rows: Sequence[Sequence[str]], mapping: Mapping, needed: set[str]) -> HeaderFault:
    known = _known(mapping.columns)
    seen = max(
        ({known[name].code for name in map(folded, row) if name in known} for row in rows[:SEARCHED]),
        key=len,
        default=set[str](),
    )
    absent = [column for column in mapping.columns if column.code in needed - seen]
    names = ", ".join(f"{column.code} ({column.label})" if column.label else column.code for column in absent)
    what = f"No row of the file's beginning is a header of {mapping.id}."
    return HeaderFault(
        what,
        why=f"The nearest lacks {names}." if seen else "None of its columns was found.",
        remedy=f"Name the mapping of this form, or write the header as `xinyong template {mapping.id}` has it.",
    )
