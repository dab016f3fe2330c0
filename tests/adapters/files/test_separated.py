"""CSV as authorities write it: encodings, quotes, line breaks, formula characters, titles above the header."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.adapters.files.delivered import Broken, FileFault, RawRow, unguarded
from xinyong.adapters.files.opening import open_delivery
from xinyong.adapters.files.separated import LONGEST_CELL
from xinyong.adapters.files.writing import guarded, write_csv
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.text import Text
from xinyong.sources.header import HeaderFault
from xinyong.sources.mapping import Column, Mapping, Subject

FORM = Mapping(
    id="made-up",
    title=Text(zh="表", en="form"),
    citation=Citation(instrument="none", grade=SourceGrade.UNVERIFIED),
    kind="any",
    key=("NAME",),
    encodings=("utf-8", "gb18030"),
    subject=Subject(),
    columns=(
        Column(code="NAME", label="名称", required=True),
        Column(code="NOTE", label="备注"),
        Column(code="CODE_2", label="代码_2 (工商登记码)"),
    ),
)


def _rows(path: Path, content: bytes) -> list[RawRow]:
    path.write_bytes(content)
    return list(open_delivery(path, FORM).rows)


def _cells(path: Path, content: bytes) -> list[tuple[str, ...] | Broken]:
    return [row.cells for row in _rows(path, content)]


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("gbk", b"", "gb18030"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
    ],
)
def test_every_encoding_is_read(tmp_path: Path, encoding: str, mark: bytes, said: str) -> None:
    """The same table, whatever its bytes are."""
    path = tmp_path / "list.csv"
    path.write_bytes(mark + "名称,备注\n甲公司,𠮷\n".replace("𠮷" if encoding == "gbk" else "", "").encode(encoding))

    delivered = open_delivery(path, FORM)

    assert said == delivered.encoding
    assert [row.cells[0] for row in delivered.rows] == ["甲公司"]


def test_one_gbk_name_at_the_end_of_a_long_file_decides(tmp_path: Path) -> None:
    """Two megabytes of ASCII say nothing of the encoding; the last line does."""
    content = b"NAME\n" + b"a plain name\n" * 170_000 + "乙公司\n".encode("gbk")

    assert ("乙公司", "", "") == _cells(tmp_path / "list.csv", content)[-1]


def test_a_broken_byte_in_utf_8_is_not_read_as_gb_18030(tmp_path: Path) -> None:
    """Other Chinese than was written would come out, so the offset is named instead."""
    content = "名称\n甲乙丙丁戊己庚辛有限公司\n".encode() + b"\xe4\xb8"

    with pytest.raises(FileFault, match=r"UTF-8 with a broken byte at offset 44"):
        _rows(tmp_path / "list.csv", content)


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    """Neither UTF-8 nor GB 18030."""
    with pytest.raises(FileFault, match="none of the encodings utf-8, gb18030"):
        _rows(tmp_path / "list.csv", b"NAME\n\xff\xff\xff\n")


def test_cells_keep_line_breaks_and_know_their_line(tmp_path: Path) -> None:
    """A row begins where its first line stands."""
    content = 'NAME,NOTE\r\n甲,"one\r\ntwo"\r\n乙,three\r\n'.encode()

    assert [RawRow(2, ("甲", "one\r\ntwo", "")), RawRow(4, ("乙", "three", ""))] == _rows(tmp_path / "a.csv", content)


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_other_separators_are_found(tmp_path: Path, separator: str) -> None:
    """Under which the header is one."""
    content = separator.join(("NAME", "NOTE")) + "\n" + separator.join(("甲", "x")) + "\n"

    assert [("甲", "x", "")] == _cells(tmp_path / "a.csv", content.encode())


def test_columns_are_found_by_code_or_label_never_by_position(tmp_path: Path) -> None:
    """Order, a title above, labels in full width, a second header row and unknown columns change nothing."""
    content = "双公示表,,,\n备注,手机,代码_2（工商登记码）,名称\nNOTE,,CODE_2,NAME\nx,13800000000,7,甲\n"
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    delivered = open_delivery(path, FORM)

    assert [("甲", "x", "7")] == [row.cells for row in delivered.rows]


def test_unknown_columns_are_named_and_not_read(tmp_path: Path) -> None:
    """Whatever stands in them, nothing of it comes further."""
    path = tmp_path / "a.csv"
    path.write_text("NAME,PHONE,_reason\n甲,13800000000,why\n", encoding="utf-8")

    delivered = open_delivery(path, FORM)

    assert ("PHONE",) == delivered.unknown
    assert [("甲", "", "")] == [row.cells for row in delivered.rows]


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Nothing tells which of them is meant."""
    with pytest.raises(HeaderFault, match="Two columns of the file are NAME: number 1 and 3"):
        _rows(tmp_path / "a.csv", "NAME,NOTE,名称\n甲,,乙\n".encode())


def test_a_file_of_another_form_says_what_it_lacks(tmp_path: Path) -> None:
    """The remedy names the template."""
    with pytest.raises(HeaderFault, match=r"lacks NAME \(名称\).*xinyong template made-up"):
        _rows(tmp_path / "a.csv", b"NOTE\nx\n")


def test_a_row_with_too_many_cells_is_broken_and_no_other(tmp_path: Path) -> None:
    """Which cell is which can't be known."""
    broken, whole = _cells(tmp_path / "a.csv", "NAME,NOTE\n甲,x,y\n乙,z\n".encode())

    assert isinstance(broken, Broken)
    assert "row-cells" == broken.reason
    assert ("乙", "z", "") == whole


def test_a_row_with_a_stray_quote_is_broken_and_no_other(tmp_path: Path) -> None:
    """The rows around it come in."""
    first, broken, last = _cells(tmp_path / "a.csv", b'NAME,NOTE\na,x\nb,"x"y\nc,z\n')

    assert (("a", "x", ""), ("c", "z", "")) == (first, last)
    assert isinstance(broken, Broken)


@pytest.mark.parametrize("tail", [b"c,z\n" * 5, b"c,z\n" * (LONGEST_CELL // 4 + 9)])
def test_a_quote_that_never_closes_is_a_fault_that_names_its_line(tmp_path: Path, tail: bytes) -> None:
    """It would swallow every row after it."""
    with pytest.raises(FileFault, match="begins at line 3 never ends"):
        _rows(tmp_path / "a.csv", b'NAME,NOTE\na,x\nb,"never closed\n' + tail)


def test_a_file_without_line_ends_does_not_fill_the_memory(tmp_path: Path) -> None:
    """It is refused after four million characters."""
    with pytest.raises(FileFault, match="more than 4000000 characters"):
        _rows(tmp_path / "a.csv", b"NAME," + b"x" * 5_000_000)


def test_an_empty_file_and_an_old_workbook_are_refused(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(FileFault, match="is empty"):
        _rows(tmp_path / "a.csv", b"")
    with pytest.raises(FileFault, match=r"Save it as \.xlsx"):
        _rows(tmp_path / "a.xls", b"\xd0\xcf\x11\xe0 and more")


@given(st.text(max_size=12))
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    """What is written so that no spreadsheet executes it is read as it was."""
    assert [cell] == unguarded([guarded(cell)])


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff20A"])
def test_formula_characters_are_text_on_the_way_in_and_guarded_on_the_way_out(tmp_path: Path, cell: str) -> None:
    """A spreadsheet that opens the file executes nothing; read again it is the same text."""
    path = tmp_path / "a.csv"

    assert 2 == write_csv(path, [["NAME", "NOTE"], ["甲", cell]])

    assert b"'" + cell.encode() in path.read_bytes()
    assert [("甲", cell, "")] == [row.cells for row in open_delivery(path, FORM).rows]


def test_numbers_keep_their_sign(tmp_path: Path) -> None:
    """An amount below nought is a number and no formula."""
    path = tmp_path / "a.csv"
    write_csv(path, [["NAME"], ["-5.20"]])

    assert b"\n-5.20" in path.read_bytes()
