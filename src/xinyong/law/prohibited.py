"""Data that must not be collected at all (Credit-reporting Regulation, article 14): what it is called, and who is seen.

The table is data; this reads it and looks for its words in what fields are called. A catalogue or a form with such a
field is refused by name, before a cell of it is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.law.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ProhibitionFault(Fault):
    """The table of prohibited data can't be read."""

    code = "PROHIBITED"


class Prohibited(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sort of data.

    Attributes:
        words: what fields of it are called, Chinese words anywhere, Latin ones as whole words.
        unless: longer words in which they mean something else.
    """

    id: str
    title: Text
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    citation: Citation


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    prohibited: tuple[Prohibited, ...]


def read_prohibited(document: object, origin: str) -> tuple[Prohibited, ...]:
    """Return the table of a document, plain data as a YAML reader gives it.

    Raises:
        ProhibitionFault: a key is missing, unknown or of the wrong type, or a sort has no words.
    """
    try:
        found = msgspec.convert(document, _Document).prohibited
    except msgspec.ValidationError as error:
        what = f"{origin} is no table of prohibited data."
        raise ProhibitionFault(what, why=str(error), remedy="Compare it with the one that ships.") from error
    empty = [item.id for item in found if not item.words]
    if empty or not found:
        what = f"{origin} names no words for {', '.join(empty) or 'anything'}."
        raise ProhibitionFault(what, remedy="Say what fields of it are called.")
    return found


def prohibited_in(table: Sequence[Prohibited], called: Iterable[str]) -> list[str]:
    """Return why fields that are called so must not be there, a sentence for each.

    >>> from xinyong.kernel.cite import SourceGrade
    >>> article = Citation(instrument="征信业管理条例", article="第十四条", grade=SourceGrade.PRIMARY)
    >>> blood = Prohibited(id="blood", title=Text(zh="血型", en="blood type"), words=("血型",), citation=article)
    >>> prohibited_in([blood], ["员工血型", "amount"])
    ["'员工血型' is blood type, which must not be collected (征信业管理条例 第十四条)"]
    """
    return [
        f"{name!r} is {item.title.en}, which must not be collected ({item.citation.place})"
        for name in called
        for plain in (_PARTED.sub(" ", name.casefold()),)
        for item in table
        if _is(item, plain)
    ]


_PARTED: Final = re.compile(r"[\s_.\-]+")


def _is(item: Prohibited, plain: str) -> bool:
    for other in item.unless:
        plain = plain.replace(other, " ")
    return _any_of(item.words).search(plain) is not None


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the words; made once, since every field of every kind and form is asked."""
    return re.compile(
        "|".join(f"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    )
