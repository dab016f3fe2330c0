"""Thirteen monthly lists of Japan's labour bureaus, in order: what the ledger learns is the set difference."""

import datetime as dt
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.registries import Done, Registry, Row, accounted, given_back, read, unexplained, write
from tests.shared import shared_file
from xinyong.app.intake.run import IntakeFault, Report
from xinyong.ledger.entries import Checkpoint, RecordEntered

MAPPING: Final = "jp-labour-violations"
HEISEI: Final = 1988
"""The year before the first of the era in which every day of these lists falls."""

Key = tuple[str, str, dt.date, str]
_VOLATILE: Final = {"snapshot_period", "最終更新日"}


def _day(text: str) -> dt.date:
    """Read H29.1.31."""
    year, month, day = unicodedata.normalize("NFKC", text).removeprefix("H").split(".")
    return dt.date(HEISEI + int(year), int(month), int(day))


def _key(row: Row) -> Key:
    """The key of the mapping: name, place, day of publication, articles."""
    return row["企業・事業場名称"], row["所在地"], _day(row["公表日"]), row["違反法条"]


def _key_of(record: RecordEntered) -> Key:
    """The same four of a record in the ledger."""
    day = record.facts["effective"]
    assert isinstance(day, dt.date)
    _, _, _, name, place, _, articles, *_ = record.source
    return name, place, day, articles


def _content(row: Row) -> tuple[str, ...]:
    """What a row says, without what changes every month by itself."""
    return tuple(cell for name, cell in row.items() if name not in _VOLATILE)


@dataclass(frozen=True)
class Expected:
    """What a month does to the list before it; worked out from the files."""

    added: set[Key]
    corrected: set[Key]
    removed: set[Key]
    contradicted: int
    asks: bool


@dataclass(frozen=True)
class Month:
    """A month, what it should do, what it did, and the heads around it and around its second delivery."""

    file: Path
    expected: Expected
    first_answer: Report
    report: Report
    done: Done
    head: Checkpoint
    again: Report
    head_again: Checkpoint


def _expected(rows: list[Row], standing: dict[Key, tuple[str, ...]]) -> tuple[Expected, dict[Key, tuple[str, ...]]]:
    """Compare a list with the one before; of rows with one key the one that stands stays, else the first."""
    contents: dict[Key, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        contents[_key(row)].append(_content(row))
    after = {key: next((one for one in said if one == standing.get(key)), said[0]) for key, said in contents.items()}
    removed = standing.keys() - after.keys()
    expected = Expected(
        added=after.keys() - standing.keys(),
        corrected={key for key in after.keys() & standing.keys() if after[key] != standing[key]},
        removed=removed,
        contradicted=sum(one != after[key] for key, said in contents.items() for one in said),
        asks=len(removed) * 5 > len(standing),
    )
    return expected, after


def _files() -> list[Path]:
    return sorted(shared_file("data/jp_labour_violations").glob("*.csv"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry that keeps the list."""
    return Registry(tmp_path_factory.mktemp("japan"))


@pytest.fixture(scope="module")
def months(kept: Registry) -> list[Month]:
    """Every month delivered in order, confirmed by the official where the registry asks, and delivered twice."""
    months: list[Month] = []
    standing: dict[Key, tuple[str, ...]] = {}
    for file in _files():
        expected, standing = _expected(read(file), standing)
        first = kept.take_in(file, MAPPING)
        report = first if first.state == "done" else kept.take_in(file, MAPPING, confirmed=True)
        head = kept.head()
        again = kept.take_in(file, MAPPING)
        done = kept.done(report.delivery)
        months.append(Month(file, expected, first, report, done, head, again, kept.head()))
    return months


def _keys(records: list[RecordEntered]) -> set[Key]:
    return {_key_of(record) for record in records}


def test_additions_and_removals_are_the_set_difference(months: list[Month]) -> None:
    """Thirteen months: what the ledger added and removed is what the file has and the one before lacks, and back."""
    assert len(months) == 13
    assert [_keys(month.done.entered) for month in months] == [month.expected.added for month in months]
    assert [_keys(month.done.removed) for month in months] == [month.expected.removed for month in months]


def test_no_record_was_added_or_removed_twice(months: list[Month]) -> None:
    """The sets above hide no doubles: the sums of the reports are their sizes."""
    assert [len(month.done.entered) for month in months] == [len(month.expected.added) for month in months]
    assert [month.report.removed for month in months] == [len(month.expected.removed) for month in months]


def test_rows_that_changed_are_corrections(months: list[Month]) -> None:
    """The same key with other words is a new version, and nothing else is."""
    assert [_keys(month.done.corrected) for month in months] == [month.expected.corrected for month in months]
    assert sum(len(month.expected.corrected) for month in months) > 100


def test_every_row_is_accounted_for(months: list[Month]) -> None:
    """The six add up to the rows that the csv module counts; no row of a list is lost."""
    assert [accounted(month.report) for month in months] == [len(read(month.file)) for month in months]
    assert [month.report.rows for month in months] == [len(read(month.file)) for month in months]


def test_the_second_import_of_any_month_changes_nothing(months: list[Month]) -> None:
    """Not one entry, not one held row: the head of the chain is the same."""
    assert [month.again.state for month in months] == ["already"] * 13
    assert [month.head_again for month in months] == [month.head for month in months]


def test_an_old_month_delivered_once_more_at_the_end_changes_nothing(kept: Registry, months: list[Month]) -> None:
    """A delivery is known by what it holds, however long ago it came."""
    head = kept.head()

    answers = [kept.take_in(month.file, MAPPING).state for month in months[::6]]

    assert answers == ["already"] * 3
    assert kept.head() == head


def test_a_month_that_would_remove_a_fifth_of_the_list_waits(months: list[Month]) -> None:
    """The data say which: those that lack more than 20 in 100 of the month before, and no other."""
    asked = [month.file.name[:2] for month in months if month.first_answer.state == "waiting"]

    assert asked == [month.file.name[:2] for month in months if month.expected.asks]
    assert asked == ["12"]
    assert [one.code for one in months[11].first_answer.questions] == ["many-removed"]


def test_rows_that_contradict_each_other_are_held(kept: Registry, months: list[Month]) -> None:
    """In April 2018 two bureaus tell one case with different sums; one row stands, the other waits with its reason."""
    assert [month.report.quarantined for month in months] == [month.expected.contradicted for month in months]

    held = kept.held()
    assert [(one.reason, one.line) for one in held] == [("key-twice", _contradicted_line(months[12].file))]
    assert unexplained(held) == []


def _contradicted_line(path: Path) -> int:
    """The line of the second row of a key; no cell of these files holds a line break."""
    keys = [_key(row) for row in read(path)]
    return next(line for line, key in enumerate(keys, 2) if key in keys[: line - 2])


def test_a_month_before_the_newest_waits_and_writes_nothing(tmp_path: Path) -> None:
    """Out of order: the registry asks first, and an official's word lets it in."""
    kept = Registry(tmp_path)
    april, may = _files()[:2]
    kept.take_in(may, MAPPING)
    head = kept.head()

    answer = kept.take_in(april, MAPPING)

    assert answer.state == "waiting"
    assert [one.code for one in answer.questions] == ["out-of-order"]
    assert kept.head() == head
    assert kept.take_in(april, MAPPING, confirmed=True).state == "done"


def test_a_list_broken_off_in_the_middle_waits(tmp_path: Path) -> None:
    """The planted harm: half of May removes far more than a fifth, and nothing is removed before somebody confirms."""
    kept = Registry(tmp_path)
    april, may = _files()[:2]
    kept.take_in(april, MAPPING)
    head = kept.head()

    answer = kept.take_in(write(tmp_path / "half.csv", read(may)[:150]), MAPPING)

    assert answer.state == "waiting"
    assert kept.head() == head


def test_a_list_that_does_not_say_its_day_is_told_it(tmp_path: Path) -> None:
    """As the lists were first published: without the first column, and the day stated by whoever hands them in."""
    kept = Registry(tmp_path)
    april, may = _files()[:2]
    bare = [
        write(
            tmp_path / file.name, [{name: row[name] for name in row if name != "snapshot_period"} for row in read(file)]
        )
        for file in (april, may)
    ]

    with pytest.raises(IntakeFault, match="state no day"):
        kept.take_in(bare[0], MAPPING)
    first = kept.take_in(bare[0], MAPPING, list_day=dt.date(2017, 4, 30))
    second = kept.take_in(bare[1], MAPPING, list_day=dt.date(2017, 5, 30))

    expected, standing = _expected(read(april), {})
    assert first.entered == len(expected.added)
    assert second.removed == len(_expected(read(may), standing)[0].removed)


def test_a_held_row_comes_back_in_its_form_and_is_mended_in_the_list(tmp_path: Path) -> None:
    """The row that contradicts another goes back; told apart and sent again with the whole list, it comes in."""
    kept = Registry(tmp_path)
    last = _files()[-1]
    report = kept.take_in(last, MAPPING)
    back = given_back(kept, report, tmp_path / "held.csv")
    rows = read(last)
    place = _contradicted_line(last) - 2
    assert [row["outline"] for row in back] == [rows[place]["事案概要"]]

    told_apart = [*rows[:place], {**rows[place], "違反法条": f"{rows[place]['違反法条']}（別件）"}, *rows[place + 1 :]]
    again = kept.take_in(write(tmp_path / "mended.csv", told_apart), MAPPING, confirmed=True)

    assert (again.entered, again.quarantined, again.removed) == (1, 0, 0)
    assert kept.held() == []
