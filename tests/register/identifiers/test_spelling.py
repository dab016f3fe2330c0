"""One spelling for codes, with every change reported and nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.register.identifiers.scheme import Change
from xinyong.register.identifiers.spelling import Spelled, spell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("91110000600037341L", Spelled("91110000600037341L", ())),
        ("91 110000 600037341L", Spelled("91110000600037341L", (Change.BLANKS,))),
        ("60003734-1", Spelled("600037341", (Change.SEPARATORS,))),
        ("71310106424845496e", Spelled("71310106424845496E", (Change.LOWER_CASE,))),
        ("\uff19\uff11\uff11\uff11", Spelled("9111", (Change.FULL_WIDTH,))),
        ("\uff41", Spelled("A", (Change.FULL_WIDTH, Change.LOWER_CASE))),
        ("\ufeff'9111\t", Spelled("9111", (Change.BLANKS, Change.SEPARATORS))),
        ("O0Il", Spelled("O0IL", (Change.LOWER_CASE,))),
    ],
)
def test_each_change_is_made_and_reported(text: str, expected: Spelled) -> None:
    """Width, blanks, separators and case, and never O for 0."""
    assert spell(text) == expected


@given(text=st.text())
def test_spelling_twice_changes_nothing(text: str) -> None:
    """What is spelled is spelled, and says that nothing was changed."""
    once = spell(text).text

    assert spell(once) == Spelled(once, ())


@given(text=st.text())
def test_a_change_is_reported_exactly_where_the_text_changed(text: str) -> None:
    """No silent change and no false alarm."""
    spelled = spell(text)

    assert (spelled.changes != ()) == (spelled.text != text)
