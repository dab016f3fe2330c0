"""What goes wrong at the command line is told in words, with a way out, and leaves nothing half-done."""

from pathlib import Path
from typing import Final

import pytest

from tests.journeys.desk import AUTHORITY, CLERK, Desk, opened, organisations
from xinyong.adapters.shipped import data_dir
from xinyong.adapters.store import open_store

PENALTY: Final = "cn-double-publicity-penalty-2018"
REAL_CODE: Final = "91110000600037341L"
PERSON: Final = "11010519491231002X"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty synthetic store."""
    return opened(tmp_path)


def penalty(code: str, **cells: str) -> dict[str, str]:
    """A row of the penalty form."""
    row = {"CF_XDR_MC": "云津市试验食品有限公司", "CF_XDR_SHXYM": code, "CF_WSH": "拟罚1号", "CF_JDRQ": "2025-03-01"}
    return row | {"CF_CFLB": "罚款", "CF_NR": "罚款2000元", "CF_NR_FK": "0.2", "BZ": ""} | cells


def test_without_a_store_the_way_to_one_is_told(tmp_path: Path) -> None:
    """Exit code 3, and the command that makes a store."""
    answer = Desk(folder=tmp_path).run("standing", REAL_CODE)

    assert answer.exit_code == 3
    assert answer.err.startswith("[STORE-MISSING]")
    assert "xinyong init" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_second_store_is_refused(desk: Desk) -> None:
    """What is there stays."""
    answer = desk.run("init")

    assert answer.exit_code == 3
    assert answer.err.startswith("[STORE-EXISTS]")


def test_an_unknown_mapping_names_those_there_are(desk: Desk) -> None:
    """Exit code 3 and the known forms."""
    answer = desk.ingest("a.csv", "nonsense", [penalty(REAL_CODE)])

    assert answer.exit_code == 3
    assert answer.err.startswith("[MAPPING]")
    assert PENALTY in answer.err


def test_a_file_of_another_form_is_told_before_anything_comes_in(desk: Desk) -> None:
    """Its header has none of the form's columns."""
    answer = desk.ingest("a.csv", PENALTY, [{"something": "else"}])

    assert answer.exit_code == 3
    assert answer.err.startswith("[HEADER]")
    assert desk.run("deliveries", "--json").out == ""


def test_a_broken_workbook_is_refused(desk: Desk) -> None:
    """A file that begins like a zip and is none does no harm."""
    path = desk.folder / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")

    answer = desk.run("ingest", str(path), "--mapping", PENALTY, "--authority", AUTHORITY)

    assert answer.exit_code == 3
    assert answer.err.startswith("[WORKBOOK]")


def test_a_file_that_is_not_there_is_told(desk: Desk) -> None:
    """Exit code 3, and the name of the file."""
    answer = desk.run("ingest", "nowhere.csv", "--mapping", PENALTY, "--authority", AUTHORITY)

    assert answer.exit_code == 3
    assert "nowhere.csv" in answer.err


def test_while_another_process_writes_the_caller_is_told_who(desk: Desk) -> None:
    """Exit code 4 after the wait, with the purpose of whoever has the turn, and nothing changed."""
    path = desk.file("a.csv", [penalty(REAL_CODE)])
    other = open_store(desk.data / "store.db")
    with other.turn("ingest of another clerk"):
        answer = desk.run("ingest", str(path), "--mapping", PENALTY, "--authority", AUTHORITY, "--wait", "0.1")
    other.close()

    assert answer.exit_code == 4
    assert answer.err.startswith("[STORE-BUSY]")
    assert "ingest of another clerk" in answer.err
    assert desk.run("deliveries", "--json").out == ""


def test_a_real_code_does_not_enter_a_synthetic_store(desk: Desk) -> None:
    """The row is refused with its reason; exit code 1 says that there is something to look at."""
    answer = desk.ingest("a.csv", PENALTY, [penalty(REAL_CODE)])

    assert answer.exit_code == 1
    assert answer.json["refused"] == 1
    assert answer.json["reasons"] == {"real_in_synthetic": 1}


def test_an_unknown_identifier_says_where_to_look(desk: Desk) -> None:
    """Exit code 3 and the commands that search."""
    answer = desk.run("standing", "91990101MA0000007H")

    assert answer.exit_code == 3
    assert answer.err.startswith("[SUBJECT-UNKNOWN]")
    assert "xinyong find" in answer.err


@pytest.mark.parametrize("command", ["standing", "history", "roadmap", "identify"])
def test_a_personal_number_is_never_repeated(desk: Desk, command: str) -> None:
    """Whatever a command says to it, the number is not in it."""
    answer = desk.run(command, PERSON)

    assert PERSON[:17] not in answer.out + answer.err
    assert "citizen" in answer.out + answer.err


def test_a_decision_needs_somebody_who_decides(desk: Desk) -> None:
    """Without ``--as`` a usage error; with an unknown account a fault that names the known ones."""
    nobody = desk.run("packs", "activate", "--all")
    stranger = desk.run("packs", "activate", "--all", "--as", "stranger")

    assert nobody.exit_code == 2
    assert stranger.exit_code == 3
    assert stranger.err.startswith("[ACTOR-UNKNOWN]")
    assert CLERK in stranger.err


def test_a_look_writes_nothing(desk: Desk) -> None:
    """``ingest --check`` says what would happen, row by row, and the ledger's head stays where it was."""
    [code] = organisations(desk, 1)
    rows = [penalty(code), penalty(code, CF_WSH="拟罚2号", CF_JDRQ="2025-13-01"), penalty("", CF_XDR_LB="自然人")]
    before = desk.run("check-ledger", "--json").json

    looked = desk.ingest("a.csv", PENALTY, [row | {"CF_XDR_LB": row.get("CF_XDR_LB", "")} for row in rows], "--check")

    assert looked.exit_code == 1
    counts = [looked.json[name] for name in ("state", "rows", "entered", "refused", "personal")]
    assert counts == ["checked", 3, 1, 1, 1]
    assert [(held["line"], held["field"]) for held in looked.json["held"]] == [(3, "CF_JDRQ")]
    assert desk.run("check-ledger", "--json").json == before
    assert desk.run("quarantine", "list", "--json").out == ""


def test_a_held_row_is_mended_and_sent_again(desk: Desk) -> None:
    """The export has the form of the delivery; mended, it comes in, and the held row settles by itself."""
    [code] = organisations(desk, 1)
    delivered = desk.ingest("a.csv", PENALTY, [penalty(code, CF_JDRQ="2025-13-01")])
    held = desk.folder / "held.csv"
    exported = desk.run("quarantine", "export", delivered.json["delivery"], "--out", str(held), "--json")
    held.write_text(held.read_text(encoding="utf-8-sig").replace("2025-13-01", "2025-12-01"), encoding="utf-8")

    again = desk.run("ingest", str(held), "--mapping", PENALTY, "--authority", AUTHORITY, "--json")

    assert exported.json["rows"] == 1
    assert (again.exit_code, again.json["entered"]) == (0, 1)
    assert desk.run("quarantine", "list", "--json").out == ""


def test_a_code_that_fails_its_check_waits_for_an_official(desk: Desk) -> None:
    """It is held, admitted by name and reason, and then has a standing."""
    [code] = organisations(desk, 1)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    desk.ingest("a.csv", PENALTY, [penalty(wrong)])
    [held] = desk.run("quarantine", "list", "--json").lines

    reason = ("--reason", "issued so, certificate seen", "--as", CLERK)
    done = desk.run("quarantine", "resolve", str(held["id"]), "admit", *reason, "--json")

    assert held["reason"] == "check_character"
    assert (done.exit_code, done.json["verdict"], done.json["entered"]) == (0, "admitted", True)
    assert desk.run("standing", wrong, "--json").exit_code == 0


def test_a_mapping_by_which_rows_came_in_is_not_replaced(desk: Desk) -> None:
    """Another one under its id is refused, by a look too, with what to write instead; the kept one reads on."""
    [code] = organisations(desk, 1)
    shipped = data_dir("mappings") / "synthetic-wage-arrears.yaml"
    mine = desk.folder / "mine.yaml"
    mine.write_text(shipped.read_text("utf-8").replace("id: synthetic-wage-arrears", "id: mine"), encoding="utf-8")

    def list_of(month: str) -> list[dict[str, str]]:
        row = {"as_of": f"2025-{month}-01", "code": code, "name": "云津市试验0食品有限公司", "listed": "2025-03-01"}
        return [row | {"ground": "拖欠工资数额较大"}]

    first = desk.ingest("first.csv", str(mine), list_of("04"))
    again = desk.ingest("again.csv", str(mine), list_of("05"))
    kept = desk.data / "mappings" / "mine.yaml"
    before = kept.read_bytes()
    mine.write_text(mine.read_text("utf-8").replace("not_future: true", "not_future: false"), encoding="utf-8")
    refused = desk.ingest("second.csv", str(mine), list_of("06"))
    looked = desk.ingest("second.csv", str(mine), list_of("06"), "--check")
    by_name = desk.ingest("second.csv", "mine", list_of("06"))

    assert (0, 0, 3, 3, 0) == tuple(one.exit_code for one in (first, again, refused, looked, by_name))
    assert refused.err.startswith("[MAPPING]")
    assert "`family: synthetic-wages`" in refused.err
    assert before == kept.read_bytes()
