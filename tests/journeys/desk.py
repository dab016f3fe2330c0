"""A clerk at the command line: a synthetic store in a folder of its own, files written by hand, commands run."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from typer.testing import CliRunner, Result

from xinyong.cli import app

CLERK: Final = "clerk"
AUTHORITY: Final = "synthetic-tax"
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a command ended and what it wrote."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command says
        """The one object that the command wrote."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects that the command wrote, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A data folder and a folder for files."""

    folder: Path

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    def run(self, *words: str) -> Answer:
        """Run a command on the desk's data folder."""
        result: Result = CliRunner().invoke(app, list(words), env={"XINYONG_DATA": str(self.data)})
        return Answer(exit_code=result.exit_code, out=result.stdout, err=result.stderr)

    def file(self, name: str, rows: Sequence[Row]) -> Path:
        """Write rows as a CSV file; the first row names the columns."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
        return path

    def ingest(self, name: str, mapping: str, rows: Sequence[Row], *more: str) -> Answer:
        """Write a file and hand it in."""
        path = self.file(name, rows)
        return self.run("ingest", str(path), "--mapping", mapping, "--authority", AUTHORITY, "--json", *more)


def opened(folder: Path) -> Desk:
    """Return a desk with a synthetic store."""
    desk = Desk(folder=folder)
    made = desk.run("init", "--synthetic", "--actor", CLERK, "--office", "registry of an invented province")
    assert made.exit_code == 0, made.err
    return desk


def organisations(desk: Desk, count: int) -> list[str]:
    """Take codes from the pool and register an organisation under each."""
    place = ("--authority", "9", "--category", "1", "--division", "990101")
    issued = desk.run("codes", "issue", str(count), *place, "--as", CLERK, "--json")
    codes = [line["code"] for line in issued.lines]
    rows = [
        {"code": code, "name": f"云津市试验{number}食品有限公司", "status": "存续", "established": "2010-03-01"}
        for number, code in enumerate(codes)
    ]
    assert desk.ingest("register.csv", "register-uscc", rows).exit_code == 0
    return codes
