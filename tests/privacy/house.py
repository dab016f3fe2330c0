"""A registry in a folder of its own where everything that the program writes lies, its output included."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from typer.testing import CliRunner

from tests.privacy.planted import Row
from xinyong.cli import app

MAPPING: Final = "cn-double-publicity-penalty-2018"
OFFICIAL: Final = "clerk"


class House:
    """A folder that is home, working directory, place of temporary files and of the store; what is said lies in it."""

    def __init__(self, folder: Path) -> None:
        """Make the folder and the store."""
        self.folder = folder / "house"
        self.data = self.folder / "registry"
        self.temporary = self.folder / "tmp"
        self.said = self.folder / "said"
        self.answers = 0
        for place in (self.temporary, self.said):
            place.mkdir(parents=True)
        self.ask("init", "--actor", OFFICIAL, "--office", "registry office")

    def command(self, *words: str) -> list[str]:
        """Return the whole of a command."""
        return [sys.executable, "-m", "xinyong", *words]

    def environment(self) -> dict[str, str]:
        """Return an environment in which everything that is written lands in the folder."""
        here = str(self.folder)
        own = {"XINYONG_DATA": str(self.data), "TMPDIR": str(self.temporary), "HOME": here, "COLUMNS": "400"}
        return {**os.environ, **own}

    def run(self, *words: str) -> str:
        """Run a command as a process of its own, keep what it says, and return its standard output."""
        done = subprocess.run(
            self.command(*words), cwd=self.folder, env=self.environment(), capture_output=True, check=False
        )
        return self._keep(words, done.stdout, done.stderr)

    def ask(self, *words: str) -> str:
        """Run a command in this process, which is quicker, keep what it says, and return its standard output."""
        done = CliRunner().invoke(app, list(words), env=self.environment())
        return self._keep(words, done.stdout_bytes, done.stderr_bytes)

    def _keep(self, words: Sequence[str], out: bytes, err: bytes) -> str:
        self.answers += 1
        name = f"{self.answers:03d}-{words[0]}"
        (self.said / f"{name}.out").write_bytes(out)
        (self.said / f"{name}.err").write_bytes(err)
        assert b"[UNEXPECTED]" not in err, err.decode()
        assert b"Usage:" not in err, err.decode()
        return out.decode()

    def ingest(self, file: Path, authority: str) -> dict[str, Any]:
        """Take a file in and return the report."""
        said = self.run("ingest", str(file), "--mapping", MAPPING, "--authority", authority, "--json")
        found: dict[str, Any] = json.loads(said)
        return found

    def killed(self, file: Path, moment: Callable[[Path], bool]) -> int:
        """Start taking a file in, kill it as soon as the data folder shows the moment, and return how it ended."""
        words = self.command("ingest", str(file), "--mapping", MAPPING, "--authority", "killed-authority")
        self.answers += 1
        with (
            (self.said / f"{self.answers:03d}-killed.out").open("wb") as out,
            (self.said / f"{self.answers:03d}-killed.err").open("wb") as err,
            subprocess.Popen(words, cwd=self.folder, env=self.environment(), stdout=out, stderr=err) as process,
        ):
            while process.poll() is None and not moment(self.data):
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
            return process.wait()


def write_csv(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8-sig") -> Path:
    """Write rows as a spreadsheet would."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as a workbook; fifteen digits alone become a number, as spreadsheets like it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("行政处罚")
        for number, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
            for place, cell in enumerate(row.values()):
                if cell.isdecimal() and len(cell) == 15:
                    sheet.write_number(number, place, int(cell))
                else:
                    sheet.write_string(number, place, cell)
    return path


def write_json_lines(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows with escapes for all that is not ASCII, and digits alone as a number."""
    values = ({name: int(cell) if cell.isdecimal() else cell for name, cell in row.items()} for row in rows)
    path.write_text("".join(f"{json.dumps(one)}\n" for one in values), encoding="ascii")
    return path


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as columns of text."""
    table = pa.Table.from_pylist(list(rows))
    with pq.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
    return path
