"""What separates two packs, in words.

Guarantees that equal packs have no changes and unequal ones at least one: the typed values are walked part by part,
parts with an id are matched by it wherever they stand. A number, a day or a condition that rests on a citation of grade
M is marked as unverified on its own side. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from xinyong.kernel.cite import SourceGrade
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
        unverified: one of them says something that comes from memory (grade M).
        words: the change as a sentence.
    """

    kind: ChangeKind
    part: str
    before: str | None
    after: str | None
    unverified: bool
    words: str


class _Sides(NamedTuple):
    """Whether what the first and the second pack say at a place rests on a citation of grade M."""

    before: bool
    after: bool


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
    "overrides": "override",
    "bands": "band",
    "categories": "category",
    "choices": "choice",
}


def diff(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return what separates two packs, in the order of the pack format."""
    return tuple(_walk("", plain(before), plain(after), _Sides(before=False, after=False)))


def _walk(place: str, before: object, after: object, memory: _Sides) -> Iterator[Change]:
    if before == after:
        return
    ours, theirs = _parts(before), _parts(after)
    if ours is None or theirs is None or type(before) is not type(after):
        yield _changed(place, before, after, memory)
        return
    for name in dict.fromkeys((*ours, *theirs)):
        joint = f"[{name}]" if isinstance(before, list) else f".{name}" if place else name
        below = _Sides(_remembered(ours, name, memory.before), _remembered(theirs, name, memory.after))
        yield from _one(place + joint, ours.get(name), theirs.get(name), below, listed=isinstance(before, list))


def _remembered(table: dict[str, object], name: str, above: bool) -> bool:  # noqa: FBT001 - what holds further out
    """Whether what stands in a table under a name rests on a citation of grade M: its own, the table's, or above."""
    for citation in (table.get(f"{name}_citation"), table.get("citation")):
        if isinstance(citation, dict):
            return _from_memory(cast("dict[str, object]", citation))
    return above


def _from_memory(citation: dict[str, object]) -> bool:
    return citation.get("grade") == SourceGrade.UNVERIFIED.value


def _parts(value: object) -> dict[str, object] | None:
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    return _by_id(cast("list[object]", value)) if isinstance(value, list) else None


def _one(place: str, before: object, after: object, memory: _Sides, *, listed: bool) -> Iterator[Change]:
    if listed and (before is None or after is None):
        yield _changed(place, before, after, memory)
    else:
        yield from _walk(place, before, after, memory)


def _by_id(items: list[object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for number, item in enumerate(items):
        table = cast("dict[str, object]", item) if isinstance(item, dict) else {}
        name = table.get("id", table.get("grade", table.get("question", number)))
        found[str(name)] = item
    return found


def _changed(place: str, before: object, after: object, memory: _Sides) -> Change:
    kind = ChangeKind.CHANGED
    if before is None:
        kind = ChangeKind.ADDED
    elif after is None:
        kind = ChangeKind.REMOVED
    marked = _Sides(_marked(place, before, memory.before), _marked(place, after, memory.after))
    first, second = _text(before), _text(after)
    words = _words(kind, place, _side(before, memory=marked.before), _side(after, memory=marked.after))
    return Change(kind=kind, part=place, before=first, after=second, unverified=any(marked), words=words)


def _marked(place: str, value: object, memory: bool) -> bool:  # noqa: FBT001 - what the citation of the place says
    """Whether a value says something from memory: a number, day or condition of such a place, or a part with one."""
    if isinstance(value, dict | list):
        return any(map(_from_memory, _citations(cast("object", value))))
    key = place.rpartition(".")[2]
    return memory and (
        key in _CONDITIONS or (isinstance(value, int | str) and _NUMBER.fullmatch(str(value)) is not None)
    )


_CONDITIONS: Final = ("when", "expression")
_NUMBER: Final = re.compile(r"-?[0-9]+(-[0-9]{2}-[0-9]{2})?")


def _citations(value: object) -> Iterator[dict[str, object]]:
    """Yield every citation inside a value, itself too."""
    parts = _parts(value) or {}
    if isinstance(value, dict) and "instrument" in parts and "grade" in parts:
        yield parts
    for item in parts.values():
        yield from _citations(item)


def _side(value: object, *, memory: bool) -> str:
    """One side of a change in words; what comes from memory says so."""
    mark = " (M, unverified)" if memory else ""
    return f"{_text(value) or 'nothing'}{mark}"


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        title = table.get("title")
        if isinstance(title, dict):
            return str(cast("dict[str, object]", title).get("en"))
        if "question" in table:
            return f"{table['choice']} ({table['reason']})"
        return ", ".join(f"{name} {_text(item)}" for name, item in table.items() if item not in (None, [], ""))
    if isinstance(value, list):
        return "; ".join(str(_text(item)) for item in cast("list[object]", value))
    return str(value)


def _words(kind: ChangeKind, place: str, before: str, after: str) -> str:
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
