"""The process that parses a workbook: limits itself, looks at the cells' addresses, parses, writes rows, ends.

Run as `python -m xinyong.adapters.files.workbook_child FILE SHEET`; its output is read by `workbook`. It never writes a
cell to its error output.
"""

from __future__ import annotations

import re
import sys
import zipfile
from typing import Any, BinaryIO, Final

import msgspec

MEMORY: Final = 2_000_000_000
"""Bytes of address space."""

SECONDS: Final = 300
"""Seconds of processor time."""

MOST_CELLS: Final = 40_000_000
"""Cells of the rectangle that a sheet spans; the parser asks for memory for all of them."""

_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"|<dimension ref="[^":]*:?([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_BATCH: Final = 1_000
_MOST_BYTES: Final = 250_000_000


def main(arguments: list[str], out: BinaryIO) -> int:
    """Write the rows of one sheet."""
    _limit()
    path, number = arguments[0], int(arguments[1])
    try:
        problem = spanned_too_far(path)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        problem = f"it is a broken archive ({type(error).__name__})"
    if problem:
        _write(out, [0, problem])
        return 0
    return _parse(path, number, out)


def _limit() -> None:
    sys.dont_write_bytecode = True
    import resource  # noqa: PLC0415 - there is none on Windows, where only the checks protect

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def spanned_too_far(path: str) -> str:
    """Return why a workbook is refused by the addresses of its cells, or an empty text."""
    with zipfile.ZipFile(path) as archive:
        unpacked = 0
        for part in archive.infolist():
            if not part.filename.startswith("xl/worksheets/"):
                continue
            rows, columns, tail = 0, 0, b""
            with archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > _MOST_BYTES:
                        return "it unpacks to too much"
                    for found in _ADDRESS.finditer(tail + chunk):
                        columns = max(columns, _column(found[1] or found[3]))
                        rows = max(rows, int(found[2] or found[4]))
                    tail = chunk[-_OVERLAP:]
            if rows * columns > MOST_CELLS:
                return "its cells lie too far apart"
    return ""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _parse(path: str, number: int, out: BinaryIO) -> int:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - after the limits are set

    from xinyong.adapters.files.parquet import text_of  # noqa: PLC0415 - as above

    try:
        opened: Any = CalamineWorkbook
        workbook: CalamineWorkbook = opened.from_path(path)
        names = workbook.sheet_names
        if not names:
            _write(out, [0, "it has no sheet"])
            return 0
        sheet = workbook.get_sheet_by_index(number)
    except (CalamineError, ValueError, OSError) as error:
        _write(out, [0, f"it can't be parsed ({type(error).__name__})"])
        return 0
    _write(out, [len(names), ""])
    batch: list[tuple[int, list[str]]] = []
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = [text_of(value) for value in row]
        if any(cell and not cell.isspace() for cell in cells):
            batch.append((line, cells))
        if len(batch) >= _BATCH:
            _write(out, batch)
            batch = []
    if batch:
        _write(out, batch)
    return 0


def _write(out: BinaryIO, message: object) -> None:
    frame = msgspec.msgpack.encode(message)
    out.write(len(frame).to_bytes(4, "big") + frame)
    out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout.buffer))
