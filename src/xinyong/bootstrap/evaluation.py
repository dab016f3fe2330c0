"""Evaluation of everybody, wired: from a store through its archive, or from Parquet files with no database at all."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import Filed, Ledgered, evaluate
from xinyong.app.organisations import organisation_on
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws, everything
from xinyong.app.touched import touched
from xinyong.bootstrap import law, registry
from xinyong.kernel.ids import Seq, SubjectNumber

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from xinyong.app.evaluate import Evaluation, Told
    from xinyong.app.touched import Touched
    from xinyong.law.pack import Pack
    from xinyong.ledger.store import Store
    from xinyong.register.organisations import Organisation

GRADED = ("_grade", "_decided_grade")
"""How columns of grades end in the file of ratings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an evaluation is asked for.

    Attributes:
        day: the day asked about; None: today.
        known: the day by whose end the ledger is read; None: all of it.
        packs: folders of packs beside the shipped ones.
    """

    day: dt.date | None = None
    known: dt.date | None = None
    packs: Sequence[Path] = ()


def of_store(data: Path, asked: Asked, *, out: Path, told: Told) -> Evaluation:
    """Evaluate a store's organisations, over what was known then, under the law that is in force there."""
    with registry.opened(data) as store, DuckDbColumns(spill=spill(data)) as columns:
        laws = Laws(store=store, shelf=law.shelf(asked.packs, data=data))
        state = Standings(store=store, laws=laws).known(asked.known)
        archive = Archive(folder=data / "archive", columns=columns, store=store)
        records = Ledgered(archive=archive, known=Seq(state.seq))
        return evaluate(laws.at(Seq(state.seq)), records, asked.day or clock.today(), out=out, told=told)


def touching(data: Path, before: Pack, after: Pack, asked: Asked) -> tuple[Touched, tuple[str, ...]]:
    """Say whom a change of law would touch in a store, and what the first of them are called."""
    with archived(data) as (store, archive):
        day = asked.day or clock.today()
        seq = Seq(max(seq for seq, _ in store.checkpoint().shards.values()))
        found = touched(Ledgered(archive=archive, known=seq), before, after, day)
        who = (organisation_on(store, SubjectNumber(number), day) for number in found.first)
        return found, tuple(map(_called, who))


def _called(organisation: Organisation) -> str:
    codes = [held.code for held in organisation.current_identifiers]
    return " ".join((*codes[:1], *(held.name for held in organisation.current_names[:1])))


def of_files(parquet: str, asked: Asked, *, out: Path, told: Told) -> Evaluation:
    """Evaluate the records of Parquet files under every pack there is."""
    with DuckDbColumns() as columns:
        records = Filed(columns=columns, parquet=parquet)
        return evaluate(everything(law.shelf(asked.packs)), records, asked.day or clock.today(), out=out, told=told)


def export(data: Path, out: Path) -> int:
    """Write a store's records as Parquet, each with the entries from which and until which it was known."""
    with archived(data) as (store, archive):
        seq = max(seq for seq, _ in store.checkpoint().shards.values())
        return archive.export(archive.refresh(Seq(seq)), out)


def grades(ratings: Path) -> dict[str, dict[str, int]]:
    """Return how many organisations have each grade, by column of a file of ratings; `-` counts those without."""
    files = str(ratings / "*.parquet") if ratings.is_dir() else str(ratings)
    found: dict[str, dict[str, int]] = {}
    with DuckDbColumns() as columns:
        columns.attach("ratings", files)
        names = [str(row[0]) for row in columns.rows("SELECT column_name FROM (DESCRIBE ratings)")]
        for name in names:
            if name.endswith(GRADED):
                query = f"SELECT coalesce(\"{name}\", '-') AS g, count(*) FROM ratings GROUP BY g ORDER BY g"  # noqa: S608 - the file's own column
                found[name] = {str(grade): int(str(count)) for grade, count in columns.rows(query)}
    return found


@contextmanager
def archived(data: Path) -> Generator[tuple[Store, Archive]]:
    """Open a store and its archive."""
    with registry.opened(data) as store, DuckDbColumns(spill=spill(data)) as columns:
        yield store, Archive(folder=data / "archive", columns=columns, store=store)


def spill(data: Path) -> Path:
    """Return the folder below a store's where work that memory does not hold may lie."""
    folder = data / "tmp"
    folder.mkdir(exist_ok=True)
    return folder
