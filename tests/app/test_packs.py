"""Packs as use cases: shown, activated by an official, and cases that tell when they do not hold."""

import dataclasses
import datetime as dt

import pytest

from tests.law.shipped import BY_NAME, KINDS, SHELF, TAX
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.store import SqlStore
from xinyong.app.actors import NotOfficialFault, name_actor
from xinyong.app.pack_cases import CaseFault, run_cases
from xinyong.app.pack_evaluators import Bulk, Interpreter
from xinyong.app.packs import UnfitPackFault, activate, in_force, listed, shown
from xinyong.kernel.facts import BY_NAME as COLUMNS
from xinyong.law.effects import Lifts
from xinyong.law.golden import Case, CaseFile, CaseRecord, Expect
from xinyong.law.override import Override
from xinyong.law.pack import LAB_ALONE, Use
from xinyong.law.shelf import PackFault, Shelved, shelf, shelved
from xinyong.ledger.entries import PackActivated
from xinyong.register.actors import Actor, ActorKind

(TAX_SHELVED,) = SHELF.find(TAX.name)
(SERIOUS,) = SHELF.find("cn.serious-list@2021-09-01")
CASE = Case(
    id="planted",
    title="A late return",
    article="010101",
    day=TAX.valid_from.replace(month=12, day=31),
    records=(CaseRecord(kind="tax.return.late", effective=TAX.valid_from),),
    expect=Expect(total=850, hits={"late-return": -50}),
    arithmetic="90 - 5 = 85",
)


def test_a_pack_lists_what_it_encodes_and_how_far_it_can_be_trusted() -> None:
    """Coverage and grade stand in the list."""
    line = next(line for line in listed(SHELF) if line.pack == TAX.name)

    assert (line.encoded, line.total, line.grade, line.use) == (7, 100, "M", "partial")


def test_a_page_shows_enough_to_write_records_by_hand() -> None:
    """Every kind has the columns that the pack reads, with types and units."""
    (shown_tax,) = [shown(one, KINDS) for one in SHELF.packs if one.pack is TAX]
    late = next(kind for kind in shown_tax.kinds if kind.kind == "tax.return.late")

    columns = {column.column: (column.type, column.unit) for column in late.columns}

    assert columns == {
        "effective": ("DATE", "day"),
        "corrected": ("DATE", "day"),
        "amount": ("BIGINT", "fen"),
        "status": ("VARCHAR", ""),
    }
    assert set(columns) <= set(COLUMNS)
    assert all(column.field for kind in shown_tax.kinds for column in kind.columns)


def test_an_official_brings_a_pack_into_force_by_an_entry(store: SqlStore) -> None:
    """The entry names pack, digest and official; a second time changes nothing."""
    first = activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=5000)
    second = activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=6000)

    entries = list(store.of_kinds(("pack.activated",)))
    assert [True] == [one.changed for one in first]
    assert [False] == [one.changed for one in second]
    assert [PackActivated(pack=SERIOUS.pack.name, digest=SERIOUS.digest, active=True)] == [
        entry.content for entry in entries
    ]
    assert ("lin", "office", 5000) == (
        entries[0].header.actor,
        entries[0].header.authority,
        entries[0].header.known_at,
    )
    assert {SERIOUS.pack.name: SERIOUS.digest} == in_force(store)


def test_an_official_takes_a_pack_out_of_force(store: SqlStore) -> None:
    """Deactivation is an entry too, and of a pack that is not in force it is none."""
    activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=5000)

    out = activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=6000, active=False)
    again = activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=7000, active=False)

    assert ([True], [False]) == ([one.changed for one in out], [one.changed for one in again])
    assert in_force(store) == {}


def test_another_digest_replaces_the_one_in_force(store: SqlStore) -> None:
    """The last word on a pack's name holds."""
    other = shelved(dataclasses.replace(SERIOUS.pack, choices=()), SERIOUS.file)
    activate(store, [SERIOUS], kinds=KINDS, actor="lin", known_at=5000)

    activate(store, [other], kinds=KINDS, actor="lin", known_at=6000)

    assert {SERIOUS.pack.name: other.digest} == in_force(store)


def test_an_agent_activates_nothing(store: SqlStore) -> None:
    """Bringing law into force is an official's act."""
    name_actor(store, actor=Actor(account="bot", office="office", kind=ActorKind.AGENT), by="lin", known_at=5000)

    with pytest.raises(NotOfficialFault):
        activate(store, [SERIOUS], kinds=KINDS, actor="bot", known_at=6000)

    assert in_force(store) == {}


def test_a_pack_with_findings_does_not_come_into_force(store: SqlStore) -> None:
    """All or none: one unfit pack keeps the others out too."""
    unfit = shelved(dataclasses.replace(TAX, unit="0.25"), "unfit.yaml")

    with pytest.raises(UnfitPackFault, match=r"'0\.25' is no unit"):
        activate(store, [SERIOUS, unfit], kinds=KINDS, actor="lin", known_at=5000)

    assert in_force(store) == {}


@pytest.mark.parametrize("use", [use for use in Use if use in LAB_ALONE])
def test_what_runs_in_the_lab_alone_never_comes_into_force(store: SqlStore, use: Use) -> None:
    """Drafts, packs without a legal basis and packs of the lab are refused by name."""
    barred = shelved(dataclasses.replace(SERIOUS.pack, use=use), SERIOUS.file)

    with pytest.raises(UnfitPackFault, match=f"its use is {use.value}"):
        activate(store, [TAX_SHELVED, barred], kinds=KINDS, actor="lin", known_at=5000)

    assert in_force(store) == {}


def test_a_draft_on_the_shelf_is_shown_and_never_brought_into_force(store: SqlStore) -> None:
    """The draft law of 2022: its page says what is open; `--all` leaves it out, and by name it is refused."""
    (draft,) = SHELF.find("cn.social-credit-law")

    page = shown(draft, KINDS)

    assert (page.line.use, page.line.lab_alone, page.line.encoded, page.rules) == ("draft", True, 0, ())
    assert any("appeal" in choice.question for choice in page.choices)
    assert draft not in SHELF.of_registries()
    with pytest.raises(UnfitPackFault, match="its use is draft"):
        activate(store, [draft], kinds=KINDS, actor="lin", known_at=5000, beside=SHELF.packs)


def test_a_measure_on_a_list_that_nobody_declares_does_not_come_into_force(store: SqlStore) -> None:
    """Measures are read beside the lists of the packs that they refer to."""
    (measures,) = SHELF.find("cn.penalty-measures")

    with pytest.raises(UnfitPackFault, match=r"no pack declares the list 'cn\.wage-arrears'"):
        activate(store, [measures], kinds=KINDS, actor="lin", known_at=5000)
    activate(store, [measures], kinds=KINDS, actor="lin", known_at=5000, beside=SHELF.packs)

    assert list(in_force(store)) == [measures.pack.name]


def _emergency(*rules: str) -> Shelved:
    """An override of March 2026 of these rules of the tax rating."""
    override = Override(id="march", title=TAX.title, pack=TAX.name, rules=rules, citation=TAX.citation)
    pack = dataclasses.replace(
        BY_NAME["cn.memo.food-drugs@2016-09-13"],
        id="xx.emergency",
        version="2026-03-01",
        use=Use.PARTIAL,
        valid_from=dt.date(2026, 3, 1),
        valid_to=dt.date(2026, 4, 1),
        consequences=None,
        overrides=(override,),
    )
    return shelved(pack, "xx/2026-03-01/pack.yaml")


def test_an_override_comes_into_force_beside_the_packs_that_it_names(store: SqlStore) -> None:
    """An official's entry like any other; without the packs that it names it is refused."""
    fit = _emergency("late-return", "late-return-repaired")

    with pytest.raises(UnfitPackFault, match=r"there is no pack 'cn\.tax\.rating@2025-07-01'"):
        activate(store, [fit], kinds=KINDS, actor="lin", known_at=5000)
    activate(store, [fit], kinds=KINDS, actor="lin", known_at=5000, beside=SHELF.packs)

    assert list(in_force(store)) == ["xx.emergency@2026-03-01"]


@pytest.mark.parametrize(
    ("rule", "why"),
    [("start-non-regular", "its hits don't only burden"), ("no-such-rule", "has no rule 'no-such-rule'")],
)
def test_an_override_that_could_burden_never_comes_into_force(store: SqlStore, rule: str, why: str) -> None:
    """Nor one of a rule that there is not."""
    with pytest.raises(UnfitPackFault, match=why):
        activate(store, [_emergency(rule)], kinds=KINDS, actor="lin", known_at=5000, beside=SHELF.packs)

    assert in_force(store) == {}


def test_a_pack_that_an_override_would_turn_into_a_burden_is_kept_out(store: SqlStore) -> None:
    """Whichever of the two comes second: the shelf is read beside it."""
    (rule,) = (one for one in TAX.rules if one.id == "late-return")
    lifting = dataclasses.replace(rule, group=None, effect=Lifts(grade="B"))
    changed = tuple(lifting if one is rule else one for one in TAX.rules)
    newer = shelved(dataclasses.replace(TAX, rules=changed), TAX_SHELVED.file)

    with pytest.raises(UnfitPackFault, match="its hits don't only burden"):
        activate(store, [newer], kinds=KINDS, actor="lin", known_at=5000, beside=[_emergency("late-return")])


def test_a_case_is_asked_under_the_overrides_that_it_names() -> None:
    """By both evaluators: under the override the return of March does not count, without it it does."""
    both = shelf([*SHELF.packs, _emergency("late-return")])
    records = (CaseRecord(kind="tax.return.late", effective=dt.date(2026, 3, 16)),)
    plain = dataclasses.replace(CASE, day=dt.date(2026, 12, 31), records=records)
    under = dataclasses.replace(
        plain, id="under", under=("xx.emergency",), expect=Expect(total=900, hits={}), arithmetic="90"
    )

    with DuckDbColumns(threads=1) as columns:
        file = CaseFile(pack=TAX.name, cases=(plain, under))
        results = run_cases(both, [("a.yaml", file)], (Interpreter(), Bulk(columns)))

    assert [(), ()] == [one.differences for one in results]


@pytest.mark.parametrize(
    ("expect", "part"),
    [
        (Expect(total=851), "total"),
        (Expect(grade="A"), "grade"),
        (Expect(hits={}), "hits"),
        (Expect(unknowns=("late-return",)), "unknowns"),
        (Expect(proposals=("cn.market.serious",)), "proposals"),
        (Expect(next_change=TAX.valid_from), "next_change"),
    ],
)
def test_a_wrong_expectation_is_seen_by_both_evaluators(expect: Expect, part: str) -> None:
    """A case that does not hold names part, expected and found, for either evaluator."""
    file = CaseFile(pack=TAX.name, cases=(dataclasses.replace(CASE, expect=expect),))

    with DuckDbColumns(threads=1) as columns:
        (result,) = run_cases(SHELF, [("planted.yaml", file)], (Interpreter(), Bulk(columns)))

    assert [("interpret", part), ("columnar", part)] == [(one.evaluator, one.part) for one in result.differences]
    assert not result.holds


def test_a_right_expectation_holds() -> None:
    """A case with nothing against it says so."""
    (result,) = run_cases(SHELF, [("a.yaml", CaseFile(pack=TAX.name, cases=(CASE,)))], (Interpreter(),))

    assert result.holds


def test_a_case_must_name_a_pack_and_expect_something() -> None:
    """What can't fail is no case."""
    nameless = CaseFile(cases=(CASE,))
    empty = CaseFile(pack=TAX.name, cases=(dataclasses.replace(CASE, expect=Expect()),))
    stray = CaseFile(pack="cn.tax.rating@1999-01-01", cases=(CASE,))

    with pytest.raises(CaseFault, match="names no pack"):
        run_cases(SHELF, [("a.yaml", nameless)], (Interpreter(),))
    with pytest.raises(CaseFault, match="expects nothing"):
        run_cases(SHELF, [("a.yaml", empty)], (Interpreter(),))
    with pytest.raises(PackFault, match="no pack"):
        run_cases(SHELF, [("a.yaml", stray)], (Interpreter(),))


def test_two_packs_of_one_name_are_refused() -> None:
    """A pack of one's own can't stand in the place of a shipped one."""
    pack = BY_NAME["cn.serious-list@2021-09-01"]

    with pytest.raises(PackFault, match="stands twice"):
        shelf([shelved(pack, "a/pack.yaml"), shelved(pack, "b/pack.yaml")])
