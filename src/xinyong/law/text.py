"""Words of the law for people: the same in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str
