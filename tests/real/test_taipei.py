"""Taipei's fines: 2,657 rows, document numbers that are not unique, and twins that count on one entry."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.registries import Registry, Row, accounted, copies, given_back, read, unexplained, write
from tests.shared import shared_file
from xinyong.app.intake.run import Report
from xinyong.app.search import find
from xinyong.bootstrap import registry

MAPPING: Final = "taipei-labour-violations"
FILE: Final = "data/taipei_labour_violations.csv"
KEY: Final = ("doc_no", "organisation", "law_article", "decided_on")


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    return read(shared_file(FILE))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry that takes them in."""
    return Registry(tmp_path_factory.mktemp("taipei"))


@pytest.fixture(scope="module")
def report(kept: Registry) -> Report:
    """What became of the file."""
    return kept.take_in(shared_file(FILE), MAPPING)


def test_every_row_is_entered_or_waits_with_its_reason(rows: list[Row], kept: Registry, report: Report) -> None:
    """Three names have no legal form that shows an organisation; each says so with its line, its name and a fix."""
    assert accounted(report) == report.rows == len(rows) == 2_657
    assert (report.entered, report.quarantined) == (2_654, 3)
    assert report.reasons == {"class-not-shown": 3}
    held = [one for one in kept.held() if one.delivery == report.delivery]
    assert [rows[one.line - 2]["organisation"] for one in held] == [one.value for one in held]
    assert unexplained(held) == []


def test_identical_twins_count_on_one_entry(rows: list[Row], kept: Registry, report: Report) -> None:
    """28 rows are twins of others: the entry of each key says how many rows it stands for, and the sum is whole."""
    every = copies(rows, _key)
    assert (_repeated_to_the_byte(), sum(every.values()) - len(every)) == (28, 28)
    held = {_key(rows[one.line - 2]) for one in kept.held() if one.delivery == report.delivery}
    expected = {key: count for key, count in every.items() if key not in held}

    entered = kept.done(report.delivery).entered
    found = {
        (number, name, article, day): one.copies for one in entered for number, day, article, name, *_ in [one.source]
    }

    assert found == expected
    assert report.entries == len(entered) == len(expected)


def _repeated_to_the_byte() -> int:
    """The lines of the file that stood before; no cell of it holds a line break."""
    lines = shared_file(FILE).read_bytes().splitlines()
    return len(lines) - len(set(lines))


def test_a_document_number_is_not_a_key(rows: list[Row], report: Report) -> None:
    """The mapping's key is worth its length: numbers alone would have merged different acts."""
    numbers = Counter(row["doc_no"] for row in rows)

    assert report.state == "done"
    assert len(numbers) < len(copies(rows, _key))


def test_traditional_names_are_found_in_simplified_characters(kept: Registry, report: Report) -> None:
    """The same organisation whichever script asks."""
    with registry.opened(kept.data) as store:
        traditional = find(store, "臺北榮民總醫院", limit=5)
        simplified = find(store, "台北荣民总医院", limit=5)

    assert report.state == "done"
    assert traditional[0].name == "臺北榮民總醫院"
    assert simplified[0].name == traditional[0].name


def test_the_same_file_again_changes_nothing(kept: Registry, report: Report) -> None:
    """The head of the chain stays."""
    head = kept.head()

    assert kept.take_in(shared_file(FILE), MAPPING).state == "already"
    assert report.state == "done"
    assert kept.head() == head


def test_held_rows_are_mended_and_sent_again(rows: list[Row], kept: Registry, report: Report, tmp_path: Path) -> None:
    """For the test's sake two are said to be organisations and come in; the third is said to be a person: a count.

    None of them is held any longer: what came back as a person's is settled too, and nothing of it is kept.
    """
    authority = "mending-authority"
    held = [one for one in kept.held() if one.delivery == report.delivery]
    three = [rows[one.line - 2] for one in held]
    first = kept.take_in(write(tmp_path / "taipei.csv", three), MAPPING, authority=authority)
    back = given_back(kept, first, tmp_path / "held.csv")
    assert [row["organisation"] for row in back] == [row["organisation"] for row in three]

    types = ("organisation", "person", "organisation")
    said = [{**row, "subject_type": type_} for row, type_ in zip(back, types, strict=True)]
    again = kept.take_in(write(tmp_path / "mended.csv", said), MAPPING, authority=authority)

    assert (again.rows, again.entered, again.personal) == (3, 2, 1)
    assert [one.line for one in kept.held() if one.authority == authority] == []
