"""The registering authority's desk, on a real store: what is registered, and what of it can be read years later."""

import datetime as dt

import pytest

from tests.contracts.stores import REAL_CODE, about, organisation, put
from xinyong.adapters.store import SqlStore
from xinyong.app.actors import NotOfficialFault, name_actor
from xinyong.app.codes import Pool
from xinyong.app.organisations import NoSubjectFault, organisation_on
from xinyong.app.registry import Founding, Registered, RegistrationFault, record_event, register_organisation
from xinyong.kernel.dates import Interval
from xinyong.kernel.ids import SubjectNumber
from xinyong.ledger.entries import NameGiven
from xinyong.register.actors import Actor, ActorKind
from xinyong.register.code_pool import code_for
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.organisations import (
    Existence,
    HeldIdentifier,
    HeldName,
    IdentifierGiven,
    MergedInto,
    NameTaken,
    Organisation,
    Renamed,
    SplitFrom,
    StruckOff,
)
from xinyong.register.subjects import SubjectClass

DAY = dt.date
POOL = Pool(authority="9", category="1", division="310000")
FOUNDED = DAY(2020, 3, 1)


def _found(store: SqlStore, name: str = "上海甲有限公司") -> SubjectNumber:
    return register_organisation(store, Founding(pool=POOL, name=name, on=FOUNDED), by="lin", known_at=5000).subject


def _names(organisation: Organisation) -> list[str]:
    return [held.name for held in organisation.current_names]


def test_an_organisation_is_registered_under_a_new_code(store: SqlStore) -> None:
    """Its class is what the code shows; its code and name hold from its first day, by the actor who registered it."""
    found = register_organisation(
        store, Founding(pool=POOL, name=" 上海甲有限公司 ", on=FOUNDED), by="lin", known_at=5000
    )

    code = code_for("9", "1", division="310000", serial=0).text
    held = Interval(start=FOUNDED)
    then = organisation_on(store, found.subject, FOUNDED)
    assert Registered(subject=found.subject, code=code, subject_class="enterprise") == found
    assert (HeldIdentifier(scheme=Scheme.USCC, code=code, held=held),) == then.identifiers
    assert (HeldName(name="上海甲有限公司", language="zh", alias=False, held=held),) == then.names
    assert {("lin", "office", FOUNDED)} == {
        (entry.header.actor, entry.header.authority, entry.header.valid_on) for entry in store.of_subject(found.subject)
    }
    assert [found.subject] == store.subjects([("uscc", code)])


def test_a_category_without_class_needs_one_stated(store: SqlStore) -> None:
    """`Y1` shows nothing; without a class nothing is registered and no code is used up."""
    pool = Pool(authority="Y", category="1", division="310000")

    with pytest.raises(RegistrationFault, match="Nothing shows what kind"):
        register_organisation(store, Founding(pool=pool, name="某组织", on=FOUNDED), by="lin", known_at=5000)
    found = register_organisation(
        store,
        Founding(pool=pool, name="某组织", on=FOUNDED, subject_class=SubjectClass.OTHER_ORGANISATION),
        by="lin",
        known_at=5000,
    )

    assert "other_organisation" == found.subject_class
    assert code_for("Y", "1", division="310000", serial=0).text == found.code


@pytest.mark.parametrize("name", ["李四（个体工商户）", "上海 11010519491231002X 有限公司", " ", "甲" * 501])
def test_persons_and_no_names_are_not_registered(store: SqlStore, name: str) -> None:
    """A person in trade, a personal number, blanks and a book are refused before anything is written."""
    before = store.checkpoint()

    with pytest.raises(RegistrationFault):
        _found(store, name)

    assert before == store.checkpoint()


def test_renaming_keeps_the_former_name_for_its_days(store: SqlStore) -> None:
    """The old name holds until the day, the new one from it; and before the ledger knew, the old one held on."""
    subject = _found(store)
    before = store.last_at(5000)

    after = record_event(
        store, subject, Renamed(on=DAY(2023, 6, 1), name="上海乙有限公司", language="zh"), by="lin", known_at=6000
    )

    assert ["上海乙有限公司"] == _names(after)
    assert ["上海甲有限公司"] == _names(organisation_on(store, subject, DAY(2023, 5, 31)))
    assert ["上海甲有限公司", "上海乙有限公司"] == [held.name for held in after.names]
    assert ["上海甲有限公司"] == _names(organisation_on(store, subject, DAY(2024, 1, 1), known=before))


def test_a_name_may_come_back(store: SqlStore) -> None:
    """A, then B, then A again: each holds in its own years."""
    subject = _found(store)
    for year, name in ((2021, "上海乙有限公司"), (2022, "上海甲有限公司")):
        renamed = Renamed(on=DAY(year, 1, 1), name=name, language="zh")
        record_event(store, subject, renamed, by="lin", known_at=6000)

    years = [_names(organisation_on(store, subject, DAY(year, 6, 1))) for year in (2020, 2021, 2022)]

    assert [["上海甲有限公司"], ["上海乙有限公司"], ["上海甲有限公司"]] == years


def test_renaming_in_one_language_leaves_the_other(store: SqlStore) -> None:
    """The English name holds on when the Chinese one changes; an alias ends nothing."""
    subject = _found(store)
    events = (
        NameTaken(on=FOUNDED, name="Shanghai Jia Ltd", language="en"),
        NameTaken(on=FOUNDED, name="甲公司", language="zh", alias=True),
        Renamed(on=DAY(2023, 6, 1), name="上海乙有限公司", language="zh"),
    )
    for event in events:
        record_event(store, subject, event, by="lin", known_at=6000)

    after = organisation_on(store, subject, DAY(2024, 1, 1))

    assert ["Shanghai Jia Ltd", "上海乙有限公司"] == _names(after)
    assert "甲公司" in [held.name for held in after.names if held.held.holds(after.day)]


def test_a_name_of_unknown_start_can_be_ended(store: SqlStore) -> None:
    """A registered name that was delivered without a start holds until the day of the renaming."""
    subject = organisation(store)
    put(store, about(subject, NameGiven(name="上海甲有限公司", language="zh", form="registered")))

    record_event(
        store, subject, Renamed(on=DAY(2023, 6, 1), name="上海乙有限公司", language="zh"), by="lin", known_at=6000
    )

    assert ["上海甲有限公司"] == _names(organisation_on(store, subject, DAY(1990, 1, 1)))
    assert ["上海乙有限公司"] == _names(organisation_on(store, subject, DAY(2023, 6, 1)))


def test_a_merger_ends_one_side_and_passes_nothing_on(store: SqlStore) -> None:
    """The merged one has its past and its successor; the successor has no new entry."""
    merged, successor = _found(store), _found(store, "上海乙有限公司")
    untouched = store.of_subject(successor)

    after = record_event(store, merged, MergedInto(on=DAY(2024, 1, 1), successor=successor), by="lin", known_at=6000)

    assert (Existence.MERGED, DAY(2024, 1, 1), (successor,)) == (after.existence, after.ended_on, after.successors)
    assert Existence.ACTIVE is organisation_on(store, merged, DAY(2023, 12, 31)).existence
    assert ["上海甲有限公司"] == _names(after)
    assert untouched == store.of_subject(successor)


def test_a_split_says_where_a_part_came_from(store: SqlStore) -> None:
    """The part knows its origin; the origin goes on unless it is struck off."""
    origin, part = _found(store), _found(store, "上海乙有限公司")

    after = record_event(store, part, SplitFrom(on=DAY(2024, 1, 1), origin=origin), by="lin", known_at=6000)

    assert (origin,) == after.origins
    assert () == organisation_on(store, part, DAY(2023, 12, 31)).origins
    assert Existence.ACTIVE is organisation_on(store, origin, DAY(2024, 1, 1)).existence


def test_a_striking_off_keeps_who_the_organisation_was(store: SqlStore) -> None:
    """Its code and name can be read, and it is found by its code, for ever."""
    subject = _found(store)

    after = record_event(store, subject, StruckOff(on=DAY(2024, 1, 1)), by="lin", known_at=6000)

    [code] = [held.code for held in after.identifiers]
    assert (Existence.STRUCK_OFF, DAY(2024, 1, 1)) == (after.existence, after.ended_on)
    assert [subject] == store.subjects([("uscc", code)])
    assert ["上海甲有限公司"] == _names(organisation_on(store, subject, DAY(2030, 1, 1)))


def test_nothing_befalls_what_has_ended(store: SqlStore) -> None:
    """After a striking-off nothing is recorded, nor can anybody merge into it; days before it still can be."""
    subject, other = _found(store), _found(store, "上海乙有限公司")
    record_event(store, subject, StruckOff(on=DAY(2024, 1, 1)), by="lin", known_at=6000)
    late = Renamed(on=DAY(2024, 1, 1), name="上海丙有限公司", language="zh")
    early = Renamed(on=DAY(2023, 1, 1), name="上海丙有限公司", language="zh")

    with pytest.raises(RegistrationFault, match="ended on 2024-01-01"):
        record_event(store, subject, late, by="lin", known_at=6000)
    with pytest.raises(RegistrationFault, match="ended on 2024-01-01"):
        record_event(store, other, MergedInto(on=DAY(2024, 2, 1), successor=subject), by="lin", known_at=6000)
    assert ["上海丙有限公司"] == _names(record_event(store, subject, early, by="lin", known_at=6000))


def test_an_organisation_gets_further_identifiers(store: SqlStore) -> None:
    """A legacy number holds for its days beside the code, and both lead to the subject."""
    subject = organisation(store)
    number = IdentifierGiven(on=DAY(2010, 1, 1), scheme=Scheme.REGISTRATION_13, code="3100001001234", until=FOUNDED)

    after = record_event(store, subject, number, by="lin", known_at=6000)

    held = HeldIdentifier(
        scheme=Scheme.REGISTRATION_13, code="3100001001234", held=Interval(start=number.on, until=FOUNDED)
    )
    assert held in after.current_identifiers
    assert held not in organisation_on(store, subject, FOUNDED).current_identifiers
    assert [subject, subject] == store.subjects([("uscc", REAL_CODE), ("registration_13", "3100001001234")])


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (Scheme.USCC, "91990000MA1FL0TX5J"),
        (Scheme.USCC, "91310000MA1FL0TX5K"),
        (Scheme.LEI, REAL_CODE),
        (Scheme.USCC, "11010519491231002X"),
        (Scheme.USCC, REAL_CODE),
    ],
    ids=["other plane", "check digit", "other scheme", "a person's", "held by another"],
)
def test_identifiers_that_do_not_hold_are_not_given(store: SqlStore, scheme: Scheme, code: str) -> None:
    """The other plane's, a wrong check digit, another scheme's, a person's and another subject's are refused."""
    organisation(store)
    subject = _found(store)
    before = store.checkpoint()

    with pytest.raises(RegistrationFault) as caught:
        record_event(store, subject, IdentifierGiven(on=FOUNDED, scheme=scheme, code=code), by="lin", known_at=6000)

    assert "19491231" not in str(caught.value)
    assert before == store.checkpoint()


def test_events_that_contradict_are_refused(store: SqlStore) -> None:
    """The same name again, two names of one day, both sides the same, a cause in free text, an unknown other side."""
    subject = _found(store)
    before = store.checkpoint()

    for event, words in (
        (Renamed(on=DAY(2023, 1, 1), name="上海甲有限公司", language="zh"), "bears the name"),
        (Renamed(on=FOUNDED, name="上海乙有限公司", language="zh"), "itself"),
        (MergedInto(on=DAY(2023, 1, 1), successor=subject), "both sides"),
        (SplitFrom(on=DAY(2023, 1, 1), origin=subject), "both sides"),
        (StruckOff(on=DAY(2023, 1, 1), cause="张三 asked"), "keeps no cause"),
    ):
        with pytest.raises(RegistrationFault, match=words):
            record_event(store, subject, event, by="lin", known_at=6000)
    with pytest.raises(NoSubjectFault):
        record_event(store, subject, SplitFrom(on=DAY(2023, 1, 1), origin=SubjectNumber(99)), by="lin", known_at=6000)
    with pytest.raises(NoSubjectFault):
        record_event(store, SubjectNumber(99), StruckOff(on=DAY(2023, 1, 1)), by="lin", known_at=6000)

    assert before == store.checkpoint()


def test_an_agent_registers_but_records_no_event(store: SqlStore) -> None:
    """A new organisation may be entered by an agent; what befalls it is recorded by an official."""
    name_actor(store, actor=Actor(account="wang", office="o", kind=ActorKind.AGENT), by="lin", known_at=4000)

    found = register_organisation(
        store, Founding(pool=POOL, name="上海甲有限公司", on=FOUNDED), by="wang", known_at=5000
    )

    with pytest.raises(NotOfficialFault):
        record_event(store, found.subject, StruckOff(on=DAY(2024, 1, 1)), by="wang", known_at=6000)
