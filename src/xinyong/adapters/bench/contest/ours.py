"""The same twenty rules as a pack of ours, read by both of our readers.

The columnar reader takes a DuckDB table of records and writes two Parquet files, ratings and contributions: more work
than the peers do, which keep their answers in memory.
"""

# ruff: noqa: S608 - the text is made of names of this module

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from xinyong.adapters.bench.contest.workload import (
    ALL_UP,
    BANDS,
    DAY,
    EPOCH,
    GRADES,
    KINDS,
    START,
    TABLE,
    Records,
    RuleRow,
)
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.effects import Effect, Grades, Scores
from xinyong.law.life import Group, Life, LifeForm, OnceKey
from xinyong.law.pack import Coverage, Governs, Pack, Use
from xinyong.law.points import Points
from xinyong.law.rating import Band, Rating
from xinyong.law.rule import Rule
from xinyong.law.text import Text
from xinyong.rules import engine
from xinyong.rules.columnar.layout import unit_of
from xinyong.rules.columnar.rows import column_types
from xinyong.rules.compiled import compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import State
from xinyong.rules.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from xinyong.adapters.bench.contest.plain import Row
    from xinyong.rules.outcome import Outcome

    Answers: TypeAlias = tuple[list[NDArray[np.int64]], list[NDArray[np.int64]] | None]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one run wrote; the answers are read back untimed. The folder goes when nobody holds it any more."""

    folder: tempfile.TemporaryDirectory[str]
    columns: DuckDbColumns
    files: engine.Written
    reasons: bool

    def answers(self) -> Answers:
        """Return (subject, total, grade, unknown) and (subject, seq, rule, points) as columns."""
        grade = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(GRADES))
        fields = f"bench_peers_total, CASE bench_peers_grade {grade} END, bench_peers_unknown"
        rated = self._read(f"subject, {fields}", self.files.rating_files, "TRUE")
        if not self.reasons:
            return rated, None
        # Rules are numbered in their names; a direct grade is worth no points.
        rule = " ".join(f"WHEN '{_id(place)}' THEN {place}" for place in range(len(TABLE)))
        told = f"subject, seq, CASE rule {rule} END, coalesce(points, 0)"
        return rated, self._read(told, self.files.contribution_files, "state IN ('counts', 'repeated')")

    def _read(self, fields: str, files: Sequence[str], where: str) -> list[NDArray[np.int64]]:
        found: list[tuple[object, ...]] = []
        for file in files:
            self.columns.attach("answers", file)
            found += self.columns.rows(f"SELECT {fields} FROM answers WHERE {where}")
        return list(np.array(found, dtype=np.int64).reshape(-1, 4).T)


class Columnar:
    """The columnar reader over a table in memory."""

    def __init__(self, records: Records) -> None:
        """Put the records into a table of the engine (not timed)."""
        self._columns = DuckDbColumns(threads=1)
        self._folder = tempfile.TemporaryDirectory()
        self._runs = 0
        self._units = (unit_of(compile_pack(pack(), lab=True)),)
        names = ("subject", "seq", "kind", "effective", "amount")
        self._columns.fill("taken", {name: column_types()[name] for name in names}, _rows(records))
        missing = ", ".join(
            f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in column_types().items() if name not in names
        )
        self._columns.run(
            (
                f"CREATE TABLE records AS SELECT *, {missing} FROM taken",
                f"CREATE TABLE subjects AS SELECT range AS subject FROM range({records.organisations})",
            )
        )
        self._columns.drop("taken")

    def rate(self, *, reasons: bool) -> Written:
        """Rate every organisation and write what was found."""
        self._runs += 1
        run = Path(self._folder.name) / str(self._runs)
        target = engine.Target(
            ratings=str(run / "ratings.parquet"), contributions=str(run / "contributions.parquet") if reasons else None
        )
        source = engine.Source(records="records", subjects="subjects")
        files = engine.evaluate(self._columns, self._units, source, DAY, target=target)
        return Written(folder=self._folder, columns=self._columns, files=files, reasons=reasons)


class Walk:
    """The reader for one organisation, which always gives its reasons."""

    def __init__(self, rows: Mapping[int, Sequence[Row]]) -> None:
        """Turn the rows into records (not timed)."""
        self._pack = compile_pack(pack(), lab=True)
        self._records = {subject: [_record(subject, row) for row in own] for subject, own in rows.items()}

    def rate(self) -> dict[int, Outcome]:
        """Rate every organisation that has records."""
        return {subject: interpret(own, self._pack, DAY) for subject, own in self._records.items()}

    @staticmethod
    def answers(outcomes: Mapping[int, Outcome]) -> Answers:
        """Return the same columns as `Written.answers`."""
        rated = [(subject, one.total, GRADES.index(one.grade or ""), one.unknown) for subject, one in outcomes.items()]
        told = [
            (subject, hit.seq, int(hit.rule[1:]), hit.counted or 0)
            for subject, one in outcomes.items()
            for hit in one.hits
            if hit.state in {State.COUNTS, State.REPEATED}
        ]
        return [*np.array(rated, dtype=np.int64).T], [*np.array(told, dtype=np.int64).reshape(-1, 4).T]


def _record(subject: int, row: Row) -> Record:
    return Record(
        subject, row.seq, row.kind, {"effective": EPOCH + dt.timedelta(days=row.effective), "amount": row.amount}
    )


def _rows(records: Records) -> list[tuple[int, int, str, dt.date, int | None]]:
    days = [EPOCH + dt.timedelta(days=day) for day in range((DAY - EPOCH).days + 1)]
    return [
        (subject, seq, KINDS[kind], days[effective], None if dark else amount)
        for subject, seq, kind, effective, amount, dark in zip(
            records.subject.tolist(),
            records.seq.tolist(),
            records.kind.tolist(),
            records.effective.tolist(),
            records.amount.tolist(),
            records.unknown.tolist(),
            strict=True,
        )
    ]
