"""Evaluation of everybody: one wide file of ratings and one of contributions, from a ledger or from Parquet alone.

The running ratings are those of the day asked about; beside them stand, for packs with a cycle, the last decided grade
and its year, computed as of its cut-off day over what was known when it was published. What `rules.engine` computes for
all is what `standing` computes for one, and the milder law is chosen as there; tests hold them equal. Clocks are those
of hits alone, and their columns say so.
"""

# ruff: noqa: S608 - the text is made of names and numbers of this program; nothing that came in gets into it

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import msgspec

from xinyong.app.archive import RECORD_TYPES
from xinyong.kernel.ids import Seq
from xinyong.law.pack import Governs, Use
from xinyong.rules import engine
from xinyong.rules.applicability import asked_of, marked
from xinyong.rules.columnar.layout import Unit, unit_of
from xinyong.rules.compiled import slug
from xinyong.rules.engine import Source, Target
from xinyong.standing import governing, milder
from xinyong.standing.past import end_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xinyong.app.archive import Archive
    from xinyong.ledger.columns import Columns
    from xinyong.standing.governing import Decided
    from xinyong.standing.law import Law, Version
    from xinyong.standing.milder import Family

RATINGS: Final = "ratings.parquet"
CONTRIBUTIONS: Final = "contributions.parquet"
DECIDED: Final = "contributions-decided.parquet"


class Told(Protocol):
    """Is told how far the work is."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Take note that `done` steps of `total` are done."""
        ...


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation wrote.

    Attributes:
        day: the day asked about. known: the last entry that was read, None without a ledger.
        law: digest of the law; packs: the versions that spoke, by name.
        partial: those of them that encode only a part of their instrument: what they rate grounds nothing.
        decided: the year whose grade stands beside the running one, by family.
        ratings, contributions: rows written; files: what was written, below the folder asked for.
    """

    day: dt.date
    known: int | None
    law: str
    packs: tuple[str, ...]
    partial: tuple[str, ...]
    decided: dict[str, int]
    ratings: int
    contributions: int
    files: tuple[str, ...]


class _Closed(NamedTuple):
    """The decided cycles of a day that look at the same records: family and cycle."""

    slug: str
    cycle: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgered:
    """Records of a ledger's archive, as known at any of its entries."""

    archive: Archive
    known: Seq

    @property
    def columns(self) -> Columns:
        """The engine's port."""
        return self.archive.columns

    def source(self, name: str, kinds: Sequence[str] = (), published: dt.date | None = None) -> Source:
        """Make what was known readable: at `known`, or at the end of a day where that is earlier.

        `kinds` are those by which packs know their subjects (`rules.applicability.asked_of`).
        """
        known = self.known
        if published is not None:
            known = min(known, self.archive.store.last_at(end_of(published)))
        self.archive.show(self.archive.refresh(self.known), Seq(known), name=name, kinds=kinds)
        return Source(records=name, subjects=f"{name}_subjects", held=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Records of Parquet files, without a ledger: whatever is in them was known always.

    Of files with a column `known_until`, as `export parquet` writes them, the records that nothing superseded are read.
    Files with a column `held` say by which schemes of identifiers a subject is known, and packs say nothing of whom
    they do not apply to; without it every subject is rated, and whether a pack applies is unknown.
    """

    columns: Columns
    parquet: str

    def source(self, name: str, kinds: Sequence[str] = (), published: dt.date | None = None) -> Source:
        """Make the files readable; columns that they lack are null."""
        del published
        self.columns.attach(f"{name}_files", self.parquet)
        has = {row[0] for row in self.columns.rows(f"DESCRIBE SELECT * FROM {name}_files")}
        ends = {"known_until": "BIGINT"} if "known_until" in has else {}
        holders = {"held": "VARCHAR"}
        self.columns.attach(f"{name}_typed", self.parquet, {**RECORD_TYPES, **ends, **holders})
        standing = "WHERE known_until IS NULL" if ends else ""
        chosen = f"SELECT {', '.join(RECORD_TYPES)} FROM {name}_typed {standing}"
        held = f"(SELECT subject, max(held) AS held FROM {name}_typed {standing} GROUP BY subject)"
        coded = f"(SELECT subject, unnest(string_split(held, ',')) AS scheme FROM {held})"
        subjects = f"FROM ({marked(coded, name, kinds)}) UNION ALL SELECT subject, held FROM {held} WHERE held IS NULL"
        self.columns.run(
            (
                f"CREATE OR REPLACE VIEW {name} AS {chosen}",
                f"CREATE OR REPLACE TABLE {name}_subjects AS {subjects}",
            )
        )
        return Source(records=name, subjects=f"{name}_subjects", held=True)


def units_on(law: Law, day: dt.date) -> tuple[Unit, ...]:
    """Return what speaks on a day: where acts govern every version of a family, else the one in force."""
    found: list[Unit] = []
    for family, versions in law.families.items():
        now = governing.in_force(versions, day)
        speaking = [version for version in versions if version.pack.governs is Governs.ACT or version is now]
        rated = None if now is None or now.pack.rating is None else now.compiled
        if speaking:
            packs = tuple(version.compiled for version in speaking)
            found.append(Unit(slug=slug(family), packs=packs, rating=rated))
    return tuple(found)


def evaluate(law: Law, records: Ledgered | Filed, day: dt.date, *, out: Path, told: Told | None = None) -> Evaluation:
    """Evaluate everybody on a day and write ratings and contributions into the folder `out`.

    Args:
        law: the pack versions, by digest.
        records: what is evaluated, and as known when.
        day: the day asked about, in Shanghai.
        out: where `ratings.parquet` and `contributions.parquet` go; what stood there under these names is replaced.
        told: is told how far it is.

    Raises:
        EngineFault: the day can't be evaluated.
        ColumnsFault: the files can't be read or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    units = units_on(law, day)
    closed = [
        _Closed(slug(family), cycle)
        for family, versions in law.families.items()
        if (cycle := governing.decided(versions, day)) is not None
    ]
    steps = len(closed) + 2
    written = [_fresh(out, name) for name in (RATINGS, CONTRIBUTIONS)]
    running = _fresh(out, ".running")
    source = records.source("running", asked_of(pack.pack for unit in units for pack in unit.packs))
    _tell(told, 1, steps)
    target = Target(ratings=str(running), contributions=str(written[1]))
    ran = engine.evaluate(records.columns, units, source, day, target=target)
    for number, one in enumerate(closed):
        written += _decide(records, one, out)
        _tell(told, number + 2, steps)
    joins = " ".join(f"LEFT JOIN {one.slug}_closed ON {one.slug}_closed.subject = r.subject" for one in closed)
    families = milder.families_on(law, day)
    _choose(records.columns, families, source, day, files=ran.contribution_files)
    joins += f" LEFT JOIN {milder.CHOSEN} AS m ON m.subject = r.subject"
    beside = (*_hits_alone(units, families), *_beside(law, units, closed))
    beside += tuple(chain.from_iterable(milder.shown(family, "r", "m") for family in families))
    count = _join(records.columns, ran.rating_files, beside, joins, written[0])
    _remove(running)
    _tell(told, steps, steps)
    return Evaluation(
        day=day,
        known=int(records.known) if isinstance(records, Ledgered) else None,
        law=law.digest,
        packs=tuple(pack.pack.name for unit in units for pack in unit.packs),
        partial=tuple(pack.pack.name for unit in units for pack in unit.packs if pack.pack.use is Use.PARTIAL),
        decided={one.cycle.version.pack.id: one.cycle.year for one in closed},
        ratings=count,
        contributions=ran.contributions,
        files=tuple(path.name for path in written),
    )


def _decide(records: Ledgered | Filed, closed: _Closed, out: Path) -> Iterator[Path]:
    """Rate a closed cycle into the table `<slug>_closed`; its contributions go to a file."""
    columns = records.columns
    source = records.source(
        f"known_{closed.slug}", asked_of((closed.cycle.version.pack,)), published=closed.cycle.published
    )
    unit = unit_of(closed.cycle.version.compiled)
    rated, contributions = _fresh(out, f".{closed.slug}"), _fresh(out, f"{closed.slug}-{DECIDED}")
    target = Target(ratings=str(rated), contributions=str(contributions))
    ran = engine.evaluate(columns, (unit,), source, closed.cycle.cut_off, target=target)
    chosen = f'subject, "{unit.slug}_total" AS total, "{unit.slug}_grade" AS grade'
    for number, name in enumerate(ran.rating_files):
        columns.attach("decided_part", name)
        made = "CREATE OR REPLACE TABLE {} AS" if number == 0 else "INSERT INTO {}"
        query = f'SELECT {chosen} FROM decided_part WHERE "{unit.slug}_applies" IS NOT FALSE'
        columns.run((f"{made.format(f'{closed.slug}_closed')} {query}",))
    _remove(rated)
    yield contributions


def _choose(
    columns: Columns, families: Sequence[Family], source: Source, day: dt.date, *, files: Sequence[str]
) -> None:
    """Choose the milder law where a ground stands under an earlier one, as a standing does; only there is it asked."""
    columns.run(tuple(milder.begun()))
    for name in files if families else ():
        columns.attach("contributed_part", name)
        columns.run((milder.grounds(families, "contributed_part"),))
    columns.run(tuple(milder.whom(source.records, source.subjects)))
    asked = Source(records=milder.RECORDS, subjects=milder.SUBJECTS, held=source.held)
    engine.tabulate(columns, milder.units_of(families), asked, day, into="milder")
    columns.run(tuple(milder.chosen(families, "milder_contributions")))


def _hits_alone(units: Sequence[Unit], families: Sequence[Family]) -> Iterator[str]:
    """Yield the columns of the engine's ratings under names that say what they cover: its clocks are those of hits."""
    clocks = [f"{unit.slug}_next" for unit in units]
    grounds = [f"{family.slug}_grounds" for family in families]
    yield f"r.* EXCLUDE ({', '.join((*clocks, *grounds, 'next_change'))})"
    yield from (f"r.{name} AS {name}_hit" for name in clocks)
    yield "r.next_change AS next_hit"


def _join(columns: Columns, files: Sequence[str], beside: Sequence[str], joins: str, target: Path) -> int:
    """Write the running ratings with other columns beside them, file by file; return the rows."""
    count = 0
    for number, name in enumerate(files):
        columns.attach("running_part", name)
        query = f"SELECT {', '.join(beside)} FROM running_part AS r {joins} ORDER BY r.subject"
        part = target if len(files) == 1 else target / f"part-{number:05d}.parquet"
        count += columns.write(query, str(part))
    return count


def _marks(name: str, version: Version) -> Iterator[str]:
    """Yield the columns that mark a rating wherever it is read: of a part of its instrument, from which source."""
    partial = "TRUE" if version.pack.use is Use.PARTIAL else "FALSE"
    yield f'{partial} AS "{name}_partial"'
    yield f"'{version.grade.value}' AS \"{name}_source_grade\""


def _beside(law: Law, units: Sequence[Unit], closed: Sequence[_Closed]) -> Iterator[str]:
    """Yield the columns that stand beside the running ratings: marks, and the decided grades with theirs."""
    versions = {id(version.compiled): version for version in law.versions}
    for unit in units:
        if unit.rating is not None:
            yield from _marks(unit.slug, versions[id(unit.rating)])
    for name, cycle in closed:
        known = f"{name}_closed.subject IS NULL"
        yield f'{name}_closed.total AS "{name}_decided_total"'
        yield f'{name}_closed.grade AS "{name}_decided_grade"'
        yield f'CASE WHEN {known} THEN NULL ELSE {cycle.year} END AS "{name}_decided_year"'
        yield from _marks(f"{name}_decided", cycle.version)


def _tell(told: Told | None, done: int, total: int) -> None:
    if told is not None:
        told(done, total)


def _fresh(out: Path, name: str) -> Path:
    """Return a path below the folder under which nothing lies."""
    path = out / name
    _remove(path)
    return path


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
