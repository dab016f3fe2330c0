"""What a finding says to do can be done: days and values are shown as the column itself reads them."""

import pytest

from xinyong.sources.cells import DATE_FORMS, day
from xinyong.sources.mapping import Column, Parse
from xinyong.sources.vetting import MOST_SHOWN, advice


@pytest.mark.parametrize("form", list(DATE_FORMS))
def test_the_example_of_a_form_is_a_day_in_it(form: str) -> None:
    """Whoever copies the example is understood."""
    found = day(DATE_FORMS[form].example, (form,))

    assert found is not None
    assert (found.month, found.day) == (7, 1)


def test_a_day_is_shown_in_the_first_form_of_its_column() -> None:
    """A form with days first is not told to write years first."""
    column = Column(code="a", parse=Parse.DATE, dates=("dmy_slash", "dash"))

    assert advice(column) == "Write the day as 01/07/2025."


def test_a_short_list_of_values_is_told() -> None:
    """With what stands between several of them."""
    column = Column(code="a", parse=Parse.CODES, codes={"C1": "crew", "C2": "hull"}, split="/")

    assert advice(column) == "Write C1, C2, several joined with /."


def test_a_long_list_of_values_stands_in_the_template() -> None:
    """A refusal is a sentence and no table."""
    codes = {f"C{number}": f"c{number}" for number in range(MOST_SHOWN + 1)}

    assert advice(Column(code="a", parse=Parse.CODES, codes=codes)) == "Choose from the list of the form."
