"""How Chinese characters are read, in pinyin without tones: for finding a name by its sound, never for writing one.

Two characters that make a word are read as the word (重庆 is chongqing), any other by its first reading. Cheaper than a
full segmentation by a factor of ten, and good enough for a search that only proposes.
"""

from __future__ import annotations

from functools import cache
from typing import Final

_FIRST_HAN: Final = "\u3400"


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Return the words of two characters that are not read as their characters are."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - 0.2 s, and only names in Chinese need it

    return {
        word: (_plain(readings[0][0]), _plain(readings[1][0]))
        for word, readings in PHRASES_DICT.items()
        if len(word) == 2  # noqa: PLR2004 - a pair
    }


@cache
def _plain(reading: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415 - as above

    return to_normal(reading)


@cache
def _character(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - as above

    known = PINYIN_DICT.get(ord(character), "")
    return _plain(known.split(",")[0])


def readings(text: str) -> tuple[str, ...]:
    """Return the reading of each character, empty for what is not Chinese.

    >>> readings("重庆银行")
    ('chong', 'qing', 'yin', 'hang')
    """
    found: list[str] = []
    words = _words()
    place = 0
    while place < len(text):
        pair = words.get(text[place : place + 2])
        if pair:
            found += pair
            place += 2
        else:
            found.append(_character(text[place]) if text[place] >= _FIRST_HAN else "")
            place += 1
    return tuple(found)
