"""The JSON Schema of files of law, generated from the types that the reader builds.

Guarantees that the schema and `law.source` know the same keys: both walk the same dataclasses. What no schema can say
(conditions parse, citations resolve, bands fall) is `law.lint`'s.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from xinyong.kernel.cite import Citation
from xinyong.law.golden import CaseFile
from xinyong.law.pack import Pack
from xinyong.law.points import Points
from xinyong.law.source import Remainder, Source, hints_of, members, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: Final[dict[type, dict[str, object]]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
}


def pack_schema() -> dict[str, object]:
    """Return the schema of a `pack.yaml`."""
    return _file(Pack, "A rule pack")


def case_schema() -> dict[str, object]:
    """Return the schema of a file of golden cases."""
    return _file(CaseFile, "Golden cases")


def _file(kind: type, title: str) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    root = _object(kind, found)
    _reference(Source, found)
    properties: Mapping[str, object] = {
        **root["properties"],
        "sources": {
            "description": "instruments by key, each with the grade of the copy that was read",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/Source"},
        },
    }
    return {
        "$schema": DRAFT,
        "title": title,
        **root,
        "properties": properties,
        "patternProperties": {"^x-": {"description": "kept under a YAML anchor, read nowhere"}},
        "$defs": dict(sorted(found.items())),
    }


def _object(kind: type, found: dict[str, dict[str, object]]) -> dict[str, Any]:
    hints = hints_of(kind)
    fields = dataclasses.fields(kind)
    required = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return {
        "description": (inspect.getdoc(kind) or "").split("\n")[0],
        "type": "object",
        "properties": {field.name: _of(hints[field.name], found) for field in fields},
        "required": required,
        "additionalProperties": False,
    }


def _of(hint: object, found: dict[str, dict[str, object]]) -> dict[str, object]:
    kinds = members(hint)
    nullable = type(None) in get_args(hint)
    if len(kinds) > 1 and dataclasses.is_dataclass(kinds[0]):
        return {"oneOf": [_tagged(kind, found) for kind in kinds]}
    options = [_one(kind, found) for kind in kinds]
    if nullable:
        options.append({"type": "null"})
    return options[0] if len(options) == 1 else {"anyOf": options}


def _one(kind: Any, found: dict[str, dict[str, object]]) -> dict[str, object]:  # noqa: ANN401 - an annotation
    origin = get_origin(kind)
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(kind)[0], found)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(get_args(kind)[1], found)}
    if dataclasses.is_dataclass(kind):
        return _reference(kind, found)
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return dict(_SCALARS[kind])


def _tagged(kind: type, found: dict[str, dict[str, object]]) -> dict[str, object]:
    tag = tag_of(kind)
    return {
        "type": "object",
        "properties": {tag: _reference(kind, found)},
        "required": [tag],
        "additionalProperties": False,
    }


def _reference(kind: Any, found: dict[str, dict[str, object]]) -> dict[str, object]:  # noqa: ANN401 - as above
    name = kind.__name__
    if name not in found:
        found[name] = {}
        found[name] = _short(kind, _object(kind, found), found)
    return {"$ref": f"#/$defs/{name}"}


def _short(kind: type, whole: dict[str, Any], found: dict[str, dict[str, object]]) -> dict[str, object]:
    """The short forms that the reader takes beside the whole one."""
    if kind is Points:
        return {"anyOf": [{"type": "integer"}, whole, _reference(Remainder, found)]}
    if kind is Citation:
        rest = {name: item for name, item in whole["properties"].items() if name in {"article", "note"}}
        named = {
            "description": "a key of the file's table of sources",
            "type": "object",
            "properties": {"source": {"type": "string"}, **rest},
            "required": ["source"],
            "additionalProperties": False,
        }
        return {"anyOf": [whole, named]}
    return whole
