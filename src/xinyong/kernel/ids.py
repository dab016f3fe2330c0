"""Numbers that name things, kept apart by type."""

from __future__ import annotations

from enum import Enum
from typing import NewType

SubjectNumber = NewType("SubjectNumber", int)
"""A subject's number, issued by the store, never reused, opaque."""

Seq = NewType("Seq", int)
"""An entry's place in its shard's sequence, from 1, without gaps."""


class Plane(Enum):
    """What a store may hold, decided with its first byte and never changed."""

    REAL = "real"
    SYNTHETIC = "synthetic"
