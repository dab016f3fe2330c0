"""What the network writes: streams of one authority and form, and the deliveries that come out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import datetime as dt

Row: TypeAlias = dict[str, str]
"""Cells by field code; what is absent is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A synthetic authority.

    Attributes:
        id: what `--authority` is given.
        zh, en: names.
        late: share of its rows that come in a later month than they should.
        slack_days: day of the month on which it delivers.
    """

    id: str
    zh: str
    en: str
    late: float
    slack_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One authority writing one form.

    Attributes:
        mapping: the form: a mapping, or a record kind for the kind's own form.
        slug: begins the names of its files.
        columns: header, in the order of the form.
        code, name: columns of the subject's code and name.
        key: a date column of the form, for defects.
        every: delivers every so many months.
        snapshot: writes the whole list each time.
    """

    authority: Authority
    mapping: str
    slug: str
    columns: tuple[str, ...]
    code: str
    name: str
    day: str
    file: Literal["csv", "xlsx"] = "csv"
    encoding: Literal["utf-8", "utf-8-sig", "gb18030"] = "utf-8"
    every: int = 1
    snapshot: bool = False


class Delivery(NamedTuple):
    """One file, ready to be written.

    Attributes:
        day: the simulated day on which it is written and delivered.
        path: below the folder of deliveries.
        cells: rows of cells in the order of the stream's columns.
    """

    stream: Stream
    day: dt.date
    path: str
    cells: list[tuple[str, ...]]
