"""Who may be meant by a name: candidates with the reason for each; nothing follows from any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.ledger.entries import IdentifierGiven
from xinyong.register.matching import candidates
from xinyong.register.names import search_tokens

if TYPE_CHECKING:
    from xinyong.kernel.ids import SubjectNumber
    from xinyong.ledger.store import Store

LOOKED_AT: Final = 500
"""Names that are compared, those with most of the search words first."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate for a name.

    Attributes:
        subject: the subject's number, to be asked for as `#<number>`.
        name: the name that is like the one asked for.
        score: likeness from 0 to 100. likeness, why: in what, as a code and as a sentence.
        identifiers: what the subject holds, `scheme value` each.
    """

    subject: int
    name: str
    score: int
    likeness: str
    why: str
    identifiers: tuple[str, ...]


def find(store: Store, name: str, *, limit: int = 20) -> tuple[Found, ...]:
    """Return candidates for a name, best first; none where nothing is like it."""
    names = store.names(search_tokens(name), limit=LOOKED_AT)
    return tuple(
        Found(
            subject=one.subject,
            name=one.name,
            score=one.score,
            likeness=one.likeness.value,
            why=one.likeness.explained,
            identifiers=_identifiers(store, one.subject),
        )
        for one in candidates(name, names, limit=limit)
    )


def _identifiers(store: Store, subject: SubjectNumber) -> tuple[str, ...]:
    contents = [entry.content for entry in store.of_subject(subject)]
    given = [f"{content.scheme} {content.value}" for content in contents if isinstance(content, IdentifierGiven)]
    return tuple(dict.fromkeys(given))
