"""The standing: everything the system says of one subject on one day, as one frozen value.

It is a pure function of the ledger up to a checkpoint, the law by digest and a day; `standing.compose` computes it.
`encoded` writes it as canonical JSON: keys sorted, no blanks, the same bytes for the same value. Nothing personal is in
it: documents and free text stay in the ledger. Intervals are half-open; `until` None has no end yet. Every number of
the law stands beside its article and the grade of the source it was read in; grade M (from memory, unsourced) is also
marked `unverified` on the rating that uses it.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from xinyong.standing.identity import Subject
from xinyong.standing.law import LawRead
from xinyong.standing.listings import Listing
from xinyong.standing.outside import Outside
from xinyong.standing.part import Cited, Part
from xinyong.standing.proposals import Proposal
from xinyong.standing.publication import Publication
from xinyong.standing.rating import Rating
from xinyong.standing.spared import Spared

FORMAT = 1
"""The number of this shape; a changed meaning raises it."""


class Known(Part, frozen=True, kw_only=True):
    """The ledger's state that was read: its last entry, the chain's head there, and when that entry became known.

    `at` is in milliseconds since 1970-01-01 UTC.
    """

    seq: int
    head: str
    at: int


class RecordRead(Part, frozen=True, kw_only=True):
    """A record that was true as far as was known: its facts, who delivered it, and where its row stands.

    `facts` holds the columns that are not null; days as YYYY-MM-DD, money in fen.
    """

    seq: int
    kind: str
    facts: dict[str, int | str | bool]
    authority: str | None
    delivery: str
    line: int
    copies: int
    known_at: int


class Unknown(Part, frozen=True, kw_only=True):
    """Something that could not be decided; nothing followed from it.

    Attributes:
        part: what: which version governs (`law`), a `condition`, `points`, a `life`, `facts`, or a `publication` term.
        names: the columns that are null, or the facts that depend on unknown hits.
    """

    pack: str | None
    rule: str | None
    record: int | None
    part: str
    names: tuple[str, ...]


class ChoiceMade(Part, frozen=True, kw_only=True):
    """What a source leaves open, and what the pack does about it."""

    pack: str
    question: str
    choice: str
    reason: str


class Standing(Part, frozen=True, kw_only=True):
    """All of it, for one subject at one day.

    Attributes:
        known: the state of the ledger that was read; the only part that an unrelated entry changes.
        erased: entries of the subject whose content was erased; a replay that would need them can't have them.
        outside: ratings that there are not because their packs do not apply to the subject, each with its reason.
        spared: records that rules do not count because an override spares them, each with its article.
        next_change: the first day after `day` on which any of it can stop being true without a new entry; None:
            never.
    """

    format: int = FORMAT
    subject: Subject
    day: dt.date
    known: Known
    law: tuple[LawRead, ...]
    calendar: str | None
    records: tuple[RecordRead, ...]
    erased: tuple[int, ...]
    ratings: tuple[Rating, ...]
    outside: tuple[Outside, ...]
    proposals: tuple[Proposal, ...]
    listings: tuple[Listing, ...]
    publication: tuple[Publication, ...]
    unknowns: tuple[Unknown, ...]
    spared: tuple[Spared, ...] = ()
    citations: tuple[Cited, ...]
    choices: tuple[ChoiceMade, ...]
    next_change: dt.date | None


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Standing)


def encoded(standing: Standing) -> bytes:
    """Return the standing as canonical JSON: equal values give equal bytes."""
    return _ENCODER.encode(standing)


def decoded(data: bytes) -> Standing:
    """Return the standing that `encoded` wrote.

    Raises:
        msgspec.ValidationError: the bytes are no standing of this format.
    """
    return _DECODER.decode(data)
