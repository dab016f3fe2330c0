"""Whose turn it is to write to a SQLite store: a lock file beside it that names the process that holds it.

The lock is the operating system's and ends with its process, however that ends; what the file says is for people.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from xinyong.adapters.store.faults import StoreBusyFault

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_PAUSE_S: Final = 0.02


@contextmanager
def turn(lock: Path, purpose: str, wait_s: float) -> Generator[None]:
    """Hold the lock file, after waiting for others up to `wait_s` seconds.

    Raises:
        StoreBusyFault: another process kept it for longer.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _wait(descriptor, lock, wait_s)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {purpose}".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _wait(descriptor: int, lock: Path, wait_s: float) -> None:
    limit = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise busy(lock.name.removesuffix(".turn"), _holder(descriptor), wait_s) from None
            time.sleep(_PAUSE_S)
        else:
            return


def _holder(descriptor: int) -> str:
    process, _, purpose = os.pread(descriptor, 4096, 0).decode(errors="replace").partition(" ")
    return f"process {process} ({purpose})" if process else "another process"


def busy(store: str, holder: str, wait_s: float) -> StoreBusyFault:
    """Return the fault that says who has been writing."""
    return StoreBusyFault(
        f"{holder} is writing to {store}.",
        why=f"We waited {wait_s:g} s for our turn.",
        remedy="Try again when it has finished, or end it.",
    )
