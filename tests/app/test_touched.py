"""Whom a change of law touches: everybody under the one pack and under the other, with nothing written."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.ledgers import BEGINNING, Ledger, ledger
from tests.standing.packs import list_pack, points_pack
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import Ledgered
from xinyong.app.touched import LabPackFault, Moved, Proposed, Touched, touched
from xinyong.kernel.ids import Seq
from xinyong.law.effects import Scores
from xinyong.law.pack import Pack, Use
from xinyong.law.points import Points

DAY = dt.date
ON = DAY(2024, 6, 1)


def _asked(found: Ledger, folder: Path, before: Pack, after: Pack) -> Touched:
    archive = Archive(folder=folder / "archive", columns=DuckDbColumns(threads=1), store=found.store)
    known = Seq(found.store.checkpoint().shards["0"][0])
    return touched(Ledgered(archive=archive, known=known), before, after, ON)


def _lighter(pack: Pack) -> Pack:
    """The same pack in which a fine takes 5 points and not 50."""
    rules = tuple(
        replace(rule, effect=Scores(points=Points(value=-5))) if rule.id == "fine" else rule for rule in pack.rules
    )
    return replace(pack, rules=rules)


@pytest.fixture
def found(tmp_path: Path) -> Ledger:
    """Three firms: one without records, one with a fine, one with a breach and three fines."""
    made = ledger(tmp_path)
    subjects = [made.organisation(BEGINNING, number) for number in range(3)]
    for subject, fines in zip(subjects, (0, 1, 3), strict=True):
        for number in range(fines):
            made.record(DAY(2024, 3, 1), subject, "fine", {"effective": DAY(2024, 2, 1 + number), "amount": 5000})
    made.record(DAY(2024, 3, 1), subjects[2], "breach", {"effective": DAY(2024, 2, 1)})
    return made


def test_a_lighter_fine_touches_whom_it_lightens(found: Ledger, tmp_path: Path) -> None:
    """100 - 50 = 50 is bad and 100 - 5 = 95 is good; 100 - 150 - 20 is bad and 100 - 15 - 20 = 65 is fair."""
    said = _asked(found, tmp_path, points_pack(), _lighter(points_pack()))

    moved = (Moved(before="bad", after="fair", organisations=1), Moved(before="bad", after="good", organisations=1))
    assert (3, 2, 0, moved, ()) == (said.organisations, said.touched, said.points, said.grades, said.lists)
    assert (2, 3) == said.first


def test_nobody_is_touched_by_no_change(found: Ledger, tmp_path: Path) -> None:
    """A pack in the place of itself."""
    said = _asked(found, tmp_path, points_pack(), points_pack())

    assert (3, 0, 0, (), (), ()) == (said.organisations, said.touched, said.points, said.grades, said.lists, said.first)


def test_points_alone_are_counted_apart(found: Ledger, tmp_path: Path) -> None:
    """Who stays in the band with other points is touched, and goes from no grade to another."""
    harder = replace(
        points_pack(), rules=tuple(rule for rule in points_pack().rules if rule.id not in ("breach", "mended"))
    )

    said = _asked(found, tmp_path, points_pack(), harder)

    assert (1, 1, ()) == (said.touched, said.points, said.grades)


def test_grounds_that_go_are_counted(tmp_path: Path) -> None:
    """A version without its rules has no grounds; acts are judged whatever version would govern them."""
    made = ledger(tmp_path)
    subject = made.organisation(BEGINNING, 1)
    made.record(DAY(2024, 3, 1), subject, "offence", {"effective": DAY(2024, 2, 1)})
    now = list_pack("1", DAY(2018, 1, 1), DAY(2026, 4, 1), months=24)
    later = list_pack("2", DAY(2026, 4, 1), None, months=24)

    said = _asked(made, tmp_path, now, list_pack("2", DAY(2026, 4, 1), None, months=None))

    assert (1, (Proposed(list=now.lists[0].id, gained=0, lost=1),)) == (said.touched, said.lists)
    assert 0 == _asked(made, tmp_path, now, later).touched


@pytest.mark.parametrize("use", [Use.DRAFT, Use.LAB, Use.DISABLED])
def test_a_pack_of_the_lab_is_never_asked_about_a_registry(found: Ledger, tmp_path: Path, use: Use) -> None:
    """A draft can be compared part by part, and nobody of a registry is judged by it."""
    with pytest.raises(LabPackFault, match=r"test.points@1 can be read and compared"):
        _asked(found, tmp_path, points_pack(), replace(points_pack(), use=use))
