"""Everything is an entry: the closed kinds of content, and the header that the chain keeps.

An entry is a header and its content. The header is chained and kept for ever and holds nothing personal; the
content lies in
tables of its own, enters the chain as a salted commitment, and can be erased by an audited procedure that is itself an
entry. Values here are frozen; a new kind of entry is a new class with a new tag, an old class never changes its meaning
(a changed shape raises `VERSION` of its tag).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

import msgspec

from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Plane, Seq, SubjectNumber


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """What an entry says; every subclass has its own tag."""


class StoreOpened(Content, tag="store.opened", frozen=True, kw_only=True):
    """The first entry of every store: what it may hold, and its first actor."""

    plane: Plane
    name: str
    account: str
    office: str


class ActorNamed(Content, tag="actor.named", frozen=True, kw_only=True):
    """An official or an agent, by account and office."""

    account: str
    office: str
    kind: Literal["official", "agent"]


class SubjectOpened(Content, tag="subject.opened", frozen=True, kw_only=True):
    """A subject came to be known; its class and what showed it (`code`, `register`, `name`, `list`)."""

    subject_class: str
    shown_by: str


class IdentifierGiven(Content, tag="subject.identifier", frozen=True, kw_only=True):
    """The subject holds an identifier from `since`, before `until`."""

    scheme: str
    value: str
    since: dt.date | None = None
    until: dt.date | None = None


class NameGiven(Content, tag="subject.name", frozen=True, kw_only=True):
    """The subject bears a name from `since`, before `until`."""

    name: str
    language: str
    form: Literal["registered", "former", "alias", "delivered"]
    since: dt.date | None = None
    until: dt.date | None = None


class SubjectChanged(Content, tag="subject.changed", frozen=True, kw_only=True):
    """A renaming, merger, split or striking-off; `others` are the subjects on the other side."""

    event: Literal["renamed", "merged_into", "split_from", "struck_off"]
    on: dt.date
    others: tuple[SubjectNumber, ...] = ()


class ChangeTakenBack(Content, tag="subject.taken_back", frozen=True, kw_only=True):
    """A change that never was is taken back, from now on as known; `replaces` are the entries that said it.

    Of a renaming these are the change and the names that came with it. The days before, as known then, stay as told.
    """

    replaces: tuple[Seq, ...]
    reason: str


class DeliveryOpened(Content, tag="delivery.opened", frozen=True, kw_only=True):
    """An authority's file began to come in. `delivery` is the digest of its masked bytes, in hex."""

    delivery: str
    mapping: str
    mapping_digest: str
    form: str
    snapshot_of: str | None = None
    snapshot_on: dt.date | None = None
    file_name: str = ""


class DeliveryClosed(Content, tag="delivery.closed", frozen=True, kw_only=True):
    """The file came in whole; entered + corrected + repeated + refused + quarantined + personal = rows."""

    delivery: str
    rows: int
    entered: int
    corrected: int
    repeated: int
    refused: int
    quarantined: int
    personal: int
    removed: int
    reasons: dict[str, int]


class DeliveryWithdrawn(Content, tag="delivery.withdrawn", frozen=True, kw_only=True):
    """A whole delivery was taken back; the entries that undo it follow."""

    delivery: str
    reason: str


class RecordEntered(Content, tag="record.entered", frozen=True, kw_only=True):
    """A row of a delivery, as a record.

    Attributes:
        kind: record kind of the catalogue.
        key: the row's key by its mapping, a hex digest.
        row: digest of the masked row, hex; the same key with another row is a correction.
        facts: columns that rules read.
        document: everything else that is kept, by field code; free text stands here and no rule reads it.
        source: the row's masked cells in the order of the form.
        masked: places masked in `source`: (cell, start, end, scheme).
        delivery, line: provenance.
        copies: identical rows of the file that this entry stands for.
        replaces: the entry that this one corrects.
        listing: for a row of another's list: `list:<list>:<key>`.
    """

    kind: str
    key: str
    row: str
    facts: dict[str, FactValue]
    document: dict[str, str]
    source: tuple[str, ...]
    masked: tuple[tuple[int, int, int, str], ...] = ()
    delivery: str
    line: int
    copies: int = 1
    replaces: Seq | None = None
    listing: str | None = None


class RecordRemoved(Content, tag="record.removed", frozen=True, kw_only=True):
    """A record stopped being so: a later snapshot lacks it, or its delivery was withdrawn."""

    replaces: Seq
    cause: Literal["snapshot", "withdrawn", "correction_withdrawn"]
    delivery: str
    on: dt.date | None = None


class HeldResolved(Content, tag="held.resolved", frozen=True, kw_only=True):
    """A human settled a held row: it was let in, or stays out."""

    held: int
    verdict: Literal["admitted", "rejected"]
    reason: str


class LinkJudged(Content, tag="link.judged", frozen=True, kw_only=True):
    """A human related this subject to `other`, or refused to; a later judgement replaces an earlier one."""

    other: SubjectNumber
    verdict: Literal["confirmed", "rejected"]
    reason: str


class PackActivated(Content, tag="pack.activated", frozen=True, kw_only=True):
    """A pack version came into force, or left it, by its digest."""

    pack: str
    digest: str
    active: bool


class CalendarActivated(Content, tag="calendar.activated", frozen=True, kw_only=True):
    """A calendar edition became part of the law, by its digest."""

    edition: str
    digest: str


class ContentErased(Content, tag="content.erased", frozen=True, kw_only=True):
    """The content of the entries was removed; headers and commitments stay. `keys` are held when they come again.

    The store adds what only it knows: keys of the erased records, and in `replaced` what they had superseded, as pairs
    (entry, the erased entry that superseded it), so that nothing comes alive again.
    """

    entries: tuple[Seq, ...]
    keys: tuple[str, ...]
    reason: str
    replaced: tuple[tuple[Seq, Seq], ...] = ()


AnyContent: TypeAlias = (
    StoreOpened
    | ActorNamed
    | SubjectOpened
    | IdentifierGiven
    | NameGiven
    | SubjectChanged
    | ChangeTakenBack
    | DeliveryOpened
    | DeliveryClosed
    | DeliveryWithdrawn
    | RecordEntered
    | RecordRemoved
    | HeldResolved
    | LinkJudged
    | PackActivated
    | CalendarActivated
    | ContentErased
)
"""Every kind of content there is; `match` over it ends in `assert_never`."""


class RecordWritten(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record of which most bytes were written when its row was prepared; it becomes a `RecordEntered`.

    Attributes:
        written: what lies on either side of `replaces`, as `ledger.encoding.split` cuts it.
        kind, key, row, facts, delivery, line, copies, replaces, listing: as in `RecordEntered`.
    """

    written: tuple[bytes, bytes]
    kind: str
    key: str
    row: str
    facts: dict[str, FactValue]
    delivery: str
    line: int
    copies: int = 1
    replaces: Seq | None = None
    listing: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry that has no number yet: the sequencer numbers it at commit.

    Attributes:
        valid_on: the day from which what it says is true, where there is one.
        authority: who delivered or decided it.
        actor: account of the person or agent whose act it is.
    """

    content: AnyContent | RecordWritten
    subject: SubjectNumber | None = None
    valid_on: dt.date | None = None
    authority: str | None = None
    actor: str | None = None


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the chain keeps of an entry for ever.

    Attributes:
        known_at: when the ledger learned it, milliseconds since 1970-01-01 UTC; never decreases along the sequence.
        commitment: SHA-256 over salt and canonical content, hex.
        link: SHA-256 over the previous link and this header's canonical bytes, hex; the head of the chain so far.
    """

    seq: Seq
    kind: str
    version: int
    subject: SubjectNumber | None
    valid_on: dt.date | None
    known_at: int
    authority: str | None
    actor: str | None
    commitment: str
    link: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed entry; `content` is None after an erasure."""

    header: Header
    content: AnyContent | None


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Shard to (sequence number, head); followers read only below it."""

    shards: dict[str, tuple[int, str]]
