"""A row that passed the door: masked, identified, vetted, with its key; ready to be compared with the store.

`Prepared` is what the door says of a row; `KeptRow` is the same as it lies on disk while its delivery comes in, the
bytes of its entry written already. Neither holds anything that was not masked.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, TypeAlias

import msgspec

from xinyong.ledger.encoding import canonical, split
from xinyong.ledger.entries import RecordEntered

Event: TypeAlias = Literal["renamed", "merged_into", "split_from", "struck_off"]
"""What can happen to an organisation."""


class Objection(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why a row does not come in as it is.

    Attributes:
        verdict: `refused` is sent back, `quarantined` waits for a human.
        field, value: where and what, masked; reason: stable code; text: for people; fix: what to do.
    """

    verdict: Literal["refused", "quarantined"]
    field: str
    value: str
    reason: str
    text: str
    fix: str


class Change(msgspec.Struct, frozen=True, array_like=True):
    """What a register says happened to the subject, and the codes (scheme, value) of the others."""

    event: Event
    on: dt.date
    others: tuple[tuple[str, str], ...] = ()


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a row when it has passed the door.

    Attributes:
        line: where it begins in the file.
        key, row: digests, hex; empty where a row is so broken that it has none.
        objection: why it does not come in, or None.
        doubt: the objection is a doubt about the code alone, which is settled where the store knows the code.
        identifier: (scheme, code) of the subject, or None.
        subject_class, shown_by: class of the subject, and what showed it; empty where only the store can know.
        others: more identifiers, of a register.
        names: (name, language, form), the first is the one shown.
        facts, days: columns that rules read, days apart from the others; what is unknown is absent.
    """

    line: int
    kind: str
    key: str
    row: str
    objection: Objection | None
    doubt: bool
    identifier: tuple[str, str] | None
    subject_class: str
    shown_by: str
    others: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str, str], ...]
    since: dt.date | None
    change: Change | None
    facts: dict[str, int | str | bool]
    days: dict[str, dt.date]
    listing: str | None


class Prepared(_Row, frozen=True):
    """A row as it may be kept.

    Attributes:
        document: everything that is kept and no rule reads, by field code.
        source, masked: the masked cells in the order of the form, and where they were masked.
        snapshot_on: the day of the whole list, as the row states it.
    """

    document: dict[str, str]
    source: tuple[str, ...]
    masked: tuple[tuple[int, int, int, str], ...]
    snapshot_on: dt.date | None


class KeptRow(_Row, frozen=True, gc=False):
    """A prepared row with the bytes of its record written, so that whoever seals it copies them.

    Attributes:
        written: the record's canonical bytes as `ledger.encoding.split` cuts them; of a row that can't become a record
            the second part alone, with its source.
    """

    written: tuple[bytes, bytes]

    @property
    def source(self) -> tuple[str, ...]:
        """Return the masked cells in the order of the form."""
        return _source(b"{" + self.written[1]).source


class _Sourced(msgspec.Struct):
    """What is read of the bytes of a record when its cells are asked for."""

    source: tuple[str, ...]


_source: Final = msgspec.json.Decoder(_Sourced).decode


def kept(found: Prepared) -> KeptRow:
    """Return a prepared row as it is kept on disk.

    Raises:
        UnencodableFault: the row holds what no entry can hold.
    """
    return KeptRow(
        line=found.line,
        kind=found.kind,
        key=found.key,
        row=found.row,
        objection=found.objection,
        doubt=found.doubt,
        identifier=found.identifier,
        subject_class=found.subject_class,
        shown_by=found.shown_by,
        others=found.others,
        names=found.names,
        since=found.since,
        change=found.change,
        facts=found.facts,
        days=found.days,
        listing=found.listing,
        written=_written(found),
    )


def _written(found: Prepared) -> tuple[bytes, bytes]:
    if found.objection is not None and not found.doubt:
        return b"", canonical({"source": found.source})[1:]
    return split(
        RecordEntered(
            kind=found.kind,
            key=found.key,
            row=found.row,
            facts={**found.facts, **found.days},
            document=found.document,
            source=found.source,
            masked=found.masked,
            delivery="",
            line=found.line,
            listing=found.listing,
        )
    )
