"""The audit over entries that lie in lists: what fits, and the first that does not. No database."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.audit import Audited, Batch, Kept, Misfit, check
from xinyong.ledger.encoding import (
    SALT_BYTES,
    commitment,
    content_bytes,
    genesis,
    kind_of,
    link,
    version_of,
)
from xinyong.ledger.entries import (
    AnyContent,
    CalendarActivated,
    ContentErased,
    DeliveryOpened,
    Header,
    RecordEntered,
    SubjectOpened,
)
from xinyong.ledger.projections import COLUMNS_OF, Projection, Row, Table, UnprojectableFault

SUBJECT = SubjectNumber(1)
SALT = bytes(range(SALT_BYTES))


def _record(key: str, replaces: int | None = None) -> RecordEntered:
    return RecordEntered(
        kind="penalty",
        key=key,
        row=key,
        facts={"amount": 5},
        document={},
        source=(),
        delivery="dd",
        line=1,
        replaces=None if replaces is None else Seq(replaces),
    )


CONTENTS: tuple[AnyContent, ...] = (
    SubjectOpened(subject_class="enterprise", shown_by="code"),
    DeliveryOpened(delivery="dd", mapping="m", mapping_digest="00", form="f", snapshot_of="debarred"),
    _record("01"),
    _record("01", replaces=3),
    ContentErased(entries=(Seq(4),), keys=("01",), reason="order", replaced=((Seq(3), Seq(4)),)),
    CalendarActivated(edition="cn-2026", digest="00"),
)


def _linked(header: Header, previous: bytes) -> Header:
    """The header with the link that fits."""
    return msgspec.structs.replace(header, link=link(previous, header).hex())


def _ledger(
    contents: Sequence[AnyContent] = CONTENTS, *, erased: Sequence[int] = (4,), known_at: int = 5
) -> list[Kept]:
    """Entries that fit."""
    kept: list[Kept] = []
    for seq, content in enumerate(contents, 1):
        body = content_bytes(content)
        header = Header(
            seq=Seq(seq),
            kind=kind_of(content),
            version=version_of(kind_of(content)),
            subject=SUBJECT if isinstance(content, SubjectOpened | RecordEntered) else None,
            valid_on=None,
            known_at=known_at + seq,
            authority="authority",
            actor=None,
            commitment=commitment(SALT, body).hex(),
            link="",
        )
        linked = _linked(header, _head(kept) if kept else genesis("0"))
        kept.append(Kept(linked, None, None) if seq in erased else Kept(linked, SALT, body))
    return kept


def _head(kept: Sequence[Kept]) -> bytes:
    return bytes.fromhex(kept[-1].header.link)


def _rows(contents: Sequence[AnyContent] = CONTENTS, *, erased: Sequence[int] = (4,)) -> dict[Table, Sequence[Row]]:
    """The rows that these entries make; of an erased one what it superseded."""
    projection = Projection()
    for seq, content in enumerate(contents, 1):
        before = list(projection.rows["record"])
        projection.add(seq, SUBJECT, content)
        if seq in erased:
            projection.rows["record"] = before
    return dict(projection.rows)


def _checked(kept: Sequence[Kept], rows: dict[Table, Sequence[Row]] | None = None) -> Misfit | None:
    return check([Batch(kept, rows)]).misfit


def test_what_fits_passes() -> None:
    """A ledger with a correction and an erasure is whole, with its tables and without, in one batch and in many."""
    kept, rows = _ledger(), _rows()
    split = [Batch(kept[:2], None), Batch(kept[2:5], None), Batch(kept[5:], None)]

    found = Audited(entries=6, head=kept[-1].header.link, misfit=None)

    assert [found] * 3 == [check([Batch(kept, rows)]), check([Batch(kept, None)]), check(split)]


def test_nothing_is_a_whole_ledger() -> None:
    """No entry, no misfit; the head is where the chain begins."""
    assert Audited(entries=0, head=genesis("0").hex(), misfit=None) == check([])


def test_an_entry_that_is_missing_doubled_or_moved_is_named() -> None:
    """The first number at which something else stands."""
    kept = _ledger()

    missing = _checked([*kept[:2], *kept[3:]])
    doubled = _checked([*kept[:3], *kept[2:]])
    moved = _checked([*kept[:2], kept[3], kept[2], *kept[4:]])

    assert [(3, "gap"), (4, "gap"), (3, "gap")] == [
        (found.seq, found.code) for found in (missing, doubled, moved) if found
    ]


def test_the_end_can_only_be_cut_where_it_was_published() -> None:
    """A ledger without its last entries fits; what tells it is its head, which others have seen."""
    kept = _ledger()

    cut = check([Batch(kept[:3], None)])

    assert cut.misfit is None
    assert cut.head != kept[-1].header.link


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "actor.named"},
        {"version": 2},
        {"subject": SubjectNumber(2)},
        {"authority": None},
        {"actor": "lin"},
        {"commitment": "00" * 32},
        {"known_at": 9_999},
        {"link": "00" * 32},
    ],
    ids=str,
)
def test_a_changed_header_is_named(change: dict[str, object]) -> None:
    """Whatever is changed in a header, its link no longer fits."""
    kept = _ledger()
    kept[2] = kept[2]._replace(header=msgspec.structs.replace(kept[2].header, **change))

    assert Misfit(
        seq=3, code="link", text="Its link is not the digest of the link before it and its header."
    ) == _checked(kept)


def test_a_clock_that_runs_backwards_is_named() -> None:
    """Also where the chain was made to fit."""
    early = _ledger(CONTENTS[:3], erased=(), known_at=-10)[2]
    kept = _ledger(CONTENTS[:2], erased=())
    forged = early._replace(header=_linked(early.header, _head(kept)))

    found = _checked([*kept, forged])

    assert found is not None
    assert (3, "clock") == (found.seq, found.code)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_byte_of_content_or_salt_is_named(place: int) -> None:
    """Any byte."""
    kept = _ledger()
    body, salt = bytearray(kept[2].body or b""), bytearray(SALT)
    body[place] ^= 1
    salt[place] ^= 1

    for wrong in (kept[2]._replace(body=bytes(body)), kept[2]._replace(salt=bytes(salt)), kept[2]._replace(salt=b"")):
        found = _checked([*kept[:2], wrong, *kept[3:]])
        assert found is not None
        assert (3, "commitment") == (found.seq, found.code)


def test_content_that_is_gone_without_an_erasure_is_named() -> None:
    """After the walk, since its erasure might have come."""
    kept = _ledger()
    kept[2] = kept[2]._replace(body=None, salt=None)

    found = _checked(kept)

    assert found is not None
    assert (3, "content-missing") == (found.seq, found.code)


def test_content_that_should_be_gone_is_named() -> None:
    """An erasure that left the content where it was is not one."""
    found = _checked(_ledger(erased=()))

    assert found is not None
    assert (5, "erasure") == (found.seq, found.code)


def test_a_replacement_that_an_erasure_does_not_name_is_found() -> None:
    """Of an erased correction the table may say only what the erasure says."""
    rows = _rows()
    rows["superseded"] = [(2, 4), *rows["superseded"]]

    found = _checked(_ledger(), rows)

    assert found is not None
    assert (4, "table-superseded") == (found.seq, found.code)


def test_entries_of_a_newer_version_are_not_guessed_at() -> None:
    """A version that this program does not know is a finding."""
    newer = _ledger(CONTENTS[:1], erased=())[0]
    header = _linked(msgspec.structs.replace(newer.header, version=2), genesis("0"))

    found = _checked([newer._replace(header=header)])

    assert found is not None
    assert (1, "version") == (found.seq, found.code)


def test_content_of_another_kind_than_its_header_says_is_named() -> None:
    """The chain and the commitment fit, and yet the entry is none."""
    kept = _ledger(CONTENTS[:1], erased=())[0]
    for body in (b"{}", content_bytes(CONTENTS[5])):
        bound = msgspec.structs.replace(kept.header, commitment=commitment(SALT, body).hex())
        forged = Kept(_linked(bound, genesis("0")), SALT, body)

        found = _checked([forged])

        assert found is not None
        assert (1, "form") == (found.seq, found.code)


def test_rows_name_their_snapshot() -> None:
    """A record of a snapshot carries the list; the rows are in the order of their columns."""
    (opening,) = _rows()["delivery"]
    (record,) = _rows()["record"]

    assert (2, "dd", "debarred", None) == opening
    named = dict(zip(COLUMNS_OF["record"], record, strict=True))
    assert (3, 1, b"\x01", 2, "debarred", 5) == tuple(
        named[column] for column in ("seq", "subject", "key", "delivery", "snapshot_of", "amount")
    )


def test_an_entry_about_nobody_or_with_no_digest_is_refused() -> None:
    """A record needs a subject, and a key in hex."""
    for subject, key in ((None, "01"), (1, "one")):
        with pytest.raises(UnprojectableFault):
            Projection().add(1, subject, _record(key))


def test_a_finding_is_a_value() -> None:
    """Findings can be compared and copied."""
    misfit = Misfit(seq=1, code="gap", text="x")

    assert misfit == replace(misfit)
