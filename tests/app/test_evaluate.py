"""Everybody's ratings, from a ledger and from files: what one standing says, the bulk says."""

import datetime as dt
import random
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import pytest

from tests.app.ledgers import BEGINNING, Ledger, ledger
from tests.standing.packs import cycle_packs, list_pack, points_pack, window_pack
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.app.archive import Archive
from xinyong.app.evaluate import Evaluation, Filed, Ledgered, evaluate
from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.pack import Pack, Use
from xinyong.ledger.entries import IdentifierGiven, SubjectOpened
from xinyong.rules.compiled import slug
from xinyong.standing.law import law_of
from xinyong.standing.rating import Contribution
from xinyong.standing.standing import Standing

DAY = dt.date
ASKED = DAY(2025, 8, 1)
KINDS = {
    "breach": ("effective", "corrected"),
    "fine": ("effective", "amount"),
    "accident": ("effective",),
    "late": ("effective", "corrected"),
    "offence": ("effective",),
    "tax.return.late": ("effective", "corrected", "amount", "due"),
    "tax.indicator": ("effective", "corrected", "code"),
    "tax.direct": ("effective", "code", "year"),
    "abnormal.listing": ("effective", "code", "ended", "flag"),
    "env.breach.jiangsu": ("effective", "arose", "quantity", "ended"),
}


def packs() -> tuple[Pack, ...]:
    """The small packs and all that ship."""
    shipped = [shelved.pack for shelved in load_shelf([data_dir("packs")]).packs]
    lists = (
        list_pack("1", DAY(2018, 1, 1), DAY(2022, 1, 1), months=24),
        list_pack("2", DAY(2022, 1, 1), None, months=12),
    )
    return (points_pack(), *cycle_packs(), *lists, window_pack(), *shipped)


def learned(
    chance: random.Random, until: dt.date, kinds: tuple[str, ...] = tuple(KINDS)
) -> tuple[str, dict[str, FactValue]]:
    """A record of one of the kinds with facts of the past, one in ten unknown."""
    kind = chance.choice(kinds)
    effective = until - dt.timedelta(days=chance.randrange(1500))
    values: dict[str, FactValue] = {
        "effective": effective,
        "corrected": effective + dt.timedelta(days=chance.randrange(200)),
        "ended": effective + dt.timedelta(days=chance.randrange(900)),
        "due": effective - dt.timedelta(days=1),
        "arose": effective,
        "amount": chance.choice((0, 9, 1000, 250_000)),
        "quantity": chance.randrange(1, 13),
        "year": effective.year,
        "flag": chance.random() < 0.5,
        "code": chance.choice(("1", "4", "010106", "bank-accounts", "non-normal")),
    }
    return kind, {name: values[name] for name in KINDS[kind] if chance.random() > 0.1}


def _filled(tmp_path: Path, *, organisations: int = 60, records: int = 180) -> tuple[Ledger, list[SubjectNumber]]:
    """A ledger that learned over six years, with corrections, removals and organisations without records."""
    chance = random.Random(7)  # noqa: S311 - a test wants the same ledger again
    found = ledger(tmp_path, *packs())
    subjects: list[SubjectNumber] = []
    live: list[tuple[SubjectNumber, Seq]] = []
    for step in range(records):
        day = BEGINNING + dt.timedelta(days=step * 2400 // records)
        if len(subjects) < organisations * (step + 1) // records:
            subjects.append(found.organisation(day, step))
        subject = chance.choice(subjects or [found.organisation(day, 9999)])
        kind, facts = learned(chance, day)
        if live and step % 7 == 0:
            found.remove(day, *live.pop(chance.randrange(len(live))))
        elif live and step % 7 == 1:
            owner, seq = live.pop(chance.randrange(len(live)))
            live.append((owner, found.record(day, owner, kind, facts, replaces=seq)))
        else:
            live.append((subject, found.record(day, subject, kind, facts)))
    for day in (DAY(2025, 7, 3), DAY(2025, 7, 20)):
        found.record(DAY(2025, 7, 25), subjects[0], "tax.return.late", {"effective": day, "amount": 9})
    return found, subjects


@pytest.fixture(scope="module")
def society(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, list[SubjectNumber]]:
    """A ledger that learned for six years; tests here read it and write elsewhere."""
    return _filled(tmp_path_factory.mktemp("society"))


def _evaluated(
    found: Ledger, engine: DuckDbColumns, tmp_path: Path, *, known: Seq | None = None, day: dt.date = ASKED
) -> Evaluation:
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    last = Seq(found.store.checkpoint().shards["0"][0]) if known is None else known
    return evaluate(found.laws().at(last), Ledgered(archive=archive, known=last), day, out=tmp_path / "out")


def _table(engine: DuckDbColumns, path: Path, query: str) -> list[dict[str, FactValue]]:
    engine.attach("looked_at", str(path))
    names = [str(row[0]) for row in engine.rows("DESCRIBE SELECT * FROM looked_at")]
    return [dict(zip(names, row, strict=True)) for row in engine.rows(f"SELECT * FROM looked_at {query}")]  # noqa: S608 - a test's own words


@pytest.fixture
def engine() -> DuckDbColumns:
    """A columnar engine of its own."""
    return DuckDbColumns(threads=1)


def _ratings_of(row: Mapping[str, FactValue], standing: Standing) -> dict[str, tuple[FactValue, ...]]:
    """What a bulk row says of the ratings that a standing has, in the standing's terms."""
    found: dict[str, tuple[FactValue, ...]] = {}
    for rating in standing.ratings:
        name = slug(rating.family)
        between = "_decided" if rating.status == "decided" else ""
        year = row[f"{name}_decided_year"] if between else None
        unknown = None if between else row[f"{name}_unknown"]
        found[f"{rating.family} {rating.status}"] = (
            row[f"{name}{between}_total"],
            row[f"{name}{between}_grade"],
            year,
            unknown,
        )
    return found


def _said(standing: Standing) -> dict[str, tuple[FactValue, ...]]:
    return {
        f"{one.family} {one.status}": (
            one.total,
            one.grade,
            one.year if one.status == "decided" else None,
            one.unknown if one.status == "running" else None,
        )
        for one in standing.ratings
    }


def test_the_bulk_says_what_each_standing_says(
    tmp_path: Path, engine: DuckDbColumns, society: tuple[Ledger, list[SubjectNumber]]
) -> None:
    """Totals, grades, years and unknowns of every organisation, running and decided, today and as known before."""
    found, subjects = society
    middle = found.store.last_at(found.store.entry(Seq(300)).header.known_at)  # type: ignore[union-attr] # it is there
    for known, day in ((None, ASKED), (None, DAY(2025, 3, 1)), (middle, DAY(2023, 5, 1))):
        evaluation = _evaluated(found, engine, tmp_path, known=known, day=day)
        rows = {row["subject"]: row for row in _table(engine, tmp_path / "out" / "ratings.parquet", "ORDER BY subject")}
        standings = found.standings()

        assert evaluation.ratings == len(rows)
        for subject in (one for one in subjects if one in rows):
            standing = standings.of(subject, as_of=day, known=known)
            assert _said(standing) == _ratings_of(rows[subject], standing)


def _lists(standing: Standing, effect: str) -> dict[str, set[str]]:
    """The lists that a standing proposes, or leaves to a human, by family."""
    found: dict[str, set[str]] = {}
    for one in standing.proposals:
        if one.effect == effect:
            found.setdefault(slug(one.family), set()).add(one.list)
    return found


def _bulk_lists(row: Mapping[str, FactValue], ending: str) -> dict[str, set[str]]:
    cells = {name.removesuffix(ending): cell for name, cell in row.items() if name.endswith(ending)}
    return {name: set(str(cell).split(",")) for name, cell in cells.items() if cell is not None}


@pytest.mark.parametrize("day", [DAY(2021, 12, 31), DAY(2022, 6, 1), DAY(2023, 5, 1), ASKED])
def test_the_bulk_proposes_what_each_standing_proposes(
    tmp_path: Path, engine: DuckDbColumns, society: tuple[Ledger, list[SubjectNumber]], day: dt.date
) -> None:
    """Lists after the choice of the milder law, and those that are left to a human, of every organisation."""
    found, subjects = society
    _evaluated(found, engine, tmp_path, day=day)
    rows = {row["subject"]: row for row in _table(engine, tmp_path / "out" / "ratings.parquet", "ORDER BY subject")}
    standings = found.standings()
    for subject in subjects:
        standing = standings.of(subject, as_of=day)

        assert _lists(standing, "propose") == _bulk_lists(rows[subject], "_lists")
        assert _lists(standing, "choose") == _bulk_lists(rows[subject], "_lists_to_choose")


LATER = {
    "propose": list_pack("2", DAY(2022, 1, 1), None, months=36),
    "propose milder": list_pack("2", DAY(2022, 1, 1), None, months=12),
    "none milder": list_pack("2", DAY(2022, 1, 1), None, months=None),
    "choose": list_pack("2", DAY(2022, 1, 1), None, months=12, term=48),
    "choose unknown": list_pack("2", DAY(2022, 1, 1), None, months=12, when="amount > 100"),
    "choose without": list_pack("2", DAY(2021, 12, 1), DAY(2022, 1, 1), months=12),
}
"""A later version of a list, by what it makes of grounds under the first, which ran for 24 months and lists for 36."""


@pytest.mark.parametrize("effect", LATER)
def test_the_bulk_chooses_between_laws_as_each_standing_does(
    tmp_path: Path, engine: DuckDbColumns, effect: str
) -> None:
    """A later law that is milder, is not, is so in one thing alone, is unknown of an act, or is none at all."""
    chance = random.Random(11)  # noqa: S311 - a test wants the same ledger again
    until = LATER[effect].valid_from
    found = ledger(tmp_path, list_pack("1", DAY(2018, 1, 1), until, months=24), LATER[effect], points_pack())
    subjects = [found.organisation(BEGINNING, number) for number in range(25)]
    for step in range(50):
        day = DAY(2020, 3, 1) + dt.timedelta(days=step * 16)
        facts: dict[str, FactValue] = {"effective": day, "amount": (None, 9, 1000)[step % 3]}
        found.record(day, chance.choice(subjects), "offence", facts)
    asked = DAY(2022, 5, 20)
    _evaluated(found, engine, tmp_path, day=asked)
    rows = {row["subject"]: row for row in _table(engine, tmp_path / "out" / "ratings.parquet", "")}
    standings = found.standings()
    said = {subject: standings.of(subject, as_of=asked) for subject in subjects}

    proposals = chain.from_iterable(standing.proposals for standing in said.values())
    assert effect.removesuffix(" unknown").removesuffix(" without") in {
        one.effect + (" milder" if one.milder else "") for one in proposals
    }
    assert {subject: _lists(standing, "propose") for subject, standing in said.items()} == {
        subject: _bulk_lists(row, "_lists") for subject, row in rows.items()
    }
    assert {subject: _lists(standing, "choose") for subject, standing in said.items()} == {
        subject: _bulk_lists(row, "_lists_to_choose") for subject, row in rows.items()
    }


def _counted(one: Contribution, pack: str) -> tuple[FactValue, ...]:
    open_end = DAY(9999, 12, 31) if one.start is not None and one.until is None else one.until
    return (pack, one.rule, one.record, one.truth, one.counted, one.start, open_end, one.state)


def test_the_bulk_lists_the_contributions_of_each_standing(
    tmp_path: Path, engine: DuckDbColumns, society: tuple[Ledger, list[SubjectNumber]]
) -> None:
    """The hits of rated packs that stand on the day: record, rule, truth, points, life and state."""
    found, subjects = society
    _evaluated(found, engine, tmp_path)
    standings = found.standings()
    seen: set[FactValue] = set()

    for subject in subjects:
        standing = standings.of(subject, as_of=ASKED)
        running = {rating.pack: rating for rating in standing.ratings if rating.status == "running"}
        bulk = {
            (
                row["pack"],
                row["rule"],
                row["seq"],
                row["truth"],
                row["points"],
                row["start"],
                row["until"],
                row["state"],
            )
            for row in _table(engine, tmp_path / "out" / "contributions.parquet", f"WHERE subject = {subject}")
            if row["pack"] in running
        }
        shown = {
            _counted(one, rating.pack)
            for rating in running.values()
            for one in rating.contributions
            if one.state not in ("ended", "future") and (one.effect != "feeds" or one.truth == "unknown")
        }
        assert shown == bulk
        seen |= {row[-1] for row in shown}

    assert {"counts", "absorbed", "unknown"} <= seen


def test_a_second_evaluation_writes_the_same_files(tmp_path: Path, engine: DuckDbColumns) -> None:
    """Evaluated again, after the archive was deleted, every file has the same rows and leaves nothing beside it."""
    found, _ = _filled(tmp_path, records=60)
    first = _evaluated(found, engine, tmp_path)
    rows = [_table(engine, tmp_path / "out" / name, "ORDER BY ALL") for name in first.files]
    Archive(folder=tmp_path / "archive", columns=engine, store=found.store).remove()

    again = _evaluated(found, engine, tmp_path)

    assert first == again
    assert rows == [_table(engine, tmp_path / "out" / name, "ORDER BY ALL") for name in again.files]
    assert sorted(first.files) == sorted(path.name for path in (tmp_path / "out").iterdir())


def test_rows_of_lists_are_not_rated(tmp_path: Path, engine: DuckDbColumns) -> None:
    """Who is known as a row of a list alone gets no row in the ratings; who has a code and no record does."""
    found = ledger(tmp_path, points_pack())
    with_code = found.organisation(BEGINNING, 1)
    with found.store.writing(0) as writer:
        listed = writer.open_subject()
    opened = SubjectOpened(subject_class="enterprise", shown_by="list")
    found.append(BEGINNING, listed, opened, IdentifierGiven(scheme="list", value="list:synthetic-l:1"))
    found.record(BEGINNING, listed, "breach", {"effective": BEGINNING})

    evaluation = _evaluated(found, engine, tmp_path)

    assert 1 == evaluation.ratings
    assert [with_code] == [row["subject"] for row in _table(engine, tmp_path / "out" / "ratings.parquet", "")]


def test_files_alone_are_enough(tmp_path: Path, engine: DuckDbColumns) -> None:
    """A researcher's Parquet with a few of the columns is evaluated without any ledger; absent columns are unknown."""
    columns = {"subject": "BIGINT", "seq": "BIGINT", "kind": "VARCHAR", "effective": "DATE"}
    rows = [(1, 1, "breach", DAY(2025, 2, 1)), (1, 2, "fine", DAY(2025, 2, 1)), (7, 3, "late", DAY(2024, 2, 1))]
    engine.fill("made", columns, rows)
    engine.write("SELECT * FROM made", str(tmp_path / "records.parquet"))
    law = law_of({str(number): pack for number, pack in enumerate((points_pack(), *cycle_packs()))})

    evaluation = evaluate(law, Filed(columns=engine, parquet=str(tmp_path / "*.parquet")), ASKED, out=tmp_path / "out")

    found = _table(engine, tmp_path / "out" / "ratings.parquet", "ORDER BY subject")
    assert (None, {"test.cycle": 2024}) == (evaluation.known, evaluation.decided)
    assert [(1, 80, "fair", 1, 100), (7, 100, "good", 0, 95)] == [
        (
            row["subject"],
            row["test_points_total"],
            row["test_points_grade"],
            row["test_points_unknown"],
            row["test_cycle_decided_total"],
        )
        for row in found
    ]


def test_ratings_of_partial_packs_are_marked_in_the_file(tmp_path: Path, engine: DuckDbColumns) -> None:
    """Running and decided, each rating stands beside whether its pack is partial and the lowest grade it uses."""
    found = ledger(tmp_path, points_pack(use=Use.PARTIAL, grade=SourceGrade.UNVERIFIED), *cycle_packs())
    found.organisation(BEGINNING, 1)

    evaluation = _evaluated(found, engine, tmp_path)

    (row,) = _table(engine, tmp_path / "out" / "ratings.parquet", "")
    assert ("test.points@1",) == evaluation.partial
    assert [(True, "M"), (False, "P"), (False, "P")] == [
        (row[f"{name}_partial"], row[f"{name}_source_grade"])
        for name in ("test_points", "test_cycle", "test_cycle_decided")
    ]


def test_an_export_is_evaluated_as_its_ledger(
    tmp_path: Path, engine: DuckDbColumns, society: tuple[Ledger, list[SubjectNumber]]
) -> None:
    """Of exported records those that nothing superseded are read: the ratings are those of the ledger."""
    found, _ = society
    evaluation = _evaluated(found, engine, tmp_path)
    archive = Archive(folder=tmp_path / "archive", columns=engine, store=found.store)
    archive.export(archive.refresh(Seq(evaluation.known or 0)), tmp_path / "exported")
    law = found.laws().at(Seq(evaluation.known or 0))

    filed = Filed(columns=engine, parquet=str(tmp_path / "exported" / "*.parquet"))
    evaluate(law, filed, ASKED, out=tmp_path / "again")

    columns = "subject, cn_tax_rating_total, cn_tax_rating_grade, cn_jiangsu_environment_total, test_points_unknown"
    engine.attach("first", str(tmp_path / "out" / "ratings.parquet"))
    engine.attach("second", str(tmp_path / "again" / "ratings.parquet"))
    missing = engine.rows(f"SELECT {columns} FROM second EXCEPT SELECT {columns} FROM first")  # noqa: S608 - names
    assert [] == missing
    assert engine.rows("SELECT count(*) > 20 FROM second") == [(True,)]
