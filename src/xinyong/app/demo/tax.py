"""What the synthetic tax office writes: late returns and their correction, indicators, grounds, decided grades."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from xinyong.app.demo import streams

if TYPE_CHECKING:
    from xinyong.app.demo.desk import Desk
    from xinyong.app.demo.society import Organisation

_DUE_DAY: Final = 15
_APRIL: Final = 4
_AMOUNTS_FEN: Final = (18_000, 65_000, 180_000, 260_000, 1_200_000, 8_800_000)
_TAXES: Final = ("增值税", "企业所得税", "印花税")
_DIRECT: Final = ("decision-unpaid", "obstruction", "invoice-breach", "non-normal", "false-documents")
_INDICATORS: Final = (("010106", 11), ("010301", 1), ("财务会计制度未备案", 3), ("银行账户未全部报告", 11))
_WORST: Final = 14
_BEST: Final = 0.2
_NEVER_REPAIRED: Final = 0.15
_AT_ONCE: Final = 0.55


def write(desk: Desk, number: int) -> None:
    """Lay down the month's tax records; the first month brings what was so before."""
    if number == 0:
        _existing(desk)
    _new_firms(desk)
    _late_returns(desk)
    _indicators(desk)
    _grounds(desk)
    _zero_returns(desk)
    if desk.month.month == 1:
        _no_income(desk)
    if desk.month.month == _APRIL:
        _grades(desk)


def _indicators(desk: Desk) -> None:
    for organisation in desk.pick(0.3, fairly=True):
        reference = desk.reference("拟税评")
        desk.put(streams.NON_REGULAR, organisation, {"day": desk.day(organisation).isoformat(), "reference": reference})
    for organisation in desk.pick(0.03):
        indicator, points = desk.random.choice(_INDICATORS)
        day = desk.day(organisation).isoformat()
        desk.put(streams.INDICATORS, organisation, {"day": day, "indicator": indicator, "points": str(points)})


def _grounds(desk: Desk) -> None:
    for organisation in desk.pick(0.008):
        ground = {"day": desk.day(organisation).isoformat(), "ground": desk.random.choice(_DIRECT)}
        desk.put(streams.DIRECT_GROUNDS, organisation, ground | {"reference": desk.reference("拟税")})


def _zero_returns(desk: Desk) -> None:
    for organisation in desk.pick(0.12):
        if organisation.seat.founded < desk.month:
            normal = desk.random.choice(("是", "否", ""))
            desk.put(streams.ZERO_RETURNS, organisation, {"day": desk.month.isoformat(), "normal": normal})


def _no_income(desk: Desk) -> None:
    year = desk.month.year - 1
    for organisation in desk.pick(0.6, fairly=True):
        if organisation.seat.founded.year < year:
            desk.put(streams.NO_INCOME, organisation, {"day": f"{year}-12-31", "year": str(year)})


def _existing(desk: Desk) -> None:
    for organisation in desk.organisations[: desk.alive()]:
        desk.put(streams.OPERATIONS, organisation, {"day": organisation.seat.founded.isoformat()})


def _new_firms(desk: Desk) -> None:
    for organisation in desk.organisations[: desk.alive()]:
        if organisation.seat.founded >= desk.month:
            day = organisation.seat.founded.isoformat()
            desk.put(streams.NEW_FIRMS, organisation, {"day": day})
            desk.put(streams.OPERATIONS, organisation, {"day": day})


def _late_returns(desk: Desk) -> None:
    """A return missed this month is made good at once, months later by a correction of the same row, or never."""
    due = desk.month.replace(day=_DUE_DAY)
    for organisation in desk.pick(0.22):
        if organisation.seat.founded >= desk.month:
            continue
        row = {
            "day": (due + dt.timedelta(days=1)).isoformat(),
            "due": due.isoformat(),
            "amount": str(desk.random.choice(_AMOUNTS_FEN)),
            "tax_type": desk.random.choice(_TAXES),
        }
        fate = desk.random.random()
        if fate < _AT_ONCE:
            row |= {"corrected": (due + dt.timedelta(days=desk.random.randint(1, 12))).isoformat()}
        desk.put(streams.LATE_RETURNS, organisation, row)
        if _AT_ONCE <= fate < 1 - _NEVER_REPAIRED:
            days = desk.random.randint(20, 300)
            corrected = row | {"corrected": (due + dt.timedelta(days=days)).isoformat()}
            desk.put_later(streams.LATE_RETURNS, organisation, corrected, months_on=1 + days // 30)


def _grades(desk: Desk) -> None:
    """The grades decided for the year before, shown from April: only A and D are published."""
    year = desk.month.year - 1
    shown = desk.month.replace(day=20).isoformat()
    for organisation in desk.organisations[: desk.alive()]:
        decided = _published(desk, organisation) if organisation.seat.founded.year < year else None
        if decided is not None:
            grade, basis = decided
            row = {"day": shown, "year": str(year), "grade": grade, "basis": basis}
            desk.put(streams.DECIDED_GRADES, organisation, row)


def _published(desk: Desk, organisation: Organisation) -> tuple[str, str] | None:
    luck = desk.random.random()
    if luck * organisation.seat.conduct > _WORST:
        return "D", desk.random.choice(("score", "direct"))
    if organisation.seat.conduct < 1 and luck < _BEST:
        return "A", "score"
    return None
