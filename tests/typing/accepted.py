"""Code that must type-check, so that the shelf beside it is known to fail for its own reasons."""

from enum import Enum
from typing import assert_never

from xinyong.kernel.truth import Truth


class Verdict(Enum):
    """A closed set."""

    VALID = "valid"
    REFUSED = "refused"


def every_case_is_handled(verdict: Verdict) -> str:
    """A closed set, handled whole."""
    match verdict:
        case Verdict.VALID:
            return "valid"
        case Verdict.REFUSED:
            return "refused"
        case _ as left:
            assert_never(left)


def a_truth_is_compared(truth: Truth) -> str:
    """Only met may burden anyone."""
    return "met" if truth is Truth.MET else "not shown to be met"
