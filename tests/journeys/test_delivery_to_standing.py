"""From an empty folder to a standing, and back: every step through the command line, as a clerk would take it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.journeys.desk import CLERK, Answer, opened, organisations

DAY: Final = "2025-12-31"
LATE: Final = {"day": "2025-08-16", "due": "2025-08-15", "amount": "250000", "tax_type": "增值税", "corrected": ""}
MADE_GOOD: Final = LATE | {"corrected": "2025-08-25"}


def late_return(code: str, **facts: str) -> dict[str, str]:
    """A row of the own form of late returns."""
    return {"subject": code, "name": "", **LATE, **facts}


def total(answer: Answer) -> int:
    """The running total of the tax rating in a standing."""
    return int(running(answer.json)["total"])


def running(standing: Mapping[str, Any]) -> Mapping[str, Any]:
    """The running tax rating of a standing."""
    ratings: list[Mapping[str, Any]] = standing["ratings"]
    [found] = [one for one in ratings if one["family"] == "cn.tax.rating" and one["status"] == "running"]
    return found


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """One whole journey; each step's answer by its name."""
    desk = opened(tmp_path_factory.mktemp("journey"))
    code, other = organisations(desk, 2)
    found = {"activate": desk.run("packs", "activate", "--all", "--as", CLERK, "--json")}
    ask = ("standing", code, "--as-of", DAY, "--json")
    rows = [late_return(code), late_return(other, **MADE_GOOD), late_return(other, day="2025-09-16", due="")]
    found["clean"] = desk.run(*ask)
    found["delivered"] = desk.ingest("late.csv", "tax.return.late", rows)
    found["late"] = desk.run(*ask)
    found["again"] = desk.ingest("late.csv", "tax.return.late", rows)
    found["unchanged"] = desk.run(*ask)
    found["evaluated"] = desk.run("evaluate", "--as-of", DAY, "--json")
    found["roadmap"] = desk.run("roadmap", code, "--as-of", DAY, "--json")
    found["corrected"] = desk.ingest("correction.csv", "tax.return.late", [late_return(code, **MADE_GOOD)])
    found["made good"] = desk.run(*ask)
    found["explained"] = desk.run("explain", code, "cn.tax.rating", "--as-of", DAY)
    reason = ("--reason", "file of another office", "--as", CLERK)
    found["withdrawn"] = desk.run("withdraw", found["corrected"].json["delivery"][:16], *reason, "--json")
    found["back"] = desk.run(*ask)
    found["history"] = desk.run("history", code, "--json")
    found["check"] = desk.run("check-ledger", "--json")
    return found


def test_every_step_ends_well(journey: dict[str, Answer]) -> None:
    """No step ends with anything but exit code 0."""
    assert {name: answer.err for name, answer in journey.items() if answer.exit_code} == {}


def test_every_pack_comes_into_force(journey: dict[str, Answer]) -> None:
    """Each is told with its digest."""
    assert len(journey["activate"].lines) > 10
    assert all(line["active"] and line["changed"] and len(line["digest"]) == 64 for line in journey["activate"].lines)


def test_a_late_return_costs_points_and_says_by_which_article(journey: dict[str, Answer]) -> None:
    """The rating falls, and the contribution names the record and the article."""
    contributions = running(journey["late"].json)["contributions"]
    counting = [one for one in contributions if one["state"] == "counts" and one["effect"] == "scores"]

    assert total(journey["late"]) < total(journey["clean"])
    assert [one["cited"]["article"] for one in counting] != []
    assert {one["record"] for one in counting} <= {record["seq"] for record in journey["late"].json["records"]}


def test_the_same_file_twice_changes_nothing(journey: dict[str, Answer]) -> None:
    """The second time it came in already, and the standing has the same bytes."""
    assert journey["again"].json["state"] == "already"
    assert journey["unchanged"].out == journey["late"].out


def test_everybody_is_evaluated_like_one(journey: dict[str, Answer]) -> None:
    """The bulk evaluation rates both organisations and names the files it wrote."""
    assert journey["evaluated"].json["ratings"] == 2
    assert {"ratings.parquet", "contributions.parquet"} <= set(journey["evaluated"].json["files"])


def test_the_roadmap_names_what_would_help(journey: dict[str, Answer]) -> None:
    """Making the return good is a repair of that very record."""
    seqs = {record["seq"] for record in journey["late"].json["records"]}

    repairs = journey["roadmap"].json["repairs"]
    assert {repair["column"] for repair in repairs} == {"corrected"}
    assert {repair["record"] for repair in repairs} <= seqs


def test_a_correction_is_counted_and_gives_points_back(journey: dict[str, Answer]) -> None:
    """The same key with another content corrects; what was made good costs less."""
    assert journey["corrected"].json["corrected"] == 1
    assert total(journey["late"]) < total(journey["made good"])


def test_explain_is_for_people(journey: dict[str, Answer]) -> None:
    """It says that the rating is partial and shows the article beside the points."""
    assert "Partial:" in journey["explained"].out
    assert "纳税缴费信用管理办法" in journey["explained"].out


def test_a_withdrawal_takes_the_delivery_back(journey: dict[str, Answer]) -> None:
    """What the correction had replaced stands again, with the rating that it gave."""
    assert journey["withdrawn"].json == {
        "delivery": journey["corrected"].json["delivery"],
        "removed": 1,
        "restored": 1,
    }
    assert total(journey["back"]) == total(journey["late"])


def test_history_forgets_nothing(journey: dict[str, Answer]) -> None:
    """The first version, its correction and the version that stands again are all there, superseded ones marked."""
    records = [event for event in journey["history"].lines if event["kind"] == "record.entered"]
    late = [event for event in records if event["facts"].get("kind", "tax.return.late") == "tax.return.late"]

    assert len(late) >= 3
    assert any(event["superseded_by"] is not None for event in late)


def test_the_chain_holds(journey: dict[str, Answer]) -> None:
    """The whole ledger proves itself in the end."""
    assert journey["check"].json["sound"] is True


def test_before_anything_was_known_there_is_nothing_to_say(tmp_path: Path) -> None:
    """``--known`` of a day before the store was made says so, with a way out."""
    desk = opened(tmp_path)
    [code] = organisations(desk, 1)

    answer = desk.run("standing", code, "--known", "2001-01-01")

    assert answer.exit_code == 3
    assert answer.err.startswith("[KNOWN-NOTHING]")
    assert "--known" in answer.err
