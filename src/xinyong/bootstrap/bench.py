"""The benchmarks, each a module of `adapters.bench` with one way in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, cast, get_args

if TYPE_CHECKING:
    from xinyong.adapters.bench.result import BenchResult

Name: TypeAlias = Literal["scale", "packs", "peers", "vetting", "intake", "interpret", "standing"]
NAMES: Final = get_args(Name)


class _Benchmark(Protocol):
    def run(self, organisations: int | None = None) -> BenchResult: ...


def run(name: Name, organisations: int | None) -> BenchResult:
    """Run a benchmark and return its figures.

    Args:
        name: which.
        organisations: how many (of `vetting` and `intake`: how many rows are about); None: the benchmark's own size.
    """
    # Each drags in engines of its own, so only the one that is asked for is imported.
    module = cast("_Benchmark", import_module(f"xinyong.adapters.bench.{name}"))
    return module.run(organisations)
