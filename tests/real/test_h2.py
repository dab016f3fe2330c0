"""Fifty-seven debarments, each for a term: the day after its last is the first without it."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.registries import Registry, Row, accounted, copies, given_back, read, unexplained, write
from tests.shared import shared_file
from xinyong.app.intake.run import Report

MAPPING: Final = "h2-debarments"
FILE: Final = "data/h2_debarments.csv"
UNSHOWN: Final = "Green Three Landscaping Company"
"""The one name in the file without a legal form."""

_FORMS: Final = re.compile(r"\b(Inc|LLC|Ltd|Corp|Corporation)\b", re.IGNORECASE)
"""What shows that a name is an organisation's. "Company" does not: sole traders call themselves so too."""


def _unshown(rows: list[Row]) -> list[str]:
    """The names in the file without a legal form."""
    return [row["Entity Debarred"] for row in rows if not _FORMS.search(row["Entity Debarred"])]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    return read(shared_file(FILE))


@pytest.fixture
def kept(tmp_path: Path) -> Registry:
    """A registry."""
    return Registry(tmp_path)


@pytest.fixture
def report(kept: Registry) -> Report:
    """What became of the file."""
    return kept.take_in(shared_file(FILE), MAPPING)


def test_every_row_is_entered_or_waits_with_its_reason(rows: list[Row], kept: Registry, report: Report) -> None:
    """56 come in; one names a body whose name does not show that it is one."""
    expected = copies(rows, lambda row: (row["Program"], row["Entity Debarred"], row["Start Date"]))

    assert accounted(report) == report.rows == len(rows) == len(expected) == 57
    assert (report.entered, report.quarantined) == (56, 1)
    assert _unshown(rows) == [UNSHOWN]
    held = kept.held()
    assert [(one.value, one.reason) for one in held] == [(name, "class-not-shown") for name in _unshown(rows)]
    assert [rows[one.line - 2]["Entity Debarred"] for one in held] == _unshown(rows)
    assert unexplained(held) == []


def test_each_term_ends_on_the_day_after_its_last(rows: list[Row], kept: Registry, report: Report) -> None:
    """Intervals are half-open; the permanent debarment has no end."""
    expected = Counter(
        (row["Entity Debarred"], _day(row["Start Date"]), _after(row["End Date"]))
        for row in rows
        if row["Entity Debarred"] not in _unshown(rows)
    )

    entered = kept.done(report.delivery).entered
    found = Counter((one.document["name"], one.facts["effective"], one.facts.get("ended")) for one in entered)

    assert found == expected
    assert sum(end is None for _, _, end in expected) == 1


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _after(text: str) -> dt.date | None:
    return _day(text) + dt.timedelta(days=1) if text else None


def test_each_row_is_on_the_list_under_its_own_name(rows: list[Row], kept: Registry, report: Report) -> None:
    """`list:h2:...` of each is unique, also where one body was debarred twice."""
    assert max(Counter(row["Entity Debarred"] for row in rows).values()) == 2
    listings = [one.listing for one in kept.done(report.delivery).entered]

    assert len(set(listings)) == 56
    assert [one for one in listings if one is None or not one.startswith("list:h2:")] == []


def test_the_held_row_is_mended_and_sent_again(rows: list[Row], kept: Registry, report: Report, tmp_path: Path) -> None:
    """It comes back in its form; with its type filled in it is entered, and nothing is left open."""
    back = given_back(kept, report, tmp_path / "held.csv")
    waiting = [row for row in rows if row["Entity Debarred"] in _unshown(rows)]
    assert [(row["name"], row["start"], row["end"]) for row in back] == [
        (row["Entity Debarred"], row["Start Date"], row["End Date"]) for row in waiting
    ]

    mended = write(tmp_path / "mended.csv", [{**back[0], "subject_type": "organisation"}])
    again = kept.take_in(mended, MAPPING)

    assert (again.rows, again.entered) == (1, 1)
    assert kept.held() == []


def test_the_same_file_again_changes_nothing(kept: Registry, report: Report) -> None:
    """The head of the chain stays."""
    head = kept.head()

    assert kept.take_in(shared_file(FILE), MAPPING).state == "already"
    assert report.state == "done"
    assert kept.head() == head
