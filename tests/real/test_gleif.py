"""Five thousand rows of a register under another identifier scheme: LEIs, names of many scripts, one issuer's slips."""

from pathlib import Path
from typing import Final

import pytest

from tests.registries import Registry, Row, accounted, given_back, read, unexplained, write
from tests.shared import shared_file
from xinyong.app.intake.run import Report
from xinyong.app.search import find
from xinyong.bootstrap import registry

MAPPING: Final = "register-lei"
FILE: Final = "data/gleif_entities.csv"


def _holds(lei: str) -> bool:
    """ISO 17442: letters are numbers from 10 on, and the whole is 1 modulo 97."""
    return int("".join(str(int(character, 36)) for character in lei)) % 97 == 1


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    return read(shared_file(FILE))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry that takes them in."""
    return Registry(tmp_path_factory.mktemp("gleif"))


@pytest.fixture(scope="module")
def report(kept: Registry) -> Report:
    """What became of the file."""
    return kept.take_in(shared_file(FILE), MAPPING)


def test_every_row_is_entered_or_waits_for_its_check_digits(rows: list[Row], report: Report) -> None:
    """ISO 17442 worked out here says which; nothing else is held, and no row is lost."""
    sound = sum(_holds(row["lei"]) for row in rows)

    assert accounted(report) == report.rows == len(rows) == 5_000
    assert (report.entered, report.quarantined) == (sound, len(rows) - sound)
    assert report.reasons == {"check_digits": len(rows) - sound}


def test_the_held_rows_are_those_whose_digits_fail(rows: list[Row], kept: Registry, report: Report) -> None:
    """Line by line, each with the code that a human should look at."""
    failing = [(line, row["lei"]) for line, row in enumerate(rows, 2) if not _holds(row["lei"])]

    held = [one for one in kept.held() if one.delivery == report.delivery]

    assert len(failing) == 13
    assert [(one.line, one.value) for one in held] == failing
    assert unexplained(held) == []


def test_each_lei_is_a_subject_of_its_own(rows: list[Row], kept: Registry, report: Report) -> None:
    """No two codes share one, no code has none, and the failing ones opened none."""
    sound = [row["lei"] for row in rows if _holds(row["lei"])]
    failing = [row["lei"] for row in rows if not _holds(row["lei"])]

    with registry.opened(kept.data) as store:
        numbers = store.subjects([("lei", lei) for lei in sound])
        none = store.subjects([("lei", lei) for lei in failing])

    assert None not in numbers
    assert len(set(numbers)) == len(sound) == report.subjects
    assert set(none) == {None}


@pytest.mark.parametrize("lei", ["2138001I4N44QV4N1858", "097900CAKA0000182529", "08J21IH6Q4W00ZCQXZ23"])
def test_an_entity_is_found_by_its_name(rows: list[Row], kept: Registry, report: Report, lei: str) -> None:
    """Letters of other alphabets included."""
    (name,) = [row["legal_name"] for row in rows if row["lei"] == lei]

    with registry.opened(kept.data) as store:
        found = find(store, name, limit=5)

    assert report.state == "done"
    assert lei in [identifier.split(" ")[-1] for identifier in found[0].identifiers]


def test_the_same_file_again_changes_nothing(kept: Registry, report: Report) -> None:
    """The head of the chain stays."""
    head = kept.head()

    assert kept.take_in(shared_file(FILE), MAPPING).state == "already"
    assert report.state == "done"
    assert kept.head() == head


@pytest.mark.usefixtures("report")
def test_held_rows_come_back_in_their_form_and_can_be_mended(rows: list[Row], kept: Registry, tmp_path: Path) -> None:
    """Thirteen rows go back; two, given sound codes made up here, come in, and sending them again is no news."""
    report = kept.take_in(shared_file(FILE), MAPPING, authority="another-issuer")
    back = given_back(kept, report, tmp_path / "held.csv")
    assert [row["legal_name"] for row in back] == [row["legal_name"] for row in rows if not _holds(row["lei"])]
    assert set(rows[0]) <= set(back[0])

    mended = [{**row, "lei": _sound(row["lei"][:18])} for row in back[:2]]
    again = kept.take_in(write(tmp_path / "mended.csv", mended), MAPPING, authority="another-issuer")

    assert (again.rows, again.entered, again.quarantined) == (2, 2, 0)


def _sound(body: str) -> str:
    """Give 18 characters the check digits of ISO 17442."""
    return next(code for digits in range(2, 99) if _holds(code := f"{body}{digits:02d}"))
