"""XLSX: checked as an archive, then parsed in a child process that may not take more memory and time than it is given.

A workbook of a few kilobytes can ask for millions of megabytes, or end the process that opens it without a word. So
the archive's directory is looked at first, the cells' addresses are read as a stream in the child, and only then is it
parsed there. Whatever happens to the child is a fault here, and nothing more.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from contextlib import suppress
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

import msgspec

from xinyong.adapters.files.delivered import Delivered, FileFault, RawRow, arranger
from xinyong.sources.header import SEARCHED, HeaderFault, locate

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from xinyong.sources.header import Header
    from xinyong.sources.mapping import Mapping

MOST_PARTS: Final = 200
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
SMALL: Final = 1_000_000
"""Bytes up to which a part may be compressed as well as it likes."""

_CHILD: Final = "xinyong.adapters.files.workbook_child"
_FRAME: Final = 4
_REMEDY: Final = "Save the sheet as CSV in UTF-8 and send that."


class WorkbookFault(FileFault):
    """A workbook is refused: broken, too large, or made to do harm."""

    code = "WORKBOOK"


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """The first message of the child: how many sheets there are, or why it gives up."""

    sheets: int
    problem: str


def read_workbook(path: Path, mapping: Mapping) -> Delivered:
    """Open a workbook at its first sheet that has a header of the mapping.

    Raises:
        WorkbookFault: it is broken, too large, or made to do harm.
        HeaderFault: no sheet has the header.
    """
    check_archive(path)
    number, fault, sheets = 0, None, 1
    while number < sheets:
        rows = _sheet(path, number)
        sheets = len(next(rows)[1])
        first = list(islice(rows, SEARCHED + 1))
        try:
            header = locate([cells for _, cells in first], mapping)
        except HeaderFault as error:
            rows.close()
            fault = fault or error
            number += 1
            continue
        found = _arranged(islice(chain(first, rows), header.first, None), header)
        return Delivered(form="xlsx", encoding="", unknown=header.unknown, rows=found)
    raise fault or WorkbookFault(f"{path.name} has no sheet.", remedy=_REMEDY)


def _arranged(rows: Iterator[tuple[int, list[str]]], header: Header) -> Generator[RawRow]:
    arranged = arranger(header)
    for line, cells in rows:
        yield arranged(line, cells)


def check_archive(path: Path) -> None:
    """Look at the directory of the archive and at nothing else.

    Raises:
        WorkbookFault: it is no archive, has too many or too large parts, or parts that lie outside of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = f"{path.name} is a broken archive."
        raise WorkbookFault(what, why=type(error).__name__, remedy="Save the workbook again.") from None
    names = {part.filename for part in parts}
    problem = (
        "it has too many parts" if len(parts) > MOST_PARTS
        else "it names a part twice" if len(names) < len(parts)
        else "it names parts outside of itself" if any(_escapes(name) for name in names)
        else "it unpacks to too much" if sum(part.file_size for part in parts) > MOST_BYTES
        else "a part is compressed more than a workbook is" if any(_is_bomb(part) for part in parts)
        else "it is encrypted" if any(part.flag_bits & 1 for part in parts)
        else "" if any(name.startswith("xl/") for name in names)
        else "it is no workbook"
    )  # fmt: skip
    if problem:
        what = f"{path.name} is refused: {problem}."
        raise WorkbookFault(what, remedy=_REMEDY)


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size)


def _sheet(path: Path, number: int) -> Generator[tuple[int, list[str]]]:
    """Yield first (0, one empty text per sheet), then every row that is not blank with its number."""
    command = [sys.executable, "-I", "-m", _CHILD, str(path), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        assert child.stdout is not None  # noqa: S101 - it was asked for
        try:
            head = msgspec.msgpack.decode(_frame(child.stdout) or b"\x92\x00\xa0", type=Sheet)
            if head.problem or not head.sheets:
                what = (
                    f"{path.name} is refused: {head.problem or 'it could not be parsed in the memory and time given'}."
                )
                raise WorkbookFault(what, remedy=_REMEDY)
            yield 0, [""] * head.sheets
            while frame := _frame(child.stdout):
                yield from msgspec.msgpack.decode(frame, type=list[tuple[int, list[str]]])
            if child.wait() != 0:
                what = f"{path.name} could not be read to its end."
                raise WorkbookFault(what, why=f"The reader ended with {child.returncode}.", remedy=_REMEDY)
        finally:
            with suppress(ProcessLookupError):
                child.kill()


def _frame(stream: IO[bytes]) -> bytes:
    """Return the next message, or nothing at the end of the stream."""
    size = stream.read(_FRAME)
    if len(size) < _FRAME:
        return b""
    length = int.from_bytes(size, "big")
    found = stream.read(length)
    return found if len(found) == length else b""
