"""Both readers of the law, asked the same questions: for one subject with reasons, and for everybody in columns.

Guarantees that each answers from the records, the pack and the day alone, and that their answers have one shape. The
reader in columns takes many questions at once: those of one pack and one day are subjects of one evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from xinyong.kernel.facts import COLUMNS
from xinyong.law.effects import Feeds
from xinyong.rules import engine
from xinyong.rules.applicability import joined
from xinyong.rules.columnar.layout import unit_of
from xinyong.rules.columnar.rows import column_types
from xinyong.rules.compiled import compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.law.pack import Pack
    from xinyong.ledger.columns import Columns
    from xinyong.rules.compiled import CompiledPack
    from xinyong.rules.outcome import Outcome
    from xinyong.rules.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one pack says of one subject's records on a day; `held`: what marks it, None: not asked."""

    pack: Pack
    records: tuple[Record, ...]
    day: dt.date
    held: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an evaluator says.

    Attributes:
        applies: whether the pack applies; None: not asked.
        hits: rules, conclusions and accruals that count, with what they add; None: no matter of points.
    """

    applies: bool | None
    grade: str | None
    total: int | None
    hits: dict[str, int | None]
    unknowns: tuple[str, ...]
    proposals: tuple[str, ...]
    next_change: dt.date | None


class Evaluator(Protocol):
    """One reader of the law."""

    @property
    def name(self) -> str:
        """What it is called in a difference."""
        ...

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Return an answer to each question, in order."""
        ...


@cache
def compiled(pack: Pack) -> CompiledPack:
    """Return a pack made ready, once for all questions about it."""
    return compile_pack(pack)


class Interpreter:
    """The reader for one subject, with reasons."""

    name = "interpret"

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Return what `rules.interpret` says."""
        return [_told(one, interpret(one.records, compiled(one.pack), one.day, held=one.held)) for one in questions]


def _told(question: Question, outcome: Outcome) -> Answer:
    pack = question.pack
    feeds = {rule.id for rule in pack.rules if isinstance(rule.effect, Feeds)}
    counting = [
        (hit.rule, hit.counted)
        for hit in outcome.hits
        if hit.state in (State.COUNTS, State.REPEATED) and hit.rule not in feeds
    ]
    return Answer(
        applies=None if question.held is None else outcome.applies,
        grade=outcome.grade,
        total=outcome.total,
        hits=_summed(counting),
        unknowns=tuple(sorted({hit.rule for hit in outcome.hits if hit.state is State.UNKNOWN})),
        proposals=tuple(sorted(outcome.proposes)),
        next_change=outcome.next_change,
    )


def _summed(counting: Sequence[tuple[str, int | None]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for rule, counted in counting:
        before = found.get(rule)
        found[rule] = counted if before is None else before + (counted or 0)
    return found


class Bulk:
    """The reader for everybody, over the columns port."""

    name = "columnar"

    def __init__(self, columns: Columns) -> None:
        """Ask through a port that nobody else uses meanwhile: tables `case_...` are made and dropped in it."""
        self._columns = columns

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Return what `rules.engine` writes."""
        together: dict[tuple[int, dt.date], list[int]] = {}
        for place, question in enumerate(questions):
            together.setdefault((id(compiled(question.pack)), question.day), []).append(place)
        found: dict[int, Answer] = {}
        for places in together.values():
            first = questions[places[0]]
            self._evaluate(first, {place: questions[place] for place in places})
            found.update(self._answers(first.pack, places))
        return [found[place] for place in range(len(questions))]

    def _evaluate(self, question: Question, asked: dict[int, Question]) -> None:
        names = [column.name for column in COLUMNS]
        rows = (
            (subject, record.seq, record.kind, *(record.facts.get(name) for name in names))
            for subject, one in asked.items()
            for record in one.records
        )
        holders = ((place, None if one.held is None else joined(one.held)) for place, one in asked.items())
        self._columns.fill("case_records", column_types(), rows)
        self._columns.fill("case_subjects", {"subject": "BIGINT", "held": "VARCHAR"}, holders)
        source = engine.Source(records="case_records", subjects="case_subjects", held=True)
        engine.tabulate(self._columns, [unit_of(compiled(question.pack))], source, question.day, into="case")

    def _answers(self, pack: Pack, places: Sequence[int]) -> Iterator[tuple[int, Answer]]:
        counting: dict[int, list[tuple[str, int | None]]] = {place: [] for place in places}
        unknown: dict[int, set[str]] = {place: set() for place in places}
        named = "subject, CAST(rule AS VARCHAR), points, CAST(state AS VARCHAR)"
        for subject, rule, points, state in self._columns.rows(f"SELECT {named} FROM case_contributions"):  # noqa: S608
            if state in ("counts", "repeated"):
                counting[_whole(subject)].append((str(rule), cast("int | None", points)))
            elif state == "unknown":
                unknown[_whole(subject)].add(str(rule))
        found = answers_in(self._columns, compiled(pack), "case_ratings")
        for subject, applied, total, grade, proposed, following in self._columns.rows(found):
            place = _whole(subject)
            answer = Answer(
                applies=cast("bool | None", applied),
                grade=cast("str | None", grade),
                total=cast("int | None", total),
                hits=_summed(counting[place]),
                unknowns=tuple(sorted(unknown[place])),
                proposals=() if proposed is None else tuple(sorted(str(proposed).split(","))),
                next_change=cast("dt.date | None", following),
            )
            yield place, answer


def answers_in(columns: Columns, pack: CompiledPack, table: str) -> str:
    """Return the query of what a table of ratings says by one pack.

    Its columns are subject, applies, total, grade, grounds and next_change; those that the pack does not have, since it
    rates nothing or proposes nothing, are null.
    """
    described = f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table}'"  # noqa: S608 - own names
    known = {str(name) for (name,) in columns.rows(described)}
    asked = {"applies": "{}", "total": "{}", "grade": "CAST({} AS VARCHAR)", "grounds": "{}"}
    texts = [
        f"{text.format(f'{pack.slug}_{name}') if f'{pack.slug}_{name}' in known else 'NULL'} AS {name}"
        for name, text in asked.items()
    ]
    return f"SELECT subject, {', '.join(texts)}, next_change FROM {table}"  # noqa: S608 - own names


def _whole(subject: FactValue) -> int:
    return int(cast("int", subject))
