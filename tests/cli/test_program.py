"""The frame of every command: what goes wrong is told in words and an exit code, never in a traceback."""

import os
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from xinyong.cli.exits import MEANINGS, ExitCode
from xinyong.cli.program import Program
from xinyong.kernel.errors import Fault


def program(error: BaseException) -> typer.Typer:
    """A program with one command, which fails in this way."""
    app = typer.Typer(cls=Program, pretty_exceptions_enable=False)

    @app.callback()
    def root(*, debug: bool = False) -> None:
        """A program."""

    @app.command()
    def fail() -> None:
        """Fail."""
        raise error

    return app


def test_a_fault_is_told_as_what_why_and_what_next() -> None:
    """Three lines on standard error, nothing on standard output, exit code 3."""
    fault = Fault("It broke.", why="It was old.", remedy="Mend it.", code="OLD-THING")

    answer = CliRunner().invoke(program(fault), ["fail"])

    assert answer.exit_code == ExitCode.FAULT
    assert answer.stdout == ""
    assert answer.stderr == "[OLD-THING] It broke.\n  It was old.\n→ Mend it.\n"


def test_a_busy_store_has_an_exit_code_of_its_own() -> None:
    """A caller can tell "try again" from "broken"."""
    answer = CliRunner().invoke(program(Fault("Somebody writes.", code="STORE-BUSY")), ["fail"])

    assert answer.exit_code == ExitCode.BUSY


def test_a_mistake_of_the_program_is_one_line_and_what_a_report_says() -> None:
    """No traceback unless it is asked for, which facts are to be reported, and no address that nobody reads."""
    answer = CliRunner().invoke(program(ZeroDivisionError("by nought")), ["fail"])

    assert answer.exit_code == ExitCode.FAULT
    assert "[UNEXPECTED] ZeroDivisionError: by nought" in answer.stderr
    assert [] == [word for word in ("--debug", "--version", "doctor") if word not in answer.stderr]
    assert "://" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_debug_shows_the_traceback() -> None:
    """With ``--debug`` the mistake itself comes out."""
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(program(ZeroDivisionError("by nought")), ["--debug", "fail"], catch_exceptions=False)


def test_a_command_that_is_not_there_is_a_usage_error() -> None:
    """Exit code 2, and where the help is."""
    answer = CliRunner().invoke(program(Fault("-")), ["nothing"])

    assert answer.exit_code == ExitCode.USAGE
    assert "--help" in answer.stderr


def test_every_exit_code_has_a_meaning() -> None:
    """The reference can explain each of them."""
    assert set(MEANINGS) == set(ExitCode)


def test_a_reader_that_leaves_is_no_fault() -> None:
    """``xinyong identify - | head -1`` ends quietly."""
    codes = "91110000600037341L\n" * 20_000
    line = f"'{sys.executable}' -m xinyong identify - --json | head -1"

    answer = subprocess.run(["/bin/sh", "-c", line], input=codes, capture_output=True, text=True, check=True)

    assert answer.stdout.count("\n") == 1
    assert answer.stderr == ""


def test_output_is_utf_8_whatever_the_locale() -> None:
    """Under an ASCII locale Chinese still comes out as UTF-8."""
    settings = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    answer = subprocess.run(
        [sys.executable, "-m", "xinyong", "identify", "-", "--json"],
        input="云津市\n".encode(),
        capture_output=True,
        check=True,
        env=settings,
    )

    assert "云津市" in answer.stdout.decode("utf-8")
