"""The draw: which organisations of a class are proposed for inspection, found from a published seed by anybody.

Nothing is left to chance at the machine. Each code has a place: the HMAC-SHA256 of round and code under the seed. The
lowest places of a class are drawn, as many as its share gives. No instrument prescribes a method; this one is the
product's own choice (decision 0033). Guarantees that the order of the input changes nothing, that within a class
every code is as likely as every other as long as the list stands before the seed is known, that a larger share draws
whoever a smaller one draws, and that never more are drawn than the greatest share allows. A draw proposes inspections
and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from xinyong.kernel.errors import Fault
from xinyong.law.inspection import WHOLE, bounds, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xinyong.law.inspection import Share


class DrawFault(Fault):
    """Nothing can be drawn like this."""

    code = "DRAW"


class Candidate(NamedTuple):
    """An organisation that may be drawn, and its class."""

    code: str
    grade: str


class Placed(NamedTuple):
    """A candidate with its place in the order of its class, from 1, and whether it is drawn."""

    code: str
    grade: str
    place: int
    drawn: bool


class Seed(NamedTuple):
    """What makes a draw this one and no other: the published seed, and which round of draws it is."""

    seed: str
    round: str


def key_of(seed: Seed, code: str) -> bytes:
    """Return what a code is ordered by: HMAC-SHA256, keyed by the seed, over the round, a line feed and the code.

    >>> key_of(Seed("s", "2026-11"), "91990101MA0000007H").hex()[:16]
    '54ef8f89ce5cf331'
    """
    return hmac.digest(seed.seed.encode(), f"{seed.round}\n{code}".encode(), hashlib.sha256)


def usual(share: Share) -> int:
    """Return the share that is drawn unless another is asked for: the least that is asked, else the greatest allowed.

    >>> from xinyong.law.inspection import Share
    >>> usual(Share(least=500, most=2000)), usual(Share(most=500))
    (500, 500)
    """
    chosen = share.most if share.least is None else share.least
    return WHOLE if chosen is None else chosen


def count(size: int, share: Fraction, most: Fraction) -> int:
    """Return how many of a class of `size` are drawn: its share rounded up, but never beyond the greatest share.

    >>> from fractions import Fraction
    >>> [count(size, Fraction(5, 100), Fraction(20, 100)) for size in (0, 4, 5, 20, 21)]
    [0, 0, 1, 1, 2]
    """
    return min(math.ceil(size * share), math.floor(size * most))


def draw(candidates: Iterable[Candidate], seed: Seed, counts: Mapping[str, int]) -> tuple[Placed, ...]:
    """Draw from every class.

    Args:
        candidates: each code once.
        seed: seed and round, neither empty nor of several lines.
        counts: how many are drawn of a class; none of a class that is not named.

    Returns:
        All candidates by class and place.

    Raises:
        DrawFault: a code stands twice, or the seed is none.
    """
    _checked(seed)
    classes: dict[str, list[tuple[bytes, str]]] = {}
    seen = set[str]()
    for code, grade in candidates:
        if code in seen:
            what = f"The code {code} stands twice."
            raise DrawFault(what, why="Who stands twice is twice as likely.", remedy="Write each code once.")
        seen.add(code)
        classes.setdefault(grade, []).append((key_of(seed, code), code))
    return tuple(
        Placed(code, grade, place, place <= counts.get(grade, 0))
        for grade in sorted(classes)
        for place, (_, code) in enumerate(sorted(classes[grade]), 1)
    )


def within(share: int, allowed: Share | None, *, grade: str) -> Fraction:
    """Return a share of a class that somebody asks for, in ten-thousandths, as a part of one.

    Raises:
        DrawFault: the instrument does not allow it.
    """
    least, most = bounds(allowed)
    asked = Fraction(share, WHOLE)
    if least <= asked <= most:
        return asked
    what = f"{percent(share)} of the class {grade} is not what the instrument allows."
    ends = f"{percent(int(least * WHOLE))} to {percent(int(most * WHOLE))}"
    raise DrawFault(what, remedy=f"Ask for {ends}.")


def digest(candidates: Iterable[Candidate]) -> str:
    """Return SHA-256 over the lines `code,class` in order of their codes: published before the seed, it binds the list.

    >>> digest([Candidate("b", "B"), Candidate("a", "A")]) == digest([Candidate("a", "A"), Candidate("b", "B")])
    True
    """
    lines = sorted(f"{code},{grade}\n" for code, grade in candidates)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def differences(published: Iterable[Placed], again: Iterable[Placed]) -> tuple[tuple[str, str], ...]:
    """Return each code whose part in a published draw is wrong, with what is wrong, by code; both of the same codes."""
    right = {one.code: one for one in again}
    return tuple((one.code, _wrong(one, right[one.code])) for one in sorted(published) if one != right[one.code])


def _wrong(published: Placed, right: Placed) -> str:
    if published.drawn != right.drawn:
        return "left out" if right.drawn else "wrongly drawn"
    return f"in place {published.place} instead of {right.place}"


def _checked(seed: Seed) -> None:
    for name, text in (("seed", seed.seed), ("round", seed.round)):
        if not text.strip() or text.splitlines() != [text]:
            what = f"{text!r} is no {name}."
            raise DrawFault(what, remedy="Write one line that is not empty.")
