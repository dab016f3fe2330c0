"""Published distributions are figures about the world: each names its rating and its source, and no pack reads them."""

import copy
from typing import Any

import pytest

from xinyong.bootstrap import law
from xinyong.law.published import WHOLE, PublishedFault, read_published

WELL_MADE: dict[str, Any] = {
    "published": [
        {
            "family": "xx.made",
            "of": {"zh": "某年", "en": "a year"},
            "counted": 100,
            "shares": {"A": 2500, "B": 7500},
            "citation": {"instrument": "公报", "grade": "N"},
        }
    ]
}


def test_every_shipped_one_is_about_a_rating_of_the_shelf() -> None:
    """Its family has a pack, and every grade that it names is a grade of some version."""
    families = law.shelf().families()
    for one in law.published():
        ratings = [pack.rating for pack in families[one.family] if pack.rating is not None]
        grades = {grade for rating in ratings for grade in (*(band.grade for band in rating.bands), *rating.special)}

        assert set(one.shares) <= grades, one.family


def test_a_well_made_one_is_read() -> None:
    """Shares in ten-thousandths, together a whole at most."""
    (found,) = read_published(WELL_MADE, "made")

    assert (WHOLE, 100) == (sum(found.shares.values()), found.counted)


@pytest.mark.parametrize("shares", [{"A": 2500, "B": 7501}, {"A": -1}])
def test_shares_that_are_no_parts_are_refused(shares: dict[str, int]) -> None:
    """More than a whole, or less than nothing."""
    wrong = copy.deepcopy(WELL_MADE)
    wrong["published"][0]["shares"] = shares

    with pytest.raises(PublishedFault, match=r"made: the shares of xx.made, a year, are no parts of 10000"):
        read_published(wrong, "made")


def test_without_a_source_it_is_refused() -> None:
    """A figure that nobody published is none."""
    wrong = copy.deepcopy(WELL_MADE)
    del wrong["published"][0]["citation"]

    with pytest.raises(PublishedFault, match="made is no table of published distributions"):
        read_published(wrong, "made")
