"""What the doctor looks at: versions against floors, room, horizon; the chain is tried in the journeys."""

import datetime as dt

from xinyong.app import health
from xinyong.kernel.dates import Calendar


def calendar(last: dt.date) -> Calendar:
    """A calendar that ends on a day."""
    return Calendar(edition="test", first=dt.date(2026, 1, 1), last=last, rest=frozenset(), work=frozenset())


def test_a_version_at_its_floor_is_enough() -> None:
    """The floor itself is good, the one before is not and says what to do."""
    assert health.at_least("SQLite", (3, 51, 3), (3, 51, 3), "Update.").state == "ok"
    assert health.at_least("SQLite", (3, 51, 2), (3, 51, 3), "Update.").remedy == "Update."


def test_room_for_a_second_copy_is_wanted() -> None:
    """A store of 40 GiB wants 80."""
    gib = 2**30

    assert health.space(80 * gib, 40 * gib).state == "ok"
    assert health.space(79 * gib, 40 * gib).state == "warning"


def test_a_near_horizon_is_told_in_time() -> None:
    """Sixty days before the calendar ends somebody is told."""
    edition = calendar(dt.date(2026, 12, 31))

    assert health.horizon(edition, dt.date(2026, 11, 1)).state == "ok"
    assert health.horizon(edition, dt.date(2026, 11, 2)).state == "warning"
