"""Deliveries become entries: what each row comes to, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import postgres
from tests.app.intake_desk import OFFICIAL, Desk, desk_at, sums
from tests.contracts.stores import fresh
from tests.intakes import PERSONAL_NUMBER, Row, code, japanese, penalty, write
from xinyong.adapters.store import open_store
from xinyong.adapters.store.faults import StoreBusyFault
from xinyong.app.actors import NotOfficialFault, UnknownActorFault, name_actor
from xinyong.app.erasure import erase
from xinyong.app.intake import guards
from xinyong.app.intake.run import IntakeFault
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.entries import (
    DeliveryClosed,
    DeliveryOpened,
    IdentifierGiven,
    NameGiven,
    RecordEntered,
    RecordRemoved,
    SubjectChanged,
    SubjectOpened,
)
from xinyong.ledger.store import Held
from xinyong.register.actors import Actor, ActorKind

JAPAN = "jp-labour-violations"


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """A desk on SQLite."""
    found = desk_at(tmp_path / "store.db", tmp_path)
    yield found
    found.store.close()


@pytest.fixture(params=["sqlite", postgres.VERSIONS[0]])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Desk]:
    """A desk on SQLite, and one on PostgreSQL."""
    if request.param == "sqlite":
        found = desk_at(tmp_path / "store.db", tmp_path)
        yield found
        found.store.close()
        return
    with postgres.demanded(str(request.param)).database() as url:
        found = desk_at(url, tmp_path)
        yield found
        found.store.close()


def test_a_row_opens_its_subject_and_becomes_a_record(any_desk: Desk) -> None:
    """Class from the code, identifier, name; facts typed, money in fen, a sentinel as the end of time."""
    report = any_desk.take_in([penalty(1)])

    assert (1, 0, 0, 0, 0, 0) == sums(report)
    opened, subject, identifier, name, record, closed = any_desk.contents()[2:]
    assert isinstance(opened, DeliveryOpened)
    assert SubjectOpened(subject_class="enterprise", shown_by="code") == subject
    assert IdentifierGiven(scheme="uscc", value=code(1)) == identifier
    assert NameGiven(name="北京甲乙丙1贸易有限公司", language="zh", form="delivered") == name
    assert isinstance(record, RecordEntered)
    assert {
        "effective": dt.date(2025, 7, 1),
        "ended": dt.date(9999, 12, 31),
        "amount": 200_000,
        "code": "fine",
    } == record.facts
    assert "违反广告管理规定" == record.document["CF_SY"]
    assert (report.delivery, 2) == (record.delivery, record.line)
    assert isinstance(closed, DeliveryClosed)
    assert 1 == closed.entered == closed.rows


def test_every_row_is_one_of_six(any_desk: Desk) -> None:
    """New, correction, repetition, refused, quarantined, person: the six add up to the rows."""
    any_desk.take_in([penalty(1), penalty(2)])

    report = any_desk.take_in(
        [
            penalty(1),
            penalty(2, CF_NR_FK="0.3"),
            penalty(3, 2),
            penalty(4, CF_JDRQ="2025-02-30"),
            penalty(5, CF_XDR_SHXYM=code(5)[:-1] + ("0" if code(5)[-1] != "0" else "1")),
            penalty(6, CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_XDR_ZJHM=PERSONAL_NUMBER),
        ]
    )

    assert (1, 1, 1, 1, 1, 1) == sums(report)
    assert {"date-form": 1, "check_character": 1} == report.reasons
    # 0.2 and 0.3 of 10,000 yuan of 100 fen.
    assert [200_000, 300_000, 200_000] == [record.facts["amount"] for record in any_desk.standing()]


def test_the_same_file_again_changes_nothing(any_desk: Desk) -> None:
    """Not one entry, not one held row; the answer is that of the first time."""
    rows = [penalty(1), penalty(2, CF_JDRQ="")]
    first = any_desk.take_in(rows)
    head = any_desk.head()

    again = any_desk.take_in(rows)

    assert "already" == again.state
    assert sums(first) == sums(again)
    assert head == any_desk.head()
    assert 1 == len(any_desk.held())


def test_the_same_rows_in_another_file_are_repetitions(desk: Desk) -> None:
    """Another order, another spelling of days and codes, other volatile columns: nothing new."""
    desk.take_in([penalty(1), penalty(2, 2)])

    report = desk.take_in([penalty(2, 2), penalty(1)])

    assert (0, 0, 2, 0, 0, 0) == sums(report)


def test_a_correction_replaces_the_entry_that_stood(any_desk: Desk) -> None:
    """The same key with other content; both stay in the ledger and one stands."""
    any_desk.take_in([penalty(1)])
    any_desk.take_in([penalty(1, CF_NR_FK="0.3")])

    first, second = any_desk.records()
    assert (None, first.key) == (first.replaces, second.key)
    assert [second] == any_desk.standing()


def test_a_file_that_corrects_itself_is_taken_in_its_order(desk: Desk) -> None:
    """In a list of changes the last row of a key counts, also where an earlier content comes back."""
    report = desk.take_in([penalty(1), penalty(1, CF_NR_FK="0.3"), penalty(1), penalty(1)])

    assert (1, 2, 1, 0, 0, 0) == sums(report)
    assert [200_000] == [record.facts["amount"] for record in desk.standing()]


def test_identical_twins_count_on_one_entry(any_desk: Desk) -> None:
    """Three rows, one entry that says so, three rows entered."""
    report = any_desk.take_in([penalty(1), penalty(2, 2), penalty(1), penalty(1)])

    assert (4, 0, 0, 0, 0, 0) == sums(report)
    assert 2 == report.entries
    assert [3, 1] == [record.copies for record in any_desk.records()]


def test_two_authorities_have_keys_of_their_own(desk: Desk) -> None:
    """The same document number of another authority is another record."""
    desk.take_in([penalty(1)])

    report = desk.take_in([penalty(1)], authority="customs")

    assert (1, 0, 0, 0, 0, 0) == sums(report)
    assert 2 == len(desk.standing())


def test_the_editions_of_a_form_share_their_keys(desk: Desk) -> None:
    """A decision that came in the form of 2016 is corrected in that of 2018, and its codes stand elsewhere."""
    old = {
        "CF_WSH": penalty(1)["CF_WSH"],
        "CF_XDR_MC": penalty(1)["CF_XDR_MC"],
        "CF_XDR_SHXYM": code(1),
        "CF_CFLB1": "罚款",
        "CF_JG": "罚款1000元",
        "CF_JDRQ": "2025/7/1",
    }
    desk.take_in([old], "cn-double-publicity-penalty-2016")

    report = desk.take_in([penalty(1)])

    assert (0, 1, 0, 0, 0, 0) == sums(report)


def test_a_row_keeps_its_line_and_a_refusal_its_field_value_reason_and_fix(desk: Desk) -> None:
    """All that an authority needs to mend it; every fault of the row is told at once."""
    desk.take_in([penalty(1), penalty(2, CF_JDRQ="2025-13-01", CF_NR_FK="many")])

    (held,) = desk.held()
    assert (3, "refused", "CF_NR_FK", "many", "amount-form") == (
        held.line,
        held.verdict,
        held.field,
        held.value,
        held.reason,
    )
    assert "CF_JDRQ is no day" in held.text
    assert held.fix


def test_checking_says_the_same_and_writes_nothing(any_desk: Desk) -> None:
    """`--check` against a store with history, over several batches, with twins and self-corrections."""
    any_desk.batch = 3
    any_desk.take_in([penalty(number, number) for number in range(1, 6)])
    rows = [
        penalty(1, 1, CF_NR_FK="9"),
        penalty(7, 7),
        penalty(7, 7, CF_NR_FK="9"),
        penalty(7, 7),
        penalty(2, 2),
        penalty(8, 8),
        penalty(8, 8),
        penalty(9, 9, CF_JDRQ=""),
    ]
    head, held = any_desk.head(), list[Held]()

    said = any_desk.take_in(rows, checked=held)

    assert head == any_desk.head()
    assert [] == any_desk.held()
    done = any_desk.take_in(rows)
    assert ("checked", "done") == (said.state, done.state)
    assert sums(said) == sums(done) == (3, 3, 1, 1, 0, 0)
    assert [(item.line, item.reason) for item in held] == [(item.line, item.reason) for item in any_desk.held()]


def test_checking_knows_subjects_that_earlier_rows_would_open(desk: Desk) -> None:
    """A class stated once shows the class of the same subject later, in another batch too."""
    desk.batch = 1
    number = "110108000000016"
    rows = [
        penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC=number),
        penalty(2, CF_XDR_SHXYM="", CF_XDR_GSZC=number, CF_XDR_LB="", CF_XDR_MC="某某店"),
    ]

    said = desk.take_in(rows, checked=[])

    assert sums(said) == sums(desk.take_in(rows))


def test_an_erased_key_is_held_when_it_comes_again(any_desk: Desk) -> None:
    """Whatever its content is now."""
    any_desk.take_in([penalty(1), penalty(2)])
    (seq, _) = [
        entry.header.seq for entry in any_desk.store.entries(Seq(0)) if isinstance(entry.content, RecordEntered)
    ]
    erase(any_desk.store, [seq], reason="court order 12", by=OFFICIAL, known_at=3_000)

    report = any_desk.take_in([penalty(1, CF_NR_FK="0.3"), penalty(2)])

    assert (0, 0, 1, 0, 1, 0) == sums(report)
    assert {"key-erased": 1} == report.reasons


@pytest.mark.parametrize("batch", [1, 2, 4_000])
def test_entries_do_not_depend_on_where_a_batch_begins(tmp_path: Path, batch: int) -> None:
    """One row a transaction or all in one."""
    rows = [penalty(number % 7, number % 3, CF_NR_FK=f"0.{number % 5 + 1}") for number in range(30)]
    rows += [penalty(90 + number, 50 + number // 2) for number in range(10)]
    usual, other = desk_at(tmp_path / "usual.db", tmp_path), desk_at(tmp_path / "other.db", tmp_path)
    other.batch = batch

    assert sums(usual.take_in(rows)) == sums(other.take_in(rows))

    assert usual.contents() == other.contents()
    usual.store.close()
    other.store.close()


def test_codes_are_normalised_and_identify(desk: Desk) -> None:
    """Lower case, full width, blanks: the same subject and the same key."""
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code(1))
    desk.take_in([penalty(1)])

    report = desk.take_in([penalty(2, CF_XDR_SHXYM=code(1).lower()), penalty(3, CF_XDR_SHXYM=f" {wide} ")])

    assert (2, 0, 0, 0, 0, 0) == sums(report)
    assert 1 == sum(isinstance(content, SubjectOpened) for content in desk.contents())


def test_a_real_store_refuses_synthetic_codes_and_the_other_way_round(tmp_path: Path) -> None:
    """A store has no code in common with one of the other kind."""
    real = desk_at(tmp_path / "real.db", tmp_path)
    made_up = desk_at(tmp_path / "synthetic.db", tmp_path, plane=Plane.SYNTHETIC)
    synthetic = "91990000MA1FL0TX5J"

    for desk, wrong in ((real, synthetic), (made_up, code(1))):
        report = desk.take_in([penalty(1, CF_XDR_SHXYM=wrong)])
        assert (0, 0, 0, 1, 0, 0) == sums(report)
        desk.store.close()


@pytest.mark.parametrize(
    "row",
    [
        penalty(1, CF_XDR_LB="自然人"),
        penalty(1, CF_XDR_LB="个体工商户", CF_XDR_SHXYM="", CF_XDR_GSZC="110108600000014"),
        penalty(1, CF_XDR_SHXYM=code(1, "92"), CF_XDR_LB=""),
        penalty(1, CF_XDR_SHXYM=PERSONAL_NUMBER),
        penalty(1, CF_XDR_SHXYM="", CF_XDR_ZJHM=PERSONAL_NUMBER, CF_XDR_LB=""),
        penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC=PERSONAL_NUMBER, CF_XDR_LB=""),
    ],
)
def test_rows_about_persons_leave_a_count(desk: Desk, row: Row) -> None:
    """By type, by the code of an individual business, by a personal number in the column of codes or of persons."""
    report = desk.take_in([row, penalty(2, 2)])

    assert (1, 0, 0, 0, 0, 1) == sums(report)
    assert [] == desk.held(state=None)
    assert 1 == len(desk.records())


def test_a_code_is_not_asked_for_what_another_column_answers(desk: Desk) -> None:
    """No code in the first column and a registration number in the second; a filler is no code."""
    report = desk.take_in(
        [
            penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC="110108000000016"),
            penalty(2, CF_XDR_SHXYM="000000000000000000", CF_XDR_GSZC="110108000000016"),
            penalty(3, CF_XDR_SHXYM=""),
        ]
    )

    assert (2, 0, 0, 0, 1, 0) == sums(report)
    assert {"subject-missing": 1} == report.reasons


def test_a_kind_outside_the_catalogue_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Row by row: `records` takes any kind that is known."""
    lines = [
        f'{{"kind": "tax.return.late", "subject": "{code(1)}", "day": "2025-07-16", "tax_type": "vat", "amount": 100}}',
        f'{{"kind": "tax.petition", "subject": "{code(1)}", "day": "2025-07-16"}}',
        f'{{"kind": "abnormal.listing", "subject": "{code(1)}", "day": "2025-07-16", "ground": "4"}}',
        f'{{"kind": "abnormal.listing", "subject": "{code(1)}", "day": "2025-07-16", "ground": "9"}}',
    ]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")

    report = desk.take_in(path, "records")

    assert (2, 0, 0, 2, 0, 0) == sums(report)
    assert {"kind-unknown": 1, "code-unknown": 1} == report.reasons
    assert ["tax.return.late", "abnormal.listing"] == [record.kind for record in desk.records()]
    assert {"effective": dt.date(2025, 7, 16), "code": "vat", "amount": 100} == desk.records()[0].facts


def test_the_own_form_of_a_kind_needs_no_mapping(desk: Desk) -> None:
    """The kind's name is the form's."""
    report = desk.take_in(
        [{"uscc": code(1), "name": "甲公司", "day": "2025-07-16", "due": "2025-07-15", "tax_type": "vat"}],
        "tax.return.late",
    )

    assert (1, 0, 0, 0, 0, 0) == sums(report)


# --- whole lists ----------------------------------------------------------------------------------------------------


def _list(*names: str, period: str = "20170131") -> list[Row]:
    return [japanese(f"（株）{name}", period) for name in names]


def test_a_whole_list_removes_what_it_lacks(any_desk: Desk) -> None:
    """By entries, with the day of the list; what comes back later is entered anew."""
    any_desk.take_in(_list(*"abcdefghij"), JAPAN)

    second = any_desk.take_in(_list(*"bcdefghijk", period="20170228"), JAPAN)
    third = any_desk.take_in(_list(*"abcdefghijk", period="20170331"), JAPAN)

    assert (1, 1) == (second.entered, second.removed)
    assert ((1, 0, 10, 0, 0, 0), 0) == (sums(third), third.removed)
    (removal,) = [content for content in any_desk.contents() if isinstance(content, RecordRemoved)]
    assert ("snapshot", dt.date(2017, 2, 28)) == (removal.cause, removal.on)


def test_a_list_of_another_authority_removes_nothing(desk: Desk) -> None:
    """Two authorities may keep lists of one form."""
    desk.take_in(_list(*"abcdef"), JAPAN)

    report = desk.take_in(_list(*"xyz", period="20170228"), JAPAN, authority="another")

    assert (3, 0) == (report.entered, report.removed)


@pytest.mark.parametrize(("kept", "waits"), [(8, False), (7, True)])
def test_a_list_that_loses_over_a_fifth_waits(any_desk: Desk, kept: int, waits: bool) -> None:  # noqa: FBT001 - a table
    """A fifth itself does not wait; nothing is written until an official confirms."""
    any_desk.take_in(_list(*"abcdefghij"), JAPAN)
    rows = _list(*"abcdefghij"[:kept], period="20170228")
    head = any_desk.head()

    report = any_desk.take_in(rows, JAPAN)

    assert waits is (report.state == "waiting")
    if waits:
        assert [guards.Question(code="many-removed", text=report.questions[0].text)] == list(report.questions)
        assert head == any_desk.head()
        assert 3 == any_desk.take_in(rows, JAPAN, confirmed=True).removed


def test_a_list_out_of_order_waits(desk: Desk) -> None:
    """The day of the newest list that came in is the measure."""
    desk.take_in(_list(*"abcdefghij", period="20170228"), JAPAN)

    report = desk.take_in(_list(*"abcdefghijk", period="20170131"), JAPAN)

    assert ("waiting", ["out-of-order"]) == (report.state, [question.code for question in report.questions])


def test_a_list_with_rows_that_cannot_be_read_waits(desk: Desk, tmp_path: Path) -> None:
    """What stands in the ledger for them would be removed."""
    desk.take_in(_list(*"abcdefghij"), JAPAN)
    path = write(tmp_path / "broken.csv", _list(*"abcdefghij", period="20170228"))
    with path.open("a", encoding="utf-8") as file:
        file.write('20170101_to_20170228,"x"y,,\n')

    report = desk.take_in(path, JAPAN)

    assert ("waiting", ["unreadable-rows"]) == (report.state, [question.code for question in report.questions])


def test_a_row_that_is_refused_is_not_removed(desk: Desk) -> None:
    """It is on the list; what it says now can't be read."""
    desk.take_in(_list(*"abcdefghij"), JAPAN)
    rows = _list(*"abcdefghij", period="20170228")
    rows[0] |= {"事案概要": "x" * 5_000}

    report = desk.take_in(rows, JAPAN)

    assert ((0, 0, 9, 1, 0, 0), 0) == (sums(report), report.removed)


def test_a_list_that_states_no_day_or_several_is_refused(desk: Desk) -> None:
    """Unless the day is said."""
    rows = [*_list("a"), *_list("b", period="20170228")]

    with pytest.raises(IntakeFault, match="several days"):
        desk.take_in(rows, JAPAN)

    assert 2 == desk.take_in(rows, JAPAN, snapshot_on=dt.date(2017, 2, 28)).entered


def test_rows_that_contradict_each_other_wait(desk: Desk) -> None:
    """The one that stands in the ledger stays, else the first; the same list in another order changes nothing."""
    first, second = japanese("（株）a"), japanese("（株）a", 事案概要="other words")

    one = desk.take_in([first, second], JAPAN)
    again = desk.take_in([second | {"snapshot_period": "x_to_x"}, first], JAPAN, snapshot_on=dt.date(2017, 2, 28))

    assert ((1, 0, 0, 0, 1, 0), {"key-twice": 1}) == (sums(one), one.reasons)
    assert again.refused == 1
    third = [row | {"snapshot_period": "20170101_to_20170331"} for row in (second, first)]
    assert (0, 0, 1, 0, 1, 0) == sums(desk.take_in(third, JAPAN))


def test_more_copies_in_a_whole_list_are_a_correction(desk: Desk) -> None:
    """How often a row stands on a list is part of what the list says."""
    desk.take_in(_list("a", "b"), JAPAN)

    report = desk.take_in(_list("a", "a", "b", period="20170228"), JAPAN)

    assert (0, 2, 1, 0, 0, 0) == sums(report)


@pytest.mark.parametrize(
    ("actor", "fault"), [(None, IntakeFault), ("nobody", UnknownActorFault), ("robot", NotOfficialFault)]
)
def test_an_official_confirms_and_nobody_else(desk: Desk, actor: str | None, fault: type[Fault]) -> None:
    """No actor, an unknown one, an agent: none of them answers for a list."""
    robot = Actor(account="robot", office="office", kind=ActorKind.AGENT)
    name_actor(desk.store, actor=robot, by=OFFICIAL, known_at=1_500)
    head = desk.head()

    with pytest.raises(fault):
        desk.take_in(_list("a"), JAPAN, confirmed=True, actor=actor)

    assert head == desk.head()


# --- registers ------------------------------------------------------------------------------------------------------


def _registered(number: int, name: str, **changed: str) -> Row:
    row = {
        "code": code(number),
        "name": name,
        "registration_number": "",
        "status": "存续",
        "established": "2010-01-04",
        "event": "",
        "changed_on": "",
        "other_codes": "",
    }
    return row | changed


def test_a_register_gives_names_and_identifiers_over_time(any_desk: Desk) -> None:
    """A renaming ends the old name and begins the new one; both stay."""
    any_desk.take_in([_registered(1, "甲有限公司", registration_number="110108000000016")], "register-uscc")

    report = any_desk.take_in(
        [_registered(1, "乙有限公司", event="名称变更", changed_on="2020-05-01")], "register-uscc"
    )

    assert (0, 1, 0, 0, 0, 0) == sums(report)
    names = [content for content in any_desk.contents() if isinstance(content, NameGiven)]
    day = dt.date(2020, 5, 1)
    assert [
        NameGiven(name="甲有限公司", language="zh", form="registered"),
        NameGiven(name="甲有限公司", language="zh", form="registered", until=day),
        NameGiven(name="乙有限公司", language="zh", form="registered", since=day),
    ] == names
    assert [SubjectChanged(event="renamed", on=day)] == [
        content for content in any_desk.contents() if isinstance(content, SubjectChanged)
    ]


def test_a_merger_names_the_other_side_or_waits(desk: Desk) -> None:
    """A code that nobody here has is held until its own row came."""
    desk.take_in([_registered(1, "甲有限公司"), _registered(2, "乙有限公司")], "register-uscc")

    report = desk.take_in(
        [
            _registered(1, "甲有限公司", status="注销", event="合并", changed_on="2021-06-01", other_codes=code(2)),
            _registered(2, "乙有限公司", event="合并", changed_on="2021-06-01", other_codes=code(3)),
        ],
        "register-uscc",
    )

    assert (0, 1, 0, 0, 1, 0) == sums(report)
    assert {"other-unknown": 1} == report.reasons
    (changed,) = [content for content in desk.contents() if isinstance(content, SubjectChanged)]
    assert ("merged_into", (2,)) == (changed.event, changed.others)


def test_two_codes_of_two_subjects_in_one_row_disagree(desk: Desk) -> None:
    """A human looks at it."""
    desk.take_in([_registered(1, "甲有限公司", registration_number="110108000000016")], "register-uscc")

    report = desk.take_in([_registered(2, "乙有限公司", registration_number="110108000000016")], "register-uscc")

    assert {"identifiers-disagree": 1} == report.reasons


def test_personal_fields_of_a_register_are_not_kept(desk: Desk) -> None:
    """A legal representative is masked before anything is written."""
    desk.take_in([_registered(1, "甲有限公司") | {"representative": "张三丰"}], "register-uscc")

    (record,) = desk.records()
    assert "张三丰" not in "".join((*record.source, *record.document.values()))
    assert "***" in record.source


# --- a second intake ------------------------------------------------------------------------------------------------


def test_a_second_intake_says_who_holds_the_store(tmp_path: Path) -> None:
    """It waits for its turn, and then names the process and what it does."""
    fresh(tmp_path / "store.db").close()
    first = open_store(tmp_path / "store.db", purpose="ingest first.csv")
    second = Desk(open_store(tmp_path / "store.db", wait_s=0.1), tmp_path)

    with first.turn("ingest first.csv"), pytest.raises(StoreBusyFault, match=r"ingest first\.csv"):
        second.take_in([penalty(1)])

    assert 1 == second.take_in([penalty(1)]).entered
    first.close()
    second.store.close()


# --- laws -----------------------------------------------------------------------------------------------------------


def _fined(number: int, organisation: int, fine: str, day: str) -> Row:
    return penalty(number, organisation, CF_NR_FK=fine, CF_JDRQ=day)


_ROWS = st.lists(
    st.builds(
        _fined,
        st.integers(0, 5),
        st.integers(0, 3),
        st.sampled_from(["0.1", "0.2", "many"]),
        st.sampled_from(["2025-07-01", "2025-07-02", ""]),
    ),
    min_size=1,
    max_size=12,
)


@given(deliveries=st.lists(_ROWS, min_size=1, max_size=3))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_six_always_add_up_and_checking_always_agrees(
    tmp_path_factory: pytest.TempPathFactory, deliveries: list[list[Row]]
) -> None:
    """Whatever is delivered in whatever order."""
    folder = tmp_path_factory.mktemp("law")
    desk = desk_at(folder / "store.db", folder)
    desk.batch = 2
    for rows in deliveries:
        said = desk.take_in(rows, checked=[])
        done = desk.take_in(rows)
        assert len(rows) == done.rows == sum(sums(done))
        assert sums(said) == sums(done)
    desk.store.close()
