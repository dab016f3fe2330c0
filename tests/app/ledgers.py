"""A ledger for tests of standings: organisations, records and packs, learned on days, in a real store."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from tests.contracts.stores import seeded
from xinyong.adapters.store import SqlStore, Target, init_store
from xinyong.app.standings import Standings
from xinyong.app.standings_law import Laws
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Plane, Seq, SubjectNumber
from xinyong.law.pack import Pack
from xinyong.law.shelf import shelf, shelved
from xinyong.ledger.entries import (
    AnyContent,
    DeliveryOpened,
    Draft,
    IdentifierGiven,
    NameGiven,
    PackActivated,
    RecordEntered,
    RecordRemoved,
    StoreOpened,
    SubjectOpened,
)
from xinyong.standing.past import end_of

DAY = dt.date
DELIVERY = "d" * 64
BEGINNING = DAY(2019, 1, 1)


def code_of(number: int) -> str:
    """A code of the synthetic plane for a number; its check digit is not looked at by a store."""
    return f"9199000{number:011d}"


class Ledger:
    """A synthetic store; each call learns one thing at the end of a day (days must not run backwards)."""

    def __init__(self, target: Target, packs: tuple[Pack, ...] = ()) -> None:
        opened = StoreOpened(plane=Plane.SYNTHETIC, name="a ledger", account="lin", office="office")
        self.store: SqlStore = init_store(target, opened, known_at=end_of(BEGINNING), salts=seeded())
        self.shelf = shelf(shelved(pack, f"{pack.name}.yaml") for pack in packs)
        self.lines = 0
        self.append(BEGINNING, None, DeliveryOpened(delivery=DELIVERY, mapping="m", mapping_digest="00", form="f"))
        for one in self.shelf.packs:
            self.append(BEGINNING, None, PackActivated(pack=one.pack.name, digest=one.digest, active=True))

    def append(self, known: dt.date, subject: SubjectNumber | None, *contents: AnyContent) -> Seq:
        """Seal entries; the number of the last."""
        drafts = [Draft(content=content, subject=subject, authority="office", actor="lin") for content in contents]
        with self.store.writing(end_of(known)) as writer:
            writer.append(drafts)
        return Seq(max(seq for seq, _ in self.store.checkpoint().shards.values()))

    def organisation(self, known: dt.date, number: int, *, name: str = "") -> SubjectNumber:
        """Let an organisation with `code_of(number)` become known."""
        with self.store.writing(end_of(known)) as writer:
            subject = writer.open_subject()
            contents: tuple[AnyContent, ...] = (
                SubjectOpened(subject_class="enterprise", shown_by="code"),
                IdentifierGiven(scheme="uscc", value=code_of(number)),
                NameGiven(name=name or f"第{number}公司", language="zh", form="registered"),
            )
            writer.append([Draft(content=content, subject=subject, authority="office") for content in contents])
        return subject

    def record(
        self,
        known: dt.date,
        subject: SubjectNumber,
        kind: str,
        facts: Mapping[str, FactValue],
        *,
        replaces: Seq | None = None,
    ) -> Seq:
        """Learn a record, or the correction of one."""
        self.lines += 1
        key = f"{self.lines:064x}"
        content = RecordEntered(
            kind=kind,
            key=key,
            row=key,
            facts=dict(facts),
            document={},
            source=(),
            delivery=DELIVERY,
            line=self.lines,
            replaces=replaces,
        )
        return self.append(known, subject, content)

    def remove(
        self,
        known: dt.date,
        subject: SubjectNumber,
        replaces: Seq,
        *,
        cause: Literal["snapshot", "withdrawn"] = "withdrawn",
    ) -> Seq:
        """Learn that a record stopped being so."""
        return self.append(known, subject, RecordRemoved(replaces=replaces, cause=cause, delivery=DELIVERY))

    def laws(self) -> Laws:
        """The law of the store."""
        return Laws(store=self.store, shelf=self.shelf)

    def standings(self) -> Standings:
        """Standings that are computed anew each time."""
        return Standings(store=self.store, laws=self.laws())


def ledger(folder: Path, *packs: Pack) -> Ledger:
    """A ledger in a folder, with these packs in force."""
    return Ledger(folder / "store.db", packs)
