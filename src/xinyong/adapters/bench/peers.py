"""Runs every engine in a process of its own, on one core, and checks that all give the same answers.

What each process runs stands in `one`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from typing import Final

import msgspec

from xinyong.adapters.bench.contest.one import CHECKED, ENGINES, ROW_ENGINES, RUNS, Timed
from xinyong.adapters.bench.result import BenchResult, Figure, versions

RULE_ENGINES: Final = ("openfisca", "zen_expression", "zen_table", "cel_cpp", "cel_rust")
DEFAULT_ORGANISATIONS: Final = 1_000_000
ROW_SHARE: Final = 20
"""Engines that take one record at a time get a twentieth of the organisations."""


class PeersDifferError(Exception):
    """Two engines gave different answers to the same work: no speed of theirs can be compared."""


def run(organisations: int | None = None) -> BenchResult:
    """Return organisations per second and core of every engine, with and without reasons.

    Args:
        organisations: how many the columnar engines rate; row engines get a twentieth of it.

    Raises:
        PeersDifferError: the answers are not the same.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    figures: dict[str, Figure] = {"organisations": size}
    table = [["engine", "organisations/s, reasons", "without", "x ours, reasons"]]
    answers: dict[str, str] = {}
    speeds: dict[tuple[str, bool], float] = {}
    for engine in ENGINES:
        amount = size if engine not in ROW_ENGINES else max(CHECKED, size // ROW_SHARE)
        for reasons in (True, False):
            found = _process(engine, amount, reasons=reasons)
            speeds[engine, reasons] = amount / statistics.median(found.seconds)
            if reasons:
                answers[engine] = found.answers
            name = f"{engine}_{'reasons_' if reasons else ''}organisations_per_s"
            figures[name] = round(speeds[engine, reasons])
    if len(set(answers.values())) != 1:
        message = f"the engines do not agree: {answers}"
        raise PeersDifferError(message)
    for engine in ENGINES:
        ratio = speeds[engine, True] / speeds["xinyong", True]
        figures[f"{engine}_x_ours"] = round(ratio, 3)
        table.append([engine, f"{speeds[engine, True]:,.0f}", f"{speeds[engine, False]:,.0f}", f"{ratio:.3f}"])
    figures["best_rule_engine_x_ours"] = round(
        max(speeds[name, True] for name in RULE_ENGINES) / speeds["xinyong", True], 3
    )
    figures["polars_by_hand_x_ours"] = round(speeds["polars", True] / speeds["xinyong", True], 3)
    return BenchResult(
        name="peers",
        figures=figures,
        rows=table,
        notes=[
            f"one core each, medians of {RUNS}; answers of {CHECKED:,} organisations equal for all engines",
            "input in each engine's own form, not timed; windows of row engines in plain Python, timed",
        ],
        versions=versions(
            "xinyong",
            "duckdb",
            "polars",
            "numpy",
            "openfisca-core",
            "zen-engine",
            "cel-expr-python",
            "common-expression-language",
        ),
    )


def _process(engine: str, organisations: int, *, reasons: bool) -> Timed:
    command = [
        sys.executable,
        "-m",
        "xinyong.adapters.bench.contest.one",
        engine,
        str(organisations),
        str(int(reasons)),
    ]
    alone = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, **alone}, text=True)  # noqa: S603 - our own module
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Timed)
