"""The demo is a function of its seed, adds up, and touches nothing that it did not make."""

import json
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from typer.testing import CliRunner, Result

from xinyong.app.demo.summary import NOTICE
from xinyong.cli import app

SIX: Final = ("entered", "corrected", "repeated", "refused", "quarantined", "personal")


def demo(folder: Path, *more: str) -> Result:
    """Run a small demo."""
    return CliRunner().invoke(app, ["demo", "--out", str(folder), "--organisations", "60", *more])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two demos of one seed, in two folders."""
    first, again = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("again")
    assert [demo(folder, "--json").exit_code for folder in (first, again)] == [0, 0]
    return first, again


def summary(folder: Path) -> dict[str, Any]:
    """What a demo found."""
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def rated(folder: Path) -> list[tuple[object, ...]]:
    """The rows of a demo's ratings, in their order."""
    return duckdb.read_parquet(str(folder / "ratings.parquet")).fetchall()


@pytest.mark.parametrize("name", ["standings.jsonl", "summary.json", "index.html"])
def test_the_same_seed_writes_the_same_bytes(made: tuple[Path, Path], name: str) -> None:
    """Standings with the head of the chain in them, counts, and the page."""
    first, again = made

    assert (first / name).read_bytes() == (again / name).read_bytes()


def test_the_same_seed_gives_the_same_ratings(made: tuple[Path, Path]) -> None:
    """Row by row."""
    first, again = (rated(folder) for folder in made)

    assert len(first) > 50
    assert first == again


def test_every_row_is_accounted_for(made: tuple[Path, Path]) -> None:
    """The six add up to the rows delivered, and reasons to the rows that did not come in."""
    found = summary(made[0])

    assert sum(found["rows"][name] for name in SIX) == found["rows"]["delivered"]
    held = found["rows"]["refused"] + found["rows"]["quarantined"]
    assert held > 0
    assert sum(reason["count"] for reason in found["refusals"]) == held


def test_everybody_has_one_grade_in_each_rating(made: tuple[Path, Path]) -> None:
    """The distribution of each rating counts every organisation once."""
    found = summary(made[0])

    assert len(found["grades"]) >= 3
    assert {sum(grade["count"] for grade in one["grades"]) for one in found["grades"]} == {len(rated(made[0]))}


def test_the_folder_holds_what_it_names(made: tuple[Path, Path]) -> None:
    """Deliveries, store, outputs, standings of a hundred or of all, page; and it says that all is synthetic."""
    folder = made[0]

    names = {path.name for path in folder.iterdir()}
    assert {"deliveries", "store.db", "ratings.parquet", "contributions.parquet", "index.html"} <= names
    assert len((folder / "standings.jsonl").read_text(encoding="utf-8").splitlines()) > 50
    assert NOTICE in (folder / "index.html").read_text(encoding="utf-8")
    assert summary(folder)["synthetic"] is True


def test_its_ledger_proves_itself(made: tuple[Path, Path]) -> None:
    """The store of a demo passes the audit like any other."""
    answer = CliRunner().invoke(app, ["check-ledger", "--json", "--data", str(made[0])])

    assert json.loads(answer.stdout)["sound"] is True


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    """The demo replaces only an earlier demo's files."""
    (tmp_path / "letter.txt").write_text("dear reader")

    answer = demo(tmp_path)

    assert answer.exit_code == 3
    assert answer.stderr.startswith("[DEMO-FOLDER]")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
