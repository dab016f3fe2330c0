"""Where stores of the contract lie: a SQLite file, and a database of each version of PostgreSQL."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests import postgres
from xinyong.adapters.store import Target


@pytest.fixture(params=["sqlite", *postgres.VERSIONS])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Target]:
    """A place for a store, with nothing in it yet."""
    if request.param == "sqlite":
        yield tmp_path / "store.db"
        return
    with postgres.demanded(str(request.param)).database() as url:
        yield url
