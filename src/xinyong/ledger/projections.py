"""Rows that tables beside the ledger hold for bulk reads: a function of the entries, in the order of the entries.

The writer of a store adds what this gives and the audit compares what is stored with it, so no table can say something
that the ledger does not. A row is a tuple in the order of `COLUMNS_OF`; digests are bytes, days are days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import COLUMNS
from xinyong.ledger.entries import (
    ChangeTakenBack,
    ContentErased,
    DeliveryOpened,
    IdentifierGiven,
    NameGiven,
    RecordEntered,
    RecordRemoved,
    RecordWritten,
    StoreOpened,
    SubjectOpened,
)

if TYPE_CHECKING:
    from xinyong.ledger.entries import AnyContent

Table: TypeAlias = Literal[
    "store", "subject", "identifier", "name", "delivery", "record", "superseded", "erased", "erased_key"
]
Cell: TypeAlias = int | str | bytes | bool | dt.date | None
Row: TypeAlias = tuple[Cell, ...]

FACT_NAMES: Final = tuple(column.name for column in COLUMNS)

COLUMNS_OF: Final[dict[Table, tuple[str, ...]]] = {
    "store": ("seq", "plane"),
    "subject": ("seq", "number", "class"),
    "identifier": ("seq", "subject", "scheme", "value", "since", "until"),
    "name": ("seq", "subject", "name", "language", "form", "since", "until"),
    "delivery": ("seq", "digest", "snapshot_of", "snapshot_on"),
    "record": (
        "seq", "subject", "kind", "key", "row_digest", "delivery", "line", "copies", "listing", "snapshot_of",
        *FACT_NAMES,
    ),
    "superseded": ("seq", "by_seq"),
    "erased": ("seq", "by_seq"),
    "erased_key": ("key", "by_seq"),
}  # fmt: skip
"""Columns of every table, in the order of its rows."""

MADE_BY: Final[dict[Table, str]] = {
    table: "by_seq" if "by_seq" in columns else "seq" for table, columns in COLUMNS_OF.items()
}
"""For each table, the column with the number of the entry that made the row."""


class Opened(NamedTuple):
    """The newest opening of a delivery: its entry, and the list of which it is a snapshot."""

    seq: int
    snapshot_of: str | None


class UnprojectableFault(Fault):
    """An entry can't stand in the tables."""

    code = "LEDGER-ENTRY"


class Projection:
    """Collects rows of entries, which are added in their order.

    Attributes:
        rows: rows by table; whoever stores or compares them empties the lists.
        deliveries: deliveries opened so far, by digest; the owner puts in those that earlier entries opened.
    """

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = {table: [] for table in COLUMNS_OF}
        self.deliveries: dict[str, Opened] = {}

    def add(self, seq: int, subject: int | None, content: AnyContent | RecordWritten) -> None:
        """Add the rows of an entry.

        Raises:
            UnprojectableFault: an entry about a subject names none, or a digest is not written in hex.
        """
        if type(content) is RecordWritten or type(content) is RecordEntered:
            self._add_record(seq, subject, content)
            return
        rows = self.rows
        match content:
            case StoreOpened(plane=plane):
                rows["store"].append((seq, plane.value))
            case SubjectOpened(subject_class=class_):
                rows["subject"].append((seq, _named(seq, subject), class_))
            case IdentifierGiven():
                term = (content.since, content.until)
                rows["identifier"].append((seq, _named(seq, subject), content.scheme, content.value, *term))
            case NameGiven():
                term = (content.since, content.until)
                rows["name"].append((seq, _named(seq, subject), content.name, content.language, content.form, *term))
            case DeliveryOpened():
                self.deliveries[content.delivery] = Opened(seq, content.snapshot_of)
                rows["delivery"].append((seq, content.delivery, content.snapshot_of, content.snapshot_on))
            case RecordRemoved(replaces=replaced):
                rows["superseded"].append((replaced, seq))
            case ChangeTakenBack(replaces=taken_back):
                rows["superseded"] += [(replaced, seq) for replaced in sorted(set(taken_back))]
            case ContentErased():
                rows["erased"] += [(erased, seq) for erased in sorted(set(content.entries))]
                rows["erased_key"] += [(digest(key), seq) for key in sorted(set(content.keys))]
            case _:
                pass

    def _add_record(self, seq: int, subject: int | None, content: RecordEntered | RecordWritten) -> None:
        try:
            key, row = bytes.fromhex(content.key), bytes.fromhex(content.row)
        except ValueError:
            key, row = digest(content.key), digest(content.row)
        opened = self.deliveries.get(content.delivery, _NEVER)
        self.rows["record"].append(
            (
                seq,
                _named(seq, subject),
                content.kind,
                key,
                row,
                opened.seq or None,
                content.line,
                content.copies,
                content.listing,
                opened.snapshot_of,
                *map(content.facts.get, FACT_NAMES),
            )
        )
        if content.replaces is not None:
            self.rows["superseded"].append((content.replaces, seq))


_NEVER: Final = Opened(0, None)


def digest(text: str) -> bytes:
    """Return a digest written in hex as bytes.

    Raises:
        UnprojectableFault: it is not written in hex.
    """
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        what = f"{text!r} is not a digest in hex."
        raise UnprojectableFault(what, remedy="Keys and rows of records are digests; pass them in hex.") from error


def _named(seq: int, subject: int | None) -> int:
    if subject is None:
        what = f"Entry {seq} is about a subject and names none."
        raise UnprojectableFault(what, remedy="Give the draft its subject.")
    return subject
