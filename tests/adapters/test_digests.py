"""Digests of a staged file come back the same whether they stayed in memory or went to files."""

from pathlib import Path
from random import Random

import pytest

from xinyong.adapters.files import digests
from xinyong.adapters.files.digests import Digests
from xinyong.adapters.files.preparing import PARTITIONS, RECORD


def some(count: int) -> list[bytes]:
    """Records in no order."""
    random = Random(3)  # noqa: S311 - a repeatable test
    return [random.randbytes(RECORD) for _ in range(count)]


def taken(folder: Path, records: list[bytes]) -> list[list[bytes]]:
    """What comes back of records that were added one by one."""
    kept = Digests(folder)
    for record in records:
        kept.add({record[0] * PARTITIONS >> 8: record})
    return list(kept.parts())


def test_every_record_comes_back_in_order(tmp_path: Path) -> None:
    """Parts in the order of their keys, records of a part sorted; no file is written for a few."""
    records = some(500)

    parts = taken(tmp_path, records)
    assert sorted(records) == [record for part in parts for record in part]
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_comes_back_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any memory the parts are the same, and files hold them."""
    records = some(500)
    in_memory = taken(tmp_path, records)

    monkeypatch.setattr(digests, "IN_MEMORY", 10 * RECORD)

    assert in_memory == taken(tmp_path, records)
    assert list(tmp_path.iterdir())
