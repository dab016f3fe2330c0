"""Every pack of a registry over everybody in one pass, and what one more pack costs.

A million organisations have twenty records each, every one of a kind that some pack reads, all such kinds alike and
filled with the codes of the catalogue: more work than a registry's own mixture is. One pass applies the tax rating, the
first half of the families, or all; a fourth only looks at every value of the columns that all packs read. Each runs in
a process of its own, by turns. Whom packs apply to is found out from the records within the time that is taken.

`python -m xinyong.adapters.bench.packs MODE RECORDS SUBJECTS OUT` is what each process runs.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.adapters.bench.records import DAY, null, one_of, write_rows
from xinyong.adapters.bench.result import BenchResult, Figure, versions
from xinyong.adapters.bench.scale import RUNS, THREADS, Stopwatch, Taken, apart, evaluated, scanned
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.files.mappings import load_catalogue
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.app.evaluate import units_on
from xinyong.kernel.facts import COLUMNS, FactType
from xinyong.rules import engine
from xinyong.rules.applicability import asked_of, marked
from xinyong.rules.columnar.rows import column_types
from xinyong.standing.law import law_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.facts import FactColumn
    from xinyong.law.kinds import RecordKind
    from xinyong.rules.columnar.layout import Unit

DEFAULT_ORGANISATIONS: Final = 1_000_000
RECORDS_EACH: Final = 20
MEMORY_MB: Final = 1_500
ON: Final = dt.date(2026, 6, 1)
MODES: Final = ("scan", "tax", "half", "all")


def run(organisations: int | None = None) -> BenchResult:
    """Return how long all packs take over everybody, and by how much one more pack lengthens it.

    Args:
        organisations: how many; twenty records each.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    with tempfile.TemporaryDirectory(prefix="xinyong-bench-") as passing:
        folder = Path(passing)
        records, subjects = _written(folder, size)
        taken: dict[str, list[Taken]] = {mode: [] for mode in MODES}
        for _ in range(RUNS):
            for mode, found in taken.items():
                found.append(apart("xinyong.adapters.bench.packs", mode, records, subjects, folder=folder))
    return _result(size, taken)


def _result(size: int, taken: dict[str, list[Taken]]) -> BenchResult:
    seconds = {mode: statistics.median(one.seconds for one in found) for mode, found in taken.items()}
    peaks = {mode: max(one.peak_bytes for one in found) / 1e9 for mode, found in taken.items()}
    counts = {mode: sum(len(unit.packs) for unit in _units(mode)) for mode in MODES}
    table = [["packs", "seconds", "x bare scan", "peak GB", "pack versions", "rules", "contributions"]]
    for mode in MODES:
        first = taken[mode][0]
        told = (f"{seconds[mode]:.1f}", f"{seconds[mode] / seconds['scan']:.1f}", f"{peaks[mode]:.2f}")
        said = ("-",) * 3 if mode == "scan" else (str(counts[mode]), str(first.rules), f"{first.contributions:,}")
        table.append([mode, *told, *said])
    more = (seconds["all"] - seconds["half"]) / (counts["all"] - counts["half"])
    figures: dict[str, Figure] = {
        "organisations": size,
        "records": size * RECORDS_EACH,
        "packs": counts["all"],
        "rules": taken["all"][0].rules,
        "scan_s": round(seconds["scan"], 2),
        "all_packs_s": round(seconds["all"], 2),
        "all_packs_x_scan": round(seconds["all"] / seconds["scan"], 2),
        "tax_s": round(seconds["tax"], 2),
        "one_more_pack_s": round(more, 3),
        "peak_gb": round(peaks["all"], 2),
        "contributions": taken["all"][0].contributions,
    }
    return BenchResult(
        name="packs",
        figures=figures,
        rows=table,
        notes=(
            f"medians of {RUNS} runs, each in its own process, {THREADS} threads, engine limited to {MEMORY_MB} MB",
            f"on {ON}, ratings and contributions written; every version of a family that judges acts speaks",
            "scan: max() of every column that the rules read",
            f"one more pack: the difference of all and half by their packs, {more:.2f} s",
            "every record is of a kind that some pack reads; a subject with a hundredth of all records",
        ),
        versions=versions("xinyong", "duckdb", "pyarrow"),
    )


def _units(mode: str) -> tuple[Unit, ...]:
    shelf = load_shelf([data_dir("packs")]).of_registries()
    families = list(dict.fromkeys(one.pack.id for one in shelf))
    chosen = {"tax": ["cn.tax.rating"], "half": families[: len(families) // 2]}.get(mode, families)
    return units_on(law_of({one.digest: one.pack for one in shelf if one.pack.id in chosen}), ON)


def measure(mode: str, records: Path, subjects: Path, out: Path) -> Taken:
    """Return what one evaluation, or the bare scan, takes in this process."""
    units = _units(mode)
    with Stopwatch(write=True, memory_mb=MEMORY_MB) as columns:
        columns.attach("records", str(records / "*.parquet"), column_types())
        columns.attach("coded", str(subjects))
        if mode == "scan":
            return scanned(columns, units, "max")
        begun = time.perf_counter()
        kinds = asked_of(pack.pack for unit in units for pack in unit.packs)
        columns.run((f"CREATE TABLE subjects AS {marked('coded', 'records', kinds)}",))
        marking = time.perf_counter() - begun
        source = engine.Source(records="records", subjects="subjects", held=True)
        found = evaluated(columns, units, source, ON, out=out)
        return msgspec.structs.replace(found, seconds=found.seconds + marking)


def _written(folder: Path, organisations: int) -> tuple[Path, Path]:
    """Write records and holders of identifiers; return their paths."""
    records, subjects = folder / "records", folder / "subjects.parquet"
    write_rows(records, organisations, total=organisations * RECORDS_EACH, cells=_cells())
    with DuckDbColumns() as columns:
        columns.write(f"SELECT range AS subject, 'uscc' AS scheme FROM range(1, {organisations + 1})", str(subjects))  # noqa: S608 - a number
    return records, subjects


def _cells() -> dict[str, str]:
    """Every column of a record, as SQL over the hashes of its row: filled where its kind has the field."""
    read = {kind for unit in _units("all") for pack in unit.packs for rule in pack.pack.rules for kind in rule.kinds}
    kinds = [kind for name, kind in load_catalogue().kinds.items() if name in read]
    names = ", ".join(f"'{kind.id}'" for kind in kinds)
    return {
        "kind": f"[{names}][1 + h1 % {len(kinds)}]",
        **{column.name: _cell(number, column, kinds) for number, column in enumerate(COLUMNS)},
    }


def _cell(number: int, column: FactColumn, kinds: Sequence[RecordKind]) -> str:
    """A column's cell: of one kind after another, null in one of ten rows, and where a kind has no such field."""
    place = {kind: n for n, kind in enumerate(kinds)}
    filled = [(place[kind], field) for kind in kinds for field in kind.fields if field.fact == column.name]
    hashed = f"(h{2 + number % 8} // {1 + number})"
    if column.type is FactType.TEXT:
        branches = " ".join(
            f"WHEN {n} THEN {one_of(field.codes or ('A', 'B', 'other'), hashed)}" for n, field in filled
        )
        text = f"CASE h1 % {len(kinds)} {branches} END" if branches else "CAST(NULL AS VARCHAR)"
    else:
        among = ", ".join(str(n) for n, _ in filled) or "-1"
        text = f"CASE WHEN h1 % {len(kinds)} IN ({among}) THEN {_VALUES[column.type].format(h=hashed)} END"
    return null(text, f"(h{2 + (number + 3) % 8} // 13)", 10)


_VALUES: Final = {
    FactType.DATE: DAY + " + CAST({h} % 400 AS INTEGER)",
    FactType.INTEGER: "CAST([0, 1, 1, 2, 3, 5, 12, 40, 2024, 2000000, 90000000][1 + {h} % 11] AS BIGINT)",
    FactType.BOOLEAN: "{h} % 2 = 0",
}


if __name__ == "__main__":
    sys.stdout.write(
        msgspec.json.encode(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))).decode()
    )
