"""Deliveries at a data folder: forms, files, stagings and the store, wired together."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.files.delivered import Broken
from xinyong.adapters.files.mappings import form_named, kept_otherwise, load_forms
from xinyong.adapters.files.opening import open_delivery
from xinyong.adapters.files.staging import Stager
from xinyong.adapters.files.writing import write_csv, write_xlsx
from xinyong.adapters.store.targets import WAIT_S
from xinyong.app.deliveries import deliveries, delivery_named
from xinyong.app.erasure import erase as erase_from
from xinyong.app.held import Decision, HeldFault, table
from xinyong.app.held import resolve as settle
from xinyong.app.held_again import held_under, settle_persons, settle_sent_again
from xinyong.app.intake.run import Order, check, ingest
from xinyong.app.templates import template
from xinyong.bootstrap.registry import opened
from xinyong.kernel.ids import Plane
from xinyong.register.subjects import SubjectClass
from xinyong.sources.layout import Circumstances
from xinyong.sources.mapping import MappingFault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from xinyong.adapters.files.staging import Staging
    from xinyong.app.erasure import Erased
    from xinyong.app.held import Resolved
    from xinyong.app.intake.run import Report
    from xinyong.kernel.ids import Seq
    from xinyong.ledger.store import Held, Store
    from xinyong.sources.forms import Forms
    from xinyong.sources.mapping import Mapping


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


def take_in(data: Path, handed: Handed, *, wait_s: float = WAIT_S, now: Callable[[], int] = clock.now_ms) -> Report:
    """Ingest a file into the store of a data folder, after waiting for our turn for `wait_s` seconds at most."""
    with opened(data, purpose="ingest", wait_s=wait_s) as store:
        return take_into(store, data, handed, now=now)


def take_into(store: Store, data: Path, handed: Handed, *, now: Callable[[], int] = clock.now_ms) -> Report:
    """Ingest a file into an open store; `data` is where it is staged."""
    with _staged(store, data, handed) as (staging, order, forms):
        report = ingest(store, staging, order, now)
        if report.state == "done":
            on = handed.on or clock.today()
            settle_sent_again(store, forms, report.delivery, on, known_at=now())
            if report.personal:
                settle_persons(store, forms, report.delivery, _readable(handed.file, order.mapping), on, known_at=now())
        return report


def _readable(file: Path, mapping: Mapping) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line and cells of the rows of a file; it is opened when the first of them is asked for."""
    for row in open_delivery(file, mapping).rows:
        if not isinstance(row.cells, Broken):
            yield row.line, row.cells


def resolve(data: Path, held: int, decision: Decision, *, now: Callable[[], int] = clock.now_ms) -> Resolved:
    """Settle a held row of the store of a data folder."""
    with opened(data, purpose=f"quarantine resolve {held}") as store:
        return settle(store, _forms(data), held, decision, known_at=now())


def erase(data: Path, entries: Sequence[Seq], *, reason: str, by: str) -> Erased:
    """Erase entries of the store of a data folder, and what held rows repeat of them; see `app.erasure.erase`."""
    with opened(data, purpose="erase") as store:
        forms, today = _forms(data), clock.today()
        return erase_from(
            store,
            entries,
            reason=reason,
            by=by,
            known_at=clock.now_ms(),
            held=lambda keys: held_under(store, forms, keys, today),
        )


def decision(*, admit: bool, reason: str, by: str, stated: str | None) -> Decision:
    """Return what an official decides today of a held row; `stated` is a class of organisations by its name.

    Raises:
        HeldFault: there is no such class.
    """
    classes = {one.value: one for one in SubjectClass}
    if stated is not None and stated not in classes:
        what = f"There is no class {stated!r} of organisations."
        raise HeldFault(what, remedy=f"Name one of {', '.join(classes)}.")
    shown = None if stated is None else classes[stated]
    return Decision(admit=admit, reason=reason, by=by, on=clock.today(), stated=shown)


def write_held(data: Path, delivery: str, out: Path) -> int:
    """Write the open held rows of a delivery as .csv or .xlsx, in the form in which they came; return how many."""
    with opened(data) as store:
        found = delivery_named(store, delivery)
        rows = table(store, _forms(data), found)
        if out.suffix.lower() == ".xlsx":
            listed = list(rows)
            write_xlsx(out, [("held", listed)])
            return len(listed) - 1
        return write_csv(out, rows) - 1


def write_template(name: str, out: Path) -> list[Path]:
    """Write the blank form of a mapping or kind: .xlsx with a legend on its second sheet, or .csv and one beside it."""
    _, mapping = form_named(name)
    blank = template(mapping)
    if out.suffix.lower() == ".xlsx":
        write_xlsx(out, [("form", blank.header), ("legend", blank.legend)])
        return [out]
    legend = out.with_suffix(".legend.csv")
    write_csv(out, blank.header)
    write_csv(legend, blank.legend)
    return [out, legend]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedFile:
    """A file as it may be kept: the digest by which its delivery goes, its rows, and how many were about persons."""

    delivery: str
    rows: int
    personal: int


def mask(handed: Handed, out: Path, *, plane: Plane = Plane.REAL) -> MaskedFile:
    """Write what would be kept of a file, and nothing else; whoever delivers it can compute the same digest.

    The digest is SHA-256 over authority, line feed, mapping, line feed and the bytes written.
    """
    forms, mapping = form_named(handed.mapping)
    given = Circumstances(authority=handed.authority, plane=plane, on=handed.on or clock.today())
    stager = Stager(mapping=mapping, given=given, catalogue=forms.catalogue, folder=out.parent)
    with stager.staged(handed.file) as staging:
        staging.masked().replace(out)
        return MaskedFile(delivery=staging.digest, rows=staging.rows, personal=staging.personal)


def look_over(data: Path, handed: Handed, held: Callable[[Held], None]) -> Report:
    """Say what `take_in` would do, and write nothing; `held` is called with every row that would not come in."""
    with opened(data) as store, _staged(store, data, handed, keep=False) as (staging, order, _):
        return check(store, staging, order, held)


def _forms(data: Path) -> Forms:
    kept = data / "mappings"
    return load_forms([kept] if kept.is_dir() else [])


def _refuse_another(store: Store, former: Mapping | None) -> None:
    """Refuse to replace a mapping by which deliveries came in: their held rows could be read by it no more."""
    came = [one for one in deliveries(store) if one.mapping == former.id and one.state != "withdrawn"] if former else []
    if former is not None and came:
        what = f"The mapping {former.id!r} is not the one by which {len(came)} deliveries of this store came in."
        why = f"It is kept beside the store; the last delivery was {came[-1].delivery[:12]}."
        remedy = f"Give the changed mapping an id of its own and `family: {former.scope}`, so that its rows share keys."
        raise MappingFault(what, why=why, remedy=remedy)


@contextmanager
def _staged(store: Store, data: Path, handed: Handed, *, keep: bool = True) -> Generator[tuple[Staging, Order, Forms]]:
    _refuse_another(store, kept_otherwise(handed.mapping, data / "mappings"))
    forms, mapping = form_named(handed.mapping, kept=data / "mappings", keep=keep)
    on = handed.on or clock.today()
    given = Circumstances(authority=handed.authority, plane=store.plane, on=on)
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
        yield staging, order, forms
