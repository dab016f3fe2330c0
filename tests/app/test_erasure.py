"""Erasure, on a real store: what is gone, what stays, and what is refused."""

import datetime as dt

import pytest

from tests.contracts.stores import about, digest, opened, organisation, put, record
from xinyong.adapters.store import SqlStore
from xinyong.adapters.store.faults import StoreConflictFault
from xinyong.app.actors import NotOfficialFault, name_actor
from xinyong.app.erasure import Erased, ErasureFault, erase
from xinyong.app.reasons import ReasonFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.audit import check
from xinyong.ledger.entries import ContentErased, NameGiven
from xinyong.register.actors import Actor, ActorKind
from xinyong.register.names import search_tokens


def _with_record(store: SqlStore) -> tuple[SubjectNumber, Seq]:
    subject = organisation(store)
    put(store, [opened()])
    return subject, put(store, about(subject, record("a")))


def _facts(store: SqlStore) -> list[Seq]:
    return [seq for batch in store.facts(Seq(0)) for seq, *_ in batch]


def test_rules_see_nothing_of_an_erased_record(store: SqlStore) -> None:
    """Content and facts are gone; the header and the chain stay, and the erasure says who and why."""
    _, seq = _with_record(store)
    head = store.entry(seq)

    found = erase(store, [seq], reason="court order 12", by="lin", known_at=9000)

    entry = store.entry(seq)
    last = list(store.entries(seq))[-1]
    assert Erased(entries=(seq,), keys=(digest("a"),), versions_left=()) == found
    assert head is not None
    assert entry is not None
    assert (head.header, None) == (entry.header, entry.content)
    assert [] == _facts(store)
    assert ContentErased(entries=(seq,), keys=(digest("a"),), reason="court order 12") == last.content
    assert ("lin", "office", 9000) == (last.header.actor, last.header.authority, last.header.known_at)


def test_the_chain_still_proves_itself(store: SqlStore) -> None:
    """The audit finds nothing amiss after an erasure."""
    _, seq = _with_record(store)
    erase(store, [seq], reason="court order 12", by="lin", known_at=9000)

    assert check(store.batches()).misfit is None


def test_an_erased_key_is_held_when_it_comes_again(store: SqlStore) -> None:
    """The store answers for the key that it was erased."""
    subject, seq = _with_record(store)
    erase(store, [seq], reason="court order 12", by="lin", known_at=9000)

    [current] = store.current([digest("a")])
    assert current is not None
    assert (True, subject) == (current.erased, current.subject)


def test_an_erased_name_is_found_no_more(store: SqlStore) -> None:
    """A name leaves the search with its content; the other names stay."""
    subject = organisation(store, name="上海旧名有限公司")
    seq = put(store, about(subject, NameGiven(name="上海新名有限公司", language="zh", form="registered")))

    erase(store, [seq], reason="court order 12", by="lin", known_at=9000)

    found = store.names(search_tokens("新名"), limit=10)
    assert "上海新名有限公司" not in [name for _, name in found]
    assert ["上海旧名有限公司"] == [name for _, name in store.names(search_tokens("旧名"), limit=10)]


def test_other_versions_of_a_record_are_told(store: SqlStore) -> None:
    """Erasing a correction leaves what it corrected, and the other way round; both are named."""
    subject, first = _with_record(store)
    second = put(store, about(subject, record("a", row="b", replaces=first)))
    third = put(store, about(subject, record("a", row="c", replaces=second)))

    assert (first, third) == erase(store, [second], reason="order 1", by="lin", known_at=9000).versions_left
    assert () == erase(store, [first, third], reason="order 2", by="lin", known_at=9001).versions_left
    assert [] == _facts(store)


def test_what_an_erased_correction_corrected_stays_dead(store: SqlStore) -> None:
    """Erasing the newer version does not bring the older one back before rules."""
    subject, first = _with_record(store)
    second = put(store, about(subject, record("a", row="b", facts={"effective": dt.date(2024, 2, 1)}, replaces=first)))

    erase(store, [second], reason="order 1", by="lin", known_at=9000)

    assert first in store.superseded([first])


def test_other_statements_of_a_name_are_told(store: SqlStore) -> None:
    """A name that was stated twice is erased only with both."""
    subject = organisation(store, name="上海旧名有限公司")
    stated = NameGiven(name="上海旧名有限公司", language="zh", form="registered", until=dt.date(2024, 1, 1))
    seq = put(store, about(subject, stated))

    found = erase(store, [seq], reason="order 1", by="lin", known_at=9000)

    assert (Seq(seq - 1),) == found.versions_left


def test_entries_must_exist_and_have_content(store: SqlStore) -> None:
    """A number that is none, one erased before, and no number at all are refused; nothing is written."""
    _, seq = _with_record(store)
    erase(store, [seq], reason="court order 12", by="lin", known_at=9000)
    before = store.checkpoint()

    with pytest.raises(ErasureFault, match="was erased before"):
        erase(store, [seq], reason="again", by="lin", known_at=9001)
    with pytest.raises(ErasureFault, match="There is no entry 99"):
        erase(store, [Seq(99)], reason="again", by="lin", known_at=9001)
    with pytest.raises(ErasureFault, match="No entry was named"):
        erase(store, [], reason="again", by="lin", known_at=9001)
    assert before == store.checkpoint()


@pytest.mark.parametrize("seq", [1, 2, 3, 6])
def test_what_the_registry_itself_did_is_not_erased(store: SqlStore, seq: int) -> None:
    """The opening of the store, its actors, a subject's opening, and a delivery's are refused."""
    _with_record(store)
    before = store.checkpoint()

    with pytest.raises(StoreConflictFault, match="It is of the kind"):
        erase(store, [Seq(seq)], reason="again", by="lin", known_at=9001)

    assert before == store.checkpoint()


def test_an_erasure_is_itself_not_erased(store: SqlStore) -> None:
    """Who erased what and why stays for ever."""
    _, seq = _with_record(store)
    erase(store, [seq], reason="court order 12", by="lin", known_at=9000)

    with pytest.raises(StoreConflictFault, match=r"content\.erased"):
        erase(store, [Seq(seq + 1)], reason="again", by="lin", known_at=9001)


def test_only_an_official_erases_and_says_why(store: SqlStore) -> None:
    """An agent and an empty reason are refused, and the content stays."""
    _, seq = _with_record(store)
    name_actor(store, actor=Actor(account="wang", office="o", kind=ActorKind.AGENT), by="lin", known_at=8000)

    with pytest.raises(NotOfficialFault):
        erase(store, [seq], reason="court order 12", by="wang", known_at=9000)
    with pytest.raises(ReasonFault):
        erase(store, [seq], reason=" ", by="lin", known_at=9000)
    assert [seq] == _facts(store)
