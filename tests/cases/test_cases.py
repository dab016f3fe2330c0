"""Every golden case of every pack, through both evaluators; a failure names case, part, expected and found."""

from collections.abc import Generator
from pathlib import Path

import pytest

from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.packs import load_cases, load_shelf
from xinyong.app.pack_cases import run_cases
from xinyong.app.pack_evaluators import Bulk, Interpreter

PACKS = Path(__file__).resolve().parents[2] / "packs"
SHELF = load_shelf([PACKS])
FILES = [
    *((name, one.pack.name) for one in SHELF.packs for name in one.cases),
    *((name, family) for family, name in SHELF.family_cases),
]


@pytest.fixture(scope="module")
def columns() -> Generator[DuckDbColumns]:
    """One engine for all files."""
    with DuckDbColumns(threads=1) as found:
        yield found


@pytest.mark.parametrize(("file", "pack"), FILES, ids=lambda part: str(part).removeprefix(f"{PACKS}/"))
def test_golden_cases_hold(file: str, pack: str, columns: DuckDbColumns) -> None:
    """What was worked out by hand is what both evaluators say."""
    results = run_cases(SHELF, [load_cases(Path(file), pack)], (Interpreter(), Bulk(columns)))

    assert [(result.case.id, result.differences) for result in results if not result.holds] == []
    assert results


def test_every_file_of_cases_is_run() -> None:
    """No file of cases lies where no pack and no family finds it."""
    assert {str(path) for path in PACKS.rglob("cases/*.yaml")} == {file for file, _ in FILES}


def test_every_rating_and_list_has_cases() -> None:
    """A pack that rates or proposes is exemplified by golden cases of its own; one without a rule can say nothing."""
    speaking = (one for one in SHELF.packs if one.pack.rating or one.pack.rules or one.pack.conclusions)
    without = {one.pack.name for one in speaking if not one.cases}

    assert without == set()
