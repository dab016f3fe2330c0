"""A real store and a synthetic one have no code in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.kernel.ids import Plane
from xinyong.register.admission import Admitted, Refusal, Waiting, admit
from xinyong.register.identification import identify
from xinyong.register.identifiers import lei


@pytest.mark.parametrize(
    ("code", "real", "synthetic"),
    [
        ("91110000600037341L", Admitted, Refusal),
        ("91990000MA0000007X", Refusal, Admitted),
        ("91110000600037341N", Waiting, Refusal),
        ("91990000MA0000007Y", Refusal, Waiting),
        ("11010519491231002X", Refusal, Refusal),
        ("600037341", Admitted, Refusal),
        ("110108000000016", Admitted, Refusal),
        ("213800KUD8LAJWSQ9D15", Admitted, Refusal),
        ("list:h2:row", Admitted, Refusal),
        ("list:synthetic-h2:row", Refusal, Admitted),
    ],
)
def test_each_plane_takes_its_own(code: str, real: type, synthetic: type) -> None:
    """The mark decides, and a failing check digit waits in the plane that its mark names."""
    found = identify(code)

    assert (real, synthetic) == (type(admit(found, Plane.REAL)), type(admit(found, Plane.SYNTHETIC)))


def test_a_synthetic_lei_has_the_prefix_9900() -> None:
    """9900 and correct check digits: at home in a synthetic store alone."""
    body = "9900" + "0" * 13 + "1"
    found = identify(body + lei.check_digits(body))

    assert (Refusal, Admitted) == (type(admit(found, Plane.REAL)), type(admit(found, Plane.SYNTHETIC)))


@given(text=st.text(max_size=20))
def test_no_text_is_admitted_by_both_planes(text: str) -> None:
    """Whatever the text, at most one kind of store takes it."""
    found = identify(text)

    assert not (isinstance(admit(found, Plane.REAL), Admitted) and isinstance(admit(found, Plane.SYNTHETIC), Admitted))
