"""JSON lines: one object a line, its keys the field codes or labels of the form, its values plain.

Numbers keep the digits they were written with. A line that is no object, holds a nested value or is not UTF-8 comes out
as a broken row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from xinyong.adapters.files.delivered import Broken, Delivered, FileFault, RawRow
from xinyong.sources.header import folded

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from xinyong.sources.mapping import Mapping

LONGEST_LINE: Final = 16_000_000
"""Bytes of one line."""

_FIX: Final = "Write one object a line, with texts, numbers, true, false or null."
_Keys: TypeAlias = dict[tuple[str, ...], tuple[int | None, ...]]


def read_json_lines(path: Path, mapping: Mapping) -> Delivered:
    """Open a file of JSON lines.

    Raises:
        FileFault: a line is too long.
    """
    unknown = _unknown(path, mapping)
    return Delivered(form="jsonl", encoding="utf-8", unknown=unknown, rows=_rows(path, mapping))


def _unknown(path: Path, mapping: Mapping) -> tuple[str, ...]:
    """Return the keys of the first object that are no column; others may come, and are not read either."""
    places = places_of(mapping)
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                found = _object(line)
                return () if found is None else tuple(key for key in found if folded(key) not in places)
    return ()


def places_of(mapping: Mapping) -> dict[str, int]:
    """Return the place of every header by which a column goes."""
    places: dict[str, int] = {}
    for place, column in enumerate(mapping.columns):
        for name in (column.code, column.label, *column.also):
            if name:
                places.setdefault(folded(name), place)
    return places


def _rows(path: Path, mapping: Mapping) -> Generator[RawRow]:
    places, known = places_of(mapping), _Keys()
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                what = f"{path.name} has a line of more than {LONGEST_LINE} bytes, number {number}."
                raise FileFault(what, remedy="Write one object a line.")
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield RawRow(number, _cells(line, places, known, len(mapping.columns)))


def _cells(line: bytes, places: dict[str, int], known: _Keys, width: int) -> tuple[str, ...] | Broken:
    found = _object(line)
    if found is None:
        return Broken("row-json", "the line is no JSON object in UTF-8", _FIX)
    keys = tuple(found)
    where = known.get(keys)
    if where is None:
        where = known[keys] = tuple(places.get(folded(key)) for key in keys)
    cells = [""] * width
    for place, value in zip(where, found.values(), strict=True):
        if place is not None:
            text = _text(value)
            if text is None:
                return Broken("row-nested", "a value is a list or an object", _FIX)
            cells[place] = text
    return tuple(cells)


def _object(line: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", found) if isinstance(found, dict) else None


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _text(value: object) -> str | None:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value.replace("\0", "") if value.isprintable() else _printable(value)
        case _:
            return None


def _printable(value: str) -> str:
    """Lone surrogates, which JSON can write and UTF-8 can't, become the mark for a broken character."""
    return value.encode("utf-8", "replace").decode().replace("\0", "")
