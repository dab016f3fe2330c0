"""Parquet: read in batches, every value as text in the one spelling that mappings read.

Columns are found by name. Lists, structs and binary columns are not read; a file whose footer is broken is a fault.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, cast

from xinyong.adapters.files.delivered import Delivered, FileFault, RawRow
from xinyong.sources.header import locate

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from xinyong.sources.header import Header
    from xinyong.sources.mapping import Mapping

_BATCH: Final = 2_000


def read_parquet(path: Path, mapping: Mapping) -> Delivered:
    """Open a Parquet file.

    Raises:
        FileFault: it is none, or its end is missing.
        HeaderFault: its columns are not those of the mapping.
    """
    import pyarrow as pa  # noqa: PLC0415 - the package costs a start 100 ms and much memory
    from pyarrow import parquet  # noqa: PLC0415 - as above

    try:
        file: Any = parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        what = f"{path.name} is no Parquet file that can be read."
        raise FileFault(
            what, why=type(error).__name__, remedy="Write the file again; its end may be missing."
        ) from None
    names = [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]
    header = locate([names], mapping)
    used = [name for place, name in enumerate(names) if place in header.places]
    return Delivered(form="parquet", encoding="", unknown=header.unknown, rows=_rows(file, names, used, header))


def _rows(file: Any, names: list[str], used: list[str], header: Header) -> Generator[RawRow]:  # noqa: ANN401 - pyarrow's types say nothing
    line = 0
    where = [None if place is None else used.index(names[place]) for place in header.places]
    for batch in file.iter_batches(batch_size=_BATCH, columns=used):
        columns = [batch.column(name).to_pylist() for name in used]
        for values in cast("Iterable[tuple[object, ...]]", zip(*columns, strict=True)):
            line += 1
            yield RawRow(line, tuple("" if place is None else text_of(values[place]) for place in where))


def text_of(value: object) -> str:  # noqa: PLR0911 - one per type
    """Return a value of a typed cell as text.

    >>> text_of(dt.datetime(2019, 5, 22)), text_of(0.2), text_of(3.0), text_of(True)
    ('2019-05-22', '0.2', '3', 'true')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return number_text(value)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
        case dt.date():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case _:
            return str(value).replace("\0", "")


_EXACT: Final = 2**53


def number_text(value: float) -> str:
    """Return a float as it was meant: whole where it is whole; past 2^53 its digits are lost, and it says so.

    >>> number_text(110108000000016.0), number_text(9.1110000600037e17)
    ('110108000000016', '9.11100E+17')
    """
    if abs(value) >= _EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else repr(value)
