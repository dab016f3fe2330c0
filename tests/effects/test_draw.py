"""The draw: found again by anybody from seed and list, in no order, fair within a class, and never beyond its share."""

import hashlib
import hmac
import math
import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.effects.draw import Candidate, DrawFault, Placed, Seed, count, differences, digest, draw, usual, within
from xinyong.law.inspection import WHOLE, Share, bounds

SEED = Seed("2026-11-24 lottery 03 11 17 22 29 31 +08", "2026-11")
SEEDS = st.builds(Seed, st.text("abc0123 信", min_size=1).filter(str.strip), st.sampled_from(("1", "2")))
LISTS = st.dictionaries(st.text("0123456789ABC", min_size=1, max_size=6), st.sampled_from("ABCD"), max_size=40)
SHARES = st.integers(0, WHOLE)


def _candidates(listed: dict[str, str]) -> list[Candidate]:
    return [Candidate(code, grade) for code, grade in listed.items()]


def _names(placed: tuple[Placed, ...]) -> set[str]:
    return {one.code for one in placed if one.drawn}


def test_anybody_finds_the_draw_by_the_published_recipe() -> None:
    """HMAC-SHA256 under the seed over round, line feed and code; the lowest are drawn. Written here a second time."""
    codes = [f"91990101MA{number:08d}" for number in range(50)]
    keyed = {
        code: hmac.new(SEED.seed.encode(), f"2026-11\n{code}".encode(), hashlib.sha256).hexdigest() for code in codes
    }

    found = draw([Candidate(code, "B") for code in codes], SEED, {"B": 7})

    assert sorted(codes, key=keyed.__getitem__)[:7] == [one.code for one in found if one.drawn]
    assert sorted(codes, key=keyed.__getitem__) == [one.code for one in found]


@given(LISTS, SEEDS, st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 12)), st.randoms())
def test_the_order_of_the_list_changes_nothing(
    listed: dict[str, str], seed: Seed, counts: dict[str, int], chance: random.Random
) -> None:
    """Who is drawn follows from seed, round, codes and classes alone."""
    shuffled = _candidates(listed)
    chance.shuffle(shuffled)

    assert draw(_candidates(listed), seed, counts) == draw(shuffled, seed, counts)
    assert digest(_candidates(listed)) == digest(shuffled)


@given(LISTS, SEEDS, st.integers(0, 12), st.integers(0, 12))
def test_of_each_class_as_many_are_drawn_as_said_and_more_is_a_superset(
    listed: dict[str, str], seed: Seed, fewer: int, more: int
) -> None:
    """The larger number draws whoever the smaller one draws; nobody of another class is touched."""
    few, many = sorted((fewer, more))
    small, large = (draw(_candidates(listed), seed, {"A": number}) for number in (few, many))

    size = Counter(listed.values())["A"]
    assert [len(_names(small)), len(_names(large))] == [min(few, size), min(many, size)]
    assert _names(small) <= _names(large)
    assert {listed[code] for code in _names(large)} <= {"A"}


@given(LISTS, SEEDS, st.text("DEF", min_size=7, max_size=9))
def test_who_else_stands_in_the_list_changes_no_order(listed: dict[str, str], seed: Seed, newcomer: str) -> None:
    """A code more, or another's class, leaves the order of the rest as it was."""
    before = [one.code for one in draw(_candidates(listed), seed, {}) if one.grade == "A"]
    after = [one.code for one in draw([*_candidates(listed), Candidate(newcomer, "A")], seed, {}) if one.grade == "A"]

    assert before == [code for code in after if code != newcomer]


@pytest.mark.parametrize(
    "share", [Share(most=500), Share(least=500, most=2000), Share(least=2100, most=6000), Share(least=300), Share()]
)
def test_the_share_is_respected_at_every_size(share: Share) -> None:
    """From nobody to 500: never above the greatest share, at least the least wherever a whole number lies between."""
    least, most = bounds(share)
    asked = within(usual(share), share, grade="B")

    for size in range(501):
        found = count(size, asked, most)
        assert 0 <= found <= size * most
        assert found >= min(math.ceil(size * least), math.floor(size * most))


@given(st.integers(0, 5000), SHARES, SHARES, SHARES)
def test_a_larger_share_never_draws_fewer(size: int, one: int, other: int, most: int) -> None:
    """Together with the order by code, a larger share is a superset."""
    low, high = sorted((one, other))
    found = [count(size, Fraction(share, WHOLE), Fraction(most, WHOLE)) for share in (low, high, WHOLE)]

    assert all(fewer <= more for fewer, more in pairwise(found))


def test_within_a_class_every_code_is_as_likely_as_every_other() -> None:
    """2,000 seeds draw 5 of 25: chi-square over the codes, scaled to draws without replacement, has 24 degrees.

    Its mean is 24 and its deviation 7; 24 ± 5 deviations would hold in all but one of a million fair draws. Codes that
    differ in one character alone, and follow each other, get no other chance.
    """
    codes = [f"91990101MA{number:08d}" for number in range(25)]
    times = Counter[str]()
    for number in range(2000):
        times.update(_names(draw([Candidate(code, "A") for code in codes], Seed(str(number), "1"), {"A": 5})))

    expected = 2000 * 5 / 25
    chi = sum((times[code] - expected) ** 2 / expected for code in codes) * 24 / 20

    assert sum(times.values()) == 10_000
    assert 24 - 5 * 7 < chi < 24 + 5 * 7


def test_rounds_of_one_seed_are_draws_of_their_own() -> None:
    """A firm that one round draws is not drawn for ever."""
    codes = [Candidate(f"{number:018d}", "A") for number in range(200)]
    first, second = (_names(draw(codes, Seed("s", name), {"A": 20})) for name in ("1", "2"))

    assert first != second


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        (Seed("", "1"), "is no seed"),
        (Seed(" ", "1"), "is no seed"),
        (Seed("a\nb", "1"), "is no seed"),
        (Seed("s", ""), "is no round"),
        (Seed("s", "1\n2"), "is no round"),
    ],
)
def test_a_seed_is_one_line(seed: Seed, words: str) -> None:
    """An empty seed is anybody's guess, and a line feed would let two rounds and codes read the same."""
    with pytest.raises(DrawFault, match=words):
        draw([], seed, {})


def test_who_stands_twice_is_refused() -> None:
    """In two classes one would have two chances."""
    with pytest.raises(DrawFault, match="The code a stands twice"):
        draw([Candidate("a", "A"), Candidate("a", "B")], SEED, {})


@pytest.mark.parametrize("share", [499, 2001, -1, 10_001])
def test_a_share_that_the_instrument_does_not_allow_is_refused(share: int) -> None:
    """Class B of Lindian is 5 to 20 per cent, both ends in."""
    with pytest.raises(DrawFault, match="is not what the instrument allows"):
        within(share, Share(least=500, most=2000), grade="B")


def test_a_tampered_draw_is_told_by_code() -> None:
    """One code put in, another left out: both are named, and nobody else."""
    right = draw([Candidate(f"{number:018d}", "A") for number in range(20)], SEED, {"A": 5})
    favoured, victim = right[4], right[11]
    published = [one._replace(drawn=not one.drawn) if one in (favoured, victim) else one for one in right]

    assert {(favoured.code, "left out"), (victim.code, "wrongly drawn")} == set(differences(published, right))
    assert differences(right, right) == ()


def test_a_wrong_place_is_told() -> None:
    """Places decide who comes next, so they are part of the draw."""
    right = draw([Candidate("a", "A"), Candidate("b", "A"), Candidate("c", "A")], SEED, {"A": 1})
    published = [right[0], right[1]._replace(place=3), right[2]._replace(place=2)]

    assert dict(differences(published, right)) == {
        right[1].code: "in place 3 instead of 2",
        right[2].code: "in place 2 instead of 3",
    }
