"""A store with a desk for deliveries: files in, reports out, on whichever database a test is given."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from tests.contracts.stores import fresh
from tests.intakes import PENALTY, Row, write
from xinyong.adapters.files.mappings import form_named, load_forms
from xinyong.adapters.files.staging import Stager
from xinyong.adapters.store import SqlStore, Target
from xinyong.app.intake.run import Order, Report, check, ingest
from xinyong.kernel.ids import Plane, Seq
from xinyong.ledger.entries import AnyContent, RecordEntered
from xinyong.ledger.store import Held
from xinyong.sources.layout import Circumstances

OFFICIAL: Final = "lin"
AUTHORITY: Final = "market-regulation"
ON: Final = dt.date(2026, 11, 23)


@dataclass
class Desk:
    """Takes deliveries into one store.

    Attributes:
        store: where they come in.
        folder: where files and stagings lie.
        batch: rows of a transaction.
    """

    store: SqlStore
    folder: Path
    batch: int = 4_000
    _names: "count[int]" = field(default_factory=count)

    def take_in(  # noqa: PLR0913 - a delivery has many sides
        self,
        rows: Sequence[Row] | Path,
        mapping: str = PENALTY,
        *,
        authority: str = AUTHORITY,
        confirmed: bool = False,
        actor: str | None = OFFICIAL,
        snapshot_on: dt.date | None = None,
        checked: list[Held] | None = None,
    ) -> Report:
        """Ingest rows or a file; with a list for held rows, only check."""
        path = rows if isinstance(rows, Path) else write(self.folder / f"{next(self._names)}.csv", rows)
        forms, form = form_named(mapping)
        given = Circumstances(authority=authority, plane=self.store.plane, on=ON)
        stager = Stager(mapping=form, given=given, catalogue=forms.catalogue, folder=self.folder / "tmp")
        order = Order(
            authority=authority,
            mapping=form,
            actor=actor if confirmed else None,
            snapshot_on=snapshot_on,
            confirmed=confirmed,
            batch=self.batch,
        )
        with stager.staged(path) as staged:
            if checked is not None:
                return check(self.store, staged, order, checked.append)
            return ingest(self.store, staged, order, lambda: 2_000)

    def contents(self) -> list[AnyContent]:
        """Return the contents of all entries, in order."""
        return [entry.content for entry in self.store.entries(Seq(0)) if entry.content is not None]

    def records(self) -> list[RecordEntered]:
        """Return every record that was ever entered, in order."""
        return [content for content in self.contents() if isinstance(content, RecordEntered)]

    def standing(self) -> list[RecordEntered]:
        """Return the records that nothing superseded, in order."""
        entries = [entry for entry in self.store.entries(Seq(0)) if isinstance(entry.content, RecordEntered)]
        gone = self.store.superseded([entry.header.seq for entry in entries])
        return [
            entry.content
            for entry in entries
            if entry.header.seq not in gone and isinstance(entry.content, RecordEntered)
        ]

    def held(self, state: str | None = "open") -> list[Held]:
        """Return held rows."""
        return self.store.held(state=state)

    def head(self) -> tuple[int, str]:
        """Return the head of the chain: it is the same where no entry was added."""
        return self.store.checkpoint().shards["0"]


def desk_at(target: Target, folder: Path, *, plane: Plane = Plane.REAL) -> Desk:
    """Return the desk of a new store."""
    return Desk(fresh(target, plane=plane), folder)


FORMS: Final = load_forms()


def sums(report: Report) -> tuple[int, int, int, int, int, int]:
    """Return entered, corrected, repeated, refused, quarantined, personal."""
    return (
        report.entered,
        report.corrected,
        report.repeated,
        report.refused,
        report.quarantined,
        report.personal,
    )
