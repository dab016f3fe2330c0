"""The tutorial on real lists is true: its commands, run over the real files, say what it says."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree
from typing import Final

import pytest

from tests.docs.sessions import Step, steps_of, untrue
from tests.shared import shared_file
from xinyong.app.deliveries import deliveries
from xinyong.bootstrap import registry

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "real-lists.md"
_MONTH: Final = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files where the tutorial wants them."""
    found = tmp_path_factory.mktemp("reader")
    copytree(shared_file("data/jp_labour_violations"), found / "lists" / "japan")
    copy(shared_file("data/h2_debarments.csv"), found / "lists" / "h2.csv")
    return found


@pytest.fixture(scope="module")
def walked(folder: Path) -> list[tuple[Step, str]]:
    """The page's commands, run once, in order: those that do not answer what the page says, with their answers."""
    return untrue(PAGE, folder)


def test_every_command_says_what_the_page_says(walked: list[tuple[Step, str]]) -> None:
    """Counts, questions, reasons, standings before, inside and after."""
    assert [] == walked
    assert sum(step.command.startswith("xinyong standing") for step in steps_of(PAGE.read_text(encoding="utf-8"))) == 3


@pytest.mark.usefixtures("walked")
def test_the_table_of_months_is_the_ledgers(folder: Path) -> None:
    """Thirteen rows, each what the ledger closed a delivery with."""
    told = dict(_MONTH.findall(PAGE.read_text(encoding="utf-8")))

    assert len(told) == 13
    assert told == dict(months(folder / "registry"))


def months(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the day of each monthly list, and its row of the table."""
    with registry.opened(data) as store:
        for one in deliveries(store):
            if one.snapshot_on is not None and one.closed is not None:
                sums = one.closed
                counts = (sums.rows, sums.entered, sums.corrected, sums.repeated, sums.quarantined, sums.removed)
                yield one.snapshot_on.isoformat(), " | ".join(map(str, counts))
