"""A subject's history for tests: say what was learned on which day, get the sealed entries."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import (
    AnyContent,
    Entry,
    Header,
    IdentifierGiven,
    NameGiven,
    RecordEntered,
    RecordRemoved,
    SubjectOpened,
)
from xinyong.standing.past import Past, end_of
from xinyong.standing.standing import Known

DAY = dt.date
OPENED = DAY(2020, 1, 1)


class Diary:
    """Entries in order; every call learns one thing on a day (at its end) and returns the entry's number."""

    def __init__(self, subject: int = 1, *, opened: dt.date = OPENED, scheme: str = "uscc") -> None:
        self.subject = SubjectNumber(subject)
        self.entries: list[Entry] = []
        self.replaced: dict[Seq, Entry] = {}
        self.learn(opened, SubjectOpened(subject_class="enterprise", shown_by="code"))
        self.learn(opened, IdentifierGiven(scheme=scheme, value=f"91000000TEST{subject:06d}"))

    def learn(
        self, known: dt.date, content: AnyContent | None, *, valid: dt.date | None = None, kind: str = "record.entered"
    ) -> Seq:
        """Seal an entry; a content of None is one that was erased."""
        seq = Seq(len(self.entries) + 1)
        header = Header(
            seq=seq,
            kind=kind if content is None else str(content.__struct_config__.tag),
            version=1,
            subject=self.subject,
            valid_on=valid,
            known_at=end_of(known),
            authority="office",
            actor=None,
            commitment="",
            link=f"{seq:064x}",
        )
        self.entries.append(Entry(header=header, content=content))
        return seq

    def name(self, known: dt.date, name: str, *, since: dt.date | None = None, until: dt.date | None = None) -> Seq:
        """Learn a registered name."""
        return self.learn(known, NameGiven(name=name, language="zh", form="registered", since=since, until=until))

    def record(
        self,
        known: dt.date,
        kind: str,
        facts: Mapping[str, FactValue] | None = None,
        *,
        listing: str | None = None,
        replaces: Seq | None = None,
        **named: FactValue,
    ) -> Seq:
        """Learn a record of these facts; with `replaces`, as the correction of an earlier one."""
        number = len(self.entries) + 1
        seq = self.learn(
            known,
            RecordEntered(
                kind=kind,
                key=f"{number:x}",
                row=f"{number:x}",
                facts={**(facts or {}), **named},
                document={},
                source=(),
                delivery="d" * 64,
                line=number,
                replaces=replaces,
                listing=listing,
            ),
        )
        if replaces is not None:
            self.replaced[replaces] = self.entries[-1]
        return seq

    def remove(
        self,
        known: dt.date,
        replaces: Seq,
        *,
        cause: Literal["snapshot", "withdrawn"] = "withdrawn",
        on: dt.date | None = None,
    ) -> Seq:
        """Learn that a record stopped being so."""
        seq = self.learn(known, RecordRemoved(replaces=replaces, cause=cause, delivery="e" * 64, on=on))
        self.replaced[replaces] = self.entries[-1]
        return seq

    def past(self) -> Past:
        """Return everything that was learned."""
        return Past(subject=self.subject, entries=tuple(self.entries), replaced=dict(self.replaced))

    def known(self) -> Known:
        """Return the state after the last entry."""
        last = self.entries[-1].header
        return Known(seq=last.seq, head=last.link, at=last.known_at)
