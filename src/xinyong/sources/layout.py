"""Layout: what a mapping says of each of its columns, by place, and what both readers of rows make of it.

`sources.preparing` reads one row, `sources.portions` many at once; keys, digests, list identifiers and changes are made
here alone, so that they can't differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.kernel.dates import add_days
from xinyong.kernel.ids import Plane
from xinyong.register.identifiers.listing import PREFIX, SYNTHETIC_PREFIX
from xinyong.sources.mapping import Column, Mapping, Parse
from xinyong.sources.prepared import Change, Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.facts import FactValue
    from xinyong.register.identifiers.scheme import Scheme
    from xinyong.register.subjects import SubjectClass
    from xinyong.sources.subject import Found

LONGEST_LISTING: Final = 400
"""Characters of a list identifier's key; a longer one is cut and ends in a digest."""

_EVENTS: Final[dict[str, Event]] = {
    "renamed": "renamed",
    "merged_into": "merged_into",
    "split_from": "split_from",
    "struck_off": "struck_off",
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """A column of the key; `is_text`: the cell itself counts, not what it means."""

    place: int
    column: Column
    is_text: bool


class Layout:
    """A mapping, compiled for rows that are delivered under some circumstances.

    Attributes:
        kind: record kind, empty where the rows say it.
        typed: scheme of the columns that hold identifiers, by place.
        personal: places of columns that are masked whole.
        plain: places where only mainland personal numbers are looked for.
        steady: places of what a row's digest is made of.
        key: columns of the key, in order.
        first_code: place of the form's first identifier, -1 where it has none.
        facts: the columns that rules read.
        document: (place, code) of what is kept and no rule reads.
    """

    def __init__(self, mapping: Mapping, given: Circumstances) -> None:
        """Compile."""
        numbered = list(enumerate(mapping.columns))
        identifiers = mapping.subject.identifiers
        self.mapping = mapping
        self.kind = mapping.kind or ""
        self.typed: dict[int, Scheme] = {
            place: column.scheme for place, column in numbered if column.scheme is not None
        }
        self.personal = frozenset(place for place, column in numbered if column.personal)
        self.plain = frozenset(
            place for place, column in numbered if column.reference or column.parse not in {Parse.TEXT, Parse.CONTAINS}
        )
        self.steady = tuple(place for place, column in numbered if not column.volatile)
        columns = [(mapping.place(code), mapping.column(code)) for code in mapping.key]
        self.key = [
            KeyPart(place=place, column=column, is_text=column.parse is Parse.TEXT) for place, column in columns
        ]
        self.first_code = mapping.place(identifiers[0].column) if identifiers else -1
        self.facts = [column for column in mapping.columns if column.fact is not None]
        self.document = [(place, column.code) for place, column in numbered if _in_document(column)]
        self._scope = _text([mapping.scope, given.authority, self.kind])[:-1] + b","
        self._of_kind = _text([self.kind])[:-1] + b","
        self._synthetic = SYNTHETIC_PREFIX if given.plane is Plane.SYNTHETIC else ""

    def key_digest(self, parts: Sequence[str]) -> str:
        """Return the digest of a key, hex, whose parts are those of `key`."""
        return hashlib.sha256(self._scope + _text(parts)[1:]).hexdigest()

    def row_digest(self, cells: bytes) -> str:
        """Return the digest of a row, hex; `cells` are the steady ones as a JSON list, at least one."""
        return hashlib.sha256(self._of_kind + cells[1:]).hexdigest()

    def listing(self, parts: Sequence[str]) -> str | None:
        """Return the identifier that a row of another's list has by its key, or None where the form is no list."""
        if self.mapping.list is None:
            return None
        key = "|".join(filter(None, parts))
        if len(key) > LONGEST_LISTING:
            key = f"{key[: LONGEST_LISTING - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        return f"{PREFIX}{self._synthetic}{self.mapping.list}:{' '.join(key.split())}"

    def change(self, event: FactValue, on: FactValue, found: Found) -> Change | None:
        """Return what a register says happened on a day, where it says both."""
        named = _EVENTS.get(event) if isinstance(event, str) else None
        return Change(named, on, found.successors) if named is not None and isinstance(on, dt.date) else None


def fact_of(value: FactValue, column: Column) -> FactValue:
    """Return what a rule reads of a column's value: of a last day the day after, as intervals are half-open."""
    return add_days(value, 1) if column.last_day and isinstance(value, dt.date) else value


def day_of(value: FactValue) -> dt.date | None:
    """Return a value that is a day."""
    return value if isinstance(value, dt.date) else None


def _in_document(column: Column) -> bool:
    return column.keep and not column.personal and (column.fact is None or column.parse is Parse.CONTAINS)


_text: Final = msgspec.json.encode
