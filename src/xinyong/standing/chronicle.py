"""What the ledger learned about one subject, entry by entry: what, when it was true, when it was known, and from whom.

Nothing is left out and nothing is judged; what was superseded or erased says so. Documents and free text are not shown.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xinyong.kernel.dates import SHANGHAI
from xinyong.ledger.entries import (
    ChangeTakenBack,
    IdentifierGiven,
    LinkJudged,
    NameGiven,
    RecordEntered,
    RecordRemoved,
    SubjectChanged,
    SubjectOpened,
)

if TYPE_CHECKING:
    from xinyong.ledger.entries import Entry
    from xinyong.standing.past import Past


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a subject's history.

    Attributes:
        seq, kind, known_at: its number, its tag, and when the ledger learned it (Shanghai time).
        valid_on: the day from which it is true, where there is one.
        authority, actor: who delivered or decided it, and whose act it is.
        facts: what it says, by name; the facts of a record are those that rules read.
        superseded_by: the entry that replaced or removed it.
        erased: its content is gone.
    """

    seq: int
    kind: str
    known_at: str
    valid_on: dt.date | None
    authority: str | None
    actor: str | None
    facts: dict[str, int | str | bool]
    superseded_by: int | None
    erased: bool


def chronicle_of(past: Past) -> tuple[Event, ...]:
    """Return a subject's entries in the order in which they became known."""
    return tuple(_event(entry, past) for entry in past.entries)


def _event(entry: Entry, past: Past) -> Event:
    header = entry.header
    by = past.replaced.get(header.seq)
    return Event(
        seq=header.seq,
        kind=header.kind,
        known_at=dt.datetime.fromtimestamp(header.known_at / 1000, SHANGHAI).isoformat(timespec="seconds"),
        valid_on=header.valid_on,
        authority=header.authority,
        actor=header.actor,
        facts={name: _plain(value) for name, value in _facts(entry).items() if value is not None},
        superseded_by=None if by is None else by.header.seq,
        erased=entry.content is None,
    )


def _facts(entry: Entry) -> dict[str, int | str | bool | dt.date | None]:  # noqa: PLR0911 - one closed list of kinds
    match entry.content:
        case SubjectOpened() as content:
            return {"class": content.subject_class, "shown_by": content.shown_by}
        case IdentifierGiven() as content:
            return {
                "scheme": content.scheme,
                "value": content.value,
                "since": content.since,
                "until": content.until,
            }
        case NameGiven() as content:
            return {"name": content.name, "form": content.form, "since": content.since, "until": content.until}
        case SubjectChanged() as content:
            return {"event": content.event, "on": content.on, "others": ", ".join(map(str, content.others)) or None}
        case ChangeTakenBack() as content:
            return {"replaces": ", ".join(map(str, content.replaces))}
        case RecordEntered() as content:
            return {
                "record_kind": content.kind,
                **content.facts,
                "delivery": content.delivery,
                "line": content.line,
                "copies": content.copies,
                "replaces": content.replaces,
                "listing": content.listing,
            }
        case RecordRemoved() as content:
            return {"replaces": content.replaces, "cause": content.cause, "on": content.on}
        case LinkJudged() as content:
            return {"other": content.other, "verdict": content.verdict}
        case _:
            return {}


def _plain(value: int | str | bool | dt.date) -> int | str | bool:  # noqa: FBT001 - a cell of a record
    return value.isoformat() if isinstance(value, dt.date) else value
