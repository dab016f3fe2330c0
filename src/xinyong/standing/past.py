"""What was recorded of one subject: its entries, cut at a state of the ledger, and the records left standing.

A record counts as known from its own entry on, until the entry that replaced or removed it; the entry that withdraws it
may belong to another subject, so replacements are given beside the entries. Erased content is absent and counted.
Nothing here reads a document or free text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from xinyong.kernel.dates import SHANGHAI
from xinyong.ledger.entries import IdentifierGiven, RecordEntered, RecordRemoved
from xinyong.rules.applicability import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xinyong.kernel.ids import Seq, SubjectNumber
    from xinyong.ledger.entries import AnyContent, Entry, Header


class Recorded(NamedTuple):
    """A record entry with its header."""

    header: Header
    content: RecordEntered


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A subject's sealed entries in order, and which of them were superseded by which entry.

    Attributes:
        replaced: for each superseded entry of the subject, the entry that did it.
    """

    subject: SubjectNumber
    entries: tuple[Entry, ...]
    replaced: Mapping[Seq, Entry]

    def up_to(self, seq: int) -> Past:
        """Return the past as the ledger had it after entry `seq`."""
        return Past(
            subject=self.subject,
            entries=tuple(entry for entry in self.entries if entry.header.seq <= seq),
            replaced={old: entry for old, entry in self.replaced.items() if entry.header.seq <= seq},
        )

    def known_by(self, day: dt.date) -> Past:
        """Return the past as the ledger knew it when `day` ended in Shanghai."""
        instant = end_of(day)
        return Past(
            subject=self.subject,
            entries=tuple(entry for entry in self.entries if entry.header.known_at <= instant),
            replaced={old: entry for old, entry in self.replaced.items() if entry.header.known_at <= instant},
        )

    def live(self) -> Iterator[Recorded]:
        """Yield the records that nothing superseded, in order; erased ones are absent."""
        for entry in self.entries:
            if isinstance(entry.content, RecordEntered) and entry.header.seq not in self.replaced:
                yield Recorded(entry.header, entry.content)

    def held(self) -> frozenset[str]:
        """Return what marks the subject: identifiers that it holds or ever held, and kinds of its records."""
        contents = (entry.content for entry in self.entries)
        schemes = (content.scheme for content in contents if isinstance(content, IdentifierGiven))
        return marks(schemes, (recorded.content.kind for recorded in self.live()))

    def left_a_snapshot(self) -> Iterator[tuple[Recorded, dt.date | None]]:
        """Yield records that a later snapshot lacked, with the first day on which they were gone.

        One that the withdrawal of that snapshot brought back, as the same row of the same delivery, never left.
        """
        standing = {(one.content.delivery, one.content.line) for one in self.live()}
        for entry in self.entries:
            if isinstance(entry.content, RecordEntered) and entry.header.seq in self.replaced:
                removal = self.replaced[entry.header.seq].content
                back = (entry.content.delivery, entry.content.line) in standing
                if isinstance(removal, RecordRemoved) and removal.cause == "snapshot" and not back:
                    yield Recorded(entry.header, entry.content), removal.on

    def mended(self, record: int, column: str, on: dt.date) -> Past:
        """Return the past in which a record has a day in a column: the world in which a repair was made."""
        return Past(
            subject=self.subject,
            entries=tuple(
                msgspec.structs.replace(entry, content=_mended(entry.content, column, on))
                if entry.header.seq == record
                else entry
                for entry in self.entries
            ),
            replaced=self.replaced,
        )

    def erased(self) -> tuple[int, ...]:
        """Return the numbers of the entries whose content is gone."""
        return tuple(entry.header.seq for entry in self.entries if entry.content is None)


def _mended(content: AnyContent | None, column: str, on: dt.date) -> AnyContent | None:
    if not isinstance(content, RecordEntered):
        return content
    return msgspec.structs.replace(content, facts={**content.facts, column: on})


def end_of(day: dt.date) -> int:
    """Return the last millisecond of a day in Shanghai, as milliseconds since 1970-01-01 UTC.

    >>> end_of(dt.date(1970, 1, 1))
    57599999
    """
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), SHANGHAI)
    return int(midnight.timestamp()) * 1000 - 1
