"""From day to day only whom news or a clock touches is evaluated, and the result is always a full evaluation's."""

from collections import Counter

import pytest

from tests.laws.days import DAYS, FLOORS, first_difference
from tests.laws.search import seeds


def _hold(days: int) -> None:
    counts: Counter[str] = Counter()
    astray = [first_difference(start, -(-days // DAYS // 2), counts) for start in seeds()]

    assert astray == [None, None]
    assert {name: counts[name] for name, floor in FLOORS.items() if counts[name] * 500 < floor * days} == {}


def test_what_is_carried_is_a_full_evaluation() -> None:
    """Over 500 days of made packs no rating differs and the delta names just what changed."""
    _hold(500)


@pytest.mark.campaign
def test_what_is_carried_is_a_full_evaluation_at_length() -> None:
    """The same over 5,000 days."""
    _hold(5_000)
