"""Standings on demand: who is meant, what was known when, under which law, and when a kept answer is served."""

import dataclasses
import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.app.ledgers import BEGINNING, Ledger, code_of, ledger
from tests.standing.packs import cycle_packs, emergency_pack, points_pack
from xinyong.adapters.cache import SqliteCache
from xinyong.app.kept import Kept
from xinyong.app.standings import NothingKnownFault, Standings, UnknownPackFault, UnknownSubjectFault
from xinyong.app.standings_law import Laws, MissingLawFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.shelf import shelf, shelved
from xinyong.ledger.entries import NameGiven, PackActivated
from xinyong.standing.standing import Standing, encoded

DAY = dt.date
ASKED = DAY(2024, 6, 1)


def _one(tmp_path: Path) -> tuple[Ledger, SubjectNumber, Seq]:
    """A ledger with one organisation and one breach of 2024."""
    found = ledger(tmp_path, points_pack(), *cycle_packs())
    subject = found.organisation(BEGINNING, 1, name="长江贸易有限公司")
    seq = found.record(DAY(2024, 2, 1), subject, "breach", {"effective": DAY(2024, 1, 31)})
    return found, subject, seq


def _total(standing: Standing) -> int | None:
    return next(rating.total for rating in standing.ratings if rating.family == "test.points")


def test_a_standing_is_asked_for_by_any_identifier(tmp_path: Path) -> None:
    """A code, however it is spelled, and the subject's number name the same subject."""
    found, subject, _ = _one(tmp_path)
    standings = found.standings()
    code = code_of(1)

    asked = {standings.subject(text) for text in (code, code.lower(), f"{code[:8]}-{code[8:]}", f"#{subject}")}

    assert {subject} == asked
    assert 80 == _total(standings.standing(code, as_of=ASKED))


@pytest.mark.parametrize("text", ["91990000000000000X", "#99", "list:h2:nobody", "11010519491231002X", "nobody"])
def test_who_is_not_there_is_told_so_with_a_way_on(tmp_path: Path, text: str) -> None:
    """An identifier that nobody holds is a fault that says what to do; a person's number is not repeated in it."""
    found, _, _ = _one(tmp_path)

    with pytest.raises(UnknownSubjectFault) as caught:
        found.standings().standing(text, as_of=ASKED)

    assert "xinyong find" in caught.value.remedy
    assert "11010519491231002X" not in str(caught.value)


def test_what_was_known_then_is_what_was_read(tmp_path: Path) -> None:
    """As known before the record the total is the start score; by day and by entry number alike."""
    found, _, seq = _one(tmp_path)
    standings = found.standings()
    before = DAY(2024, 1, 31)

    totals = [
        _total(standings.standing(code_of(1), as_of=ASKED, known=known))
        for known in (before, DAY(2024, 2, 1), Seq(seq - 1), seq)
    ]

    assert [100, 80, 100, 80] == totals


def test_a_withdrawn_record_counts_as_known_before_its_removal(tmp_path: Path) -> None:
    """The same day asked about, two known times: with the record, and without."""
    found, subject, seq = _one(tmp_path)
    found.remove(DAY(2024, 3, 1), subject, seq)
    standings = found.standings()

    totals = [
        _total(standings.standing(code_of(1), as_of=ASKED, known=known))
        for known in (DAY(2024, 2, 29), DAY(2024, 3, 1), None)
    ]

    assert [80, 100, 100] == totals


def test_a_removal_of_another_subject_is_seen(tmp_path: Path) -> None:
    """A correction that moves a row to another organisation leaves the first one without it."""
    found, _, seq = _one(tmp_path)
    other = found.organisation(DAY(2024, 3, 1), 2)
    found.record(DAY(2024, 3, 1), other, "breach", {"effective": DAY(2024, 1, 31)}, replaces=seq)
    standings = found.standings()

    assert [100, 80] == [_total(standings.standing(code_of(number), as_of=ASKED)) for number in (1, 2)]


def test_before_the_first_entry_nothing_was_known(tmp_path: Path) -> None:
    """A known day before the store was opened is a fault, not an empty standing."""
    found, _, _ = _one(tmp_path)

    with pytest.raises(NothingKnownFault):
        found.standings().standing(code_of(1), as_of=ASKED, known=DAY(2018, 1, 1))


def test_the_law_is_what_officials_activated(tmp_path: Path) -> None:
    """Without an activation nobody is rated; after one by that pack; after its end no more; as known then, as then."""
    found = Ledger(tmp_path / "store.db")
    pack = points_pack()
    on_shelf = shelf([shelved(pack, "pack.yaml")])
    found.organisation(BEGINNING, 1)
    standings = Standings(store=found.store, laws=Laws(store=found.store, shelf=on_shelf))
    activation = PackActivated(pack=pack.name, digest=on_shelf.packs[0].digest, active=True)
    found.append(DAY(2024, 1, 1), None, activation)
    found.append(DAY(2024, 2, 1), None, msgspec.structs.replace(activation, active=False))

    laws = [
        [law.pack for law in standings.standing(code_of(1), as_of=ASKED, known=known).law]
        for known in (DAY(2023, 12, 31), DAY(2024, 1, 31), None)
    ]

    assert [[], ["test.points@1"], []] == laws


def test_an_active_pack_that_is_not_on_the_shelf_is_a_fault(tmp_path: Path) -> None:
    """No other version takes the place of the one whose digest was activated."""
    found, _, _ = _one(tmp_path)
    found.append(DAY(2024, 3, 1), None, PackActivated(pack="test.points@1", digest="0" * 64, active=True))

    with pytest.raises(MissingLawFault, match="The shelf has test"):
        found.standings().standing(code_of(1), as_of=ASKED)


def test_explain_shows_the_ratings_of_one_pack(tmp_path: Path) -> None:
    """By family every rating of it, decided and running; by a name that rates nobody a fault that lists families."""
    found, _, _ = _one(tmp_path)
    standings = found.standings()

    _, ratings = standings.explain(code_of(1), "test.cycle", as_of=ASKED)

    assert ["decided", "running"] == [rating.status for rating in ratings]
    with pytest.raises(UnknownPackFault, match=r"It has: test\.cycle, test\.points"):
        standings.explain(code_of(1), "cn.nothing", as_of=ASKED)


def test_history_tells_what_was_superseded(tmp_path: Path) -> None:
    """Every entry of the subject, in order, with the entry that removed it."""
    found, subject, seq = _one(tmp_path)
    removal = found.remove(DAY(2024, 3, 1), subject, seq)

    history = found.standings().history(code_of(1))

    assert ["subject.opened", "subject.identifier", "subject.name", "record.entered", "record.removed"] == [
        event.kind for event in history
    ]
    assert (seq, removal, "2024-01-31") == (history[3].seq, history[3].superseded_by, history[3].facts["effective"])


# --- kept standings -----------------------------------------------------------------------------------------------


def _planted(held: SqliteCache, subject: SubjectNumber) -> None:
    """Make a kept standing recognisable: with a format number that no computation gives."""
    kept = held.get(subject)
    assert kept is not None
    held.put(subject, Kept(law=kept.law, standing=msgspec.structs.replace(kept.standing, format=99)))


def _asked_again(tmp_path: Path, found: Ledger, subject: SubjectNumber, day: dt.date) -> int:
    """The format number of an answer given from a cache that holds a planted standing of ASKED."""
    with closing(SqliteCache(tmp_path / "cache.db")) as held:
        standings = Standings(store=found.store, laws=found.laws(), kept=held)
        standings.of(subject, as_of=ASKED)
        _planted(held, subject)
        return standings.of(subject, as_of=day).format


def test_a_kept_standing_is_served_until_its_next_change(tmp_path: Path) -> None:
    """The plant comes back on the day before the next change (1 January, a new year of the cycle) and not on it."""
    found, subject, _ = _one(tmp_path)

    assert 99 == _asked_again(tmp_path, found, subject, DAY(2024, 12, 31))
    assert 1 == _asked_again(tmp_path, found, subject, DAY(2025, 1, 1))
    assert 1 == _asked_again(tmp_path, found, subject, DAY(2024, 5, 31))


def test_a_kept_standing_with_a_later_entry_is_not_served(tmp_path: Path) -> None:
    """An entry of the subject, or another subject's that supersedes one of its entries, makes it be computed anew."""
    found, subject, seq = _one(tmp_path)
    other = found.organisation(DAY(2024, 3, 1), 2)
    with closing(SqliteCache(tmp_path / "cache.db")) as held:
        standings = Standings(store=found.store, laws=found.laws(), kept=held)
        standings.of(subject, as_of=ASKED)
        _planted(held, subject)
        found.record(DAY(2024, 3, 2), other, "breach", {"effective": DAY(2024, 1, 31)})
        unrelated = standings.of(subject, as_of=ASKED)
        found.append(DAY(2024, 3, 3), subject, NameGiven(name="新名", language="zh", form="alias"))
        own = standings.of(subject, as_of=ASKED)
        _planted(held, subject)
        found.record(DAY(2024, 3, 4), other, "breach", {"effective": DAY(2024, 1, 31)}, replaces=seq)
        moved = standings.of(subject, as_of=ASKED)

    assert [99, 1, 1] == [standing.format for standing in (unrelated, own, moved)]
    assert 100 == _total(moved)


def test_a_kept_standing_of_another_law_is_not_served(tmp_path: Path) -> None:
    """Whatever changes the law makes every kept standing be computed anew."""
    found, subject, _ = _one(tmp_path)
    with closing(SqliteCache(tmp_path / "cache.db")) as held:
        standings = Standings(store=found.store, laws=found.laws(), kept=held)
        standings.of(subject, as_of=ASKED)
        _planted(held, subject)
        digest = found.shelf.packs[-1].digest
        found.append(DAY(2024, 3, 3), None, PackActivated(pack="test.points@1", digest=digest, active=False))

        assert 1 == standings.of(subject, as_of=ASKED).format


def test_what_is_served_is_what_would_be_computed(tmp_path: Path) -> None:
    """A kept answer for a later day and a longer ledger has the bytes of a fresh one."""
    found, subject, _ = _one(tmp_path)
    with closing(SqliteCache(tmp_path / "cache.db")) as held:
        standings = Standings(store=found.store, laws=found.laws(), kept=held)
        standings.of(subject, as_of=ASKED)
        found.organisation(DAY(2024, 3, 1), 2)

        served = standings.of(subject, as_of=DAY(2024, 7, 1))

    assert encoded(found.standings().of(subject, as_of=DAY(2024, 7, 1))) == encoded(served)


def test_a_cache_that_can_not_be_read_is_thrown_away(tmp_path: Path) -> None:
    """A file that is no database, and a row that is no standing, cost nothing but time."""
    found, subject, _ = _one(tmp_path)
    path = tmp_path / "cache.db"
    path.write_bytes(b"this is no database, whatever its name says" * 30)

    with closing(SqliteCache(path)) as held:
        standings = Standings(store=found.store, laws=found.laws(), kept=held)
        first = standings.of(subject, as_of=ASKED)
        held.clear()

        assert held.get(subject) is None
        assert encoded(first) == encoded(standings.of(subject, as_of=ASKED))


def test_a_cache_that_somebody_else_writes_is_done_without(tmp_path: Path) -> None:
    """While the file is locked an answer is computed, and nothing is kept."""
    found, subject, _ = _one(tmp_path)
    with (
        closing(SqliteCache(tmp_path / "cache.db", wait_s=0)) as held,
        closing(sqlite3.connect(tmp_path / "cache.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        standings = Standings(store=found.store, laws=found.laws(), kept=held)

        answer = standings.of(subject, as_of=ASKED)
        other.execute("ROLLBACK")

        assert held.get(subject) is None
    assert encoded(answer) == encoded(found.standings().of(subject, as_of=ASKED))


def _overridden(tmp_path: Path) -> tuple[Ledger, SubjectNumber]:
    """A ledger with an override of February to June 2024 in force, and a breach of March."""
    found = ledger(tmp_path, points_pack(), emergency_pack())
    subject = found.organisation(BEGINNING, 1)
    found.record(DAY(2024, 3, 10), subject, "breach", {"effective": DAY(2024, 3, 10)})
    return found, subject


def _stop(found: Ledger, day: dt.date) -> None:
    (one,) = found.shelf.find("test.emergency")
    found.append(day, None, PackActivated(pack=one.pack.name, digest=one.digest, active=False))


def test_an_override_that_is_taken_out_of_force_ends_with_that_day(tmp_path: Path) -> None:
    """What it spared stays spared; an act of the day after counts; before it was known, it would not have."""
    found, subject = _overridden(tmp_path)
    _stop(found, DAY(2024, 4, 1))
    found.record(DAY(2024, 4, 2), subject, "breach", {"effective": DAY(2024, 4, 1)})
    assert 100 == _total(found.standings().standing(code_of(1), as_of=ASKED))

    found.record(DAY(2024, 4, 3), subject, "breach", {"effective": DAY(2024, 4, 2)})

    standing = found.standings().standing(code_of(1), as_of=ASKED)
    assert 80 == _total(standing)
    assert {DAY(2024, 4, 2)} == {one.until for one in standing.spared}
    before = found.standings().standing(code_of(1), as_of=ASKED, known=DAY(2024, 3, 31))
    assert {DAY(2024, 7, 1)} == {one.until for one in before.spared}


def test_an_override_stopped_twice_ends_with_the_first_day(tmp_path: Path) -> None:
    """Saying it again lengthens nothing, and brought into force again it has its own end."""
    found, _ = _overridden(tmp_path)
    _stop(found, DAY(2024, 4, 1))
    _stop(found, DAY(2024, 5, 1))
    stopped = found.standings().standing(code_of(1), as_of=ASKED)
    (one,) = found.shelf.find("test.emergency")
    found.append(DAY(2024, 5, 2), None, PackActivated(pack=one.pack.name, digest=one.digest, active=True))

    assert {DAY(2024, 4, 2)} == {one.until for one in stopped.spared}
    again = found.standings().standing(code_of(1), as_of=ASKED)
    assert {DAY(2024, 7, 1)} == {one.until for one in again.spared}


def test_an_override_stopped_before_its_first_day_never_was(tmp_path: Path) -> None:
    """No act of its days was spared by it."""
    found, _ = _overridden(tmp_path)
    early = ledger(tmp_path / "early", points_pack(), emergency_pack())
    subject = early.organisation(BEGINNING, 1)
    _stop(early, DAY(2024, 1, 31))
    early.record(DAY(2024, 3, 10), subject, "breach", {"effective": DAY(2024, 3, 10)})

    assert 100 == _total(found.standings().standing(code_of(1), as_of=ASKED))
    assert 80 == _total(early.standings().standing(code_of(1), as_of=ASKED))


def test_an_override_that_was_stopped_and_changed_is_missing(tmp_path: Path) -> None:
    """What it spared could no more be told: a fault, never a silent burden."""
    found, _ = _overridden(tmp_path)
    _stop(found, DAY(2024, 4, 1))
    other = shelved(dataclasses.replace(emergency_pack(), choices=()), "other.yaml")
    laws = Laws(store=found.store, shelf=shelf([other, *found.shelf.find("test.points")]))

    with pytest.raises(MissingLawFault, match=r"test\.emergency@1"):
        Standings(store=found.store, laws=laws).standing(code_of(1), as_of=ASKED)
