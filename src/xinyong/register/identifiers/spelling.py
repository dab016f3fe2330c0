"""One spelling for codes: full-width to ASCII, blanks and separators out, letters upper case, every change reported.

Nothing is guessed: `O` stays `O` where a nought was meant, and a text that is no code comes back as it is spelled.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from xinyong.register.identifiers.scheme import Change

_BLANKS: Final = (
    "\t\n\v\f\r \N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{IDEOGRAPHIC SPACE}\N{NARROW NO-BREAK SPACE}\N{WORD JOINER}"
    "\N{ZERO WIDTH NO-BREAK SPACE}" + "".join(map(chr, range(0x2000, 0x2010)))
)
_HYPHENS: Final = "-\N{MINUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}" + "".join(map(chr, range(0x2010, 0x2016)))
_SEPARATORS: Final = _HYPHENS + "._'`\N{MIDDLE DOT}\N{FULLWIDTH FULL STOP}\N{FULLWIDTH LOW LINE}\N{KATAKANA MIDDLE DOT}"
_WIDE: Final = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
_LOWER: Final = {ord(letter): ord(letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz"}
_TABLE: Final[dict[int, int | None]] = (
    {point: _LOWER.get(plain, plain) for point, plain in _WIDE.items()}
    | dict(_LOWER)
    | dict.fromkeys(map(ord, _BLANKS + _SEPARATORS))
)
_FOUND: Final = (
    (Change.FULL_WIDTH, re.compile("[\uff01-\uff5e]")),
    (Change.BLANKS, re.compile(f"[{re.escape(_BLANKS)}]")),
    (Change.SEPARATORS, re.compile(f"[{re.escape(_SEPARATORS)}]")),
    (Change.LOWER_CASE, re.compile("[a-z\uff41-\uff5a]")),
)
_PLAIN: Final = re.compile("[0-9A-Z]*")


class Spelled(NamedTuple):
    """A text in the one spelling, and what was changed to get there."""

    text: str
    changes: tuple[Change, ...]


def spell(text: str) -> Spelled:
    """Return `text` as a code is written, with the changes made.

    Spelling twice changes nothing.

    >>> spell("91 110000 60003734-1l")
    Spelled(text='91110000600037341L', changes=(<Change.BLANKS: 'blanks'>, <Change.SEPARATORS: 'separators'>, \
<Change.LOWER_CASE: 'lower_case'>))
    """
    if _PLAIN.fullmatch(text):
        return Spelled(text, ())
    changes = tuple(change for change, pattern in _FOUND if pattern.search(text))
    return Spelled(text.translate(_TABLE), changes)
