"""The reference page of entries names every kind and every field."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from xinyong.ledger.entries import AnyContent, Header

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "entries.md").read_text(encoding="utf-8")
_ROWS = dict(re.findall(r"^\| `([a-z._]+)` \|[^|]*\| (.*) \|$", _PAGE, re.MULTILINE))


@pytest.mark.parametrize("kind", get_args(AnyContent), ids=lambda kind: kind.__name__)
def test_every_kind_is_described(kind: type[msgspec.Struct]) -> None:
    """A kind stands in the table with all of its fields, in their order, and with no others."""
    described = re.findall(r"`([a-z_]+)`(?: \([^)]*\))?", _ROWS[str(kind.__struct_config__.tag)])

    assert kind.__struct_fields__ == tuple(name for name in described if name not in {"real", "synthetic"})


def test_no_other_kind_is_described() -> None:
    """A kind that is gone is gone from the page too."""
    assert {str(kind.__struct_config__.tag) for kind in get_args(AnyContent)} == set(_ROWS)


def test_every_field_of_a_header_is_described() -> None:
    """In their order."""
    named = re.findall(r"^\| `([a-z_]+)` \| [^`|]", _PAGE, re.MULTILINE)

    assert list(Header.__struct_fields__) == [name for name in named if name in Header.__struct_fields__]
