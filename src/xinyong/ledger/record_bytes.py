"""The canonical bytes of a record out of parts that are JSON already, for whoever writes records by the thousand.

The same bytes as `encoding.split` gives of the whole record; a property test holds them equal. Nothing is checked here:
facts, document and cells come from a table of checks that let through only what can be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xinyong.ledger.encoding import canonical

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from xinyong.kernel.facts import FactValue


class RecordParts(NamedTuple):
    """A record that no delivery has yet; see `entries.RecordEntered`.

    Attributes:
        facts: columns that rules read.
        document: canonical JSON of what else is kept.
        source, masked: the cells, and where they were masked, as JSON lists.
    """

    kind: str
    key: str
    row: str
    line: int
    listing: str | None
    facts: Mapping[str, FactValue | dt.date]
    document: bytes
    source: bytes
    masked: bytes


def record_bytes(parts: RecordParts) -> tuple[bytes, bytes]:
    """Return the record's canonical bytes, cut where its sealing adds what it knows."""
    kind, key, row, line, listing, facts, document, source, masked = parts
    front = b'"document":%b,"facts":%b,"key":"%b","kind":%b,"line":%d,"listing":%b,"masked":%b,' % (
        document,
        canonical(facts),
        key.encode(),
        canonical(kind),
        line,
        b"null" if listing is None else canonical(listing),
        masked,
    )
    return front, b'"row":"%b","source":%b,"type":"record.entered"}' % (row.encode(), source)
