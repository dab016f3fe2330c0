"""A record as rules see it: whose it is, its place in the ledger, its kind and its facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xinyong.kernel.facts import FactValue


class Record(msgspec.Struct, frozen=True):
    """One record.

    Attributes:
        subject: the store's number of the organisation.
        seq: the ledger's number of the entry; unique.
        kind: record kind.
        facts: columns of `kernel.facts.COLUMNS`; one that is absent is null, that is unknown.
    """

    subject: int
    seq: int
    kind: str
    facts: dict[str, int | str | bool | dt.date | None]

    @classmethod
    def of(cls, subject: int, seq: int, kind: str, facts: Mapping[str, FactValue]) -> Record:
        """Return a record over a copy of the facts."""
        return cls(subject, seq, kind, dict(facts))
