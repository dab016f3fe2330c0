"""Kills writers of a store at random moments: `python -m tests.contracts.killing STORE KILLS` prints what went wrong.

A program of its own, because it forks: one writer after another, all of which import nothing anew.
"""

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from tests.contracts.stores import about, fresh, organisation, record
from xinyong.adapters.store import open_store
from xinyong.kernel.ids import SubjectNumber
from xinyong.ledger.audit import check

ROWS = 7
"""Records of a transaction."""


def _write_for_ever(path: Path, attempt: int, told: int) -> None:
    """Write transactions and tell the number of the last sealed entry after each."""
    store = open_store(path)
    number = 0
    while True:
        with store.writing(3000) as writer:
            for _ in range(ROWS):
                number += 1
                writer.append(about(SubjectNumber(1), record(f"{attempt} {number}")))
        os.write(told, store.checkpoint().shards["0"][0].to_bytes(8))


def kill_once(path: Path, attempt: int, after_s: float) -> int:
    """Start a writer, kill it without warning some time after its first transaction; the last number it was told."""
    here, there = os.pipe()
    process = os.fork()
    if not process:
        os.close(here)
        _write_for_ever(path, attempt, there)
    os.close(there)
    select.select([here], [], [], 60)
    time.sleep(after_s)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(here, "rb") as pipe:
        return int.from_bytes(pipe.read()[-8:])


def campaign(path: Path, kills: int) -> list[str]:
    """Kill writers one after the other on one store; what was lost, torn or does not fit."""
    moments = random.Random(3)  # noqa: S311 - the same moments in every run
    store = fresh(path)
    organisation(store)
    store.close()
    wrong: list[str] = []
    for attempt in range(kills):
        acknowledged = kill_once(path, attempt, moments.random() / 50)
        store = open_store(path)
        sealed = store.checkpoint().shards["0"][0]
        store.close()
        if sealed < acknowledged:
            wrong.append(f"kill {attempt}: {acknowledged} was acknowledged, {sealed} is there")
        if (sealed - 5) % ROWS:
            wrong.append(f"kill {attempt}: {sealed} entries are no whole transactions")
    store = open_store(path)
    audited = check(store.batches())
    store.close()
    if audited.misfit is not None:
        wrong.append(f"entry {audited.misfit.seq}: {audited.misfit.text}")
    if audited.entries < kills * ROWS:
        wrong.append(f"only {audited.entries} entries: the writers hardly wrote")
    return wrong


if __name__ == "__main__":
    found = campaign(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write("\n".join([*found, f"{sys.argv[2]} kills, {len(found)} findings\n"]))
