"""A fresh registry on SQLite for real files, and what its ledger says that a delivery did.

What a file should do is worked out beside it by the tests, with the `csv` module alone.
"""

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xinyong.app.held import HeldRow, held_rows
from xinyong.app.intake.run import Report
from xinyong.bootstrap import intake, registry
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.entries import Checkpoint, RecordEntered, RecordRemoved

CLERK: Final = "clerk"
AUTHORITY: Final = "publishing-authority"
ON: Final = dt.date(2026, 11, 23)
"""The day on which everything is handed in."""

_FIRST_LINE: Final = 2
"""The header stands above it."""

Row = dict[str, str]


@dataclass(frozen=True)
class Done:
    """What a delivery did, read back from the ledger.

    Attributes:
        entered: records of keys that did not stand; corrected: of keys that stood; removed: the records taken away.
    """

    entered: list[RecordEntered]
    corrected: list[RecordEntered]
    removed: list[RecordEntered]

    @property
    def live(self) -> list[RecordEntered]:
        """Every record that the delivery wrote."""
        return [*self.entered, *self.corrected]


class Registry:
    """A store of its own with one official, who confirms what has to be confirmed."""

    def __init__(self, folder: Path) -> None:
        """Make the store in a folder."""
        self.data = folder / "registry"
        registry.make(self.data, registry.official(CLERK, "registry office"), plane=Plane.REAL, name="real lists")

    def take_in(
        self,
        file: Path,
        mapping: str,
        *,
        confirmed: bool = False,
        authority: str = AUTHORITY,
        list_day: dt.date | None = None,
    ) -> Report:
        """Ingest a file, as `xinyong ingest` does."""
        handed = intake.Handed(
            file=file,
            mapping=mapping,
            authority=authority,
            actor=CLERK if confirmed else None,
            snapshot_on=list_day,
            confirmed=confirmed,
            on=ON,
        )
        return intake.take_in(self.data, handed)

    def head(self) -> Checkpoint:
        """Return the head of the chain: no entry was added where it is the same."""
        with registry.opened(self.data) as store:
            return store.checkpoint()

    def done(self, delivery: str) -> Done:
        """Return what the ledger says that a delivery did."""
        with registry.opened(self.data) as store:
            contents = {entry.header.seq: entry.content for entry in store.entries(Seq(0))}
        written = [one for one in contents.values() if isinstance(one, RecordEntered) and one.delivery == delivery]
        gone = [one for one in contents.values() if isinstance(one, RecordRemoved) and one.delivery == delivery]
        lost = [contents[one.replaces] for one in gone]
        return Done(
            entered=[one for one in written if one.replaces is None],
            corrected=[one for one in written if one.replaces is not None],
            removed=[one for one in lost if isinstance(one, RecordEntered)],
        )

    def held(self, *, state: str | None = "open") -> list[HeldRow]:
        """Return the held rows."""
        with registry.opened(self.data) as store:
            return list(held_rows(store, state=state))


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV file by their header, cells as they are written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(file)]


def write(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as CSV, in the order of the first one's columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def accounted(report: Report) -> int:
    """Return the six sums together: what became of every row."""
    six = (report.entered, report.corrected, report.repeated, report.refused, report.quarantined, report.personal)
    return sum(six)


def copies(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, int]:
    """Return how many rows each key has; every key of the file must have one content alone.

    Raises:
        AssertionError: two rows share a key and differ.
    """
    contents: dict[Hashable, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for row in rows:
        contents[key(row)][tuple(row.values())] += 1
    assert all(len(found) == 1 for found in contents.values()), "two rows share a key and differ"
    return {name: found.total() for name, found in contents.items()}


def unexplained(held: Iterable[HeldRow]) -> list[HeldRow]:
    """Return held rows that lack what their authority needs: line, field, value, reason, words and what to do."""
    return [
        one for one in held if one.line < _FIRST_LINE or not all((one.field, one.value, one.reason, one.text, one.fix))
    ]


def given_back(kept: Registry, report: Report, out: Path) -> list[Row]:
    """Return the rows of the file that goes back to the authority of a delivery."""
    intake.write_held(kept.data, report.delivery, out)
    return read(out)
