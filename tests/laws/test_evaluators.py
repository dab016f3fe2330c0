"""Both evaluators say the same of any pack and any ledger, field by field: ratings, contributions, next change."""

import pytest

from tests.laws.reached import Reached
from tests.laws.search import PACKS, search, seeds


def _hold(packs: int) -> None:
    reached = Reached()
    different = [search(start, packs // PACKS // 2, reached) for start in seeds()]

    assert different == [None, None]
    assert reached.packs >= packs
    assert reached.missing() == []


def test_evaluators_agree() -> None:
    """Over 500 packs no field differs, and every primitive, node, truth and edge was reached often enough."""
    _hold(500)


@pytest.mark.campaign
def test_evaluators_agree_at_length() -> None:
    """The same over 5,000 packs."""
    _hold(5_000)
