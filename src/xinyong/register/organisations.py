"""Organisations through time: identifiers, names and what befell them, folded from events; history is kept.

The fold is pure and total: whatever order events were learned in, the same events give the same organisation on the
same day, and an event that contradicts another is shown in the history rather than dropped. Nothing adverse passes from
one subject to another here; a merger only says who is on the other side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from xinyong.kernel.dates import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.kernel.ids import SubjectNumber
    from xinyong.register.identifiers.scheme import Scheme

BEGINNING = dt.date.min
"""The start of what has held for longer than anybody recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierGiven:
    """The organisation holds an identifier from `on`, and before `until` where that is known."""

    on: dt.date
    scheme: Scheme
    code: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTaken:
    """The organisation bears a name from `on`: its first registered one, or an alias, which ends no other name."""

    on: dt.date
    name: str
    language: str
    alias: bool = False
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """RENAMED: from `on` the registered name in this language is another."""

    on: dt.date
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """MERGED_INTO: on that day the organisation ended in another one."""

    on: dt.date
    successor: SubjectNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitFrom:
    """SPLIT_FROM: on that day the organisation came out of another one."""

    on: dt.date
    origin: SubjectNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckOff:
    """STRUCK_OFF: on that day the register removed the organisation."""

    on: dt.date
    cause: str = ""


Event: TypeAlias = IdentifierGiven | NameTaken | Renamed | MergedInto | SplitFrom | StruckOff
"""What can befall an organisation."""


class Existence(Enum):
    """Whether the organisation goes on."""

    ACTIVE = "active"
    MERGED = "merged"
    STRUCK_OFF = "struck_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIdentifier:
    """An identifier and the days for which it holds."""

    scheme: Scheme
    code: str
    held: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldName:
    """A name, its language, and the days for which it holds."""

    name: str
    language: str
    alias: bool
    held: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation as of a day, with all that was known of it until then.

    Attributes:
        day: the day of which this is true.
        identifiers, names: everything held until then, oldest first; ended ones stay.
        existence: whether it goes on; the earliest end counts.
        ended_on: the day of that end.
        successors: into whom it merged. origins: out of whom it came.
    """

    day: dt.date
    identifiers: tuple[HeldIdentifier, ...]
    names: tuple[HeldName, ...]
    existence: Existence
    ended_on: dt.date | None
    successors: tuple[SubjectNumber, ...]
    origins: tuple[SubjectNumber, ...]

    @property
    def current_identifiers(self) -> tuple[HeldIdentifier, ...]:
        """The identifiers that hold on the day."""
        return tuple(held for held in self.identifiers if held.held.holds(self.day))

    @property
    def current_names(self) -> tuple[HeldName, ...]:
        """The registered names that hold on the day, one a language; aliases aside."""
        return tuple(held for held in self.names if not held.alias and held.held.holds(self.day))


def organisation_at(events: Iterable[Event], day: dt.date) -> Organisation:
    """Return the organisation as of `day`: events of later days have not happened yet.

    The order of `events` does not matter: within a day it is the order of what they say.
    """
    known = sorted((event for event in events if event.on <= day), key=lambda event: (event.on, repr(event)))
    identifiers: list[HeldIdentifier] = []
    names: list[HeldName] = []
    successors: list[SubjectNumber] = []
    origins: list[SubjectNumber] = []
    ends: list[tuple[dt.date, Existence]] = []
    for event in known:
        match event:
            case IdentifierGiven():
                held = Interval(start=event.on, until=event.until)
                identifiers.append(HeldIdentifier(scheme=event.scheme, code=event.code, held=held))
            case NameTaken():
                if not event.alias:
                    names = _ended(names, event.language, event.on)
                held = Interval(start=event.on, until=event.until)
                names.append(HeldName(name=event.name, language=event.language, alias=event.alias, held=held))
            case Renamed():
                names = _ended(names, event.language, event.on)
                held = Interval(start=event.on)
                names.append(HeldName(name=event.name, language=event.language, alias=False, held=held))
            case MergedInto():
                successors.append(event.successor)
                ends.append((event.on, Existence.MERGED))
            case SplitFrom():
                origins.append(event.origin)
            case StruckOff():
                ends.append((event.on, Existence.STRUCK_OFF))
            case _:
                assert_never(event)
    ended_on, existence = ends[0] if ends else (None, Existence.ACTIVE)
    return Organisation(
        day=day,
        identifiers=tuple(identifiers),
        names=tuple(names),
        existence=existence,
        ended_on=ended_on,
        successors=tuple(successors),
        origins=tuple(origins),
    )


def _ended(names: list[HeldName], language: str, on: dt.date) -> list[HeldName]:
    """Return the names with the registered one of a language ended on a day."""
    return [
        HeldName(name=held.name, language=language, alias=False, held=Interval(start=held.held.start, until=on))
        if held.language == language and not held.alias and held.held.holds(on)
        else held
        for held in names
    ]
