"""The closed set of identifier schemes, and the reasons and changes that go with a code."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Scheme(Enum):
    """What kind of identifier a code is. The value is the name in the ledger and never changes."""

    USCC = "uscc"
    """Unified social credit code, GB 32100-2015, 18 characters."""
    ORGANISATION_CODE = "organisation_code"
    """Organisation code, GB 11714-1997, 8 characters and a check character."""
    REGISTRATION_15 = "registration_15"
    """Business registration number, GS 15-2006, 15 digits."""
    REGISTRATION_13 = "registration_13"
    """Business registration number before 2006, 13 digits, without a check digit."""
    LEI = "lei"
    """Legal entity identifier, ISO 17442, 20 characters."""
    LIST = "list"
    """A row of a list that names no code: `list:<list>:<key>`."""


class Reason(NamedTuple):
    """Why something is so: a stable code for machines and a sentence for people."""

    code: str
    text: str


class Change(Enum):
    """What was done to a text to make it a code."""

    FULL_WIDTH = "full_width"
    """Full-width characters were written as ASCII."""
    BLANKS = "blanks"
    """Blanks, visible or not, were removed."""
    SEPARATORS = "separators"
    """Hyphens, dots and the like were removed."""
    LOWER_CASE = "lower_case"
    """Lower-case letters were written in upper case."""
