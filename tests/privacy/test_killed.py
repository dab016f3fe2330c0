"""An intake that dies without warning leaves no more of a person than one that ends."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.privacy.bytes_of import traces
from tests.privacy.house import House, write_csv
from tests.privacy.planted import FIELDS, TRACES, Row, delivery

_TIMES: Final = 60
"""How often the planted rows stand in the file, each time under other document numbers."""

_KILLED: Final = -9


def _many() -> Sequence[Row]:
    number = FIELDS["document number"]
    return [
        row if row["CF_WSH"] == number else {**row, "CF_WSH": f"{row['CF_WSH']}之{time}"}
        for time in range(_TIMES)
        for row in delivery().rows
    ]


def _bytes(data: Path, pattern: str) -> int:
    """Count the bytes of some files; one that goes while it is looked at counts nothing."""
    return sum(file.stat().st_size for file in data.glob(pattern) if file.exists())


_MOMENTS: Final[dict[str, Callable[[Path], bool]]] = {
    "rows are staged": lambda data: _bytes(data, "tmp/staged-*/rows") > 0,
    "half is staged": lambda data: _bytes(data, "tmp/staged-*/masked.csv") > 150_000,
    "entries are written": lambda data: _bytes(data, "store.db-wal") > 100_000,
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand rows."""
    return write_csv(tmp_path_factory.mktemp("outside") / "penalties.csv", _many())


@pytest.mark.parametrize("moment", list(_MOMENTS))
def test_a_killed_intake_leaves_nothing_of_a_person(tmp_path: Path, file: Path, moment: str) -> None:
    """Staging, store, log and all: read as they lie after SIGKILL, and again after the same file came in whole."""
    house = House(tmp_path)

    ended = house.killed(file, _MOMENTS[moment])
    left = traces(house.folder, TRACES)
    report = house.ingest(file, "killed-authority")

    assert ended == _KILLED
    assert left == []
    assert report["state"] == "done"
    assert report["personal"] == _TIMES * delivery().persons
    assert traces(house.folder, TRACES) == []
    assert list(house.data.glob("tmp/*")) == []
