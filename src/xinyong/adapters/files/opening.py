"""Opens a delivered file with the reader of its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from xinyong.adapters.files.delivered import Delivered, form_of
from xinyong.adapters.files.json_lines import read_json_lines
from xinyong.adapters.files.parquet import read_parquet
from xinyong.adapters.files.separated import read_separated
from xinyong.adapters.files.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from xinyong.sources.mapping import Mapping


def open_delivery(path: Path, mapping: Mapping) -> Delivered:
    """Return the file's rows in the order of the mapping's columns.

    Raises:
        FileFault: the file can't be read as what it is.
        HeaderFault: it is not of this form.
    """
    form = form_of(path)
    match form:
        case "csv":
            return read_separated(path, mapping)
        case "xlsx":
            return read_workbook(path, mapping)
        case "jsonl":
            return read_json_lines(path, mapping)
        case "parquet":
            return read_parquet(path, mapping)
        case _:
            assert_never(form)
