"""The registering authority's desk: open an organisation under a new code, and record what befalls it.

Every act is entries under an actor; nothing is overwritten, so who an organisation was on any day can be read for ever
(`app.organisations`). What was recorded in error is taken back by a later entry (`app.taking_back`). Persons and
individual businesses are refused. A merger or split says who is on the other side and passes nothing on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

import msgspec

from xinyong.app import codes
from xinyong.app.actors import require_actor, require_official
from xinyong.app.organisations import organisation_on
from xinyong.kernel.dates import FAR
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger import entries as said
from xinyong.register import organisations as register
from xinyong.register.admission import Admitted, admit
from xinyong.register.classes import name_is_person
from xinyong.register.identification import identify
from xinyong.register.identifiers import uscc
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.personal_scan import find
from xinyong.register.subjects import SubjectClass

if TYPE_CHECKING:
    import datetime as dt

    from xinyong.app.codes import Pool
    from xinyong.ledger.store import Store
    from xinyong.register.organisations import Event, Organisation

LONGEST_NAME: Final = 500
"""Characters that a name may have."""


class RegistrationFault(Fault):
    """Something was to be registered that can't be so."""

    code = "REGISTRATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """An organisation that begins: its code's pool, its first registered name and its first day.

    `subject_class` is for categories that show none, such as `Y1`.
    """

    pool: Pool
    name: str
    on: dt.date
    language: str = "zh"
    subject_class: SubjectClass | None = None


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A subject that was opened, its code and its class."""

    subject: SubjectNumber
    code: str
    subject_class: str


def register_organisation(store: Store, founding: Founding, *, by: str, known_at: int) -> Registered:
    """Open a subject under a new code and its first name, in one transaction with the taking of the code.

    Raises:
        UnknownActorFault: the store does not know `by`.
        CodePoolFault: the pool gives no code.
        RegistrationFault: the name is none or a person's, or nothing shows the class.
    """
    actor = require_actor(store, by)
    name = _checked_name(founding.name)
    with store.writing(known_at) as writer:
        [code] = codes.take(store, writer, founding.pool, count=1)
        shown = uscc.shown_class(code)
        class_ = shown or founding.subject_class
        if class_ is None:
            what = f"Nothing shows what kind of organisation {code[:2]} is."
            raise RegistrationFault(what, remedy=f"State its class: {', '.join(one.value for one in SubjectClass)}.")
        subject = writer.open_subject()
        contents = (
            said.SubjectOpened(subject_class=class_.value, shown_by="code" if shown else "register"),
            said.IdentifierGiven(scheme=Scheme.USCC.value, value=code, since=founding.on),
            said.NameGiven(name=name, language=founding.language, form="registered", since=founding.on),
        )
        writer.append(
            [
                said.Draft(
                    content=content,
                    subject=subject,
                    valid_on=founding.on,
                    authority=actor.office,
                    actor=actor.account,
                )
                for content in contents
            ]
        )
    return Registered(subject=subject, code=code, subject_class=class_.value)


def record_event(store: Store, subject: SubjectNumber, event: Event, *, by: str, known_at: int) -> Organisation:
    """Record what befell an organisation, and return who it is as of that day.

    Args:
        store: where it is.
        subject: whom it befell; of a split the part that came out.
        event: an identifier, a name, a renaming, merger, split or striking-off.
        by: account of the official who records it.
        known_at: now, ms UTC.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not record it.
        NoSubjectFault: the store does not have the subject, or the other side.
        RegistrationFault: the event contradicts what is recorded, or names what may not come in.
    """
    with store.writing(known_at) as writer:
        official = require_official(store, by)
        _refuse_ended_or_listed(store, subject, event.on)
        writer.append(
            [
                said.Draft(
                    content=content,
                    subject=subject,
                    valid_on=event.on,
                    authority=official.office,
                    actor=official.account,
                )
                for content in _contents(store, subject, event)
            ]
        )
    return organisation_on(store, subject, event.on)


def last_change(store: Store, subject: SubjectNumber) -> Seq | None:
    """Return the entry of the last change that was recorded of a subject, taken back or not; None: of none."""
    found = [entry.header.seq for entry in store.of_subject(subject) if isinstance(entry.content, said.SubjectChanged)]
    return found[-1] if found else None


def _contents(store: Store, subject: SubjectNumber, event: Event) -> list[said.AnyContent]:
    match event:
        case register.IdentifierGiven():
            return [_identifier(store, subject, event)]
        case register.NameTaken():
            return [
                said.NameGiven(
                    name=_checked_name(event.name),
                    language=event.language,
                    form="alias" if event.alias else "registered",
                    since=event.on,
                    until=event.until,
                )
            ]
        case register.Renamed():
            return _renaming(store, subject, event)
        case register.MergedInto(successor=other):
            _refuse_itself(subject, other)
            _refuse_ended_or_listed(store, other, event.on)
            return [said.SubjectChanged(event="merged_into", on=event.on, others=(other,))]
        case register.SplitFrom(origin=other):
            _refuse_itself(subject, other)
            organisation_on(store, other, event.on)
            return [said.SubjectChanged(event="split_from", on=event.on, others=(other,))]
        case register.StruckOff():
            if event.cause:
                what = "The ledger keeps no cause of a striking-off beside its day."
                raise RegistrationFault(what, remedy="Leave it out, and deliver the decision as a record of its kind.")
            return [said.SubjectChanged(event="struck_off", on=event.on)]
        case _:
            assert_never(event)


def _renaming(store: Store, subject: SubjectNumber, event: register.Renamed) -> list[said.AnyContent]:
    """Return that the name changed, the old name with its end, and the new one."""
    new = _checked_name(event.name)
    before = organisation_on(store, subject, event.on)
    ended = [held for held in before.current_names if held.language == event.language]
    for held in ended:
        if held.name == new:
            what = f"The organisation bears the name {new} on {event.on} already."
            raise RegistrationFault(what, remedy="There is nothing to record.")
        if held.held.start == event.on:
            what = f"The organisation took the name {held.name} on {event.on} itself."
            raise RegistrationFault(what, remedy="Give the day from which the newer name holds.")
    former = [
        said.NameGiven(
            name=held.name,
            language=held.language,
            form="registered",
            since=None if held.held.start == register.BEGINNING else held.held.start,
            until=event.on,
        )
        for held in ended
    ]
    taken = said.NameGiven(name=new, language=event.language, form="registered", since=event.on)
    return [said.SubjectChanged(event="renamed", on=event.on), *former, taken]


def _identifier(store: Store, subject: SubjectNumber, event: register.IdentifierGiven) -> said.IdentifierGiven:
    found = identify(event.code, typed=event.scheme)
    admission = admit(found, store.plane)
    if not isinstance(admission, Admitted) or admission.scheme is not event.scheme:
        reasons = () if isinstance(admission, Admitted) else admission.reasons
        what = f"{found.code} can't be given as {event.scheme.value}."
        raise RegistrationFault(
            what, why=" ".join(reason.text for reason in reasons), remedy="Look at it with `xinyong identify CODE`."
        )
    [holder] = store.subjects([(event.scheme.value, found.code)])
    if holder not in (None, subject):
        what = f"{found.code} is held by subject {holder}."
        raise RegistrationFault(what, remedy="Two subjects are related with `xinyong link confirm`, not by a code.")
    return said.IdentifierGiven(scheme=event.scheme.value, value=found.code, since=event.on, until=event.until)


def _refuse_ended_or_listed(store: Store, subject: SubjectNumber, on: dt.date) -> None:
    last = organisation_on(store, subject, FAR)
    if last.identifiers and all(held.scheme is Scheme.LIST for held in last.identifiers):
        what = f"Subject {subject} is known as a row of another's list alone."
        remedy = "Name the organisation by its code; `xinyong link confirm` says who a row is."
        raise RegistrationFault(what, why="The register of organisations has no such row.", remedy=remedy)
    if last.ended_on is not None and last.ended_on <= on:
        what = f"Subject {subject} ended on {last.ended_on} ({last.existence.value})."
        remedy = "Record only what befell it before that day; an end that never was can be taken back."
        raise RegistrationFault(what, remedy=remedy)


def _refuse_itself(subject: SubjectNumber, other: SubjectNumber) -> None:
    if subject == other:
        what = f"Subject {subject} can't be on both sides."
        raise RegistrationFault(what, remedy="Name the other organisation.")


def _checked_name(name: str) -> str:
    found = name.strip()
    if not found or len(found) > LONGEST_NAME:
        what = f"A name has 1 to {LONGEST_NAME} characters."
        raise RegistrationFault(what, remedy="Give the registered name.")
    if find(found) or name_is_person(found):
        what = "The name is a person's or holds a personal number."
        raise RegistrationFault(what, why="Only organisations are registered here.")
    return found
