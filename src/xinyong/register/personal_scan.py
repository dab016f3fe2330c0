"""Finding personal numbers in running text: a quick look that may only err on the safe side, and the full search.

`surely_none` is one pass of one pattern and says yes only where no scheme could match; a property test holds it to
that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.register.personal_numbers import BETWEEN, DIGIT, LETTER, SCHEMES, PersonalNumber, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_MORE: Final = f"(?!{BETWEEN}{{0,3}}+{DIGIT})"
"""No digit goes on, not even after a gap: what a run of digits was, it stays."""

_HARMLESS: Final = "|".join(
    (
        # Up to five digits, and up to seven in two parts: no scheme has so few.
        f"[0-9]{{1,5}}+{_NO_MORE}",
        # A day, with or without a time: at most ten digits before a colon, not grouped as any number is.
        f"[12][0-9]{{3}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?: [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?{_NO_MORE}",
        # The digits of a code before a letter: fifteen alone, or seventeen and an X, would be another matter.
        "[0-9]{16,17}+(?=[A-WYZ])",
        "[0-9]{7,14}+(?=[A-WYZ])",
        # Eighteen digits that hold no century where a year of birth would be.
        f"[0-9]{{6}}(?!1[89]|20)[0-9]{{11}}[0-9X](?!{DIGIT})",
        # Six to eight digits that do not follow a letter: Hong Kong's and Taiwan's would.
        f"(?<!{LETTER})(?<!{LETTER}{BETWEEN})[0-9]{{6,8}}+{_NO_MORE}",
        # Numbers of a length that no scheme has.
        f"(?:[0-9]{{10,11}}+|[0-9]{{13,14}}+|[0-9]{{19,}}+){_NO_MORE}",
        f"[0-9]{{1,4}}+{BETWEEN}{{1,3}}+[0-9]{{1,3}}+{_NO_MORE}",
        f"{DIGIT}{{1,5}}+{_NO_MORE}",
    )
)
NONE: Final = re.compile("{other}*+(?:(?:{harmless}){other}*+)*+\\Z".format(other=f"[^{DIGIT[1:]}", harmless=_HARMLESS))

"""Matches a text in which no personal number can stand; no match means only that a search is needed."""


class Span(NamedTuple):
    """Where a personal number stands in a text, `[start, end)`, and whose it is."""

    start: int
    end: int
    scheme: str


def surely_none(text: str) -> bool:
    """Return whether no personal number can stand in `text`; False means only that a search is needed.

    >>> surely_none("2019-05-22, 91110108795101314G"), surely_none("call 110105491231002")
    (True, False)
    """
    return NONE.match(text) is not None


def find(text: str, schemes: tuple[PersonalNumber, ...] = SCHEMES) -> list[Span]:
    """Return where personal numbers stand in `text`, in order, none overlapping another.

    Where candidates overlap, either may be the number: the span is all of them, of the scheme that the table has first.
    """
    found = sorted(
        (start, end, rank) for rank, number in enumerate(schemes) for start, end in _candidates(text, number)
    )
    merged: list[tuple[int, int, int]] = []
    for start, end, rank in found:
        if merged and start < merged[-1][1]:
            first, last, other = merged.pop()
            merged.append((first, max(end, last), min(rank, other)))
        else:
            merged.append((start, end, rank))
    return [Span(start, end, schemes[rank].scheme.value) for start, end, rank in merged]


def _candidates(text: str, number: PersonalNumber) -> Iterator[tuple[int, int]]:
    """Yield the checked numbers of one scheme, also those that begin inside another candidate."""
    found = number.pattern.search(text)
    while found:
        if number.check(plain(found[0])):
            yield found.span()
        found = number.pattern.search(text, found.start() + 1)
