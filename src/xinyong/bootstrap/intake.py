"""Deliveries at a data folder: forms, files, stagings and the store, wired together."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.files.mappings import form_named
from xinyong.adapters.files.staging import Stager
from xinyong.app.intake.run import Order, check, ingest
from xinyong.bootstrap.registry import opened
from xinyong.sources.preparing import Circumstances

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Generator
    from pathlib import Path

    from xinyong.adapters.files.staging import Staging
    from xinyong.app.intake.run import Report
    from xinyong.ledger.store import Held, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file as somebody hands it in.

    Attributes:
        mapping: id of a mapping, a record kind for its own form, `records`, or the path of a mapping of one's own.
        authority: who delivers.
        actor: account of whoever hands it in, or None for a machine.
        snapshot_on: day of a whole list; by default the one that its rows state.
        confirmed: `actor` has answered the questions that a whole list raises.
        on: the day of the delivery; by default today.
        told: called with rows done and all rows.
    """

    file: Path
    mapping: str
    authority: str
    actor: str | None = None
    snapshot_on: dt.date | None = None
    confirmed: bool = False
    on: dt.date | None = None
    told: Callable[[int, int], None] = lambda _done, _all: None


def take_in(data: Path, handed: Handed, *, now: Callable[[], int] = clock.now_ms) -> Report:
    """Ingest a file into the store of a data folder."""
    with opened(data, purpose=f"ingest {handed.file.name}") as store:
        return take_into(store, data, handed, now=now)


def take_into(store: Store, data: Path, handed: Handed, *, now: Callable[[], int] = clock.now_ms) -> Report:
    """Ingest a file into an open store; `data` is where it is staged."""
    with _staged(store, data, handed) as (staging, order):
        return ingest(store, staging, order, now)


def look_over(data: Path, handed: Handed, held: Callable[[Held], None]) -> Report:
    """Say what `take_in` would do, and write nothing; `held` is called with every row that would not come in."""
    with opened(data) as store, _staged(store, data, handed) as (staging, order):
        return check(store, staging, order, held)


@contextmanager
def _staged(store: Store, data: Path, handed: Handed) -> Generator[tuple[Staging, Order]]:
    forms, mapping = form_named(handed.mapping)
    given = Circumstances(authority=handed.authority, plane=store.plane, on=handed.on or clock.today())
    stager = Stager(mapping=mapping, given=given, catalogue=forms.catalogue, folder=data / "tmp")
    order = Order(
        authority=handed.authority,
        mapping=mapping,
        actor=handed.actor,
        snapshot_on=handed.snapshot_on,
        confirmed=handed.confirmed,
        told=handed.told,
    )
    with stager.staged(handed.file) as staging:
        yield staging, order
