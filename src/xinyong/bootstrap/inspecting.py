"""Draws of inspections, wired: classes of a store's organisations evaluated in bulk, and files of draws."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import RATINGS, Ledgered, evaluate
from xinyong.app.inspections import Terms, checked, csv_of, drawn, list_csv, listed, read_csv, scheduled
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.bootstrap import law, registry
from xinyong.bootstrap.evaluation import spill
from xinyong.effects.draw import DrawFault
from xinyong.kernel.ids import Seq
from xinyong.standing.law import Law

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Mapping

    from xinyong.app.evaluate import Told
    from xinyong.app.inspections import Check, Draw, Listed
    from xinyong.bootstrap.evaluation import Asked
    from xinyong.effects.draw import Seed
    from xinyong.law.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be drawn: by which family of packs, from which seed, and shares other than the usual, by class."""

    pack: str
    seed: Seed
    shares: Mapping[str, int]


def list_store(data: Path, asked: Asked, family: str, *, out: Path, told: Told) -> Listed:
    """Find who may be drawn by the classes of a day, and write codes and classes to the file `out`."""
    with _opened(data, asked, family) as ledger:
        found = ledger.listed(told)
    out.write_text(list_csv(found.candidates), encoding="utf-8")
    return found


def draw_store(data: Path, asked: Asked, wanted: Wanted, *, out: Path, told: Told) -> tuple[Listed, Draw]:
    """Draw from a store's organisations by their classes on a day, and write the draw to the file `out`."""
    with _opened(data, asked, wanted.pack) as ledger:
        terms = Terms(pack=ledger.pack, seed=wanted.seed, shares=wanted.shares)
        drawn(terms, ())  # what can't be drawn is told before everybody is evaluated
        found = ledger.listed(told)
    made, placed = drawn(terms, found.candidates)
    out.write_text(csv_of(placed), encoding="utf-8")
    return found, made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A store's records under one family of packs, on a day; `pack`: the version whose classes hold then."""

    records: Ledgered
    law: Law
    pack: Pack
    day: dt.date
    spill: Path

    def listed(self, told: Told) -> Listed:
        """Evaluate everybody and return who may be drawn."""
        with tempfile.TemporaryDirectory(dir=self.spill) as folder:
            evaluate(self.law, self.records, self.day, out=Path(folder), told=told)
            ratings = Path(folder) / RATINGS
            files = str(ratings / "*.parquet") if ratings.is_dir() else str(ratings)
            return listed(self.records, self.law, self.pack.id, self.day, ratings=files)


@contextmanager
def _opened(data: Path, asked: Asked, family: str) -> Generator[_Opened]:
    day = asked.day or clock.today()
    with registry.opened(data) as store, DuckDbColumns(spill=spill(data)) as columns:
        laws = Laws(store=store, shelf=law.shelf(asked.packs, data=data))
        known = Seq(Standings(store=store, laws=laws).known(asked.known).seq)
        whole = laws.at(known)
        version, _ = scheduled(whole, family, day)
        yield _Opened(
            records=Ledgered(archive=Archive(folder=data / "archive", columns=columns, store=store), known=known),
            law=Law(versions=whole.families[family], calendar=whole.calendar),
            pack=version.pack,
            day=day,
            spill=spill(data),
        )


def of_file(file: Path, asked: Asked, wanted: Wanted) -> Check:
    """Make a published draw again from its file, under the version of a pack that is in force on a day."""
    day = asked.day or clock.today()
    versions = [one.pack for one in law.shelf(asked.packs).find(wanted.pack)]
    found = [one for one in versions if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    if len(versions) > 1 and len(found) != 1:
        what = f"No one version of {wanted.pack} is law on {day}."
        raise DrawFault(what, remedy="Name the version, id@version, as the draw does.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        what = f"{file} can't be read."
        raise DrawFault(what, why=str(cause), remedy="Name the file of a draw.") from cause
    return checked(Terms(pack=(found or versions)[0], seed=wanted.seed, shares=wanted.shares), read_csv(text))
