"""Whom the difference of two packs touches: everybody of a ledger under the one and under the other, on one day.

A question about a change of law before it is made. Guarantees that nothing is written and that nothing is brought into
force. Each pack is asked by itself about every act, whichever version would judge it; refuses packs of the lab, which
are never applied to a registry's organisations.
"""

# ruff: noqa: S608 - the text is made of names and numbers of this program; nothing that came in gets into it

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.app.pack_evaluators import answers_in
from xinyong.kernel.errors import Fault
from xinyong.law.pack import LAB_ALONE
from xinyong.rules import engine
from xinyong.rules.applicability import asked_of
from xinyong.rules.columnar.layout import unit_of
from xinyong.rules.compiled import compile_pack

if TYPE_CHECKING:
    from xinyong.app.evaluate import Ledgered
    from xinyong.law.pack import Pack
    from xinyong.ledger.columns import Columns

_SHOWN: Final = 10


class LabPackFault(Fault):
    """A pack that no registry brings into force was to be asked about a registry's organisations."""

    code = "LAB-PACK"


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """How many go from a grade to another; None: they have none there."""

    before: str | None
    after: str | None
    organisations: int


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """How many more and how many fewer organisations have a ground for a list."""

    list: str
    gained: int
    lost: int


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a change of law touches.

    Attributes:
        known: the last entry that is read.
        organisations: how many there are; touched: of how many grade, total or grounds differ.
        points: of how many the total differs and the grade does not.
        grades: from grade to grade, the most frequent first; only those that differ.
        lists: lists whose grounds come or go.
        first: the first subjects that are touched, ten at most.
    """

    day: dt.date
    known: int
    organisations: int
    touched: int
    points: int
    grades: tuple[Moved, ...]
    lists: tuple[Proposed, ...]
    first: tuple[int, ...]


def touched(records: Ledgered, before: Pack, after: Pack, day: dt.date) -> Touched:
    """Return whom it touches on a day that `after` stands in the place of `before`.

    Raises:
        LabPackFault: one of them runs in the lab alone.
    """
    lab = [pack.name for pack in (before, after) if pack.use in LAB_ALONE]
    if lab:
        what = f"{' and '.join(lab)} can be read and compared, and is never applied to a registry's organisations."
        raise LabPackFault(what, remedy="Leave `--touches` out.")
    columns = records.columns
    _compare(columns, records.source("touching", asked_of((before, after))), before, after, day)
    moves = "grade_before IS DISTINCT FROM grade_after"
    everybody, differ = (columns.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("said_before", "touched"))
    points = columns.rows(f"SELECT count(*) FROM touched WHERE NOT ({moves}) AND total_before <> total_after")[0][0]
    counted = f"SELECT grade_before, grade_after, count(*) AS n FROM touched WHERE {moves} GROUP BY ALL"
    return Touched(
        day=day,
        known=int(records.known),
        organisations=_number(everybody),
        touched=_number(differ),
        points=_number(points),
        grades=tuple(
            Moved(before=_text(old), after=_text(new), organisations=_number(n))
            for old, new, n in columns.rows(f"{counted} ORDER BY n DESC, 1, 2")
        ),
        lists=tuple(
            Proposed(list=str(item), gained=_number(gained), lost=_number(lost))
            for item, gained, lost in columns.rows(_LISTS)
        ),
        first=tuple(_number(row[0]) for row in columns.rows(f"FROM touched SELECT subject ORDER BY 1 LIMIT {_SHOWN}")),
    )


def _compare(columns: Columns, source: engine.Source, before: Pack, after: Pack, day: dt.date) -> None:
    """Make `said_before`, what the one pack says of everybody, and `touched`, where the other says something else."""
    for name, pack in (("before", before), ("after", after)):
        compiled = compile_pack(pack, any_act=True)
        engine.tabulate(columns, (unit_of(compiled),), source, day, into=name)
        said = answers_in(columns, compiled, f"{name}_ratings")
        columns.run((f"CREATE OR REPLACE TABLE said_{name} AS SELECT subject, {', '.join(_SAID)} FROM ({said})",))
    both = "".join(f", b.{name} AS {name}_before, a.{name} AS {name}_after" for name in _SAID)
    same = " AND ".join(f"b.{name} IS NOT DISTINCT FROM a.{name}" for name in _SAID)
    differing = f"SELECT subject{both} FROM said_before AS b JOIN said_after AS a USING (subject) WHERE NOT ({same})"
    columns.run((f"CREATE OR REPLACE TABLE touched AS {differing}",))


_SAID: Final = ("total", "grade", "grounds")

_LISTS: Final = (
    "SELECT list, count(*) FILTER (WHERE a AND NOT b) AS gained, count(*) FILTER (WHERE b AND NOT a) AS lost FROM ("
    "SELECT subject, list, bool_or(side = 'a') AS a, bool_or(side = 'b') AS b FROM ("
    "SELECT subject, unnest(string_split(grounds_after, ',')) AS list, 'a' AS side FROM touched UNION ALL "
    "SELECT subject, unnest(string_split(grounds_before, ',')), 'b' FROM touched) GROUP BY subject, list"
    ") GROUP BY list HAVING gained + lost > 0 ORDER BY list"
)


def _number(value: object) -> int:
    return int(str(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
