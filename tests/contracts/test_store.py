"""What every store promises, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Generator

import pytest

from tests.contracts.stores import (
    DELIVERY,
    REAL_CODE,
    SYNTHETIC_CODE,
    about,
    digest,
    fresh,
    held,
    opened,
    organisation,
    put,
    record,
)
from xinyong.adapters.store import SqlStore, Target, open_store
from xinyong.adapters.store.faults import (
    StoreBusyFault,
    StoreConflictFault,
    StoreExistsFault,
    StoreMissingFault,
    StoreRefusedFault,
)
from xinyong.kernel.ids import Plane, Seq, SubjectNumber
from xinyong.ledger.audit import check
from xinyong.ledger.encoding import UnencodableFault
from xinyong.ledger.entries import (
    ChangeTakenBack,
    Draft,
    IdentifierGiven,
    LinkJudged,
    NameGiven,
    RecordRemoved,
    SubjectOpened,
)
from xinyong.ledger.store import Progress
from xinyong.register.names import search_tokens

START = Seq(0)


@pytest.fixture
def store(target: Target) -> Generator[SqlStore]:
    """A new store of each kind, for real organisations."""
    made = fresh(target)
    yield made
    made.close()


def _last(store: SqlStore) -> Seq:
    return Seq(store.checkpoint().shards["0"][0])


def test_a_new_store_names_what_it_may_hold(store: SqlStore) -> None:
    """A store knows its plane from its first entry, and its first actor from its second."""
    assert store.plane is Plane.REAL
    assert [entry.header.kind for entry in store.entries(START)] == ["store.opened", "actor.named"]


def test_a_store_is_not_made_over_another(store: SqlStore, target: Target) -> None:
    """Making a store where one is fails and leaves it alone."""
    with pytest.raises(StoreExistsFault):
        fresh(target)

    assert _last(store) == 2


def test_a_place_without_a_store_is_no_store(target: Target) -> None:
    """Opening a place where nothing was made says so."""
    with pytest.raises(StoreMissingFault):
        open_store(target)


def test_what_goes_in_comes_out(store: SqlStore) -> None:
    """An entry is read as it was written, by its number, subject, key and facts, and the ledger proves itself."""
    subject = organisation(store)
    content = record("one")

    last = put(store, [opened(), *about(subject, content)])

    entry = store.of_subject(subject)[-1]
    assert content == entry.content
    assert entry == store.entry(last)
    assert store.entry(Seq(last + 1)) is None
    assert [subject, None] == store.subjects([("uscc", REAL_CODE), ("uscc", "nobody")])
    current = store.current([digest("one"), digest("two")])
    assert [(last, digest("one"), 1), None] == [found and (found.seq, found.row, found.copies) for found in current]
    facts = {"effective": dt.date(2024, 1, 31), "amount": 500}
    assert [[(last, subject, "penalty", facts)]] == [list(batch) for batch in store.facts(START)]
    audited = check(store.batches())
    assert (last, None) == (audited.entries, audited.misfit)
    assert store.altered() == []


def test_a_store_is_opened_again_as_it_was_left(store: SqlStore, target: Target) -> None:
    """Another opening sees the same entries and the same head."""
    organisation(store)

    again = open_store(target)

    assert list(store.entries(START)) == list(again.entries(START))
    assert store.checkpoint() == again.checkpoint()
    again.close()


def test_a_transaction_that_fails_leaves_nothing(store: SqlStore) -> None:
    """Entries, held rows, progress and serials of an abandoned transaction never were."""
    before = store.checkpoint()

    with pytest.raises(ZeroDivisionError), store.writing(2000) as writer:  # noqa: PT012 - a transaction is several calls
        writer.append([opened()])
        writer.hold([held()])
        writer.keep_progress(Progress(delivery=DELIVERY, line=7, state="open"))
        writer.next_code_serials("91310000", 5)
        _ = 1 / 0

    assert before == store.checkpoint()
    assert store.held() == []
    assert store.progress(DELIVERY) is None
    with store.writing(2000) as writer:
        assert range(3) == writer.next_code_serials("91310000", 3)


def test_a_refused_draft_takes_the_transaction_with_it(store: SqlStore) -> None:
    """One entry that can't be encoded, and none of its transaction is there."""
    subject = organisation(store)
    before = store.checkpoint()

    with pytest.raises(UnencodableFault, match="amount"):
        put(store, about(subject, record("one"), record("two", facts={"amount": 1.5})))  # type: ignore[dict-item] # the plant

    assert before == store.checkpoint()


def test_reads_see_only_what_is_sealed(store: SqlStore) -> None:
    """Within a transaction that writes, nothing of it is visible yet."""
    with store.writing(2000) as writer:
        writer.append([opened()])
        assert len(list(store.entries(START))) == 2

    assert len(list(store.entries(START))) == 3


def test_large_transactions_are_sealed_whole(store: SqlStore) -> None:
    """More drafts than are kept waiting come out in order, in one chain."""
    subject = organisation(store)

    with store.writing(3000) as writer:
        for number in range(11_000):
            writer.append(about(subject, record(f"key {number}", line=number)))

    batches = [len(batch) for batch in store.facts(START)]
    assert batches == [10_000, 1_000]
    assert check(store.batches()).misfit is None


def test_known_time_never_decreases(store: SqlStore) -> None:
    """A transaction with an older clock is known at the newest known time."""
    put(store, [opened()], at=5000)
    put(store, [opened(delivery=digest("later"))], at=4000)

    assert [entry.header.known_at for entry in store.entries(START)] == [1000, 1000, 5000, 5000]


def test_the_last_entry_at_an_instant(store: SqlStore) -> None:
    """`last_at` finds the last entry known at or before an instant."""
    put(store, [opened()], at=5000)
    put(store, [opened(delivery=digest("later"))], at=7000)

    assert [0, 2, 2, 3, 3, 4, 4] == [store.last_at(at) for at in (999, 1000, 4999, 5000, 6999, 7000, 9000)]


def test_a_correction_supersedes(store: SqlStore) -> None:
    """The newest record of a key is the correction; before it was known, the first one stood."""
    subject = organisation(store)
    first = put(store, about(subject, record("one")))
    second = put(store, about(subject, record("one", row="other", replaces=first)))

    assert {first: second} == store.superseded([first, second])
    assert store.superseded([first], up_to=first) == {}
    assert [[(first, second)]] == [list(batch) for batch in store.superseded_since(START)]
    assert list(store.superseded_since(second)) == []
    (current,) = store.current([digest("one")])
    assert current is not None
    assert (second, digest("other"), False) == (current.seq, current.row, current.removed)


def test_a_key_has_one_living_record(store: SqlStore) -> None:
    """A second record of a key that corrects nothing is refused, whether in one transaction or in two."""
    subject = organisation(store)
    first = put(store, about(subject, record("one")))

    with pytest.raises(StoreConflictFault):
        put(store, about(subject, record("one", row="other")))
    with pytest.raises(StoreConflictFault):
        put(store, about(subject, record("two"), record("two", row="other")))

    assert first == _last(store)


def test_a_removed_record_may_come_again(store: SqlStore) -> None:
    """What a snapshot removed is marked so, and the key can be entered once more."""
    subject = organisation(store)
    first = put(store, about(subject, record("one")))
    put(store, about(subject, RecordRemoved(replaces=first, cause="snapshot", delivery=DELIVERY)))

    (removed,) = store.current([digest("one")])
    again = put(store, about(subject, record("one")))
    (back,) = store.current([digest("one")])

    assert removed is not None
    assert (first, True) == (removed.seq, removed.removed)
    assert back is not None
    assert (again, False) == (back.seq, back.removed)


def test_live_keys_of_a_list(store: SqlStore) -> None:
    """A list kept by snapshots has the keys that nothing removed, in their order, page by page."""
    subject = organisation(store)
    keys = sorted(digest(f"key {number}") for number in range(5))
    put(store, [opened(snapshot_of="debarred"), *about(subject, *(record(f"key {number}") for number in range(5)))])
    (gone,) = store.current([keys[2]])
    assert gone is not None
    put(store, about(subject, RecordRemoved(replaces=gone.seq, cause="snapshot", delivery=DELIVERY)))

    first = store.live_keys("debarred", limit=2)
    rest = store.live_keys("debarred", after=first[-1][0], limit=10)

    assert [keys[0], keys[1], keys[3], keys[4]] == [key for key, _ in first + rest]
    assert store.live_keys("another") == []


def test_records_of_a_delivery(store: SqlStore) -> None:
    """A delivery knows the records it brought, standing or not."""
    subject = organisation(store)
    last = put(store, [opened(), *about(subject, record("one"), record("two"))])

    assert [last - 1, last] == store.of_delivery(DELIVERY, after=START)
    assert [last] == store.of_delivery(DELIVERY, after=Seq(last - 1))
    assert store.of_delivery(digest("another"), after=START) == []


def test_entries_of_rare_kinds(store: SqlStore) -> None:
    """Entries are found by kind, up to a number."""
    delivery = put(store, [opened()])
    subject = organisation(store)

    assert [1, delivery] == [entry.header.seq for entry in store.of_kinds(["delivery.opened", "store.opened"])]
    assert [1] == [entry.header.seq for entry in store.of_kinds(["delivery.opened", "store.opened"], up_to=Seq(2))]
    assert [subject] == [entry.header.subject for entry in store.of_kinds(["subject.opened"])]


def test_the_newest_entry_that_touches_a_subject(store: SqlStore) -> None:
    """An entry of another subject that removes a record touches the record's subject."""
    subject, other = organisation(store), organisation(store, code="91310000MA1FL0TX6K")
    entered = put(store, about(subject, record("one")))
    assert entered == store.newest(subject)

    removal = put(store, about(other, RecordRemoved(replaces=entered, cause="withdrawn", delivery=DELIVERY)))

    assert removal == store.newest(subject)
    assert entered == store.newest(subject, up_to=entered)
    assert store.newest(subject, up_to=Seq(2)) == 0


def test_identifiers_in_order(store: SqlStore) -> None:
    """Identifiers of a scheme come in order of their values, page by page, with the newest holder."""
    first, second = organisation(store, code="91B"), organisation(store, code="91A")
    put(store, about(second, IdentifierGiven(scheme="uscc", value="91B")))

    assert [("91A", second)] == store.identifiers("uscc", limit=1)
    assert [("91B", second)] == store.identifiers("uscc", after="91A")
    assert [second] == store.subjects([("uscc", "91B")])
    assert first != second


def test_names_are_found_by_their_words(store: SqlStore) -> None:
    """The name with most of the words comes first; an erased name is found no more."""
    bank = organisation(store, name="重庆银行")
    works = organisation(store, code="91310000MA1FL0TX6K", name="重庆大明建筑有限公司")

    found = store.names(search_tokens("重庆大明"), limit=10)

    assert [(works, "重庆大明建筑有限公司"), (bank, "重庆银行")] == found
    assert [(works, "重庆大明建筑有限公司")] == store.names(search_tokens("重庆大明"), limit=1)
    assert store.names([], limit=10) == []
    assert store.names(['"', "''", "a b"], limit=10) == []


def test_no_page_ends_in_the_midst_of_what_one_entry_superseded(store: SqlStore) -> None:
    """Whoever follows gets every pair once, in order, though entries that supersede many fall on the edge of a page."""
    subject = organisation(store)
    numbers = [tuple(map(Seq, range(start, start + 6_000))) for start in (100_000, 200_000)]
    taken_back = [ChangeTakenBack(replaces=replaces, reason="r") for replaces in numbers]
    last = put(store, about(subject, *taken_back))

    pairs = [pair for page in store.superseded_since(Seq(0)) for pair in page]

    assert [(seq, last - 1) for seq in numbers[0]] + [(seq, last) for seq in numbers[1]] == pairs
    assert pairs[6_000:] == [pair for page in store.superseded_since(Seq(last - 1)) for pair in page]


def test_held_rows_wait_for_a_verdict(store: SqlStore) -> None:
    """Held rows are listed by delivery and state, in order, and settled by number."""
    items = [held(line=1), held(line=2), held(line=3, delivery=digest("another"))]
    with store.writing(2000) as writer:
        writer.hold(items)
    numbers = [item.id for item in store.held()]
    with store.writing(2000) as writer:
        writer.settle(numbers[0], "admitted")

    assert numbers == sorted(numbers)
    assert [2] == [item.line for item in store.held(delivery=DELIVERY)]
    assert [1, 2] == [item.line for item in store.held(delivery=DELIVERY, state=None)]
    assert [3] == [item.line for item in store.held(after=numbers[1])]
    assert items[1].source == store.held(delivery=DELIVERY)[0].source


def test_a_settled_row_keeps_nothing_of_what_it_said(store: SqlStore) -> None:
    """Its place, its reason and its state stay; cells and value go, whichever way it was settled."""
    with store.writing(2000) as writer:
        writer.hold([held(line=1), held(line=2), held(line=3)])
    with store.writing(2000) as writer:
        writer.settle(1, "admitted")
        writer.settle(2, "rejected")
        writer.settle(3, "superseded")

    assert [(1, "admitted", "", ()), (2, "rejected", "", ()), (3, "superseded", "", ())] == [
        (item.line, item.state, item.value, item.source) for item in store.held(state=None)
    ]
    assert {held().reason} == {item.reason for item in store.held(state=None)}


def test_progress_cursors_and_masked_parts_are_kept(store: SqlStore) -> None:
    """Working state is the newest that was kept; masked bytes are all of them, in order."""
    with store.writing(2000) as writer:
        writer.keep_progress(Progress(delivery=DELIVERY, line=7, state="open"))
        writer.keep_progress(Progress(delivery=DELIVERY, line=9, state="closed"))
        writer.keep_cursor("archive", Seq(2))
        writer.keep_masked(DELIVERY, b"first")
        writer.keep_masked(DELIVERY, b"second")

    assert Progress(delivery=DELIVERY, line=9, state="closed") == store.progress(DELIVERY)
    assert [2, 0] == [store.cursor("archive"), store.cursor("new")]
    assert [b"first", b"second"] == list(store.masked(DELIVERY))


def test_serials_of_a_prefix_are_given_once(store: SqlStore) -> None:
    """Transactions get serials one after the other, each prefix from nought."""
    with store.writing(2000) as writer:
        first = writer.next_code_serials("91310000", 3)
        other = writer.next_code_serials("91320000", 1)
    with store.writing(2000) as writer:
        second = writer.next_code_serials("91310000", 2)

    assert (range(3), range(1), range(3, 5)) == (first, other, second)


def test_subject_numbers_are_never_given_twice(store: SqlStore, target: Target) -> None:
    """Two openings of one store open subjects with different numbers."""
    again = open_store(target)
    numbers = [organisation(one, code=f"91{place:02}") for place in range(5) for one in (store, again)]
    again.close()

    assert len(set(numbers)) == 10


def test_a_second_intake_is_told_who_has_the_turn(store: SqlStore, target: Target) -> None:
    """Who waits for the turn longer than it wants to is told the process and its purpose."""
    other = open_store(target, wait_s=0.1)

    with store.turn("ingest penalties.csv"), pytest.raises(StoreBusyFault, match=r"ingest penalties\.csv"):
        other.turn("ingest more.csv").__enter__()
    with other.turn("ingest more.csv"), other.turn("the same thread again"):
        pass

    other.close()


@pytest.mark.parametrize("code", [SYNTHETIC_CODE, "9900SYNTHETIC0000001", "list:synthetic-debarred:1"])
def test_a_real_store_refuses_synthetic_identifiers(store: SqlStore, code: str) -> None:
    """The database itself refuses an identifier with a synthetic marker."""
    scheme = {"91": "uscc", "99": "lei", "li": "list"}[code[:2]]
    subject = organisation(store)
    before = store.checkpoint()

    with pytest.raises(StoreRefusedFault, match="plane"):
        put(store, about(subject, IdentifierGiven(scheme=scheme, value=code)))

    assert before == store.checkpoint()


def test_a_synthetic_store_refuses_real_identifiers(target: Target) -> None:
    """The database itself refuses an identifier without a synthetic marker; a synthetic one comes in."""
    store = fresh(target, plane=Plane.SYNTHETIC)
    subject = organisation(store, code=SYNTHETIC_CODE)

    with pytest.raises(StoreRefusedFault, match="plane"):
        put(store, about(subject, IdentifierGiven(scheme="organisation_code", value="123456789")))

    assert [subject] == store.subjects([("uscc", SYNTHETIC_CODE)])
    store.close()


@pytest.mark.parametrize("subject_class", ["natural_person", "individual_business", ""])
def test_a_store_knows_organisations_only(store: SqlStore, subject_class: str) -> None:
    """A class that is no organisation's does not come in."""
    drafts = about(SubjectNumber(1), SubjectOpened(subject_class=subject_class, shown_by="code"))

    with pytest.raises(StoreRefusedFault):
        put(store, drafts)


def test_a_record_needs_a_subject_that_was_opened(store: SqlStore) -> None:
    """A record about a number without a class is refused."""
    organisation(store)

    with pytest.raises(StoreRefusedFault):
        put(store, [Draft(content=record("one"), subject=9_999)])  # type: ignore[arg-type] # the plant


def test_links_and_names_are_entries_of_their_subject(store: SqlStore) -> None:
    """All that is said of a subject comes back in order."""
    subject, other = organisation(store), organisation(store, code="91310000MA1FL0TX6K")
    link = LinkJudged(other=other, verdict="confirmed", reason="same seal")
    name = NameGiven(name="New Name Ltd", language="en", form="alias", since=dt.date(2024, 2, 29))

    last = put(store, about(subject, link, name))

    assert [link, name] == [entry.content for entry in store.of_subject(subject)[-2:]]
    assert 3 == len(store.of_subject(subject, up_to=Seq(last - 2)))
