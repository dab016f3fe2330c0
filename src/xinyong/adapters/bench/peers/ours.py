"""The same twenty rules as a pack of ours."""

from __future__ import annotations

import datetime as dt
from typing import Final

from xinyong.adapters.bench.peers.workload import ALL_UP, BANDS, START, TABLE, RuleRow
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.pack import (
    Band,
    Coverage,
    Effect,
    Governs,
    Grades,
    Group,
    Life,
    LifeForm,
    OnceKey,
    Pack,
    Points,
    Rating,
    Rule,
    Scores,
    Text,
    Use,
)

_CITATION: Final = Citation(instrument="Rule table of the peer benchmark", grade=SourceGrade.DERIVED)


def pack() -> Pack:
    """Return the rule table as a pack: one rule a row, one group for each rule that counts once."""
    return Pack(
        id="bench.peers",
        version="1",
        title=Text(zh="对照规则", en="Peer benchmark rules"),
        citation=_CITATION,
        valid_from=dt.date(2000, 1, 1),
        governs=Governs.DAY,
        use=Use.LAB,
        coverage=Coverage(encoded=len(TABLE), total=len(TABLE), of="rules", citation=_CITATION),
        rules=tuple(_rule(index, row) for index, row in enumerate(TABLE)),
        groups=tuple(
            Group(id=_id(index), key=OnceKey(row.once), citation=_CITATION)
            for index, row in enumerate(TABLE)
            if row.once
        ),
        rating=Rating(
            start=START,
            start_citation=_CITATION,
            bands=tuple(Band(grade=grade, at_least=least, citation=_CITATION) for grade, least in BANDS),
        ),
    )


def _id(index: int) -> str:
    return f"r{index:02d}"


def _rule(index: int, row: RuleRow) -> Rule:
    effect: Effect = Grades(grade=row.direct) if row.direct else Scores(points=Points(value=row.points))
    return Rule(
        id=_id(index),
        title=Text(zh=row.kind, en=row.kind),
        citation=_CITATION,
        kinds=(row.kind,),
        when=_condition(row),
        effect=effect,
        life=Life(form=LifeForm.TERM, months=row.months) if row.months else Life(form=LifeForm.YEAR),
        group=_id(index) if row.once else None,
        repeat=row.repeat if row.repeat != 1 else None,
    )


def _condition(row: RuleRow) -> str | None:
    if row.low is None or row.high is None:
        return None
    if row.low == -ALL_UP:
        return f"amount < {row.high}"
    if row.high == ALL_UP:
        return f"amount >= {row.low}"
    return f"amount >= {row.low} AND amount < {row.high}"
