"""The door: numbers and fields of persons are masked before anything is written.

Every digest, refusal, raw file and log is made of what comes out of here. Masking is deterministic, keeps the length of
a number (so that places are the same before and after), and changes nothing the second time. Rows without a number are
recognised by one pass of one pattern; only the others are looked at cell by cell.

The mask is not reversible and two numbers have the same mask: a row whose key was masked can't be told from its like.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.register.identifiers.spelling import spell
from xinyong.register.identifiers.validity import is_valid
from xinyong.register.personal_numbers import SCHEMES, PersonalNumber, PersonalScheme, is_citizen_number, is_near_miss
from xinyong.register.personal_scan import NONE, Span, find

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xinyong.register.identifiers.scheme import Scheme

MASK: Final = "*"
"""What stands for each character of a masked number; no pattern reads it as a digit, a letter or a gap."""

FIELD_MASK: Final = "***"
"""What stands for the whole of a personal field, however long it was."""

FIELD: Final = "field"
"""The scheme of a place that was masked because its column is personal."""


class Place(NamedTuple):
    """Where a row was masked: the cell, and the characters `[start, end)` of the masked cell."""

    cell: int
    start: int
    end: int
    scheme: str


class Masked(NamedTuple):
    """A row as it may be kept, and where it was masked, in order."""

    cells: Sequence[str]
    places: tuple[Place, ...]


_EDGE: Final = "\0"
"""Between cells that are looked at together: it is no digit, no letter and no gap."""

_NOTHING: Final[Mapping[int, Scheme]] = MappingProxyType({})
_NOWHERE: Final[frozenset[int]] = frozenset()
_DOMESTIC: Final = tuple(number for number in SCHEMES if number.domestic)


def mask_cells(
    cells: Sequence[str],
    *,
    typed: Mapping[int, Scheme] = _NOTHING,
    personal_columns: frozenset[int] = _NOWHERE,
    plain_columns: frozenset[int] = _NOWHERE,
) -> Masked:
    """Return a row with personal fields and personal numbers masked.

    Args:
        cells: the row, decoded.
        typed: columns that hold identifiers, with the scheme of each. A cell that is valid under its scheme is one,
            unless as a whole it is a valid 18-digit GB 11643 number, which always counts.
        personal_columns: columns about natural persons; masked whole.
        plain_columns: columns of amounts, dates, counts and document numbers; only mainland numbers count there.

    >>> mask_cells(["note 11010519491231002X"]).cells
    ['note ******************']
    """
    if not personal_columns and NONE.match(_EDGE.join(cells)):
        return Masked(cells, ())
    kept = list(cells)
    places: list[Place] = []
    for cell in personal_columns:
        if cell < len(kept) and kept[cell] and not kept[cell].isspace():
            kept[cell] = FIELD_MASK
            places.append(Place(cell, 0, len(FIELD_MASK), FIELD))
    if not NONE.match(_EDGE.join(kept)):
        for cell, text in enumerate(kept):
            if text and not NONE.match(text):
                schemes = _DOMESTIC if cell in plain_columns else SCHEMES
                kept[cell], spans = _mask(text, typed.get(cell), schemes)
                places += [Place(cell, *span) for span in spans]
    return Masked(kept, tuple(sorted(places)))


def are_clean(cells: Collection[str], *, typed: Scheme | None = None, plain: bool = False) -> bool:
    """Return whether masking leaves some cells of one column as they are; columns as for `mask_cells`.

    >>> are_clean(["note 110105", ""]), are_clean(["note 11010519491231002X", ""])
    (True, False)
    """
    if NONE.match(_EDGE.join(cells)):
        return True
    schemes = _DOMESTIC if plain else SCHEMES
    return all(NONE.match(cell) or not _mask(cell, typed, schemes)[1] for cell in cells)


def mask_text(text: str) -> str:
    """Return a text with every personal number masked: a line of a log, a message, a string of a JSON document.

    JSON is masked string by string, after decoding: inside a document a number may be written with escapes, and a bare
    number can't become a mask.

    >>> mask_text("ID 110105 19491231 002x, file 7")
    'ID ********************, file 7'
    """
    return text if NONE.match(text) else _mask(text, None, SCHEMES)[0]


def _mask(text: str, typed: Scheme | None, schemes: tuple[PersonalNumber, ...]) -> tuple[str, list[Span]]:
    if typed is not None:
        code = spell(text).text
        valid = is_valid(typed, code)
        if is_citizen_number(code) if valid else is_near_miss(code):
            return MASK * len(text), [Span(0, len(text), PersonalScheme.CN_18.value)]
        if valid:
            return text, []
    spans: list[Span] = []
    # Masking changes the neighbours of what is left, so the text is searched until nothing more is found.
    while found := find(text, schemes):
        for span in found:
            text = f"{text[: span.start]}{MASK * (span.end - span.start)}{text[span.end :]}"
        spans += found
    return text, sorted(spans)
