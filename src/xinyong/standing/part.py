"""The parts that every other part of a standing is made of: words in two languages, and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from xinyong.kernel.cite import SourceGrade

if TYPE_CHECKING:
    from xinyong.kernel.cite import Citation
    from xinyong.law.text import Text


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a standing: frozen, encoded with sorted keys, read back strictly."""


class Words(Part, frozen=True, kw_only=True):
    """The same words in Chinese and in English."""

    zh: str
    en: str


class Cited(Part, frozen=True, kw_only=True):
    """An instrument, the place in it, and the grade of the source (P O N S D A M, best first)."""

    instrument: str
    article: str
    grade: str
    note: str = ""

    @property
    def unverified(self) -> bool:
        """Whether the number comes from memory."""
        return self.grade == SourceGrade.UNVERIFIED.value


def cited(citation: Citation) -> Cited:
    """Return a pack's citation as a standing shows it."""
    return Cited(
        instrument=citation.instrument, article=citation.article, grade=citation.grade.value, note=citation.note
    )


def words(text: Text) -> Words:
    """Return a pack's words as a standing shows them."""
    return Words(zh=text.zh, en=text.en)
