"""Changes that never were, taken back on a real store: what is so afterwards, what was known before, what is not."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.contracts.stores import about, put
from xinyong.adapters.store import SqlStore
from xinyong.app.actors import NotOfficialFault, name_actor
from xinyong.app.codes import Pool
from xinyong.app.erasure import erase
from xinyong.app.organisations import organisation_on
from xinyong.app.reasons import ReasonFault
from xinyong.app.registry import Founding, RegistrationFault, last_change, record_event, register_organisation
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.app.taking_back import TakenBack, TakingBackFault, take_back
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.shelf import Shelf
from xinyong.ledger.audit import check
from xinyong.ledger.entries import ChangeTakenBack, IdentifierGiven, SubjectOpened
from xinyong.register.actors import Actor, ActorKind
from xinyong.register.organisations import Event, Existence, MergedInto, Renamed, SplitFrom, StruckOff

DAY = dt.date
FOUNDED = DAY(2020, 3, 1)
ON = DAY(2024, 1, 1)
LATER = DAY(2030, 1, 1)


def _found(store: SqlStore, name: str = "上海甲有限公司") -> SubjectNumber:
    founding = Founding(pool=Pool(authority="9", category="1", division="310000"), name=name, on=FOUNDED)
    return register_organisation(store, founding, by="lin", known_at=5000).subject


def _changed(store: SqlStore, subject: SubjectNumber, event: Event) -> Seq:
    """Record an event and return the entry of the change."""
    record_event(store, subject, event, by="lin", known_at=6000)
    found = last_change(store, subject)
    assert found is not None
    return found


def _undo(store: SqlStore, change: Seq) -> TakenBack:
    return take_back(store, change, reason="wrong code", by="lin", known_at=7000)


def _renamed(name: str, on: dt.date = ON) -> Renamed:
    return Renamed(on=on, name=name, language="zh")


ENDS: list[Callable[[SubjectNumber], Event]] = [
    lambda other: MergedInto(on=ON, successor=other),
    lambda _: StruckOff(on=ON),
]


@pytest.mark.parametrize("end", ENDS, ids=["merger", "striking-off"])
def test_a_wrong_end_is_taken_back(store: SqlStore, end: Callable[[SubjectNumber], Event]) -> None:
    """The organisation never ended, on any day; as known before, it did; and what befalls it is recorded again."""
    subject, other = _found(store), _found(store, "上海乙有限公司")
    change = _changed(store, subject, end(other))

    done = _undo(store, change)

    after = organisation_on(store, subject, LATER)
    assert (subject, ON, (change,)) == (done.subject, done.on, done.entries)
    assert (Existence.ACTIVE, None, ()) == (after.existence, after.ended_on, after.successors)
    assert organisation_on(store, subject, LATER, known=change).ended_on == ON
    assert _changed(store, subject, _renamed("上海丙有限公司", LATER)) > change


def test_a_wrong_merger_is_recorded_anew_with_the_right_side(store: SqlStore) -> None:
    """Only the second successor is one, on the same day."""
    subject, wrong, right = (_found(store, name) for name in ("上海甲有限公司", "上海乙有限公司", "上海丙有限公司"))
    _undo(store, _changed(store, subject, MergedInto(on=ON, successor=wrong)))

    record_event(store, subject, MergedInto(on=ON, successor=right), by="lin", known_at=8000)

    assert (right,) == organisation_on(store, subject, LATER).successors


def test_a_wrong_split_is_taken_back(store: SqlStore) -> None:
    """The part has no origin any more."""
    part, origin = _found(store), _found(store, "上海乙有限公司")

    _undo(store, _changed(store, part, SplitFrom(on=ON, origin=origin)))

    assert () == organisation_on(store, part, LATER).origins


def test_a_wrong_renaming_is_taken_back_with_its_names(store: SqlStore) -> None:
    """The first name never ended, the wrong one was never borne, and the right one can be taken on the same day."""
    subject = _found(store)

    _undo(store, _changed(store, subject, _renamed("上海错有限公司")))

    assert ["上海甲有限公司"] == [held.name for held in organisation_on(store, subject, LATER).names]
    after = record_event(store, subject, _renamed("上海乙有限公司"), by="lin", known_at=8000)
    assert ["上海甲有限公司", "上海乙有限公司"] == [held.name for held in after.names]
    assert ON == after.names[0].held.until


def test_a_renaming_leaves_other_names_alone(store: SqlStore) -> None:
    """A striking-off directly after it stays, and so do names in other languages."""
    subject = _found(store)
    change = _changed(store, subject, _renamed("上海错有限公司"))
    _changed(store, subject, StruckOff(on=LATER))

    done = _undo(store, change)

    assert 3 == len(done.entries)
    assert LATER == organisation_on(store, subject, LATER).ended_on


def test_a_renaming_under_a_later_one_is_not_taken_back(store: SqlStore) -> None:
    """The later one goes first, and then it can."""
    subject = _found(store)
    first = _changed(store, subject, _renamed("上海乙有限公司"))
    second = _changed(store, subject, _renamed("上海丙有限公司", LATER))

    with pytest.raises(TakingBackFault, match=f"entry {second}, rests on entry {first}"):
        _undo(store, first)
    _undo(store, second)
    _undo(store, first)

    assert ["上海甲有限公司"] == [held.name for held in organisation_on(store, subject, LATER).names]


def test_what_can_not_be_taken_back_changes_nothing(store: SqlStore) -> None:
    """Another kind of entry, none at all, the same change twice, no reason, a personal number as one, an agent."""
    subject = _found(store)
    change = _changed(store, subject, StruckOff(on=ON))
    name_actor(store, actor=Actor(account="wang", office="o", kind=ActorKind.AGENT), by="lin", known_at=6000)
    with pytest.raises(NotOfficialFault):
        take_back(store, change, reason="wrong", by="wang", known_at=7000)
    for reason in (" ", "11010519491231002X"):
        with pytest.raises(ReasonFault):
            take_back(store, change, reason=reason, by="lin", known_at=7000)
    _undo(store, change)
    before = store.checkpoint()

    for seq, words in ((Seq(1), "is no renaming"), (Seq(999), "is no renaming"), (change, "taken back before")):
        with pytest.raises(TakingBackFault, match=words):
            _undo(store, seq)

    assert before == store.checkpoint()


def test_an_erased_reason_brings_nothing_back(store: SqlStore) -> None:
    """The reason can go; the striking-off stays taken back, and the ledger fits."""
    subject = _found(store)
    _undo(store, _changed(store, subject, StruckOff(on=ON)))
    [taken_back] = [
        entry.header.seq for entry in store.of_subject(subject) if isinstance(entry.content, ChangeTakenBack)
    ]

    erase(store, [taken_back], reason="order 7", by="lin", known_at=8000)

    assert Existence.ACTIVE is organisation_on(store, subject, LATER).existence
    assert check(store.batches()).misfit is None


def test_a_standing_and_its_history_show_it(store: SqlStore) -> None:
    """A standing tells no succession that never was, as known today; its history has both entries."""
    subject = _found(store)
    change = _changed(store, subject, StruckOff(on=ON))
    done = _undo(store, change)
    standings = Standings(store=store, laws=Laws(store=store, shelf=Shelf(packs=())))

    then, now = (standings.of(subject, as_of=FOUNDED, known=known) for known in (change, None))

    assert (ON, None) == (then.next_change, now.next_change)
    assert () == standings.of(subject, as_of=LATER).subject.succession
    told = {event.seq: event for event in standings.history(f"#{subject}")}
    assert [("subject.changed", change + 1)] == [(told[seq].kind, told[seq].superseded_by) for seq in done.entries]
    assert {"replaces": str(change)} == told[change + 1].facts


def test_rows_of_lists_are_in_no_register(store: SqlStore) -> None:
    """An official renames organisations and no rows of another's list."""
    with store.writing(5000) as writer:
        subject = writer.open_subject()
    opened = SubjectOpened(subject_class="enterprise", shown_by="list")
    put(store, about(subject, opened, IdentifierGiven(scheme="list", value="list:h2:0001")))

    with pytest.raises(RegistrationFault, match="row of another's list"):
        record_event(store, subject, StruckOff(on=ON), by="lin", known_at=6000)
