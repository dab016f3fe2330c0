"""Identifiers of rows of lists that name no code: `list:<list>:<key>`.

The list is a short lower-case name; the key is whatever tells its rows apart. Lists whose name begins with `synthetic-`
are a synthetic store's own.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

SHAPE: Final = re.compile(r"list:(?P<list>[a-z0-9][a-z0-9_.-]{0,62}):(?P<key>\S(?:.{0,510}\S)?)")
"""What every list identifier looks like."""

PREFIX: Final = "list:"
"""What tells the scheme apart from codes."""

SYNTHETIC_PREFIX: Final = "synthetic-"
"""Beginning of the names of lists that a synthetic store may hold."""


class ListKey(NamedTuple):
    """A list's name and the key of a row on it."""

    list: str
    key: str


def parse(text: str) -> ListKey | None:
    """Return the parts of a list identifier, or None where `text` is none.

    >>> parse("list:h2:ochoa farming inc.|2011-02-18")
    ListKey(list='h2', key='ochoa farming inc.|2011-02-18')
    """
    found = SHAPE.fullmatch(text)
    return None if found is None else ListKey(found["list"], found["key"])


def is_synthetic(key: ListKey) -> bool:
    """Return whether the list is a synthetic store's own."""
    return key.list.startswith(SYNTHETIC_PREFIX)
