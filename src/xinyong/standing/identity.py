"""Who a subject is on a day, as far as was known: identifiers, names, class, succession, confirmed relations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xinyong.ledger.entries import IdentifierGiven, LinkJudged, NameGiven, SubjectChanged, SubjectOpened
from xinyong.standing.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xinyong.standing.past import Past


class HeldIdentifier(Part, frozen=True, kw_only=True):
    """An identifier that the subject holds on the days `[since, until)`."""

    scheme: str
    value: str
    since: dt.date | None
    until: dt.date | None


class BorneName(Part, frozen=True, kw_only=True):
    """A name that the subject bears on the days `[since, until)`, as `authority` delivered it."""

    name: str
    language: str
    form: str
    since: dt.date | None
    until: dt.date | None
    authority: str | None


class Succession(Part, frozen=True, kw_only=True):
    """A renaming, merger, split or striking-off; `others` are subject numbers."""

    event: str
    on: dt.date
    others: tuple[int, ...]


class Related(Part, frozen=True, kw_only=True):
    """A relation that a human confirmed; nothing follows from it."""

    other: int
    by: str | None


class Subject(Part, frozen=True, kw_only=True):
    """Who the standing is of, as known and as of the day."""

    number: int
    subject_class: str | None
    identifiers: tuple[HeldIdentifier, ...]
    names: tuple[BorneName, ...]
    succession: tuple[Succession, ...]
    related: tuple[Related, ...]


def subject_of(past: Past, day: dt.date) -> Subject:
    """Return who the subject is on `day`.

    A validity without a start holds since ever; a registered name ends where a later one of its language begins.
    What is stated again with the same start replaces the earlier statement; with another start it came back.
    """
    contents = [(entry.header, entry.content) for entry in past.entries if entry.header.seq not in past.replaced]
    classes = [content.subject_class for _, content in contents if isinstance(content, SubjectOpened)]
    identifiers = {
        (content.scheme, content.value, content.since): HeldIdentifier(
            scheme=content.scheme, value=content.value, since=content.since, until=content.until
        )
        for _, content in contents
        if isinstance(content, IdentifierGiven)
    }
    names = {
        (content.name, content.form, content.since): BorneName(
            name=content.name,
            language=content.language,
            form=content.form,
            since=content.since,
            until=content.until,
            authority=header.authority,
        )
        for header, content in contents
        if isinstance(content, NameGiven)
    }
    links = {
        content.other: (content.verdict, header.actor)
        for header, content in contents
        if isinstance(content, LinkJudged)
    }
    return Subject(
        number=past.subject,
        subject_class=classes[-1] if classes else None,
        identifiers=tuple(found for found in identifiers.values() if _holds(found.since, found.until, day)),
        names=tuple(found for found in _ended(names.values()) if _holds(found.since, found.until, day)),
        succession=tuple(
            Succession(event=content.event, on=content.on, others=content.others)
            for _, content in contents
            if isinstance(content, SubjectChanged) and content.on <= day
        ),
        related=tuple(
            Related(other=other, by=actor)
            for other, (verdict, actor) in sorted(links.items())
            if verdict == "confirmed"
        ),
    )


def edges_of(past: Past) -> set[dt.date]:
    """Return the days on which who the subject is changes by itself."""
    found: set[dt.date] = set()
    for entry in past.entries:
        if entry.header.seq in past.replaced:
            continue
        match entry.content:
            case IdentifierGiven(since=since, until=until) | NameGiven(since=since, until=until):
                found.update(edge for edge in (since, until) if edge is not None)
            case SubjectChanged(on=on):
                found.add(on)
            case _:
                pass
    return found


def _ended(names: Iterable[BorneName]) -> Iterator[BorneName]:
    """Yield the names, each registered one ended by the next of its language."""
    registered = [name for name in names if name.form == "registered"]
    for name in names:
        later = [
            other.since
            for other in registered
            if name.form == "registered"
            and other.language == name.language
            and other.since is not None
            and (name.since is None or name.since < other.since)
        ]
        ends = [end for end in (name.until, *later) if end is not None]
        yield msgspec.structs.replace(name, until=min(ends, default=None))


def _holds(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)
