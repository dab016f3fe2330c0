"""The law at hand: the shelf of packs (shipped, the store's own, and the caller's), kinds, locks and golden cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.adapters import calendars, clock, packs
from xinyong.adapters.files.mappings import load_catalogue
from xinyong.adapters.shipped import data_dir
from xinyong.kernel.ids import Plane
from xinyong.law.shelf import PackFault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from xinyong.adapters.calendars import Edition
    from xinyong.law.golden import CaseResult
    from xinyong.law.kinds import Catalogue
    from xinyong.law.pack import Pack
    from xinyong.law.published import PublishedGrades
    from xinyong.law.shelf import Shelf


def roots(own: Sequence[Path] = (), *, data: Path | None = None) -> list[Path]:
    """Return the folders of packs: what ships, the data folder's `packs`, and the caller's."""
    beside = [data / "packs"] if data is not None and (data / "packs").is_dir() else []
    return [data_dir("packs"), *beside, *own]


def shelf(own: Sequence[Path] = (), *, data: Path | None = None) -> Shelf:
    """Return every pack there is.

    Raises:
        SourceFault: a pack can't be read.
        PackFault: two packs have one name.
    """
    return packs.load_shelf(roots(own, data=data))


def published(own: Sequence[Path] = (), *, data: Path | None = None) -> tuple[PublishedGrades, ...]:
    """Return the distributions of grades that authorities published, as far as folders of packs hold them."""
    return packs.load_published(roots(own, data=data))


def one(found: Shelf, name: str) -> Pack:
    """Return the pack of a full name, or of a family that has one version alone.

    Raises:
        PackFault: there is none, or several.
    """
    versions = [version.pack for version in found.find(name)]
    if len(versions) > 1:
        what = f"{name!r} names {len(versions)} packs."
        raise PackFault(what, remedy=f"Name one of {', '.join(version.name for version in versions)}.")
    return versions[0]


def on(day: dt.date | None) -> dt.date:
    """Return the day asked about; today where none was named."""
    return day or clock.today()


def kinds() -> Catalogue:
    """Return the catalogue of record kinds."""
    return load_catalogue()


def locks(own: Sequence[Path] = (), *, data: Path | None = None) -> list[tuple[str, str]]:
    """Return folder and text of each lock; the shipped packs are locked always, others where they have a lock."""
    texts = [(root, packs.read_lock(root)) for root in roots(own, data=data)]
    return [(str(root), text) for root, text in texts if text or root == data_dir("packs")]


def lock(root: Path) -> Path:
    """Write the lock of a folder of packs anew, and return its file."""
    packs.write_lock(root, packs.load_shelf([root]))
    return root / packs.LOCK


def cases(found: Shelf, name: str | None, file: Path | None) -> list[CaseResult]:
    """Run golden cases through both evaluators.

    Args:
        found: the packs that cases may name.
        name: only those of this pack or family, by id or id@version; None: of every pack.
        file: the cases of this file instead of those beside the packs.
    """
    from xinyong.adapters.duckdb import DuckDbColumns  # noqa: PLC0415 - both evaluators, only to run cases
    from xinyong.app.pack_cases import run_cases  # noqa: PLC0415 - as above
    from xinyong.app.pack_evaluators import Bulk, Interpreter  # noqa: PLC0415 - as above

    if file is not None:
        files = [packs.load_cases(file, name)]
    elif name is None:
        files = packs.shelved_cases(found.packs, found.family_cases)
    else:
        families = [(family, case) for family, case in found.family_cases if family == name]
        files = packs.shelved_cases(found.find(name), families)
    with DuckDbColumns(threads=1) as columns:
        return run_cases(found, files, (Interpreter(), Bulk(columns)))


def promulgated_calendar() -> Edition:
    """Return the newest promulgated calendar edition that this installation knows."""
    return calendars.promulgated()


def calendar(plane: Plane, until_year: int) -> Edition:
    """Return the calendar edition of a store: the promulgated one, for synthetic stores gone on where it ends."""
    known = calendars.promulgated()
    if plane is Plane.REAL or until_year <= known.calendar.last.year:
        return known
    return calendars.synthetic(until_year)
