"""A delivered file: one way in for every form (CSV, XLSX, JSON lines, Parquet).

The form is told by the file's first bytes, then by its name. What comes out is the rows in the order of the mapping's
columns, each with the line where it begins; a row that can't be read comes out as a broken row with a reason. A file
that can't be read at all is a fault before any row is out.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from xinyong.kernel.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xinyong.sources.header import Header

Form: TypeAlias = Literal["csv", "xlsx", "jsonl", "parquet"]


class FileFault(Fault):
    """A file can't be read as what it should be."""

    code = "FILE"


class Broken(NamedTuple):
    """Why a row could not be read; it holds nothing of the row."""

    reason: str
    text: str
    fix: str


class RawRow(NamedTuple):
    """A row as delivered: cells in the order of the mapping's columns, not yet masked."""

    line: int
    cells: tuple[str, ...] | Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """An opened file.

    Attributes:
        encoding: what its bytes were read as; empty where the form has no choice.
        unknown: headers that are no column of the mapping and are not read.
        rows: once, in the order of the file.
    """

    form: Form
    encoding: str
    unknown: tuple[str, ...]
    rows: Iterator[RawRow]


def form_of(path: Path) -> Form:
    """Return the form of a file by its first bytes, then by its name.

    Raises:
        FileFault: there is no such file, or it is empty.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        what = f"{path} can't be read."
        raise FileFault(what, why=error.strerror or "", remedy="Check the name of the file.") from error
    if not start:
        what = f"{path.name} is empty."
        raise FileFault(what, remedy="Send the file again.")
    if start.startswith(b"PK"):
        return "xlsx"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        what = f"{path.name} is an old Excel file (.xls)."
        raise FileFault(what, remedy="Save it as .xlsx or as CSV.")
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return "jsonl"
    return "csv"


RAGGED = Broken(
    "row-cells",
    "the row has more cells than the header",
    "Quote cells that hold the separator or a line break, and send the row again.",
)
"""A row wider than its header: which cell is which can't be known."""


def arranger(header: Header) -> Callable[[int, list[str]], RawRow]:
    """Return the function from a row of a file with this header to the row in the order of the mapping's columns."""
    absent = header.width
    places = [absent if place is None else place for place in header.places]
    of_form = itemgetter(*places, absent) if len(places) == 1 else itemgetter(*places)

    def arranged(line: int, cells: list[str]) -> RawRow:
        if len(cells) > absent:
            if any(cell.strip() for cell in cells[absent:]):
                return RawRow(line, RAGGED)
            cells = cells[:absent]
        cells += [""] * (absent + 1 - len(cells))
        return RawRow(line, of_form(cells)[: len(places)])

    return arranged


GUARDED: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""Characters that begin a formula in some spreadsheet, full-width ones included."""


def unguarded(cells: list[str]) -> list[str]:
    """Return cells without the apostrophe that `writing.guarded` put before a formula character; most rows have none.

    >>> unguarded(["'=1", "'quoted'", "5"])
    ['=1', "'quoted'", '5']
    """
    return [_unguarded(cell) for cell in cells] if "'" in "".join(cells) else cells


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in GUARDED else cell
