"""Whether a pack applies is one table with two readers: nothing is said of whom it does not apply to, by either."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.laws.asked import Answer, contribution_rows, fill, proposes, told
from tests.laws.made_packs import Case, Maker
from tests.rules.build import CITED, pack, rule
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.law.applies import CODED, Applies
from xinyong.law.pack import Pack
from xinyong.register.identifiers.scheme import Scheme
from xinyong.rules import engine
from xinyong.rules.applicability import applies, asked_of, inside, joined, marked, marks, schemes_of
from xinyong.rules.columnar.layout import unit_of
from xinyong.rules.compiled import CompiledPack, compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record

if TYPE_CHECKING:
    from xinyong.kernel.facts import FactValue

DAY = dt.date(2024, 6, 1)
RECORDED = Applies(schemes=CODED, kinds=("a",), citation=CITED)
USCC_ONLY = Applies(schemes=(Scheme.USCC,), citation=CITED)
HOLDINGS = ((), ("list",), ("lei",), ("uscc",), ("lei", "uscc"), ("registration_15",), ("list", "organisation_code"))


def _pack(number: int, source: Random) -> Pack:
    made = Maker(source).pack(number)
    chosen = source.choice((None, (Scheme.USCC,), (Scheme.LEI,), (Scheme.USCC, Scheme.REGISTRATION_15)))
    kinds = source.choice((None, ("a",), ("b", "c")))
    return replace(made, applies=None if chosen is None else Applies(schemes=chosen, kinds=kinds, citation=CITED))


def _ledger(source: Random) -> dict[int, tuple[Record, ...]]:
    maker = Maker(source)
    return {
        subject: tuple(
            Record(subject, subject * 10 + n, maker.pick(("a", "b", "c")), maker.facts())
            for n in range(maker.number(0, 4))
        )
        for subject in range(1, len(HOLDINGS) + 1)
    }


def _marked(ledger: Mapping[int, Sequence[Record]]) -> dict[int, frozenset[str]]:
    """What marks each subject: a holding by turns, and the kinds of its records."""
    return {
        subject: marks(schemes, (record.kind for record in records))
        for (subject, records), schemes in zip(ledger.items(), HOLDINGS, strict=True)
    }


def _one_by_one(case: Case, packs: Sequence[CompiledPack], held: Mapping[int, frozenset[str]]) -> Answer:
    ratings: list[tuple[FactValue, ...]] = []
    contributions: list[tuple[FactValue, ...]] = []
    for subject, records in case.ledger.items():
        said = [interpret(records, one, case.day, held=held[subject]) for one in packs]
        cells: list[FactValue] = [subject]
        for one, outcome in zip(packs, said, strict=True):
            cells += [outcome.total, outcome.grade, outcome.applies, outcome.unknown]
            cells += [",".join(outcome.proposes) or None] if proposes(one) else []
            cells.append(outcome.next_change)
            contributions += contribution_rows(subject, one, outcome)
        nexts = [outcome.next_change for outcome in said if outcome.next_change is not None]
        ratings.append((*cells, min(nexts, default=None)))
    return sorted(ratings, key=repr), sorted(contributions, key=repr)


@pytest.mark.parametrize("seed", range(25))
def test_both_readers_leave_out_the_same(seed: int) -> None:
    """Over made packs, ledgers and holdings, no column and no contribution differs, of anybody."""
    source = Random(seed)  # noqa: S311 - a made case, no secret
    packs = [compile_pack(_pack(number, source), lab=True) for number in range(3)]
    case = Case(packs=tuple(one.pack for one in packs), ledger=_ledger(source), day=Maker(source).day())
    held = _marked(case.ledger)
    columns = DuckDbColumns(threads=1)
    source_tables = replace(fill(columns, case.ledger), held=True)
    columns.fill(
        "subjects", {"subject": "BIGINT", "held": "VARCHAR"}, ((one, joined(held[one])) for one in case.ledger)
    )
    engine.tabulate(columns, [unit_of(one) for one in packs], source_tables, case.day, into="told")

    assert _one_by_one(case, packs, held) == told(columns)


def test_a_difference_would_be_seen() -> None:
    """The plant: with everybody's holdings exchanged, the answers differ."""
    source = Random(1)  # noqa: S311 - a made case, no secret
    packs = [compile_pack(_pack(number, source), lab=True) for number in range(3)]
    case = Case(packs=tuple(one.pack for one in packs), ledger=_ledger(source), day=DAY)
    held = _marked(case.ledger)

    assert _one_by_one(case, packs, dict.fromkeys(held, marks(("uscc",), ()))) != _one_by_one(case, packs, held)


def test_the_table_has_two_readers() -> None:
    """For each set of marks and each pack, the condition in SQL answers as the function does."""
    columns = DuckDbColumns(threads=1)
    packs = [pack(), replace(pack(), applies=USCC_ONLY), replace(pack(), applies=RECORDED)]
    held = [marks(schemes, kinds) for schemes in HOLDINGS for kinds in ((), ("a",), ("uscc",), ("a.b", "ba"))]
    columns.fill("holdings", {"held": "VARCHAR"}, ((joined(one),) for one in held))

    assert [[applies(one, has) for has in held] for one in packs] == [
        [row[0] for row in columns.rows(f"SELECT {inside(one)} FROM holdings")]  # noqa: S608 - own text
        for one in packs
    ]


def test_marks_of_everybody_are_those_of_each() -> None:
    """Made of identifiers and records in one query, for holders alone, with the kinds that packs ask and no other."""
    columns = DuckDbColumns(threads=1)
    columns.fill("coded", {"subject": "BIGINT", "scheme": "VARCHAR"}, ((1, "uscc"), (1, "lei"), (2, "uscc")))
    columns.fill("kinds", {"subject": "BIGINT", "kind": "VARCHAR"}, ((1, "a"), (1, "a"), (1, "b"), (3, "a")))
    asked = asked_of([pack(), replace(pack(), applies=RECORDED)])

    assert [(1, joined(marks(("uscc", "lei"), ("a",)))), (2, "uscc")] == sorted(
        columns.rows(marked("coded", "kinds", asked))
    )
    assert [(1, "lei,uscc"), (2, "uscc")] == sorted(columns.rows(marked("coded", "kinds", ())))


def test_who_has_no_record_that_makes_it_a_subject_has_no_grade() -> None:
    """A start score of whom the authority never spoke would be a grade of nothing."""
    made = compile_pack(replace(pack(rule("r")), applies=RECORDED))
    other, own = (Record.of(1, 1, "b", {}),), (Record.of(1, 1, "a", {}),)

    assert not interpret(other, made, DAY, held=marks(("uscc",), ("b",))).applies
    assert interpret(own, made, DAY, held=marks(("uscc",), ("a",))).applies
    assert not interpret(own, made, DAY, held=marks(("list",), ("a",))).applies


def test_a_pack_that_names_nobody_applies_to_every_code() -> None:
    """What a row of a list is called makes nobody a subject; every code does."""
    assert tuple(scheme.value for scheme in CODED) == schemes_of(pack())
    assert not applies(pack(), ("list",))


def test_who_a_pack_does_not_apply_to_has_no_grade() -> None:
    """A start score of a foreign firm would be a grade of nothing: nothing is said, not even unknown."""
    made = replace(pack(rule("r")), applies=USCC_ONLY)
    records = (Record.of(1, 1, "k", {}),)

    foreign = interpret(records, compile_pack(made), DAY, held=("lei",))

    assert (False, None, None, 0, ()) == (
        foreign.applies,
        foreign.total,
        foreign.grade,
        foreign.unknown,
        foreign.hits,
    )
    assert interpret(records, compile_pack(made), DAY, held=("uscc",)).applies


def test_what_is_not_known_of_holders_is_the_callers_to_answer() -> None:
    """Records alone, without identifiers, are rated; whether the pack applies stays unknown."""
    columns = DuckDbColumns(threads=1)
    made = compile_pack(replace(pack(rule("r")), applies=USCC_ONLY))
    source = replace(fill(columns, {1: (Record.of(1, 1, "k", {"effective": DAY}),)}), held=True)
    columns.fill("subjects", {"subject": "BIGINT", "held": "VARCHAR"}, ((1, None),))
    engine.tabulate(columns, [unit_of(made)], source, DAY, into="told")

    assert [(None, interpret((Record.of(1, 1, "k", {"effective": DAY}),), made, DAY).grade)] == columns.rows(
        f"SELECT {made.slug}_applies, CAST({made.slug}_grade AS VARCHAR) FROM told_ratings"  # noqa: S608 - own text
    )
