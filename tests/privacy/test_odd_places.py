"""Numbers where no cell of the form is: names of files and columns, broken rows, files that are no such form at all."""

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.privacy.bytes_of import traces
from tests.privacy.house import House, write_csv, write_json_lines, write_xlsx
from tests.privacy.planted import OTHER_COMPANY, Row, citizen, delivery

_NUMBER: Final = citizen(51)


def _sound(number: str) -> Row:
    """A row of an organisation, with a document number of its own."""
    row = next(row for row in delivery().rows if row["CF_XDR_SHXYM"] == OTHER_COMPANY)
    return {**{name: cell for name, cell in row.items() if name != "经办人"}, "CF_WSH": number}


def _named(folder: Path) -> Path:
    return write_csv(folder / f"{_NUMBER}.csv", [_sound("named")])


def _column(folder: Path) -> Path:
    return write_csv(folder / "column.csv", [{**_sound("column"), f"经办{_NUMBER}": "x"}])


def _key_of_json(folder: Path) -> Path:
    return write_json_lines(folder / "key.jsonl", [{**_sound("key_of_json"), _NUMBER: "x"}])


def _sheet(folder: Path) -> Path:
    return write_xlsx(folder / "column.xlsx", [{**_sound("sheet"), _NUMBER: "x"}])


def _ragged(folder: Path) -> Path:
    file = write_csv(folder / "ragged.csv", [_sound("ragged")])
    file.write_bytes(file.read_bytes() + f"a,b,{_NUMBER}{',x' * 40}\n".encode())
    return file


def _ill_quoted(folder: Path) -> Path:
    file = write_csv(folder / "quotes.csv", [_sound("ill_quoted")])
    file.write_bytes(file.read_bytes() + f'"a"{_NUMBER}"b,c\n'.encode())
    return file


def _open_quote(folder: Path) -> Path:
    file = write_csv(folder / "open.csv", [_sound("open_quote")])
    file.write_bytes(file.read_bytes() + f'"a {_NUMBER},b\n'.encode())
    return file


def _no_json(folder: Path) -> Path:
    file = write_json_lines(folder / "broken.jsonl", [_sound("no_json")])
    file.write_text(f'{file.read_text()}{{"CF_SY": "{_NUMBER}",\n', encoding="utf-8")
    return file


def _nested(folder: Path) -> Path:
    file = write_json_lines(folder / "nested.jsonl", [_sound("nested")])
    file.write_text(file.read_text() + json.dumps({**_sound("nested"), "BZ": [_NUMBER]}) + "\n", encoding="utf-8")
    return file


def _no_header(folder: Path) -> Path:
    rows: list[Row] = [{_NUMBER: _NUMBER, "x": "y"}]
    return write_csv(folder / "other.csv", rows)


def _no_encoding(folder: Path) -> Path:
    file = folder / "bytes.csv"
    file.write_bytes(f"CF_WSH,{_NUMBER}\n".encode() + b"\xff\xff\xff\n")
    return file


def _no_workbook(folder: Path) -> Path:
    file = folder / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04" + _NUMBER.encode())
    return file


_FILES: Final[tuple[Callable[[Path], Path], ...]] = (
    *(_named, _column, _key_of_json, _sheet, _ragged, _ill_quoted),
    *(_open_quote, _no_json, _nested, _no_header, _no_encoding, _no_workbook),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A registry and everything that it says."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("make", _FILES, ids=lambda make: make.__name__)
def test_a_number_in_an_odd_place_is_not_kept_and_not_said(
    house: House, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    """Looked over, taken in, listed: neither the registry nor the screen holds it."""
    file = make(tmp_path)

    for words in (("--check",), (), ("--check", "--json")):
        house.ask("ingest", str(file), "--mapping", "cn-double-publicity-penalty-2018", "--authority", "a", *words)
    house.ask("deliveries", "--json")
    house.ask("quarantine", "list", "--json")

    assert traces(house.folder, [_NUMBER]) == []


def _in_a_database(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE kept (words TEXT)")
    words = "x" * 3_000 + _NUMBER[:9] + "-" + _NUMBER[9:] + "x" * 6_000
    database.executemany("INSERT INTO kept VALUES (?)", [(words[place:],) for place in range(0, 3_000, 191)])
    database.commit()
    database.close()


_PLANTS: Final[dict[str, Callable[[Path], object]]] = {
    "utf-16": lambda path: path.write_bytes(f"a{_NUMBER}".encode("utf-16-le")),
    "utf-16 at an odd place": lambda path: path.write_bytes(b"?" + _NUMBER.encode("utf-16-be")),
    "full-width in GB 18030": lambda path: path.write_bytes(
        _NUMBER.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}).encode("gb18030")
    ),
    "packed": lambda path: path.write_bytes(gzip.compress(f"{_NUMBER[:6]} {_NUMBER[6:]}".encode())),
    "in an archive": lambda path: zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED).writestr("a", _NUMBER * 9),
    "in a database": _in_a_database,
    "as a name of a file": lambda path: path.with_name(_NUMBER).touch(),
}


@pytest.mark.parametrize("plant", list(_PLANTS))
def test_the_reader_of_bytes_looks_everywhere(tmp_path: Path, plant: str) -> None:
    """Planted violations: in other encodings, packed, over the pages of a database, in a name."""
    _PLANTS[plant](tmp_path / "file")

    assert {trace.what for trace in traces(tmp_path, [_NUMBER])} == {_NUMBER}
