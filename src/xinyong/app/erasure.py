"""Erasure: an official removes the content of entries; headers and commitments stay and the chain still proves itself.

Rules see an erased record no more, and its key is held when it is delivered again. What the registry itself did (named
actors, opened subjects, activated packs) has nothing to erase and is refused by the store. Other versions of what is
erased keep their content until they are named too, and are told. Rows that were held under the same keys go with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.reasons import stated
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import ContentErased, IdentifierGiven, LinkJudged, NameGiven, RecordEntered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xinyong.ledger.entries import AnyContent, Entry
    from xinyong.ledger.store import Held, Store


class ErasureFault(Fault):
    """Entries were named whose content can't be erased."""

    code = "ERASURE"


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure did.

    Attributes:
        entries: the entries whose content is gone, in order.
        keys: row keys that are held from now on when they come again.
        versions_left: entries that still say what an erased one said: earlier and later versions of a record, other
            statements of a name or an identifier, other judgements of a link.
    """

    entries: tuple[Seq, ...]
    keys: tuple[str, ...]
    versions_left: tuple[Seq, ...]


HeldUnder: TypeAlias = "Callable[[Sequence[str]], Iterable[Held]]"
"""Finds the held rows whose row key is one of these; see `held_again.held_under`."""


def erase(  # noqa: PLR0913 - what, why, by whom, when, and what repeats it
    store: Store,
    entries: Sequence[Seq],
    *,
    reason: str,
    by: str,
    known_at: int,
    held: HeldUnder = lambda _: (),
) -> Erased:
    """Remove the content of entries, for good, by an entry that says so.

    Args:
        store: where they are.
        entries: their numbers; records, names, identifiers, and judgements with a reason.
        reason: why; it stays for ever.
        by: account of the official who decides.
        known_at: now, ms UTC.
        held: finds the held rows that say the same; their cells go too, and open ones are settled as superseded.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not decide.
        ReasonFault: the reason can't stand in the ledger.
        ErasureFault: an entry is unknown or erased already, or none was named.
    """
    why = stated(reason)
    asked = tuple(sorted(set(entries)))
    with store.writing(known_at) as writer:
        official = require_official(store, by)
        found = [_with_content(store, seq) for seq in asked]
        if not found:
            what = "No entry was named."
            raise ErasureFault(what, remedy="Name entries by their numbers, as `xinyong history ID` shows them.")
        keys = sorted({entry.content.key for entry in found if isinstance(entry.content, RecordEntered)})
        left = sorted({seq for entry in found for seq in _others(store, entry)} - set(asked))
        for item in held(keys):
            writer.settle(item.id, "superseded" if item.state == "open" else item.state)
        content = ContentErased(entries=asked, keys=tuple(keys), reason=why)
        writer.erase(content, authority=official.office, actor=official.account)
    return Erased(entries=asked, keys=tuple(keys), versions_left=tuple(left))


def _with_content(store: Store, seq: Seq) -> Entry:
    entry = store.entry(seq)
    if entry is None:
        what = f"There is no entry {seq}."
        raise ErasureFault(what, remedy="Look up its number with `xinyong history ID`.")
    if entry.content is None:
        what = f"The content of entry {seq} was erased before."
        raise ErasureFault(what, remedy="Leave it out.")
    return entry


def _others(store: Store, entry: Entry) -> Iterator[Seq]:
    """Yield the entries that still say what an entry says, or said it before or after."""
    match entry.content:
        case RecordEntered() as content:
            yield from _earlier(store, content)
            yield from _later(store, entry.header.seq)
        case NameGiven(name=name):
            yield from _alike(store, entry, lambda other: isinstance(other, NameGiven) and other.name == name)
        case IdentifierGiven(value=value):
            yield from _alike(store, entry, lambda other: isinstance(other, IdentifierGiven) and other.value == value)
        case LinkJudged(other=party):
            yield from _alike(store, entry, lambda other: isinstance(other, LinkJudged) and other.other == party)
        case _:
            pass


def _alike(store: Store, entry: Entry, same: Callable[[AnyContent | None], bool]) -> Iterator[Seq]:
    subject = entry.header.subject
    if subject is not None:
        yield from (other.header.seq for other in store.of_subject(subject) if same(other.content))


def _earlier(store: Store, content: RecordEntered) -> Iterator[Seq]:
    """Yield the versions that a record corrected, from the newest; one that was erased hides those before it."""
    replaced = content.replaces
    while replaced is not None:
        entry = store.entry(replaced)
        replaced = None
        if entry is not None and isinstance(entry.content, RecordEntered):
            yield entry.header.seq
            replaced = entry.content.replaces


def _later(store: Store, seq: Seq) -> Iterator[Seq]:
    """Yield the versions that corrected a record."""
    while (by := store.superseded([seq]).get(seq)) is not None:
        seq = by
        entry = store.entry(seq)
        if entry is not None and isinstance(entry.content, RecordEntered):
            yield seq
