"""A change of an organisation that never was is taken back: a wrong renaming, merger, split or striking-off.

The ledger only grows: an entry names those that said the change, and from then on they are not so, for any day. What
was known before stays readable as it was known. Refuses what was taken back before, and a renaming on which a later one
rests.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.reasons import stated
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import ChangeTakenBack, Draft, NameGiven, SubjectChanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.ledger.entries import Entry
    from xinyong.ledger.store import Store


class TakingBackFault(Fault):
    """A change was to be taken back that is none, stands no more, or bears a later one."""

    code = "TAKING-BACK"


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """A change that never was: its subject, what it said and of which day, and the entries that said it."""

    subject: SubjectNumber
    event: str
    on: dt.date
    entries: tuple[Seq, ...]


def take_back(store: Store, change: Seq, *, reason: str, by: str, known_at: int) -> TakenBack:
    """Take back a change of an organisation, by an entry that says so.

    Args:
        store: where it is.
        change: the entry of the change, as a history shows it.
        reason: why; it stays in the ledger.
        by: account of the official who decides.
        known_at: now, ms UTC.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not decide.
        ReasonFault: the reason can't stand in the ledger.
        TakingBackFault: the entry is no change, was taken back before, or a later renaming rests on it.
    """
    why = stated(reason)
    with store.writing(known_at) as writer:
        official = require_official(store, by)
        subject, said = _change(store, change)
        entries = store.of_subject(subject)
        gone = store.superseded([entry.header.seq for entry in entries])
        standing = [entry for entry in entries if entry.header.seq not in gone]
        if change in gone:
            what = f"Entry {change} was taken back before, by entry {gone[change]}."
            raise TakingBackFault(what, remedy="Nothing is left to do.")
        replaces = [change]
        if said.event == "renamed":
            _refuse_rested_on(standing, change)
            replaces += _names(standing, change, said.on)
        content = ChangeTakenBack(replaces=tuple(replaces), reason=why)
        writer.append([Draft(content=content, subject=subject, authority=official.office, actor=official.account)])
    return TakenBack(subject=subject, event=said.event, on=said.on, entries=tuple(replaces))


def _change(store: Store, seq: Seq) -> tuple[SubjectNumber, SubjectChanged]:
    entry = store.entry(seq)
    if entry is None or entry.header.subject is None or not isinstance(entry.content, SubjectChanged):
        what = f"Entry {seq} is no renaming, merger, split or striking-off."
        raise TakingBackFault(what, remedy="Look up its number with `xinyong history ID`: its kind is subject.changed.")
    return entry.header.subject, entry.content


def _refuse_rested_on(standing: Sequence[Entry], change: Seq) -> None:
    for entry in standing:
        content = entry.content
        if entry.header.seq > change and isinstance(content, SubjectChanged) and content.event == "renamed":
            what = f"A later renaming, entry {entry.header.seq}, rests on entry {change}."
            raise TakingBackFault(what, remedy=f"Take back entry {entry.header.seq} first, then this one.")


def _names(standing: Sequence[Entry], change: Seq, on: dt.date) -> Iterator[Seq]:
    """Yield the names that came with a renaming: in the entries directly after it, ended or begun on its day."""
    later = (entry for entry in standing if entry.header.seq > change)
    for place, entry in enumerate(later, start=1):
        name = entry.content
        if entry.header.seq != change + place or not isinstance(name, NameGiven) or on not in (name.since, name.until):
            return
        yield entry.header.seq
