"""Workbooks: read in a child process, and refused without harm where they are broken or made to do harm."""

import datetime as dt
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.adapters.files.test_separated import FORM
from xinyong.adapters.files import workbook
from xinyong.adapters.files.opening import open_delivery
from xinyong.adapters.files.workbook import WorkbookFault
from xinyong.adapters.files.writing import write_xlsx
from xinyong.sources.header import HeaderFault

SHEET = "xl/worksheets/sheet1.xml"


def _write(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        fill(book)
    return path


def _one_sheet(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("data")
    sheet.write_row(0, 0, ["NAME", "NOTE", "CODE_2"])
    for place, cell in enumerate(["甲", "=SUM(A1)", "7"]):
        sheet.write_string(1, place, cell)


def _part_replaced(source: Path, out: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in archive.infolist():
            made.writestr(part.filename, content if part.filename == name else archive.read(part.filename))
    return out


def _cells(path: Path) -> list[object]:
    return [row.cells for row in open_delivery(path, FORM).rows]


def test_typed_cells_become_the_texts_that_mappings_read(tmp_path: Path) -> None:
    """Days, whole numbers, decimals and booleans; a code whose digits a spreadsheet lost says so."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("data")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["NAME", "NOTE", "CODE_2"])
        sheet.write_datetime(1, 0, dt.date(2019, 5, 22), day)
        sheet.write_row(1, 1, [0.2, 110108000000016])
        sheet.write_row(2, 0, ["甲", True, 911100006000373410])

    path = _write(tmp_path / "a.xlsx", fill)

    assert [("2019-05-22", "0.2", "110108000000016"), ("甲", "true", "9.11100E+17")] == _cells(path)


def test_rows_keep_their_numbers_below_a_title_and_blank_rows(tmp_path: Path) -> None:
    """The line that a refusal names is the one that the spreadsheet shows."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("data")
        sheet.write(1, 0, "双公示表")
        sheet.write_row(2, 0, ["名称", "备注"])
        sheet.write_row(4, 0, ["甲", "x"])

    path = _write(tmp_path / "a.xlsx", fill)

    assert [5] == [row.line for row in open_delivery(path, FORM).rows]


def test_the_first_sheet_with_a_header_counts(tmp_path: Path) -> None:
    """A cover page or a legend before it is passed over."""

    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("cover").write(0, 0, "说明")
        _one_sheet(book)

    assert [("甲", "=SUM(A1)", "7")] == _cells(_write(tmp_path / "a.xlsx", fill))


def test_a_workbook_without_the_header_says_what_it_lacks(tmp_path: Path) -> None:
    """As a CSV file does."""

    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("data").write_row(0, 0, ["NOTE"])

    with pytest.raises(HeaderFault, match="lacks NAME"):
        _cells(_write(tmp_path / "a.xlsx", fill))


def test_what_we_write_comes_back_as_it_was(tmp_path: Path) -> None:
    """Formula characters are text in cells of text; no apostrophe is added or lost."""
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [("data", [["NAME", "NOTE"], ["=1+1", "'-x"]])])

    assert [("=1+1", "'-x", "")] == _cells(path)


def _far_cells(name: str) -> bytes:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{}1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    return sheet.format(name).encode()


@pytest.mark.parametrize("column", ["XFD", "ABC"])
def test_cells_far_apart_are_refused_and_this_process_goes_on(tmp_path: Path, column: str) -> None:
    """Two cells ask the parser for memory for all that lie between; unlimited it ends its whole process."""
    plain = _write(tmp_path / "plain.xlsx", _one_sheet)
    bomb = _part_replaced(plain, tmp_path / "bomb.xlsx", SHEET, _far_cells(column))
    assert bomb.stat().st_size < 10_000

    with pytest.raises(WorkbookFault, match="its cells lie too far apart"):
        _cells(bomb)

    assert [("甲", "=SUM(A1)", "7")] == _cells(plain)


def test_the_child_is_what_protects_where_a_check_is_passed(tmp_path: Path) -> None:
    """The planted hole: with addresses that the check can't read, the parser dies, and only the child with it."""
    plain = _write(tmp_path / "plain.xlsx", _one_sheet)
    hidden = _far_cells("XFD").replace(b' r="', b" r='").replace(b'"><v', b"'><v").replace(b'"><c', b"'><c")
    bomb = _part_replaced(plain, tmp_path / "bomb.xlsx", SHEET, hidden)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(WorkbookFault, match=r"is refused|could not be read to its end"):
        _cells(bomb)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_part_that_unpacks_to_much_is_refused_by_the_directory(tmp_path: Path) -> None:
    """A hundred megabytes of noughts take a few bytes; nothing is unpacked to see it."""
    plain = _write(tmp_path / "plain.xlsx", _one_sheet)
    bomb = _part_replaced(plain, tmp_path / "bomb.xlsx", SHEET, b"\0" * 100_000_000)

    with pytest.raises(WorkbookFault, match="compressed more than a workbook is"):
        _cells(bomb)


def test_too_many_parts_and_parts_outside_are_refused(tmp_path: Path) -> None:
    """An archive is not walked before its directory was looked at."""
    for name, parts, words in (
        ("many", [f"xl/{number}.xml" for number in range(workbook.MOST_PARTS + 1)], "too many parts"),
        ("outside", ["xl/workbook.xml", "../../etc/cron.d/x"], "outside of itself"),
        ("absolute", ["xl/workbook.xml", "/etc/passwd"], "outside of itself"),
        ("other", ["word/document.xml"], "it is no workbook"),
    ):
        path = tmp_path / f"{name}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for part in parts:
                archive.writestr(part, "x")
        with pytest.raises(WorkbookFault, match=words):
            _cells(path)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    """A broken archive does no harm."""
    content = _write(tmp_path / "plain.xlsx", _one_sheet).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(WorkbookFault, match="broken archive"):
        _cells(path)


def test_a_sheet_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    """The parser's own refusal comes back as one."""
    plain = _write(tmp_path / "plain.xlsx", _one_sheet)
    path = _part_replaced(plain, tmp_path / "bad.xlsx", SHEET, b"this is no sheet <<<")

    with pytest.raises((WorkbookFault, HeaderFault)):
        _cells(path)
