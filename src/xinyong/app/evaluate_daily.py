"""Evaluation from day to day: only whom news or a clock touched is evaluated, and the result is a full evaluation's.

The state is the hits and ratings that the engine keeps, under the packs that spoke and the entry that was read; it is
disposable. Where other packs speak than the day before, everybody is evaluated from the archive. A day without news and
without a clock costs next to nothing. Its tables are the engine's: lists stand in them as grounds under the law of
their acts, before `app.evaluate` chooses the milder one.
"""

# ruff: noqa: S608 - the text is made of names and numbers of this program; nothing that came in gets into it

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.app.archive import RECORD_TYPES, record_rows
from xinyong.app.evaluate import units_on
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import ContentErased, RecordEntered
from xinyong.rules import engine
from xinyong.rules.applicability import asked_of, is_scheme, marked
from xinyong.rules.engine import News, Source, State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xinyong.app.archive import Archive
    from xinyong.app.standings_law import Laws
    from xinyong.kernel.facts import FactValue
    from xinyong.ledger.entries import Entry
    from xinyong.rules.columnar.layout import Unit

_BEGINNING: Final = Seq(0)
_NAME: Final = "daily"
_CODED: Final = {"subject": "BIGINT", "scheme": "VARCHAR"}
_SEQ: Final = {"seq": "BIGINT"}
_SOURCE: Final = Source(records="records", subjects="records_subjects", held=True)


class DailyFault(Fault):
    """An evaluation was to go back to an earlier day or an earlier state of the ledger."""

    code = "DAILY-BACK"


class Day(NamedTuple):
    """What a day brought.

    Attributes:
        evaluated: how many subjects were evaluated.
        delta: the table of what changed: `subject`, `before_...`, `after_...`; None after the first day, and where
            nobody was touched.
    """

    day: dt.date
    known: Seq
    evaluated: int
    delta: str | None


@dataclass(slots=True)
class Daily:
    """Ratings of one ledger, carried from day to day in the tables `daily_hits` and `daily_ratings`.

    `daily_holders` says beside them what marks each subject, made of the identifiers that it holds and of
    `daily_kinds`, the records of those kinds by which packs know their subjects.

    Attributes:
        archive: the ledger's records in columns; its port holds the tables.
        laws: the ledger's law.
    """

    archive: Archive
    laws: Laws
    _state: State | None = None
    _known: Seq = _BEGINNING

    @property
    def ratings(self) -> str:
        """The table of the ratings of the day reached."""
        return f"{_NAME}_ratings"

    def reach(self, day: dt.date, known: Seq) -> Day:
        """Carry the ratings on to a day, over what was known after an entry.

        Raises:
            DailyFault: the day or the entry lies before the one reached.
        """
        if self._state is None:
            return self._begun(day, known)
        if known < self._known or day < self._state.day:
            what = f"The ratings of {self._state.day} at entry {self._known} can't go back to {day} at entry {known}."
            raise DailyFault(what, remedy="Evaluate that day in full.")
        units = units_on(self.laws.at(known), day)
        renewed = units != self._state.units
        if not renewed and known == self._known and not self._struck(day):
            self._state = replace(self._state, day=day)
            return Day(day, known, 0, None)
        if renewed:
            self._show(known, units)
        news = self._news(known, _asked(units), renewed=renewed)
        delta, self._state = engine.advance(self.archive.columns, self._state, news, units, day)
        self._known = known
        return Day(day, known, delta.evaluated, delta.table)

    def _begun(self, day: dt.date, known: Seq) -> Day:
        columns = self.archive.columns
        units = units_on(self.laws.at(known), day)
        self._state = engine.begin(columns, units, self._show(known, units), day, name=_NAME)
        self._known = known
        count = columns.rows(f"SELECT count(*) FROM {self.ratings}")[0][0]
        return Day(day, known, int(str(count)), None)

    def _struck(self, day: dt.date) -> bool:
        """Return whether a clock of some subject has struck by a day."""
        query = f"SELECT count(*) FROM {self.ratings} WHERE next_change <= $day"
        return self.archive.columns.rows(query, {"day": day}) != [(0,)]

    def _show(self, known: Seq, units: Sequence[Unit]) -> Source:
        kinds = _asked(units)
        self.archive.show(self.archive.refresh(known), known, kinds=kinds)
        marking = f"SELECT subject, seq, kind FROM records WHERE {_among(kinds)}"
        self.archive.columns.run(
            (
                "CREATE OR REPLACE TABLE daily_holders AS FROM records_subjects",
                f"CREATE OR REPLACE TABLE daily_kinds AS {marking}",
            )
        )
        return _SOURCE

    def _news(self, known: Seq, kinds: Sequence[str], *, renewed: bool) -> News:
        """Fill the tables of what the ledger learned since; where everybody is evaluated there is no need to."""
        columns, store = self.archive.columns, self.archive.store
        nothing = renewed or known == self._known
        columns.fill("daily_coded", _CODED, () if nothing else self._coded(known))
        columns.fill("daily_gone", _SEQ, () if nothing else self._gone(known))
        records = chain(
            chain.from_iterable(map(record_rows, store.facts(self._known, up_to=known))), self._earlier(known)
        )
        columns.fill("daily_learned", RECORD_TYPES, () if nothing else records)
        rated = f"SELECT subject FROM {self.ratings} UNION SELECT subject FROM daily_coded"
        news = f"SELECT * FROM daily_learned WHERE subject IN ({rated}) AND seq NOT IN (SELECT seq FROM daily_gone)"
        gone = "seq IN (SELECT seq FROM daily_gone)"
        touched = (
            f"SELECT subject FROM daily_coded UNION SELECT subject FROM daily_news WHERE {_among(kinds)} "
            f"UNION SELECT subject FROM daily_kinds WHERE {gone}"
        )
        before = "SELECT subject, unnest(string_split(held, ',')) AS scheme FROM daily_holders SEMI JOIN daily_touched"
        coded = f"(FROM ({before} USING (subject)) WHERE {is_scheme('scheme')} UNION ALL FROM daily_coded)"
        columns.run(
            (
                f"CREATE OR REPLACE TABLE daily_news AS {news}",
                f"CREATE OR REPLACE TABLE daily_touched AS {touched}",
                f"DELETE FROM daily_kinds WHERE {gone}",
                f"INSERT INTO daily_kinds SELECT subject, seq, kind FROM daily_news WHERE {_among(kinds)}",
                f"CREATE OR REPLACE TABLE daily_held AS {marked(coded, 'daily_kinds', kinds)}",
                "CREATE OR REPLACE TABLE daily_new AS FROM daily_held EXCEPT FROM daily_holders",
                "DELETE FROM daily_holders WHERE subject IN (FROM daily_touched)",
                "INSERT INTO daily_holders FROM daily_held",
            )
        )
        return News(
            records="daily_news", gone="daily_gone", subjects="daily_new", source=_SOURCE, holders="daily_holders"
        )

    def _coded(self, known: Seq) -> Iterator[tuple[FactValue, ...]]:
        for page in self.archive.store.coded(self._known, up_to=known):
            yield from ((subject, scheme) for _, subject, scheme in page)

    def _earlier(self, known: Seq) -> Iterator[tuple[FactValue, ...]]:
        """Yield what was known of subjects that only now got a code: rows of lists until then."""
        columns, store = self.archive.columns, self.archive.store
        rated = f"SELECT DISTINCT subject FROM daily_coded WHERE subject NOT IN (SELECT subject FROM {self.ratings})"
        for (number,) in columns.rows(rated):
            subject = SubjectNumber(int(str(number)))
            entries = store.of_subject(subject, up_to=self._known)
            gone = store.superseded([entry.header.seq for entry in entries], up_to=known)
            yield from record_rows(
                (entry.header.seq, subject, entry.content.kind, entry.content.facts)
                for entry in entries
                if isinstance(entry.content, RecordEntered) and entry.header.seq not in gone
            )

    def _gone(self, known: Seq) -> Iterator[tuple[FactValue, ...]]:
        """Entries that stopped counting: superseded, removed, erased."""
        store = self.archive.store
        for page in store.superseded_since(self._known, up_to=known):
            yield from ((seq,) for seq, _ in page)
        for erasure in store.of_kinds(("content.erased",), up_to=known):
            if erasure.header.seq > self._known:
                yield from ((seq,) for seq in _erased(erasure))


def _asked(units: Sequence[Unit]) -> tuple[str, ...]:
    return asked_of(pack.pack for unit in units for pack in unit.packs)


def _among(kinds: Sequence[str]) -> str:
    """The condition that a row is of one of the kinds."""
    wanted = ", ".join(f"'{kind}'" for kind in kinds)
    return f"kind IN ({wanted})" if wanted else "FALSE"


def _erased(erasure: Entry) -> tuple[Seq, ...]:
    return erasure.content.entries if isinstance(erasure.content, ContentErased) else ()
