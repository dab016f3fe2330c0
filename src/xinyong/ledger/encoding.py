"""Canonical bytes of an entry, and the two digests over them: commitment and link.

Guarantees: one value has one sequence of bytes (RFC 8785 JSON, restricted to ASCII keys, integers within 2^53, strings
as they are, booleans, null, lists and objects), and what was encoded decodes to the same value. Refuses floats, larger
integers, other keys, U+0000 and fact columns outside `kernel.facts`, so that no database and no other language reads
the bytes differently.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final, Optional, TypeAlias, get_args

import msgspec

from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import COLUMNS, FactType, FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger import entries
from xinyong.ledger.entries import AnyContent, Header, RecordEntered, RecordWritten

if TYPE_CHECKING:
    from collections.abc import Mapping

INTEGER_BOUND: Final = 2**53
"""Integers lie strictly between minus this and this: every JSON reader keeps them exact."""

SALT_BYTES: Final = 16
"""Length of a salt; fixed, so that salt and content can't be read two ways."""

VERSIONS: Final[dict[str, int]] = {}
"""Versions of entry kinds whose shape has changed; every other kind is at version 1."""


class UnencodableFault(Fault):
    """A value can't be written canonically."""

    code = "LEDGER-ENCODING"


class UndecodableFault(Fault):
    """Bytes are not those of an entry that this version knows."""

    code = "LEDGER-DECODING"


class RecordOnTheWire(entries.Content, tag="record.entered", frozen=True, kw_only=True):
    """A record as JSON has it: days in its facts are text."""

    kind: str
    key: str
    row: str
    facts: dict[str, int | str | bool | None]
    document: dict[str, str]
    source: tuple[str, ...]
    masked: tuple[tuple[int, int, int, str], ...] = ()
    delivery: str
    line: int
    copies: int = 1
    replaces: Seq | None = None
    listing: str | None = None


class HeaderOnTheWire(msgspec.Struct, frozen=True, kw_only=True):
    """A header without its link: what a link is computed over."""

    seq: Seq
    kind: str
    version: int
    subject: SubjectNumber | None
    valid_on: dt.date | None
    known_at: int
    authority: str | None
    actor: str | None
    commitment: str


_WireContent: TypeAlias = (
    entries.StoreOpened
    | entries.ActorNamed
    | entries.SubjectOpened
    | entries.IdentifierGiven
    | entries.NameGiven
    | entries.SubjectChanged
    | entries.ChangeTakenBack
    | entries.DeliveryOpened
    | entries.DeliveryClosed
    | entries.DeliveryWithdrawn
    | RecordOnTheWire
    | entries.RecordRemoved
    | entries.HeldResolved
    | entries.LinkJudged
    | entries.PackActivated
    | entries.CalendarActivated
    | entries.ContentErased
)

_Json: TypeAlias = "dict[str, _Json] | list[_Json] | tuple[_Json, ...] | str | int | float | dt.date | None"

_Integer: TypeAlias = Annotated[int, msgspec.Meta(gt=-INTEGER_BOUND, lt=INTEGER_BOUND)]
_CELLS: Final[dict[FactType, object]] = {
    FactType.INTEGER: Optional[_Integer],  # noqa: UP045 - pyright knows no | for an annotated type
    FactType.DATE: dt.date | None,
    FactType.TEXT: str | None,
    FactType.BOOLEAN: bool | None,
}
_Facts: Final = msgspec.defstruct(
    "Facts", [(column.name, _CELLS[column.type], None) for column in COLUMNS], forbid_unknown_fields=True
)
_DAYS: Final = frozenset(column.name for column in COLUMNS if column.type is FactType.DATE)
_KINDS: Final[dict[type, str]] = {kind: str(kind.__struct_config__.tag) for kind in get_args(AnyContent)}
_KINDS[RecordWritten] = _KINDS[RecordEntered]
_UNDELIVERED: Final = b'{"copies":1,"delivery":"",'
_REPLACES: Final = b'"replaces":null,'
_NUL: Final = b"\\u0000"

_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(_WireContent)


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a value that `check_value` has passed."""
    try:
        return _encoder.encode(value)
    except (TypeError, UnicodeEncodeError) as error:
        what = f"A value can't be written as canonical JSON: {error}."
        raise UnencodableFault(what, remedy="Mend the text before it is entered.") from error


def kind_of(content: AnyContent | RecordWritten) -> str:
    """Return the kind of entry that a content is.

    >>> kind_of(entries.CalendarActivated(edition="cn-2026", digest="00"))
    'calendar.activated'
    """
    return _KINDS[type(content)]


def version_of(kind: str) -> int:
    """Return the version in which entries of a kind are written now."""
    return VERSIONS.get(kind, 1)


def content_bytes(content: AnyContent | RecordWritten) -> bytes:
    """Return the canonical bytes of a content.

    Raises:
        UnencodableFault: it holds a float, a number past 2^53, a key that is not ASCII, U+0000, or an unknown fact.
    """
    if type(content) is RecordWritten:
        return _joined(content)
    if type(content) is RecordEntered:
        _check_record(content)
    else:
        _check_value(msgspec.to_builtins(content, builtin_types=(dt.date,)))
    found = canonical(content)
    if _NUL in found:
        _check_nul(msgspec.json.decode(found))
    return found


def split(record: RecordEntered) -> tuple[bytes, bytes]:
    """Return the canonical bytes of a record that no delivery has yet, cut where its sealing adds what it knows.

    The record states no delivery, one copy and nothing that it replaces. No text can hold the bytes at which it is cut,
    since JSON escapes the quotes of a text.

    Raises:
        UnencodableFault: as `content_bytes`.
    """
    body = content_bytes(record)
    front, cut, back = body.removeprefix(_UNDELIVERED).partition(_REPLACES)
    if not cut or len(front) + len(cut) + len(back) + len(_UNDELIVERED) != len(body):
        what = "A record that belongs to a delivery already can't be cut."
        raise UnencodableFault(what, remedy="Cut it before it is given its delivery, copies and what it replaces.")
    return front, back


def _joined(record: RecordWritten) -> bytes:
    """Return the canonical bytes of a record that was cut, with what its sealing adds."""
    copies, replaced = record.copies, record.replaces
    _check_integer(copies)
    replaces = b"null"
    if replaced is not None:
        _check_integer(replaced)
        replaces = b"%d" % replaced
    front, back = record.written
    return b'{"copies":%d,"delivery":%b,%b"replaces":%b,%b' % (copies, _text(record.delivery), front, replaces, back)


@lru_cache(maxsize=16)
def _text(value: str) -> bytes:
    """Return the canonical bytes of a text that comes again and again."""
    return canonical(value)


def content_of(body: bytes) -> AnyContent:
    """Return the content whose canonical bytes these are.

    Raises:
        UndecodableFault: they are of no kind that this version knows.
    """
    try:
        wire = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = f"The content of an entry can't be read: {error}."
        raise UndecodableFault(what, remedy="Run check-ledger, or upgrade xinyong.") from error
    return _from_wire(wire) if isinstance(wire, RecordOnTheWire) else wire


def facts_of(stored: Mapping[str, int | str | bool | None]) -> dict[str, FactValue]:
    """Return facts with their days as days; `stored` has them as ISO text.

    >>> facts_of({"amount": 5, "effective": "2024-01-31"})
    {'amount': 5, 'effective': datetime.date(2024, 1, 31)}
    """
    return {
        name: dt.date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value
        for name, value in stored.items()
    }


def commitment(salt: bytes, body: bytes) -> bytes:
    """Return the salted digest by which a header binds its content.

    Raises:
        UnencodableFault: the salt has another length than `SALT_BYTES`.
    """
    if len(salt) != SALT_BYTES:
        what = f"A salt of {len(salt)} bytes was given, not of {SALT_BYTES}."
        raise UnencodableFault(what, remedy="Pass a source of salts that returns as many bytes as it is asked for.")
    return sha256(salt + body).digest()


def genesis(shard: str) -> bytes:
    """Return the link before the first entry of a shard."""
    return sha256(b"xinyong ledger 1 " + shard.encode("ascii")).digest()


def link(previous: bytes, header: HeaderOnTheWire | Header) -> bytes:
    """Return the head of the chain after `header`: SHA-256 over the previous head and the header's bytes."""
    wire = header if type(header) is HeaderOnTheWire else _unlinked(header)
    return sha256(previous + canonical(wire)).digest()


def _unlinked(header: HeaderOnTheWire | Header) -> HeaderOnTheWire:
    return HeaderOnTheWire(
        seq=header.seq,
        kind=header.kind,
        version=header.version,
        subject=header.subject,
        valid_on=header.valid_on,
        known_at=header.known_at,
        authority=header.authority,
        actor=header.actor,
        commitment=header.commitment,
    )


def _from_wire(wire: RecordOnTheWire) -> RecordEntered:
    return RecordEntered(
        kind=wire.kind,
        key=wire.key,
        row=wire.row,
        facts=facts_of(wire.facts),
        document=wire.document,
        source=wire.source,
        masked=wire.masked,
        delivery=wire.delivery,
        line=wire.line,
        copies=wire.copies,
        replaces=wire.replaces,
        listing=wire.listing,
    )


def _check_record(record: RecordEntered) -> None:
    """Refuse what JSON would let through; the fast path of intake, hence by hand."""
    try:
        msgspec.convert(record.facts, _Facts, builtin_types=(dt.date,))
    except msgspec.ValidationError as error:
        what = f"The facts of a record can't be written: {error}."
        raise UnencodableFault(what, remedy="Use the columns of kernel.facts with their types.") from error
    if not "".join(record.document).isascii():
        _check_value(dict(record.document))
    for number in (record.line, record.copies, record.replaces or 0):
        if type(number) is not int:
            _check_value(number)
        _check_integer(number)


def _check_value(value: _Json) -> None:
    match value:
        case float():
            what = f"An entry can't hold {value!r}."
            raise UnencodableFault(what, remedy="Write money in fen and shares in ten-thousandths: integers.")
        case int():
            _check_integer(value)
        case dict():
            for key, inner in value.items():
                if not key.isascii():
                    raise UnencodableFault(*_no_ascii(key))
                _check_value(inner)
        case list() | tuple():
            for inner in value:
                _check_value(inner)
        case _:
            pass


def _check_integer(value: int) -> None:
    if not -INTEGER_BOUND < value < INTEGER_BOUND:
        what = f"The number {value} is no integer within 2^53."
        raise UnencodableFault(what, remedy="Refuse the row: no column holds such a number.")


def _check_nul(value: _Json) -> None:
    match value:
        case str():
            if "\0" in value:
                what = "A text holds the character U+0000."
                raise UnencodableFault(what, why="Databases differ on it.", remedy="Remove it before it is entered.")
        case dict():
            for key, inner in value.items():
                _check_nul(key)
                _check_nul(inner)
        case list():
            for inner in value:
                _check_nul(inner)
        case _:
            pass


def _no_ascii(key: str) -> tuple[str]:
    return (f"The key {key!r} is not ASCII, so its place among the others would depend on the reader.",)
