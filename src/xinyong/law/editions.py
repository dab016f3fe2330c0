"""The national catalogue of public credit information in its editions: which information may be public credit at all.

Bodies keep no public credit information outside the catalogue. An edition is data: its days, its items with the source
of each, or that its items are not known. An item keeps its id through renumbering. A region adds to the catalogue by a
regulation of its congress alone. Nothing here guesses: where the day of an edition was not found, it is said in which
days it may have come; an edition of unknown items is read as holding those of the last known one, and says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.law.text import Text


class EditionFault(Fault):
    """The editions of the national catalogue can't be read."""

    code = "EDITION"


class Category(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the categories in which information on a business is shown."""

    id: str
    title: Text
    citation: Citation


class SubjectClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of subject, with the number of its categories; a registry has organisations alone."""

    id: str
    title: Text
    categories: int
    registry: bool
    citation: Citation


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item of an edition; `number` is the edition's, `id` stays."""

    id: str
    number: int
    title: Text
    citation: Citation


Items: TypeAlias = tuple[Item, ...] | Literal["unknown"]


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition.

    Attributes:
        not_before: before this day it was not there.
        not_after: from this day on it certainly was; None: no source says.
        items: or `unknown`.
    """

    id: str
    title: Text
    not_before: dt.date
    not_after: dt.date | None = None
    citation: Citation
    items: Items


class Regulation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A local regulation that lets its region add to the catalogue; `families` is how ids of its packs begin."""

    id: str
    title: Text
    level: Literal["province", "city"]
    families: tuple[str, ...]
    valid_from: dt.date
    citation: Citation

    def carries(self, pack: str, until: dt.date | None) -> bool:
        """Whether a pack of that id, valid until that day, is one of the region and of the regulation's days."""
        mine = any(pack == family or pack.startswith(f"{family}.") for family in self.families)
        return mine and (until is None or self.valid_from < until)


class Editions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every edition, oldest first, with the categories, classes of subject and local regulations."""

    classes: tuple[SubjectClass, ...]
    categories: tuple[Category, ...]
    editions: tuple[Edition, ...]
    regulations: tuple[Regulation, ...] = ()

    @property
    def first_day(self) -> dt.date:
        """The day of the first edition; what ended by then reconstructs the past."""
        return self.editions[0].not_before

    @property
    def item_ids(self) -> frozenset[str]:
        """The ids of all items of all editions."""
        return frozenset(item.id for edition in self.editions for item in self.items(edition))

    def regulation(self, name: str) -> Regulation | None:
        """Return the local regulation of that id, or None."""
        return next((one for one in self.regulations if one.id == name), None)

    def items(self, edition: Edition) -> tuple[Item, ...]:
        """Return what an edition holds: its items, or where they are unknown those of the last known one before it."""
        held: tuple[Item, ...] = ()
        for one in self.editions:
            if one.items != "unknown":
                held = one.items
            if one.id == edition.id:
                break
        return held

    def on(self, day: dt.date) -> tuple[Edition | None, tuple[Edition, ...]]:
        """Return the edition that was certainly there on a day, and later ones that may have been."""
        certain = [number for number, one in enumerate(self.editions) if _by(one, day)]
        start = certain[-1] + 1 if certain else 0
        found = self.editions[certain[-1]] if certain else None
        return found, tuple(one for one in self.editions[start:] if one.not_before <= day)

    def between(self, first: dt.date, until: dt.date | None) -> tuple[Edition, ...]:
        """Return the editions that may have been in force on a day of `[first, until)`; until None is open."""
        return tuple(
            one
            for number, one in enumerate(self.editions)
            if (until is None or one.not_before < until)
            and not any(_by(later, first) for later in self.editions[number + 1 :])
        )


def _by(edition: Edition, day: dt.date) -> bool:
    return edition.not_after is not None and edition.not_after <= day


def read_editions(document: object, origin: str) -> Editions:
    """Return the editions of a document, plain data as a YAML reader gives it.

    Raises:
        EditionFault: a key is missing, unknown or of the wrong type, or the editions are not well made.
    """
    try:
        found = msgspec.convert(document, Editions)
    except msgspec.ValidationError as error:
        what = f"{origin} is no catalogue of public credit information."
        raise EditionFault(what, why=str(error), remedy="Compare it with the one that ships.") from error
    problems = _problems(found)
    if problems:
        what = f"{origin} holds a catalogue that is not well made."
        raise EditionFault(what, why="; ".join(problems), remedy="Mend what is named.")
    return found


def _problems(found: Editions) -> list[str]:
    problems: list[str] = []
    lists = (found.classes, found.categories, found.editions, found.regulations)
    named = [[one.id for one in part] for part in lists]
    named += [[item.id for item in one.items] for one in found.editions if one.items != "unknown"]
    problems += [f"{name!r} stands twice" for ids in named for name in sorted({i for i in ids if ids.count(i) > 1})]
    if not found.editions or found.editions[0].items == "unknown" or not found.editions[0].items:
        problems.append("the first edition has no items")
    elif found.editions[0].not_after != found.editions[0].not_before:
        problems.append("the day of the first edition is open")
    days = [one.not_before for one in found.editions]
    if days != sorted(days):
        problems.append("editions are not in order of their days")
    crossed = [one.id for one in found.editions if one.not_after is not None and one.not_after < one.not_before]
    problems += [f"{name!r} came after it was there" for name in crossed]
    counts = [one.categories for one in found.classes if one.registry]
    if counts != [len(found.categories)]:
        problems.append(f"{len(found.categories)} categories stand for {counts}")
    return problems
