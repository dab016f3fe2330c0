"""Rows by the thousand through the door, in this process or in others: what a worker is given and what it hands back.

What comes back is bytes alone, all of it masked: frames of prepared rows, the masked rows as CSV, and digests.
"""

from __future__ import annotations

import csv
import gc
import io
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from xinyong.adapters.files.collecting import SELDOM
from xinyong.adapters.files.delivered import Broken, RawRow
from xinyong.adapters.files.writing import guarded_row
from xinyong.sources.prepared import KeptRow, Objection, Prepared, kept
from xinyong.sources.preparing import Preparer
from xinyong.sources.records import RecordsPreparer, broken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from xinyong.law.kinds import Catalogue
    from xinyong.sources.mapping import Mapping
    from xinyong.sources.preparing import Circumstances

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


class Desk:
    """Prepares rows of one form."""

    def __init__(self, mapping: Mapping, given: Circumstances, catalogue: Catalogue) -> None:
        """Compile the form."""
        self._preparer = (
            Preparer(mapping, given) if mapping.kind is not None else RecordsPreparer(mapping, given, catalogue)
        )
        self._encoder = msgspec.msgpack.Encoder()

    def prepare(self, rows: Sequence[RawRow]) -> Portion:
        """Take some rows through the door."""
        block, table = list[KeptRow](), io.StringIO(newline="")
        writer = csv.writer(table, lineterminator="\n")
        digests: dict[int, bytearray] = {}
        days: set[dt.date] = set()
        personal = keyless = 0
        for line, cells in rows:
            found = _broken(line, cells) if isinstance(cells, Broken) else self._preparer.prepare(line, cells)
            if not isinstance(found, Prepared):
                personal += 1
                continue
            block.append(kept(found))
            if found.source:
                writer.writerow(guarded_row(found.source))
            if found.snapshot_on is not None:
                days.add(found.snapshot_on)
            if found.key:
                key = bytes.fromhex(found.key)
                digests.setdefault(key[0] * PARTITIONS >> 8, bytearray()).extend(
                    key + (b"\1" if found.objection else b"\0") + bytes.fromhex(found.row) + line.to_bytes(8, "big")
                )
            else:
                keyless += 1
        return Portion(
            rows=len(rows),
            personal=personal,
            keyless=keyless,
            frames=self._block(block),
            masked=table.getvalue().encode(),
            digests={part: bytes(content) for part, content in digests.items()},
            days=frozenset(days),
        )

    def _block(self, rows: list[KeptRow]) -> bytes:
        if not rows:
            return b""
        block = self._encoder.encode(rows)
        return len(block).to_bytes(4, "big") + rows[-1].line.to_bytes(8, "big") + block


def _broken(line: int, why: Broken) -> Prepared:
    return broken(line, Objection("refused", "", "", why.reason, why.text, why.fix))


_desks: list[Desk] = []


def open_desk(mapping: Mapping, given: Circumstances, catalogue: Catalogue) -> None:
    """Set this worker up."""
    gc.set_threshold(*SELDOM)
    _desks[:] = [Desk(mapping, given, catalogue)]


def prepare(rows: Sequence[RawRow]) -> Portion:
    """Take some rows through the door of this worker."""
    return _desks[0].prepare(rows)
