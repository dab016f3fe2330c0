"""The organisations of the synthetic society: who they are, what they do and how carefully.

Drawn once from the injected generator. Codes come from the registering authority's pool afterwards, so an organisation
is drawn as a `Seat` and becomes an `Organisation` with its code.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.app.demo.words import FIRST, PLACES, SECOND, TRADES, Place, Trade
from xinyong.kernel.dates import add_days, add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

FIRST_MONTH: Final = dt.date(2023, 11, 1)
"""First month that the network writes about."""

MONTHS: Final = 36
"""Three years; their deliveries run from December 2023 to November 2026, over 1 July 2025 and 1 April 2026."""

LAST_DAY: Final = dt.date(2026, 11, 30)
"""The simulated today of the demo."""

_OLDEST: Final = dt.date(2003, 1, 1)
_NEW_SHARE: Final = 0.06
_CONDUCT: Final = ((0.1, 38), (1.0, 46), (4.0, 12), (16.0, 4))
_FORMS: Final = (
    ("9", "1", "有限公司", 84),
    ("9", "3", "农民专业合作社", 6),
    ("5", "1", "协会", 4),
    ("5", "2", "服务中心", 3),
    ("3", "1", "律师事务所", 2),
    ("1", "2", "研究院", 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An organisation before it has a code.

    Attributes:
        authority, category: first two characters of its code.
        founded: the day of registration.
        conduct: how often it slips, as a factor; 1 is ordinary.
    """

    name: str
    authority: str
    category: str
    place: Place
    trade: Trade
    founded: dt.date
    conduct: float

    @property
    def prefix(self) -> str:
        """Authority, category and division: what the code pool is asked for."""
        return f"{self.authority}{self.category}{self.place.division}"

    @property
    def emits(self) -> bool:
        """Whether it has an environmental record: companies of some trades do."""
        return self.trade.emits and self.prefix.startswith("91")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation with its code and its number in the society."""

    number: int
    code: str
    seat: Seat

    @property
    def name(self) -> str:
        """The registered name."""
        return self.seat.name


def seats(count: int, random: Random) -> list[Seat]:
    """Return `count` organisations in the order of their founding, with names that differ."""
    used: Counter[str] = Counter()
    drawn = [_seat(random, used) for _ in range(count)]
    return sorted(drawn, key=lambda seat: (seat.founded, seat.name))


def settle(drawn: Sequence[Seat], codes: Iterable[str]) -> list[Organisation]:
    """Give each seat its code; the codes come in the order of the seats."""
    pairs = zip(drawn, codes, strict=True)
    return [Organisation(number=number, code=code, seat=seat) for number, (seat, code) in enumerate(pairs)]


def months() -> Iterator[dt.date]:
    """Yield the first day of each month that the network writes about."""
    return (add_months(FIRST_MONTH, number) for number in range(MONTHS))


def _seat(random: Random, used: Counter[str]) -> Seat:
    authority, category, suffix, _ = random.choices(_FORMS, weights=[form[3] for form in _FORMS])[0]
    place, trade = random.choice(PLACES), random.choice(TRADES)
    company = (authority, category) == ("9", "1")
    middle = trade.word if company else ""
    name = f"{place.zh}{random.choice(FIRST)}{random.choice(SECOND)}{middle}{suffix}"
    used[name] += 1
    if used[name] > 1:
        name = name.replace(suffix, f"{_NUMERALS[used[name] % 10]}{_NUMERALS[used[name] // 10 % 10]}分{suffix}")
    return Seat(
        name=name,
        authority=authority,
        category=category,
        place=place,
        trade=trade,
        founded=_founded(random),
        conduct=random.choices([factor for factor, _ in _CONDUCT], weights=[weight for _, weight in _CONDUCT])[0],
    )


_NUMERALS: Final = "〇一二三四五六七八九"


def _founded(random: Random) -> dt.date:
    new = random.random() < _NEW_SHARE
    first, last = (FIRST_MONTH, add_months(FIRST_MONTH, MONTHS - 4)) if new else (_OLDEST, add_days(FIRST_MONTH, -1))
    return add_days(first, random.randrange((last - first).days))
