"""A row against the store: new, the same, a correction, erased before, or one of several that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from xinyong.sources.prepared import Objection

if TYPE_CHECKING:
    from xinyong.app.intake.staging import StagedRow
    from xinyong.kernel.ids import Seq
    from xinyong.ledger.store import CurrentRecord


class Enter(NamedTuple):
    """The row becomes an entry; `replaces` is the entry that it corrects."""

    replaces: Seq | None


class Repeat(NamedTuple):
    """The store has the row already."""


Comparison: TypeAlias = Enter | Repeat | Objection


def compare(staged: StagedRow, current: CurrentRecord | None, *, snapshot: bool) -> Comparison:
    """Return what a row that was vetted is to the store.

    In a list of changes a later row of a file corrects an earlier one. A snapshot says everything at once: of rows that
    share a key and differ, the one that stands in the ledger stays, else the first, and a human settles the others.

    Args:
        staged: the row.
        current: the newest record of its key.
        snapshot: whether the file is a whole list.
    """
    row = staged.row
    if current is not None and current.erased:
        text = "a record with this key was erased"
        fix = "Let an official admit the row if its erasure no longer stands in the way."
        return Objection("quarantined", "", "", "key-erased", text, fix)
    standing = None if current is None or current.removed else current
    if snapshot and staged.rivals:
        chosen = standing.row if standing is not None and standing.row in staged.rivals else staged.rivals[0]
        if row.row != chosen:
            return _rival(staged)
    if standing is None:
        return Enter(None)
    same = standing.row == row.row and (not snapshot or standing.copies == staged.copies)
    return Repeat() if same else Enter(standing.seq)


def _rival(staged: StagedRow) -> Objection:
    text = f"another row of the list has the same key and other content ({len(staged.rivals)} in all)"
    fix = "Say which of them is right, or give them keys of their own."
    return Objection("quarantined", "", "", "key-twice", text, fix)
