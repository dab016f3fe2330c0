"""JSON lines and Parquet: keys instead of columns, values instead of texts, and what is broken in them."""

from pathlib import Path

import duckdb
import pytest

from tests.adapters.files.test_separated import FORM
from xinyong.adapters.files.delivered import Broken, FileFault, RawRow
from xinyong.adapters.files.opening import open_delivery


def _lines(path: Path, text: str | bytes) -> list[RawRow]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(open_delivery(path, FORM).rows)


def test_keys_are_codes_or_labels_in_any_order(tmp_path: Path) -> None:
    """Numbers keep the digits they were written with; null is empty."""
    text = '{"备注": 0.20, "NAME": "甲"}\n\n{"NAME": "乙", "NOTE": null, "CODE_2": 91110000600037341}\n'

    assert [
        RawRow(1, ("甲", "0.20", "")),
        RawRow(3, ("乙", "", "91110000600037341")),
    ] == _lines(tmp_path / "a.jsonl", text)


def test_a_file_of_json_lines_is_known_by_its_beginning(tmp_path: Path) -> None:
    """Whatever its name is."""
    assert [RawRow(1, ("甲", "", ""))] == _lines(tmp_path / "list.txt", '{"NAME": "甲"}\n')


def _write(path: Path, query: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"NAME": "甲"', "row-json"),
        ('["甲"]', "row-json"),
        ('{"NAME": NaN}', "row-json"),
        ('{"NAME": ["甲"]}', "row-nested"),
        ('{"NAME": {"zh": "甲"}}', "row-nested"),
        ("[" * 100_000, "row-json"),
    ],
)
def test_a_broken_line_is_one_broken_row(tmp_path: Path, line: str, reason: str) -> None:
    """The lines around it come in."""
    first, broken, last = _lines(tmp_path / "a.jsonl", f'{{"NAME": "a"}}\n{line}\n{{"NAME": "c"}}\n')

    assert isinstance(broken.cells, Broken)
    assert (reason, 2) == (broken.cells.reason, broken.line)
    assert (("a", "", ""), ("c", "", "")) == (first.cells, last.cells)


def test_a_line_that_is_not_utf_8_is_broken(tmp_path: Path) -> None:
    """JSON lines have one encoding."""
    (broken,) = _lines(tmp_path / "a.jsonl", '{"NAME": "甲"}\n'.encode("gbk"))

    assert isinstance(broken.cells, Broken)


def test_lone_surrogates_and_noughts_do_not_pass(tmp_path: Path) -> None:
    """JSON can write them; no store can keep them."""
    (row,) = _lines(tmp_path / "a.jsonl", '{"NAME": "a\\ud800b", "NOTE": "c\\u0000d"}\n')

    assert ("a?b", "cd", "") == row.cells


def test_parquet_values_become_texts(tmp_path: Path) -> None:
    """Days, instants, decimals, numbers, booleans and nulls."""
    path = tmp_path / "a.parquet"
    _write(
        path,
        "SELECT * FROM (VALUES (DATE '2025-07-01', 0.20::DECIMAL(9, 2), '甲', [1]), (NULL, NULL, '乙', [2]))"
        " AS t(CODE_2, NOTE, NAME, nested)",
    )

    delivered = open_delivery(path, FORM)

    assert "parquet" == delivered.form
    assert [RawRow(1, ("甲", "0.20", "2025-07-01")), RawRow(2, ("乙", "", ""))] == list(delivered.rows)


def test_parquet_without_its_end_is_refused(tmp_path: Path) -> None:
    """The footer says where everything is."""
    path = tmp_path / "a.parquet"
    _write(path, "SELECT '甲' AS NAME FROM range(1000)")
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(FileFault, match="no Parquet file that can be read"):
        open_delivery(path, FORM)
