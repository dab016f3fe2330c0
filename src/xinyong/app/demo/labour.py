"""What the synthetic labour department writes: its whole list of wage arrears, every month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.demo import streams

if TYPE_CHECKING:
    from xinyong.app.demo.desk import Desk

_LISTED: Final = 0.008
_FIRST_LISTED: Final = 0.1
_LEAVES: Final = 0.06
_GROUNDS: Final = ("拖欠工资数额较大", "拖欠工资数额较大", "引发群体性事件")


def write(desk: Desk) -> None:
    """Lay down the whole list: who stays, and who is new."""
    leaving = int(len(desk.listed) * _LEAVES + desk.random.random())
    for number in desk.random.sample(sorted(desk.listed), leaving):
        del desk.listed[number]
    for organisation in desk.pick(_LISTED if desk.listed else _FIRST_LISTED):
        row = {"listed": desk.day(organisation).isoformat(), "ground": desk.random.choice(_GROUNDS)}
        desk.listed.setdefault(organisation.number, (organisation, row))
    as_of = desk.last_day().isoformat()
    for organisation, row in desk.listed.values():
        desk.put(streams.WAGE_LIST, organisation, {"as_of": as_of} | row)
