"""The registering authority's desk at the command line: what befalls an organisation, and a mistake taken back."""

from pathlib import Path
from typing import Final

import pytest

from tests.journeys.desk import CLERK, Answer, Desk, opened
from xinyong.cli.exits import ExitCode

PLACE: Final = ("--authority", "9", "--category", "1", "--division", "990101")
BY: Final = ("--as", CLERK)


def registered(desk: Desk, *names: str) -> list[str]:
    """Register organisations on 1 March 2020 and return their codes."""
    answers = [
        desk.run("organisation", "register", name, *PLACE, "--on", "2020-03-01", *BY, "--json") for name in names
    ]
    return [str(answer.json["code"]) for answer in answers]


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Four organisations and what befalls them; each step's answer by its name."""
    desk = opened(tmp_path_factory.mktemp("register"))
    first, second, part, gone = registered(desk, "云津甲有限公司", "云津乙有限公司", "云津丙有限公司", "云津丁有限公司")

    def record(*words: str, on: str) -> Answer:
        return desk.run("organisation", *words, "--on", on, *BY, "--json")

    found = {
        "renamed": record("rename", second, "云津新乙有限公司", on="2023-06-01"),
        "merged": record("merge", first, second, on="2024-05-01"),
        "split": record("split", part, second, on="2024-06-01"),
        "struck off": record("strike-off", gone, on="2024-07-01"),
    }
    ask = ("standing", first, "--as-of", "2025-01-01", "--json")
    found["standing merged"] = desk.run(*ask)
    entry = str(found["merged"].json["entry"])
    found["taken back"] = desk.run("organisation", "take-back", entry, "--reason", "wrong code", *BY, "--json")
    found["standing"] = desk.run(*ask)
    found["again"] = desk.run("organisation", "take-back", entry, "--reason", "wrong code", *BY)
    found["late"] = record("rename", gone, "云津戊有限公司", on="2025-01-01")
    found["by nobody"] = desk.run("organisation", "strike-off", part, "--on", "2025-01-01", "--as", "nobody")
    found["history"] = desk.run("history", first, "--json")
    found["told"] = desk.run("history", first)
    found["check"] = desk.run("check-ledger", "--json")
    return found


def test_what_befell_is_answered_with_its_entry(journey: dict[str, Answer]) -> None:
    """Each command says who the organisation is from that day on, by whose act, and as which entry."""
    renamed, merged, split, struck = (journey[name].json for name in ("renamed", "merged", "split", "struck off"))

    assert {CLERK} == {one["by"] for one in (renamed, merged, split, struck)}
    assert ["云津新乙有限公司"] == renamed["names"]
    assert ("merged", "2024-05-01", [2]) == (merged["existence"], merged["ended_on"], merged["successors"])
    assert ("active", [2]) == (split["existence"], split["origins"])
    assert ("struck_off", "2024-07-01") == (struck["existence"], struck["ended_on"])


def test_a_mistake_is_taken_back_and_stays_readable(journey: dict[str, Answer]) -> None:
    """The standing tells the merger before and not after; the history tells both entries; the ledger fits."""
    entry = journey["merged"].json["entry"]

    assert ["merged_into"] == [one["event"] for one in journey["standing merged"].json["subject"]["succession"]]
    assert [] == journey["standing"].json["subject"]["succession"]
    assert ([entry], "merged_into") == (journey["taken back"].json["entries"], journey["taken back"].json["event"])
    told = {line["seq"]: line for line in journey["history"].lines}
    undone = told[entry]["superseded_by"]
    assert ("subject.taken_back", {"replaces": str(entry)}) == (told[undone]["kind"], told[undone]["facts"])
    assert f"by {undone}" in journey["told"].out
    assert journey["check"].exit_code == ExitCode.OK


def test_what_can_not_be_says_what_to_do_next(journey: dict[str, Answer]) -> None:
    """Taken back twice, after its end, by somebody unknown: a fault each, with its code and a next step."""
    for name, code in (("again", "[TAKING-BACK]"), ("late", "[REGISTRATION]"), ("by nobody", "[ACTOR-UNKNOWN]")):
        answer = journey[name]

        assert (ExitCode.FAULT, True, True) == (answer.exit_code, answer.err.startswith(code), "→" in answer.err)


def test_a_day_must_be_given(tmp_path: Path) -> None:
    """No event happens today only because nobody said when."""
    answer = opened(tmp_path).run("organisation", "strike-off", "#1", *BY)

    assert answer.exit_code == ExitCode.USAGE
    assert "--on" in answer.err
