"""The Parquet archive: every record of a ledger in columns, for bulk work; disposable, rebuilt from the ledger at will.

A base sorted by (subject, seq) in files of `SPAN` subjects, deltas by entry number since, and beside them the entries
that were superseded since. A record is known from its own number (`known_from`) until the number of the entry that
superseded it (`known_until`, null: not superseded); "as known at S" is `known_from <= S < known_until`. Erased content
is in no file: an erasure makes the archive be built anew. A folder that another ledger wrote, or that a crash left half
written, is thrown away and built anew; nothing is ever lost with it.
"""

# ruff: noqa: S608 - the text is made of names and numbers of this program; nothing that came in gets into it

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import COLUMNS
from xinyong.kernel.ids import Seq
from xinyong.rules.applicability import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from xinyong.kernel.facts import FactValue
    from xinyong.ledger.columns import Columns
    from xinyong.ledger.store import Store

SPAN: Final = 1_000_000
"""Subjects of one file of the base."""

CHUNK: Final = 250_000
"""Records of one delta file while a ledger is read."""

FACTS: Final = tuple(column.name for column in COLUMNS)
"""The columns that rules read, in the order of the files."""

RECORD_TYPES: Final = {
    "subject": "BIGINT",
    "seq": "BIGINT",
    "kind": "VARCHAR",
    **{column.name: column.type.value for column in COLUMNS},
}
"""Columns of a record and their SQL types, as rules and researchers' files have them."""

_CODED_TYPES: Final = {"subject": "BIGINT", "seq": "BIGINT", "scheme": "VARCHAR"}
_ENDED_TYPES: Final = {"seq": "BIGINT", "by_seq": "BIGINT"}
_NAMES: Final = ", ".join(RECORD_TYPES)
_FORMAT: Final = 2
_FOLD_AT: Final = 4
"""Deltas are folded into the base once they hold more than a fourth of its records."""


class BusyArchiveFault(Fault):
    """The archive's folder can't be written."""

    code = "ARCHIVE-FOLDER"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the folder holds; written last, so what it names is whole.

    Attributes:
        seq, link: the last entry that is in, and the chain's head there: the ledger it was made of.
        base: the base's files, all in one folder; delta, ended: files since.
        coded: files of (subject, seq, scheme): the organisations, by the entries that gave them an identifier.
        base_rows, delta_rows: records in them.
    """

    format: int = _FORMAT
    seq: int = 0
    link: str = ""
    base: tuple[str, ...] = ()
    delta: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    base_rows: int = 0
    delta_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A ledger's records in Parquet files under `folder`, made and read through the columns port."""

    folder: Path
    columns: Columns
    store: Store

    def refresh(self, up_to: Seq) -> Manifest:
        """Bring the archive up to entry `up_to` at least, and return what it holds."""
        manifest = self._kept()
        if manifest.seq >= up_to:
            return manifest
        self.folder.mkdir(parents=True, exist_ok=True)
        manifest = self._extended(manifest, up_to)
        if manifest.delta_rows * _FOLD_AT > manifest.base_rows:
            manifest = self._folded(manifest)
        self._keep(manifest)
        return manifest

    def show(self, manifest: Manifest, known: Seq, *, name: str = "records", kinds: Sequence[str] = ()) -> None:
        """Make what was known at `known` readable.

        The view `name` has subject, seq, kind and the fact columns of records; `<name>_subjects` has the organisations,
        each once, with what marks them (`held`): the schemes of their identifiers, and those of `kinds` of which
        they have a record. Records of rows of others' lists that name no code are not among them.
        """
        self._show_every(manifest)
        records = f"SELECT {_NAMES} FROM archived WHERE {_known(known)}"
        coded = f"(SELECT subject, scheme FROM archived_coded WHERE seq <= {int(known)})"
        subjects = marked(coded, f"({records})", kinds)
        self.columns.run(
            (
                f"CREATE OR REPLACE TABLE {name}_subjects AS {subjects}",
                f"CREATE OR REPLACE VIEW {name} AS {records} AND subject IN (SELECT subject FROM {name}_subjects)",
            )
        )

    def export(self, manifest: Manifest, target: Path) -> int:
        """Write every record to files of `SPAN` subjects, and return their number.

        Beside it stand `known_from`, `known_until`, and `held`: the schemes of its subject's identifiers, empty for who
        is known as a row of lists alone.
        """
        self._show_every(manifest)
        target.mkdir(parents=True, exist_ok=True)
        self.columns.run((f"CREATE OR REPLACE TABLE archived_held AS {marked('archived_coded', '', ())}",))
        return self._write_ranges(target, ", coalesce(held, '') AS held", "LEFT JOIN archived_held USING (subject)")

    def remove(self) -> None:
        """Delete the folder; the next refresh builds it anew."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def _kept(self) -> Manifest:
        path = self.folder / "manifest.json"
        if not path.exists():
            self.remove()
            return Manifest()
        try:
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except msgspec.MsgspecError:
            manifest = Manifest(format=0)
        if manifest.format != _FORMAT or not self._is_whole(manifest) or not self._is_of_this_ledger(manifest):
            self.remove()
            return Manifest()
        return manifest

    def _is_whole(self, manifest: Manifest) -> bool:
        return all(
            (self.folder / name).exists()
            for name in (*manifest.delta, *manifest.ended, *manifest.coded, *manifest.base)
        )

    def _is_of_this_ledger(self, manifest: Manifest) -> bool:
        last = self.store.entry(Seq(manifest.seq))
        erasures = self.store.of_kinds(("content.erased",))
        erased_since = bool(erasures) and erasures[-1].header.seq > manifest.seq
        return last is not None and last.header.link == manifest.link and not erased_since

    def _extended(self, manifest: Manifest, up_to: Seq) -> Manifest:
        after = Seq(manifest.seq)
        delta, delta_rows = self._spill(_record_rows(self.store, after, up_to), f"delta-{after}", RECORD_TYPES)
        ended, _ = self._spill(
            chain.from_iterable(self.store.superseded_since(after, up_to=up_to)), f"ended-{after}", _ENDED_TYPES
        )
        coded, _ = self._spill(
            ((subject, seq, scheme) for page in self.store.coded(after, up_to=up_to) for seq, subject, scheme in page),
            f"coded-{after}",
            _CODED_TYPES,
        )
        last = self.store.entry(up_to)
        if last is None:
            what = f"The ledger has no entry {up_to}."
            raise BusyArchiveFault(what, remedy="Ask for a checkpoint that the store has sealed.")
        return msgspec.structs.replace(
            manifest,
            seq=int(up_to),
            link=last.header.link,
            delta=(*manifest.delta, *delta),
            ended=(*manifest.ended, *ended),
            coded=(*manifest.coded, *coded),
            delta_rows=manifest.delta_rows + delta_rows,
        )

    def _spill(
        self, rows: Iterator[Sequence[FactValue]], stem: str, types: dict[str, str]
    ) -> tuple[tuple[str, ...], int]:
        files: list[str] = []
        total = 0
        while chunk := list(islice(rows, CHUNK)):
            name = f"{stem}-{len(files):05d}.parquet"
            self.columns.fill("spilled", types, chunk)
            total += self.columns.write("SELECT * FROM spilled ORDER BY ALL", str(self.folder / name))
            self.columns.drop("spilled")
            files.append(name)
        return tuple(files), total

    def _folded(self, manifest: Manifest) -> Manifest:
        self._show_every(manifest)
        base = f"base-{manifest.seq}"
        target = self.folder / base
        if target.exists():
            shutil.rmtree(target)
        target.mkdir()
        rows = self._write_ranges(target)
        files = tuple(f"{base}/{path.name}" for path in sorted(target.iterdir()))
        coded = f"coded-to-{manifest.seq}.parquet"
        self.columns.write("SELECT * FROM archived_coded ORDER BY subject, seq", str(self.folder / coded))
        folded = msgspec.structs.replace(
            manifest, base=files, delta=(), ended=(), coded=(coded,), base_rows=rows, delta_rows=0
        )
        self._keep(folded)
        for name in (*manifest.delta, *manifest.ended, *manifest.coded):
            (self.folder / name).unlink()
        if manifest.base:
            shutil.rmtree((self.folder / manifest.base[0]).parent)
        return folded

    def _write_ranges(self, target: Path, beside: str = "", joined: str = "") -> int:
        highest = self.columns.rows("SELECT coalesce(max(subject), 0) FROM archived")[0][0]
        total = 0
        for number, first in enumerate(range(0, int(str(highest)) + 1, SPAN)):
            query = (
                f"SELECT {_NAMES}, seq AS known_from, known_until{beside} FROM archived {joined}"
                f" WHERE subject >= {first} AND subject < {first + SPAN} ORDER BY subject, seq"
            )
            total += self.columns.write(query, str(target / f"records-{number:05d}.parquet"))
        return total

    def _show_every(self, manifest: Manifest) -> None:
        """Make the view `archived`: every record of base and deltas with its `known_until`; and `archived_coded`."""
        self._union("archived_ends", manifest.ended, _ENDED_TYPES)
        self._union("archived_coded", manifest.coded, _CODED_TYPES)
        self._union("archived_delta", manifest.delta, RECORD_TYPES)
        every = f"SELECT {_NAMES}, CAST(NULL AS BIGINT) AS known_until FROM archived_delta"
        if manifest.base:
            self.columns.attach("archived_base", str((self.folder / manifest.base[0]).with_name("*.parquet")))
            every += f" UNION ALL SELECT {_NAMES}, known_until FROM archived_base"
        self.columns.run(
            (
                f"CREATE OR REPLACE VIEW archived_every AS {every}",
                f"CREATE OR REPLACE VIEW archived AS {_joined()}",
            )
        )

    def _union(self, view: str, names: Sequence[str], types: dict[str, str]) -> None:
        """Make a view of the rows of some files, also of none."""
        parts = [f"SELECT {', '.join(types)} FROM {view}_none"]
        self.columns.fill(f"{view}_none", types, ())
        for number, name in enumerate(names):
            self.columns.attach(f"{view}_{number}", str(self.folder / name))
            parts.append(f"SELECT {', '.join(types)} FROM {view}_{number}")
        self.columns.run((f"CREATE OR REPLACE VIEW {view} AS {' UNION ALL '.join(parts)}",))

    def _keep(self, manifest: Manifest) -> None:
        path = self.folder / "manifest.json"
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(manifest))
        fresh.replace(path)


def record_rows(
    batch: Iterable[tuple[Seq, int, str, dict[str, FactValue]]],
) -> Iterator[tuple[FactValue, ...]]:
    """Yield records as rows in the order of `RECORD_TYPES`."""
    for seq, subject, kind, facts in batch:
        yield (subject, seq, kind, *map(facts.get, FACTS))


def _record_rows(store: Store, after: Seq, up_to: Seq) -> Iterator[tuple[FactValue, ...]]:
    for batch in store.facts(after, up_to=up_to):
        yield from record_rows(batch)


def _joined() -> str:
    names = ", ".join(f"r.{name}" for name in RECORD_TYPES)
    return (
        f"SELECT {names}, coalesce(r.known_until, e.by_seq) AS known_until"
        " FROM archived_every r LEFT JOIN archived_ends e ON e.seq = r.seq"
    )


def _known(known: Seq) -> str:
    return f"seq <= {int(known)} AND (known_until IS NULL OR known_until > {int(known)})"
