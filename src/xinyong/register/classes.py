"""What shows the class of a subject: a word in its type column, or a legal-form token of its name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from xinyong.register.legal_forms import FORMS, MENTION_TOKENS, PERSON_TOKENS, Where
from xinyong.register.subjects import SubjectClass

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSON_TYPES: Final = frozenset(
    {
        *("自然人", "个人", "個人", "个体工商户", "個體工商戶", "个体户", "个体", "个体经营", "农村承包经营户"),
        *("individual", "person", "natural person", "natural_person", "sole proprietor", "sole_proprietor"),
        *("sole proprietorship", "individual business", "个人事業主", "個人事業主"),
    }
)
"""Values of a type column that mean a natural person or an individual business."""

ORGANISATION_TYPES: Final[dict[str, SubjectClass]] = {
    "法人及非法人组织": SubjectClass.OTHER_ORGANISATION,
    "法人和非法人组织": SubjectClass.OTHER_ORGANISATION,
    "法人": SubjectClass.OTHER_ORGANISATION,
    "非法人组织": SubjectClass.OTHER_ORGANISATION,
    "企业": SubjectClass.ENTERPRISE,
    "企业法人": SubjectClass.ENTERPRISE,
    "个人独资企业": SubjectClass.ENTERPRISE,
    "合伙企业": SubjectClass.ENTERPRISE,
    "农民专业合作社": SubjectClass.COOPERATIVE,
    "机关": SubjectClass.STATE_ORGAN,
    "机关法人": SubjectClass.STATE_ORGAN,
    "事业单位": SubjectClass.PUBLIC_INSTITUTION,
    "事业单位法人": SubjectClass.PUBLIC_INSTITUTION,
    "社会组织": SubjectClass.SOCIAL_ORGANISATION,
    "社会团体": SubjectClass.SOCIAL_ORGANISATION,
    "社会团体法人": SubjectClass.SOCIAL_ORGANISATION,
    "民办非企业单位": SubjectClass.SOCIAL_ORGANISATION,
    "基金会": SubjectClass.SOCIAL_ORGANISATION,
    "律师事务所": SubjectClass.JUDICIAL_SERVICE,
    "branch": SubjectClass.ENTERPRISE,
    "fund": SubjectClass.FUND,
    "resident_government_entity": SubjectClass.STATE_ORGAN,
    "international_organization": SubjectClass.FOREIGN_BODY,
    "entity": SubjectClass.OTHER_ORGANISATION,
    "organisation": SubjectClass.OTHER_ORGANISATION,
    "organization": SubjectClass.OTHER_ORGANISATION,
    "company": SubjectClass.ENTERPRISE,
    "enterprise": SubjectClass.ENTERPRISE,
}
"""Values of a type column that mean an organisation: the official forms', and the categories of LEI registers.

`GENERAL` of the LEI registers is not among them: it is what a record has that was given no category, sole traders too.
"""


def _tokens(where: Where) -> dict[str, SubjectClass]:
    return {token: forms.shows for forms in reversed(FORMS) if forms.where is where for token in forms.tokens}


def _either(tokens: Iterable[str]) -> str:
    return "|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True))


_ANYWHERE: Final = _tokens(Where.ANYWHERE)
_ANYWHERE_PATTERN: Final = re.compile(_either(_ANYWHERE))
_END: Final = _tokens(Where.END)
_END_LENGTHS: Final = sorted({len(token) for token in _END}, reverse=True)
_WORD: Final = _tokens(Where.WORD)
_PHRASES: Final = tuple((f" {token} ", shows) for token, shows in _WORD.items() if " " in token)
_LAST_WORD: Final = _tokens(Where.LAST_WORD)
_TRAILING: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]][\s.]*\Z")
"""A remark in brackets at the end of a name."""
_BETWEEN_WORDS: Final = re.compile(r"[\s,;()\[\]\"-]+")
_PERSONS: Final = re.compile(_either(PERSON_TOKENS))
_MENTIONS: Final = re.compile(_either(MENTION_TOKENS))
_TRADING_AS: Final = re.compile("\\A[\u4e00-\u9fff]{2,4}即|即[\u4e00-\u9fff]{2,4}\\Z")
"""Taiwan's way of naming a sole trader: the person, 即, the shop, or the other way round."""


def fold_form(text: str) -> str:
    """Return a text as tokens are compared: NFKC, lower case, no dot that lowering a Turkish capital leaves."""
    return unicodedata.normalize("NFKC", text).lower().replace("\N{COMBINING DOT ABOVE}", "").strip()


def class_from_type(value: str) -> SubjectClass | None:
    """Return the class of organisation that a value of a type column means, or None.

    >>> class_from_type("法人及非法人组织")
    <SubjectClass.OTHER_ORGANISATION: 'other_organisation'>
    """
    return ORGANISATION_TYPES.get(fold_form(value))


def class_from_name(name: str) -> SubjectClass | None:
    """Return the class that a legal-form token of a name shows, or None where the name shows none.

    >>> class_from_name("㈱田村建設")
    <SubjectClass.ENTERPRISE: 'enterprise'>
    >>> class_from_name("大明商行") is None
    True
    """
    folded = fold_form(name)
    return None if _MENTIONS.search(folded) or _says_person(folded) else _shown(folded)


def type_is_person(value: str) -> bool:
    """Return whether a value of a type column means a natural person or an individual business."""
    return fold_form(value) in PERSON_TYPES


def name_is_person(name: str) -> bool:
    """Return whether a token of a name shows a person, in trade or not; most names of persons show nothing.

    >>> name_is_person("王小明即大明企業社"), name_is_person("李四（个体工商户）")
    (True, True)
    """
    folded = fold_form(name)
    return _says_person(folded) or (_TRADING_AS.search(folded) is not None and _shown(folded) is None)


def _says_person(folded: str) -> bool:
    found = _PERSONS.search(folded)
    return found is not None and _shown(folded[found.end() :]) is None


def _shown(folded: str) -> SubjectClass | None:
    if not folded.isascii():
        found = _ANYWHERE_PATTERN.search(folded)
        if found:
            return _ANYWHERE[found[0]]
        stem = _TRAILING.sub("", folded)
        for length in _END_LENGTHS:
            shows = _END.get(stem[-length:])
            if shows is not None:
                return shows
    return _shown_by_words(folded)


def _shown_by_words(folded: str) -> SubjectClass | None:
    """Return what the words show: a form stands at the end, or before what tells branches apart; never alone."""
    words = [word for part in _BETWEEN_WORDS.split(folded) if (word := part.rstrip("."))]
    if len(words) == 1:
        return None
    for word in reversed(words):
        if word in _WORD:
            return _WORD[word]
    line = f" {' '.join(words)} "
    for phrase, shows in _PHRASES:
        if phrase in line:
            return shows
    last = _BETWEEN_WORDS.split(_TRAILING.sub("", folded).rstrip(". "))[-1]
    return _LAST_WORD.get(last)
