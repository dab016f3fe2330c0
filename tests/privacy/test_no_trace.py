"""Deliveries full of personal numbers, in every form: afterwards every byte that the program wrote is read."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.privacy.bytes_of import traces
from tests.privacy.house import MAPPING, OFFICIAL, House, write_csv, write_json_lines, write_parquet, write_xlsx
from tests.privacy.planted import COMPANY, NUMBERS, OTHER_COMPANY, RESPONSIBLE, TRACES, Row, delivery

_FORMS: Final[dict[str, Callable[[Path, Sequence[Row]], Path]]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "jsonl": write_json_lines,
    "parquet": write_parquet,
}
_QUESTIONS: Final = (
    ("standing", COMPANY, "--json"),
    ("standing", COMPANY),
    ("standing", OTHER_COMPANY, "--as-of", "2026-06-01", "--json"),
    ("explain", COMPANY, "cn.tax.rating"),
    ("roadmap", COMPANY, "--json"),
    ("history", COMPANY, "--json"),
    ("history", COMPANY),
    ("find", "北京甲乙丙贸易", "--json"),
    ("find", RESPONSIBLE[:2]),
    ("scorecard", "--json"),
    ("deliveries", "--json"),
    ("quarantine", "list", "--json"),
    ("quarantine", "list"),
    ("link", "list"),
    ("check-ledger",),
)
_SUMS: Final = ("entered", "corrected", "repeated", "refused", "quarantined", "personal")

Reports = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A registry and everything that it says."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def reports(house: House, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """One delivery in four forms, each looked over and taken in; then the registry is asked all that can be asked."""
    outside = tmp_path_factory.mktemp("outside")
    files = {form: write(outside / f"penalties.{form}", delivery().rows) for form, write in _FORMS.items()}
    for form, file in files.items():
        house.ask("ingest", str(file), "--mapping", MAPPING, "--authority", form, "--check")
        house.ask("mask", str(file), "--mapping", MAPPING, "--authority", form, "--out", f"{house.folder}/{form}.csv")
    reports = {form: house.ingest(file, form) for form, file in files.items()}
    for words in _QUESTIONS:
        house.ask(*words)
    for form, report in reports.items():
        house.ask("quarantine", "export", report["delivery"], "--out", f"{house.folder}/held-{form}.csv")
    house.ask("quarantine", "export", reports["csv"]["delivery"], "--out", f"{house.folder}/held.xlsx")
    house.ask("backup", f"{house.folder}/registry.backup")
    house.ask("export", "parquet", f"{house.folder}/records")
    house.ask("evaluate", "--as-of", "2026-11-23")
    return reports


@pytest.mark.usefixtures("reports")
def test_nothing_of_a_person_is_anywhere(house: House) -> None:
    """Store, its log, staging, archive, results, held files, backup, everything said: not one planted thing."""
    assert traces(house.folder, TRACES) == []


@pytest.mark.parametrize("form", list(_FORMS))
def test_rows_about_persons_leave_a_count(reports: Reports, form: str) -> None:
    """A natural person, codes 92 and of fifteen digits, personal numbers in columns of codes: five rows, one number."""
    report = reports[form]

    assert report["personal"] == delivery().persons == 5
    assert sum(report[name] for name in _SUMS) == report["rows"] == len(delivery().rows)


@pytest.mark.parametrize("form", list(_FORMS))
def test_the_rows_of_organisations_came_in(reports: Reports, form: str) -> None:
    """The silence is none of an empty store: rows whose key, day or sum was a number went back."""
    report = reports[form]

    assert report["entered"] == len(delivery().rows) - 5 - 3
    assert report["refused"] == 3
    assert report["quarantined"] == 0


def test_every_form_is_masked_alike(house: House, reports: Reports) -> None:
    """What is kept does not depend on the file's form, so whoever delivers can compute the digest."""
    masked = {form: (house.folder / f"{form}.csv").read_text(encoding="utf-8") for form in reports}

    assert masked["csv"].count("*****") > 10
    assert set(masked.values()) == {masked["csv"]}


@pytest.fixture(scope="module")
def holding(house: House, reports: Reports) -> set[str]:
    """Files that hold a name out of free text, before anybody erases it: the tests run in any order."""
    assert reports
    return {Path(trace.file).name.split("-")[0] for trace in traces(house.folder, [RESPONSIBLE])}


def test_a_name_in_free_text_is_kept_and_never_public(holding: set[str], reports: Reports) -> None:
    """The store has it, since no pattern finds a name; no answer, archive or result does."""
    assert holding == {"store.db", "registry.backup", *(f"{form}.csv" for form in reports)}


@pytest.mark.usefixtures("holding")
def test_a_name_in_free_text_can_be_erased(house: House) -> None:
    """After an official's erasure of the records that hold it, not one byte of the registry does."""
    entries = [json.loads(line) for line in house.ask("history", COMPANY, "--json").splitlines()]
    records = [str(entry["seq"]) for entry in entries if entry["kind"] in {"penalty", "record.entered"}]

    house.run("erase", *records, "--as", OFFICIAL, "--reason", "names a person")

    assert records != []
    assert traces(house.data, [RESPONSIBLE]) == []
    assert traces(house.data, TRACES) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_the_reader_of_bytes_finds_each_number_when_it_is_there(tmp_path: Path, number: str) -> None:
    """The planted violation: one number in a file beside, among bytes that are no text."""
    (tmp_path / "beside.log").write_bytes(b"\0\xff\xfe" + number.lower().encode() + b"\xfe")

    assert {trace.what for trace in traces(tmp_path, NUMBERS)} == {number}
