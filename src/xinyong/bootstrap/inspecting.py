"""Draws of inspections, wired: classes of a store's organisations evaluated in bulk, and files of draws."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.adapters import clock
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import RATINGS, Ledgered, evaluate
from xinyong.app.inspections import Terms, checked, csv_of, drawn, listed, read_csv, scheduled
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.bootstrap import law, registry
from xinyong.bootstrap.evaluation import spill
from xinyong.effects.draw import DrawFault
from xinyong.kernel.ids import Seq
from xinyong.standing.law import Law

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xinyong.app.evaluate import Told
    from xinyong.app.inspections import Check, Draw, Listed
    from xinyong.bootstrap.evaluation import Asked
    from xinyong.effects.draw import Seed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be drawn: by which family of packs, from which seed, and shares other than the usual, by class."""

    pack: str
    seed: Seed
    shares: Mapping[str, int]


def of_store(data: Path, asked: Asked, wanted: Wanted, *, out: Path, told: Told) -> tuple[Listed, Draw]:
    """Draw from a store's organisations by their classes on a day, and write the draw to the file `out`."""
    day = asked.day or clock.today()
    with registry.opened(data) as store, DuckDbColumns(spill=spill(data)) as columns:
        laws = Laws(store=store, shelf=law.shelf(asked.packs, data=data))
        known = Seq(Standings(store=store, laws=laws).known(asked.known).seq)
        whole = laws.at(known)
        version, _ = scheduled(whole, wanted.pack, day)
        alone = Law(versions=whole.families[wanted.pack], calendar=whole.calendar)
        records = Ledgered(archive=Archive(folder=data / "archive", columns=columns, store=store), known=known)
        with tempfile.TemporaryDirectory(dir=spill(data)) as folder:
            evaluate(alone, records, day, out=Path(folder), told=told)
            ratings = Path(folder) / RATINGS
            files = str(ratings / "*.parquet") if ratings.is_dir() else str(ratings)
            found = listed(records, alone, wanted.pack, day, ratings=files)
    terms = Terms(pack=version.pack, seed=wanted.seed, shares=wanted.shares)
    made, placed = drawn(terms, found.candidates)
    out.write_text(csv_of(placed), encoding="utf-8")
    return found, made


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
