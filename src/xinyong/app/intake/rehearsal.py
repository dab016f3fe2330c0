"""A rehearsal: the store as it would be after the rows checked so far, with nothing written.

Subjects that would be opened have numbers below nought, which no store has. Only those are remembered whose class a
later row could lack, and only the keys that come again, so a rehearsal of any length stays small.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import RecordWritten
from xinyong.ledger.store import CurrentRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.app.intake.batch import Batch
    from xinyong.app.intake.staging import StagedRow
    from xinyong.ledger.store import Store


class Rehearsal:
    """Answers for the store, and opens subjects that are none."""

    def __init__(self, store: Store) -> None:
        """Begin with the store as it is."""
        self._store = store
        self._numbers = count(-1, -1)
        self._opened: dict[tuple[str, str], SubjectNumber] = {}
        self._again: dict[str, CurrentRecord] = {}

    def open_subject(self) -> SubjectNumber:
        """Return a number that stands for a subject that would be opened."""
        return SubjectNumber(next(self._numbers))

    def subjects(self, identifiers: Sequence[tuple[str, str]]) -> list[SubjectNumber | None]:
        """Return the subject of each identifier, or None."""
        found = self._store.subjects(identifiers)
        return [number or self._opened.get(asked) for asked, number in zip(identifiers, found, strict=True)]

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        """Return the newest record of each key, or None."""
        return [self._again.get(key, found) for key, found in zip(keys, self._store.current(keys), strict=True)]

    def remember(self, rows: Sequence[StagedRow], batch: Batch) -> None:
        """Take along what later rows may meet."""
        for staged in rows:
            identifier = staged.row.identifier
            if identifier is not None and staged.row.shown_by != "code":
                number = batch.subjects.get(identifier)
                if number is not None and number < 0:
                    self._opened[identifier] = number
        again = {staged.row.key for staged in rows if staged.comes_again}
        for draft in batch.drafts:
            content = draft.content
            if isinstance(content, RecordWritten) and content.key in again and draft.subject is not None:
                self._again[content.key] = CurrentRecord(
                    seq=Seq(0),
                    subject=draft.subject,
                    row=content.row,
                    copies=content.copies,
                    removed=False,
                    erased=False,
                )
