"""Keeping a store well, wired: the audit of its chain, backups, restoring, upgrading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.adapters import store
from xinyong.ledger.audit import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xinyong.adapters.store import Summary
    from xinyong.ledger.audit import Batch, Misfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a walk over a whole store found.

    Attributes:
        entries: how far the ledger fits.
        head: the chain's head there, hex.
        misfit: the first entry that does not fit, if any.
        altered: tables and triggers that are not as xinyong made them.
    """

    entries: int
    head: str
    misfit: Misfit | None
    altered: tuple[str, ...]


def audit(data: Path, told: Callable[[int], None]) -> Checked:
    """Walk a store's whole chain and compare its tables and triggers with those of a new one."""
    opened = store.open_store(store.target_in(data))
    try:
        found = check(_counted(opened.batches(), told))
        return Checked(entries=found.entries, head=found.head, misfit=found.misfit, altered=tuple(opened.altered()))
    finally:
        opened.close()


def _counted(batches: Iterator[Batch], told: Callable[[int], None]) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        yield batch
        done += len(batch.entries)
        told(done)


def back_up(data: Path, path: Path) -> Summary:
    """Write a store into a portable file and prove it."""
    store.backup_store(store.target_in(data), path)
    return store.verify_backup(path)


def verify(path: Path) -> Summary:
    """Prove a backup without any database."""
    return store.verify_backup(path)


def restore(path: Path, data: Path, *, url: str | None) -> Summary:
    """Make a store out of a backup, in the data folder or at a PostgreSQL address that it then remembers."""
    data.mkdir(parents=True, exist_ok=True)
    found = store.restore_backup(path, data / "store.db" if url is None else url)
    if url is not None:
        (data / "store.url").write_text(f"{url}\n", encoding="utf-8")
    return found


def upgrade(data: Path) -> tuple[str, str]:
    """Take a store of an older version along; return its version before and after."""
    return store.upgrade_store(store.target_in(data))
