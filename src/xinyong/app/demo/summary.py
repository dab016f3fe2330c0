"""What the demo reports of its run: counts that add up, distributions, and the organisation it explains.

The summary is a function of the seed and the number of organisations alone: nothing timed is in it, so two runs with
the same seed write the same bytes. It says itself that everything in it is synthetic.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

NOTICE = "Synthetic data: no organisation, authority, person, place or decision in these files exists."
"""Stands in the summary and on every page."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the summary."""


class Rows(Part, frozen=True, kw_only=True):
    """What became of the rows delivered: the first six add up to `delivered`; `removed` is counted apart."""

    delivered: int
    entered: int
    corrected: int
    repeated: int
    refused: int
    quarantined: int
    personal: int
    removed: int

    @property
    def accounted(self) -> int:
        """The sum of the six."""
        return self.entered + self.corrected + self.repeated + self.refused + self.quarantined + self.personal


class Count(Part, frozen=True, kw_only=True):
    """A name, and how many."""

    name: str
    count: int
    note: str = ""


class Grades(Part, frozen=True, kw_only=True):
    """How the organisations fall on the grades of one rating, best grade first.

    Attributes:
        status: `decided` is the last grade of a closed cycle, `running` is the computation of the last day.
        partial: the pack encodes only part of its instrument, so the grade grounds nothing.
        unverified: the pack uses numbers from memory (grade M).
        with_unknown: organisations with at least one hit whose truth is unknown.
        published: what authorities published of the same rating, a sentence each, to be set beside.
    """

    pack: str
    title: str
    status: Literal["decided", "running"]
    partial: bool
    unverified: bool
    grades: tuple[Count, ...]
    with_unknown: int
    published: tuple[str, ...] = ()


class Series(Part, frozen=True, kw_only=True):
    """A number on each of the summary's months, oldest first."""

    name: str
    values: tuple[int, ...]


class Delay(Part, frozen=True, kw_only=True):
    """Days between a decision and its delivery, for one authority: how many rows fall into each class of the summary.

    Attributes:
        median: median in days; None where no row is a dated decision.
    """

    authority: str
    rows: int
    median: int | None
    classes: tuple[int, ...]


class Explained(Part, frozen=True, kw_only=True):
    """The organisation that the demo explains: its standing in sentences."""

    identifier: str
    name: str
    sentences: tuple[str, ...]


class Summary(Part, frozen=True, kw_only=True):
    """All that the demo found.

    Attributes:
        planted: defects that the synthetic authorities wrote on purpose, by kind.
        refusals: rows refused or quarantined, by reason.
        months: first days of the months that `lists` counts.
        delay_classes: names of the classes of `delays`.
    """

    notice: str = NOTICE
    synthetic: Literal[True] = True
    seed: int
    organisations: int
    first_day: dt.date
    last_day: dt.date
    deliveries: int
    rows: Rows
    planted: tuple[Count, ...]
    refusals: tuple[Count, ...]
    grades: tuple[Grades, ...]
    months: tuple[dt.date, ...]
    lists: tuple[Series, ...]
    delay_classes: tuple[str, ...]
    delays: tuple[Delay, ...]
    explained: Explained
    ratings_digest: str
    standings_digest: str
