"""Calendar editions become part of a store's law by an entry of an official, with their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.app.actors import require_official
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Plane
from xinyong.ledger.entries import CalendarActivated, Draft

if TYPE_CHECKING:
    from xinyong.kernel.dates import Calendar
    from xinyong.ledger.store import Store


class CalendarFault(Fault):
    """A calendar edition can't become part of this store's law."""

    code = "CALENDAR"


def calendar_in_force(store: Store) -> CalendarActivated | None:
    """Return the edition that was activated last, or None."""
    found = store.of_kinds(("calendar.activated",))
    last = found[-1].content if found else None
    return last if isinstance(last, CalendarActivated) else None


def activate_calendar(store: Store, calendar: Calendar, digest: str, *, by: str, known_at: int) -> bool:
    """Make an edition part of the law; return False where it was already, and nothing is written.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not decide.
        CalendarFault: a made-up edition was to enter a real store.
    """
    if calendar.synthetic and store.plane is Plane.REAL:
        what = f"The edition {calendar.edition} is made up beyond what was promulgated."
        raise CalendarFault(
            what, remedy="Real stores take promulgated editions alone; ends beyond them are provisional."
        )
    asked = CalendarActivated(edition=calendar.edition, digest=digest)
    with store.writing(known_at) as writer:
        official = require_official(store, by)
        if calendar_in_force(store) == asked:
            return False
        writer.append([Draft(content=asked, authority=official.office, actor=official.account)])
    return True
