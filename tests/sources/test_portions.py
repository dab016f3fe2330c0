"""Many rows at once: the same of every row as when it is read by itself, whatever stands in it."""

import csv
import datetime as dt
import io
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intakes import PENALTY, PERSONAL_NUMBER, code, penalty
from tests.sources.test_vetting_columns import cells, mappings
from xinyong.adapters.files.mappings import load_forms
from xinyong.adapters.files.writing import csv_lines, guarded_row
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Plane
from xinyong.ledger.encoding import split
from xinyong.ledger.entries import RecordEntered
from xinyong.ledger.record_bytes import RecordParts, record_bytes
from xinyong.register.identifiers.scheme import Scheme
from xinyong.sources import portions
from xinyong.sources.cells import DATE_FORMS
from xinyong.sources.layout import Circumstances
from xinyong.sources.mapping import YES_AND_NO, Column, Mapping, Parse
from xinyong.sources.portions import PortionPreparer, PortionRead, RawRow, read_singly
from xinyong.sources.preparing import Preparer

LEI = "5493001KJTIIGC8Y1R12"
ON = dt.date(2026, 11, 23)
GIVEN = Circumstances(authority="a", plane=Plane.REAL, on=ON)
LOADED = load_forms()
FORMS = {name: form for name in LOADED.names if (form := LOADED.form(name)).kind is not None}

_said = st.sampled_from(
    [
        *("", " ", "法人及非法人组织", "自然人", "个体工商户", "罚款", "警告;罚款", "0.2", "-5", "1", "x" * 201, "=1"),
        *("2025-07-01", "2025-02-30", "2099-12-31", "H29.1.31", "20170101_to_20170131", "renamed", "merged_into"),
        *("甲\u3000乙", "甲\x07乙", " 甲 ", "北京甲乙丙1贸易有限公司", "王小明", "110108195101314", PERSONAL_NUMBER),
        *(code(1), code(2), code(1).lower(), code(3, "92"), code(1)[:-1] + "0", LEI),
        f"经办人{PERSONAL_NUMBER}",
    ]
)


@st.composite
def of_form(draw: st.DrawFn) -> tuple[Mapping, list[list[str]]]:
    """A shipped form and rows of it, most of them like one that comes in."""
    form = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    return form, draw(st.lists(_changed(fitting(form)), min_size=1, max_size=8))


def fitting(form: Mapping) -> list[str]:
    """A row of which nothing is wrong."""
    given_ = {one.column: LEI if one.scheme is Scheme.LEI else code(1) for one in form.subject.identifiers[:1]}
    given_ |= dict.fromkeys(form.subject.type.person_columns, "")
    return [given_.get(column.code, _fits(column)) for column in form.columns]


def _fits(column: Column) -> str:
    match column.parse:
        case Parse.TEXT:
            return "甲乙有限公司"[: column.longest]
        case Parse.DATE:
            return DATE_FORMS[column.dates[0]].example
        case Parse.CODES | Parse.CONTAINS:
            return next(iter(column.codes), "").rstrip("*")
        case Parse.FLAG:
            return next(iter(column.codes or YES_AND_NO))
        case Parse.MONEY | Parse.INTEGER | Parse.SHARE:
            return "1"


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_rows_that_are_changed_come_in(name: str) -> None:
    """So most of what the property below compares is what most rows of a file are."""
    found = PortionPreparer(FORMS[name], GIVEN).prepare(_numbered([fitting(FORMS[name])]))

    assert [None] == [one.row.objection for one in found.rows]


@st.composite
def of_any(draw: st.DrawFn) -> tuple[Mapping, list[list[str]]]:
    """A made-up form, with columns of any kind, and rows of it."""
    form = draw(mappings())
    usual = [draw(cells) for _ in form.columns]
    return form, draw(st.lists(_changed(usual), min_size=1, max_size=8))


def _changed(usual: list[str]) -> st.SearchStrategy[list[str]]:
    """The usual row, or one that differs from it in two cells at most."""
    changes = st.lists(st.tuples(st.integers(0, len(usual) - 1), st.one_of(_said, cells)), max_size=2)
    return st.just(usual) | changes.map(lambda given_: _with(usual, dict(given_)))


def _with(usual: list[str], changes: dict[int, str]) -> list[str]:
    return [changes.get(place, cell) for place, cell in enumerate(usual)]


def _numbered(rows: Sequence[Sequence[str]]) -> list[RawRow]:
    return list(enumerate(rows, 2))


@given(st.one_of(of_form(), of_any()), st.integers(1, 5))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_many_rows_come_to_what_each_comes_to(given_: tuple[Mapping, list[list[str]]], at_once: int) -> None:
    """For any form and any rows, in portions of any size, with what is remembered of earlier portions."""
    form, rows = given_
    numbered = _numbered(rows)
    many = PortionPreparer(form, GIVEN)

    expected = read_singly(Preparer(form, GIVEN), numbered)

    found = [many.prepare(numbered[start : start + at_once]) for start in range(0, len(rows), at_once)]
    assert expected.rows == [row for portion in found for row in portion.rows]
    assert expected.personal == sum(portion.personal for portion in found)


def _of_penalties(rows: Sequence[dict[str, str]]) -> tuple[PortionRead, PortionRead]:
    """What rows of the penalty form come to, each by itself and all at once."""
    form = FORMS[PENALTY]
    numbered = _numbered([[row.get(column.code, "") for column in form.columns] for row in rows])
    return read_singly(Preparer(form, GIVEN), numbered), PortionPreparer(form, GIVEN).prepare(numbered)


def test_rows_of_every_sort_keep_their_order() -> None:
    """Clean ones, a masked one, a refused one, a doubtful one, a person's: each as by itself, in the order of lines."""
    rows = [
        penalty(1),
        penalty(2, BZ=f"经办人{PERSONAL_NUMBER}"),
        penalty(3, CF_FRDB="张三丰"),
        penalty(4, CF_JDRQ="2025-13-01"),
        penalty(5, CF_XDR_LB="自然人"),
        penalty(6, CF_XDR_SHXYM=code(1)[:-1] + "0"),
        penalty(7, CF_YXQ="2024-01-01"),
        penalty(8, CF_WSH=" "),
        penalty(9, CF_XDR_SHXYM=code(1).lower()),
        penalty(10, organisation=2),
    ]

    singly, at_once = _of_penalties(rows)

    assert singly == at_once
    assert [2, 3, 4, 5, 7, 8, 9, 10, 11] == [one.row.line for one in at_once.rows]
    assert {None, "refused", "quarantined"} == {one.row.objection and one.row.objection.verdict for one in at_once.rows}
    assert PERSONAL_NUMBER not in repr(at_once)
    assert at_once.personal == 1


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound remembering begins anew, and the answers stay the same."""
    monkeypatch.setattr(portions, "REMEMBERED", 3)
    form = FORMS[PENALTY]
    many = PortionPreparer(form, GIVEN)
    rows = [penalty(number, organisation=number) for number in range(1, 30)]
    numbered = _numbered([[row.get(column.code, "") for column in form.columns] for row in rows])

    found = [one for start in range(0, 29, 2) for one in many.prepare(numbered[start : start + 2]).rows]

    assert read_singly(Preparer(form, GIVEN), numbered).rows == found


def _always(_cells: Sequence[str], **_column: object) -> bool:
    return True


def _as_given(cells: Sequence[str]) -> Sequence[str]:
    return cells


PLANTS = {
    "number": (f"经办人{PERSONAL_NUMBER}", "are_clean", _always),
    "control": ("甲\x07乙", "without_controls", _as_given),
    "blank": (" 甲", "stripped", _as_given),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_reader_that_looks_less_closely_is_seen(plant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plants: were one look at a cell left out, the two readers would differ."""
    wrong, look, instead = PLANTS[plant]
    rows = [penalty(1, BZ=wrong)]
    singly, at_once = _of_penalties(rows)

    monkeypatch.setattr(portions, look, instead)

    assert singly == at_once
    assert singly != _of_penalties(rows)[1]


_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
_days = st.dates(dt.date(1800, 1, 1), dt.date(9999, 12, 31))


@given(
    facts=st.fixed_dictionaries(
        {}, optional={"amount": st.integers(0, 10**12), "effective": _days, "flag": st.booleans()}
    ),
    document=st.dictionaries(st.sampled_from(["BZ", "CF_SY", "A"]), _texts),
    source=st.lists(_texts, max_size=4),
    listing=st.none() | _texts,
)
def test_parts_become_the_bytes_of_the_record(
    facts: dict[str, FactValue], document: dict[str, str], source: list[str], listing: str | None
) -> None:
    """Written out of parts, a record has the bytes that it has when it is written whole."""
    whole = RecordEntered(
        kind="k", key="0a", row="0b", facts=facts, document=document, source=tuple(source),
        masked=((0, 0, 3, "field"),), delivery="", line=7, listing=listing,
    )  # fmt: skip

    expected = split(whole)

    written = {name: portions.as_json(document[name]) for name in sorted(document)}
    joined = ",".join(f'"{name}":{text.decode()}' for name, text in written.items())
    parts = RecordParts(
        "k", "0a", "0b", 7, listing, facts, f"{{{joined}}}".encode(), portions.as_json(source), b'[[0,0,3,"field"]]'
    )
    assert expected == record_bytes(parts)


@given(st.lists(st.tuples(*[st.text(st.sampled_from("ab,\"'\r\n=-@\t＝5"), max_size=3)] * 3), max_size=4))
def test_lines_are_those_of_the_writer(rows: list[tuple[str, ...]]) -> None:
    """Joined or written with care, a table is the same CSV, guarded."""
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerows(map(guarded_row, rows))

    assert table.getvalue() == csv_lines(rows)
