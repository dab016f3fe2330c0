"""The page on the rule language is true: each of its examples, in both readers, and it names all there is."""

import datetime as dt
import re
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.kernel.facts import COLUMNS, FactType, FactValue
from xinyong.law.expr import parsing, python, sql, tree
from xinyong.law.expr.parsing import Wrong, parse_condition, parse_integer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rule-language.md"


def _rows(*heading: str) -> list[tuple[str, ...]]:
    """The rows of all tables under a heading, cells without their code marks."""
    found: list[tuple[str, ...]] = []
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = tuple(_bare(cell) for cell in line.strip("|").split("|")) if line.startswith("|") else ()
        inside = bool(cells) and (inside or cells == heading)
        found += [cells] if inside and cells != heading and not line.startswith("|---") else []
    return found


def _bare(cell: str) -> str:
    """A cell's text, without the marks of code where all of it is code."""
    text = cell.strip()
    return text[1:-1] if re.fullmatch(r"`[^`]*`", text) else text


def _value(text: str) -> FactValue:
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    return None if text == "NULL" else text


def _facts(text: str) -> dict[str, FactValue]:
    return {name: _value(value) for name, value in (part.split(" ", 1) for part in text.split(", ") if part)}


def _numbered(texts: Iterable[str]) -> list[str]:
    return [f"{number} {text}" for number, text in enumerate(texts)]


EXAMPLES = [(text, _facts(facts), _value(value)) for text, facts, value in _rows("expression", "of", "is")]
REFUSED = _rows("refused", "because")


def _tree(text: str) -> tree.Node:
    """The tree of an expression of any type."""
    for parse in (parse_condition, parse_integer):
        found = parse(text, tree.RECORD)
        if not isinstance(found, Wrong):
            return found
    found = parse_condition(f"({text}) IS NULL", tree.RECORD)
    assert isinstance(found, tree.IsNull)
    return found.operand


@pytest.fixture(scope="module")
def columns() -> Generator[DuckDbColumns]:
    """One engine for all examples."""
    with DuckDbColumns(threads=1, memory_mb=200) as found:
        yield found


def _in_columns(columns: DuckDbColumns, node: tree.Node, facts: dict[str, FactValue]) -> FactValue:
    """What SQL says of the expression over one row."""
    names = ("kind", *(column.name for column in COLUMNS))
    types = {name: tree.RECORD[name].type.value for name in names}
    columns.fill("record", types, [tuple(facts.get(name) for name in names)])
    return columns.rows(f"SELECT {sql.text(node)} FROM record")[0][0]  # noqa: S608 - an expression of the language, as SQL


@pytest.mark.parametrize(("text", "facts", "expected"), EXAMPLES, ids=_numbered(text for text, _, _ in EXAMPLES))
def test_an_example_is_true(
    columns: DuckDbColumns, text: str, facts: dict[str, FactValue], expected: FactValue
) -> None:
    """Python's reader and SQL's say what the page says."""
    node = _tree(text)

    assert expected == python.value(node)(facts)
    assert expected == _in_columns(columns, node, facts)


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=_numbered(text for text, _ in REFUSED))
def test_what_is_refused_is_refused_so(text: str, why: str) -> None:
    """With the words of the page, and a way out."""
    found = parse_condition(text, tree.RECORD)

    assert isinstance(found, Wrong)
    assert why == found.what
    assert found.remedy


def _truths() -> Iterator[tuple[str, FactValue, FactValue, FactValue]]:
    for first, second, both, either, opposite in _rows("a", "b", "a AND b", "a OR b", "NOT a"):
        a, b = _value(first), _value(second)
        yield "flag AND amount > 0", a, b, _value(both)
        yield "flag OR amount > 0", a, b, _value(either)
        yield "NOT flag", a, b, _value(opposite)


@pytest.mark.parametrize(("text", "first", "second", "expected"), list(_truths()), ids=range(27))
def test_the_table_of_truths_is_true(
    columns: DuckDbColumns, text: str, first: FactValue, second: FactValue, expected: FactValue
) -> None:
    """All nine pairs, in both readers."""
    facts: dict[str, FactValue] = {"flag": first, "amount": None if second is None else int(second is True)}
    node = _tree(text)

    assert expected == python.value(node)(facts)
    assert expected == _in_columns(columns, node, facts)


def test_the_page_names_every_node_and_column() -> None:
    """No kind of node without an example, no column left out or of another type."""
    used = {type(node).__name__ for text, _, _ in EXAMPLES for node in tree.walk(_tree(text))}
    nodes = {kind.__name__ for kind in tree.Node.__args__}
    named = [(name, kind, unit) for name, kind, unit in _rows("column", "type", "unit")]

    assert nodes == used
    assert [(column.name, column.type.value, column.unit) for column in COLUMNS] == named
    assert {kind.value for kind in FactType} == {cells[0] for cells in _rows("type", "values", "compared with")}
    assert 9 == len(_rows("a", "b", "a AND b", "a OR b", "NOT a"))


def test_the_page_names_the_size_of_a_text() -> None:
    """The longest text that is read."""
    assert f"at most {parsing.LONGEST:,} characters" in PAGE.read_text(encoding="utf-8")
