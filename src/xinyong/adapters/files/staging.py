"""Staging: a file read to its end, masked, in a folder of its own, before anything of it reaches the store.

One pass reads the file, masks it, counts persons and writes prepared rows; then twins and rivals are found among the
digests, partition by partition, so memory stays small whatever the size of the file. Nothing unmasked touches the disk.
The folder goes when the staging is closed, and a folder left behind by a killed process goes with the next one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from array import array
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from xinyong.adapters.files import preparing
from xinyong.adapters.files.collecting import seldom_collected
from xinyong.adapters.files.delivered import FileFault
from xinyong.adapters.files.digests import Digests
from xinyong.adapters.files.opening import open_delivery
from xinyong.adapters.files.preparing import FRAME, KEY, RECORD, Desk, Portion, as_bytes, handed
from xinyong.app.intake.staging import StagedRow
from xinyong.kernel.errors import Fault
from xinyong.sources.door import mask_text
from xinyong.sources.mapping import Delivers
from xinyong.sources.prepared import KeptRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from xinyong.adapters.files.delivered import Delivered, RawRow
    from xinyong.law.kinds import Catalogue
    from xinyong.sources.layout import Circumstances
    from xinyong.sources.mapping import Mapping

PORTION: Final = 1_000
"""Rows that a worker is given at once."""

LARGE: Final = 4_000_000
"""Bytes of a file from which workers are worth their start."""

MOST_RIVALS: Final = 200_000
"""Rows of one file that may contradict each other; beyond them the key is the wrong one."""

_ROW_AT: Final = KEY + 1
_LINE_AT: Final = RECORD - 8


@dataclass(slots=True)
class Staging:
    """See `app.intake.staging.Staged`."""

    digest: str
    form: str
    encoding: str
    file_name: str
    unknown: tuple[str, ...]
    rows: int
    personal: int
    keyless: int
    days: tuple[dt.date, ...]
    _folder: Path
    _digests: Digests
    _marks: _Marks

    def prepared(self, *, after: int) -> Iterator[StagedRow]:
        """Yield the rows that begin below line `after`, in the order of the file."""
        marks = self._marks
        copies, again = _Pointer(marks.twins, marks.copies), _Pointer(marks.again, None)
        unmarked = not marks.twins and not marks.again
        for row in self._kept(after):
            line = row.line
            if line <= after:
                continue
            if unmarked:
                yield StagedRow(row, 1, (), comes_again=False)
            else:
                yield StagedRow(row, copies.at(line, 1), marks.rivals.get(line, ()), again.at(line, 0) == 1)

    def _kept(self, after: int) -> Iterator[KeptRow]:
        """Yield the rows of every block that ends below line `after`."""
        decode = msgspec.msgpack.Decoder(list[KeptRow]).decode
        with (self._folder / "rows").open("rb") as file:
            while head := file.read(FRAME):
                size = int.from_bytes(head[:4], "big")
                if int.from_bytes(head[4:], "big") <= after:
                    file.seek(size, os.SEEK_CUR)
                else:
                    yield from decode(file.read(size))

    def keys(self) -> Iterator[str]:
        """Yield the key of every row that has one, each once, in ascending order."""
        for records in self._digests.parts():
            last = b""
            for record in records:
                if record[:KEY] != last:
                    last = record[:KEY]
                    yield last.hex()

    def masked(self) -> Path:
        """Return the file of masked rows; its digest, after authority and mapping, is the delivery's."""
        return self._folder / "masked.csv"


class _Marks(NamedTuple):
    """What the rest of the file says of some of its lines.

    Attributes:
        twins, copies: lines that have identical ones, and for how many of them each stands.
        rivals: in a whole list, for each line that is contradicted the digests of all rows of its key.
        again: lines whose key comes again with other content.
    """

    twins: array[int]
    copies: array[int]
    rivals: dict[int, tuple[str, ...]]
    again: array[int]


class _Pointer:
    """Numbers that stand beside some lines, asked in ascending order."""

    def __init__(self, lines: array[int], values: array[int] | None) -> None:
        self._lines = lines
        self._values = values
        self._next = 0

    def at(self, line: int, otherwise: int) -> int:
        lines = self._lines
        while self._next < len(lines) and lines[self._next] < line:
            self._next += 1
        if self._next < len(lines) and lines[self._next] == line:
            return 1 if self._values is None else self._values[self._next]
        return otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stager:
    """Stages files of one form.

    Attributes:
        given: who delivers, when, to what kind of store.
        catalogue: the record kinds.
        folder: where prepared rows may lie; made if it is not there.
        workers: processes for the preparing; None: two for a large file, else none.
    """

    mapping: Mapping
    given: Circumstances
    catalogue: Catalogue
    folder: Path
    workers: int | None = None

    @contextmanager
    def staged(self, path: Path) -> Generator[Staging]:
        """Stage a file in a folder of its own, and remove that when left.

        Raises:
            FileFault: the file can't be read.
            HeaderFault: it is not of this form.
            KindFault: its kind is for research on invented data, and the store is a registry.
        """
        if self.mapping.kind is not None:
            self.catalogue.admit(self.mapping.kind, self.given.plane)
        own = _own_folder(self.folder)
        try:
            with seldom_collected():
                yield self._read(path, own)
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def _read(self, path: Path, own: Path) -> Staging:
        """Read a file to its end; a fault that repeats its name or its header is masked as everything is."""
        workers = self.workers
        try:
            delivered = open_delivery(path, self.mapping)
            if workers is None:
                workers = 2 if path.stat().st_size > LARGE else 0
            return self._stage(delivered, mask_text(path.name), own, workers)
        except Fault as fault:
            what, why, remedy = map(mask_text, (fault.what, fault.why, fault.remedy))
            raise type(fault)(what, why=why, remedy=remedy) from None

    def _stage(self, delivered: Delivered, name: str, own: Path, workers: int) -> Staging:
        mapping = self.mapping
        digest = hashlib.sha256(f"{self.given.authority}\n{mapping.id}\n".encode())
        count = personal = keyless = 0
        days: set[dt.date] = set()
        digests = Digests(own)
        with (own / "rows").open("wb") as frames, (own / "masked.csv").open("wb") as masked:
            header = ",".join(column.code for column in mapping.columns).encode() + b"\n"
            digest.update(header)
            masked.write(header)
            for portion in self._portions(delivered.rows, workers):
                frames.write(portion.frames)
                masked.write(portion.masked)
                digest.update(portion.masked)
                digests.add(portion.digests)
                count += portion.rows
                personal += portion.personal
                keyless += portion.keyless
                days |= set(islice(portion.days, 2))
        return Staging(
            digest=digest.hexdigest(),
            form=delivered.form,
            encoding=delivered.encoding,
            file_name=name,
            unknown=tuple(map(mask_text, delivered.unknown)),
            rows=count,
            personal=personal,
            keyless=keyless,
            days=tuple(sorted(days)[:2]),
            _folder=own,
            _digests=digests,
            _marks=_compare(digests, whole=mapping.delivers is Delivers.SNAPSHOT),
        )

    def _portions(self, rows: Iterator[RawRow], workers: int) -> Iterator[Portion]:
        set_up = (self.mapping, self.given, self.catalogue)
        if workers == 0:
            desk = Desk(*set_up)
            return (desk.prepare(handed(portion)) for portion in _cut(rows))
        return _in_workers(rows, workers, set_up)


def _own_folder(folder: Path) -> Path:
    """Make a folder for this process and remove those of processes that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("staged-*-*"):
        process = int(left.name.split("-")[1])
        if not _is_alive(process):
            shutil.rmtree(left, ignore_errors=True)
    number = 0
    while True:
        own = folder / f"staged-{os.getpid()}-{number}"
        try:
            own.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return own


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cut(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while portion := list(islice(rows, PORTION)):
        yield portion


def _in_workers(
    rows: Iterator[RawRow], workers: int, set_up: tuple[Mapping, Circumstances, Catalogue]
) -> Iterator[Portion]:
    """Hand rows to workers and take them back in order, a few portions ahead and no more."""
    context = get_context("spawn")
    waiting: deque[Future[Portion]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=preparing.open_desk, initargs=set_up) as pool:
        for portion in _cut(rows):
            waiting.append(pool.submit(preparing.prepare, as_bytes(handed(portion))))
            if len(waiting) > 3 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _compare(digests: Digests, *, whole: bool) -> _Marks:
    """Find rows of one key: twins, which the first stands for, and rows that contradict each other.

    In a list of changes rows that contradict each other are taken in their order, twins among them as repetitions.
    """
    twins: list[tuple[int, int]] = []
    rivals: dict[int, tuple[str, ...]] = {}
    again: list[int] = []
    for records in digests.parts():
        if len({record[:KEY] for record in records}) == len(records):
            continue
        for _, same_key in groupby(records, key=lambda record: record[:_ROW_AT]):
            group = list(same_key)
            if len(group) == 1 or group[0][KEY] == 1:
                continue
            by_row = {row: [_line(record) for record in of_row] for row, of_row in groupby(group, key=_row)}
            if whole and len(by_row) > 1:
                in_order = tuple(row.hex() for row in sorted(by_row, key=lambda row: by_row[row][0]))
                rivals |= {line: in_order for lines in by_row.values() for line in lines}
                if len(rivals) > MOST_RIVALS:
                    what = f"More than {MOST_RIVALS} rows share their key with a row of other content."
                    raise FileFault(what, remedy="Check the key of the mapping.")
            if len(by_row) > 1:
                again += [line for lines in by_row.values() for line in lines]
            if whole or len(by_row) == 1:
                for lines in by_row.values():
                    twins += [(line, 0 if place else len(lines)) for place, line in enumerate(lines)]
    twins.sort()
    again.sort()
    return _Marks(
        twins=array("q", (line for line, _ in twins)),
        copies=array("q", (copies for _, copies in twins)),
        rivals=rivals,
        again=array("q", again),
    )


def _row(record: bytes) -> bytes:
    return record[_ROW_AT:_LINE_AT]


def _line(record: bytes) -> int:
    return int.from_bytes(record[_LINE_AT:], "big")
