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
from xinyong.rules.applicability import applies, inside, joined, schemes_of
from xinyong.rules.columnar.layout import unit_of
from xinyong.rules.compiled import CompiledPack, compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record

if TYPE_CHECKING:
    from xinyong.kernel.facts import FactValue

DAY = dt.date(2024, 6, 1)
USCC_ONLY = Applies(schemes=(Scheme.USCC,), citation=CITED)
HOLDINGS = ((), ("list",), ("lei",), ("uscc",), ("lei", "uscc"), ("registration_15",), ("list", "organisation_code"))


def _pack(number: int, source: Random) -> Pack:
    made = Maker(source).pack(number)
    chosen = source.choice((None, (Scheme.USCC,), (Scheme.LEI,), (Scheme.USCC, Scheme.REGISTRATION_15)))
    return replace(made, applies=None if chosen is None else Applies(schemes=chosen, citation=CITED))


def _ledger(source: Random) -> dict[int, tuple[Record, ...]]:
    maker = Maker(source)
    return {
        subject: tuple(
            Record(subject, subject * 10 + n, maker.pick(("a", "b", "c")), maker.facts())
            for n in range(maker.number(0, 4))
        )
        for subject in range(1, len(HOLDINGS) + 1)
    }


def _one_by_one(case: Case, packs: Sequence[CompiledPack], held: Mapping[int, Sequence[str]]) -> Answer:
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
    held = dict(zip(case.ledger, HOLDINGS, strict=True))
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
    held = dict(zip(case.ledger, HOLDINGS, strict=True))

    assert _one_by_one(case, packs, dict.fromkeys(held, ("uscc",))) != _one_by_one(case, packs, held)


def test_the_table_has_two_readers() -> None:
    """For each set of schemes and each pack, the condition in SQL answers as the function does."""
    columns = DuckDbColumns(threads=1)
    packs = [pack(), replace(pack(), applies=USCC_ONLY)]
    columns.fill("holdings", {"held": "VARCHAR"}, ((joined(held),) for held in HOLDINGS))

    assert [[applies(one, held) for held in HOLDINGS] for one in packs] == [
        [row[0] for row in columns.rows(f"SELECT {inside(one)} FROM holdings")]  # noqa: S608 - own text
        for one in packs
    ]


def test_no_name_of_a_scheme_hides_in_another() -> None:
    """The condition looks for names in a text, so none may be part of another."""
    names = [scheme.value for scheme in Scheme]

    assert [] == [(one, other) for one in names for other in names if one != other and one in other]


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
