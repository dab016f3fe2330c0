"""Data that must not be collected at all (Credit-reporting Regulation, article 14): what it is called, and who is seen.

The table is data; this reads it and looks for its words in what fields are called. A catalogue or a form with such a
field is refused by name, before a cell of it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.law.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def prohibited_in(table: Iterable[Prohibited], called: Iterable[str]) -> list[str]:
    """Return why fields that are called so must not be there, a sentence for each.

    >>> from xinyong.kernel.cite import SourceGrade
    >>> article = Citation(instrument="征信业管理条例", article="第十四条", grade=SourceGrade.PRIMARY)
    >>> blood = Prohibited(id="blood", title=Text(zh="血型", en="blood type"), words=("血型",), citation=article)
    >>> prohibited_in([blood], ["员工血型", "amount"])
    ["'员工血型' is blood type, which must not be collected (征信业管理条例 第十四条)"]
    """
    return [
        f"{name!r} is {item.title.en}, which must not be collected ({item.citation.instrument} {item.citation.article})"
        for name in called
        for item in table
        if _is(item, name)
    ]


def _is(item: Prohibited, name: str) -> bool:
    plain = " ".join(re.split(r"[\s_.\-]+", name.casefold()))
    for other in item.unless:
        plain = plain.replace(other, " ")
    return any(_stands(word, plain) for word in item.words)


def _stands(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text
