"""The national catalogue on a day, as people ask: its items, and for each the record kinds that carry it.

An item that no kind carries is shown as such. Items of an edition that could not be read are those of the last edition
that could, without numbers; what comes from memory says so.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec resolves the annotations at run time
from typing import TYPE_CHECKING

import msgspec

from xinyong.kernel.cite import SourceGrade

if TYPE_CHECKING:
    from xinyong.law.editions import Editions, Item
    from xinyong.law.kinds import Catalogue, RecordKind


class KindHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A record kind in the catalogue; `retention_months` None: the source gives no term."""

    kind: str
    title_zh: str
    title_en: str
    category: str
    deliverers: tuple[str, ...]
    retention_months: int | None
    publication: str


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the edition of a day.

    Attributes:
        edition: the one that was certainly there.
        maybe: later editions that may have been there already, their days being unknown.
        number: the edition's own; None: its items are unknown, and those of `read_in` stand here.
        kinds: empty: no record kind carries it.
    """

    item: str
    edition: str
    maybe: tuple[str, ...]
    read_in: str
    number: int | None
    title_zh: str
    title_en: str
    instrument: str
    note: str
    grade: str
    unverified: bool
    kinds: tuple[KindHeld, ...]


def catalogue_on(kinds: Catalogue, day: dt.date) -> tuple[ItemLine, ...]:
    """Return the items of the edition that was in force on a day, in its order; none before the first edition."""
    editions = kinds.editions
    edition, maybe = (None, ()) if editions is None else editions.on(day)
    if editions is None or edition is None:
        return ()
    known = edition.items != "unknown"
    return tuple(
        ItemLine(
            item=item.id,
            edition=edition.id,
            maybe=tuple(one.id for one in maybe),
            read_in=edition.id if known else _read_in(editions, item),
            number=item.number if known else None,
            title_zh=item.title.zh,
            title_en=item.title.en,
            instrument=item.citation.instrument,
            note=item.citation.note,
            grade=item.citation.grade.value,
            unverified=item.citation.grade is SourceGrade.UNVERIFIED,
            kinds=_carried(kinds, item),
        )
        for item in editions.items(edition)
    )


def _read_in(editions: Editions, item: Item) -> str:
    return next(one.id for one in reversed(editions.editions) if one.items != "unknown" and item in one.items)


def _carried(kinds: Catalogue, item: Item) -> tuple[KindHeld, ...]:
    found = (kinds.kinds[name] for name in sorted(kinds.kinds))
    return tuple(_held(kind) for kind in found if item.id in kind.catalogue.items)


def _held(kind: RecordKind) -> KindHeld:
    return KindHeld(
        kind=kind.id,
        title_zh=kind.title.zh,
        title_en=kind.title.en,
        category=kind.catalogue.category or "",
        deliverers=kind.deliverers,
        retention_months=kind.retention.months,
        publication=kind.publication,
    )
