"""Portions: many rows of one form at once, column by column, from decoded cells to what may be kept of them.

Most cells of a file have stood in an earlier row, and most rows have nothing that anybody would object to. So each
column is looked at by its different cells, once each, with the very functions that `sources.preparing` reads one row
with; a row with any cell that is masked, trimmed or fails a check goes to that reader instead. The two say the same of
every row, and a property test holds them to it.
"""

from __future__ import annotations

import datetime as dt
from itertools import compress, repeat
from operator import itemgetter, not_
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias, TypeVar, cast

import msgspec

from xinyong.ledger.record_bytes import RecordParts, record_bytes
from xinyong.sources.door import FIELD, FIELD_MASK, Place, are_clean
from xinyong.sources.layout import day_of, fact_of
from xinyong.sources.mapping import Parse
from xinyong.sources.prepared import KeptRow, Prepared, kept
from xinyong.sources.preparing import Preparer, part_of, stripped, without_controls
from xinyong.sources.subject import AboutPerson, Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.sources.layout import Circumstances, KeyPart
    from xinyong.sources.mapping import Column, Mapping
    from xinyong.sources.prepared import Change
    from xinyong.sources.preparing import Outcome

    Columns: TypeAlias = Sequence[Sequence[str]]

_Known = TypeVar("_Known")

REMEMBERED: Final = 20_000
"""Different cells of a column, and subjects of a form, that are remembered; beyond them remembering begins anew."""

RawRow: TypeAlias = "tuple[int, Sequence[str]]"
"""A row as delivered: the line where it begins, and its cells in the order of the mapping's columns."""


class ReadRow(NamedTuple):
    """A row as it is kept, its masked cells, and the day that it states as the whole list's."""

    row: KeptRow
    source: Sequence[str]
    snapshot_on: dt.date | None


class PortionRead(NamedTuple):
    """What some rows came to: those that may be kept, in the order of their lines, and how many were about persons."""

    rows: list[ReadRow]
    personal: int


class OneByOne(Protocol):
    """Whoever reads one row at a time."""

    def prepare(self, line: int, cells: Sequence[str]) -> Outcome:
        """Return what may be kept of a row, or that it is about a person."""
        ...


def read_singly(preparer: OneByOne, rows: Sequence[RawRow]) -> PortionRead:
    """Return what some rows come to, each by itself."""
    found = [preparer.prepare(line, cells) for line, cells in rows]
    made = [ReadRow(kept(one), one.source, one.snapshot_on) for one in found if isinstance(one, Prepared)]
    return PortionRead(made, len(found) - len(made))


class _Column:
    """What is known of the cells of one column.

    Attributes:
        values: what a cell means in which nothing is wrong.
        members: the same cells as members of the document, JSON; empty where none is kept.
        odd: cells that only the reader for one row can judge.

    Of a personal column nothing is remembered from one portion to the next.
    """

    def __init__(self, one: Preparer, place: int) -> None:
        self._one = one
        self._place = place
        self._typed = one.layout.typed.get(place)
        self._plain = place in one.layout.plain
        self._is_personal = place in one.layout.personal
        self._is_day = one.mapping.columns[place].parse is Parse.DATE
        code = dict(one.layout.document).get(place)
        self._member = None if code is None else as_json(code) + b":"
        self._seen = self._new = 0
        self._room = 0 if self._is_personal else REMEMBERED
        self.values: dict[str, FactValue] = {}
        self.members: dict[str, bytes] = {}
        self.odd: set[str] = set()

    def look(self, cells: Sequence[str]) -> set[str]:
        """Return which of these cells are odd; from now on `values` has all others."""
        if len(self.values) + len(self.odd) > self._room:
            self._forget()
        different = set(cells)
        new = different.difference(self.values, self.odd)
        self._seen += len(different)
        self._new += len(new)
        if new:
            cells = list(new)
            self._judge(cells if self._come_through(cells) else [cell for cell in cells if self._come_through([cell])])
            self.odd |= new.difference(self.values)
        return different & self.odd

    def _forget(self) -> None:
        """Begin anew; a column whose cells are mostly new, such as document numbers, is not remembered any more."""
        if self._new * 2 > self._seen:
            self._room = 0
        self.values.clear()
        self.members.clear()
        self.odd.clear()

    def _come_through(self, cells: list[str]) -> bool:
        """Whether the door leaves these cells as they are, but for those of a personal column, which it masks whole."""
        if stripped(without_controls(cells)) != cells:
            return False
        return self._is_personal or are_clean(cells, typed=self._typed, plain=self._plain)

    def _judge(self, cells: Iterable[str]) -> None:
        """Add to `values` what cells mean in which nothing is wrong."""
        for cell in cells:
            value, failed = self._one.vetting.vet_cell(self._place, FIELD_MASK if self._is_personal and cell else cell)
            # Of a column that holds no days a value may still say "without end", which is one.
            if not failed and (self._is_day or not isinstance(value, dt.date)):
                self.values[cell] = value
                if self._member is not None:
                    self.members[cell] = self._member + as_json(cell) if cell else b""


class PortionPreparer:
    """Prepares the rows of one form, whose columns all say the same kind, many at once."""

    def __init__(self, mapping: Mapping, given: Circumstances) -> None:
        """Compile the mapping; `mapping.kind` must be there."""
        self._one = Preparer(mapping, given)
        self._layout = layout = self._one.layout
        self._mapping = mapping
        self._columns = [_Column(self._one, place) for place in range(len(mapping.columns))]
        self._looked_at = self._one.subject.places
        self._founds: dict[tuple[str, ...], Found] = {}
        self._document = sorted(layout.document, key=itemgetter(1))
        self._personal = sorted(layout.personal)
        self._facts = [one for one in layout.facts if one.parse is not Parse.DATE]
        self._days = [one for one in layout.facts if one.parse is Parse.DATE]
        self._named = {mapping.place(one.column) for one in mapping.subject.identifiers}

    def prepare(self, rows: Sequence[RawRow]) -> PortionRead:
        """Return what may be kept of some rows, which come in ascending order of their lines."""
        usual, single = self._parted(rows)
        plain: list[RawRow] = []
        founds: list[Found] = []
        personal = 0
        for row, about in zip(usual, self._about(usual), strict=True):
            if isinstance(about, AboutPerson):
                personal += 1
            elif about.objection is not None:
                single.append(row)
            else:
                plain.append(row)
                founds.append(about)
        made = list(self._made(plain, founds, single)) if plain else []
        if not single:
            return PortionRead(made, personal)
        singly = read_singly(self._one, single)
        return PortionRead(sorted(made + singly.rows, key=lambda one: one.row.line), personal + singly.personal)

    def _parted(self, rows: Sequence[RawRow]) -> tuple[Sequence[RawRow], list[RawRow]]:
        """Part rows of which every cell is as it should be from those that are read one by one."""
        usual = [True] * len(rows)
        columns: Columns = list(zip(*[cells for _, cells in rows], strict=True))
        for column, cells in zip(self._columns, columns, strict=False):
            odd = column.look(cells)
            if odd:
                usual = [one and cell not in odd for one, cell in zip(usual, cells, strict=True)]
        related = {code: self._values(columns, code) for code in self._one.vetting.related} if rows else {}
        for row in self._one.vetting.reversed_days(related):
            usual[row] = False
        if all(usual):
            return rows, []
        return list(compress(rows, usual)), list(compress(rows, map(not_, usual)))

    def _about(self, rows: Sequence[RawRow]) -> Iterator[Found | AboutPerson]:
        """Yield whom each row is about; rows that agree on what shows it are about the same.

        No person is remembered.
        """
        looked_at, founds = self._looked_at, self._founds
        for _, cells in rows:
            key = tuple([cells[place] for place in looked_at])
            about: Found | AboutPerson | None = founds.get(key)
            if about is None:
                about = self._one.subject.read(cells, self._hidden(cells))
                if isinstance(about, Found):
                    if len(founds) > REMEMBERED:
                        founds.clear()
                    founds[key] = about
            yield about

    def _hidden(self, cells: Sequence[str]) -> list[str]:
        hidden = list(cells)
        for place in self._personal:
            hidden[place] = FIELD_MASK if cells[place] else ""
        return hidden

    def _values(self, columns: Columns, code: str | None) -> Sequence[FactValue]:
        """Return what the cells of a column mean; of none, nothing."""
        if code is None:
            return [None] * len(columns[0])
        place = self._mapping.place(code)
        return list(map(self._columns[place].values.get, columns[place]))

    def _made(self, rows: Sequence[RawRow], founds: Sequence[Found], single: list[RawRow]) -> Iterator[ReadRow]:
        """Yield the rows as they are kept; one without a key goes to `single`."""
        layout, kind, is_list = self._layout, self._layout.kind, self._mapping.list is not None
        columns: list[Sequence[str]] = list(zip(*[cells for _, cells in rows], strict=True))
        masked = self._masked(columns)
        sources: list[Sequence[str]] = list(zip(*columns, strict=True))
        subject = self._mapping.subject
        for row, found, source, parts, places, facts, days, document, since, snapshot_on, change in zip(
            rows,
            founds,
            sources,
            self._key_parts(columns, founds),
            masked,
            self._of_facts(columns),
            self._of_days(columns),
            self._documents(columns),
            self._values(columns, subject.since),
            self._values(columns, self._mapping.snapshot_on),
            self._changes(columns, founds),
            strict=True,
        ):
            if not any(parts):
                single.append(row)
                continue
            line = row[0]
            text = as_json(source)
            key, digest = layout.key_digest(parts), layout.row_digest(self._steady(source, text))
            listing = layout.listing(parts) if is_list else None
            written = record_bytes(
                RecordParts(kind, key, digest, line, listing, {**facts, **days}, document, text, places)
            )
            yield ReadRow(
                KeptRow(
                    line=line,
                    kind=kind,
                    key=key,
                    row=digest,
                    objection=None,
                    doubt=False,
                    identifier=found.identifier or (("list", listing) if listing is not None else None),
                    subject_class=found.subject_class,
                    shown_by=found.shown_by,
                    others=found.others,
                    names=found.names,
                    since=day_of(since),
                    change=change,
                    facts=facts,
                    days=days,
                    listing=listing,
                    written=written,
                ),
                source,
                day_of(snapshot_on),
            )

    def _masked(self, columns: list[Sequence[str]]) -> Iterator[bytes]:
        """Mask the personal columns, and return where each row was masked, as JSON."""
        active = [place for place in self._personal if any(columns[place])]
        if not active:
            return repeat(b"[]", len(columns[0]))
        filled = list(zip(*[map(bool, columns[place]) for place in active], strict=True))
        for place in active:
            columns[place] = [cell and FIELD_MASK for cell in columns[place]]
        known = {
            which: as_json([Place(place, 0, len(FIELD_MASK), FIELD) for place in compress(active, which)])
            for which in set(filled)
        }
        return map(known.__getitem__, filled)

    def _steady(self, source: Sequence[str], text: bytes) -> bytes:
        """Return what a row's digest is made of, as a JSON list."""
        steady = self._layout.steady
        return text if len(steady) == len(source) else as_json([source[place] for place in steady])

    def _key_parts(self, columns: Columns, founds: Sequence[Found]) -> Iterator[tuple[str, ...]]:
        return zip(*[self._key_part(part, columns, founds) for part in self._layout.key], strict=True)

    def _key_part(self, part: KeyPart, columns: Columns, founds: Sequence[Found]) -> Sequence[str]:
        """Return what a column adds to the keys; the code of the subject stands for that of the form's first code."""
        cells = columns[part.place]
        if not part.is_text:
            values = self._columns[part.place].values
            means = {cell: part_of(part, cell, values.get(cell)) for cell in set(cells)}
            cells = [means[cell] for cell in cells]
        first = part.place == self._layout.first_code
        if not first and part.place not in self._named:
            return cells
        return [
            found.identifier[1] if found.identifier is not None and (first or part.place == found.place) else cell
            for cell, found in zip(cells, founds, strict=True)
        ]

    def _of_facts(self, columns: Columns) -> list[dict[str, int | str | bool]]:
        names = [str(column.fact) for column in self._facts]
        given = [cast("Sequence[int | str | bool | None]", self._fact(columns, one)) for one in self._facts]
        return _named(names, given, len(columns[0]))

    def _of_days(self, columns: Columns) -> list[dict[str, dt.date]]:
        names = [str(column.fact) for column in self._days]
        given = [cast("Sequence[dt.date | None]", self._fact(columns, one)) for one in self._days]
        return _named(names, given, len(columns[0]))

    def _fact(self, columns: Columns, column: Column) -> Sequence[FactValue]:
        values = self._values(columns, column.code)
        if not column.last_day:
            return values
        after = {value: fact_of(value, column) for value in set(values)}
        return [after[value] for value in values]

    def _documents(self, columns: Columns) -> Iterable[bytes]:
        """Return everything that is kept and no rule reads, as JSON, in the order of the field codes."""
        filled = [place for place, _ in self._document if any(columns[place])]
        if not filled:
            return repeat(b"{}", len(columns[0]))
        members = [map(self._columns[place].members.__getitem__, columns[place]) for place in filled]
        return (b"{%b}" % b",".join(filter(None, row)) for row in zip(*members, strict=True))

    def _changes(self, columns: Columns, founds: Sequence[Found]) -> Iterable[Change | None]:
        succession = self._mapping.subject.succession
        if succession is None:
            return repeat(None, len(founds))
        events, days = self._values(columns, succession.event), self._values(columns, succession.day)
        return map(self._layout.change, events, days, founds)


def _named(names: Sequence[str], given: Sequence[Sequence[_Known | None]], rows: int) -> list[dict[str, _Known]]:
    """Return, row by row, what is known of some facts by their names."""
    if not names:
        return [{} for _ in range(rows)]
    return [
        {name: value for name, value in zip(names, row) if value is not None}  # noqa: B905 - one value a name
        for row in zip(*given, strict=True)
    ]


as_json: Final = msgspec.json.encode
