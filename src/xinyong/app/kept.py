"""Kept standings: one row a subject, served only while nothing can have changed it.

A kept standing is an answer to its own question alone: the same law by digest, a day from its own up to its
`next_change`, and no entry since that touches its subject. Anything else is computed anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

if TYPE_CHECKING:
    import datetime as dt

    from xinyong.kernel.ids import Seq, SubjectNumber
    from xinyong.standing.standing import Known, Standing


class Kept(NamedTuple):
    """A standing that was computed before, and the digest of the law it was computed under."""

    law: str
    standing: Standing


class KeptStandings(Protocol):
    """Where computed standings lie; losing all of it costs nothing but time."""

    def get(self, subject: SubjectNumber) -> Kept | None:
        """Return the kept standing of a subject, or None."""
        ...

    def put(self, subject: SubjectNumber, kept: Kept) -> None:
        """Keep a standing in place of the one before."""
        ...

    def clear(self) -> None:
        """Forget everything."""
        ...


def still_true(kept: Kept, *, law: str, day: dt.date, newest: Seq) -> bool:
    """Return whether a kept standing is the standing of `day`.

    Args:
        kept: the standing, computed at the ledger's end at that time.
        law: digest of the law that applies now.
        day: the day asked about.
        newest: the newest entry that touches the subject.
    """
    standing = kept.standing
    before_change = standing.next_change is None or day < standing.next_change
    return kept.law == law and standing.day <= day and before_change and newest <= standing.known.seq


def served(kept: Kept, *, day: dt.date, known: Known) -> Standing:
    """Return a kept standing that is `still_true` as the answer for `day` and `known`."""
    return msgspec.structs.replace(kept.standing, day=day, known=known)
