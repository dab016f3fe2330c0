"""Organisations through time, read from the ledger: who a subject is on a day, as it was known at an entry.

What the ledger says of a subject's identifiers, names and changes is folded by `register.organisations`; a later
statement of the same identifier or name with the same start replaces an earlier one, what was taken back never was,
and nothing else is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import IdentifierGiven, NameGiven, SubjectChanged, SubjectOpened
from xinyong.register import organisations as register
from xinyong.register.identifiers.scheme import Scheme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from xinyong.kernel.ids import Seq, SubjectNumber
    from xinyong.ledger.entries import AnyContent, Entry
    from xinyong.ledger.store import Store
    from xinyong.register.organisations import Event, Organisation


class NoSubjectFault(Fault):
    """A subject was named that the store does not have."""

    code = "SUBJECT-NUMBER"


def organisation_on(store: Store, subject: SubjectNumber, day: dt.date, *, known: Seq | None = None) -> Organisation:
    """Return who a subject is as of `day`, with all that it was called and held before.

    Args:
        store: where it is.
        subject: its number.
        day: the day asked about.
        known: only what the ledger knew up to this entry; by default all of it.

    Raises:
        NoSubjectFault: the store does not have it.
    """
    entries = store.of_subject(subject, up_to=known)
    if not any(isinstance(entry.content, SubjectOpened) for entry in entries):
        what = f"There is no subject {subject}."
        raise NoSubjectFault(what, remedy="Look it up by a code or a name: `xinyong find NAME`.")
    gone = store.superseded([entry.header.seq for entry in entries], up_to=known)
    return register.organisation_at(events_of(entry for entry in entries if entry.header.seq not in gone), day)


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """Return what befell a subject, from its entries in their order."""
    said: dict[tuple[str, str, dt.date | None], Event] = {}
    changes: list[Event] = []
    for entry in entries:
        match entry.content:
            case IdentifierGiven() as given:
                said[given.scheme, given.value, given.since] = _identifier(given)
            case NameGiven() as given:
                said[f"{given.language} {given.form}", given.name, given.since] = _name(given)
            case SubjectChanged() as changed:
                changes += _changes(changed)
            case _:
                pass
    return [*said.values(), *changes]


def names_of(contents: Sequence[AnyContent | None]) -> list[str]:
    """Return the names in contents, each once, in their order."""
    return list(dict.fromkeys(content.name for content in contents if isinstance(content, NameGiven)))


def _identifier(given: IdentifierGiven) -> Event:
    on = given.since or register.BEGINNING
    return register.IdentifierGiven(on=on, scheme=Scheme(given.scheme), code=given.value, until=given.until)


def _name(given: NameGiven) -> Event:
    return register.NameTaken(
        on=given.since or register.BEGINNING,
        name=given.name,
        language=given.language,
        alias=given.form != "registered",
        until=given.until,
    )


def _changes(changed: SubjectChanged) -> Iterator[Event]:
    """Yield the register's events; that a name changed is said by the names."""
    match changed.event:
        case "merged_into":
            yield from (register.MergedInto(on=changed.on, successor=other) for other in changed.others)
        case "split_from":
            yield from (register.SplitFrom(on=changed.on, origin=other) for other in changed.others)
        case "struck_off":
            yield register.StruckOff(on=changed.on)
        case "renamed":
            pass
