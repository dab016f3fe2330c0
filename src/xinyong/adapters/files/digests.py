"""Key and row digests of a staged file, in parts by their key: in memory while they are few, in files beyond."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xinyong.adapters.files.preparing import PARTITIONS, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

IN_MEMORY: Final = 8_000_000
"""Bytes that are kept before they are written: a hundred thousand rows; a small delivery opens no file."""


@dataclass(slots=True)
class Digests:
    """Records of `RECORD` bytes, each in the part of its key; `folder` is where they go when there are many."""

    folder: Path
    _kept: dict[int, bytearray] = field(default_factory=dict[int, bytearray])
    _size: int = 0

    def add(self, parts: Mapping[int, bytes]) -> None:
        """Take records by their part."""
        for number, content in parts.items():
            self._kept.setdefault(number, bytearray()).extend(content)
            self._size += len(content)
        if self._size > IN_MEMORY:
            self._spill()

    def parts(self) -> Iterator[list[bytes]]:
        """Yield each part's records by key, objection, row and line; parts in the order of their keys."""
        for number in range(PARTITIONS):
            written = self._file(number)
            content = written.read_bytes() if written.exists() else b""
            content += self._kept.get(number, b"")
            yield sorted(content[place : place + RECORD] for place in range(0, len(content), RECORD))

    def _spill(self) -> None:
        for number, content in self._kept.items():
            with self._file(number).open("ab") as file:
                file.write(content)
        self._kept.clear()
        self._size = 0

    def _file(self, number: int) -> Path:
        return self.folder / f"keys-{number}"
