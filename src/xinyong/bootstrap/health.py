"""Gathers what `doctor` checks: versions of what this installation runs on, the shipped law, and the store."""

from __future__ import annotations

import platform
import shutil
import sys
from typing import TYPE_CHECKING, Final

from xinyong.adapters import calendars, clock, packs, store
from xinyong.adapters.shipped import data_dir
from xinyong.adapters.store import sqlite
from xinyong.app import health
from xinyong.app.health import Check
from xinyong.kernel.errors import Fault
from xinyong.law.lock import stale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PYTHON: Final = (3, 11)
_DUCKDB: Final = (2, 0)


def examine(data: Path) -> Iterator[Check]:
    """Yield every check, of the machine first and then of the store in `data` where there is one."""
    yield health.at_least("Python", sys.version_info[:3], _PYTHON, "Install Python 3.11 or later.")
    yield _sqlite()
    yield _duckdb()
    yield _law()
    yield health.horizon(calendars.promulgated().calendar, clock.today())
    yield health.space(shutil.disk_usage(_existing(data)).free, _size(data))
    yield from _store(data)


def _sqlite() -> Check:
    try:
        module = sqlite.driver()
    except Fault as fault:
        arm = "There is no wheel of pysqlite3 for ARM Linux. " if platform.machine() in {"aarch64", "arm64"} else ""
        return Check(name="SQLite", state="failed", found=fault.what, remedy=f"{arm}{fault.remedy}")
    floor = ".".join(map(str, sqlite.FLOOR))
    return Check(
        name="SQLite", state="ok", found=f"{module.sqlite_version} ({module.__name__})", needed=f"{floor} or later"
    )


def _duckdb() -> Check:
    import duckdb  # noqa: PLC0415 - heavy

    found = tuple(int(part) for part in duckdb.__version__.split(".")[:3])
    return health.at_least("DuckDB", found, _DUCKDB, "Install the versions of uv.lock.")


def _law() -> Check:
    root = data_dir("packs")
    try:
        shelf = packs.load_shelf([root])
    except Fault as fault:
        return Check(name="packs", state="failed", found=fault.what, remedy=fault.remedy)
    wrong = stale(packs.read_lock(root), [shelved.pack for shelved in shelf.packs])
    return Check(
        name="packs",
        state="failed" if wrong else "ok",
        found=wrong[0].text if wrong else f"{len(shelf.packs)} packs, as packs.lock has them",
        needed="every pack as packs.lock has it",
        remedy=wrong[0].remedy if wrong else "",
    )


def _store(data: Path) -> Iterator[Check]:
    target = store.target_in(data)
    if not isinstance(target, str) and not target.exists():
        yield Check(name="store", state="warning", found=f"none at {data}", remedy="Make one with `xinyong init`.")
        return
    try:
        found = store.open_store(target)
    except Fault as fault:
        yield Check(name="store", state="failed", found=fault.what, remedy=fault.remedy)
        return
    try:
        yield Check(name="store", state="ok", found=f"{found.plane.value}, at {data}")
        yield health.chain(found)
    finally:
        found.close()


def _existing(data: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(path for path in (data.absolute(), *data.absolute().parents) if path.is_dir())


def _size(data: Path) -> int:
    return sum(path.stat().st_size for path in data.glob("store.db*"))
