"""The demo, wired: a synthetic registry whose clock and salts come from one seed, and all that is made of it.

The network's files go through the use cases that a registry uses; nothing is written past them. Everything in the
folder is a function of the seed and of the number of organisations.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from xinyong.adapters import demo_files, pictures, store
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.files.mappings import load_forms
from xinyong.adapters.files.staging import Stager
from xinyong.app.archive import Archive
from xinyong.app.calendars import activate_calendar
from xinyong.app.codes import Pool, issue_codes
from xinyong.app.demo import figures, society, streams
from xinyong.app.demo.network import Network
from xinyong.app.evaluate import Ledgered, evaluate
from xinyong.app.intake.run import Order, ingest
from xinyong.app.packs import activate
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.bootstrap import demo_figures, law
from xinyong.kernel.dates import SHANGHAI
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.entries import StoreOpened
from xinyong.sources.layout import Circumstances
from xinyong.standing.standing import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xinyong.app.demo.delivery import Delivery
    from xinyong.app.demo.society import Organisation, Seat
    from xinyong.app.demo.summary import Summary
    from xinyong.app.intake.run import Report
    from xinyong.kernel.ids import SubjectNumber
    from xinyong.ledger.store import Store
    from xinyong.sources.forms import Forms

STANDINGS: Final = 100
"""Organisations whose standings are written out."""

FILES: Final = (
    ("index.html", "this page"),
    ("deliveries/", "what the authorities wrote, month by month, as it was taken in"),
    ("store.db", "the store: the ledger with its chain, and what was held"),
    ("ratings.parquet", "one row for each organisation: total, grade, unknowns and next clock of a hit of each pack"),
    ("contributions.parquet", "one row for each hit of a rule: record, points, from when until when"),
    ("standings.jsonl", "the whole standing of a hundred organisations, one a line"),
    ("summary.json", "the numbers of this page"),
)
"""What a reader finds in the folder."""

_MARK: Final = "made-by-xinyong-demo"
_LEFT: Final = (
    *("deliveries", "archive", "tmp", "packs", "mappings", "evaluation", "ratings.parquet", "contributions.parquet"),
    *("cn_tax_rating-contributions-decided.parquet", "standings.jsonl", "summary.json", "index.html", "cache.db"),
    *("store.db", "store.db-wal", "store.db-shm", "store.db.turn"),
)
_ACTOR: Final = "registrar"
_HOUR: Final = 10


class DemoFolderFault(Fault):
    """The demo's folder holds something that the demo did not make."""

    code = "DEMO-FOLDER"


class Told(Protocol):
    """Is told what is going on: the work, how far it is, and of how much."""

    def __call__(self, work: str, done: int, total: int | None = None) -> None:
        """Take note."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a demo is asked for."""

    out: Path
    organisations: int
    seed: int


@dataclass(slots=True)
class _Clock:
    """The simulated clock: stands at ten in the morning of a delivery's day and moves a millisecond at each look."""

    now: int = 0

    def reach(self, day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(_HOUR), SHANGHAI)
        self.now = max(self.now, int(moment.timestamp()) * 1000)

    def __call__(self) -> int:
        self.now += 1
        return self.now


@dataclass(slots=True, kw_only=True)
class _Taken:
    """What became of the deliveries so far."""

    reports: list[Report] = field(default_factory=list["Report"])
    listed: list[int] = field(default_factory=list[int])


def run(asked: Asked, told: Told) -> Summary:
    """Make the demo's folder anew and return what was found.

    Raises:
        DemoFolderFault: the folder is not empty, and not an earlier demo's.
    """
    out = asked.out
    _clear(out)
    clock, random = _Clock(), Random(asked.seed)  # noqa: S311 - a synthetic society is repeatable on purpose
    clock.reach(society.FIRST_MONTH)
    salts = Random(f"salts of {asked.seed}").randbytes  # noqa: S311 - as above; no real store takes seeded salts
    opened = StoreOpened(plane=Plane.SYNTHETIC, name="demo", account=_ACTOR, office=streams.REGISTER.zh)
    opened_store = store.init_store(out / "store.db", opened, known_at=clock(), salts=salts)
    try:
        told("Issuing codes", 0, asked.organisations)
        organisations = _settle(opened_store, society.seats(asked.organisations, random), clock)
        _enact(opened_store, clock)
        network = Network(organisations, random)
        taken = _take_in(opened_store, network, out, clock, told)
        return _tell(asked, opened_store, network, taken, told)
    finally:
        opened_store.close()


def _clear(out: Path) -> None:
    mark = out / _MARK
    if out.exists() and not mark.exists() and any(out.iterdir()):
        what = f"{out} is not empty, and no earlier demo made it."
        raise DemoFolderFault(what, remedy="Name an empty or new folder with --out.")
    out.mkdir(parents=True, exist_ok=True)
    for name in _LEFT:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    mark.write_text("Everything here is synthetic; running the demo again replaces it.\n", encoding="utf-8")


def _settle(opened: Store, seats: Sequence[Seat], clock: _Clock) -> list[Organisation]:
    """Take a code out of the pool for each seat."""
    codes: dict[str, deque[str]] = {}
    for prefix, count in sorted(Counter(seat.prefix for seat in seats).items()):
        pool = Pool(authority=prefix[0], category=prefix[1], division=prefix[2:])
        codes[prefix] = deque(issue_codes(opened, pool, count=count, by=_ACTOR, known_at=clock()))
    return society.settle(seats, (codes[seat.prefix].popleft() for seat in seats))


def _enact(opened: Store, clock: _Clock) -> None:
    """Bring every pack into force, and a calendar that goes on as long as the demo."""
    activate(opened, law.shelf().of_registries(), kinds=law.kinds(), actor=_ACTOR, known_at=clock())
    edition = law.calendar(Plane.SYNTHETIC, society.LAST_DAY.year + 1)
    activate_calendar(opened, edition.calendar, edition.digest, by=_ACTOR, known_at=clock())


def _take_in(opened: Store, network: Network, out: Path, clock: _Clock, told: Told) -> _Taken:
    forms, taken = load_forms(), _Taken()
    for delivery in network.deliveries():
        clock.reach(delivery.day)
        report = _ingest(opened, forms, delivery, out, clock)
        taken.reports.append(report)
        if delivery.stream.snapshot:
            taken.listed.append(report.entered + report.corrected + report.repeated)
        told("Taking in deliveries", len(taken.reports))
    return taken


def _ingest(opened: Store, forms: Forms, delivery: Delivery, out: Path, clock: _Clock) -> Report:
    path = demo_files.write(delivery, out / "deliveries")
    mapping, authority = forms.form(delivery.stream.mapping), delivery.stream.authority.id
    given = Circumstances(authority=authority, plane=Plane.SYNTHETIC, on=delivery.day)
    stager = Stager(mapping=mapping, given=given, catalogue=forms.catalogue, folder=out / "tmp", workers=0)
    with stager.staged(path) as staging:
        order = Order(authority=authority, mapping=mapping, actor=_ACTOR, confirmed=True)
        return ingest(opened, staging, order, clock)


def _tell(asked: Asked, opened: Store, network: Network, taken: _Taken, told: Told) -> Summary:
    """Evaluate, write standings, and sum everything up."""
    out = asked.out
    shelf = law.shelf()
    standings = Standings(store=opened, laws=Laws(store=opened, shelf=shelf))
    known = Seq(standings.known(None).seq)
    with DuckDbColumns() as columns:
        told("Evaluating", 0, asked.organisations)
        archive = Archive(folder=out / "archive", columns=columns, store=opened)
        records = Ledgered(archive=archive, known=known)
        evaluate(standings.laws.at(known), records, society.LAST_DAY, out=out)
        found = demo_figures.read(columns, out, shelf, law.published())
        abnormal = demo_figures.listed(columns, records.source("listed").records)
    told("Writing standings", 0, STANDINGS)
    chosen = _chosen(found.subjects, asked.seed)
    text = b"".join(encoded(standings.of(one, as_of=society.LAST_DAY)) + b"\n" for one in chosen)
    (out / "standings.jsonl").write_bytes(text)
    summary = figures.summary(
        figures.Found(
            seed=asked.seed,
            organisations=asked.organisations,
            deliveries=len(taken.reports),
            rows=figures.counted(taken.reports),
            planted=network.planted,
            reasons=figures.reasons_of(opened),
            grades=found.grades,
            abnormal=abnormal,
            listed=tuple(taken.listed),
            delays=figures.delays_of(opened, law.kinds()),
            explained=standings.of(found.explained, as_of=society.LAST_DAY),
            ratings_digest=found.digest,
            standings_digest=hashlib.sha256(text).hexdigest(),
        )
    )
    (out / "summary.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary, order="sorted"), indent=1))
    (out / "index.html").write_text(pictures.page(summary, FILES), encoding="utf-8")
    return summary


def _chosen(subjects: Sequence[SubjectNumber], seed: int) -> Iterator[SubjectNumber]:
    """Yield the organisations whose standings are written, in order of their numbers."""
    drawn = Random(f"standings of {seed}").sample(subjects, min(STANDINGS, len(subjects)))  # noqa: S311 - as above
    yield from sorted(drawn)
