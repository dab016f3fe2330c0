"""Every golden case of every pack, through both evaluators; a failure names case, part, expected and found."""

from pathlib import Path

import pytest

from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.packs import load_shelf, shelved_cases
from xinyong.app.pack_cases import run_cases
from xinyong.app.pack_evaluators import Bulk, Interpreter
from xinyong.law.golden import CaseResult

PACKS = Path(__file__).resolve().parents[2] / "packs"
SHELF = load_shelf([PACKS])
FILES = shelved_cases(SHELF.packs, SHELF.family_cases)
with DuckDbColumns(threads=1) as columns:
    RESULTS = run_cases(SHELF, FILES, (Interpreter(), Bulk(columns)))


@pytest.mark.parametrize(
    "result", RESULTS, ids=lambda result: f"{Path(result.file).stem}:{result.pack}:{result.case.id}"
)
def test_a_golden_case_holds(result: CaseResult) -> None:
    """What was worked out by hand is what both evaluators say."""
    assert result.differences == ()


def test_every_rating_and_list_has_cases() -> None:
    """A pack that rates or proposes is exemplified by golden cases of its own."""
    without = {one.pack.name for one in SHELF.packs if (one.pack.rating or one.pack.lists) and not one.cases}

    assert without == set()
