"""Distributions of grades that authorities published: figures about the world, to be set beside what packs give.

No rule reads them. Guarantees that every one names its rating, whom it counted and where it stands.
"""

from __future__ import annotations

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.law.text import Text

WHOLE = 10_000
"""What shares are parts of."""


class PublishedFault(Fault):
    """A table of published distributions is not well made."""

    code = "PUBLISHED"


class PublishedGrades(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How holders of grades were distributed, as it was published.

    Attributes:
        family: the instrument whose grades they are.
        of: whose and when, in words.
        counted: how many were rated; None: not said.
        shares: grade to its share in ten-thousandths; a grade that is not there was not published.
    """

    family: str
    of: Text
    counted: int | None
    shares: dict[str, int]
    citation: Citation


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    published: tuple[PublishedGrades, ...]


def read_published(document: object, origin: str) -> tuple[PublishedGrades, ...]:
    """Return the distributions of a document.

    Raises:
        PublishedFault: it is not of that shape, or shares are negative or more than a whole together.
    """
    try:
        found = msgspec.convert(document, _Document).published
    except msgspec.ValidationError as error:
        what = f"{origin} is no table of published distributions."
        raise PublishedFault(what, why=str(error), remedy="Write it as the shipped one is.") from error
    for one in found:
        if min(one.shares.values(), default=0) < 0 or sum(one.shares.values()) > WHOLE:
            what = f"{origin}: the shares of {one.family}, {one.of.en}, are no parts of {WHOLE}."
            raise PublishedFault(what, remedy="Write shares in ten-thousandths.")
    return found
