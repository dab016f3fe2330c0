"""The code pool: injective, valid, for every authority, and exhausted with a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.register.code_pool import CAPACITY, CodePoolFault, code_for, pool_prefix
from xinyong.register.identifiers import uscc
from xinyong.register.identifiers.uscc_tables import AUTHORITIES

PLACES = st.tuples(
    st.sampled_from("".join(AUTHORITIES)), st.sampled_from("1359"), st.integers(0, 999_999).map("{:06d}".format)
)
SERIALS = st.integers(0, CAPACITY - 1)


@given(place=PLACES, serial=SERIALS)
def test_codes_of_the_pool_are_valid_and_say_where_they_come_from(place: tuple[str, str, str], serial: int) -> None:
    """Both check characters hold and the first eight characters are the prefix."""
    authority, category, division = place
    code = code_for(authority, category, division=division, serial=serial).text

    assert uscc.is_valid(code)
    assert code.startswith(pool_prefix(authority, category, division))


@given(first=st.tuples(PLACES, SERIALS), second=st.tuples(PLACES, SERIALS))
def test_two_serials_never_collide(
    first: tuple[tuple[str, str, str], int], second: tuple[tuple[str, str, str], int]
) -> None:
    """Two codes are equal exactly where place and serial are."""
    codes = [
        code_for(authority, category, division=division, serial=serial).text
        for (authority, category, division), serial in (first, second)
    ]

    assert (first == second) == (codes[0] == codes[1])


def test_the_first_ten_thousand_serials_give_ten_thousand_codes() -> None:
    """Neighbouring serials too."""
    assert len({code_for("9", "1", division="990101", serial=serial).text for serial in range(10_000)}) == 10_000


@pytest.mark.parametrize("serial", [-1, CAPACITY])
def test_a_serial_outside_the_range_is_a_fault(serial: int) -> None:
    """The pool of a prefix ends, and says so."""
    with pytest.raises(CodePoolFault, match="CODE-POOL"):
        code_for("9", "1", division="990101", serial=serial)


@pytest.mark.parametrize(
    ("authority", "category", "division"),
    [("B", "1", "990101"), ("9", "I", "990101"), ("9", "11", "990101"), ("9", "1", "99010"), ("9", "2", "990101")],
)
def test_no_prefix_is_made_of_what_is_none(authority: str, category: str, division: str) -> None:
    """Unknown authorities, impossible categories, short divisions and individual businesses get no code."""
    with pytest.raises(CodePoolFault):
        pool_prefix(authority, category, division)
