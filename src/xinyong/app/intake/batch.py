"""A batch of rows: looked up together, compared with the store, written in one transaction.

What is decided for a row depends on the rows before it and the store alone, never on where a batch begins, so an intake
that was killed and goes on writes the same entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never

from xinyong.app.intake.comparing import Enter, Repeat, compare
from xinyong.ledger.entries import Draft, RecordWritten
from xinyong.ledger.store import Held
from xinyong.sources.prepared import Objection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.app.intake.counts import Counts
    from xinyong.app.intake.naming import Namer
    from xinyong.app.intake.staging import StagedRow
    from xinyong.kernel.ids import SubjectNumber
    from xinyong.ledger.store import CurrentRecord
    from xinyong.sources.prepared import KeptRow


class Looker(Protocol):
    """What a batch asks of a store."""

    def subjects(self, identifiers: Sequence[tuple[str, str]]) -> list[SubjectNumber | None]:
        """Return the subject of each identifier, or None."""
        ...

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        """Return the newest record of each key, or None."""
        ...


class Opener(Protocol):
    """What a batch asks of a writer."""

    def open_subject(self) -> SubjectNumber:
        """Return a new subject number."""
        ...


class Batch:
    """What is known of the rows that are written together.

    Attributes:
        drafts, held: what they come to, in the order of the rows.
        subjects: the subject of each identifier that the rows name.
    """

    def __init__(self, store: Looker, writer: Opener, namer: Namer, rows: Sequence[StagedRow]) -> None:
        """Look up subjects and keys of the rows."""
        self._writer = writer
        self._namer = namer
        self.drafts: list[Draft] = []
        self.held: list[Held] = []
        wanted: dict[tuple[str, str], None] = {}
        keys: dict[str, None] = {}
        for staged in rows:
            row = staged.row
            if staged.copies and (row.objection is None or row.doubt):
                keys[row.key] = None
                wanted |= dict.fromkeys(namer.identifiers_of(row))
        asked = list(wanted)
        self.subjects: dict[tuple[str, str], SubjectNumber | None] = dict(
            zip(asked, store.subjects(asked) if asked else (), strict=True)
        )
        named = list(keys)
        self._current: dict[str, CurrentRecord | None] = dict(
            zip(named, store.current(named) if named else (), strict=True)
        )

    def take(self, staged: StagedRow, counts: Counts) -> None:
        """Decide one row."""
        row = staged.row
        if not staged.copies:
            return
        if row.objection is not None and not self._settled(row):
            self._hold(staged, row.objection, counts)
            return
        found = compare(staged, self._current[row.key], snapshot=self._namer.snapshot)
        match found:
            case Objection():
                self._hold(staged, self._namer.located(row, found, self._namer.form.key), counts)
            case Repeat():
                counts.repeated += staged.copies
            case Enter():
                self._enter(staged, found, counts)
            case _:
                assert_never(found)

    def _settled(self, row: KeptRow) -> bool:
        """Whether the objection is a doubt about a code that the store knows: an official has admitted it before."""
        return row.doubt and row.identifier is not None and self.subjects[row.identifier] is not None

    def _enter(self, staged: StagedRow, found: Enter, counts: Counts) -> None:
        row = staged.row
        assert row.identifier is not None  # noqa: S101 - a row without one has an objection
        subject = self.subjects[row.identifier]
        if subject is None and not row.subject_class:
            self._hold(staged, self._namer.classless(row), counts)
            return
        objection = self._namer.objection(row, subject, self.subjects)
        if objection is not None:
            self._hold(staged, objection, counts)
            return
        if subject is None:
            subject = self._writer.open_subject()
            self.subjects[row.identifier] = subject
            counts.subjects += 1
            self.drafts += self._namer.opening(row, subject)
        elif self._namer.renames(row):
            self.drafts += self._namer.news(row, subject, self.subjects)
        for other in row.others:
            self.subjects[other] = subject
        self.drafts.append(self._record(staged, found, subject))
        counts.entries += 1
        if found.replaces is None:
            counts.entered += staged.copies
        else:
            counts.corrected += staged.copies

    def _record(self, staged: StagedRow, found: Enter, subject: SubjectNumber) -> Draft:
        row = staged.row
        return self._namer.draft(
            RecordWritten(
                written=row.written,
                kind=row.kind,
                key=row.key,
                row=row.row,
                facts={**row.facts, **row.days},
                delivery=self._namer.delivery,
                line=row.line,
                copies=staged.copies,
                replaces=found.replaces,
                listing=row.listing,
            ),
            subject,
            valid_on=row.days.get("effective"),
        )

    def _hold(self, staged: StagedRow, objection: Objection, counts: Counts) -> None:
        row = staged.row
        counts.object_to(objection.verdict, objection.reason, staged.copies)
        self.held.append(
            Held(
                delivery=self._namer.delivery,
                line=row.line,
                verdict=objection.verdict,
                field=objection.field,
                value=objection.value,
                reason=objection.reason,
                text=objection.text,
                fix=objection.fix,
                source=row.source,
            )
        )
