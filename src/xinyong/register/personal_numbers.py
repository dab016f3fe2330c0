"""Numbers of natural persons: how they look and check, so that none of them comes in.

One table, `SCHEMES`: mainland China (GB 11643, 18 digits and the old 15), Hong Kong, Taiwan, Japan, the United States.
It is used to refuse and to mask, never to read anything out of a number. Digits may be full-width and set apart by up
to three blanks or hyphens. Where a scheme has a check digit a number counts only if it holds; a scheme without one
yields to a cell that is valid under the scheme its column declares.

A province is not asked of an 18-digit number: foreigners' permits begin with 9, and a valid one always counts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from xinyong.register.identifiers.divisions import PROVINCES

if TYPE_CHECKING:
    from collections.abc import Callable


class PersonalScheme(Enum):
    """Whose number it is. The value is the name in the places of a masked row and never changes."""

    CN_18 = "cn_18"
    """Citizen identification number, GB 11643-1999."""
    CN_15 = "cn_15"
    """The number before 1999: no century, no check digit."""
    HK = "hk"
    """Hong Kong identity card."""
    TW = "tw"
    """Taiwan identity card and residence certificates."""
    JP = "jp"
    """Japan's individual number (My Number)."""
    US = "us"
    """United States social security number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalNumber:
    """One row of the table.

    Attributes:
        pattern: finds candidates in running text, with their borders.
        check: whether the plain form of a candidate (ASCII, upper case, nothing between) is a number of the scheme.
        has_check: whether the number carries a check digit.
        domestic: a number of mainland China, which counts in every column.
    """

    scheme: PersonalScheme
    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    has_check: bool
    domestic: bool = False


BETWEEN: Final = (
    "[-\\s\N{SOFT HYPHEN}\N{MINUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\u200b-\u200d\u2010-\u2015\N{WORD JOINER}"
    "\N{ZERO WIDTH NO-BREAK SPACE}]"
)
"""What may stand between two digits of a number: blanks, seen or not, and hyphens."""

GAP: Final = f"{BETWEEN}{{0,3}}"
DIGIT: Final = "[0-9\uff10-\uff19]"
LETTER: Final = "[A-Za-z\uff21-\uff3a\uff41-\uff5a]"
END_X: Final = "[0-9\uff10-\uff19Xx\uff38\uff58\N{MULTIPLICATION SIGN}\u0425\u0445\u03a7\u03c7]"
"""The last place of an 18-digit number; X is also written as a cross, or with the Cyrillic or Greek letter."""

_ALNUM: Final = "[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
_SUM: Final = "(?![.,][0-9])(?!\\s?[元圆圓円万萬亿億])"
"""No decimals and no unit of money after it: a sum, not a number of a person."""


def spaced(count: int, of: str = DIGIT) -> str:
    """Return a pattern for `count` more characters of a kind, each after a gap."""
    return f"(?:{GAP}{of}){{{count}}}"


def one_of(characters: str) -> str:
    """Return a pattern for one of these digits, plain or full-width, after a gap."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in characters)
    return f"{GAP}[{characters}{wide}]"


MONTH_DAY: Final = f"(?:{one_of('0')}{one_of('123456789')}|{one_of('1')}{one_of('012')}){one_of('0123')}{GAP}{DIGIT}"
CENTURY: Final = f"(?:{one_of('1')}{one_of('89')}|{one_of('2')}{one_of('0')})"

_PLAIN: Final = {
    **{point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)},
    **{ord(cross): ord("X") for cross in "\N{MULTIPLICATION SIGN}\u0425\u0445\u03a7\u03c7"},
}
_NOISE: Final = re.compile(f"(?:{BETWEEN}|[()])+")

_HK_VALUES: Final = {letter: value for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)}
_TW_VALUES: Final = {letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", 10)}


def plain(text: str) -> str:
    r"""Return a candidate in ASCII and upper case, with nothing between its characters.

    >>> plain("\uff11\uff11 01-x")
    '1101X'
    """
    return _NOISE.sub("", text.translate(_PLAIN)).upper()


def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _cn_18(number: str) -> bool:
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415 - the package costs a start 60 ms, and candidates are rare

    return _is_day(number[6:14]) and mod_11_2.is_valid(number)


def _cn_15(number: str) -> bool:
    return number[:2] in PROVINCES and _is_day(f"19{number[6:12]}")


def _hong_kong(number: str) -> bool:
    """Hong Kong Immigration Department: weights 9 to 1 over two letters (a blank counts 36), modulus 11."""
    letters, digits, check = number[:-7], number[-7:-1], number[-1]
    values = [36] * (2 - len(letters)) + [_HK_VALUES[letter] for letter in letters]
    values += [*map(int, digits), 10 if check == "A" else int(check)]
    return sum(weight * value for weight, value in zip(range(9, 0, -1), values, strict=True)) % 11 == 0


def _taiwan(number: str) -> bool:
    """Taiwan, Ministry of the Interior: the first letter as two digits, weights 1 9 8 ... 1 1, modulus 10."""
    second = str(_TW_VALUES[number[1]] % 10) if number[1].isalpha() else number[1]
    digits = f"{_TW_VALUES[number[0]]}{second}{number[2:]}"
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 10 == 0


def _japan(number: str) -> bool:
    from stdnum.jp import in_  # noqa: PLC0415 - as above

    return in_.is_valid(number)


def _united_states(number: str) -> bool:
    area, group, serial = number[:3], number[3:5], number[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


_ALONE: Final = f"(?<!{_ALNUM})"
_ENDS: Final = f"(?!{_ALNUM})"

SCHEMES: Final[tuple[PersonalNumber, ...]] = (
    PersonalNumber(
        scheme=PersonalScheme.CN_18,
        pattern=re.compile(
            f"(?<!{DIGIT}){DIGIT}{spaced(5)}{CENTURY}{spaced(2)}{MONTH_DAY}{spaced(3)}{GAP}{END_X}(?!{DIGIT})"
        ),
        check=_cn_18,
        has_check=True,
        domestic=True,
    ),
    PersonalNumber(
        scheme=PersonalScheme.CN_15,
        pattern=re.compile(f"(?<!{DIGIT}){DIGIT}{spaced(7)}{MONTH_DAY}{spaced(3)}(?!{DIGIT})"),
        check=_cn_15,
        has_check=False,
        domestic=True,
    ),
    PersonalNumber(
        scheme=PersonalScheme.HK,
        pattern=re.compile(
            f"{_ALONE}{LETTER}{{1,2}}{BETWEEN}?{DIGIT}{{6}}{BETWEEN}?"
            f"(?:[(\uff08](?:{DIGIT}|[Aa\uff21\uff41])[)\uff09]|(?:{DIGIT}|[Aa\uff21\uff41]){_ENDS})"
        ),
        check=_hong_kong,
        has_check=True,
    ),
    PersonalNumber(
        scheme=PersonalScheme.TW,
        pattern=re.compile(
            f"{_ALONE}{LETTER}{BETWEEN}?[A-Da-d\uff21-\uff24\uff41-\uff441289\uff11\uff12\uff18\uff19]"
            f"(?:{BETWEEN}?{DIGIT}){{8}}{_ENDS}"
        ),
        check=_taiwan,
        has_check=True,
    ),
    PersonalNumber(
        scheme=PersonalScheme.JP,
        pattern=re.compile(f"{_ALONE}{DIGIT}{{4}}{BETWEEN}?{DIGIT}{{4}}{BETWEEN}?{DIGIT}{{4}}{_ENDS}{_SUM}"),
        check=_japan,
        has_check=True,
    ),
    PersonalNumber(
        scheme=PersonalScheme.US,
        pattern=re.compile(
            f"{_ALONE}(?<![0-9]-)(?:{DIGIT}{{9}}|{DIGIT}{{3}}{BETWEEN}{DIGIT}{{2}}{BETWEEN}{DIGIT}{{4}}){_ENDS}"
            f"(?!-[0-9]){_SUM}"
        ),
        check=_united_states,
        has_check=False,
    ),
)
"""Every scheme of personal numbers that is kept out."""


def recognise(text: str) -> PersonalScheme | None:
    """Return the scheme of which `text`, as a whole, is a personal number, or None.

    >>> recognise("11010519491231002x")
    <PersonalScheme.CN_18: 'cn_18'>
    """
    for number in SCHEMES:
        if number.pattern.fullmatch(text) and number.check(plain(text)):
            return number.scheme
    return None


def is_near_miss(number: str) -> bool:
    """Return whether a plain 18-character text is a citizen's number in all but its check digit.

    The province exists and the day of birth does, in 1900 or later: a slip of the pen, and still about a person.

    >>> is_near_miss("110105194912310021"), is_near_miss("91110000600037341L")
    (True, False)
    """
    return (
        _CITIZEN.pattern.fullmatch(number) is not None
        and number[:2] in PROVINCES
        and number[6:8] in {"19", "20"}
        and _is_day(number[6:14])
    )


def is_citizen_number(number: str) -> bool:
    """Return whether a plain text is a valid 18-digit number after GB 11643."""
    return number[6:8] in _CENTURIES and _CITIZEN.pattern.fullmatch(number) is not None and _CITIZEN.check(number)


def is_old_number(number: str) -> bool:
    """Return whether a plain text may be a 15-digit number of before 1999; it has no check digit, so it may not."""
    return _OLD.pattern.fullmatch(number) is not None and _OLD.check(number)


_CENTURIES: Final = frozenset({"18", "19", "20"})
_CITIZEN: Final = SCHEMES[0]
_OLD: Final = SCHEMES[1]
