"""What a row gives its subject: its opening, identifiers, names and what a register says happened to it.

Only a register's rows give further identifiers and names to a subject that is known; any other row opens a subject at
most, under the one code by which it names it. A list's own row carries the names of that row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from xinyong.ledger.entries import (
    AnyContent,
    ChangeTakenBack,
    Draft,
    IdentifierGiven,
    NameGiven,
    RecordWritten,
    SubjectChanged,
    SubjectOpened,
)
from xinyong.sources.prepared import Objection

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from xinyong.kernel.ids import SubjectNumber
    from xinyong.ledger.store import Store
    from xinyong.sources.mapping import Mapping as Form
    from xinyong.sources.prepared import KeptRow

    Subjects = Mapping[tuple[str, str], SubjectNumber | None]


@dataclass(slots=True, kw_only=True)
class Namer:
    """Writes drafts in the name of one delivery.

    Attributes:
        form: the mapping by which it is read.
        snapshot: whether it is a whole list.
    """

    store: Store
    delivery: str
    authority: str
    actor: str | None
    form: Form
    snapshot: bool

    def identifiers_of(self, row: KeptRow) -> list[tuple[str, str]]:
        """Return every identifier that has to be looked up for a row."""
        first = [row.identifier] if row.identifier is not None else []
        others = list(row.change.others) if row.change is not None else []
        return [*first, *row.others, *others]

    def draft(
        self, content: AnyContent | RecordWritten, subject: SubjectNumber, *, valid_on: dt.date | None = None
    ) -> Draft:
        """Return a draft about a subject in the delivery's name."""
        return Draft(content=content, subject=subject, valid_on=valid_on, authority=self.authority, actor=self.actor)

    def objection(self, row: KeptRow, subject: SubjectNumber | None, subjects: Subjects) -> Objection | None:
        """Return why a register's row can't be given to its subject."""
        taken = [other for other in row.others if subjects[other] not in (None, subject)]
        if taken:
            text = f"{taken[0][0]} {taken[0][1]} belongs to another subject"
            fix = "Check both codes against the register; an official links or mends the subjects."
            columns = ", ".join(one.column for one in self.form.subject.identifiers)
            return Objection("quarantined", columns, taken[0][1], "identifiers-disagree", text, fix)
        missing = [other for other in (row.change.others if row.change is not None else ()) if subjects[other] is None]
        if missing:
            text, fix = f"{missing[0][1]} is not known here", "Deliver the register's row of that organisation first."
            succession = self.form.subject.succession
            column = (succession.others or "") if succession is not None else ""
            return Objection("quarantined", column, missing[0][1], "other-unknown", text, fix)
        return None

    def classless(self, row: KeptRow) -> Objection:
        """Return why a row is held whose subject may be an organisation or a person."""
        subject = self.form.subject
        column = subject.type.column or ""
        text = "neither code nor type nor name shows that the row is about an organisation"
        fix = f"Fill in {column} (organisation or person) and send the row again"
        objection = Objection("quarantined", "", "", "class-not-shown", text, f"{fix}, or let an official admit it.")
        return self.located(row, objection, [subject.names[0].column] if subject.names else [column])

    def located(self, row: KeptRow, objection: Objection, columns: Sequence[str]) -> Objection:
        """Return an objection with the columns that it is about and what they say, unless it names its own."""
        if objection.field:
            return objection
        cells = [row.source[self.form.place(code)] for code in columns if code]
        return msgspec.structs.replace(objection, field=", ".join(columns), value=" | ".join(cells))

    def opening(self, row: KeptRow, subject: SubjectNumber) -> list[Draft]:
        """Return what opens a subject: its class, its identifiers, its names."""
        assert row.identifier is not None  # noqa: S101 - a row without one has an objection
        scheme, value = row.identifier
        shown_by = "list" if scheme == "list" and row.shown_by != "name" else row.shown_by
        contents: list[AnyContent] = [
            SubjectOpened(subject_class=row.subject_class, shown_by=shown_by),
            IdentifierGiven(scheme=scheme, value=value, since=row.since),
            *(IdentifierGiven(scheme=other[0], value=other[1], since=row.since) for other in row.others),
            *(_name(row, one) for one in row.names),
        ]
        return [self.draft(content, subject) for content in contents]

    def renames(self, row: KeptRow) -> bool:
        """Return whether a row may say something new of a subject that is known."""
        return self.form.subject.register or row.listing is not None

    def news(self, row: KeptRow, subject: SubjectNumber, subjects: Subjects) -> list[Draft]:
        """Return the identifiers, names and changes of a row that its subject does not have yet."""
        entries = self.store.of_subject(subject)
        told = [entry.content for entry in entries]
        never = {seq for one in told if isinstance(one, ChangeTakenBack) for seq in one.replaces}
        held = {(one.scheme, one.value) for one in told if isinstance(one, IdentifierGiven)}
        standing = (entry.content for entry in entries if entry.header.seq not in never)
        borne = [one for one in standing if isinstance(one, NameGiven)]
        known = {(one.name, one.language, one.form) for one in borne}
        contents: list[AnyContent] = [
            IdentifierGiven(scheme=other[0], value=other[1], since=row.since)
            for other in row.others
            if other not in held
        ]
        fresh = [one for one in row.names if one not in known]
        change = row.change
        if change is not None and not _already(told, change.event, change.on):
            others = tuple(number for other in change.others if (number := subjects[other]) is not None)
            contents.append(SubjectChanged(event=change.event, on=change.on, others=others))
            if change.event == "renamed":
                contents += _ended(borne, fresh, change.on)
        contents += [_name(row, one) for one in fresh]
        return [self.draft(content, subject) for content in contents]


def _name(row: KeptRow, one: tuple[str, str, str]) -> NameGiven:
    name, language, form = one
    match form:
        case "registered" | "former" | "alias":
            return NameGiven(name=name, language=language, form=form, since=row.since if form == "registered" else None)
        case _:
            return NameGiven(name=name, language=language, form="delivered")


def _already(told: Iterable[AnyContent | None], event: str, day: dt.date) -> bool:
    return any(isinstance(one, SubjectChanged) and (one.event, one.on) == (event, day) for one in told)


def _ended(borne: Sequence[NameGiven], fresh: Iterable[tuple[str, str, str]], day: dt.date) -> list[AnyContent]:
    """The registered names that a new one of the same language replaces, with their end."""
    languages = {language for _, language, form in fresh if form == "registered"}
    return [
        NameGiven(name=one.name, language=one.language, form="registered", since=one.since, until=day)
        for one in borne
        if one.form == "registered" and one.until is None and one.language in languages and one.since != day
    ]
