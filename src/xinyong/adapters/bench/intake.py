"""How many delivered records a second become entries, and how much memory that takes: from a CSV file to the ledger.

Everything is measured that `xinyong ingest` does: reading, masking, identifying, vetting, finding twins, comparing with
the store, encoding, chaining, and writing with `synchronous=FULL`, each run in a process of its own on an empty store.
The records are penalties of the form of 2018, 30 columns wide, ten of them for each organisation. Memory is that of the
process and its workers together, as the system divides it among them (PSS), sampled four times a second. Where
`XINYONG_TEST_POSTGRES` names a server, the same is measured there.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import tempfile
import time
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.adapters import clock
from xinyong.adapters.bench import deliveries
from xinyong.adapters.bench.result import BenchResult, Figure, versions
from xinyong.adapters.files.mappings import load_forms
from xinyong.adapters.files.staging import Stager
from xinyong.adapters.store import init_store
from xinyong.app.intake.run import Order, ingest
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Plane
from xinyong.ledger.entries import StoreOpened
from xinyong.sources.layout import Circumstances

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from xinyong.adapters.store import Target

ROWS_EACH: Final = 10
DEFAULT_ORGANISATIONS: Final = 30_000
RUNS: Final = 3
WORKERS: Final = 2

_AUTHORITY: Final = "bench"
_ON: Final = dt.date(2026, 1, 1)
_SAMPLE_S: Final = 0.25


class IntakeBenchFault(Fault):
    """A delivery of the benchmark did not come in as it should."""

    code = "BENCH-INTAKE"


class Taken(NamedTuple):
    """One delivery: seconds to stage it and to enter it, records entered, and the most memory that it took."""

    staged_s: float
    entered_s: float
    entered: int
    peak_mb: float


def run(organisations: int | None = None) -> BenchResult:
    """Return records a second into SQLite and, where there is a server, into PostgreSQL.

    Args:
        organisations: how many the rows are about, ten rows each; half a million make the five million rows of the
            figure for memory.
    """
    size = organisations or DEFAULT_ORGANISATIONS
    rows = size * ROWS_EACH
    figures: dict[str, Figure] = {"rows": rows, "organisations": size, "workers": WORKERS}
    with tempfile.TemporaryDirectory(prefix="xinyong-bench-") as folder:
        path = Path(folder) / "penalties.csv"
        deliveries.write(path, load_forms().form(deliveries.FORM), rows=rows, organisations=size)
        figures["file_mb"] = round(path.stat().st_size / 1e6, 1)
        taken = [_run(path, Path(folder) / f"sqlite-{number}", None, rows) for number in range(RUNS)]
        figures |= _figures("sqlite", taken, rows)
        server = os.environ.get("XINYONG_TEST_POSTGRES")
        if server:
            taken = [_run(path, Path(folder) / f"postgres-{number}", server, rows) for number in range(RUNS)]
            figures |= _figures("postgres", taken, rows)
    notes = [
        "rows_per_s: delivered rows, from the file to the sealed entry; staging and entering are its two parts.",
        "peak_mb: the largest of the runs; process and workers together.",
    ]
    return BenchResult(
        name="intake", figures=figures, notes=notes, versions=versions("xinyong", "sqlalchemy", "psycopg")
    )


def _figures(where: str, taken: list[Taken], rows: int) -> dict[str, Figure]:
    whole = statistics.median(one.staged_s + one.entered_s for one in taken)
    return {
        f"{where}_rows_per_s": round(rows / whole),
        f"{where}_staged_s": round(statistics.median(one.staged_s for one in taken), 2),
        f"{where}_entered_s": round(statistics.median(one.entered_s for one in taken), 2),
        f"{where}_entered": taken[0].entered,
        f"{where}_peak_mb": round(max(one.peak_mb for one in taken)),
    }


def _run(path: Path, folder: Path, server: str | None, rows: int) -> Taken:
    """Take the file in by a process of its own."""
    folder.mkdir()
    target: Target = folder / "store.db" if server is None else _database(server)
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_take_in, args=(path, folder, target, theirs))
    process.start()
    theirs.close()
    peak, over = [0.0], Event()
    watch = Thread(target=_watch, args=(process.pid, peak, over), daemon=True)
    watch.start()
    with suppress(EOFError):
        staged_s, entered_s, entered, seen = ours.recv()
        over.set()
        watch.join()
        process.join()
        if server is not None:
            _drop(str(target))
        if seen == rows:
            return Taken(staged_s, entered_s, entered, peak[0])
    what = "The delivery of the benchmark did not come in whole."
    raise IntakeBenchFault(what, remedy="Run it again; if it fails again, report it as a fault of the program.")


def _take_in(path: Path, folder: Path, target: Target, answer: Connection) -> None:
    opened = StoreOpened(plane=Plane.SYNTHETIC, name="bench", account="bench", office="bench")
    forms = load_forms()
    mapping = forms.form(deliveries.FORM)
    given = Circumstances(authority=_AUTHORITY, plane=Plane.SYNTHETIC, on=_ON)
    stager = Stager(mapping=mapping, given=given, catalogue=forms.catalogue, folder=folder / "tmp", workers=WORKERS)
    store = init_store(target, opened, known_at=0)
    began = time.perf_counter()
    with stager.staged(path) as staged:
        read = time.perf_counter()
        report = ingest(store, staged, Order(authority=_AUTHORITY, mapping=mapping), clock.now_ms)
        done = time.perf_counter()
    store.close()
    six = (report.entered, report.corrected, report.repeated, report.refused, report.quarantined, report.personal)
    answer.send((read - began, done - read, report.entered, sum(six)))


def _database(server: str) -> str:
    """Make an empty database on a server, and return its address."""
    import psycopg  # noqa: PLC0415 - only where there is a server

    name = f"xinyong_bench_{os.getpid()}_{time.monotonic_ns()}"
    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    address, _, rest = server.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{'?' if rest else ''}{rest}"


def _drop(address: str) -> None:
    import psycopg  # noqa: PLC0415 - as above

    plain, _, rest = address.replace("+psycopg", "").partition("?")
    server, name = plain.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres{'?' if rest else ''}{rest}", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _watch(process: int, peak: list[float], over: Event) -> None:
    """Note the most memory of a process and what it started, until told that it is over."""
    while not over.wait(_SAMPLE_S):
        peak[0] = max(peak[0], sum(_pss_mb(one) for one in _tree(process)))


def _tree(process: int) -> list[int]:
    found = [process]
    for one in found:
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, children.read_text(encoding="ascii").split())
    return found


def _pss_mb(process: int) -> float:
    with suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
