"""Code that must not type-check: each line marked `refused` is reported by the checkers named, and no other line is.

`tests/guards/test_types.py` runs both checkers over this shelf. Nothing imports it.
"""

from dataclasses import dataclass
from typing import NewType, TypeAlias, assert_never

from xinyong.kernel.truth import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A case."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A case that somebody added later."""


Verdict: TypeAlias = Met | Missed
Fen = NewType("Fen", int)


def a_case_is_left_out(verdict: Verdict) -> str:
    """A closed union must be handled whole."""
    match verdict:
        case Met():
            return "met"
        case _ as left:
            assert_never(left)  # refused: mypy pyright


def a_member_is_left_out(truth: Truth) -> str:
    """An enumeration must be handled whole."""
    match truth:  # refused: mypy pyright
        case Truth.MET:
            answer = "met"
        case Truth.NOT_MET:
            answer = "not met"
    return answer  # refused: mypy pyright


def a_truth_is_asked(truth: Truth) -> str:
    """Three values are not two."""
    if truth:  # refused: pyright
        return "met"  # refused: mypy
    return "not met"  # refused: mypy


def a_number_without_its_unit() -> Fen:
    """An identifier or an amount is not its representation."""
    return 5  # refused: mypy pyright


def a_value_is_changed(verdict: Met) -> None:
    """Values are frozen."""
    verdict.reason = "because"  # refused: mypy pyright


class Parent:
    """Something with a method."""

    def name(self) -> str:
        """Return a name."""
        return "parent"


class Child(Parent):
    """Something that hides a method without saying so."""

    def name(self) -> str:  # refused: mypy pyright
        """Return another name."""
        return "child"
