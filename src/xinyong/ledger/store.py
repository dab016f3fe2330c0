"""The store port: append, read, follow. Adapters keep the same promises on SQLite and PostgreSQL.

Promises: entries are numbered without gaps by one sequencer at commit and chained; what `append` was given in one
transaction is sealed together or not at all; a reader sees only sealed entries and never skips one; entries are neither
changed nor deleted; content is erased only in the transaction that seals its erasure. Held rows, masked files, the code
pool and cursors stand beside the ledger in the same database and the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from xinyong.kernel.ids import Plane, Seq, SubjectNumber

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from xinyong.kernel.facts import FactValue
    from xinyong.ledger.audit import Batch
    from xinyong.ledger.entries import Checkpoint, ContentErased, Draft, Entry


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A row that did not come in.

    Attributes:
        verdict: `refused` is sent back; `quarantined` waits for a human.
        source: the row's masked cells in the order of the form, so that it can be mended and sent again.
        field, value: where and what (masked); reason: stable code; text: for people; fix: what to do next.
    """

    id: int = 0
    delivery: str
    line: int
    verdict: Literal["refused", "quarantined"]
    field: str
    value: str
    reason: str
    text: str
    fix: str
    source: tuple[str, ...]
    state: Literal["open", "admitted", "rejected", "superseded"] = "open"


class CurrentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The newest entry of a key: not superseded, removed (`removed`) or erased (`erased`)."""

    seq: Seq
    subject: SubjectNumber
    row: str
    copies: int
    removed: bool
    erased: bool


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a delivery has come in: the cursor that lets a killed intake resume at the same row."""

    delivery: str
    line: int
    state: str


class Writer(Protocol):
    """One transaction. Nothing is visible before it is left without an exception; then all of it is sealed."""

    def open_subject(self) -> SubjectNumber:
        """Return a new subject number, never used before."""
        ...

    def append(self, drafts: Sequence[Draft]) -> None:
        """Seal these entries, in this order, when the transaction commits."""
        ...

    def erase(self, content: ContentErased, *, authority: str | None, actor: str | None) -> None:
        """Seal an erasure and remove the content it names, in this transaction, with masked files that repeat it."""
        ...

    def hold(self, items: Sequence[Held]) -> None:
        """Keep rows that did not come in."""
        ...

    def settle(self, held: int, state: Literal["admitted", "rejected", "superseded"]) -> None:
        """Change the state of a held row, which is settled: its cells and its value are dropped."""
        ...

    def keep_progress(self, progress: Progress) -> None:
        """Remember how far a delivery has come."""
        ...

    def keep_cursor(self, name: str, seq: Seq) -> None:
        """Remember how far a follower has read."""
        ...

    def keep_masked(self, delivery: str, payload: bytes) -> None:
        """Keep a part of a delivery's masked bytes, after those that are kept."""
        ...

    def next_code_serials(self, prefix: str, count: int) -> range:
        """Take `count` serials from the code pool of a prefix; no other transaction gets them."""
        ...


class Store(Protocol):
    """A registry's truth store. Reads see sealed states only, also within a transaction that writes."""

    @property
    def plane(self) -> Plane:
        """Return what the store may hold."""
        ...

    def turn(self, purpose: str) -> AbstractContextManager[None]:
        """Keep other processes from intake until left; who waits too long is told the purpose."""
        ...

    def writing(self, known_at: int) -> AbstractContextManager[Writer]:
        """Open a transaction; its entries become known at `known_at`, ms UTC (or at the newest known time if later)."""
        ...

    def checkpoint(self) -> Checkpoint:
        """Return the sealed head of every shard."""
        ...

    def entries(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Entry]:
        """Yield sealed entries with a number above `after`, in order, without gaps."""
        ...

    def entry(self, seq: Seq) -> Entry | None:
        """Return one entry."""
        ...

    def of_subject(self, subject: SubjectNumber, *, up_to: Seq | None = None) -> Sequence[Entry]:
        """Return a subject's sealed entries in order."""
        ...

    def superseded(self, seqs: Sequence[Seq], *, up_to: Seq | None = None) -> dict[Seq, Seq]:
        """Return which of these entries were replaced or removed, and by which entry."""
        ...

    def superseded_since(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Sequence[tuple[Seq, Seq]]]:
        """Yield batches of (entry, the entry that superseded it), in order of the latter, for those above `after`."""
        ...

    def of_kinds(self, kinds: Sequence[str], *, up_to: Seq | None = None) -> Sequence[Entry]:
        """Return the sealed entries of these kinds (tags) in order; meant for rare kinds, such as activations."""
        ...

    def newest(self, subject: SubjectNumber, *, up_to: Seq | None = None) -> Seq:
        """Return the newest entry that touches a subject, 0 where there is none.

        Touching is being an entry of the subject, or superseding one of its entries from another subject.
        """
        ...

    def subjects(self, identifiers: Sequence[tuple[str, str]]) -> list[SubjectNumber | None]:
        """Return the subject that holds each (scheme, value), or None."""
        ...

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        """Return the newest record of each row key, or None."""
        ...

    def live_keys(self, snapshot_of: str, *, after: str = "", limit: int = 10_000) -> list[tuple[str, Seq]]:
        """Return keys and entries that are live on a list kept by snapshots, in key order, above `after`."""
        ...

    def of_delivery(self, delivery: str, *, after: Seq, limit: int = 10_000) -> list[Seq]:
        """Return the records that a delivery brought, standing or not, in order, above `after`."""
        ...

    def masked(self, delivery: str) -> Iterator[bytes]:
        """Yield the kept parts of a delivery's masked bytes; none where an erasure dropped them."""
        ...

    def cursor(self, name: str) -> Seq:
        """Return how far a follower has read; 0 for a new one."""
        ...

    def held(
        self, *, delivery: str | None = None, state: str | None = "open", after: int = 0, limit: int = 10_000
    ) -> list[Held]:
        """Return held rows in order of their number."""
        ...

    def progress(self, delivery: str) -> Progress | None:
        """Return how far a delivery has come, or None."""
        ...

    def identifiers(self, scheme: str, *, after: str = "", limit: int = 10_000) -> list[tuple[str, SubjectNumber]]:
        """Return the values of a scheme that subjects hold or held, in order, above `after`; each with its holder."""
        ...

    def coded(self, after: Seq, *, up_to: Seq | None = None) -> Iterator[Sequence[tuple[Seq, SubjectNumber, str]]]:
        """Yield batches of (entry, subject, scheme) of identifiers but rows of lists, in order, above `after`.

        Its subjects are the organisations of the registry; who is known as a row of a list alone is not among them.
        """
        ...

    def names(self, tokens: Sequence[str], *, limit: int) -> list[tuple[SubjectNumber, str]]:
        """Return names that hold any of the search tokens, most tokens first."""
        ...

    def last_at(self, known_at: int) -> Seq:
        """Return the number of the last entry known at or before an instant (0 where there is none)."""
        ...

    def facts(
        self, after: Seq, *, up_to: Seq | None = None
    ) -> Iterator[Sequence[tuple[Seq, SubjectNumber, str, dict[str, FactValue]]]]:
        """Yield batches of (seq, subject, kind, facts) of records in order, for archives; erased ones are absent."""
        ...

    def batches(self) -> Iterator[Batch]:
        """Yield everything that `ledger.audit.check` needs, in order, as one committed state has it."""
        ...

    def altered(self) -> list[str]:
        """Return how the database differs from what xinyong makes, and what is broken in it, a sentence each."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...
