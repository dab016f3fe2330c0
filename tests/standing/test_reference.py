"""The reference of the standing says what the types say."""

import re
from pathlib import Path

import msgspec
import pytest

from xinyong.adapters.standing_reference import pages
from xinyong.standing.roadmap import Roadmap
from xinyong.standing.standing import Standing

TOP = Path(__file__).resolve().parents[2]
GENERATED = pages(TOP / "docs")


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_the_schemas_are_those_of_the_types(path: Path) -> None:
    """`python -m xinyong.adapters.standing_reference` writes what is there."""
    assert GENERATED[path] == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [Standing, Roadmap])
def test_every_part_of_it_is_on_the_page(kind: type[msgspec.Struct]) -> None:
    """Each field of a standing and of a roadmap has its line in the reference."""
    page = (TOP / "docs" / "reference" / "standing.md").read_text(encoding="utf-8")

    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))

    assert {field.name for field in msgspec.structs.fields(kind)} <= documented
