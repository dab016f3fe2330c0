"""How long the standing of one organisation takes in a ledger of a million records, in process, nothing kept.

The ledger is a synthetic SQLite store with synchronous=FULL, filled through the store's own bulk append; every shipped
pack is in force. Each organisation asked for is another one, so that nothing but the database's own pages is warm.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from xinyong.adapters.bench.result import BenchResult, Figure, versions
from xinyong.adapters.cache import SqliteCache
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.adapters.store import init_store
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.kernel.ids import Plane
from xinyong.ledger.entries import (
    DeliveryOpened,
    Draft,
    IdentifierGiven,
    NameGiven,
    PackActivated,
    RecordEntered,
    StoreOpened,
    SubjectOpened,
)
from xinyong.standing.past import end_of
from xinyong.standing.standing import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinyong.kernel.facts import FactValue
    from xinyong.kernel.ids import SubjectNumber
    from xinyong.law.shelf import Shelf
    from xinyong.ledger.entries import AnyContent
    from xinyong.ledger.store import Store

DEFAULT_ORGANISATIONS: Final = 333_334
RECORDS_EACH: Final = 3
ASKED: Final = 500
"""Organisations that are asked for, in each of the runs."""

RUNS: Final = 3

_DAY: Final = dt.date(2025, 8, 1)
_BATCH: Final = 2_000
_DELIVERY: Final = "d" * 64
_KINDS: Final = ("tax.return.late", "tax.indicator", "abnormal.listing", "env.breach.jiangsu", "penalty")


def run(organisations: int | None = None) -> BenchResult:
    """Return the milliseconds that a standing takes: computed, kept, as JSON; and the time that filling took.

    Args:
        organisations: how many the ledger holds, each with three records.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    shelf = load_shelf([data_dir("packs")])
    with tempfile.TemporaryDirectory(prefix="xinyong-bench-") as folder:
        opened = StoreOpened(plane=Plane.SYNTHETIC, name="bench", account="bench", office="bench")
        store = init_store(Path(folder) / "store.db", opened, known_at=end_of(_DAY))
        started = perf_counter()
        subjects = _filled(store, shelf, size)
        figures: dict[str, Figure] = {
            "organisations": size,
            "records": size * RECORDS_EACH,
            "filled_s": round(perf_counter() - started, 1),
            **_asked(store, shelf, subjects, Path(folder)),
        }
        store.close()
    return BenchResult(
        name="standing",
        figures=figures,
        notes=(
            f"medians of {RUNS} runs over {ASKED} organisations each, never the same one twice",
            f"on {_DAY} under all {len(shelf.packs)} shipped packs; JSON not included unless the name says so",
        ),
        versions=versions("xinyong", "pysqlite3", "sqlalchemy", "msgspec"),
    )


def _asked(store: Store, shelf: Shelf, subjects: list[SubjectNumber], folder: Path) -> dict[str, Figure]:
    laws = Laws(store=store, shelf=shelf)
    fresh = Standings(store=store, laws=laws)
    cache = SqliteCache(folder / "cache.db")
    keeping = Standings(store=store, laws=laws, kept=cache)
    fresh.of(subjects[0], as_of=_DAY)
    chosen = random.Random(1).sample(subjects, min(len(subjects), ASKED * RUNS))  # noqa: S311 - the same organisations in every run
    computed: list[list[float]] = []
    others: dict[str, list[float]] = {"json_ms": [], "kept_ms": [], "roadmap_ms": []}
    for turn in range(RUNS):
        some = chosen[turn::RUNS]
        computed.append([_ms(partial(fresh.of, one, as_of=_DAY)) for one in some])
        for one in some:
            keeping.of(one, as_of=_DAY)
        others["json_ms"].append(_median(_ms(partial(_written, fresh, one)) for one in some))
        others["kept_ms"].append(_median(_ms(partial(keeping.of, one, as_of=_DAY)) for one in some))
        others["roadmap_ms"].append(_median(_ms(partial(fresh.roadmap, f"#{one}", as_of=_DAY)) for one in some[:20]))
    cache.close()
    return {
        "standing_ms": _shown(statistics.median(map(statistics.median, computed))),
        "standing_99_percent_ms": _shown(statistics.median(sorted(one)[len(one) * 99 // 100] for one in computed)),
        "standing_slowest_ms": _shown(max(map(max, computed))),
        **{f"standing_{name}": _shown(statistics.median(found)) for name, found in others.items()},
    }


def _written(standings: Standings, subject: SubjectNumber) -> bytes:
    return encoded(standings.of(subject, as_of=_DAY))


def _filled(store: Store, shelf: Shelf, size: int) -> list[SubjectNumber]:
    chance = random.Random(7)  # noqa: S311 - the same ledger in every run
    instant = end_of(_DAY)
    with store.writing(instant) as writer:
        contents: list[AnyContent] = [
            DeliveryOpened(delivery=_DELIVERY, mapping="bench", mapping_digest="00", form="bench"),
            *(PackActivated(pack=one.pack.name, digest=one.digest, active=True) for one in shelf.packs),
        ]
        writer.append([Draft(content=content, authority="bench", actor="bench") for content in contents])
    subjects: list[SubjectNumber] = []
    for first in range(0, size, _BATCH):
        with store.writing(instant) as writer:
            drafts: list[Draft] = []
            for number in range(first, min(first + _BATCH, size)):
                subject = writer.open_subject()
                subjects.append(subject)
                drafts += [
                    Draft(content=content, subject=subject, authority="bench") for content in _said(number, chance)
                ]
            writer.append(drafts)
    return subjects


def _said(number: int, chance: random.Random) -> Iterator[AnyContent]:
    """What the ledger learns of one organisation."""
    yield SubjectOpened(subject_class="enterprise", shown_by="code")
    yield IdentifierGiven(scheme="uscc", value=f"9199000{number:011d}")
    yield NameGiven(name=f"第{number}测试有限公司", language="zh", form="registered")
    for place in range(RECORDS_EACH):
        line = number * RECORDS_EACH + place
        key = f"{line:064x}"
        yield RecordEntered(
            kind=chance.choice(_KINDS),
            key=key,
            row=key,
            facts=_facts(chance),
            document={},
            source=(),
            delivery=_DELIVERY,
            line=line,
        )


def _facts(chance: random.Random) -> dict[str, FactValue]:
    effective = _DAY - dt.timedelta(days=chance.randrange(1, 1500))
    return {
        "effective": effective,
        "arose": effective,
        "determined": effective,
        "published": effective,
        "amount": chance.choice((900, 150_000, 5_000_000)),
        "quantity": chance.randrange(1, 6),
        "code": chance.choice(("1", "010106", "bank-accounts", "warning")),
        "flag": chance.random() < 0.5,  # noqa: PLR2004 - a coin
        "ended": effective + dt.timedelta(days=180),
    }


def _ms(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def _median(found: Iterator[float]) -> float:
    return statistics.median(list(found))


def _shown(milliseconds: float) -> float:
    return round(milliseconds, 2)
