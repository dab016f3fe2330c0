"""A registry at a data folder: made, opened and closed again, with its store, its clock and its plane."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xinyong.adapters import clock, store
from xinyong.adapters.store.faults import StoreExistsFault
from xinyong.adapters.store.targets import WAIT_S
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import StoreOpened
from xinyong.register.actors import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from xinyong.kernel.ids import Plane
    from xinyong.ledger.store import Store


def make(data: Path, first: Actor, *, plane: Plane, name: str, url: str | None = None) -> Plane:
    """Make a registry's store in `data`, or at a PostgreSQL address that `data` then remembers.

    Raises:
        StoreExistsFault: there is one already.
    """
    target: store.Target = data / "store.db" if url is None else url
    address = data / "store.url"
    if address.exists():
        what = f"There is a store at {address.read_text(encoding='utf-8').strip()} already."
        raise StoreExistsFault(what, remedy="Use it, or name another folder with --data.")
    data.mkdir(parents=True, exist_ok=True)
    opened = StoreOpened(plane=plane, name=name, account=first.account, office=first.office)
    made = store.init_store(target, opened, known_at=clock.now_ms())
    made.close()
    if url is not None:
        address.write_text(f"{url}\n", encoding="utf-8")
    return plane


def official(account: str, office: str) -> Actor:
    """Return an official; see `register.actors` for what is refused."""
    return Actor(account=account, office=office, kind=ActorKind.OFFICIAL)


def agent(account: str, office: str) -> Actor:
    """Return an agent; see `register.actors` for what is refused."""
    return Actor(account=account, office=office, kind=ActorKind.AGENT)


def now() -> int:
    """Return the present instant, milliseconds UTC."""
    return clock.now_ms()


def seqs(numbers: Iterable[int]) -> list[Seq]:
    """Return numbers that people typed as entry numbers."""
    return [Seq(number) for number in numbers]


@contextmanager
def opened(data: Path, *, purpose: str = "", wait_s: float = WAIT_S) -> Generator[Store]:
    """Open the store of a data folder, and close it when left.

    Args:
        data: the folder.
        purpose: what others are told while we write.
        wait_s: how long to wait for the turn to write, in seconds.

    Raises:
        StoreMissingFault: there is none.
    """
    found = store.open_store(store.target_in(data), purpose=purpose, wait_s=wait_s)
    try:
        yield found
    finally:
        found.close()
