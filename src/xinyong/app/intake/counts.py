"""The sums of a delivery: entered, corrected, repeated, refused, quarantined and personal add up to its rows."""

from __future__ import annotations

import msgspec


class Counts(msgspec.Struct, kw_only=True):
    """What became of the rows so far.

    Attributes:
        entries: records that were written; identical rows share one.
        subjects: subjects that were opened.
        removed: records that a snapshot no longer has; not among the rows.
        reasons: refused and quarantined rows by reason.
    """

    entered: int = 0
    corrected: int = 0
    repeated: int = 0
    refused: int = 0
    quarantined: int = 0
    entries: int = 0
    subjects: int = 0
    removed: int = 0
    reasons: dict[str, int] = msgspec.field(default_factory=dict[str, int])

    def object_to(self, verdict: str, reason: str, rows: int) -> None:
        """Count rows that do not come in."""
        if verdict == "refused":
            self.refused += rows
        else:
            self.quarantined += rows
        self.reasons[reason] = self.reasons.get(reason, 0) + rows

    @property
    def seen(self) -> int:
        """Rows counted so far, without persons."""
        return self.entered + self.corrected + self.repeated + self.refused + self.quarantined
