"""Every golden case of every pack, through both evaluators; a failure names case, part, expected and found."""

from pathlib import Path

import pytest

from xinyong.adapters.packs import load, load_shelf
from xinyong.app.pack_cases import Interpreter, run_cases
from xinyong.law.golden import CaseFile, CaseResult
from xinyong.law.shelf import Shelf

PACKS = Path(__file__).resolve().parents[2] / "packs"
SHELF = load_shelf([PACKS])
EVALUATORS = (Interpreter(),)


def _files(shelf: Shelf) -> list[tuple[str, CaseFile]]:
    beside = [(name, shelved.pack.name) for shelved in shelf.packs for name in shelved.cases]
    beside += [(name, family) for family, name in shelf.family_cases]
    return [
        (str(Path(name).relative_to(PACKS)), CaseFile(pack=file.pack or pack, cases=file.cases))
        for name, pack in beside
        for file in [load(Path(name), CaseFile)]
    ]


RESULTS = list(run_cases(SHELF, _files(SHELF), EVALUATORS))


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: f"{result.file}:{result.case.id}")
def test_a_golden_case_holds(result: CaseResult) -> None:
    """What was worked out by hand is what both evaluators say."""
    assert result.differences == ()
