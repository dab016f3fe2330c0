"""What the synthetic register writes: organisations, renamings and endings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.demo import persons, streams
from xinyong.app.demo.words import FIRST, SECOND

if TYPE_CHECKING:
    from xinyong.app.demo.delivery import Row
    from xinyong.app.demo.desk import Desk
    from xinyong.app.demo.society import Organisation

_RENAMED: Final = 0.02
_STRUCK_OFF: Final = 0.006


def write(desk: Desk, number: int) -> None:
    """Lay down the month's register rows; the first month brings everybody who was there."""
    for organisation in desk.organisations[: desk.alive()]:
        if number == 0 or organisation.seat.founded >= desk.month:
            desk.put(streams.ENTRIES, organisation, _row(desk, organisation))
    if number == 0:
        return
    for organisation in desk.pick(_RENAMED, fairly=True):
        if organisation.seat.founded < desk.month and organisation.number not in desk.names:
            _rename(desk, organisation)
    for organisation in desk.pick(_STRUCK_OFF, fairly=True):
        if organisation.seat.founded < desk.month:
            desk.ended.add(organisation.number)
            changed = {"status": "注销", "event": "注销", "changed_on": desk.day(organisation).isoformat()}
            desk.put(streams.ENTRIES, organisation, _row(desk, organisation) | changed)


def _row(desk: Desk, organisation: Organisation) -> Row:
    return {
        "status": "存续",
        "established": organisation.seat.founded.isoformat(),
        "address": f"{organisation.seat.place.zh}拟定路{organisation.number % 900 + 1}号",
        "authority": streams.REGISTER.zh,
        "representative": persons.name(desk.random),
        "representative_id": persons.number(desk.random),
    }


def _rename(desk: Desk, organisation: Organisation) -> None:
    old = desk.name_of(organisation)
    place = organisation.seat.place.zh
    new = f"{place}{desk.random.choice(FIRST)}{desk.random.choice(SECOND)}新{old.removeprefix(place)[2:]}"
    desk.names[organisation.number] = new
    changed = {"former_names": old, "event": "名称变更", "changed_on": desk.day(organisation).isoformat()}
    desk.put(streams.ENTRIES, organisation, _row(desk, organisation) | changed)
