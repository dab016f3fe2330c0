"""Inspections drawn from a real ledger: who is a candidate, by which share, and a published draw made again."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from tests.app.ledgers import Ledger, code_of, ledger
from tests.law.shipped import BY_NAME
from tests.standing.packs import cycle_packs
from xinyong.adapters.duckdb import DuckDbColumns
from xinyong.app.archive import Archive
from xinyong.app.evaluate import RATINGS, Ledgered, evaluate
from xinyong.app.inspections import Listed, Terms, checked, csv_of, drawn, list_csv, listed, read_csv
from xinyong.effects.draw import Candidate, DrawFault, Seed
from xinyong.kernel.ids import Seq
from xinyong.law.inspection import Inspections
from xinyong.law.pack import Pack
from xinyong.ledger.entries import Draft, IdentifierGiven, SubjectChanged, SubjectOpened
from xinyong.standing.past import end_of

DAY = dt.date
ASKED = DAY(2025, 8, 20)
CLASSIFIED = DAY(2025, 8, 1)
LINDIAN = BY_NAME["cn.lindian.inspections@2024-11-06"]
MARKET = BY_NAME["cn.market.risk@2022-01-01"]
FOOD = BY_NAME["cn.food.inspections@2022-03-15"]
SEED = Seed("published", "2025-08")


def _found(made: Ledger, tmp_path: Path, family: str = LINDIAN.id, day: dt.date = ASKED) -> Listed:
    with DuckDbColumns() as columns:
        store = made.store
        known = Seq(max(seq for seq, _ in store.checkpoint().shards.values()))
        records = Ledgered(archive=Archive(folder=tmp_path / "archive", columns=columns, store=store), known=known)
        law = made.laws().at(known)
        evaluate(law, records, day, out=tmp_path / "out")
        return listed(records, law, family, day, ratings=str(tmp_path / "out" / RATINGS))


def _classed(made: Ledger, number: int, grade: str | None, day: dt.date = CLASSIFIED) -> None:
    subject = made.organisation(day, number)
    if grade is not None:
        made.record(day, subject, "risk.class", {"effective": day, "grade": grade})


def test_candidates_are_those_that_were_ever_classified(tmp_path: Path) -> None:
    """An old class is none; who was never classified, a foreign firm and one that has ended are no candidates."""
    made = ledger(tmp_path, LINDIAN)
    _classed(made, 4, "B", DAY(2025, 7, 1))
    for number, grade in enumerate(("A", "D", None), start=1):
        _classed(made, number, grade)
    with made.store.writing(end_of(ASKED)) as writer:
        abroad = writer.open_subject()
        contents = (
            SubjectOpened(subject_class="enterprise", shown_by="code"),
            IdentifierGiven(scheme="lei", value="9900990000ABCDEFGH00"),
        )
        writer.append([Draft(content=content, subject=abroad, authority="office") for content in contents])
    gone = made.organisation(ASKED, 9)
    made.record(ASKED, gone, "risk.class", {"effective": ASKED, "grade": "A"})
    made.append(ASKED, gone, SubjectChanged(event="struck_off", on=ASKED))

    found = _found(made, tmp_path)

    assert found.candidates == (
        Candidate(code_of(1), "A"),
        Candidate(code_of(2), "D"),
        Candidate(code_of(4), "unknown"),
    )
    assert (found.pack, found.ended, found.decided) == (LINDIAN.name, 1, None)


def test_the_digest_of_a_list_is_that_of_its_lines(tmp_path: Path) -> None:
    """Anybody checks it with `tail -n +2 list.csv | sha256sum`."""
    made = ledger(tmp_path, LINDIAN)
    for number in range(1, 4):
        _classed(made, number, "C")

    found = _found(made, tmp_path)

    lines = list_csv(found.candidates).partition("\n")[2]
    assert hashlib.sha256(lines.encode()).hexdigest() == found.list


def test_a_family_that_is_not_in_force_draws_nobody(tmp_path: Path) -> None:
    """Nothing is drawn by a law that no official activated."""
    made = ledger(tmp_path, MARKET)

    with pytest.raises(DrawFault, match="it is not in force here"):
        _found(made, tmp_path)


def test_a_yearly_rating_draws_by_the_grade_that_was_decided(tmp_path: Path) -> None:
    """The class is the decided one, never the running grade."""
    made = ledger(tmp_path, *cycle_packs())
    made.organisation(DAY(2020, 1, 1), 1)
    family = cycle_packs()[0].id

    found = _found(made, tmp_path, family, DAY(2025, 8, 1))

    assert found.decided == 2024
    assert len(found.candidates) == 1


def _drawn(
    pack: Pack, sizes: dict[str, int], shares: dict[str, int] | None = None
) -> dict[str, tuple[int | None, int]]:
    candidates = [Candidate(f"{grade}{number}", grade) for grade, size in sizes.items() for number in range(size)]
    made, _ = drawn(Terms(pack=pack, seed=SEED, shares=shares or {}), candidates)
    return {line.name: (line.share, line.drawn) for line in made.classes}


def test_each_class_is_drawn_at_its_share() -> None:
    """Of 99: 5 % at most is 4 (4.95 down), at least 5 % is 5, 21 % is 21 (20.79 up), 61 % is 61 (60.39 up)."""
    found = _drawn(LINDIAN, dict.fromkeys(("A", "B", "C", "D", "unknown"), 99))

    assert found == {"A": (500, 4), "B": (500, 5), "C": (2100, 21), "D": (6100, 61), "unknown": (None, 0)}


def test_a_share_within_the_bounds_may_be_asked_for() -> None:
    """Of 8 of class B, 20 % is 1 (1.6 down, since 2 would be a fourth); of 10, 12.5 % is 2."""
    assert _drawn(LINDIAN, {"B": 8}, {"B": 2000})["B"] == (2000, 1)
    assert _drawn(LINDIAN, {"B": 10}, {"B": 1250})["B"] == (1250, 2)


def test_the_general_share_is_everybodys_of_whom_nothing_is_said() -> None:
    """3 % of 100 are 3, in every class and without one."""
    assert set(_drawn(MARKET, dict.fromkeys(("A", "B", "C", "D", "unknown"), 100)).values()) == {(300, 3)}


def test_visits_alone_draw_nobody_unless_a_share_is_asked_for() -> None:
    """Article 22 has everybody inspected in two years: half of them this year, if somebody wants it so."""
    assert _drawn(FOOD, {"D": 10})["D"] == (None, 0)
    assert _drawn(FOOD, {"D": 10}, {"D": 5000})["D"] == (5000, 5)


@pytest.mark.parametrize(
    ("shares", "words"), [({"E": 500}, "knows no class 'E'"), ({"B": 2500}, "25 % of the class B")]
)
def test_a_share_that_is_none_is_refused(shares: dict[str, int], words: str) -> None:
    """A class that the pack does not know, and more than the instrument allows."""
    with pytest.raises(DrawFault, match=words):
        _drawn(LINDIAN, {"B": 10}, shares)


def test_a_pack_without_a_schedule_draws_nobody() -> None:
    """A rating alone says nothing of inspections."""
    (tax,) = (pack for pack in BY_NAME.values() if pack.name == "cn.tax.rating@2025-07-01")

    with pytest.raises(DrawFault, match="says nothing of inspections"):
        _drawn(tax, {"A": 10})


def test_no_general_rate_is_no_draw() -> None:
    """An empty schedule has a rate for nobody."""
    assert Inspections().rate_of("A") is None


def test_a_draw_says_that_it_is_no_measure() -> None:
    """It proposes inspections and nothing else, and says that its pack is partial."""
    made, _ = drawn(Terms(pack=LINDIAN, seed=SEED), [])

    assert made.notice.endswith("it is no measure on anybody.")
    assert made.partial


def test_a_published_draw_is_made_again_from_its_file() -> None:
    """The file alone, seed and pack tell who was wrongly drawn and who left out."""
    terms = Terms(pack=LINDIAN, seed=SEED)
    _, placed = drawn(terms, [Candidate(f"{number:018d}", "B") for number in range(100)])
    text = csv_of(placed)

    lines = text.split("\n")
    favoured, victim = lines[5], lines[6]
    tampered = text.replace(favoured, favoured.replace("yes", "no")).replace(victim, victim.replace("no", "yes"))

    assert checked(terms, read_csv(text)).wrong == ()
    found = {one.code: one.wrong for one in checked(terms, read_csv("\ufeff" + tampered)).wrong}
    assert found == {favoured[:18]: "left out", victim[:18]: "wrongly drawn"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no file of a draw"),
        ("code,class\na,B\n", "no file of a draw"),
        ("code,class,place,drawn\na,B,1,maybe\n", "Line 2 is no line"),
        ("code,class,place,drawn\na,B,first,yes\n", "Line 2 is no line"),
        ("code,class,place,drawn\na,B,1,yes\nb\n", "Line 3 is no line"),
    ],
)
def test_a_file_that_is_no_draw_is_refused_with_its_line(text: str, words: str) -> None:
    """Nothing is guessed from a file that somebody changed by hand."""
    with pytest.raises(DrawFault, match=words):
        read_csv(text)
