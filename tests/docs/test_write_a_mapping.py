"""The page that writes a mapping is true: its files and commands, in an empty folder, say what it says."""

from pathlib import Path
from typing import Final

from tests.docs.sessions import steps_of, untrue
from xinyong.adapters.files.mappings import load_forms

_PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-mapping.md"


def test_every_command_says_what_the_page_says(tmp_path: Path) -> None:
    """Counts, reasons, fixes and standings, word for word."""
    assert [] == untrue(_PAGE, tmp_path)


def test_the_page_does_what_it_promises() -> None:
    """It looks, takes in, sends back, takes the mended file in, and shows a standing on both sides of an end."""
    commands = [" ".join(step.command.split()[:2]) for step in steps_of(_PAGE.read_text(encoding="utf-8"))]

    assert commands.count("xinyong ingest") == 5
    assert commands.count("xinyong standing") == 2
    assert {"xinyong init", "xinyong quarantine"} <= set(commands)


def test_the_form_is_one_that_does_not_ship() -> None:
    """The page writes a mapping for a file that the program has never seen."""
    assert "lanmere-suspensions" not in load_forms().names
