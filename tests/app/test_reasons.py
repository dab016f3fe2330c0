"""Reasons that people state for decisions."""

import pytest

from xinyong.app.reasons import LONGEST, ReasonFault, stated


@pytest.mark.parametrize("reason", ["", "  \u3000 ", "因" * (LONGEST + 1)])
def test_a_decision_needs_a_short_reason(reason: str) -> None:
    """None, blanks alone and too many characters are refused."""
    with pytest.raises(ReasonFault, match="needs a reason"):
        stated(reason)


@pytest.mark.parametrize("reason", ["对 11010519491231002X 的申请", "application of 110105 19491231 002X"])
def test_a_reason_with_a_personal_number_is_refused_and_not_repeated(reason: str) -> None:
    """It would stay for ever; the fault does not show it."""
    with pytest.raises(ReasonFault) as caught:
        stated(reason)

    assert "19491231" not in str(caught.value)
