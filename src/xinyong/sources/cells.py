"""Cells: how the text of a cell becomes a day, a whole number or a code. Tables of data, and their reader in Python.

`sources.vetting_columns` reads the same tables in SQL. Patterns therefore use nothing that the two kinds of regular
expressions read differently: ASCII classes, no look-around, no back-references, matched against the whole text. A text
that has none of the forms is no value, and nothing is guessed or rounded.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

BLANKS: Final = " \t\r\n\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
"""What is stripped from both ends of every cell."""

WIDE: Final = "".join(map(chr, range(0xFF01, 0xFF5F)))
"""Full-width characters that a typed cell may use ..."""

NARROW: Final = "".join(map(chr, range(0x21, 0x7F)))
"""... and what each of them means."""

GROUPING: Final = ", '"
"""What may stand between the digits of a number."""

_NARROWING: Final = str.maketrans(WIDE, NARROW)
_UNGROUPING: Final = str.maketrans(dict.fromkeys(GROUPING))

_TIME: Final = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:\+08:?00)?)?"
_UTC: Final = r"(?P<h>[0-9]{1,2}):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?Z"
UTC_MIDNIGHT_OF_SHANGHAI: Final = 16
"""The hour of UTC at which the next day begins in China."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForm:
    """One way to write a day.

    Attributes:
        pattern: groups `y`, `m`, `d`, and `h` where the day is one of UTC: from 16 h on it is the next day in China.
        base: added to the year: 0, or the year before the first of an era.
        example: a day written so.
    """

    id: str
    pattern: str
    example: str
    base: int = 0


def _ymd(between: str) -> str:
    return rf"(?P<y>[0-9]{{4}}){between}(?P<m>[0-9]{{1,2}}){between}(?P<d>[0-9]{{1,2}})"


def _era(name: str, initial: str, base: int) -> tuple[DateForm, DateForm]:
    tail = r"(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
    return (
        DateForm(
            id=f"{initial.lower()}_initial",
            pattern=rf"{initial}(?P<y>[0-9]{{1,2}})[./](?P<m>[0-9]{{1,2}})[./](?P<d>[0-9]{{1,2}})",
            base=base,
            example=f"{initial}7.7.1",
        ),
        DateForm(
            id=f"{initial.lower()}_name",
            pattern=rf"{name}(?P<y>[0-9]{{1,2}}|元)年{tail}",
            base=base,
            example=f"{name}7年7月1日",
        ),
    )


DATE_FORMS: Final[dict[str, DateForm]] = {
    form.id: form
    for form in (
        DateForm(id="dash", pattern=_ymd("-") + _TIME, example="2025-07-01"),
        DateForm(id="slash", pattern=_ymd("/") + _TIME, example="2025/07/01"),
        DateForm(id="point", pattern=_ymd(r"\.") + _TIME, example="2025.07.01"),
        DateForm(id="compact", pattern="(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", example="20250701"),
        DateForm(id="cjk", pattern="(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日", example="2025年7月1日"),
        DateForm(id="utc", pattern=_ymd("-") + "[T ]" + _UTC, example="2025-06-30T16:00:00Z"),
        DateForm(
            id="dmy_point", pattern=r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})", example="01.07.2025"
        ),
        DateForm(id="dmy_slash", pattern="(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})", example="01/07/2025"),
        DateForm(id="mdy_slash", pattern="(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})", example="07/01/2025"),
        DateForm(
            id="span_end",
            pattern="[0-9]{8}_to_(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
            example="20240801_to_20250701",
        ),
        *_era("明治", "M", 1867),
        *_era("大正", "T", 1911),
        *_era("昭和", "S", 1925),
        *_era("平成", "H", 1988),
        *_era("令和", "R", 2018),
        DateForm(
            id="roc",
            pattern="(?P<y>[0-9]{2,3})[./-](?P<m>[0-9]{1,2})[./-](?P<d>[0-9]{1,2})",
            base=1911,
            example="114.7.1",
        ),
        DateForm(
            id="roc_name",
            pattern="(?:中華)?民國(?P<y>[0-9]{1,3}|元)年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日",
            base=1911,
            example="民國114年7月1日",
        ),
    )
}
"""Every way to write a day, by its name in mappings."""

GREGORIAN: Final = ("dash", "slash", "point", "compact", "cjk", "utc")
"""The forms of a column that names none."""

NUMBER: Final = r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,15})(?:\.(?P<part>[0-9]{0,12}))?(?P<unit>[^0-9.]{0,2})"
"""A decimal number and, after it, a unit."""

SUFFIXES: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "money": (("万元", 6), ("元", 2), ("分", 0)),
    "share": (("%", 2),),
    "integer": (),
}
"""By kind of number: the units that may be written in the cell, and the decimal places each of them brings."""

TOO_LARGE: Final = 10**18
"""Numbers from here on are none: they would not fit the columns."""

FIRST_YEAR: Final = "元"
"""The first year of an era."""

_PATTERNS: Final = {form.id: (re.compile(form.pattern), form.base) for form in DATE_FORMS.values()}
_NUMBER: Final = re.compile(NUMBER)


def clean(cell: str) -> str:
    """Return the cell without blanks at its ends."""
    return cell.strip(BLANKS)


def narrow(cell: str) -> str:
    r"""Return a typed cell as it is read: no blanks at its ends, full-width characters as ASCII.

    >>> narrow(" H\uff12\uff19\uff0e1.31 ")
    'H29.1.31'
    """
    stripped = cell.strip(BLANKS)
    return stripped if stripped.isascii() else stripped.translate(_NARROWING)


def day(text: str, forms: Sequence[str]) -> dt.date | None:
    """Return the day that a narrowed text says in the first of the forms that it has, or None.

    >>> day("H29.1.31", ("dash", "h_initial"))
    datetime.date(2017, 1, 31)
    >>> day("2019-5-22 0:00:00", GREGORIAN)
    datetime.date(2019, 5, 22)
    >>> day("2011-11-20T16:00:00.000Z", GREGORIAN)
    datetime.date(2011, 11, 21)
    """
    for form in forms:
        pattern, base = _PATTERNS[form]
        found = pattern.fullmatch(text)
        if found is not None:
            return _day(found, base)
    return None


def _day(found: re.Match[str], base: int) -> dt.date | None:
    parts = found.groupdict()
    year = base + (1 if parts["y"] == FIRST_YEAR else int(parts["y"]))
    late = parts.get("h") is not None and int(parts["h"]) >= UTC_MIDNIGHT_OF_SHANGHAI
    try:
        return dt.date(year, int(parts["m"]), int(parts["d"])) + dt.timedelta(days=late)
    except (ValueError, OverflowError):
        return None


def whole(text: str, kind: str, places: int) -> int | None:
    """Return a decimal number as an integer with `places` decimal places moved before the point, or None.

    A unit in the cell decides before the column's `places` does; what is left behind the point must be noughts.

    >>> whole("1,000.50", "money", 2), whole("0.2万元", "money", 2), whole("0.001", "money", 2)
    (100050, 200000, None)
    """
    found = _NUMBER.fullmatch(text.translate(_UNGROUPING))
    if found is None:
        return None
    sign, digits, part, unit = found.groups("")
    if unit:
        moved = next((places for suffix, places in SUFFIXES[kind] if suffix == unit), None)
        if moved is None:
            return None
        places = moved
    kept = part.rstrip("0")
    if len(kept) > places:
        return None
    number = int(digits + kept.ljust(places, "0"))
    if number >= TOO_LARGE:
        return None
    return -number if sign == "-" else number


def parts(text: str, separators: str) -> list[str]:
    """Return the values of a cell that holds several, in order, blanks stripped and empty ones dropped."""
    found = [text]
    for separator in separators:
        found = [part for piece in found for part in piece.split(separator)]
    return [stripped for stripped in (part.strip(BLANKS) for part in found) if stripped]
