"""To whom packs apply, through the use cases: a standing, everybody's ratings, day to day, and exported files agree."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.ledgers import BEGINNING, Ledger, ledger
from tests.standing.packs import cite, cycle_packs, points_pack
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import Filed, Ledgered, evaluate
from xinyong.app.evaluate_daily import Daily
from xinyong.app.standings import UnknownPackFault
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.applies import Applies
from xinyong.ledger.columns import Columns
from xinyong.ledger.entries import IdentifierGiven, SubjectOpened
from xinyong.register.identifiers.scheme import Scheme

DAY = dt.date
ASKED = DAY(2024, 6, 3)
OURS = Applies(schemes=(Scheme.USCC,), citation=cite())
LEI = "9900000000000000TEST"
COLUMNS = ("test_points_applies", "test_points_grade", "test_points_total", "test_cycle_decided_grade")


def _ledger(folder: Path) -> tuple[Ledger, SubjectNumber, SubjectNumber]:
    """A firm of ours and a firm abroad, each with a breach that is alive."""
    found = ledger(folder, *(replace(pack, applies=OURS) for pack in (points_pack(), *cycle_packs())))
    ours = found.organisation(BEGINNING, 1)
    with found.store.writing(0) as writer:
        abroad = writer.open_subject()
    opened = SubjectOpened(subject_class="enterprise", shown_by="code")
    found.append(BEGINNING, abroad, opened, IdentifierGiven(scheme="lei", value=LEI))
    for subject in (ours, abroad):
        found.record(DAY(2024, 2, 1), subject, "breach", {"effective": DAY(2024, 1, 15)})
    return found, ours, abroad


def _last(found: Ledger) -> Seq:
    return Seq(found.store.checkpoint().shards["0"][0])


def _archive(found: Ledger, folder: Path) -> Archive:
    return Archive(folder=folder / "archive", columns=DuckDbColumns(threads=1), store=found.store)


def _rows(columns: Columns, table: str) -> Mapping[FactValue, tuple[FactValue, ...]]:
    query = f"SELECT subject, {', '.join(COLUMNS)} FROM {table}"  # noqa: S608 - own names
    return {row[0]: tuple(row[1:]) for row in columns.rows(query)}


def test_everybody_s_ratings_say_to_whom_they_apply(tmp_path: Path) -> None:
    """The firm abroad has a row, in which no pack applies and no grade stands; so has its standing."""
    found, ours, abroad = _ledger(tmp_path)
    archive = _archive(found, tmp_path)
    evaluate(found.laws().at(_last(found)), Ledgered(archive=archive, known=_last(found)), ASKED, out=tmp_path / "out")
    archive.columns.attach("rated", str(tmp_path / "out" / "ratings.parquet"))

    assert {ours: (True, "fair", 80, "good"), abroad: (False, None, None, None)} == _rows(archive.columns, "rated")
    standing = found.standings().of(abroad, as_of=ASKED)
    assert ((), ["test.cycle", "test.points"]) == (standing.ratings, sorted(one.family for one in standing.outside))


def test_exported_files_say_it_too(tmp_path: Path) -> None:
    """Evaluated without the ledger, the ratings are those of the ledger; without the column, everybody is rated."""
    found, ours, abroad = _ledger(tmp_path)
    archive = _archive(found, tmp_path)
    archive.export(archive.refresh(_last(found)), tmp_path / "files")
    law, columns = found.laws().at(_last(found)), archive.columns
    columns.attach("exported", str(tmp_path / "files" / "*.parquet"))
    columns.write("SELECT * EXCLUDE (held) FROM exported", str(tmp_path / "bare.parquet"))
    for name, files in (("told", "files/*.parquet"), ("bare", "bare.parquet")):
        evaluate(law, Filed(columns=columns, parquet=str(tmp_path / files)), ASKED, out=tmp_path / name)
        columns.attach(name, str(tmp_path / name / "ratings.parquet"))

    assert {ours: (True, "fair", 80, "good"), abroad: (False, None, None, None)} == _rows(columns, "told")
    assert {ours: (None, "fair", 80, "good"), abroad: (None, "fair", 80, "good")} == _rows(columns, "bare")


def test_from_day_to_day_a_code_brings_the_rating(tmp_path: Path) -> None:
    """From the entry that gives the firm abroad a code on it is rated, with what was known of it before."""
    found, ours, abroad = _ledger(tmp_path)
    daily = Daily(archive=_archive(found, tmp_path), laws=found.laws())
    daily.reach(ASKED, _last(found))
    query = "SELECT subject, test_points_applies, test_points_total FROM daily_ratings ORDER BY subject"
    before = daily.archive.columns.rows(query)
    found.append(ASKED, abroad, IdentifierGiven(scheme="uscc", value="919900000000000099"))
    reached = daily.reach(DAY(2024, 6, 4), _last(found))

    assert [(ours, True, 80), (abroad, False, None)] == before
    assert 1 == reached.evaluated
    assert [(ours, True, 80), (abroad, True, 80)] == daily.archive.columns.rows(query)


def test_explaining_a_rating_that_does_not_apply_says_why(tmp_path: Path) -> None:
    """The fault names the reason, and not the packs that there are."""
    found, _, abroad = _ledger(tmp_path)

    with pytest.raises(UnknownPackFault, match="does not apply: it holds no identifier of its subjects"):
        found.standings().explain(f"#{abroad}", "test.points", as_of=ASKED)
