"""What a benchmark found: figures with units in their names, and where they were measured.

A figure is the median of at least three runs unless its name says otherwise (`peak_`, `x_` ratios are of medians).
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Figure: TypeAlias = "int | float | str | bool"


def machine() -> dict[str, Figure]:
    """Return what the figures were measured on; the cores are those this process may use."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": round(os.getloadavg()[0], 2),
    }


def versions(*packages: str) -> dict[str, str]:
    """Return the versions of Python and of the named packages, those that are installed."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:  # noqa: PTH123 - a device file, not a document
            models = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    except OSError:
        models = []
    return models[0] if models else platform.machine()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The figures of one benchmark.

    Attributes:
        name: the benchmark, as on the command line.
        figures: name with unit (`three_packs_s`, `rows_per_s`, `peak_gb`) to value.
        rows: a table for people, first row the headings; empty: name and value of each figure.
        notes: what a reader must know to compare.
        machine: processor, cores, memory.
        versions: of what took part.
    """

    name: str
    figures: Mapping[str, Figure]
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    machine: Mapping[str, Figure] = field(default_factory=machine)
    versions: Mapping[str, str] = field(default_factory=lambda: versions("xinyong", "duckdb"))

    def as_json(self) -> dict[str, Figure | dict[str, Figure] | dict[str, str] | list[str]]:
        """Return one flat object of figures, with machine, versions and notes beside them."""
        return {
            "benchmark": self.name,
            **self.figures,
            "machine": dict(self.machine),
            "versions": dict(self.versions),
            "notes": list(self.notes),
        }

    def table(self) -> list[list[str]]:
        """Return rows for people, the headings first."""
        if self.rows:
            return [list(row) for row in self.rows]
        return [["figure", "value"], *([name, _shown(value)] for name, value in self.figures.items())]


def _shown(value: Figure) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004 - three figures are enough
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
