"""Files of law, read strictly: plain values (out of YAML) become the frozen types of packs, kinds and cases.

Guarantees that every key is known, every value has its type, every citation resolves, and that each problem names its
file, its place and a remedy; all problems of a file come in one fault. Refuses unknown keys, floats, missing keys and
numbers where a text is meant. `plain` is the way back: `read(plain(value)) == value`.

A file may carry two keys beyond its type: `sources`, a table of instruments with the grade of the copy that was read,
which citations name by key; and any `x-...`, where a text that is used twice can be kept under a YAML anchor.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.law.finding import Finding
from xinyong.law.points import Points

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class SourceFault(Fault):
    """A file of law can't be read as what it should be."""

    code = "LAW-SOURCE"

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Tell every finding, one a line."""
        self.findings = tuple(findings)
        lines = "\n".join(f"  {finding.line()}" for finding in findings)
        what = f"{len(findings)} problem(s) in {findings[0].file}:\n{lines}\n"
        super().__init__(what, remedy="Mend the file as said above; docs/reference/pack-format.md has the format.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An instrument in the copy that was read; citations of the same file name it by its key."""

    instrument: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A step of a remainder: where `when` is the first that is met, this many percent are given back."""

    when: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """Points as the law writes a repair: percentages given back `of` a deduction; read as steps of what is left."""

    of: int
    restored: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader stands, and what it has found so far."""

    file: str
    path: str
    sources: Mapping[str, object]
    findings: list[Finding]

    def at(self, key: str) -> _Place:
        path = f"{self.path}.{key}" if self.path and not key.startswith("[") else f"{self.path}{key}"
        return _Place(self.file, path, self.sources, self.findings)

    def wrong(self, code: str, text: str, remedy: str) -> None:
        self.findings.append(Finding(code=code, file=self.file, path=self.path, text=text, remedy=remedy))


def read(raw: object, kind: type[T], *, file: str) -> T:
    """Return a document as a value of `kind`, a frozen dataclass.

    Args:
        raw: mappings, lists, strings, integers, booleans, dates and nulls.
        kind: the dataclass to become.
        file: the name that findings carry.

    Raises:
        SourceFault: with every finding.
    """
    findings: list[Finding] = []
    document, sources = _document(raw)
    place = _Place(file, "", sources, findings)
    value = _value(document, kind, place)
    if findings:
        raise SourceFault(findings)
    return cast("T", value)


def plain(value: object) -> object:
    """Return a value of the law as mappings, lists, strings, integers and booleans; effects by their tag."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in cast("Mapping[str, object]", value).items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = hints_of(type(value))
        return {
            field.name: _tagged(getattr(value, field.name), hints[field.name]) for field in dataclasses.fields(value)
        }
    return value


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """Return the resolved annotations of a dataclass; a shelf of packs asks for the same ones thousands of times."""
    return get_type_hints(kind)


def tag_of(kind: type) -> str:
    """Return the key under which a member of a union stands in files.

    >>> tag_of(Points)
    'points'
    """
    return kind.__name__.lower()


def members(hint: object) -> tuple[type, ...]:
    """Return the members of a union, None left out; one type is a union of itself."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(cast("type", part) for part in get_args(hint) if part is not type(None))
    return (cast("type", hint),)


def _tagged(value: object, hint: object) -> object:
    found = plain(value)
    if len(members(hint)) > 1 and dataclasses.is_dataclass(value):
        return {tag_of(type(value)): found}
    return found


def _document(raw: object) -> tuple[object, Mapping[str, object]]:
    if not isinstance(raw, Mapping):
        return raw, {}
    whole = cast("Mapping[object, object]", raw)
    sources = whole.get("sources")
    document = {key: item for key, item in whole.items() if key != "sources" and not str(key).startswith("x-")}
    return document, cast("Mapping[str, object]", sources) if isinstance(sources, Mapping) else {}


def _value(raw: object, hint: object, place: _Place) -> object:
    if raw is None and type(None) in get_args(hint):
        return None
    first, *others = members(hint)
    return _union(raw, (first, *others), place) if others else _one(raw, first, place)


def _one(raw: object, kind: Any, place: _Place) -> object:  # noqa: ANN401 - an annotation is what typing makes it
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple(raw, get_args(kind)[0], place)
    if origin is dict:
        return _mapping(raw, get_args(kind)[1], place)
    if dataclasses.is_dataclass(kind):
        return _dataclass(raw, cast("type", kind), place)
    if issubclass(kind, Enum):
        return _enum(raw, kind, place)
    return _scalar(raw, kind, place)


def _scalar(raw: object, kind: type, place: _Place) -> object:
    if kind is dt.date and isinstance(raw, str):
        try:
            return dt.date.fromisoformat(raw)
        except ValueError:
            pass
    fits = type(raw) is kind or kind is object
    if not fits:
        expected = _WORDS.get(kind, kind.__name__)
        place.wrong("type", f"{raw!r} is not {expected}.", f"Write {expected}.")
    return raw


_WORDS: dict[type, str] = {
    int: "a whole number",
    str: "a text (in quotes where it looks like a number or a date)",
    bool: "true or false",
    dt.date: "a day (YYYY-MM-DD)",
}


def _enum(raw: object, kind: type[Enum], place: _Place) -> object:
    for member in kind:
        if member.value == raw:
            return member
    known = ", ".join(str(member.value) for member in kind)
    place.wrong("value", f"{raw!r} is not one of: {known}.", "Write one of them.")
    return None


def _tuple(raw: object, item: object, place: _Place) -> object:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        place.wrong("type", f"{raw!r} is not a list.", "Write a list.")
        return ()
    entries = cast("Sequence[object]", raw)
    return tuple(_value(entry, item, place.at(f"[{_name(entry, number)}]")) for number, entry in enumerate(entries))


def _name(entry: object, number: int) -> str:
    if isinstance(entry, Mapping):
        return str(cast("Mapping[str, object]", entry).get("id", number))
    return str(number)


def _mapping(raw: object, item: object, place: _Place) -> object:
    if not isinstance(raw, Mapping):
        place.wrong("type", f"{raw!r} is not a table of keys and values.", "Write `key: value` lines.")
        return {}
    return {
        str(key): _value(entry, item, place.at(str(key))) for key, entry in cast("Mapping[object, object]", raw).items()
    }


def _union(raw: object, kinds: tuple[type, ...], place: _Place) -> object:
    if not dataclasses.is_dataclass(kinds[0]):
        return _one_scalar(raw, kinds, place)
    tags = {tag_of(kind): kind for kind in kinds}
    if isinstance(raw, Mapping) and len(cast("Mapping[str, object]", raw)) == 1:
        tag, body = next(iter(cast("Mapping[str, object]", raw).items()))
        if tag in tags:
            return _dataclass(body, tags[tag], place.at(tag))
    place.wrong("value", f"{raw!r} is not one of: {', '.join(tags)}.", "Write one key of these, its contents below it.")
    return None


def _one_scalar(raw: object, kinds: tuple[type, ...], place: _Place) -> object:
    if type(raw) not in kinds:
        expected = " or ".join(_WORDS.get(kind, kind.__name__) for kind in kinds)
        place.wrong("type", f"{raw!r} is not {expected}.", f"Write {expected}.")
    return raw


def _dataclass(raw: object, kind: type, place: _Place) -> object:
    short = _SHORT.get(kind)
    if short is not None:
        raw = short(raw, place)
    if not isinstance(raw, Mapping):
        place.wrong("type", f"{raw!r} is not a table of keys and values.", f"Write the keys of {tag_of(kind)}.")
        return None
    table = cast("Mapping[object, object]", raw)
    hints = hints_of(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in table:
        if key not in fields:
            place.at(str(key)).wrong(
                "unknown-key", f"{key!r} is not a key of {tag_of(kind)}.", f"Known keys: {', '.join(fields)}."
            )
    missing = [name for name, field in fields.items() if name not in table and _required(field)]
    for name in missing:
        place.wrong("missing-key", f"the key {name!r} of {tag_of(kind)} is missing.", f"Add `{name}:`.")
    before = len(place.findings)
    values = {name: _value(table[name], hints[name], place.at(name)) for name in fields if name in table}
    if missing or len(place.findings) > before:
        return None
    return kind(**values)


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _points(raw: object, place: _Place) -> object:
    if type(raw) is int:
        return {"value": raw}
    table = _table_of(raw)
    if table is None or "of" not in table:
        return raw
    remainder = cast("Remainder | None", _dataclass(raw, Remainder, place))
    steps = () if remainder is None else tuple(_left(remainder.of, given, place) for given in remainder.restored)
    return {"steps": steps}


def _left(deducted: int, given: Given, place: _Place) -> object:
    hundredths = deducted * (_WHOLE - given.percent)
    left = abs(hundredths) // _WHOLE if hundredths >= 0 else -(abs(hundredths) // _WHOLE)
    if left * _WHOLE != hundredths:
        text = f"{given.percent} % of {deducted} is no whole number in the pack's unit."
        place.at("restored").wrong("percent", text, 'Declare `unit: "0.1"` and write all points in tenths.')
    if not 0 <= given.percent <= _WHOLE:
        place.at("restored").wrong("percent", f"{given.percent} % is no share of a whole.", "Write 0 to 100.")
    return {"when": given.when, "points": left}


_WHOLE: Final = 100


def _table_of(raw: object) -> Mapping[str, object] | None:
    return cast("Mapping[str, object]", raw) if isinstance(raw, Mapping) else None


def _citation(raw: object, place: _Place) -> object:
    table = _table_of(raw)
    if table is None or "source" not in table:
        return raw
    source = place.sources.get(str(table["source"]))
    if not isinstance(source, Mapping):
        known = ", ".join(place.sources) or "none"
        place.at("source").wrong(
            "unknown-source", f"{table['source']!r} is not in the table of sources.", f"Known: {known}."
        )
        return {"instrument": "?", "grade": "M"}
    for key in table.keys() - {"source", "article", "note"}:
        text = f"{key!r} stands beside `source`, which says it already."
        place.at(key).wrong("unknown-key", text, "Known keys: source, article, note.")
    rest = {key: item for key, item in table.items() if key in {"article", "note"}}
    return {**cast("Mapping[str, object]", source), **rest}


_SHORT: dict[type, Callable[[object, _Place], object]] = {Points: _points, Citation: _citation}
