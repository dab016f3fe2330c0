"""Actors: who may act, who names them, and what is asked before a person decides."""

import pytest

from xinyong.adapters.store import SqlStore
from xinyong.app.actors import (
    LastOfficialFault,
    NotOfficialFault,
    UnknownActorFault,
    actors,
    name_actor,
    require_actor,
    require_official,
)
from xinyong.ledger.entries import ActorNamed
from xinyong.register.actors import Actor, ActorKind

LIN = Actor(account="lin", office="office", kind=ActorKind.OFFICIAL)
WANG = Actor(account="wang", office="tax bureau", kind=ActorKind.AGENT)


def test_the_first_actor_comes_with_the_store(store: SqlStore) -> None:
    """A new store has one official, the one who opened it."""
    assert [LIN] == actors(store)


def test_an_official_names_an_actor_by_an_entry(store: SqlStore) -> None:
    """The entry says who named whom, for which office."""
    name_actor(store, actor=WANG, by="lin", known_at=5000)

    entry = list(store.entries(store.last_at(4999)))[-1]
    assert [LIN, WANG] == actors(store)
    assert ActorNamed(account="wang", office="tax bureau", kind="agent") == entry.content
    assert ("lin", "office", 5000) == (entry.header.actor, entry.header.authority, entry.header.known_at)


def test_naming_the_same_again_writes_nothing(store: SqlStore) -> None:
    """An actor who is what was asked for stays so without an entry."""
    name_actor(store, actor=WANG, by="lin", known_at=5000)
    before = store.checkpoint()

    name_actor(store, actor=WANG, by="lin", known_at=6000)

    assert before == store.checkpoint()


def test_a_later_naming_replaces_an_earlier_one(store: SqlStore) -> None:
    """An account may get another office and kind."""
    promoted = Actor(account="wang", office="customs", kind=ActorKind.OFFICIAL)
    name_actor(store, actor=WANG, by="lin", known_at=5000)

    name_actor(store, actor=promoted, by="lin", known_at=6000)

    assert promoted == require_official(store, "wang")


def test_a_stranger_is_told_who_may_act(store: SqlStore) -> None:
    """The fault names the accounts there are and the way out."""
    with pytest.raises(UnknownActorFault, match="It knows lin") as caught:
        require_actor(store, "zhao")

    assert "--as" in caught.value.remedy


def test_an_agent_acts_but_does_not_decide(store: SqlStore) -> None:
    """What a person decides needs an official; an agent can't name anybody either."""
    name_actor(store, actor=WANG, by="lin", known_at=5000)
    another = Actor(account="sun", office="tax bureau", kind=ActorKind.AGENT)

    assert WANG == require_actor(store, "wang")
    with pytest.raises(NotOfficialFault):
        require_official(store, "wang")
    with pytest.raises(NotOfficialFault):
        name_actor(store, actor=another, by="wang", known_at=6000)
    assert [LIN, WANG] == actors(store)


def test_the_last_official_stays_one(store: SqlStore) -> None:
    """A store is never left without somebody who may decide."""
    with pytest.raises(LastOfficialFault):
        name_actor(store, actor=Actor(account="lin", office="office", kind=ActorKind.AGENT), by="lin", known_at=5000)

    assert LIN == require_official(store, "lin")
