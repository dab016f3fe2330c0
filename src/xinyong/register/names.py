"""Names as they are compared and found: folded, without their legal form, and cut into search tokens.

Folding is for comparison alone; what is kept and shown is the name as it was delivered. Traditional characters become
simplified ones, full-width and compatibility forms plain ones, capitals small; brackets, blanks and points go.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from xinyong.register.legal_forms import FORMS, Where
from xinyong.register.readings import readings

if TYPE_CHECKING:
    from opencc import OpenCC

_MARKS: Final = re.compile(r"[\W_]+")
_HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORDS: Final = re.compile(r"[^\W_]+")
_RUNS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_FIRST_CJK: Final = "\u3040"
_REMEMBERED: Final = 20_000
"""Names of which the last results are kept: a name that is asked for is compared with many, and many come again."""


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 - loads a library that only names in Chinese need

    return OpenCC("t2s")


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return plain if plain.isascii() else _simplifier().convert(plain)


def _tokens(*places: Where) -> frozenset[str]:
    return frozenset(_plain(token) for forms in FORMS if forms.where in places for token in forms.tokens)


@cache
def _forms() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return what takes a Chinese or Japanese form off a name's ends, and the words that are forms elsewhere."""
    tokens = _tokens(Where.ANYWHERE) | {"公司", "集团"}
    ends = "|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True))
    words = {_MARKS.sub("", token) for token in _tokens(Where.WORD, Where.LAST_WORD)}
    return re.compile(f"\\A(?:{ends})+|(?:股份)?(?:{ends})+\\Z"), frozenset(words | {"co", "company", "the", "and"})


@lru_cache(maxsize=_REMEMBERED)
def fold_name(name: str) -> str:
    """Return a name for comparison: two spellings of one name fold to the same text.

    >>> fold_name("臺灣電視（股）公司") == fold_name("台湾电视(股)公司")
    True
    """
    return _MARKS.sub("", _plain(name))


@lru_cache(maxsize=_REMEMBERED)
def core_name(name: str) -> str:
    """Return a folded name without its legal form, or the folded name where nothing would be left.

    >>> core_name("北京大明科技有限公司"), core_name("ACME Trading Co., Ltd.")
    ('北京大明科技', 'acmetrading')
    """
    return "".join(_core_runs(name)) or fold_name(name)


def search_tokens(name: str) -> tuple[str, ...]:
    """Return the tokens by which a name is found, each once; the same for a name and for a question.

    Latin text gives its words; Chinese text each pair of neighbouring characters, the reading of each pair, the reading
    of the whole and its initials.

    >>> search_tokens("重庆银行")
    ('重庆', '庆银', '银行', 'chongqing', 'qingyin', 'yinhang', 'chongqingyinhang', 'cqyh')
    """
    found: list[str] = []
    for run in _core_runs(name) or _RUNS.findall(_plain(name)):
        if run[0] < _FIRST_CJK or len(run) == 1:
            found.append(run)
        else:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
            found += _sounds(run)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=_REMEMBERED)
def sound(name: str) -> str:
    """Return the reading of a name's core, its Latin part as it is.

    >>> sound("重庆银行"), sound("ACME Ltd")
    ('chongqingyinhang', 'acme')
    """
    core = core_name(name)
    return "".join(reading or character for reading, character in zip(readings(core), core, strict=True))


def _core_runs(name: str) -> list[str]:
    """Return the words and runs of a name that are not its legal form."""
    ends, words = _forms()
    plain = _plain(name)
    if plain.isascii():
        return [word for word in _WORDS.findall(plain.replace(".", "")) if word not in words]
    stem = ends.sub("", plain.strip())
    return [run for run in _RUNS.findall(stem) if run not in words]


def _sounds(run: str) -> list[str]:
    if not _HAN.fullmatch(run):
        return []
    read = readings(run)
    pairs = [first + second for first, second in pairwise(read)]
    return [*pairs, "".join(read), "".join(reading[:1] for reading in read)]
