"""New unified social credit codes for a registering authority, from the store's pool; no code is given out twice.

The counter of a pool moves in a transaction of the store, so two processes never get the same serial; codes that some
subject holds already, because somebody delivered them, are passed over. A store gives out codes of its own plane alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.app.actors import require_actor
from xinyong.kernel.ids import Plane
from xinyong.register.code_pool import CodePoolFault, code_for, pool_prefix
from xinyong.register.identifiers.divisions import SYNTHETIC_PREFIX
from xinyong.register.identifiers.scheme import Scheme

if TYPE_CHECKING:
    from xinyong.ledger.store import Store, Writer

MOST: Final = 100_000
"""Codes that one call gives out: others wait while it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Where codes come from: registering authority and category (one character each), division (six digits)."""

    authority: str
    category: str
    division: str


def issue_codes(store: Store, pool: Pool, *, count: int, by: str, known_at: int) -> list[str]:
    """Take codes out of a pool; nobody else gets them, whether they are used or not.

    Raises:
        UnknownActorFault: the store does not know `by`.
        CodePoolFault: the pool is none, or of the other plane, or can't give so many.
    """
    if not 1 <= count <= MOST:
        what = f"{count} codes can't be given out at once."
        raise CodePoolFault(what, remedy=f"Ask for 1 to {MOST}, as often as needed.")
    require_actor(store, by)
    with store.writing(known_at) as writer:
        return take(store, writer, pool, count=count)


def take(store: Store, writer: Writer, pool: Pool, *, count: int) -> list[str]:
    """Take codes within a transaction.

    Raises:
        CodePoolFault: the pool is none, or of the other plane, or can't give so many.
    """
    prefix = pool_prefix(pool.authority, pool.category, pool.division)
    if pool.division.startswith(SYNTHETIC_PREFIX) is not (store.plane is Plane.SYNTHETIC):
        what = f"A {store.plane.value} store gives out no code of division {pool.division}."
        raise CodePoolFault(
            what,
            why=f"Divisions that begin with {SYNTHETIC_PREFIX} were never assigned and mark what does not exist.",
            remedy="Name a division of the store's own plane.",
        )
    found: list[str] = []
    while len(found) < count:
        serials = writer.next_code_serials(prefix, count - len(found))
        codes = [code_for(pool.authority, pool.category, division=pool.division, serial=one).text for one in serials]
        holders = store.subjects([(Scheme.USCC.value, code) for code in codes])
        found += [code for code, holder in zip(codes, holders, strict=True) if holder is None]
    return found
