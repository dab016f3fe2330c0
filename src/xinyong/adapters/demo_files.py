"""Writes the files of the synthetic network: CSV in the encoding of its authority, and XLSX."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xinyong.app.demo.delivery import Delivery

_CREATED: Final = "2024-01-01T00:00:00Z"


def write(delivery: Delivery, folder: Path) -> Path:
    """Write a delivery below `folder` and return its file; the same delivery gives the same bytes."""
    path = folder / delivery.path
    path.parent.mkdir(parents=True, exist_ok=True)
    table = [delivery.stream.columns, *delivery.cells]
    excel = delivery.stream.file == "xlsx"
    path.write_bytes(_xlsx(table) if excel else _csv(table, delivery.stream.encoding))
    return path


def _csv(table: Sequence[Sequence[str]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(encoding)


def _xlsx(table: Sequence[Sequence[str]]) -> bytes:
    import datetime as dt  # noqa: PLC0415 - with its library

    import xlsxwriter  # noqa: PLC0415 - only the authorities that write Excel need it

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": dt.datetime.fromisoformat(_CREATED)})
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)
    return made.getvalue()
