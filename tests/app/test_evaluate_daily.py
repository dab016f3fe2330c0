"""From day to day: only whom news or a clock touched is evaluated, and the ratings are those of a full evaluation."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from tests.app.ledgers import BEGINNING, Ledger, code_of, ledger
from tests.app.test_evaluate import learned
from tests.standing.packs import cite, cycle_packs, list_pack, points_pack
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import units_on
from xinyong.app.evaluate_daily import Daily, DailyFault
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.applies import CODED, Applies
from xinyong.ledger.entries import ContentErased, IdentifierGiven, SubjectOpened
from xinyong.rules import engine
from xinyong.rules.applicability import marks
from xinyong.rules.columnar.layout import Unit
from xinyong.rules.engine import Source
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record

DAY = dt.date
ORGANISATIONS = 200
KINDS = ("breach", "fine", "accident", "late", "offence")
RECORDED = replace(
    points_pack(),
    id="test.recorded",
    applies=Applies(schemes=CODED, kinds=("accident", "offence"), citation=cite("scope")),
    conclusions=(),
    lists=(),
)
PACKS = (
    points_pack(),
    RECORDED,
    *cycle_packs(),
    list_pack("1", DAY(2018, 1, 1), DAY(2026, 4, 1), months=24),
    list_pack("2", DAY(2026, 4, 1), None, months=12),
)
"""Points by the day, for all and for whom a record makes a subject; a cycle whose new version begins on 2025-07-01; a
list whose new version begins on 2026-04-01."""


class Society:
    """A ledger that goes on learning: entries, corrections, removals, erasures, new organisations.

    Attributes:
        live: what a full evaluation reads: every record that stands, kept beside the ledger and not read from it.
    """

    def __init__(self, tmp_path: Path, *, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a test wants the same society again
        self.ledger = ledger(tmp_path, *PACKS)
        self.subjects = [self.ledger.organisation(BEGINNING, number) for number in range(ORGANISATIONS - 10)]
        self.live: dict[int, Record] = {}

    def learns(self, day: dt.date) -> None:
        """Let something become known: a record, a correction, a removal, an erasure, an organisation."""
        if len(self.subjects) < ORGANISATIONS and self.chance.random() < 0.1:
            self.subjects.append(self.ledger.organisation(day, len(self.subjects)))
        subject = self.chance.choice(self.subjects)
        what = self.chance.random() if self.live else 1
        old = self.live[self.chance.choice(list(self.live))] if what < 0.35 else None
        if old is None:
            self._enters(day, subject, None)
        elif what < 0.15:
            self.ledger.remove(day, SubjectNumber(old.subject), Seq(old.seq))
        elif what < 0.3:
            owner = SubjectNumber(old.subject) if self.chance.random() < 0.8 else subject
            self._enters(day, owner, Seq(old.seq))
        else:
            with self.ledger.store.writing(0) as writer:
                content = ContentErased(entries=(Seq(old.seq),), keys=(), reason="a court")
                writer.erase(content, authority="office", actor="lin")
        if old is not None:
            del self.live[old.seq]

    def _enters(self, day: dt.date, subject: SubjectNumber, replaces: Seq | None) -> None:
        kind, facts = learned(self.chance, day, KINDS)
        seq = self.ledger.record(day, subject, kind, facts, replaces=replaces)
        self.live[seq] = Record.of(subject, seq, kind, facts)

    def known(self) -> Seq:
        """The last entry."""
        return Seq(self.ledger.store.checkpoint().shards["0"][0])

    def records(self) -> Mapping[int, list[Record]]:
        """What stands, by subject."""
        found: dict[int, list[Record]] = {subject: [] for subject in self.subjects}
        for record in self.live.values():
            found[record.subject].append(record)
        return found


def _daily(found: Ledger, tmp_path: Path) -> Daily:
    archive = Archive(folder=tmp_path / "archive", columns=DuckDbColumns(threads=1), store=found.store)
    return Daily(archive=archive, laws=found.laws())


Row = dict[str, FactValue]


def _carried(daily: Daily) -> dict[FactValue, Row]:
    columns = daily.archive.columns
    names = [str(row[0]) for row in columns.rows(f"DESCRIBE {daily.ratings}")]
    found = [dict(zip(names, row, strict=True)) for row in columns.rows(f"FROM {daily.ratings}")]
    return {row["subject"]: row for row in found}


def _full(units: tuple[Unit, ...], records: Mapping[int, list[Record]], day: dt.date) -> dict[FactValue, Row]:
    """Everybody, one by one, by the evaluator that walks; who has no record differs by the number alone."""
    blank = _row(units, 0, [], day)
    return {
        subject: _row(units, subject, held, day) if held else {**blank, "subject": subject}
        for subject, held in records.items()
    }


def _row(units: tuple[Unit, ...], subject: int, records: list[Record], day: dt.date) -> Row:
    row: Row = {"subject": subject}
    changes: list[dt.date] = []
    for unit in units:
        held = marks(("uscc",), (record.kind for record in records))
        outcomes = {id(pack): interpret(records, pack, day, held=held) for pack in unit.packs}
        if unit.rating is not None:
            rated = outcomes[id(unit.rating)]
            row |= {f"{unit.slug}_total": rated.total, f"{unit.slug}_grade": rated.grade}
            row[f"{unit.slug}_applies"] = rated.applies
        row[f"{unit.slug}_unknown"] = sum(outcome.unknown for outcome in outcomes.values())
        lists = dict.fromkeys(chain.from_iterable(outcome.proposes for outcome in outcomes.values()))
        if any(pack.pack.lists for pack in unit.packs):
            row[f"{unit.slug}_grounds"] = ",".join(lists) or None
        nexts = [outcome.next_change for outcome in outcomes.values() if outcome.next_change is not None]
        row[f"{unit.slug}_next"] = min(nexts, default=None)
        changes += nexts
    return {**row, "next_change": min(changes, default=None)}


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_carried_ratings_are_a_full_evaluation_on_every_day(tmp_path: Path, year: int) -> None:
    """On each day of a year nothing differs, in any column; and on most days hardly anybody is evaluated."""
    society = Society(tmp_path, seed=year)
    for back in range(400, 0, -2):
        society.learns(DAY(year, 1, 1) - dt.timedelta(days=back))
    daily = _daily(society.ledger, tmp_path)
    daily.reach(DAY(year - 1, 12, 31), society.known())
    carried = _carried(daily)
    evaluated: list[int] = []
    for ahead in range((DAY(year + 1, 1, 1) - DAY(year, 1, 1)).days):
        day = DAY(year, 1, 1) + dt.timedelta(days=ahead)
        for _ in range(society.chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 4))):
            society.learns(day)
        reached = daily.reach(day, society.known())
        evaluated.append(reached.evaluated)
        carried = carried if reached.delta is None else _carried(daily)

        assert _full(units_on(daily.laws.at(society.known()), day), society.records(), day) == carried

    renewals = {2025: 1, 2026: 0}.get(year, 0)
    assert renewals <= sum(count >= ORGANISATIONS - 10 for count in evaluated) <= renewals + 1
    assert sum(count <= 8 for count in evaluated) > 300


def test_the_engine_in_full_gives_the_carried_table(tmp_path: Path) -> None:
    """Around 1 January and around the days of new versions, the table is that of a run over everybody."""
    society = Society(tmp_path, seed=5)
    for back in range(300, 0, -1):
        society.learns(DAY(2025, 1, 1) - dt.timedelta(days=back))
    daily = _daily(society.ledger, tmp_path)
    for day in (
        DAY(2024, 12, 31),
        DAY(2025, 1, 1),
        DAY(2025, 6, 30),
        DAY(2025, 7, 1),
        DAY(2026, 1, 1),
        DAY(2026, 3, 31),
        DAY(2026, 4, 1),
    ):
        society.learns(day)
        daily.reach(day, society.known())

        assert 0 == _differences(daily, society, day)


def _differences(daily: Daily, society: Society, day: dt.date) -> int:
    """How many rows of the carried ratings and of a run over everybody are not in both."""
    columns, known = daily.archive.columns, society.known()
    daily.archive.show(daily.archive.refresh(known), known, name="anew", kinds=("accident", "offence"))
    units = units_on(daily.laws.at(known), day)
    engine.tabulate(columns, units, Source(records="anew", subjects="anew_subjects", held=True), day, into="whole")
    carried, whole = f"FROM {daily.ratings}", "FROM whole_ratings"
    query = f"SELECT count(*) FROM (({carried} EXCEPT ALL {whole}) UNION ALL ({whole} EXCEPT ALL {carried}))"  # noqa: S608 - names
    return int(str(columns.rows(query)[0][0]))


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    """The plant: one total is changed behind the engine's back, and both comparisons see it."""
    society = Society(tmp_path, seed=6)
    society.learns(DAY(2024, 1, 1))
    daily = _daily(society.ledger, tmp_path)
    day = DAY(2024, 6, 1)
    daily.reach(day, society.known())
    daily.archive.columns.run((f"UPDATE {daily.ratings} SET test_points_total = 1 WHERE subject = 1",))  # noqa: S608 - names

    assert 2 == _differences(daily, society, day)
    units = units_on(daily.laws.at(society.known()), day)
    assert _full(units, society.records(), day) != _carried(daily)


def test_a_row_of_a_list_that_gets_a_code_is_rated_with_its_past(tmp_path: Path) -> None:
    """What was known of it before, while it was no organisation of the registry, is evaluated from then on."""
    society = Society(tmp_path, seed=8)
    with society.ledger.store.writing(0) as writer:
        late = writer.open_subject()
    opened = SubjectOpened(subject_class="enterprise", shown_by="list")
    society.ledger.append(BEGINNING, late, opened, IdentifierGiven(scheme="list", value="list:synthetic-l:1"))
    society.ledger.record(BEGINNING, late, "fine", {"effective": DAY(2024, 1, 1), "amount": 1000})
    daily = _daily(society.ledger, tmp_path)
    daily.reach(DAY(2024, 2, 1), society.known())
    before = late in _carried(daily)
    society.ledger.append(DAY(2024, 2, 2), late, IdentifierGiven(scheme="uscc", value=code_of(777)))

    daily.reach(DAY(2024, 2, 2), society.known())

    assert not before
    assert 50 == _carried(daily)[late]["test_points_total"]


def test_nobody_goes_back(tmp_path: Path) -> None:
    """An earlier day, or an earlier entry, is refused."""
    society = Society(tmp_path, seed=9)
    daily = _daily(society.ledger, tmp_path)
    known = society.known()
    daily.reach(DAY(2024, 2, 2), known)

    with pytest.raises(DailyFault):
        daily.reach(DAY(2024, 2, 1), known)
    with pytest.raises(DailyFault):
        daily.reach(DAY(2024, 2, 2), Seq(known - 1))
