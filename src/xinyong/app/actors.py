"""Who may act in a store: its actors, as the ledger names them; the latest naming of an account holds.

Whatever a person decides asks `require_official` first; what an agent may do asks `require_actor`. The first actor
comes with the store, and a store is never left without an official.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import ActorNamed, Draft, StoreOpened
from xinyong.register.actors import Actor, ActorKind

if TYPE_CHECKING:
    from xinyong.ledger.store import Store


class UnknownActorFault(Fault):
    """Somebody acts whom the store does not know."""

    code = "ACTOR-UNKNOWN"


class NotOfficialFault(Fault):
    """An agent was to decide what only an official may decide."""

    code = "ACTOR-NOT-OFFICIAL"


class LastOfficialFault(Fault):
    """The store would be left without anybody who may decide."""

    code = "ACTOR-LAST-OFFICIAL"


def actors(store: Store) -> list[Actor]:
    """Return the actors of a store in order of account, each as it was named last."""
    found: dict[str, Actor] = {}
    for entry in store.of_kinds(("store.opened", "actor.named")):
        match entry.content:
            case StoreOpened(account=account, office=office):
                found[account] = Actor(account=account, office=office, kind=ActorKind.OFFICIAL)
            case ActorNamed(account=account, office=office, kind=kind):
                found[account] = Actor(account=account, office=office, kind=ActorKind(kind))
            case _:
                pass
    return [found[account] for account in sorted(found)]


def name_actor(store: Store, *, actor: Actor, by: str, known_at: int) -> Actor:
    """Name an actor, or give a known one another office or kind; what is so already changes nothing.

    Args:
        store: where to.
        actor: who may act from now on.
        by: account of the official who names.
        known_at: now, ms UTC.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not name anybody.
        LastOfficialFault: the only official would become an agent.
    """
    with store.writing(known_at) as writer:
        namer = require_official(store, by)
        known = actors(store)
        if actor in known:
            return actor
        others = [other for other in known if other.kind is ActorKind.OFFICIAL and other.account != actor.account]
        if actor.kind is not ActorKind.OFFICIAL and not others:
            what = f"{actor.account} is the only official and can't become an agent."
            raise LastOfficialFault(what, remedy="Name another official first.")
        content = ActorNamed(account=actor.account, office=actor.office, kind=actor.kind.value)
        writer.append([Draft(content=content, authority=namer.office, actor=namer.account)])
    return actor


def require_actor(store: Store, account: str) -> Actor:
    """Return a known actor.

    Raises:
        UnknownActorFault: the store knows no such account.
    """
    known = {actor.account: actor for actor in actors(store)}
    if account not in known:
        what = f"The store knows no actor {account!r}."
        raise UnknownActorFault(
            what,
            why=f"It knows {', '.join(known)}.",
            remedy="Act with --as ACTOR as one of them, or have an official name the account.",
        )
    return known[account]


def require_official(store: Store, account: str) -> Actor:
    """Return a known actor who may decide.

    Raises:
        UnknownActorFault: the store knows no such account.
        NotOfficialFault: it is an agent's.
    """
    found = require_actor(store, account)
    if found.kind is not ActorKind.OFFICIAL:
        what = f"{account} is an agent and can't decide this."
        raise NotOfficialFault(what, remedy="Ask an official of the office to decide, with --as ACTOR.")
    return found
