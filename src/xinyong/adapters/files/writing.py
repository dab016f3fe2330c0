"""Writing tables for people: CSV and XLSX in which no cell is a formula, whatever an authority delivered.

A CSV cell that some spreadsheet would execute gets an apostrophe before it, which `delivered.unguarded` takes away
again; numbers keep their sign. In XLSX every cell is written as text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from xinyong.adapters.files.delivered import GUARDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_NUMBER: Final = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")
_CREATED: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


_RISKS: Final = GUARDED | {"'"}
_ORDERED_RISKS: Final = tuple(sorted(_RISKS - {"\r", "\n"}))
_FIRST: Final = itemgetter(slice(1))


def guarded_row(cells: Sequence[str]) -> Sequence[str]:
    """Return a row of cells that no spreadsheet executes; most rows need one look."""
    return [guarded(cell) for cell in cells] if not _RISKS.isdisjoint(map(_FIRST, cells)) else cells


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet executes.

    >>> guarded("=HYPERLINK(1)"), guarded("-5.20"), guarded("'-5")
    ("'=HYPERLINK(1)", '-5.20', "''-5")
    """
    if not cell or (cell[0] not in GUARDED and cell[0] != "'") or _NUMBER.fullmatch(cell):
        return cell
    if cell[0] == "'" and cell.lstrip("'")[:1] not in GUARDED:
        return cell
    return f"'{cell}"


def csv_lines(rows: Sequence[Sequence[str]]) -> str:
    r"""Return rows of one table as CSV, guarded, each line with a line feed at its end.

    >>> csv_lines([("a", "=b"), ("c", "d,e")])
    'a,\'=b\nc,"d,e"\n'
    """
    if rows and len(rows[0]) > 1:
        # Most tables hold nothing that must be quoted or guarded, and then joining their cells is all there is to do.
        text = "\n".join(map(",".join, rows))
        plain = "\r" not in text and '"' not in text and text.count("\n") == len(rows) - 1
        if plain and text.count(",") == sum(map(len, rows)) - len(rows) and not _is_risky(f"\n{text}"):
            return f"{text}\n"
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerows(map(guarded_row, rows))
    return table.getvalue()


def _is_risky(text: str) -> bool:
    """Whether any cell of lines without quotes begins with a character that a spreadsheet might execute."""
    return any(risk in text and (f",{risk}" in text or f"\n{risk}" in text) for risk in _ORDERED_RISKS)


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """Write a table in UTF-8 with a mark at its beginning, as spreadsheets need it; return its rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted as it goes
            writer.writerow(guarded_row(row))
    return count


def write_xlsx(path: Path, sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> None:
    """Write a workbook of text cells; the same tables give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only whoever asks for Excel pays for it

    options: dict[str, bool | str | int] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED.replace(tzinfo=None)})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, place, cell)
