"""Held rows: given back in their form, settled by an official, or by the mended row itself."""

import csv
import datetime as dt
from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from tests.app.intake_desk import FORMS, OFFICIAL, ON, Desk, desk_at, sums
from tests.intakes import PERSONAL_NUMBER, Row, code, japanese, penalty
from xinyong.adapters.files.writing import write_csv
from xinyong.app.actors import UnknownActorFault
from xinyong.app.deliveries import delivery_named
from xinyong.app.erasure import erase
from xinyong.app.held import Decision, HeldFault, Resolved, held_rows, resolve, table
from xinyong.app.held_again import held_under, settle_sent_again
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import HeldResolved, RecordEntered, SubjectOpened
from xinyong.register.subjects import SubjectClass

BAD = code(5)[:-1] + ("0" if code(5)[-1] != "0" else "1")
"""A code whose check character does not hold."""


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """A desk on SQLite."""
    found = desk_at(tmp_path / "store.db", tmp_path)
    yield found
    found.store.close()


def _decide(desk: Desk, held: int, *, admit: bool = True, stated: SubjectClass | None = None) -> Resolved:
    decision = Decision(admit=admit, reason="seen in the file", by=OFFICIAL, on=ON, stated=stated)
    return resolve(desk.store, FORMS, held, decision, known_at=3_000)


def test_a_held_row_names_its_delivery_and_its_form(desk: Desk) -> None:
    """All that an official or an authority asks."""
    report = desk.take_in([penalty(1), penalty(2, CF_JDRQ="")])

    (row,) = held_rows(desk.store)

    assert (report.delivery, 3, "market-regulation", "cn-double-publicity-penalty-2018") == (
        row.delivery,
        row.line,
        row.authority,
        row.mapping,
    )
    assert [] == list(held_rows(desk.store, authority="customs"))


def test_what_goes_back_is_mended_and_sent_again(desk: Desk, tmp_path: Path) -> None:
    """The same form, the reasons beside it; the mended row comes in and settles the held one."""
    report = desk.take_in([penalty(1), penalty(2, CF_JDRQ="2025-13-01", CF_SY="=cmd"), penalty(3, 3, CF_NR_FK="many")])
    back = tmp_path / "back.csv"
    write_csv(back, table(desk.store, FORMS, delivery_named(desk.store, report.delivery)))

    with back.open(encoding="utf-8-sig", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    assert [("3", "date-form"), ("4", "amount-form")] == [(row["_line"], row["_reason"]) for row in rows]
    assert "'=cmd" == rows[0]["CF_SY"]
    mended = tmp_path / "mended.csv"
    with mended.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([rows[0] | {"CF_JDRQ": "2025-07-02"}, rows[1]])
    again = desk.take_in(mended)
    settle_sent_again(desk.store, FORMS, again.delivery, ON, known_at=3_000)

    assert (1, 0, 0, 1, 0, 0) == sums(again)
    assert () == again.unknown_columns
    assert "=cmd" == desk.standing()[-1].document["CF_SY"]
    assert [(3, "superseded"), (4, "open"), (3, "open")] == [(held.line, held.state) for held in desk.held(state=None)]


def test_an_official_admits_a_code_that_fails_its_check(desk: Desk) -> None:
    """Issued codes fail too; the decision, its reason and who made it stand in the ledger."""
    desk.take_in([penalty(5, 5, CF_XDR_SHXYM=BAD)])
    (held,) = desk.held()

    found = _decide(desk, held.id)

    assert found.entered
    (record,) = desk.standing()
    assert (held.line, held.delivery) == (record.line, record.delivery)
    judged = next(entry for entry in desk.store.entries(Seq(0)) if isinstance(entry.content, HeldResolved))
    assert HeldResolved(held=held.id, verdict="admitted", reason="seen in the file") == judged.content
    assert OFFICIAL == judged.header.actor
    assert "admitted" == desk.held(state=None)[0].state
    again = [penalty(5, 5, CF_XDR_SHXYM=BAD), penalty(6, 5, CF_XDR_SHXYM=BAD)]
    assert (1, 0, 1, 0, 0, 0) == sums(desk.take_in(again)), "what an official admitted is known from then on"


def test_an_official_states_the_class_that_nothing_shows(desk: Desk) -> None:
    """Without it the row stays where it is."""
    desk.take_in([japanese("山田屋")], "jp-labour-violations")
    (held,) = desk.held()
    assert "class-not-shown" == held.reason

    with pytest.raises(HeldFault, match="shows that the row is about an organisation"):
        _decide(desk, held.id)
    assert ["open"] == [one.state for one in desk.held(state=None)]
    found = _decide(desk, held.id, stated=SubjectClass.OTHER_ORGANISATION)

    assert found.entered
    (opened,) = [content for content in desk.contents() if isinstance(content, SubjectOpened)]
    assert "other_organisation" == opened.subject_class


def test_a_rejected_row_stays_out(desk: Desk) -> None:
    """And is settled once."""
    desk.take_in([penalty(5, 5, CF_XDR_SHXYM=BAD)])
    (held,) = desk.held()

    _decide(desk, held.id, admit=False)

    assert [] == desk.standing()
    with pytest.raises(HeldFault, match="was settled: rejected"):
        _decide(desk, held.id)


def test_a_contradicted_row_that_is_admitted_is_a_correction(desk: Desk) -> None:
    """The official says that it is the right one."""
    desk.take_in([japanese("（株）a"), japanese("（株）a", 事案概要="the right words")], "jp-labour-violations")
    (held,) = desk.held()

    assert _decide(desk, held.id).corrected

    assert ["the right words"] == [record.document["outline"] for record in desk.standing()]


def test_an_erased_key_comes_in_by_decision_alone(desk: Desk) -> None:
    """As a new record."""
    desk.take_in([penalty(1)])
    (seq,) = [entry.header.seq for entry in desk.store.entries(Seq(0)) if isinstance(entry.content, RecordEntered)]
    erase(desk.store, [seq], reason="court order 12", by=OFFICIAL, known_at=2_500)
    desk.take_in([penalty(1), penalty(2, 2)])
    (held,) = desk.held()

    assert _decide(desk, held.id).entered

    assert 2 == len(desk.standing())


def test_an_erasure_reaches_held_rows_of_its_key(desk: Desk) -> None:
    """What was held under the key of an erased record goes with it, in whatever delivery; other held rows stay."""
    desk.take_in([japanese("（株）a"), japanese("（株）a", 事案概要="to be forgotten")], "jp-labour-violations")
    desk.take_in([penalty(5, 5, CF_XDR_SHXYM=BAD)])
    (seq,) = [entry.header.seq for entry in desk.store.entries(Seq(0)) if isinstance(entry.content, RecordEntered)]
    assert "to be forgotten" in str(desk.held())

    erase(
        desk.store,
        [seq],
        reason="court order 12",
        by=OFFICIAL,
        known_at=2_500,
        held=lambda keys: held_under(desk.store, FORMS, keys, ON),
    )

    assert [("key-twice", "superseded"), ("check_character", "open")] == [
        (held.reason, held.state) for held in desk.held(state=None)
    ]
    assert "to be forgotten" not in str(desk.held(state=None))
    assert BAD in str(desk.held())


def test_what_was_refused_or_masked_is_sent_again(desk: Desk) -> None:
    """A decision can't say what a field should have said, nor bring back what the door took away."""
    near = PERSONAL_NUMBER[:-1] + "4"
    desk.take_in([penalty(1, CF_JDRQ=""), penalty(2, CF_XDR_SHXYM=near), penalty(3, CF_XDR_SHXYM="")])

    for held in desk.held():
        with pytest.raises(HeldFault, match=r"can't be admitted|never comes in"):
            _decide(desk, held.id)

    assert [] == desk.standing()
    assert near not in str([msgspec.to_builtins(held) for held in desk.held()])


def test_only_an_official_of_the_store_decides(desk: Desk) -> None:
    """Nothing is settled otherwise."""
    desk.take_in([penalty(5, 5, CF_XDR_SHXYM=BAD)])
    (held,) = desk.held()
    decision = Decision(admit=True, reason="seen", by="nobody", on=dt.date(2026, 1, 1))

    with pytest.raises(UnknownActorFault):
        resolve(desk.store, FORMS, held.id, decision, known_at=3_000)
    with pytest.raises(HeldFault, match="no held row 99"):
        _decide(desk, 99)

    assert "open" == desk.held()[0].state


def test_a_row_of_any_kind_goes_back_in_the_columns_of_its_kind(desk: Desk, tmp_path: Path) -> None:
    """The form `records` has a column for every field of every kind."""
    path = tmp_path / "records.jsonl"
    path.write_text(
        f'{{"kind": "tax.return.late", "subject": "{code(1)}", "day": "yesterday", "tax_type": "vat"}}\n',
        encoding="utf-8",
    )
    report = desk.take_in(path, "records")

    header, row = table(desk.store, FORMS, delivery_named(desk.store, report.delivery))

    cells = dict(zip(header, row, strict=True))
    assert ("tax.return.late", code(1), "yesterday", "vat") == (
        cells["kind"],
        cells["subject"],
        cells["day"],
        cells["tax_type"],
    )
