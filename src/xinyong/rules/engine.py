"""The two calls of the engine over the columns port: `rows`, from records to hits, and `advance`, from day to day.

Guarantees: a full evaluation is an advance of everybody; both write ratings and contributions that depend on nothing
but the records, the packs and the day, whatever the ranges, threads and order of work. `advance` evaluates only the
subjects that news or a clock touched. State is hits and ratings, disposable. Refuses days outside the years 1000 to
9000.

The text is `rules.columnar`'s; tables that the engine makes start with `xy_`. Subjects are worked on in ranges of about
a million, so that memory does not grow with their number.
"""

# ruff: noqa: S608 - the text is made of names and numbers of this program; nothing that came in gets into it

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.kernel.errors import Fault
from xinyong.rules.columnar.layout import Layout, Unit
from xinyong.rules.columnar.ratings import Ratings
from xinyong.rules.columnar.rows import Rows
from xinyong.rules.columnar.subjects import SUBJECTS, Subjects
from xinyong.rules.columnar.text import temporary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.ledger.columns import Columns

SPAN: Final = 1_000_000
"""Subjects of a range, about."""

_RECORDS: Final = 3_500_000
_BLOCK: Final = 65_536
_FIRST, _LAST = dt.date(1000, 1, 1), dt.date(9000, 1, 1)


class EngineFault(Fault):
    """An evaluation was asked for that can't be made."""

    code = "ENGINE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is evaluated, as tables of the port.

    Attributes:
        records: columns of `columnar.rows.column_types`; each record once.
        subjects: one column `subject`, each once: who gets a rating, with records or without.
        held: it has a column `held` too, what marks a subject (`rules.applicability.joined`; null:
            not known), and packs say nothing of whom they do not apply to. Without, the caller answers for whom.
    """

    records: str
    subjects: str
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the outputs go: Parquet files, each by its whole path.

    Where there is more than one range, `ratings` and `contributions` are folders of `part-00000.parquet` and so on.
    The caller gives names under which nothing lies yet.
    """

    ratings: str
    contributions: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an evaluation wrote: rows, and the files in the order of their subjects."""

    ratings: int
    contributions: int
    rating_files: tuple[str, ...]
    contribution_files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What `advance` starts from: the tables `<name>_hits` and `<name>_ratings`, true on `day` under `units`.

    Attributes:
        held: packs say nothing of whom they do not apply to, as `Source.held` said.
    """

    name: str
    units: tuple[Unit, ...]
    day: dt.date
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the ledger learned since, as tables of the port.

    Attributes:
        records: new records and new versions of old ones.
        gone: one column `seq`: entries that were superseded, removed or erased.
        subjects: one column `subject`: who came to be rated, or is marked otherwise; None: nobody.
        source: all of it as it is known now; read only where packs changed.
        holders: `subject` and `held` of everybody as known now, where the state says who holds what.
    """

    records: str
    gone: str
    source: Source
    subjects: str | None = None
    holders: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What changed: the table of `subject`, `before_...` and `after_...` columns, and how many were evaluated."""

    table: str
    evaluated: int


def rows(columns: Columns, units: Sequence[Unit], records: str, *, since: dt.date, into: str) -> None:
    """Make the table `into` of hits over a table of records: stateless, one scan for all packs.

    Args:
        columns: the engine's port.
        units: the packs.
        records: the table of records.
        since: hits that can matter on no day from this one on are left out.
        into: name of the table of hits.
    """
    text = Rows(Layout(units))
    columns.run((text.rule_table(since), temporary(into, text.hits(records))))


def evaluate(columns: Columns, units: Sequence[Unit], source: Source, day: dt.date, *, target: Target) -> Written:
    """Evaluate everybody on a day and write ratings and contributions."""
    run = _Run(columns, units, day, held=source.held)
    run.prepare(day)
    ranges = list(_ranges(columns, source))
    ratings: list[tuple[str, int]] = []
    contributions: list[tuple[str, int]] = []
    for number, (low, high) in enumerate(ranges):
        run.hits(source, low, high)
        run.subjects("xy_hits")
        name = _part(target.ratings, number, len(ranges))
        ratings.append((name, columns.write(run.outputs.ratings(), name)))
        if target.contributions is not None:
            name = _part(target.contributions, number, len(ranges))
            contributions.append((name, columns.write(run.outputs.contributions(), name)))
    return Written(
        ratings=sum(count for _, count in ratings),
        contributions=sum(count for _, count in contributions),
        rating_files=tuple(name for name, _ in ratings),
        contribution_files=tuple(name for name, _ in contributions),
    )


def tabulate(columns: Columns, units: Sequence[Unit], source: Source, day: dt.date, *, into: str) -> None:
    """Evaluate everybody on a day into the tables `<into>_ratings` and `<into>_contributions`."""
    run = _Run(columns, units, day, held=source.held)
    run.prepare(day)
    for number, (low, high) in enumerate(_ranges(columns, source)):
        run.hits(source, low, high)
        run.subjects("xy_hits")
        made = "CREATE OR REPLACE TABLE {} AS" if number == 0 else "INSERT INTO {}"
        columns.run((f"{made.format(f'{into}_ratings')} {run.outputs.ratings()}",))
        columns.run((f"{made.format(f'{into}_contributions')} {run.outputs.contributions()}",))


def begin(columns: Columns, units: Sequence[Unit], source: Source, day: dt.date, *, name: str) -> State:
    """Evaluate everybody on a day and keep the state that `advance` goes on from."""
    run = _Run(columns, units, day, held=source.held)
    run.prepare(day)
    hits, ratings = f"{name}_hits", f"{name}_ratings"
    for number, (low, high) in enumerate(_ranges(columns, source)):
        run.hits(source, low, high)
        run.subjects("xy_hits")
        made = "CREATE OR REPLACE TABLE {} AS" if number == 0 else "INSERT INTO {}"
        columns.run((f"{made.format(hits)} FROM xy_hits", f"{made.format(ratings)} {run.outputs.ratings()}"))
    return State(name=name, units=tuple(units), day=day, held=source.held)


def advance(columns: Columns, state: State, news: News, units: Sequence[Unit], day: dt.date) -> tuple[Delta, State]:
    """Carry a state on to a later day: evaluate whom news or a clock touched, and return what changed.

    Args:
        columns: the engine's port, holding the state's tables.
        state: true on an earlier day, or on the same.
        news: what the ledger learned since.
        units: the packs that speak on `day`; where they are not the state's, everybody is evaluated from the records.
        day: the day to reach.
    """
    if day < state.day:
        what = f"A state of {state.day} can't go back to {day}."
        raise EngineFault(what, remedy="Begin a new state on the earlier day.")
    if _identities(units) != _identities(state.units):
        return _renewed(columns, state, news, units, day)
    run = _Run(columns, units, day, held=state.held)
    hits, ratings = f"{state.name}_hits", f"{state.name}_ratings"
    columns.run(tuple(_touched(state, news, day)))
    run.prepare(state.day)
    columns.run((f"INSERT INTO {hits} {run.text.hits(news.records)}",))
    columns.run((_empty_delta(run, state),))
    holders = f" LEFT JOIN {news.holders} USING (subject)" if state.held else ""
    evaluated = 0
    for low, high in _ranges(columns, Source(records=hits, subjects="xy_whom")):
        inside = f"subject >= {low} AND subject < {high}"
        columns.run(
            (
                temporary(SUBJECTS, f"SELECT {', '.join(run.whom)} FROM xy_whom{holders} WHERE {inside}"),
                temporary(
                    "xy_hits", f"SELECT h.* FROM {hits} AS h SEMI JOIN {SUBJECTS} USING (subject) WHERE {inside}"
                ),
            )
        )
        run.subjects("xy_hits")
        columns.run(
            (
                temporary("xy_after", run.outputs.ratings()),
                f"INSERT INTO xy_delta {_difference(run, state)}",
                f"DELETE FROM {ratings} WHERE subject IN (SELECT subject FROM {SUBJECTS})",
                f"INSERT INTO {ratings} FROM xy_after",
            )
        )
        evaluated += _count(columns, SUBJECTS)
    after = State(name=state.name, units=tuple(units), day=day, held=state.held)
    return Delta(table="xy_delta", evaluated=evaluated), after


def digest(columns: Columns, table: str, names: Sequence[str], *, order: Sequence[str]) -> str:
    """Return the SHA-256 of a table's rows, in an order, as text: equal for equal rows, whatever file they lie in.

    Rows are hashed in blocks of subject numbers, blocks in their order; `order` must place every row.
    """
    cells = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in names)
    line = f"concat_ws('|', {cells})"
    found = hashlib.sha256()
    for low, high in _ranges(columns, Source(records=table, subjects=table), aligned=_BLOCK):
        block = f"SELECT subject // {_BLOCK} AS block, sha256(string_agg({line}, chr(10) ORDER BY {', '.join(order)}))"
        query = f"{block} FROM {table} WHERE subject >= {low} AND subject < {high} GROUP BY block ORDER BY block"
        for number, part in columns.rows(query):
            found.update(f"{number} {part}\n".encode())
    return found.hexdigest()


class _Run:
    """One layout on one day."""

    def __init__(self, columns: Columns, units: Sequence[Unit], day: dt.date, *, held: bool) -> None:
        if not _FIRST <= day < _LAST:
            what = f"No evaluation can be made on {day}."
            raise EngineFault(what, remedy=f"Ask about a day from {_FIRST} to {_LAST}.")
        self._columns = columns
        self._layout = Layout(units)
        self._day = day
        self._held = held
        self.whom = ("subject", "held") if held else ("subject",)
        self.text = Rows(self._layout)
        self.outputs = Ratings(self._layout, held=held)

    def prepare(self, since: dt.date) -> None:
        """Make the tables of rules and lines."""
        self._columns.run((self.text.rule_table(since), self.outputs.line_table()))

    def hits(self, source: Source, low: int, high: int) -> None:
        """Make `xy_subjects` and `xy_hits` of a range of subjects."""
        inside = f"subject >= {low} AND subject < {high}"
        where = f"r.subject >= {low} AND r.subject < {high}"
        self._columns.run(
            (
                temporary(SUBJECTS, f"SELECT {', '.join(self.whom)} FROM {source.subjects} WHERE {inside}"),
                temporary("xy_hits", self.text.hits(source.records, where)),
            )
        )

    def subjects(self, hits: str) -> None:
        """Make what stands, and its sums, over a table of hits of the subjects in `xy_subjects`."""
        self._columns.run(tuple(Subjects(self._layout, hits, self._day, held=self._held).statements()))
        self._columns.run(tuple(self.outputs.statements()))


def _renewed(columns: Columns, state: State, news: News, units: Sequence[Unit], day: dt.date) -> tuple[Delta, State]:
    """Everybody, from the records: packs came or went."""
    columns.run((f"ALTER TABLE {state.name}_ratings RENAME TO {state.name}_before",))
    after = begin(columns, units, news.source, day, name=state.name)
    old, new = Ratings(Layout(state.units), held=state.held), Ratings(Layout(units), held=after.held)
    names = ["coalesce(a.subject, b.subject) AS subject"]
    names += [f'b."{name}" AS "before_{name}"' for name in old.columns]
    names += [f'a."{name}" AS "after_{name}"' for name in new.columns]
    joined = f"{state.name}_before AS b FULL JOIN {state.name}_ratings AS a ON a.subject = b.subject"
    columns.run(
        (
            f"CREATE OR REPLACE TABLE xy_delta AS SELECT {', '.join(names)} FROM {joined}",
            f"DROP TABLE {state.name}_before",
        )
    )
    return Delta(table="xy_delta", evaluated=_count(columns, f"{state.name}_ratings")), after


def _touched(state: State, news: News, day: dt.date) -> Iterator[str]:
    """Statements that make `xy_whom`, and delete the hits of entries that are gone."""
    hits, ratings = f"{state.name}_hits", f"{state.name}_ratings"
    gone = f"seq IN (SELECT seq FROM {news.gone})"
    whom = f"SELECT subject FROM {news.records} UNION SELECT subject FROM {hits} WHERE {gone}"
    if news.subjects is not None:
        whom = f"{whom} UNION SELECT subject FROM {news.subjects}"
    yield temporary("xy_whom", f"{whom} UNION SELECT subject FROM {ratings} WHERE next_change <= DATE '{day}'")
    yield f"DELETE FROM {hits} WHERE {gone}"


def _empty_delta(run: _Run, state: State) -> str:
    ratings = f"{state.name}_ratings"
    return f"CREATE OR REPLACE TABLE xy_delta AS {_compared(run, f'{ratings} AS b', f'{ratings} AS a')} WHERE FALSE"


def _difference(run: _Run, state: State) -> str:
    before = f"(FROM {state.name}_ratings SEMI JOIN {SUBJECTS} USING (subject)) AS b"
    names = run.outputs.columns
    same = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM b."{name}"' for name in names)
    return f"{_compared(run, before, 'xy_after AS a')} WHERE b.subject IS NULL OR NOT ({same})"


def _compared(run: _Run, before: str, after: str) -> str:
    names = [f'b."{name}" AS "before_{name}"' for name in run.outputs.columns]
    names += [f'a."{name}" AS "after_{name}"' for name in run.outputs.columns]
    return f"SELECT a.subject AS subject, {', '.join(names)} FROM {after} LEFT JOIN {before} ON a.subject = b.subject"


def _identities(units: Sequence[Unit]) -> list[tuple[str, str, tuple[int, ...]]]:
    """What tells units apart: slugs, the rating pack and the very packs."""
    return [
        (unit.slug, "" if unit.rating is None else unit.rating.pack.name, tuple(id(pack) for pack in unit.packs))
        for unit in units
    ]


def _part(name: str, number: int, ranges: int) -> str:
    return name if ranges == 1 else f"{name}/part-{number:05d}.parquet"


def _count(columns: Columns, table: str) -> int:
    return int(str(columns.rows(f"SELECT count(*) FROM {table}")[0][0]))


def _ranges(columns: Columns, source: Source, *, aligned: int = 1) -> Iterator[tuple[int, int]]:
    """Yield ranges `[low, high)` of subject numbers with about a million subjects and a few million records each."""
    query = f"SELECT count(*), min(subject), max(subject) FROM {source.subjects}"
    count, lowest, highest = (0 if cell is None else int(str(cell)) for cell in columns.rows(query)[0])
    if count == 0:
        yield (0, 1)
        return
    pieces = max(-(-count // SPAN), -(-_count(columns, source.records) // _RECORDS))
    if highest - lowest < 4 * count or pieces == 1:
        width = -(-(highest - lowest + 1) // pieces)
        cuts = [lowest + width * piece for piece in range(1, pieces)]
    else:
        shares = ", ".join(str(piece / pieces) for piece in range(1, pieces))
        found = columns.rows(f"SELECT unnest(quantile_disc(subject, [{shares}])) FROM {source.subjects}")
        cuts = sorted({int(str(row[0])) for row in found})
    edges = sorted({lowest, *(cut - cut % aligned for cut in cuts if cut - cut % aligned > lowest), highest + 1})
    yield from itertools.pairwise(edges)
