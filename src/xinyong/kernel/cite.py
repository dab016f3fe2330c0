"""Citations: where a fact of the law stands, and how far its source can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SourceGrade(Enum):
    """How reliable the text behind a fact is, best first."""

    PRIMARY = "P"
    """Primary legal text, read in full."""
    OFFICIAL = "O"
    """An official or semi-official statement."""
    NEWS = "N"
    """News report, law-firm note, academic page."""
    SECONDARY = "S"
    """A copy on a third-party site."""
    DERIVED = "D"
    """Derived by arithmetic from cited numbers."""
    ARTICLE = "A"
    """The encyclopaedia article alone."""
    UNVERIFIED = "M"
    """From memory, unsourced; marked wherever a user sees it."""

    @property
    def shown(self) -> str:
        """The grade as people see it: no number from memory passes for one that was read.

        >>> SourceGrade.UNVERIFIED.shown, SourceGrade.PRIMARY.shown
        ('M, unverified', 'P')
        """
        return f"{self.value}, unverified" if self is SourceGrade.UNVERIFIED else self.value

    @property
    def rank(self) -> int:
        """0 for the best grade, growing as trust falls."""
        return list(SourceGrade).index(self)


def lowest(first: SourceGrade, *others: SourceGrade) -> SourceGrade:
    """Return the least reliable of the grades.

    >>> lowest(SourceGrade.PRIMARY, SourceGrade.NEWS)
    <SourceGrade.NEWS: 'N'>
    """
    return max((first, *others), key=lambda grade: grade.rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An instrument, the place in it, and the grade of the source it was read in.

    Attributes:
        instrument: the name or number of the instrument (never the mirror it was read on).
        article: article, annex or row; empty when the whole instrument is meant.
        grade: reliability of the text.
        note: what the source leaves open, if anything.
    """

    instrument: str
    article: str = ""
    grade: SourceGrade
    note: str = ""

    @property
    def place(self) -> str:
        """The instrument and the place in it, as people read it.

        >>> Citation(instrument="招标投标法", article="第五十三条", grade=SourceGrade.PRIMARY).place
        '招标投标法 第五十三条'
        """
        return " ".join(filter(None, (self.instrument, self.article)))
