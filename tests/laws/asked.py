"""A case asked of both evaluators, in rows that can be compared field by field."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.laws.made_packs import Case
from xinyong.kernel.dates import FAR
from xinyong.kernel.facts import COLUMNS, FactValue
from xinyong.kernel.truth import Truth
from xinyong.law.effects import Feeds
from xinyong.ledger.columns import Columns
from xinyong.rules import engine
from xinyong.rules.columnar.layout import Unit, unit_of
from xinyong.rules.columnar.rows import column_types
from xinyong.rules.compiled import CompiledPack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import Hit, Outcome, State
from xinyong.rules.records import Record

Row: TypeAlias = tuple[FactValue, ...]
Answer: TypeAlias = tuple[list[Row], list[Row]]
"""Ratings and contributions, both sorted."""


def fill(columns: Columns, ledger: Mapping[int, Sequence[Record]]) -> engine.Source:
    """Put a ledger into tables of the port."""
    names = [column.name for column in COLUMNS]
    rows = (
        (record.subject, record.seq, record.kind, *(record.facts.get(name) for name in names))
        for records in ledger.values()
        for record in records
    )
    columns.fill("records", column_types(), rows)
    columns.fill("subjects", {"subject": "BIGINT"}, ((subject,) for subject in ledger))
    return engine.Source(records="records", subjects="subjects")


def columnar(columns: Columns, case: Case, packs: Sequence[CompiledPack]) -> Answer:
    """What the columns say."""
    units = [unit_of(pack) for pack in packs]
    engine.tabulate(columns, units, fill(columns, case.ledger), case.day, into="told")
    return told(columns)


def told(columns: Columns) -> Answer:
    """The rows of the tables that an evaluation left, sorted; none of them twice."""
    ratings = columns.rows("SELECT * FROM told_ratings")
    contributions = columns.rows("SELECT * FROM told_contributions")
    return sorted(ratings, key=repr), sorted(contributions, key=repr)


def interpreted(case: Case, packs: Sequence[CompiledPack]) -> tuple[Answer, list[Outcome]]:
    """What the interpreter says, and its outcomes for counting what was reached."""
    ratings: list[Row] = []
    contributions: list[Row] = []
    outcomes: list[Outcome] = []
    for subject, records in case.ledger.items():
        said = [interpret(records, pack, case.day) for pack in packs]
        outcomes += said
        ratings.append(rating_row(subject, packs, said))
        for pack, outcome in zip(packs, said, strict=True):
            contributions += contribution_rows(subject, pack, outcome)
    return (sorted(ratings, key=repr), sorted(contributions, key=repr)), outcomes


def rating_row(subject: int, packs: Sequence[CompiledPack], said: Sequence[Outcome]) -> Row:
    """The wide row that the outputs have for a subject."""
    cells: list[FactValue] = [subject]
    for pack, outcome in zip(packs, said, strict=True):
        cells += [outcome.total, outcome.grade] if outcome.total is not None else []
        cells.append(outcome.unknown)
        cells += [",".join(outcome.proposes) or None] if proposes(pack) else []
        cells.append(outcome.next_change)
    cells.append(min((outcome.next_change for outcome in said if outcome.next_change), default=None))
    return tuple(cells)


def contribution_rows(subject: int, pack: CompiledPack, outcome: Outcome) -> list[Row]:
    """The rows that the outputs have for an outcome: no ended hits, and no met ones that only feed facts."""
    return [
        (
            subject,
            hit.seq,
            outcome.pack,
            hit.rule,
            hit.truth.value,
            hit.counted,
            hit.start,
            FAR if hit.until is None and hit.start is not None else hit.until,
            hit.state.value,
        )
        for hit in outcome.hits
        if hit.state is not State.ENDED and not (hit.truth is Truth.MET and _feeds(pack, hit))
    ]


def proposes(pack: CompiledPack) -> bool:
    """Whether a pack has a column of lists."""
    effects = [rule.effect for rule in pack.rules] + [one.conclusion.effect for one in pack.conclusions]
    return any(type(effect).__name__ == "Proposes" for effect in effects)


def unit(pack: CompiledPack) -> Unit:
    """The unit of one pack."""
    return unit_of(pack)


def _feeds(pack: CompiledPack, hit: Hit) -> bool:
    rule = pack.rule(hit.rule)
    return hit.source == "rule" and rule is not None and isinstance(rule.effect, Feeds)


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from first to last, both included."""
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
