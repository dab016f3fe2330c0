"""Rows by the thousand through the door, in this process or in others: what a worker is given and what it hands back.

Both travel as bytes, since other ways of handing over thirty cells a row take as long as reading them. What comes back
is masked, all of it: frames of prepared rows, the masked rows as CSV, and digests.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from xinyong.adapters.files.collecting import SELDOM
from xinyong.adapters.files.delivered import Broken
from xinyong.adapters.files.writing import csv_lines
from xinyong.sources.portions import PortionPreparer, ReadRow, read_singly
from xinyong.sources.prepared import Objection, kept
from xinyong.sources.records import RecordsPreparer, broken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from xinyong.adapters.files.delivered import RawRow
    from xinyong.law.kinds import Catalogue
    from xinyong.sources.layout import Circumstances
    from xinyong.sources.mapping import Mapping
    from xinyong.sources.portions import PortionRead
    from xinyong.sources.prepared import KeptRow

PARTITIONS: Final = 64
"""Parts into which digests are spread by their key, so that each fits in memory whatever the size of the file."""

KEY: Final = 32
ROW: Final = 32
RECORD: Final = KEY + 1 + ROW + 8
"""Key, whether the row has an objection, row digest, line: 73 bytes."""

FRAME: Final = 12
"""Bytes before each block of prepared rows: its length (4) and the line of its last row (8)."""


class Portion(NamedTuple):
    """What some rows came to.

    Attributes:
        frames: a block of prepared rows, after its length and the line of its last row; nothing where none was kept.
        masked: the same rows as CSV, masked.
        digests: by partition.
        days: days that the rows state as the whole list's.
    """

    rows: int
    personal: int
    keyless: int
    frames: bytes
    masked: bytes
    digests: dict[int, bytes]
    days: frozenset[dt.date]


class Handed(NamedTuple):
    """Rows on their way to a worker: those that were read, line and cells, and those that were not."""

    rows: list[tuple[int, tuple[str, ...]]]
    broken: list[tuple[int, Broken]]


class Desk:
    """Prepares rows of one form."""

    def __init__(self, mapping: Mapping, given: Circumstances, catalogue: Catalogue) -> None:
        """Compile the form."""
        self._portions = PortionPreparer(mapping, given) if mapping.kind is not None else None
        self._records = RecordsPreparer(mapping, given, catalogue) if mapping.kind is None else None
        self._encoder = msgspec.msgpack.Encoder()

    def prepare(self, handed: Handed) -> Portion:
        """Take some rows through the door."""
        read = self._read(handed.rows)
        rows = read.rows
        if handed.broken:
            rows = sorted([*rows, *map(_broken, handed.broken)], key=lambda one: one.row.line)
        digests: dict[int, bytearray] = {}
        keyless = 0
        for row, _, _ in rows:
            if row.key:
                key = bytes.fromhex(row.key)
                digests.setdefault(key[0] * PARTITIONS >> 8, bytearray()).extend(
                    key + (b"\1" if row.objection else b"\0") + bytes.fromhex(row.row) + row.line.to_bytes(8, "big")
                )
            else:
                keyless += 1
        return Portion(
            rows=len(handed.rows) + len(handed.broken),
            personal=read.personal,
            keyless=keyless,
            frames=self._block([one.row for one in rows]),
            masked=csv_lines([one.source for one in rows if one.source]).encode(),
            digests={part: bytes(content) for part, content in digests.items()},
            days=frozenset(one.snapshot_on for one in rows if one.snapshot_on is not None),
        )

    def _read(self, rows: Sequence[tuple[int, tuple[str, ...]]]) -> PortionRead:
        if self._portions is not None:
            return self._portions.prepare(rows)
        assert self._records is not None  # noqa: S101 - a mapping names a kind or the column that does
        return read_singly(self._records, rows)

    def _block(self, rows: list[KeptRow]) -> bytes:
        if not rows:
            return b""
        block = self._encoder.encode(rows)
        return len(block).to_bytes(4, "big") + rows[-1].line.to_bytes(8, "big") + block


def _broken(row: tuple[int, Broken]) -> ReadRow:
    line, why = row
    return ReadRow(kept(broken(line, Objection("refused", "", "", why.reason, why.text, why.fix))), (), None)


def handed(rows: Sequence[RawRow]) -> Handed:
    """Part rows that were read from those that were not."""
    read = [(line, cells) for line, cells in rows if not isinstance(cells, Broken)]
    return Handed(read, [(line, cells) for line, cells in rows if isinstance(cells, Broken)])


as_bytes: Final = msgspec.msgpack.Encoder().encode
_from_bytes: Final = msgspec.msgpack.Decoder(Handed).decode
_desks: list[Desk] = []


def open_desk(mapping: Mapping, given: Circumstances, catalogue: Catalogue) -> None:
    """Set this worker up."""
    gc.set_threshold(*SELDOM)
    _desks[:] = [Desk(mapping, given, catalogue)]


def prepare(rows: bytes) -> Portion:
    """Take some rows, which `as_bytes` wrote, through the door of this worker."""
    return _desks[0].prepare(_from_bytes(rows))
