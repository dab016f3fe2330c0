"""A rating: start score, categories, bands, and the cycle in which a grade is decided."""

from __future__ import annotations

from dataclasses import dataclass

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.law.rule import Limit  # noqa: TC001 - as above
from xinyong.law.text import Text  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of the score: bounds on its sum, and an integer weight (applied after them)."""

    id: str
    title: Text
    limit: Limit | None = None
    weight: int = 1
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A grade and the lowest total that reaches it; None for the last."""

    grade: str
    at_least: int | None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """When a rating is decided.

    Attributes:
        cut_off_month, cut_off_day: the last day that the period's rating looks at (12, 31: the end of the year).
        published_month, published_day: the day, in the year after, from which the decided grade is shown.
        first_year, last_year: evaluation years that this version governs; last None is open.
    """

    cut_off_month: int
    cut_off_day: int
    published_month: int
    published_day: int
    first_year: int | None = None
    last_year: int | None = None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How points become a grade.

    Attributes:
        start: score before any hit.
        bands: best grade first, strictly falling `at_least`, the last None.
        limit: bounds on the total.
        special: grades outside the bands (such as M), for the schema of outputs.
    """

    start: int
    start_citation: Citation
    bands: tuple[Band, ...]
    categories: tuple[Category, ...] = ()
    limit: Limit | None = None
    special: tuple[str, ...] = ()
    cycle: Cycle | None = None
