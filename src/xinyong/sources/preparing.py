"""Preparing: one row of a file, from decoded cells to what may be kept of it.

The order is the door's: mask, then see whether the row is about a person (then nothing of it is kept), then identify,
vet, and give it its key and digest. What a row lacks is an objection with a reason and a fix, never an exception.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import msgspec

from xinyong.kernel.dates import add_days
from xinyong.kernel.ids import Plane
from xinyong.register.identifiers.listing import PREFIX, SYNTHETIC_PREFIX
from xinyong.sources.cells import BLANKS
from xinyong.sources.door import FIELD, mask_cells
from xinyong.sources.mapping import Column, Mapping, Parse
from xinyong.sources.prepared import Change, Event, Objection, Prepared
from xinyong.sources.subject import AboutPerson, Found, SubjectReader
from xinyong.sources.vetting import RowReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.register.subjects import SubjectClass

Outcome: TypeAlias = Prepared | AboutPerson

LONGEST_LISTING: Final = 400
"""Characters of a list identifier's key; a longer one is cut and ends in a digest."""

_EVENTS: Final[dict[str, Event]] = {
    "renamed": "renamed",
    "merged_into": "merged_into",
    "split_from": "split_from",
    "struck_off": "struck_off",
}

_BLANK: Final = frozenset(BLANKS)
_FIRST: Final = itemgetter(slice(1))
_LAST: Final = itemgetter(slice(-1, None))
_CONTROL: Final = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F], " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What preparing depends on besides the row.

    Attributes:
        authority: who delivers; part of every key.
        plane: what the store holds.
        on: the day of the delivery.
        trusting: a human admits the row: doubts about its code and its values are settled.
        stated: the class that this human states.
    """

    authority: str
    plane: Plane
    on: dt.date
    trusting: bool = False
    stated: SubjectClass | None = None


class _Digests(NamedTuple):
    key: str
    row: str
    key_text: str


class Preparer:
    """Prepares the rows of one form, whose columns all say the same kind."""

    def __init__(self, mapping: Mapping, given: Circumstances) -> None:
        """Compile the mapping; `mapping.kind` must be there."""
        self.mapping = mapping
        self.given = given
        self._vetting = RowReader(mapping, given.on)
        self._subject = SubjectReader(mapping, given.plane, stated=given.stated, trusting=given.trusting)
        numbered = list(enumerate(mapping.columns))
        self._typed = {place: column.scheme for place, column in numbered if column.scheme is not None}
        self._personal = frozenset(place for place, column in numbered if column.personal)
        self._plain = frozenset(
            place for place, column in numbered if column.reference or column.parse not in {Parse.TEXT, Parse.CONTAINS}
        )
        self._row_of = itemgetter(*(place for place, column in numbered if not column.volatile), 0)
        self._key_places = [(mapping.place(code), mapping.column(code)) for code in mapping.key]
        self._key_parts = [(place, column.code, column.parse is Parse.TEXT) for place, column in self._key_places]
        identifiers = mapping.subject.identifiers
        self._first_code = mapping.place(identifiers[0].column) if identifiers else -1
        self._scope = [mapping.scope, given.authority, mapping.kind or ""]
        self._facts = [
            (column.code, column.fact, column.last_day) for column in mapping.columns if column.fact is not None
        ]
        self._kept = [(place, column.code) for place, column in numbered if _in_document(column)]
        self._listing_of = mapping.list

    def prepare(self, line: int, cells: Sequence[str]) -> Outcome:
        """Return what may be kept of a row, or that it is about a person.

        Args:
            line: where the row begins in its file.
            cells: in the order of the mapping's columns.
        """
        masked = mask_cells(
            _without_controls(cells), typed=self._typed, personal_columns=self._personal, plain_columns=self._plain
        )
        found = self._subject.read(cells, masked.cells)
        if isinstance(found, AboutPerson):
            return found
        kept = _stripped(masked.cells)
        failed, values = self._vetting.vet(kept)
        digests = self._digests(masked.cells if self.mapping.exact else kept, values, found)
        objection = None
        touched = {place.cell for place in masked.places if place.scheme != FIELD}
        if failed or touched or found.objection is not None or not digests.key_text:
            objection = self._objection(failed, kept, found, digests, touched)
        facts, days = _facts(values, self._facts)
        return Prepared(
            line=line,
            kind=self.mapping.kind or "",
            key=digests.key,
            row=digests.row,
            objection=objection,
            doubt=found.doubt and objection is found.objection,
            identifier=found.identifier or self._listed(digests),
            subject_class=found.subject_class,
            shown_by=found.shown_by,
            others=found.others,
            names=found.names,
            since=_day(values, self.mapping.subject.since),
            change=self._change(values, found),
            facts=facts,
            days=days,
            document={code: cell for place, code in self._kept if (cell := kept[place])},
            source=tuple(masked.cells),
            masked=masked.places,
            listing=self._listing(digests.key_text) if self._listing_of else None,
            snapshot_on=_day(values, self.mapping.snapshot_on),
        )

    def _digests(self, kept: Sequence[str], values: dict[str, FactValue], found: Found) -> _Digests:
        """A key is made of what a cell means, so that another spelling of a day or a code is the same key.

        In the place of the form's first code stands whichever code identifies the subject.
        """
        parts: list[str] = []
        named = (found.place, self._first_code) if found.identifier is not None else ()
        for place, code, is_text in self._key_parts:
            if found.identifier is not None and place in named:
                parts.append(found.identifier[1])
            else:
                value = None if is_text else values.get(code)
                parts.append(kept[place] if value is None else str(value))
        key = _digest([*self._scope, *parts])
        row = _digest([self._scope[2], *self._row_of(kept)[:-1]])
        return _Digests(key, row, "|".join(filter(None, parts)))

    def _listing(self, key_text: str) -> str:
        synthetic = SYNTHETIC_PREFIX if self.given.plane is Plane.SYNTHETIC else ""
        key = key_text
        if len(key) > LONGEST_LISTING:
            key = f"{key[: LONGEST_LISTING - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        return f"{PREFIX}{synthetic}{self._listing_of}:{' '.join(key.split())}"

    def _listed(self, digests: _Digests) -> tuple[str, str] | None:
        return ("list", self._listing(digests.key_text)) if self._listing_of and digests.key_text else None

    def _objection(
        self, failed: int, kept: Sequence[str], found: Found, digests: _Digests, touched: set[int]
    ) -> Objection | None:
        objections = self._vetted(failed, kept)
        if found.objection is not None:
            objections.append(found.objection)
        masked_keys = [(place, column) for place, column in self._key_places if place in touched]
        for place, column in masked_keys:
            text = f"{column.code} held a personal number and is part of the key; two such rows can't be told apart"
            fix = "Send the row with a key that holds no personal number."
            objections.append(Objection("refused", column.code, kept[place], "key-masked", text, fix))
        if not digests.key_text:
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
        for bit, check in enumerate(self._vetting.table):
            if failed >> bit & 1 and not (self.given.trusting and check.verdict == "quarantined"):
                value = kept[self.mapping.place(check.column)]
                text = f"{check.column} {check.text}"
                found.append(Objection(check.verdict, check.column, value, check.reason, text, check.fix))
        return found

    def _change(self, values: dict[str, FactValue], found: Found) -> Change | None:
        succession = self.mapping.subject.succession
        if succession is None:
            return None
        event, on = values.get(succession.event), values.get(succession.day)
        if not isinstance(on, dt.date):
            return None
        named = _EVENTS.get(event) if isinstance(event, str) else None
        return Change(named, on, found.successors) if named is not None else None


def _in_document(column: Column) -> bool:
    return column.keep and not column.personal and (column.fact is None or column.parse is Parse.CONTAINS)


def _stripped(cells: Sequence[str]) -> Sequence[str]:
    """Cells without blanks at their ends; most rows have none, and two looks tell."""
    if _BLANK.isdisjoint(map(_FIRST, cells)) and _BLANK.isdisjoint(map(_LAST, cells)):
        return cells
    return [cell.strip(BLANKS) for cell in cells]


def _without_controls(cells: Sequence[str]) -> Sequence[str]:
    """Control characters say nothing and no store takes U+0000; a blank stands for each."""
    if "".join(cells).isprintable():
        return cells
    return [cell.translate(_CONTROL) for cell in cells]


def _facts(
    values: dict[str, FactValue], columns: list[tuple[str, str, bool]]
) -> tuple[dict[str, int | str | bool], dict[str, dt.date]]:
    facts: dict[str, int | str | bool] = {}
    days: dict[str, dt.date] = {}
    for code, fact, last_day in columns:
        value = values.get(code)
        if isinstance(value, dt.date):
            days[fact] = add_days(value, 1) if last_day else value
        elif value is not None:
            facts[fact] = value
    return facts, days


def _day(values: dict[str, FactValue], code: str | None) -> dt.date | None:
    value = values.get(code) if code is not None else None
    return value if isinstance(value, dt.date) else None


def _digest(parts: list[str]) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
