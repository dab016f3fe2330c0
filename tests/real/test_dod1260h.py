"""The list of section 1260H: aliases and former names of one body, each row with a first and sometimes a last day."""

import datetime as dt
from collections import Counter
from typing import Final

import pytest

from tests.registries import Registry, Row, accounted, copies, read
from tests.shared import shared_file
from xinyong.app.intake.run import Report
from xinyong.app.search import find
from xinyong.bootstrap import registry

MAPPING: Final = "dod-1260h"
FILE: Final = "data/dod_1260h.csv"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    return read(shared_file(FILE))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry that takes them in."""
    return Registry(tmp_path_factory.mktemp("dod"))


@pytest.fixture(scope="module")
def report(kept: Registry) -> Report:
    """What became of the file."""
    return kept.take_in(shared_file(FILE), MAPPING)


def test_every_row_comes_in(rows: list[Row], report: Report) -> None:
    """The law itself says that the list names entities, so nothing is held; a name listed twice is two rows."""
    expected = copies(rows, lambda row: (row["Name"], row["Start date"]))

    assert accounted(report) == report.rows == len(rows) == 397
    assert (report.entered, report.entries) == (397, len(expected))
    assert len({row["Name"] for row in rows}) < len(expected)
    assert report.reasons == {}


def test_each_record_has_its_interval(rows: list[Row], kept: Registry, report: Report) -> None:
    """Start and end are those of the file; a row without an end has none."""
    expected = Counter((row["Name"], _day(row["Start date"]), _day(row["End date"])) for row in rows)

    entered = kept.done(report.delivery).entered
    found = Counter((one.document["name"], one.facts["effective"], one.facts.get("ended")) for one in entered)

    assert found == expected
    assert sum(day is not None for _, _, day in expected) == 21


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize("column", ["Alias", "Previous Name"])
def test_a_body_is_found_by_its_other_names(rows: list[Row], kept: Registry, report: Report, column: str) -> None:
    """Asked by alias or former name, the answers hold a row of the body that bears it."""
    asked = [row for row in rows if row[column]][:: 20 if column == "Alias" else 1]

    with registry.opened(kept.data) as store:
        found = [find(store, row[column], limit=20) for row in asked]

    assert report.state == "done"
    assert len(asked) > 5
    missed = [
        row["Name"]
        for row, answers in zip(asked, found, strict=True)
        if not any(row["Name"] in identifier for one in answers for identifier in one.identifiers)
    ]
    assert missed == []


def test_the_same_file_again_changes_nothing(kept: Registry, report: Report) -> None:
    """The head of the chain stays."""
    head = kept.head()

    assert kept.take_in(shared_file(FILE), MAPPING).state == "already"
    assert report.state == "done"
    assert kept.head() == head
