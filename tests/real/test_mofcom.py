"""The entities on China's own lists: every row comes in, under its Chinese and its English name."""

import datetime as dt
from collections import Counter
from typing import Final

import pytest

from tests.registries import Registry, Row, accounted, copies, read
from tests.shared import shared_file
from xinyong.app.intake.run import Report
from xinyong.app.search import find
from xinyong.bootstrap import registry

MAPPING: Final = "mofcom-entities"
FILE: Final = "data/mofcom_entities.csv"
CODES: Final = {
    "不可靠实体清单": "unreliable-entity",
    "出口管制管控名单": "export-control",
    "反外国制裁反制清单": "countermeasure",
}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    return read(shared_file(FILE))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry that takes them in."""
    return Registry(tmp_path_factory.mktemp("mofcom"))


@pytest.fixture(scope="module")
def report(kept: Registry) -> Report:
    """What became of the file."""
    return kept.take_in(shared_file(FILE), MAPPING)


def test_every_row_comes_in(rows: list[Row], report: Report) -> None:
    """A type column says that each is an entity, so nothing is held."""
    expected = copies(rows, lambda row: (row["name"], row["programs"]))

    assert accounted(report) == report.rows == len(rows) == 185
    assert (report.entered, report.entries) == (185, len(expected))
    assert report.reasons == {}


def test_each_record_says_its_list_and_its_day(rows: list[Row], kept: Registry, report: Report) -> None:
    """The columns that rules read are those of the file."""
    expected = Counter((row["name"], CODES[row["programs"]], dt.date.fromisoformat(row["listed_on"])) for row in rows)

    entered = kept.done(report.delivery).entered

    assert Counter((one.document["name"], one.facts["code"], one.facts["effective"]) for one in entered) == expected


@pytest.mark.parametrize("column", ["name_zh", "name_en"])
def test_each_entity_is_found_by_either_name(rows: list[Row], kept: Registry, report: Report, column: str) -> None:
    """Every twentieth row, asked by its own name: the best answer has all of it, and is a row of this list."""
    asked = rows[::20]

    with registry.opened(kept.data) as store:
        found = [find(store, row[column], limit=1)[0] for row in asked]

    assert report.state == "done"
    assert [one.name for one in found] == [row[column] for row in asked]
    assert {one.identifiers[0].split(":")[1] for one in found} == {"mofcom"}


def test_the_same_file_again_changes_nothing(kept: Registry, report: Report) -> None:
    """The head of the chain stays."""
    head = kept.head()

    assert kept.take_in(shared_file(FILE), MAPPING).state == "already"
    assert report.state == "done"
    assert kept.head() == head
