"""Stores for use cases: real ones, in SQLite files."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.contracts.stores import fresh
from xinyong.adapters.store import SqlStore
from xinyong.kernel.ids import Plane


@pytest.fixture
def store(tmp_path: Path) -> Generator[SqlStore]:
    """A real store, whose first official is `lin`."""
    found = fresh(tmp_path / "store.db")
    yield found
    found.close()


@pytest.fixture
def synthetic_store(tmp_path: Path) -> Generator[SqlStore]:
    """A synthetic store, whose first official is `lin`."""
    found = fresh(tmp_path / "synthetic.db", plane=Plane.SYNTHETIC)
    yield found
    found.close()
