"""What the synthetic market regulator writes: the list of abnormal operations, and who left it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from xinyong.app.demo import streams
from xinyong.app.demo.desk import document_number
from xinyong.app.demo.society import FIRST_MONTH

if TYPE_CHECKING:
    from xinyong.app.demo.delivery import Row
    from xinyong.app.demo.desk import Desk
    from xinyong.app.demo.society import Organisation

_JULY: Final = 7
_REMOVED: Final = 0.7
_OLD_STOCK: Final = 0.01


def write(desk: Desk, number: int) -> None:
    """Lay down the month's listings; the first month brings the stock of years before."""
    if number == 0:
        _old_listings(desk)
    if desk.month.month == _JULY:
        for organisation in desk.pick(0.25):
            if organisation.seat.founded.year < desk.month.year - 1:
                _list(desk, organisation, desk.month.replace(day=desk.random.randint(4, 12)), ground="1")
    for organisation in desk.pick(0.006):
        _list(desk, organisation, desk.day(organisation), ground=desk.random.choice("2344"))


def _old_listings(desk: Desk) -> None:
    """Listings of earlier years that still stand: some are older than three years."""
    for organisation in desk.pick(_OLD_STOCK * 12):
        year = desk.random.randint(2019, 2022)
        day = dt.date(year, 7, desk.random.randint(4, 12))
        if organisation.seat.founded.year < year - 1 and day < FIRST_MONTH:
            reference = document_number("拟市监异", year, organisation.number)
            row = {"day": day.isoformat(), "ground": "1", "reference": reference}
            desk.put(streams.ABNORMAL, organisation, row)
            _perhaps_remove(desk, organisation, row)


def _list(desk: Desk, organisation: Organisation, day: dt.date, *, ground: str) -> None:
    row = {"day": day.isoformat(), "ground": ground, "reference": desk.reference("拟市监异")}
    desk.put(streams.ABNORMAL, organisation, row)
    _perhaps_remove(desk, organisation, row)


def _perhaps_remove(desk: Desk, organisation: Organisation, row: Row) -> None:
    """Most leave the list some months later: the same row comes again with the day of removal."""
    if desk.random.random() < _REMOVED:
        months = desk.random.randint(1, 18)
        ended = desk.month + dt.timedelta(days=30 * months)
        desk.put_later(streams.ABNORMAL, organisation, row | {"ended": ended.isoformat()}, months_on=months)
