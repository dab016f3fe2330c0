"""Which encoding a text file is in: a mark at its beginning, or the first of the mapping's that reads the whole file.

The whole file is tried, since a file of ASCII with one GBK name at its end is GBK. A file that is UTF-8 up to a broken
byte is refused: GB 18030 would read its Chinese as other Chinese without an error.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from xinyong.adapters.files.delivered import FileFault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHUNK: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SURELY_UTF_8: Final = 8
"""Characters beyond ASCII that were valid UTF-8 before a byte was not: another encoding does not do that by chance."""


def encoding_of(path: Path, tried: Sequence[str]) -> str:
    """Return the encoding in which the whole of a file can be read.

    Raises:
        FileFault: none of those tried reads it, or it is UTF-8 with a broken byte.
    """
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    for encoding in tried:
        broken = _first_broken(path, encoding)
        if broken is None:
            return encoding
        if encoding == "utf-8" and _beyond_ascii(path, broken) >= _SURELY_UTF_8:
            what = f"{path.name} is UTF-8 with a broken byte at offset {broken}."
            raise FileFault(what, remedy="Save the file again; it may have been cut off or joined from two files.")
    what = f"{path.name} is in none of the encodings {', '.join(tried)}."
    raise FileFault(what, remedy="Save the file as UTF-8 and send it again.")


def _first_broken(path: Path, encoding: str) -> int | None:
    """Return the offset of the first byte that is not of the encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return max(0, offset - waiting + error.start)
            offset += len(chunk)
        waiting = len(decoder.getstate()[0])
    return offset - waiting if waiting else None


def _beyond_ascii(path: Path, before: int) -> int:
    """Return how many characters beyond ASCII stand before an offset, counted up to a limit."""
    found = 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while before > 0 and found < _SURELY_UTF_8 and (chunk := file.read(min(_CHUNK, before))):
            before -= len(chunk)
            found += sum(not character.isascii() for character in decoder.decode(chunk))
    return found
