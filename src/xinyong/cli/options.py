"""The options that many commands share, each written once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

DataDir: TypeAlias = Annotated[
    Path,
    typer.Option(
        "--data", envvar="XINYONG_DATA", metavar="DIR", show_default=True, help="Folder of the store and its archive."
    ),
]
DATA_DIR = Path("xinyong-data")
"""Where a store lies unless the caller says otherwise."""

AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Write JSON for machines: one object, or one a line for a list.")
]
Actor: TypeAlias = Annotated[
    str,
    typer.Option("--as", envvar="XINYONG_ACTOR", metavar="ACCOUNT", help="Account of the person who decides this."),
]
Reason: TypeAlias = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it stays in the ledger for ever.")
]
AsOf: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DAY", help="The day asked about; today unless given."),
]
Known: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option(
        "--known", formats=["%Y-%m-%d"], metavar="DAY", help="Use only what the ledger knew at the end of this day."
    ),
]
Subject: TypeAlias = Annotated[
    str, typer.Argument(metavar="ID", help="Any identifier: a code, an LEI, a legacy number, list:<list>:<key>.")
]
PacksDir: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--packs", metavar="DIR", help="A folder of packs of your own, beside the shipped ones; repeatable."),
]


def day(moment: dt.datetime | None) -> dt.date | None:
    """Return the day of an option, or None where it was not given."""
    return None if moment is None else moment.date()
