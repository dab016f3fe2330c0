"""Reads every byte under a folder, in every reading in which a number could hide, and says where something is.

Raw bytes as UTF-8, UTF-16 of either order and GB 18030; what is packed (gzip, zip, Parquet) unpacked; what a database
keeps over several pages put together. Full-width is narrowed, and nothing but letters and digits is left, so blanks,
hyphens and line ends between digits hide nothing.
"""

import gzip
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

_WIDE: Final = re.compile("[\uff01-\uff5e]+")
_SIGNS: Final = re.compile(r"[\W_]+")
_ENCODINGS: Final = (
    ("utf-8", 0),
    ("utf-16-le", 0),
    ("utf-16-le", 1),
    ("utf-16-be", 0),
    ("utf-16-be", 1),
    ("gb18030", 0),
)
"""And the byte from which each is read: two bytes of a character may begin at either."""


_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
"""Tables that hold something; a virtual one keeps what it has in others."""


class Trace(NamedTuple):
    """Something that was found, and the file that holds it."""

    file: str
    what: str


def traces(folder: Path, wanted: Iterable[str]) -> list[Trace]:
    """Return where any of these texts stands below a folder, in names of files too."""
    asked = {text: plain(text) for text in wanted}
    return [
        Trace(str(file.relative_to(folder)), text)
        for file in sorted(folder.rglob("*"))
        for reading in (plain(file.name), *_readings(file))
        for text, searched in asked.items()
        if searched in reading
    ]


def plain(text: str) -> str:
    r"""Return a text as it is searched: narrow, upper case, letters and digits alone.

    >>> plain("\uff1110105 1949-1231\n002x")
    '11010519491231002X'
    """
    narrow = text if text.isascii() else _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SIGNS.sub("", narrow).upper()


def _readings(file: Path) -> Iterator[str]:
    if not file.is_file():
        return
    for content in _unpacked(file):
        for encoding, first in _ENCODINGS:
            yield plain(content[first:].decode(encoding, errors="replace"))


def _unpacked(file: Path) -> Iterator[bytes]:
    content = file.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(file) as archive:
            yield from map(archive.read, archive.namelist())
    elif content.startswith(b"PAR1"):
        yield repr(duckdb.read_parquet(str(file)).fetchall()).encode()
    elif content.startswith(b"SQLite format 3"):
        yield from _cells(file)


def _cells(file: Path) -> Iterator[bytes]:
    """Every cell of every table, put together: a long one lies on several pages."""
    database = sqlite3.connect(f"file:{file}?immutable=1", uri=True)
    try:
        for (table,) in database.execute(_TABLES).fetchall():
            rows = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of its own tables
            yield b"\n\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
    finally:
        database.close()
