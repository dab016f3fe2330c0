"""kill -9 at random moments of an intake, and deliver again: the ledger is that of an undisturbed run."""

import datetime as dt
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import pytest

from tests.intakes import PENALTY, PERSONAL_NUMBER, Row, code, japanese, penalty, write
from xinyong.adapters.files.mappings import form_named
from xinyong.adapters.files.staging import Stager
from xinyong.app.intake.run import Order, Report, ingest
from xinyong.bootstrap import registry
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.entries import Draft, RecordRemoved
from xinyong.ledger.store import Held
from xinyong.sources.layout import Circumstances

ON: Final = dt.date(2026, 11, 23)
ROWS: Final = 900
BATCH: Final = 25
"""Rows of a transaction: small, so that a run has many moments between two."""
_LONGER: Final = 1.5
"""A process is killed within this many times what the file took undisturbed: by then most are done."""
_SLOWER: Final = 1.1
"""After each kill the next comes later by this much at most, so that a machine that became slower gets through too."""


@dataclass(frozen=True)
class Job:
    """A file to be taken in."""

    file: Path
    mapping: str


def _penalties() -> list[Row]:
    """New rows, twins, corrections of the same file, refused and quarantined ones, and persons."""
    rows = [penalty(number, number % 300) for number in range(ROWS)]
    rows[50] = dict(rows[10])
    rows[60] = rows[20] | {"CF_NR_FK": "3"}
    rows[61] = rows[20] | {"CF_NR_FK": "4"}
    for place in range(100, ROWS, 97):
        rows[place] |= {"CF_JDRQ": "2025-13-01"}
        rows[place + 1] |= {"CF_XDR_SHXYM": code(place)[:-1] + "-"}
        rows[place + 2] |= {"CF_XDR_LB": "自然人", "CF_XDR_ZJHM": PERSONAL_NUMBER}
    return rows


def _jobs(folder: Path) -> list[Job]:
    """A list of changes and three whole lists that add, correct, contradict and remove."""
    names = [f"（株）{number}商事" for number in range(400)]
    january = [japanese(name) for name in names[:330]]
    february = [japanese(name, "20170228", 事案概要=f"{place % 3}") for place, name in enumerate(names[20:380])]
    march = [japanese(name, "20170331") for name in names[60:]] + [japanese(names[99], "20170331", 管轄="大阪労働局")]
    lists = {"january": january, "february": february, "march": march}
    found = [Job(write(folder / "penalties.csv", _penalties()), PENALTY)]
    return found + [Job(write(folder / f"{name}.csv", rows), "jp-labour-violations") for name, rows in lists.items()]


def _take_in(data: Path, job: Job) -> Report:
    forms, mapping = form_named(job.mapping)
    given = Circumstances(authority="authority", plane=Plane.REAL, on=ON)
    stager = Stager(mapping=mapping, given=given, catalogue=forms.catalogue, folder=data / "tmp")
    order = Order(authority="authority", mapping=mapping, batch=BATCH)
    with registry.opened(data) as store, stager.staged(job.file) as staged:
        return ingest(store, staged, order, registry.now)


def _registry(folder: Path) -> Path:
    registry.make(folder, registry.official("clerk", "registry office"), plane=Plane.REAL, name="killed")
    return folder


def _killed(data: Path, job: Job, after_s: float) -> bool:
    """Take a file in by a process of its own that is killed after a while; whether it was in time for that."""
    child = os.fork()
    if child == 0:
        try:
            _take_in(data, job)
        finally:
            os._exit(0)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _timed(data: Path, job: Job) -> tuple[Report, float]:
    begun = time.monotonic()
    return _take_in(data, job), time.monotonic() - begun


def _state(data: Path) -> tuple[list[Draft], list[Held], list[str]]:
    """What a store says, without salts, known times and heads; what it held; what its stagings left."""
    with registry.opened(data) as store:
        entries = [
            Draft(
                content=entry.content,
                subject=entry.header.subject,
                valid_on=entry.header.valid_on,
                authority=entry.header.authority,
                actor=entry.header.actor,
            )
            for entry in store.entries(Seq(0))
            if entry.content is not None
        ]
        held = store.held(state=None)
    return entries, held, [path.name for path in (data / "tmp").iterdir()]


def _kill_and_resume(folder: Path, kills: int, seed: int) -> None:
    """Kill at least `kills` times, in as many rounds as it takes; every round ends as an undisturbed run does."""
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    jobs = _jobs(folder)
    calm = _registry(folder / "calm")
    timed = [_timed(calm, job) for job in jobs]
    reports = [report for report, _ in timed]
    assert [report.state for report in reports] == ["done"] * len(jobs)
    assert reports[-1].removed == 40
    expected = _state(calm)
    assert expected[2] == []

    done = 0
    for number in range(kills):
        lively = _registry(folder / f"lively-{number}")
        for job, (calmly, usual_s) in zip(jobs, timed, strict=True):
            longest_s = usual_s * _LONGER
            while _killed(lively, job, draw.uniform(0, longest_s)):
                done += 1
                longest_s *= _SLOWER
            assert _as_done(_take_in(lively, job)) == _as_done(calmly)
        assert _state(lively) == expected
        if done >= kills:
            return
    pytest.fail(f"only {done} kills were in time")


def _as_done(report: Report) -> Report:
    """Return a report as if the file came in just now; a process may be killed when its file was in already."""
    return msgspec.structs.replace(report, state="done")


def test_killed_twenty_times(tmp_path: Path) -> None:
    """Twenty kills, at moments from a fixed seed."""
    _kill_and_resume(tmp_path, 20, 3)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(10))
def test_killed_two_hundred_times(tmp_path: Path, seed: int) -> None:
    """Ten runs of twenty kills."""
    _kill_and_resume(tmp_path, 20, 100 + seed)


def test_the_comparison_bites(tmp_path: Path) -> None:
    """The planted loss: a record taken out of one of two equal stores is seen."""
    job = _jobs(tmp_path)[1]
    first, second = _registry(tmp_path / "first"), _registry(tmp_path / "second")
    _take_in(first, job)
    _take_in(second, job)
    assert _state(first) == _state(second)

    with registry.opened(second) as store, store.writing(registry.now()) as writer:
        writer.append([Draft(content=RecordRemoved(replaces=Seq(20), cause="withdrawn", delivery="0" * 64))])

    assert _state(first) != _state(second)
