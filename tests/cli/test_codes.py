"""``xinyong identify``: one answer a code, for people and for machines."""

import json

from typer.testing import CliRunner

from xinyong.cli import app


def test_a_valid_code_says_its_scheme_and_class() -> None:
    """A real code that checks is valid."""
    answer = CliRunner().invoke(app, ["identify", "91110000600037341L"])

    assert answer.exit_code == 0
    assert answer.stdout == "91110000600037341L: valid\n  uscc, enterprise\n"


def test_codes_from_standard_input_give_one_object_a_line() -> None:
    """Each line is answered in its order, an empty one too, and says what was put right."""
    codes = "91110000600037341l\n\n91990101MA00000011\nnothing\n11010519491231002X\n"

    answer = CliRunner().invoke(app, ["identify", "-", "--json"], input=codes)

    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [one["status"] for one in found] == ["valid", "refused", "quarantine", "refused", "refused"]
    assert found[0]["code"] == "91110000600037341L"
    assert found[0]["changes"] == ["lower_case"]


def test_a_personal_number_is_refused_and_not_shown() -> None:
    """Neither output nor error holds the number."""
    answer = CliRunner().invoke(app, ["identify", "11010519491231002X"])

    assert "refused" in answer.stdout
    assert "11010519491231002" not in answer.stdout + answer.stderr


def test_an_empty_code_is_answered_too() -> None:
    """Somebody who hands over an empty cell hears that it is no code."""
    answer = CliRunner().invoke(app, ["identify", "", "--json"])

    assert json.loads(answer.stdout)["status"] == "refused"
