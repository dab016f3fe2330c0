"""What every store promises, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Generator

import pytest

from tests.contracts.stores import REAL_CODE, about, digest, fresh, opened, organisation, put, record
from xinyong.adapters.store import SqlStore, Target
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.audit import check


@pytest.fixture
def store(target: Target) -> Generator[SqlStore]:
    """A new store of each kind, for real organisations."""
    made = fresh(target)
    yield made
    made.close()


def test_a_new_store_names_what_it_may_hold(store: SqlStore) -> None:
    """A store knows its plane from its first entry."""
    assert store.plane is Plane.REAL
    assert [entry.header.kind for entry in store.entries(Seq(0))] == ["store.opened", "actor.named"]


def test_what_goes_in_comes_out(store: SqlStore) -> None:
    """An entry is read as it was written, by its subject, its key and its facts."""
    subject = organisation(store)
    content = record("one")

    last = put(store, [opened(), *about(subject, content)])

    entry = store.of_subject(subject)[-1]
    assert content == entry.content
    assert last == entry.header.seq
    assert [subject, None] == store.subjects([("uscc", REAL_CODE), ("uscc", "nobody")])
    current = store.current([digest("one"), digest("two")])
    assert [(last, digest("one")), None] == [found and (found.seq, found.row) for found in current]
    facts = {"effective": dt.date(2024, 1, 31), "amount": 500}
    assert [[(last, subject, "penalty", facts)]] == [list(batch) for batch in store.facts(Seq(0))]
    audited = check(store.batches())
    assert (last, None) == (audited.entries, audited.misfit)
    assert store.altered() == []
