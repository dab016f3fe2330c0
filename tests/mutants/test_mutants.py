"""Seeded faults of either evaluator, and of what they share: every one is seen by what the tests compare.

All of them run with `make campaign-mutants`; a few run always. That the program without a fault passes the same routine
is what makes a kill mean something.
"""

from dataclasses import replace

import pytest

from tests.laws.search import FIXED
from tests.mutants.killing import CASES, MUTANTS, seen
from tests.mutants.planted import Mutant, NotPlantedError, changed, plant

QUICK = (
    "strongest-by-sign",
    "once-over-expired-hits",
    "floor-division",
    "until-inclusive",
    "sql-strongest-by-sign",
    "sql-floor-division",
    "sql-unknown-condition-is-no-hit",
    "both-last-step-first",
)
LEAST = 30


def _names(mutants: tuple[Mutant, ...]) -> list[str]:
    return [mutant.name for mutant in mutants]


@pytest.mark.parametrize("mutant", MUTANTS, ids=_names(MUTANTS))
def test_a_mutant_still_applies(mutant: Mutant) -> None:
    """Its text is in its module exactly once, and what it makes of it is a module."""
    source = mutant.path.read_text(encoding="utf-8")

    assert compile(changed(mutant, source), mutant.name, "exec", dont_inherit=True) is not None


def test_the_table_is_whole() -> None:
    """No name twice; enough faults of either evaluator and of what they share."""
    walked = [one for one in MUTANTS if one.seen_by == "comparison" and not one.name.startswith("sql-")]
    columnar = [one for one in MUTANTS if one.name.startswith("sql-")]
    others = {one.seen_by for one in MUTANTS if one not in walked and one not in columnar}

    assert len(set(_names(MUTANTS))) == len(MUTANTS)
    assert min(len(walked), len(columnar)) >= LEAST
    assert others == {"days", "hand"}
    assert set(QUICK) <= set(_names(MUTANTS))


def test_a_mutant_that_no_longer_applies_is_an_error() -> None:
    """The plants: text that is nowhere, text that is there twice, and a module that was imported already."""
    first = MUTANTS[0]

    with pytest.raises(NotPlantedError, match="0 times"):
        changed(replace(first, old="no such text"), "some text")
    with pytest.raises(NotPlantedError, match="2 times"):
        changed(replace(first, old="text"), "text and text")
    with pytest.raises(NotPlantedError, match="imported before"):
        plant(replace(first, module="tests.mutants.planted"))


def test_a_mutant_that_only_crashes_is_seen_by_nobody() -> None:
    """An unknown name is no kill, and neither is a process that breaks."""
    assert seen("no-such-mutant", FIXED, 1).startswith("it broke")


def test_nothing_is_seen_without_a_fault() -> None:
    """The routine passes over the program as it is."""
    assert seen("none", FIXED, 20) == "nothing"


@pytest.mark.parametrize("name", QUICK)
def test_a_mutant_is_seen(name: str) -> None:
    """A few of them, always: among them floor division and the strongest by sign, in both evaluators."""
    mutant = next(one for one in MUTANTS if one.name == name)

    assert seen(name, FIXED, CASES) == mutant.seen_by


@pytest.mark.campaign
@pytest.mark.parametrize("mutant", MUTANTS, ids=_names(MUTANTS))
def test_every_mutant_is_seen(mutant: Mutant) -> None:
    """By what must see it, and by nothing less."""
    assert seen(mutant.name, FIXED, CASES) == mutant.seen_by


@pytest.mark.campaign
def test_nothing_is_seen_without_a_fault_at_length() -> None:
    """The whole routine, with as many cases as a mutant has to survive."""
    assert seen("none", FIXED, CASES) == "nothing"
