"""Walks from day to day over made packs and ledgers, as `advance` carries a state, compared with a full evaluation.

A walk begins with a case; on each of its days something may become known (records, corrections, removals, subjects),
packs may change, and the day may be the next, one further on, or just the day on which some clock strikes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.laws import asked
from tests.laws.asked import Row
from tests.laws.made_packs import KINDS, Case, Maker, cases
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.kernel.facts import COLUMNS, FactValue
from xinyong.ledger.columns import Columns
from xinyong.rules import engine
from xinyong.rules.columnar.layout import Unit
from xinyong.rules.columnar.rows import column_types
from xinyong.rules.compiled import CompiledPack, compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record

DAYS: Final = 9
PACKS: Final = 2
_NAME: Final = "days"
_SUBJECT: Final = {"subject": "BIGINT"}
_SEQ: Final = {"seq": "BIGINT"}

FLOORS: Final[Mapping[str, int]] = {
    "touched by news": 150,
    "touched by a clock alone": 60,
    "touched nobody": 40,
    "record": 100,
    "correction": 30,
    "correction to another subject": 10,
    "removal": 30,
    "subject": 30,
    "packs changed": 25,
    "row changed": 300,
    "row touched and the same": 100,
    "day skipped": 100,
    "1 January passed": 20,
}
"""At least so often in 500 days."""


@dataclass(slots=True)
class Society:
    """What is known: records by subject; `gone`, `learned` and `came` are what became known since the last day."""

    maker: Maker
    known: dict[int, list[Record]]
    counts: Counter[str]
    gone: list[int] = field(default_factory=list[int])
    learned: list[Record] = field(default_factory=list[Record])
    came: list[int] = field(default_factory=list[int])
    last: int = 1_000

    def learns(self) -> None:
        """Let one thing become known."""
        old = [record for records in self.known.values() for record in records]
        what = self.maker.pick(("record", "record", "record", "correction", "removal", "subject"))
        if what == "subject" or not old:
            self._comes()
            return
        self.counts[what] += 1
        subject = self.maker.pick(tuple(self.known))
        if what == "record":
            self._enters(subject)
            return
        found = self.maker.pick(old)
        self._goes(found)
        if what == "correction":
            owner = found.subject if self.maker.chance(70) else subject
            self.counts["correction to another subject"] += owner != found.subject
            self._enters(owner)

    def _comes(self) -> None:
        subject = max(self.known) + self.maker.number(1, 3)
        self.known[subject] = []
        self.came.append(subject)
        self.counts["subject"] += 1
        if self.maker.chance(50):
            self._enters(subject)

    def _enters(self, subject: int) -> None:
        self.last += 1
        record = Record(subject, self.last, self.maker.pick(KINDS), self.maker.facts())
        self.known[subject].append(record)
        self.learned.append(record)

    def _goes(self, record: Record) -> None:
        self.known[record.subject].remove(record)
        self.gone.append(record.seq)
        self.learned = [one for one in self.learned if one.seq != record.seq]

    def forget_news(self) -> None:
        """Begin a new day."""
        self.gone, self.learned, self.came = [], [], []


@dataclass(slots=True)
class Walk:
    """One walk over one engine."""

    columns: Columns
    society: Society
    packs: tuple[CompiledPack, ...]
    day: dt.date

    def holds(self) -> bool:
        """Whether the carried ratings and what is said to have changed are a full evaluation's, on every day."""
        speaking = self.packs[:1]
        state = engine.begin(self.columns, _units(speaking), self._source(), self.day, name=_NAME)
        rows = self._full(speaking)
        if self._carried() != rows:
            return False
        for _ in range(DAYS):
            self._goes_on(rows)
            speaking = self._speaking(speaking)
            changed = _units(speaking) != list(state.units)
            before, rows = rows, self._full(speaking)
            delta, state = engine.advance(self.columns, state, self._news(changed=changed), _units(speaking), self.day)
            if self._carried() != rows:
                return False
            if not changed and not self._told(before, rows, delta.evaluated):
                return False
            self.society.counts["packs changed"] += changed
        return True

    def _goes_on(self, rows: Sequence[Row]) -> None:
        maker, counts = self.society.maker, self.society.counts
        self.society.forget_news()
        strikes = [row[-1] for row in rows if isinstance(row[-1], dt.date)]
        clock = min(strikes, default=self.day)
        steps = (1, 1, 2, 20, 120, (clock - self.day).days, (clock - self.day).days - 1)
        ahead = self.day + dt.timedelta(days=max(0, min(400, maker.pick(steps))))
        counts["day skipped"] += (ahead - self.day).days > 1
        counts["1 January passed"] += ahead.year > self.day.year
        self.day = ahead
        for _ in range(maker.pick((0, 0, 1, 3))):
            self.society.learns()

    def _speaking(self, before: tuple[CompiledPack, ...]) -> tuple[CompiledPack, ...]:
        """The packs of the day: seldom others than before."""
        if self.society.maker.chance(85):
            return before
        return self.society.maker.pick((self.packs[:1], self.packs[1:], self.packs))

    def _full(self, packs: Sequence[CompiledPack]) -> list[Row]:
        found = [
            asked.rating_row(subject, packs, [interpret(records, pack, self.day) for pack in packs])
            for subject, records in self.society.known.items()
        ]
        return sorted(found, key=repr)

    def _carried(self) -> list[Row]:
        return sorted(self.columns.rows(f"FROM {_NAME}_ratings"), key=repr)

    def _told(self, before: Sequence[Row], after: Sequence[Row], evaluated: int) -> bool:
        """Whether the delta names just the rows that changed; count who was touched."""
        old = {row[0]: row for row in before}
        changed = sorted((str(row[0]) for row in after if old.get(row[0]) != row), key=str)
        found = sorted((str(row[0]) for row in self.columns.rows("SELECT subject FROM xy_delta")), key=str)
        counts, news = self.society.counts, self.society
        if news.learned or news.gone or news.came:
            counts["touched by news"] += 1
        else:
            counts["touched by a clock alone" if evaluated else "touched nobody"] += 1
        counts["row changed"] += len(changed)
        counts["row touched and the same"] += evaluated - len(changed)
        return changed == found

    def _source(self) -> engine.Source:
        return asked.fill(self.columns, self.society.known)

    def _news(self, *, changed: bool) -> engine.News:
        news = self.society
        self.columns.fill("learned", column_types(), _cells(news.learned))
        self.columns.fill("gone", _SEQ, ((seq,) for seq in news.gone))
        self.columns.fill("came", _SUBJECT, ((subject,) for subject in news.came))
        source = self._source() if changed else engine.Source(records="learned", subjects="came")
        return engine.News(records="learned", gone="gone", subjects="came", source=source)


def first_difference(start: int, walks: int, counts: Counter[str]) -> Case | None:
    """Walk so many times, from a seed; return the case of the first walk that goes astray, or None."""
    astray: list[Case] = []
    with DuckDbColumns(threads=1, memory_mb=500) as columns:

        @seed(start)
        @settings(
            max_examples=walks,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
        )
        @given(cases(packs=PACKS), st.randoms(use_true_random=True))
        def walk(case: Case, chance: Random) -> None:
            known = {subject: list(records) for subject, records in case.ledger.items()}
            society = Society(maker=Maker(chance), known=known, counts=counts)
            packs = tuple(map(compile_pack, case.packs))
            if not Walk(columns=columns, society=society, packs=packs, day=case.day).holds():
                astray.append(case)
                raise AssertionError

        try:
            walk()
        except AssertionError:
            return astray[-1]
    return None


def _units(packs: Iterable[CompiledPack]) -> list[Unit]:
    return [asked.unit(pack) for pack in packs]


def _cells(records: Iterable[Record]) -> Iterable[tuple[FactValue, ...]]:
    for record in records:
        yield record.subject, record.seq, record.kind, *(record.facts.get(column.name) for column in COLUMNS)
