"""The command line: shows values and calls use cases; it decides nothing.

Every command takes `--json`; results go to standard output, everything said about the work to standard error. Heavy
modules are imported by the command that needs them, so that the program starts at once.
"""

from xinyong.cli import (
    asking,
    calendars,
    care,
    catalogue,
    codes,
    consequences,
    delivering,
    evaluating,
    figures,
    inspections,
    links,
    organisations,
    packs,
    people,
    trying,
)
from xinyong.cli.program import speak_utf8
from xinyong.cli.root import app

__all__ = [
    "app",
    "asking",
    "calendars",
    "care",
    "catalogue",
    "codes",
    "consequences",
    "delivering",
    "evaluating",
    "figures",
    "inspections",
    "links",
    "main",
    "organisations",
    "packs",
    "people",
    "trying",
]


def main() -> None:
    """Run the command line; exits the process with the command's status."""
    speak_utf8()
    app()
