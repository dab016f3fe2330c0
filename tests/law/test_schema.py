"""The generated schemas and pages of law are those of the types and packs at hand."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from tests.law.shipped import TOP
from xinyong.adapters.law_reference import pages
from xinyong.law.pack import Pack
from xinyong.law.rule import Rule
from xinyong.law.schema import pack_schema

PAGES = dict(pages(TOP / "docs"))


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: page.name)
def test_a_generated_page_is_current(page: Path) -> None:
    """`python -m xinyong.adapters.law_reference` writes what is there."""
    assert PAGES[page] == page.read_text(encoding="utf-8")


def _definitions() -> Mapping[str, Mapping[str, object]]:
    return cast("Mapping[str, Mapping[str, object]]", json.loads(json.dumps(pack_schema()))["$defs"])


def test_the_schema_knows_the_keys_of_the_types() -> None:
    """Every field of a pack and of a rule is a property, and no other key is."""
    properties = cast("Mapping[str, object]", pack_schema()["properties"])
    rule = _definitions()["Rule"]

    assert {field.name for field in dataclasses.fields(Pack)} | {"sources"} == set(properties)
    assert {field.name for field in dataclasses.fields(Rule)} == set(cast("Mapping[str, object]", rule["properties"]))
    assert rule["additionalProperties"] is False


def test_the_schema_knows_the_short_forms() -> None:
    """Points may be a number or a remainder, a citation may name its source."""
    definitions = _definitions()

    assert {"type": "integer"} in cast("list[object]", definitions["Points"]["anyOf"])
    assert {"$ref": "#/$defs/Remainder"} in cast("list[object]", definitions["Points"]["anyOf"])
    assert "source" in json.dumps(definitions["Citation"])
