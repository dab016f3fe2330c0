"""Vetting: what must hold for a row's cells. One table of checks, derived from a mapping, and its reader for one row.

`sources.vetting_columns` reads the same table in SQL, and a property test holds the two equal. A check that fails is a
finding with a reason and a fix, never an exception; an empty cell fails no check but `REQUIRED`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from xinyong.kernel.dates import FAR
from xinyong.kernel.facts import BY_NAME, FactValue
from xinyong.sources import cells
from xinyong.sources.mapping import PLACES, YES_AND_NO, Column, Mapping, Parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Mapping as Named


class Ask(Enum):
    """What a check asks of a cell."""

    REQUIRED = "required"
    """It is not empty and none of the texts that say nothing."""
    LONGEST = "longest"
    """It has at most `bound` characters."""
    FORM = "form"
    """It can be read as its column says."""
    LOW = "low"
    """Its number is at least `bound`."""
    HIGH = "high"
    """Its number is at most `bound`."""
    EARLIEST = "earliest"
    """Its day is not before the year `bound`."""
    NOT_FUTURE = "not_future"
    """Its day is not after the day of the delivery."""
    NOT_BEFORE = "not_before"
    """Its day is not before that of column `other`."""


Verdict: TypeAlias = Literal["refused", "quarantined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row of the table.

    Attributes:
        column: field code.
        verdict: what a row comes to that fails it.
        reason: stable code; text: what is wrong; fix: what to do.
    """

    column: str
    ask: Ask
    bound: int = 0
    other: str = ""
    verdict: Verdict = "refused"
    reason: str
    text: str
    fix: str


class Vetted(NamedTuple):
    """A row as vetted: bit n of `failed` is check n of the table; values by field code, null where nothing is known."""

    failed: int
    values: dict[str, FactValue]


EARLIEST_YEAR: Final = 1800
"""No record of an authority that delivers today is older; a day before it was misread."""

MOST_SHOWN: Final = 12
"""Values of a column that are told to whoever wrote another; a longer list stands in the form's template."""

_NUMBERS: Final = {Parse.MONEY, Parse.INTEGER, Parse.SHARE}
_BOUND: Final = 10**15

_FORMS: Final = {
    Parse.DATE: ("date-form", "is no day", "Write the day as the form does."),
    Parse.MONEY: ("amount-form", "is no amount of money", "Write a decimal number in the unit of the column."),
    Parse.INTEGER: ("number-form", "is no whole number", "Write digits alone."),
    Parse.SHARE: ("share-form", "is no percentage", "Write a decimal number with at most two places."),
    Parse.FLAG: ("flag-form", "is neither yes nor no", "Write 1 or 0."),
    Parse.CODES: ("code-unknown", "is none of the values of this field", "Choose from the list of the form."),
}


def has_value(column: Column) -> bool:
    """Return whether the cells of a column are read at all: text that nothing asks for is only measured."""
    return column.parse is not Parse.TEXT or column.fact is not None or column.required


def checks_of(mapping: Mapping) -> tuple[Check, ...]:
    """Return the table of checks of a mapping, in the order of its columns."""
    return tuple(check for column in mapping.columns for check in _checks_of_column(column))


def _checks_of_column(column: Column) -> list[Check]:
    code, found = column.code, list[Check]()
    if column.required:
        text = "is missing"
        found.append(Check(column=code, ask=Ask.REQUIRED, reason="field-required", text=text, fix="Fill in the field."))
    if column.longest is not None:
        text = f"has more than {column.longest} characters"
        found.append(
            Check(
                column=code,
                ask=Ask.LONGEST,
                bound=column.longest,
                reason="too-long",
                text=text,
                fix="Shorten the text or split the row.",
            )
        )
    form = _FORMS.get(column.parse)
    if form is not None and not (column.parse is Parse.CODES and column.unknown == "kept"):
        verdict: Verdict = "quarantined" if column.unknown == "quarantined" else "refused"
        reason, text, _ = form
        found.append(Check(column=code, ask=Ask.FORM, verdict=verdict, reason=reason, text=text, fix=advice(column)))
    return found + _range_checks(column)


def advice(column: Column) -> str:
    """Return what to write in a cell that is not of its column's form, as that column has it."""
    if column.parse is Parse.DATE:
        return f"Write the day as {cells.DATE_FORMS[column.dates[0]].example}."
    if column.parse is Parse.CODES and len(column.codes) <= MOST_SHOWN:
        several = f", several joined with {column.split[0]}" if column.split else ""
        return f"Write {', '.join(column.codes)}{several}."
    return _FORMS[column.parse][2]


def _range_checks(column: Column) -> list[Check]:
    code, found = column.code, list[Check]()
    if column.parse in _NUMBERS:
        known = BY_NAME.get(column.fact or "")
        low, high = (known.low, known.high) if known is not None else (-_BOUND, _BOUND)
        text, fix = f"lies outside {low} to {high}", "Check the number and its unit."
        found += [
            Check(column=code, ask=ask, bound=bound, reason="out-of-range", text=text, fix=fix)
            for ask, bound in ((Ask.LOW, low), (Ask.HIGH, high))
        ]
    if column.parse is Parse.DATE:
        text, fix = "is too long ago to be meant", "Check the year, or leave the field empty where no day is known."
        found.append(Check(column=code, ask=Ask.EARLIEST, bound=EARLIEST_YEAR, reason="date-early", text=text, fix=fix))
    if column.not_future:
        text, fix = "lies after the day of the delivery", "Check the year."
        found.append(Check(column=code, ask=Ask.NOT_FUTURE, reason="date-future", text=text, fix=fix))
    if column.not_before is not None:
        text, fix = f"is before {column.not_before}", "Check both days."
        found.append(
            Check(column=code, ask=Ask.NOT_BEFORE, other=column.not_before, reason="dates-reversed", text=text, fix=fix)
        )
    return found


# --- the reader for one row ---------------------------------------------------------------------------------------

_Read: TypeAlias = "Callable[[str], tuple[FactValue, bool]]"
_Vetted: TypeAlias = tuple["FactValue", int]
_CACHED: Final = 20_000
"""Cells remembered per column; days, amounts and codes repeat."""

_LONG: Final = {Parse.TEXT, Parse.CONTAINS}
"""What does not repeat, or is long."""


class _Vet(NamedTuple):
    """How the cells of a column are vetted, and what is remembered of earlier cells."""

    place: int
    code: str
    vet: Callable[[str], _Vetted]
    room: int
    known: dict[str, _Vetted]


class RowReader:
    """Vets rows one by one, on one day.

    Attributes:
        table: the checks it reads.
    """

    def __init__(self, mapping: Mapping, on: dt.date) -> None:
        """Compile a mapping's table for rows delivered on a day."""
        self.table = checks_of(mapping)
        self._columns: list[_Vet] = []
        self._lengths: list[tuple[int, int, int]] = []
        self._of_place: list[Callable[[str], _Vetted]] = []
        for place, column in enumerate(mapping.columns):
            own = [
                (1 << bit, check)
                for bit, check in enumerate(self.table)
                if check.column == column.code and check.ask is not Ask.NOT_BEFORE
            ]
            vet = _vetting(column, own, on) if has_value(column) else _measuring(own)
            self._of_place.append(vet)
            if not has_value(column):
                self._lengths += [(place, check.bound, bit) for bit, check in own]
            else:
                room = 0 if column.parse in _LONG else _CACHED
                self._columns.append(_Vet(place, column.code, vet, room, {}))
        self._relations = [
            (1 << bit, check.column, check.other) for bit, check in enumerate(self.table) if check.ask is Ask.NOT_BEFORE
        ]

    def vet(self, row: Sequence[str]) -> Vetted:
        """Return what the table says of a row.

        Args:
            row: in the order of the mapping's columns, no blanks at the ends of cells (`cells.clean`).
        """
        failed, values = 0, dict[str, FactValue]()
        for place, longest, bit in self._lengths:
            if len(row[place]) > longest:
                failed |= bit
        for place, code, vet, room, known in self._columns:
            cell = row[place]
            found = known.get(cell)
            if found is None:
                found = vet(cell)
                if len(known) < room:
                    known[cell] = found
            value, fails = found
            failed |= fails
            if value is not None:
                values[code] = value
        for bit, column, other in self._relations:
            if _is_reversed(values.get(column), values.get(other)):
                failed |= bit
        return Vetted(failed, values)

    def vet_cell(self, place: int, cell: str) -> tuple[FactValue, int]:
        """Return the value of a column's cell and the bits of those checks that fail which look at no other column."""
        return self._of_place[place](cell)

    def reversed_days(self, values: Named[str, Sequence[FactValue]]) -> Iterator[int]:
        """Yield the rows, by their place among the values of each column, in which a day is before one it follows."""
        for _, column, other in self._relations:
            for row, (later, earlier) in enumerate(zip(values[column], values[other], strict=True)):
                if _is_reversed(later, earlier):
                    yield row

    @property
    def related(self) -> frozenset[str]:
        """Return the columns whose days are compared with each other."""
        return frozenset(code for _, *codes in self._relations for code in codes)


def _is_reversed(later: FactValue, earlier: FactValue) -> bool:
    return isinstance(later, dt.date) and isinstance(earlier, dt.date) and later < earlier


def _measuring(own: list[tuple[int, Check]]) -> Callable[[str], _Vetted]:
    """Return the function for the cells of a column that nobody reads: they are too long or they are not."""
    longest = [(bit, check.bound) for bit, check in own]
    return lambda cell: (None, sum(bit for bit, bound in longest if len(cell) > bound))


def _vetting(column: Column, own: list[tuple[int, Check]], on: dt.date) -> Callable[[str], _Vetted]:
    """Return the function from a cell to its value and the bits of its column's checks that fail."""
    read = reader_of(column)
    required, form = _bit(own, Ask.REQUIRED), _bit(own, Ask.FORM)
    of_cell = [(bit, check.bound) for bit, check in own if check.ask is Ask.LONGEST]
    of_value = [(bit, _bad(check, on)) for bit, check in own if check.ask not in _OF_CELL]

    def vet(cell: str) -> _Vetted:
        value, said = read(cell)
        failed = 0 if said else required
        for bit, longest in of_cell:
            if len(cell) > longest:
                failed |= bit
        if value is not None:
            for bit, bad in of_value:
                if bad(value):
                    failed |= bit
        elif said:
            failed |= form
        return value, failed

    return vet


_OF_CELL: Final = {Ask.REQUIRED, Ask.LONGEST, Ask.FORM, Ask.NOT_BEFORE}
"""What is asked of the cell, or of two; everything else is asked of the value."""


def _bit(own: list[tuple[int, Check]], ask: Ask) -> int:
    return sum(bit for bit, check in own if check.ask is ask)


def _bad(check: Check, on: dt.date) -> Callable[[FactValue], bool]:
    """Return whether a value fails a check; one of another type than the check asks about never does."""
    bound = check.bound
    match check.ask:
        case Ask.LOW:
            return lambda value: isinstance(value, int) and value < bound
        case Ask.HIGH:
            return lambda value: isinstance(value, int) and value > bound
        case Ask.EARLIEST:
            return lambda value: isinstance(value, dt.date) and value.year < bound
        case Ask.NOT_FUTURE:
            return lambda value: isinstance(value, dt.date) and on < value < FAR
        case Ask.REQUIRED | Ask.LONGEST | Ask.FORM | Ask.NOT_BEFORE:
            return lambda _value: False


def reader_of(column: Column) -> _Read:
    """Return the function from a cell of this column to its value, and whether it says anything at all."""
    convert = _converter(column)
    missing, no_end = frozenset(column.missing), frozenset(column.no_end)

    def read(cell: str) -> tuple[FactValue, bool]:
        if not cell or cell in missing:
            return None, False
        if cell in no_end:
            return FAR, True
        return convert(cell), True

    return read


def _converter(column: Column) -> Callable[[str], FactValue]:  # noqa: PLR0911 - one per way to read a cell
    match column.parse:
        case Parse.TEXT:
            return lambda text: text
        case Parse.DATE:
            return lambda text: cells.day(cells.narrow(text), column.dates)
        case Parse.MONEY:
            return lambda text: cells.whole(cells.narrow(text), "money", PLACES[column.unit])
        case Parse.INTEGER:
            return lambda text: cells.whole(cells.narrow(text), "integer", 0)
        case Parse.SHARE:
            return lambda text: cells.whole(cells.narrow(text), "share", 2)
        case Parse.FLAG:
            words = column.codes or YES_AND_NO
            return lambda text: {"true": True, "false": False}.get(words.get(cells.narrow(text), ""))
        case Parse.CODES:
            return lambda text: _coded(text, column)
        case Parse.CONTAINS:
            return lambda text: False if any(phrase in text for phrase in column.codes) else None


def _coded(text: str, column: Column) -> str | None:
    found = {_code(part, column) for part in (cells.parts(text, column.split) if column.split else [text])}
    known = sorted(code for code in found if code is not None)
    return "+".join(known) if known and len(known) == len(found) else None


def _code(text: str, column: Column) -> str | None:
    for known, code in column.codes.items():
        if text == known or (known.endswith("*") and text.startswith(known[:-1])):
            return code
    return text if column.unknown == "kept" else None
