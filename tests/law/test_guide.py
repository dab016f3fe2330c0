"""The guide on writing a pack holds: its pack is well made, and its cases are what both evaluators say."""

import re
from pathlib import Path

from tests.law.shipped import KINDS, TOP
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.packs import load_shelf, shelved_cases
from xinyong.app.pack_cases import run_cases
from xinyong.app.pack_evaluators import Bulk, Interpreter
from xinyong.app.packs import linted


def test_the_pack_of_the_guide_works(tmp_path: Path) -> None:
    """What a reader copies from the page lints, and its cases hold."""
    page = (TOP / "docs" / "how-to" / "write-a-pack.md").read_text(encoding="utf-8")
    pack, cases = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "xx" / "late-returns" / "2024-01-01"
    (folder / "cases").mkdir(parents=True)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    (folder / "cases" / "late.yaml").write_text(cases, encoding="utf-8")

    shelf = load_shelf([tmp_path])
    with DuckDbColumns(threads=1) as columns:
        results = run_cases(shelf, shelved_cases(shelf.packs), (Interpreter(), Bulk(columns)))

    assert linted(shelf, KINDS) == ()
    assert ["at-the-threshold", "amount-unknown"] == [result.case.id for result in results if result.holds]
