"""Canonical bytes: one value, one text, the same for every reader; and the digests over them."""

import datetime as dt
import json
import string
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.kernel.facts import COLUMNS, FactType, FactValue
from xinyong.kernel.ids import Plane, Seq, SubjectNumber
from xinyong.ledger import entries
from xinyong.ledger.encoding import (
    INTEGER_BOUND,
    SALT_BYTES,
    HeaderOnTheWire,
    UndecodableFault,
    UnencodableFault,
    canonical,
    commitment,
    content_bytes,
    content_of,
    genesis,
    kind_of,
    link,
    split,
    version_of,
)
from xinyong.ledger.entries import AnyContent, RecordEntered, RecordWritten

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
KEYS = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=8)
INTEGERS = st.integers(-INTEGER_BOUND + 1, INTEGER_BOUND - 1)
CELLS: dict[FactType, st.SearchStrategy[FactValue]] = {
    FactType.INTEGER: INTEGERS,
    FactType.DATE: st.dates(),
    FactType.TEXT: TEXT,
    FactType.BOOLEAN: st.booleans(),
}
FACTS = st.fixed_dictionaries({}, optional={column.name: st.none() | CELLS[column.type] for column in COLUMNS})
DIGESTS = st.binary(max_size=4).map(bytes.hex)
SEQS = st.integers(1, INTEGER_BOUND - 1).map(Seq)
RECORDS = st.builds(
    RecordEntered,
    kind=TEXT,
    key=DIGESTS,
    row=DIGESTS,
    facts=FACTS,
    document=st.dictionaries(KEYS, TEXT, max_size=4),
    source=st.lists(TEXT, max_size=4).map(tuple),
    masked=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), TEXT), max_size=2).map(tuple),
    delivery=DIGESTS,
    line=st.integers(0, 10**9),
    copies=st.integers(1, 10**6),
    replaces=st.none() | SEQS,
    listing=st.none() | TEXT,
)
OTHERS: st.SearchStrategy[AnyContent] = st.one_of(
    st.builds(entries.StoreOpened, plane=st.sampled_from(Plane), name=TEXT, account=TEXT, office=TEXT),
    st.builds(entries.NameGiven, name=TEXT, language=TEXT, form=st.just("alias"), since=st.none() | st.dates()),
    st.builds(entries.ContentErased, entries=st.lists(SEQS).map(tuple), keys=st.lists(DIGESTS).map(tuple), reason=TEXT),
    st.builds(
        entries.SubjectChanged,
        event=st.just("split_from"),
        on=st.dates(),
        others=st.lists(st.integers(1, 9).map(SubjectNumber)).map(tuple),
    ),
    st.builds(
        entries.DeliveryClosed,
        delivery=DIGESTS,
        rows=INTEGERS,
        entered=INTEGERS,
        corrected=INTEGERS,
        repeated=INTEGERS,
        refused=INTEGERS,
        quarantined=INTEGERS,
        personal=INTEGERS,
        removed=INTEGERS,
        reasons=st.dictionaries(KEYS, INTEGERS, max_size=3),
    ),
)

RECORD = RecordEntered(
    kind="penalty",
    key="00",
    row="01",
    facts={"effective": dt.date(2024, 1, 31), "amount": 500, "flag": True, "ended": None},
    document={"b": "乙", "a": "甲"},
    source=("x",),
    delivery="02",
    line=3,
)


@given(RECORDS | OTHERS)
def test_what_was_encoded_decodes(content: AnyContent) -> None:
    """Every content comes back as it was, days as days."""
    assert content == content_of(content_bytes(content))


@given(RECORDS | OTHERS)
def test_bytes_are_those_of_the_standard(content: AnyContent) -> None:
    """The bytes are RFC 8785's, as the standard library writes them: keys sorted, no blanks, no escapes to spare."""
    body = content_bytes(content)

    value = json.loads(body)
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert expected.encode() == body


@given(RECORDS)
def test_a_record_that_was_cut_is_joined_to_the_same_bytes(record: RecordEntered) -> None:
    """What was written before the delivery was known, and what the sealing adds, are the bytes of the whole record."""
    before = msgspec.structs.replace(record, delivery="", copies=1, replaces=None)

    joined = RecordWritten(
        written=split(before),
        kind=record.kind,
        key=record.key,
        row=record.row,
        facts=record.facts,
        delivery=record.delivery,
        line=record.line,
        copies=record.copies,
        replaces=record.replaces,
        listing=record.listing,
    )

    assert content_bytes(record) == content_bytes(joined)
    assert kind_of(record) == kind_of(joined)


def test_a_text_does_not_lead_the_cut_astray() -> None:
    """A text that says what the cut looks for is escaped, so the cut is where the member is."""
    astray = '","replaces":null,"'
    record = msgspec.structs.replace(RECORD, delivery="", document={"a": astray}, source=(astray,), listing=astray)

    front, back = split(record)

    assert b'{"copies":1,"delivery":"",' + front + b'"replaces":null,' + back == content_bytes(record)
    assert back.startswith(b'"row":')


@pytest.mark.parametrize("changes", [{"delivery": "02"}, {"copies": 2}, {"replaces": Seq(4)}])
def test_a_record_that_has_a_delivery_is_not_cut(changes: dict[str, object]) -> None:
    """Whatever the sealing adds must not be in the bytes already."""
    blank = msgspec.structs.replace(RECORD, delivery="")

    with pytest.raises(UnencodableFault, match="can't be cut"):
        split(msgspec.structs.replace(blank, **changes))


def test_bytes_of_a_record_as_they_are_written() -> None:
    """The text of a record, once and for all."""
    expected = (
        '{"copies":1,"delivery":"02","document":{"a":"甲","b":"乙"},'
        '"facts":{"amount":500,"effective":"2024-01-31","ended":null,"flag":true},'
        '"key":"00","kind":"penalty","line":3,"listing":null,"masked":[],"replaces":null,"row":"01",'
        '"source":["x"],"type":"record.entered"}'
    )

    assert expected.encode() == content_bytes(RECORD)


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": 1.5},
        {"amount": True},
        {"amount": "5"},
        {"amount": INTEGER_BOUND},
        {"amount": -INTEGER_BOUND},
        {"effective": "2024-01-31"},
        {"effective": dt.datetime(2024, 1, 31)},  # noqa: DTZ001 - the plant
        {"flag": 1},
        {"code": dt.date(2024, 1, 31)},
        {"score": 5},
    ],
    ids=str,
)
def test_facts_hold_what_their_columns_hold(facts: dict[str, FactValue]) -> None:
    """A float, a number too large, a day as text, a column that there is not: none can be written."""
    with pytest.raises(UnencodableFault):
        content_bytes(msgspec.structs.replace(RECORD, facts=facts))


@pytest.mark.parametrize(
    "changes",
    [
        {"document": {"é": "x"}},
        {"document": {"a": "x\0y"}},
        {"document": {"a": "\ud800"}},
        {"source": ("x\0",)},
        {"line": 1.5},
        {"line": INTEGER_BOUND},
        {"replaces": 2.0},
    ],
    ids=str,
)
def test_a_record_holds_what_every_reader_reads_alike(changes: dict[str, object]) -> None:
    """Other keys than ASCII, U+0000, half of a character, a float: none can be written."""
    with pytest.raises(UnencodableFault):
        content_bytes(msgspec.structs.replace(RECORD, **changes))


def test_a_text_that_only_looks_like_an_escape_is_written() -> None:
    """A backslash and the characters after it are text."""
    content = entries.DeliveryWithdrawn(delivery="00", reason="\\u0000 and \\\\u0000")

    assert content == content_of(content_bytes(content))


def test_other_entries_hold_no_floats_either() -> None:
    """A float among counts, or a key that is not ASCII, can't be written."""
    for reasons in ({"a": 1.5}, {"a": 2**60}, {"ü": 1}):
        content = entries.DeliveryClosed(
            delivery="00",
            rows=1,
            entered=1,
            corrected=0,
            repeated=0,
            refused=0,
            quarantined=0,
            personal=0,
            removed=0,
            reasons=reasons,  # type: ignore[arg-type] # the plant
        )
        with pytest.raises(UnencodableFault):
            content_bytes(content)


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b'{"type":"score.given"}', b'{"type":"store.opened"}'])
def test_bytes_of_no_kind_are_a_fault(body: bytes) -> None:
    """What no version of xinyong wrote is not read as something else."""
    with pytest.raises(UndecodableFault):
        content_of(body)


def test_every_kind_has_a_name_of_its_own() -> None:
    """Kinds are told apart by their tags, all at version 1 so far."""
    kinds = [kind_of(RECORD), kind_of(entries.CalendarActivated(edition="cn-2026", digest="00"))]

    assert ["record.entered", "calendar.activated"] == kinds
    assert {1} == set(map(version_of, kinds))


def test_a_commitment_is_the_digest_of_salt_and_content() -> None:
    """The salt comes first, and has one length."""
    salt = bytes(SALT_BYTES)

    assert sha256(salt + b"{}").digest() == commitment(salt, b"{}")
    for wrong in (b"", salt + b"\0"):
        with pytest.raises(UnencodableFault):
            commitment(wrong, b"{}")


def test_a_link_is_the_digest_of_the_link_before_and_the_header() -> None:
    """The chain begins at the shard's name, and a header's own link is no part of what it links."""
    wire = HeaderOnTheWire(
        seq=Seq(1),
        kind="store.opened",
        version=1,
        subject=None,
        valid_on=dt.date(2024, 1, 31),
        known_at=5,
        authority="甲",
        actor=None,
        commitment="00",
    )
    text = (
        '{"actor":null,"authority":"甲","commitment":"00","kind":"store.opened","known_at":5,"seq":1,'
        '"subject":null,"valid_on":"2024-01-31","version":1}'
    )
    header = entries.Header(**{name: getattr(wire, name) for name in wire.__struct_fields__}, link="ff")

    assert text.encode() == canonical(wire)
    assert sha256(genesis("0") + text.encode()).digest() == link(genesis("0"), wire) == link(genesis("0"), header)
    assert genesis("0") != genesis("1")
