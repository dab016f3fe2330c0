"""The catalogue of record kinds: what an authority may deliver about an organisation, and under which law.

A kind is data: who may deliver it, its legal basis, whom it is about, how long it is kept, whether it is published, and
its fields with types and units; and where it stands in the national catalogue of public credit information, or why it
stands outside. The catalogue of kinds is closed: a kind outside it is refused. A kind's own form (a file with one
column per field) needs no mapping of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.kernel.ids import Plane
from xinyong.law.prohibited import Prohibited, prohibited_in
from xinyong.law.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xinyong.law.editions import Editions


class KindFault(Fault):
    """The catalogue holds no such kind, or is not well made."""

    code = "KIND"


class FieldType(Enum):
    """What a field of a form holds."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    MONEY = "money"
    """A sum of money; facts hold it in integer fen."""
    FLAG = "flag"


_COLUMN_TYPE: Final = {
    FieldType.TEXT: FactType.TEXT,
    FieldType.DATE: FactType.DATE,
    FieldType.INTEGER: FactType.INTEGER,
    FieldType.MONEY: FactType.INTEGER,
    FieldType.FLAG: FactType.BOOLEAN,
}


class KindField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of a kind.

    Attributes:
        name: lower-case ASCII word, unique in the kind.
        title: for people.
        type: what it holds.
        unit: unit of its facts ("fen", "day", "1/10000" ...), empty where there is none.
        fact: the column that rules read (`kernel.facts.COLUMNS`), or None: it is kept in the document, read by no rule.
        required: a row without it is refused.
        free_text: written by hand; erasable, and never public until its authority has cleared it.
        personal: holds data of a natural person; masked before anything is kept.
        codes: the closed list of its values; empty: open.
        decision: the day on which the authority decided; how late a delivery is, is counted from it.
    """

    name: str
    title: Text
    type: FieldType = FieldType.TEXT
    unit: str = ""
    fact: str | None = None
    required: bool = False
    free_text: bool = False
    personal: bool = False
    codes: tuple[str, ...] = ()
    decision: bool = False


class Retention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long records are kept: `months` from the end of their effect (None: the source gives no term), and why."""

    months: int | None
    citation: Citation


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a kind stands in the catalogue of public credit information; exactly one of the first three.

    Attributes:
        items: ids of the national catalogue's items that hold it.
        supplement: id of the local regulation on which its region's supplement rests.
        outside: why it is no public credit information.
        category: one of the categories of a business; None outside alone.
        lab: it is for research on invented data; a registry refuses its deliveries.
    """

    items: tuple[str, ...] = ()
    supplement: str | None = None
    outside: str | None = None
    category: str | None = None
    lab: bool = False


class RecordKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A catalogued kind of record.

    Attributes:
        id: dotted lower case, such as `tax.return.late`.
        deliverers: who may deliver it, in words of the law.
        citation: its legal basis.
        subject_class: whom it is about; `organisation` for every kind of a registry.
        publication: the default until a pack says more: `public`, `on_request` (the subject and authorities) or
            `internal`.
        catalogue: its place in the catalogue of public credit information.
        fields: at least one.
        key: fields that, with authority and subject, tell one record from another: the same key with other content is
            a correction.
    """

    id: str
    title: Text
    deliverers: tuple[str, ...]
    citation: Citation
    subject_class: Literal["organisation"] = "organisation"
    retention: Retention
    publication: Literal["public", "on_request", "internal"]
    catalogue: Place
    fields: tuple[KindField, ...]
    key: tuple[str, ...]

    def field(self, name: str) -> KindField | None:
        """Return the field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def fact_columns(self) -> tuple[str, ...]:
        """The columns that rules find filled in records of this kind."""
        return tuple(field.fact for field in self.fields if field.fact is not None)

    @property
    def decision_columns(self) -> tuple[str, ...]:
        """The columns with the day of the decision, the first that is filled counting; none: it is no decision."""
        return tuple(field.fact for field in self.fields if field.fact is not None and field.decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All record kinds by their id, the data that none of them may ask for, and the editions in which they stand."""

    kinds: Mapping[str, RecordKind]
    prohibited: tuple[Prohibited, ...] = ()
    editions: Editions | None = None

    def admit(self, name: str, plane: Plane) -> None:
        """Let deliveries of a kind into a store of a plane.

        Raises:
            KindFault: it is for research on invented data, and the store is a registry.
        """
        if plane is Plane.REAL and self.kind(name).catalogue.lab:
            what = f"Records of kind {name} are for research on invented data."
            why = self.kind(name).catalogue.outside or ""
            raise KindFault(what, why=why, remedy="Deliver it to a store that `init --synthetic` made.")

    def kind(self, name: str) -> RecordKind:
        """Return a kind.

        Raises:
            KindFault: the catalogue has none of that name.
        """
        found = self.kinds.get(name)
        if found is None:
            what = f"The catalogue holds no record kind {name!r}."
            raise KindFault(what, remedy=f"Known kinds: {', '.join(sorted(self.kinds))}.")
        return found


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    kinds: tuple[RecordKind, ...]


def read_kinds(document: object, origin: str) -> tuple[RecordKind, ...]:
    """Return the kinds of one document of the catalogue, plain data as a YAML reader gives it.

    Args:
        document: `{"kinds": [...]}`.
        origin: where it was read, for messages.

    Raises:
        KindFault: a field is missing, unknown or of the wrong type, or a kind is not well made.
    """
    try:
        kinds = msgspec.convert(document, _Document).kinds
    except msgspec.ValidationError as error:
        what = f"{origin} is no document of the catalogue."
        raise KindFault(what, why=str(error), remedy="See docs/reference/record-kinds.md.") from error
    problems = [f"{kind.id}: {problem}" for kind in kinds for problem in problems_of(kind)]
    if problems:
        what = f"{origin} holds kinds that are not well made."
        raise KindFault(what, why="; ".join(problems), remedy="Mend the fields named.")
    return kinds


def problems_of(kind: RecordKind) -> list[str]:
    """Return what is wrong with a kind, in words; empty where nothing is."""
    names = [field.name for field in kind.fields]
    problems = [f"field {name!r} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    problems += [f"key field {name!r} is none of its fields" for name in kind.key if name not in names]
    problems += [text for field in kind.fields for text in _field_problems(field)]
    columns = kind.fact_columns
    problems += [f"column {name!r} is filled twice" for name in sorted({c for c in columns if columns.count(c) > 1})]
    if not kind.fields or not kind.key or not kind.deliverers:
        problems.append("fields, key and deliverers must not be empty")
    return problems + _place_problems(kind.catalogue)


def _place_problems(place: Place) -> list[str]:
    given = (bool(place.items), bool((place.supplement or "").strip()), bool((place.outside or "").strip()))
    if sum(given) != 1:
        return ["its place is one of: items of the catalogue, a local supplement, or outside with the reason"]
    if (place.category is None) != given[2]:
        return ["it has a category where it stands in the catalogue, and none outside"]
    if place.lab and not given[2]:
        return ["a kind of the lab alone stands outside the catalogue"]
    return []


def _field_problems(field: KindField) -> list[str]:
    if field.decision and (field.fact is None or field.type is not FieldType.DATE):
        return [f"field {field.name!r} is the day of a decision and fills no column of days"]
    if field.fact is None:
        return []
    column = BY_NAME.get(field.fact)
    if column is None:
        return [f"field {field.name!r} fills {field.fact!r}, which no rule can read"]
    if column.type is not _COLUMN_TYPE[field.type]:
        return [f"field {field.name!r} is {field.type.value} and can't fill {field.fact!r} ({column.type.value})"]
    if field.free_text or field.personal:
        return [f"field {field.name!r} is free text or personal; no rule may read it"]
    return []


def catalogue(
    kinds: Iterable[RecordKind], prohibited: tuple[Prohibited, ...] = (), editions: Editions | None = None
) -> Catalogue:
    """Return the catalogue of these kinds.

    Raises:
        KindFault: two kinds have one id, a field is called what must not be collected, or a kind stands in an item, a
            category or a local supplement that there is not.
    """
    found: dict[str, RecordKind] = {}
    for kind in kinds:
        if kind.id in found:
            what = f"The catalogue holds two kinds {kind.id!r}."
            raise KindFault(what, remedy="Rename or drop one of them.")
        barred = prohibited_in(prohibited, (name for field in kind.fields for name in _called(field)))
        if barred:
            what = f"The record kind {kind.id!r} asks for data that must not be collected."
            raise KindFault(what, why="; ".join(barred), remedy="Take the field out.")
        missing = () if editions is None else _unplaced(kind.catalogue, editions)
        if missing:
            what = f"The record kind {kind.id!r} stands where the catalogue of public credit information has nothing."
            raise KindFault(what, why="; ".join(missing), remedy="See mappings/catalogue, or say why it is outside.")
        found[kind.id] = kind
    return Catalogue(kinds=found, prohibited=prohibited, editions=editions)


def _unplaced(place: Place, editions: Editions) -> tuple[str, ...]:
    lacks = [f"no edition has the item {name!r}" for name in place.items if name not in editions.item_ids]
    if place.category not in {None, *(one.id for one in editions.categories)}:
        lacks.append(f"there is no category {place.category!r}")
    if place.supplement is not None and editions.regulation(place.supplement) is None:
        lacks.append(f"there is no local regulation {place.supplement!r}")
    return tuple(lacks)


def _called(field: KindField) -> tuple[str, ...]:
    return field.name, field.title.zh, field.title.en
