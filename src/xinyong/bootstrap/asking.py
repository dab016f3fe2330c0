"""Standings of a registry, wired: its store, its law and its kept answers."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.cache import SqliteCache
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.bootstrap import law, registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Sequence
    from pathlib import Path


@contextmanager
def standings(data: Path, own_packs: Sequence[Path] = ()) -> Generator[Standings]:
    """Open what answers for standings, and close it when left."""
    with registry.opened(data) as store, closing(SqliteCache(data / "cache.db")) as kept:
        laws = Laws(store=store, shelf=law.shelf(own_packs, data=data))
        yield Standings(store=store, laws=laws, kept=kept)


def today() -> dt.date:
    """Return the present day in Shanghai."""
    return clock.today()
