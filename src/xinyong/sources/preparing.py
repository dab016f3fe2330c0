"""Preparing: one row of a file, from decoded cells to what may be kept of it.

The order is the door's: mask, then see whether the row is about a person (then nothing of it is kept), then identify,
vet, and give it its key and digest. What a row lacks is an objection with a reason and a fix, never an exception.
`sources.portions` says the same of many rows at once.
"""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import msgspec

from xinyong.sources.cells import BLANKS
from xinyong.sources.door import FIELD, mask_cells
from xinyong.sources.layout import Layout, day_of, fact_of
from xinyong.sources.prepared import Objection, Prepared
from xinyong.sources.subject import AboutPerson, Found, SubjectReader
from xinyong.sources.vetting import RowReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.sources.layout import Circumstances, KeyPart
    from xinyong.sources.mapping import Column, Mapping
    from xinyong.sources.prepared import Change

Outcome: TypeAlias = Prepared | AboutPerson

_BLANK: Final = frozenset(BLANKS)
_FIRST: Final = itemgetter(slice(1))
_LAST: Final = itemgetter(slice(-1, None))
_CONTROL: Final = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F], " ")


class _Digests(NamedTuple):
    key: str
    row: str
    parts: list[str]


class Preparer:
    """Prepares the rows of one form, whose columns all say the same kind, one by one.

    Attributes:
        layout, vetting, subject: what it reads a row by.
    """

    def __init__(self, mapping: Mapping, given: Circumstances) -> None:
        """Compile the mapping; `mapping.kind` must be there."""
        self.mapping = mapping
        self.given = given
        self.layout = Layout(mapping, given)
        self.vetting = RowReader(mapping, given.on)
        self.subject = SubjectReader(mapping, given.plane, stated=given.stated, trusting=given.trusting)

    def prepare(self, line: int, cells: Sequence[str]) -> Outcome:
        """Return what may be kept of a row, or that it is about a person.

        Args:
            line: where the row begins in its file.
            cells: in the order of the mapping's columns.
        """
        layout = self.layout
        masked = mask_cells(
            without_controls(cells),
            typed=layout.typed,
            personal_columns=layout.personal,
            plain_columns=layout.plain,
        )
        found = self.subject.read(cells, masked.cells)
        if isinstance(found, AboutPerson):
            return found
        kept = stripped(masked.cells)
        failed, values = self.vetting.vet(kept)
        digests = self._digests(masked.cells if self.mapping.exact else kept, values, found)
        objection = None
        touched = {place.cell for place in masked.places if place.scheme != FIELD}
        if failed or touched or found.objection is not None or not any(digests.parts):
            objection = self._objection(failed, kept, found, digests, touched)
        facts, days = _facts(values, layout.facts)
        listing = layout.listing(digests.parts)
        listed = ("list", listing) if listing is not None and any(digests.parts) else None
        return Prepared(
            line=line,
            kind=layout.kind,
            key=digests.key,
            row=digests.row,
            objection=objection,
            doubt=found.doubt and objection is found.objection,
            identifier=found.identifier or listed,
            subject_class=found.subject_class,
            shown_by=found.shown_by,
            others=found.others,
            names=found.names,
            since=_day(values, self.mapping.subject.since),
            change=self._change(values, found),
            facts=facts,
            days=days,
            document={code: cell for place, code in layout.document if (cell := kept[place])},
            source=tuple(masked.cells),
            masked=masked.places,
            listing=listing,
            snapshot_on=_day(values, self.mapping.snapshot_on),
        )

    def _digests(self, kept: Sequence[str], values: dict[str, FactValue], found: Found) -> _Digests:
        """A key is made of what a cell means, so that another spelling of a day or a code is the same key.

        In the place of the form's first code stands whichever code identifies the subject.
        """
        layout = self.layout
        named = (found.place, layout.first_code) if found.identifier is not None else ()
        parts = [
            found.identifier[1]
            if found.identifier is not None and part.place in named
            else part_of(part, kept[part.place], values.get(part.column.code))
            for part in layout.key
        ]
        row = msgspec.json.encode([kept[place] for place in layout.steady])
        return _Digests(layout.key_digest(parts), layout.row_digest(row), parts)

    def _objection(
        self, failed: int, kept: Sequence[str], found: Found, digests: _Digests, touched: set[int]
    ) -> Objection | None:
        objections = self._vetted(failed, kept)
        if found.objection is not None:
            objections.append(found.objection)
        for place, column in ((part.place, part.column) for part in self.layout.key if part.place in touched):
            text = f"{column.code} held a personal number and is part of the key; two such rows can't be told apart"
            fix = "Send the row with a key that holds no personal number."
            objections.append(Objection("refused", column.code, kept[place], "key-masked", text, fix))
        if not any(digests.parts):
            code = self.mapping.key[0]
            text, fix = "every field of the key is empty", f"Fill in {', '.join(self.mapping.key)}."
            objections.append(Objection("refused", code, "", "key-empty", text, fix))
        if not objections:
            return None
        first = next((objection for objection in objections if objection.verdict == "refused"), objections[0])
        if len(objections) == 1:
            return first
        told = "; ".join(dict.fromkeys([first.text, *(objection.text for objection in objections)]))
        return msgspec.structs.replace(first, text=told)

    def _vetted(self, failed: int, kept: Sequence[str]) -> list[Objection]:
        if not failed:
            return []
        found: list[Objection] = []
        for bit, check in enumerate(self.vetting.table):
            if failed >> bit & 1 and not (self.given.trusting and check.verdict == "quarantined"):
                value = kept[self.mapping.place(check.column)]
                text = f"{check.column} {check.text}"
                found.append(Objection(check.verdict, check.column, value, check.reason, text, check.fix))
        return found

    def _change(self, values: dict[str, FactValue], found: Found) -> Change | None:
        succession = self.mapping.subject.succession
        if succession is None:
            return None
        return self.layout.change(values.get(succession.event), values.get(succession.day), found)


def stripped(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without blanks at their ends; most rows have none, and two looks tell."""
    if _BLANK.isdisjoint(map(_FIRST, cells)) and _BLANK.isdisjoint(map(_LAST, cells)):
        return cells
    return [cell.strip(BLANKS) for cell in cells]


def without_controls(cells: Sequence[str]) -> Sequence[str]:
    """Return cells with a blank for each control character; they say nothing, and no store takes U+0000."""
    if "".join(cells).isprintable():
        return cells
    return [cell.translate(_CONTROL) for cell in cells]


def part_of(part: KeyPart, cell: str, value: FactValue) -> str:
    """Return what a cell adds to its row's key."""
    return cell if part.is_text or value is None else str(value)


def _facts(
    values: dict[str, FactValue], columns: list[Column]
) -> tuple[dict[str, int | str | bool], dict[str, dt.date]]:
    facts: dict[str, int | str | bool] = {}
    days: dict[str, dt.date] = {}
    for column in columns:
        value = fact_of(values.get(column.code), column)
        if value is None or column.fact is None:
            continue
        if isinstance(value, dt.date):
            days[column.fact] = value
        else:
            facts[column.fact] = value
    return facts, days


def _day(values: dict[str, FactValue], code: str | None) -> dt.date | None:
    return day_of(values.get(code)) if code is not None else None
