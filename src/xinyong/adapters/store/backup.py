"""A store in one portable file, whichever database it came from, and back into either.

The file is gzip over lines of JSON: what it is, every entry as it lies (header, salt, canonical content), the working
tables beside the ledger, and at the end counts, the head of the chain and a digest of all lines before. The tables that
entries make are not in it: they are made again. A backup holds contents and salts, so it is as confidential as the
store, and an erasure does not reach it.
"""

from __future__ import annotations

import gzip
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from xinyong.adapters.store import schema, walk
from xinyong.adapters.store.faults import BackupFault
from xinyong.adapters.store.sealing import SealingWriter
from xinyong.ledger.audit import Audited, Batch, Kept, check
from xinyong.ledger.entries import Header

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from xinyong.adapters.store.database import Database

FORMAT: Final = "xinyong-backup/1"

_PAGE: Final = 2_000


class Opening(msgspec.Struct, frozen=True, kw_only=True, tag="opening"):
    """The first line: what the file is, and the version of the tables it was made from."""

    format: str
    version: str


class EntryLine(msgspec.Struct, frozen=True, kw_only=True, tag="entry"):
    """An entry as it lies; salt and body are missing after an erasure. The body is the text of canonical bytes."""

    header: Header
    salt: bytes | None
    body: str | None


class RowLine(msgspec.Struct, frozen=True, kw_only=True, tag="row"):
    """A row of a working table, its cells in the order of the schema; bytes as base64."""

    table: str
    cells: list[Any]


class Closing(msgspec.Struct, frozen=True, kw_only=True, tag="closing"):
    """The last line: what must have come before it."""

    entries: int
    rows: int
    head: str
    digest: str


class Summary(NamedTuple):
    """What a backup holds."""

    entries: int
    rows: int
    head: str


_decoder: Final = msgspec.json.Decoder(Opening | EntryLine | RowLine | Closing)
_encoder: Final = msgspec.json.Encoder()


def write(database: Database, version: str, path: Path) -> Summary:
    """Write all that a store holds, as one committed state has it; the file appears when it is whole."""
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        packed = gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=1, mtime=0)
        with packed, database.snapshot() as connection:
            summary = _write_lines(connection, version, packed)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return summary


def _write_lines(connection: Connection, version: str, packed: gzip.GzipFile) -> Summary:
    digest, entries, rows, head = sha256(), 0, 0, ""

    def put(line: msgspec.Struct) -> None:
        data = _encoder.encode(line) + b"\n"
        digest.update(data)
        packed.write(data)

    put(Opening(format=FORMAT, version=version))
    for batch in walk.batches(connection, tables=False):
        for header, salt, body in batch.entries:
            put(EntryLine(header=header, salt=salt, body=None if body is None else body.decode()))
            entries, head = entries + 1, header.link
    for table in schema.BESIDE:
        for row in connection.execute(table.select().order_by(*table.primary_key)):
            put(RowLine(table=str(table.name), cells=list(row)))
            rows += 1
    packed.write(_encoder.encode(Closing(entries=entries, rows=rows, head=head, digest=digest.hexdigest())) + b"\n")
    return Summary(entries, rows, head)


def verify(path: Path) -> Summary:
    """Read a whole backup, without any database, and prove its chain and its contents.

    Raises:
        BackupFault: it is not one, it is cut short or changed, or its ledger has an entry that does not fit.
    """
    lines = _Lines(path)
    audited = lines.proved(check(_batches(lines)))
    for _ in lines.rows():
        pass
    return _complete(lines, audited)


def restore(path: Path, database: Database, connection: Connection) -> Summary:
    """Put a backup into the empty tables of a store, within the transaction of the connection.

    Raises:
        BackupFault: as `verify`; the transaction is then to be given up.
    """
    lines = _Lines(path)
    writer = SealingWriter(database, connection, known_at=0, salts=os.urandom)

    def kept() -> Iterator[Batch]:
        for batch in _batches(lines):
            yield batch
            writer.copy(batch.entries)

    audited = lines.proved(check(kept()))
    for line in lines.rows():
        table = schema.metadata.tables[line.table]
        cells = [_cell(table, place, cell) for place, cell in enumerate(line.cells)]
        connection.execute(table.insert().values(cells))
    database.count_on(connection)
    return _complete(lines, audited)


def _cell(table: Table, place: int, cell: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Return a cell as its column wants it."""
    column = list(table.columns)[place]
    return msgspec.json.decode(f'"{cell}"', type=bytes) if column.name == "payload" else cell


class _Lines:
    """The lines of a backup: entries first, then rows; the closing line is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.closing: Closing | None = None
        self.read_entries = 0
        self.read_rows = 0
        self.digest = ""
        self._waiting: RowLine | None = None
        self._source = self._lines()

    def fault(self, *, flaw: str) -> BackupFault:
        """Return what is wrong with the file."""
        remedy = "Use another backup; this one is not restored, also not in part."
        return BackupFault(f"{self.path} is no backup that can be trusted: {flaw}.", remedy=remedy)

    def _lines(self) -> Generator[EntryLine | RowLine]:
        digest = sha256()
        try:
            with gzip.open(self.path) as packed:
                for data in packed:
                    if self.closing is not None:
                        raise self.fault(flaw="it goes on after its last line")
                    line = _decoder.decode(data)
                    match line:
                        case Opening(format=found):
                            if found != FORMAT:
                                raise self.fault(flaw=f"its format is {found}")
                        case Closing():
                            self.closing, self.digest = line, digest.hexdigest()
                        case _:
                            yield line
                    digest.update(data)
        except (OSError, EOFError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.fault(flaw=str(error)) from error

    def entries(self) -> Iterator[EntryLine]:
        """Yield the entries."""
        for line in self._source:
            if isinstance(line, RowLine):
                self._waiting = line
                return
            self.read_entries += 1
            yield line

    def proved(self, audited: Audited) -> Audited:
        """Refuse a ledger with an entry that does not fit."""
        if audited.misfit is not None:
            raise self.fault(flaw=f"entry {audited.misfit.seq} does not fit: {audited.misfit.text}")
        return audited

    def rows(self) -> Iterator[RowLine]:
        """Yield the rows of working tables."""
        first = [] if self._waiting is None else [self._waiting]
        for line in (*first, *self._source):
            if isinstance(line, EntryLine):
                raise self.fault(flaw="an entry stands among the rows")
            self.read_rows += 1
            yield line


def _batches(lines: _Lines) -> Iterator[Batch]:
    page: list[Kept] = []
    for line in lines.entries():
        page.append(Kept(line.header, line.salt, None if line.body is None else line.body.encode()))
        if len(page) == _PAGE:
            yield Batch(page, None)
            page = []
    yield Batch(page, None)


def _complete(lines: _Lines, audited: Audited) -> Summary:
    """Compare what was read with the closing line."""
    closing = lines.closing
    if closing is None:
        raise lines.fault(flaw="it ends before its last line")
    found = (lines.read_entries, lines.read_rows, audited.head, lines.digest)
    if found != (closing.entries, closing.rows, closing.head, closing.digest):
        raise lines.fault(flaw="its lines are not those that its last line counts and signs")
    return Summary(closing.entries, closing.rows, closing.head)
