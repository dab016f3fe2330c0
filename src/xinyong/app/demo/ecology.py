"""What the synthetic ecology department writes on the twelve-point form: breaches, commitments, front-runners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.demo import streams
from xinyong.kernel.dates import add_days, add_months

if TYPE_CHECKING:
    from xinyong.app.demo.desk import Desk

_BREACHES: Final = (
    ("warning", 1, ""),
    ("order to correct", 1, ""),
    ("air exceedance", 3, "5000000"),
    ("other", 2, "2000000"),
)
_INFORMATION_DAYS: Final = 15


def write(desk: Desk) -> None:
    """Lay down the month's environmental records, of trades that emit."""
    for organisation in desk.pick(0.5):
        if organisation.seat.emits:
            day = desk.day(organisation)
            kind, points, fine = desk.random.choice(_BREACHES)
            row = {
                "day": add_days(day, _INFORMATION_DAYS).isoformat(),
                "arose": day.isoformat(),
                "class": kind,
                "fine": fine,
                "points": str(points),
                "valid_to": add_months(day, 12).isoformat(),
                "reference": desk.reference("拟环记"),
            }
            desk.put_later(streams.BREACHES, organisation, row, months_on=1, defect="")
    for organisation in desk.pick(0.1, fairly=True):
        if organisation.seat.emits:
            day = desk.day(organisation)
            reference = desk.reference("拟环诺")
            term = {"points": "1", "valid_to": add_months(day, 12).isoformat(), "reference": reference}
            desk.put(streams.COMMITMENTS, organisation, {"day": day.isoformat()} | term)
    for organisation in desk.pick(0.06, fairly=True):
        if organisation.seat.emits and organisation.seat.conduct < 1:
            row = {"day": desk.day(organisation).isoformat(), "reference": desk.reference("拟环领")}
            desk.put(streams.FRONT_RUNNERS, organisation, row)
