"""What separates two packs, in words.

Guarantees that equal packs have no changes and unequal ones at least one: the typed values are walked part by part,
parts with an id are matched by it wherever they stand. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, cast

from xinyong.law.source import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.law.pack import Pack


class ChangeKind(Enum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two packs.

    Attributes:
        part: the place in the pack, such as `rules[late-return].effect.scores.points.value`.
        before, after: the values as text; None on the side that lacks the part.
        words: the change as a sentence.
    """

    kind: ChangeKind
    part: str
    before: str | None
    after: str | None
    words: str


_NAMES: Final = {
    "rules": "rule",
    "groups": "group",
    "facts": "fact",
    "conclusions": "conclusion",
    "accruals": "accrual",
    "lists": "list",
    "publication": "publication window",
    "measures": "measure",
    "schedule": "inspection rate",
    "bands": "band",
    "categories": "category",
    "choices": "choice",
}


def diff(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return what separates two packs, in the order of the pack format."""
    return tuple(_walk("", plain(before), plain(after)))


def _walk(place: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    ours, theirs = _parts(before), _parts(after)
    if ours is None or theirs is None or type(before) is not type(after):
        yield _changed(place, before, after)
        return
    for name in dict.fromkeys((*ours, *theirs)):
        joint = f"[{name}]" if isinstance(before, list) else f".{name}" if place else name
        yield from _one(place + joint, ours.get(name), theirs.get(name), listed=isinstance(before, list))


def _parts(value: object) -> dict[str, object] | None:
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    return _by_id(cast("list[object]", value)) if isinstance(value, list) else None


def _one(place: str, before: object, after: object, *, listed: bool) -> Iterator[Change]:
    if listed and (before is None or after is None):
        yield _changed(place, before, after)
    else:
        yield from _walk(place, before, after)


def _by_id(items: list[object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for number, item in enumerate(items):
        table = cast("dict[str, object]", item) if isinstance(item, dict) else {}
        name = table.get("id", table.get("grade", table.get("question", number)))
        found[str(name)] = item
    return found


def _changed(place: str, before: object, after: object) -> Change:
    kind = ChangeKind.CHANGED
    if before is None:
        kind = ChangeKind.ADDED
    elif after is None:
        kind = ChangeKind.REMOVED
    first, second = _text(before), _text(after)
    return Change(kind=kind, part=place, before=first, after=second, words=_words(kind, place, first, second))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        title = table.get("title")
        if isinstance(title, dict):
            return str(cast("dict[str, object]", title).get("en"))
        return ", ".join(f"{name} {_text(item)}" for name, item in table.items() if item not in (None, [], ""))
    if isinstance(value, list):
        return "; ".join(str(_text(item)) for item in cast("list[object]", value))
    return str(value)


def _words(kind: ChangeKind, place: str, before: str | None, after: str | None) -> str:
    named = _named(place)
    match kind:
        case ChangeKind.ADDED:
            return f"{named} is new: {after}"
        case ChangeKind.REMOVED:
            return f"{named} is gone: {before}"
        case ChangeKind.CHANGED:
            return f"{named}: {before} became {after}"


def _named(place: str) -> str:
    """The place in words: `rules[late-return].life.months` is `rule late-return, life, months`."""
    parts = re.findall(r"[^.\[]+(?:\[[^\]]*\])?", place)
    words: list[str] = []
    for part in parts:
        name, _, key = str(part).removesuffix("]").partition("[")
        noun = _NAMES.get(name, name.replace("_", " "))
        words.append(f"{noun} {key}" if key else noun)
    return ", ".join(word for word in words if word not in {"rating", "effect"}) or place
