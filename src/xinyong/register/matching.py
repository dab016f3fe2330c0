"""Candidates for a name, each with a score and the reason for it. Never a link: only a human relates two subjects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from xinyong.register.names import core_name, fold_name, sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.kernel.ids import SubjectNumber


class Likeness(Enum):
    """In what a candidate is like the name that was asked for."""

    SAME = "same"
    """The same name: script, width, case, blanks and brackets aside."""
    SAME_BUT_FORM = "same_but_form"
    """The same but for the legal form."""
    CONTAINS = "contains"
    """One is part of the other."""
    SAME_SOUND = "same_sound"
    """Read alike in pinyin, or typed in it."""
    SIMILAR = "similar"
    """Spelled alike, by edit distance."""

    @property
    def explained(self) -> str:
        """The sentence for people."""
        return _EXPLAINED[self]


_EXPLAINED: Final = {
    Likeness.SAME: "The same name but for script, width, case, blanks and brackets.",
    Likeness.SAME_BUT_FORM: "The same name but for its legal form.",
    Likeness.CONTAINS: "One name is part of the other.",
    Likeness.SAME_SOUND: "The names are read alike.",
    Likeness.SIMILAR: "The names are spelled alike.",
}

LEAST_SCORE: Final = 60
"""Below this likeness of 0 to 100 nothing is proposed: a choice of display, without consequence for anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A subject that may be meant: its name, a likeness of 0 to 100 and the reason for it."""

    subject: SubjectNumber
    name: str
    score: int
    likeness: Likeness


def candidates(asked: str, names: Iterable[tuple[SubjectNumber, str]], *, limit: int = 20) -> tuple[Candidate, ...]:
    """Return whom a name may mean, best first; of a subject with several names the best one.

    Equal scores are in order of subject number, so the answer is the same however the names came.
    """
    best: dict[SubjectNumber, Candidate] = {}
    for subject, name in names:
        score, likeness = _likeness(asked, name)
        known = best.get(subject)
        if score >= LEAST_SCORE and (known is None or (score, name) > (known.score, known.name)):
            best[subject] = Candidate(subject=subject, name=name, score=score, likeness=likeness)
    ordered = sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.subject))
    return tuple(ordered[:limit])


def _likeness(asked: str, name: str) -> tuple[int, Likeness]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - 40 ms that only a search needs

    if fold_name(asked) == fold_name(name):
        return 100, Likeness.SAME
    ours, theirs = core_name(asked), core_name(name)
    if ours == theirs:
        return 95, Likeness.SAME_BUT_FORM
    shorter, longer = sorted((ours, theirs), key=len)
    if shorter and shorter in longer:
        return 70 + 20 * len(shorter) // len(longer), Likeness.CONTAINS
    if sound(asked) == sound(name):
        return 80, Likeness.SAME_SOUND
    similar = int(fuzz.ratio(ours, theirs))
    heard = int(fuzz.ratio(sound(asked), sound(name))) * 8 // 10
    return (similar, Likeness.SIMILAR) if similar >= heard else (heard, Likeness.SAME_SOUND)
