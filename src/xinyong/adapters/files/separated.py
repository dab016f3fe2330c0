"""CSV, and its sisters with tabs or semicolons: streamed, one row at a time, no line longer than memory allows.

Cells are text and stay text, formula characters and all. A quote that never closes would swallow the rest of the file
without a word, so it is a fault that names the line; a row that is broken in itself comes out as one.
"""

from __future__ import annotations

import csv
from io import StringIO
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

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

BLOCK: Final = 200_000
"""Characters that are read at once."""


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
            text = _Text(file, path.name)
            for line, cells in islice(_rows(text, separator), header.first, None):
                if isinstance(cells, Broken):
                    yield RawRow(line, cells)
                else:
                    yield arranged(line, unguarded(cells) if text.has_apostrophes else cells)

    return Delivered(form="csv", encoding=encoding, unknown=header.unknown, rows=rows())


def _header(path: Path, encoding: str, mapping: Mapping) -> tuple[str, Header]:
    fault: HeaderFault | None = None
    for separator in SEPARATORS:
        with path.open(encoding=encoding, newline="") as file:
            first = list(islice(_rows(_Text(file, path.name), separator, whole=False), SEARCHED + 1))
        try:
            return separator, locate([[] if isinstance(cells, Broken) else cells for _, cells in first], mapping)
        except HeaderFault as error:
            fault = fault or error
    assert fault is not None  # noqa: S101 - there is at least one separator
    raise fault


class _Text:
    """A text file by the line, read by the block: the lines of a block are cut without a step of ours for each.

    Attributes:
        has_apostrophes: whether there was any so far; where there is none, no cell was guarded.
    """

    def __init__(self, file: IO[str], name: str) -> None:
        self._file = file
        self._name = name
        self.has_apostrophes = False

    def lines(self) -> Iterator[str]:
        return chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[StringIO]:
        while block := self._file.read(BLOCK):
            rest = self._file.readline(LONGEST_LINE + 1)
            if len(rest) > LONGEST_LINE:
                what = f"{self._name} has a line of more than {LONGEST_LINE} characters."
                raise FileFault(what, remedy="Check that it is a text file with line ends.")
            block = f"{block}{rest}".replace("\0", "")
            self.has_apostrophes = self.has_apostrophes or "'" in block
            yield StringIO(block, newline="")

    def never_ends(self, line: int) -> FileFault:
        """Return the fault of a quote that is never closed."""
        what = f"In {self._name} a quoted cell that begins at line {line} never ends."
        return FileFault(what, remedy="Close the quote, or double the quotes inside the cell.")


def _rows(text: _Text, separator: str, *, whole: bool = True) -> Iterator[tuple[int, list[str] | Broken]]:
    """Yield (line, cells) of every row that is not blank; a quote left open is a fault where the whole file is read."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text.lines(), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            if "unexpected end" in said or "field limit" in said:
                if not whole:
                    return
                raise text.never_ends(line) from None
            yield line, Broken("row-broken", "the row is not well-formed CSV", "Double the quotes inside cells.")
        else:
            if any(map(str.strip, cells)):
                yield line, cells
        line = reader.line_num + 1
