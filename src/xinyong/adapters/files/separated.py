"""CSV, and its sisters with tabs or semicolons: streamed, one row at a time, no line longer than memory allows.

Cells are text and stay text, formula characters and all. A quote that never closes would swallow the rest of the file
without a word, so it is a fault that names the line; a row that is broken in itself comes out as one.
"""

from __future__ import annotations

import csv
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from xinyong.adapters.files.delivered import Broken, Delivered, FileFault, RawRow, arranger, unguarded
from xinyong.adapters.files.encoding import encoding_of
from xinyong.sources.header import SEARCHED, HeaderFault, locate

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from xinyong.sources.header import Header
    from xinyong.sources.mapping import Mapping

SEPARATORS: Final = (",", "\t", ";", "|")
"""Tried in this order; the first under which a header is found counts."""

LONGEST_LINE: Final = 4_000_000
"""Characters of one line."""

LONGEST_CELL: Final = 1_000_000
"""Characters of one cell."""


class _Row(NamedTuple):
    line: int
    cells: list[str] | Broken


def read_separated(path: Path, mapping: Mapping) -> Delivered:
    """Open a text file of separated values.

    Raises:
        FileFault: no encoding reads it, a line is too long, or a quote never closes.
        HeaderFault: it has no header of the mapping.
    """
    encoding = encoding_of(path, mapping.encodings)
    separator, header = _header(path, encoding, mapping)

    def rows() -> Generator[RawRow]:
        arranged = arranger(header)
        with path.open(encoding=encoding, newline="") as file:
            for row in islice(_rows(file, separator, path.name), header.first, None):
                if isinstance(row.cells, Broken):
                    yield RawRow(row.line, row.cells)
                else:
                    yield arranged(row.line, unguarded(row.cells))

    return Delivered(form="csv", encoding=encoding, unknown=header.unknown, rows=rows())


def _header(path: Path, encoding: str, mapping: Mapping) -> tuple[str, Header]:
    fault: HeaderFault | None = None
    for separator in SEPARATORS:
        with path.open(encoding=encoding, newline="") as file:
            first = list(islice(_rows(file, separator, path.name, whole=False), SEARCHED + 1))
        try:
            return separator, locate([[] if isinstance(row.cells, Broken) else row.cells for row in first], mapping)
        except HeaderFault as error:
            fault = fault or error
    assert fault is not None  # noqa: S101 - there is at least one separator
    raise fault


def _rows(file: IO[str], separator: str, name: str, *, whole: bool = True) -> Iterator[_Row]:
    """Yield every row that is not blank; a quote left open is a fault where the whole file is read."""
    csv.field_size_limit(LONGEST_CELL)
    lines = iter(lambda: file.readline(LONGEST_LINE + 1), "")
    reader = csv.reader((_bounded(line, name) for line in lines), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = str(error)
            if "unexpected end" in text or "field limit" in text:
                if not whole:
                    return
                what = f"In {name} a quoted cell that begins at line {line} never ends."
                raise FileFault(what, remedy="Close the quote, or double the quotes inside the cell.") from None
            yield _Row(line, Broken("row-broken", "the row is not well-formed CSV", "Double the quotes inside cells."))
        else:
            if any(cells) and not "".join(cells).isspace():
                yield _Row(line, cells)
        line = reader.line_num + 1


def _bounded(line: str, name: str) -> str:
    if len(line) > LONGEST_LINE:
        what = f"{name} has a line of more than {LONGEST_LINE} characters."
        raise FileFault(what, remedy="Check that it is a text file with line ends.")
    return line.replace("\0", "")
