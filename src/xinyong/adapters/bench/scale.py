"""From Parquet to ratings for a nation: three pack families over everybody, beside a bare scan of the same columns.

Every figure is taken in a process of its own, in turn with the scan, so that memory is that of the one evaluation and a
noisy machine slows both. "Written" writes ratings of everybody and every contribution to Parquet; "unwritten" computes
both to the last column and only counts them.

`python -m xinyong.adapters.bench.scale MODE RECORDS SUBJECTS OUT` is what each process runs.
"""

from __future__ import annotations

import datetime as dt
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from typing_extensions import override

from xinyong.adapters.bench.records import RECORDS_PER_ORGANISATION, write_records
from xinyong.adapters.bench.result import BenchResult, Figure, versions
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.app.evaluate import units_on
from xinyong.rules import engine
from xinyong.rules.columnar.layout import Layout
from xinyong.rules.columnar.rows import Rows, column_types
from xinyong.standing.law import law_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.rules.columnar.layout import Unit

DEFAULT_ORGANISATIONS: Final = 3_300_000
RUNS: Final = 3
DAY: Final = dt.date(2025, 12, 15)
MEMORY_MB: Final = 900
THREADS: Final = 2

TAX: Final = ("cn.tax.rating",)
THREE: Final = (*TAX, "cn.abnormal-operations", "cn.jiangsu.environment")
MODES: Final = {
    "tax_unwritten": (TAX, False),
    "tax_written": (TAX, True),
    "three_packs_unwritten": (THREE, False),
    "three_packs_written": (THREE, True),
}
SCANS: Final = {
    "three_packs_scan": "max",
    "tax_scan": "max",
    "three_packs_count": "count",
    "tax_count": "count",
}
"""Scans of the same columns: `max` decodes every value and looks at it, `count` only asks which are there."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What one process took: seconds and peak memory; rows that came out; rules that were read."""

    seconds: float
    rows_seconds: float
    write_seconds: float
    peak_bytes: int
    ratings: int
    contributions: int
    rules: int


class Stopwatch(DuckDbColumns):
    """The engine, telling how long the row pass and the outputs took; it may count the outputs instead of writing."""

    def __init__(self, *, write: bool, memory_mb: int = MEMORY_MB) -> None:
        """Open the engine with the benchmark's threads and memory."""
        super().__init__(threads=THREADS, memory_mb=memory_mb)
        self._write = write
        self.row_seconds = 0.0
        self.write_seconds = 0.0

    @override
    def run(self, statements: Sequence[str]) -> None:
        """Run statements in order, and add up how long those take that make hits."""
        for statement in statements:
            begun = time.perf_counter()
            super().run((statement,))
            if " xy_hits AS" in statement:
                self.row_seconds += time.perf_counter() - begun

    @override
    def write(self, query: str, parquet: str) -> int:
        """Write a query's rows, or count every column of them."""
        begun = time.perf_counter()
        count = super().write(query, parquet) if self._write else self._counted(query)
        self.write_seconds += time.perf_counter() - begun
        return count

    def _counted(self, query: str) -> int:
        counts = self.rows(f"SELECT count(*), count(COLUMNS(*)) FROM ({query})")[0]  # noqa: S608 - the engine's own text
        return int(counts[0]) if isinstance(counts[0], int) else 0


def run(organisations: int | None = None, folder: Path | None = None) -> BenchResult:
    """Return how long everybody's ratings take, as a multiple of a bare scan in the same run.

    Args:
        organisations: how many; about three records each.
        folder: where the records are kept from one run to the next; None: written anew and removed.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    with tempfile.TemporaryDirectory(prefix="xinyong-bench-") as passing:
        records, subjects = write_records(folder or Path(passing), size)
        taken: dict[str, list[Taken]] = {mode: [] for mode in (*SCANS, *MODES)}
        for _ in range(RUNS):
            for mode, found in taken.items():
                found.append(apart("xinyong.adapters.bench.scale", mode, records, subjects, folder=Path(passing)))
    return _result(size, taken)


def _result(size: int, taken: dict[str, list[Taken]]) -> BenchResult:
    seconds = {mode: statistics.median(one.seconds for one in found) for mode, found in taken.items()}
    figures: dict[str, Figure] = {
        "organisations": size,
        "records": round(size * RECORDS_PER_ORGANISATION),
        "tax_scan_s": round(seconds["tax_scan"], 2),
        "three_packs_scan_s": round(seconds["three_packs_scan"], 2),
        "tax_count_s": round(seconds["tax_count"], 2),
        "three_packs_count_s": round(seconds["three_packs_count"], 2),
    }
    table = [["evaluation", "seconds", "x bare scan", "x count", "row pass s", "output s", "peak GB", "rules"]]
    for mode in MODES:
        found = taken[mode]
        family = "tax" if mode.startswith("tax") else "three_packs"
        ratio = seconds[mode] / seconds[f"{family}_scan"]
        rows = statistics.median(one.rows_seconds for one in found)
        write = statistics.median(one.write_seconds for one in found)
        peak = max(one.peak_bytes for one in found) / 1e9
        figures[f"{mode}_s"] = round(seconds[mode], 2)
        figures[f"{mode}_x_scan"] = round(ratio, 2)
        figures[f"{mode}_x_count"] = round(seconds[mode] / seconds[f"{family}_count"], 2)
        figures[f"{mode}_rows_s"] = round(rows, 2)
        figures[f"{mode}_output_s"] = round(write, 2)
        figures[f"{mode}_peak_gb"] = round(peak, 2)
        table.append(
            [
                mode.replace("_", " "),
                f"{seconds[mode]:.1f}",
                f"{ratio:.1f}",
                f"{figures[f'{mode}_x_count']:.1f}",
                f"{rows:.1f}",
                f"{write:.1f}",
                f"{peak:.2f}",
                str(found[0].rules),
            ]
        )
    figures["three_packs_s"] = figures["three_packs_written_s"]
    figures["peak_gb"] = figures["three_packs_written_peak_gb"]
    figures["contributions"] = taken["three_packs_written"][0].contributions
    return BenchResult(
        name="scale",
        figures=figures,
        rows=table,
        notes=(
            f"medians of {RUNS} runs, each in its own process, {THREADS} threads, engine limited to {MEMORY_MB} MB",
            f"on {DAY}; the row pass is the join of records and rules alone, output the two files",
            "scan: max() of every column that the rules read; x count is against count(), which looks at no value",
            "a subject with a hundredth of all records (at most a million), a tenth of the cells null",
        ),
        versions=versions("xinyong", "duckdb", "pyarrow"),
    )


def apart(module: str, mode: str, records: Path, subjects: Path, *, folder: Path) -> Taken:
    """Run a module's `measure` in a process of its own; what it writes is removed."""
    command = [sys.executable, "-m", module, mode, str(records), str(subjects)]
    with tempfile.TemporaryDirectory(dir=folder) as out:
        done = subprocess.run([*command, out], check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Taken)


def _units(families: tuple[str, ...]) -> tuple[Unit, ...]:
    packs = {one.digest: one.pack for one in load_shelf([data_dir("packs")]).packs if one.pack.id in families}
    return units_on(law_of(packs), DAY)


def measure(mode: str, records: Path, subjects: Path, out: Path) -> Taken:
    """Return what one evaluation, or one bare scan of the columns that it reads, takes in this process."""
    family = TAX if mode.startswith("tax") else THREE
    units = _units(family)
    with Stopwatch(write=mode.endswith("_written")) as columns:
        columns.attach("records", str(records / "*.parquet"), column_types())
        columns.attach("subjects", str(subjects))
        if mode in SCANS:
            return scanned(columns, units, SCANS[mode])
        return evaluated(columns, units, engine.Source(records="records", subjects="subjects"), DAY, out=out)


def evaluated(columns: Stopwatch, units: Sequence[Unit], source: engine.Source, day: dt.date, *, out: Path) -> Taken:
    """Return what an evaluation takes that writes into a folder."""
    target = engine.Target(ratings=str(out / "ratings.parquet"), contributions=str(out / "contributions.parquet"))
    begun = time.perf_counter()
    written = engine.evaluate(columns, units, source, day, target=target)
    return Taken(
        seconds=time.perf_counter() - begun,
        rows_seconds=columns.row_seconds,
        write_seconds=columns.write_seconds,
        peak_bytes=_peak(),
        ratings=written.ratings,
        contributions=written.contributions,
        rules=len(Layout(units).rules),
    )


def scanned(columns: DuckDbColumns, units: Sequence[Unit], asking: str) -> Taken:
    """Return what a bare scan of every column that packs read takes; `asking` is what is asked of a value."""
    fields = ", ".join(f'{asking}("{name}")' for name in ("subject", "seq", "kind", *Rows(Layout(units)).reads))
    begun = time.perf_counter()
    columns.rows(f"SELECT {fields} FROM records")  # noqa: S608 - names of our own columns
    seconds = time.perf_counter() - begun
    return Taken(
        seconds=seconds, rows_seconds=0, write_seconds=0, peak_bytes=_peak(), ratings=0, contributions=0, rules=0
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    result = measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    sys.stdout.write(msgspec.json.encode(result).decode() + "\n")
