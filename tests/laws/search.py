"""The search for a case on which the evaluators differ: seeded, so that it can be run again, and counted."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.laws import asked
from tests.laws.made_packs import Case, cases
from tests.laws.reached import Reached
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.kernel.errors import Fault
from xinyong.law.pack import Pack
from xinyong.ledger.columns import Columns
from xinyong.rules.compiled import compile_pack

T = TypeVar("T")

FIXED = 20_261_123
PACKS = 2
"""Packs of a case; they share its ledger and one run of the columns."""


def seeds() -> tuple[int, int]:
    """A fixed seed, and one taken from the commit that `make` names."""
    commit = os.environ.get("XINYONG_COMMIT", "none")
    return FIXED, int.from_bytes(sha256(commit.encode()).digest()[:4])


def search(start: int, examples: int, reached: Reached) -> Case | None:
    """Ask both evaluators about so many cases; return the first on which they differ, made smaller, or None."""
    with DuckDbColumns(threads=1, memory_mb=500) as columns:
        comparison = _Comparison(columns, reached)
        found = comparison.first(start, examples)
        return None if found is None else smallest(found, comparison.differs)


def first_difference(start: int, examples: int) -> Case | None:
    """The first case on which the evaluators differ, as it came; it may be large. None where there is none."""
    with DuckDbColumns(threads=1, memory_mb=500) as columns:
        return _Comparison(columns, Reached()).first(start, examples)


class _Comparison:
    """Both evaluators over one engine; remembers the last case it was asked about."""

    def __init__(self, columns: Columns, reached: Reached) -> None:
        self._columns = columns
        self._reached = reached
        self._last: Case | None = None

    def first(self, start: int, examples: int) -> Case | None:
        """Compare so many cases, from a seed; return the first that differs."""
        try:
            self._run(start, examples)
        except AssertionError:
            return self._last
        return None

    def _run(self, start: int, examples: int) -> None:

        @seed(start)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
        )
        @given(cases(packs=PACKS))
        def compare(case: Case) -> None:
            self._last = case
            packs = [compile_pack(pack) for pack in case.packs]
            expected, outcomes = asked.interpreted(case, packs)
            found = asked.columnar(self._columns, case, packs)
            self._reached.take(case, packs, outcomes)
            assert expected == found

        compare()

    def differs(self, case: Case) -> bool:
        """Whether the evaluators differ on a case; one that can't be asked does not."""
        try:
            packs = [compile_pack(pack) for pack in case.packs]
            return asked.interpreted(case, packs)[0] != asked.columnar(self._columns, case, packs)
        except Fault:
            return False


def smallest(case: Case, differs: Callable[[Case], bool]) -> Case:
    """Take away packs, parts of packs, subjects and records for as long as the case keeps its quality."""
    while (less := next((found for found in _smaller(case) if differs(found)), None)) is not None:
        case = less
    return case


def _smaller(case: Case) -> Iterator[Case]:
    for place, pack in enumerate(case.packs):
        others = case.packs[:place], case.packs[place + 1 :]
        if len(case.packs) > 1:
            yield replace(case, packs=(*others[0], *others[1]))
        for less in _less(pack):
            yield replace(case, packs=(*others[0], less, *others[1]))
    for subject, records in case.ledger.items():
        yield replace(case, ledger={key: kept for key, kept in case.ledger.items() if key != subject})
        for place in range(len(records)):
            kept = (*records[:place], *records[place + 1 :])
            yield replace(case, ledger={**case.ledger, subject: kept})


def _less(pack: Pack) -> Iterator[Pack]:
    yield from (replace(pack, conclusions=_without(pack.conclusions, n)) for n in range(len(pack.conclusions)))
    yield from (replace(pack, accruals=_without(pack.accruals, n)) for n in range(len(pack.accruals)))
    yield from (replace(pack, facts=_without(pack.facts, n)) for n in range(len(pack.facts)))
    yield from (replace(pack, rules=_without(pack.rules, n)) for n in range(len(pack.rules)))


def _without(parts: tuple[T, ...], place: int) -> tuple[T, ...]:
    return (*parts[:place], *parts[place + 1 :])
