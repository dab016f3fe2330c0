"""The reference of the command line says what the program does, and the program starts light."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xinyong.cli import app, reference
from xinyong.cli.exits import ExitCode

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"


def commands() -> list[str]:
    """Every command, as the program's own help tells it."""
    return re.findall(r"^## `xinyong (.+)`$", reference.page(), re.MULTILINE)


def test_the_page_is_the_program() -> None:
    """The page in the documentation is what the program writes; `python -m xinyong.cli.reference` writes it anew."""
    assert reference.page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", commands())
def test_every_option_of_the_help_is_on_the_page(command: str) -> None:
    """What ``--help`` names stands in the command's section, and every command can write JSON."""
    shown = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200"}).stdout
    section = PAGE.read_text(encoding="utf-8").split(f"## `xinyong {command}`\n")[1].split("\n## ")[0]

    options = set(re.findall(r"^│[* ]+(--[a-z-]+)", shown, re.MULTILINE)) - {"--help"}
    assert "--json" in options
    assert {option for option in options if f"`{option}" not in section} == set()


def test_every_command_of_the_help_is_on_the_page() -> None:
    """The groups and commands that ``--help`` lists are documented."""
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).stdout

    listed = set(re.findall(r"^│ ([a-z][a-z-]+) ", shown, re.MULTILINE))
    assert listed
    assert {command.split()[0] for command in commands()} == listed


def test_every_error_code_is_on_the_page() -> None:
    """Codes are found in the program's faults; one that is raised with a code of its own is seen as well."""
    page = PAGE.read_text(encoding="utf-8")
    sources = Path(reference.__file__).parents[1].rglob("*.py")
    written = {
        code for path in sources for code in re.findall(r'^\s+code = "([A-Z-]+)"$', path.read_text(), re.MULTILINE)
    }

    assert len(written) > 20
    assert {code for code in written if f"`{code}`" not in page} == set()


def test_every_exit_code_is_on_the_page() -> None:
    """Each number has its line."""
    assert {code for code in ExitCode if f"| {code.value} |" not in PAGE.read_text(encoding="utf-8")} == set()


def test_the_program_starts_light() -> None:
    """To show help or a version nothing heavy is imported."""
    heavy = [
        "duckdb",
        "sqlalchemy",
        "alembic",
        "pyarrow",
        "yaml",
        "sqlglot",
        "rich",
        "jinja2",
        "msgspec",
        "opencc",
        "stdnum",
    ]
    code = f"import sys, xinyong.cli; print(*[name for name in {heavy} if name in sys.modules])"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == ""
