"""Scorecards, on a real store, against counts and days worked out by hand."""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.contracts.stores import about, digest, fresh, opened, organisation, put, record
from tests.shared import shared_file
from xinyong.adapters.store import SqlStore
from xinyong.app.scorecard import Card, Delay, scorecard
from xinyong.bootstrap import law
from xinyong.bootstrap.intake import Handed, take_into
from xinyong.kernel.dates import SHANGHAI
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import DeliveryClosed, DeliveryWithdrawn, Draft, RecordEntered, RecordRemoved

DAY = dt.date


def _at(day: dt.date, hour: int = 12) -> int:
    """An instant of a day in Shanghai, ms UTC."""
    return int(dt.datetime.combine(day, dt.time(hour), SHANGHAI).timestamp() * 1000)


def _closed(delivery: str, **counts: int) -> DeliveryClosed:
    names = ("rows", "entered", "corrected", "repeated", "refused", "quarantined", "personal", "removed")
    return DeliveryClosed(delivery=delivery, reasons={}, **{name: counts.get(name, 0) for name in names})


def _by(authority: str, content: DeliveryClosed | DeliveryWithdrawn) -> Draft:
    return Draft(content=content, authority=authority, actor="lin")


def _deliver(store: SqlStore, subject: SubjectNumber, known: int, facts: Sequence[dict[str, FactValue]]) -> Seq:
    """Let a whole delivery of the authority come in at one instant; the number of its first record."""
    name = digest(f"delivery after {store.checkpoint().shards['0'][0]}")
    first = put(store, [opened(delivery=name)], at=known) + 1
    records = [record(f"{name} {n}", facts=one, delivery=name, line=n) for n, one in enumerate(facts)]
    put(store, [*about(subject, *records), _by("authority", _closed(name, rows=len(facts), entered=len(facts)))])
    return Seq(first)


def test_counts_are_the_sums_of_an_authority_s_deliveries(store: SqlStore) -> None:
    """Two deliveries of one authority are added, reasons one by one; another authority has a card of its own."""
    first = msgspec.structs.replace(
        _closed(digest("1"), rows=100, entered=60, corrected=5, repeated=10, refused=8, quarantined=7, personal=10),
        reasons={"check_character": 7, "date_in_future": 8},
    )
    second = msgspec.structs.replace(
        _closed(digest("2"), rows=20, entered=11, refused=9, removed=3), reasons={"date_in_future": 9}
    )
    put(store, [_by("tax", first), _by("customs", _closed(digest("3"), rows=2, entered=2)), _by("tax", second)])

    customs, tax = scorecard(store, law.kinds())

    # accepted: 60 + 5 + 10 + 11 = 86 of 100 + 20 - 10 personal = 110 rows; 86 / 110 = 0.78181...
    assert (
        Card(
            authority="tax",
            deliveries=2,
            withdrawn=0,
            rows=120,
            entered=71,
            corrected=5,
            repeated=10,
            refused=17,
            quarantined=7,
            personal=10,
            removed=3,
            reasons={"check_character": 7, "date_in_future": 17},
            accepted_per_10000=7818,
            delay=Delay(records=0, undated=0, no_decision=0, ahead=0, median_days=None, p90_days=None),
        )
        == tax
    )
    assert ("customs", 2, 10_000) == (customs.authority, customs.rows, customs.accepted_per_10000)
    assert [tax] == scorecard(store, law.kinds(), "tax")
    assert [] == scorecard(store, law.kinds(), "forestry")


def test_a_delivery_about_persons_alone_has_no_share(store: SqlStore) -> None:
    """Where no row is about an organisation there is nothing to have a share of."""
    put(store, [_by("police", _closed(digest("1"), rows=5, personal=5))])

    assert [None] == [card.accepted_per_10000 for card in scorecard(store, law.kinds())]


def test_a_withdrawn_delivery_is_told(store: SqlStore) -> None:
    """It stays counted, and is counted as taken back."""
    put(store, [_by("tax", _closed(digest("1"), rows=5, entered=5))])
    put(store, [_by("tax", DeliveryWithdrawn(delivery=digest("1"), reason="wrong file"))])

    assert [(1, 1, 5)] == [(card.deliveries, card.withdrawn, card.rows) for card in scorecard(store, law.kinds())]


def test_delays_run_from_the_decision_to_the_day_known(store: SqlStore) -> None:
    """Days of China, from the day that the kind calls the decision's; median and ninth tenth are nearest ranks."""
    subject = organisation(store, at=1500)
    known = DAY(2024, 3, 31)
    facts: list[dict[str, FactValue]] = [
        {"effective": known - dt.timedelta(days=days)} for days in (0, 1, 2, 3, 4, 5, 6, 7, 30)
    ]
    facts.append({"effective": DAY(2024, 3, 21), "determined": DAY(2020, 1, 1)})

    _deliver(store, subject, _at(known), facts)

    # 0 1 2 3 4 5 6 7 10 30: the fifth is 4, the ninth 10.
    [card] = scorecard(store, law.kinds())
    assert Delay(records=10, undated=0, no_decision=0, ahead=0, median_days=4, p90_days=10) == card.delay


def test_a_day_ends_at_midnight_in_shanghai(store: SqlStore) -> None:
    """What becomes known at 23:00 of a day is known on it, an hour later on the next, whatever day it is in UTC."""
    subject = organisation(store, at=1500)
    _deliver(store, subject, _at(DAY(2024, 3, 31), 23), [{"effective": DAY(2024, 3, 31)}])
    _deliver(store, subject, _at(DAY(2024, 4, 1), 0), [{"effective": DAY(2024, 3, 31)}])

    [card] = scorecard(store, law.kinds())

    assert (0, 1) == (card.delay.median_days, card.delay.p90_days)


def test_what_is_no_decision_has_no_delay(store: SqlStore) -> None:
    """A register's day of establishment and the day of a breach are no decisions; nor is a kind that nobody knows."""
    subject = organisation(store, at=1500)
    name = digest("a delivery of many kinds")
    put(store, [opened(delivery=name)], at=_at(DAY(2024, 3, 31)))
    kinds = ("register.entry", "list.entry", "tax.return.late", "no.such.kind", "penalty", "abnormal.listing", "permit")
    facts: dict[str, FactValue] = {"effective": DAY(2014, 8, 17), "determined": DAY(2024, 3, 30)}
    records = [
        msgspec.structs.replace(record(kind, facts=facts, delivery=name, line=line), kind=kind)
        for line, kind in enumerate(kinds)
    ]
    put(store, [*about(subject, *records), _by("authority", _closed(name, rows=len(kinds), entered=len(kinds)))])

    [card] = scorecard(store, law.kinds())

    # penalty and abnormal.listing: 17 August 2014 to 31 March 2024; permit: a day, for it decides on `determined`.
    late = (DAY(2024, 3, 31) - DAY(2014, 8, 17)).days
    assert Delay(records=3, undated=0, no_decision=4, ahead=0, median_days=late, p90_days=late) == card.delay


def test_corrections_and_odd_days_are_kept_apart(store: SqlStore) -> None:
    """A correction has no delay of its own; records without a day, or dated after their delivery, are counted."""
    subject = organisation(store, at=1500)
    known = DAY(2024, 3, 31)
    first = _deliver(store, subject, _at(known), [{"effective": DAY(2024, 3, 30)}])
    entry = store.entry(first)
    assert entry is not None
    assert isinstance(entry.content, RecordEntered)
    later = msgspec.structs.replace(entry.content, row=digest("b"), replaces=first, delivery=digest("later"))
    put(store, [opened(delivery=digest("later")), *about(subject, later)], at=_at(known + dt.timedelta(days=200)))
    _deliver(store, subject, _at(known + dt.timedelta(days=300)), [{"amount": 5}, {"effective": DAY(2030, 1, 1)}])

    [card] = scorecard(store, law.kinds())

    assert Delay(records=1, undated=1, no_decision=0, ahead=1, median_days=1, p90_days=1) == card.delay


def test_what_a_withdrawal_brings_back_was_delivered_before(store: SqlStore) -> None:
    """A record that stands again, years after its delivery came in whole, is not counted as late."""
    subject = organisation(store, at=1500)
    first = _deliver(store, subject, _at(DAY(2024, 3, 31)), [{"effective": DAY(2024, 3, 30)}])
    entry = store.entry(first)
    assert entry is not None
    assert entry.content is not None
    gone = RecordRemoved(replaces=first, cause="snapshot", delivery=digest("later"))
    put(store, about(subject, gone), at=_at(DAY(2024, 4, 1)))
    put(store, about(subject, entry.content), at=_at(DAY(2026, 4, 1)))

    [card] = scorecard(store, law.kinds())

    assert Delay(records=1, undated=0, no_decision=0, ahead=0, median_days=1, p90_days=1) == card.delay


def test_a_real_delivery_has_the_delays_of_its_file(tmp_path: Path) -> None:
    """Taipei's labour violations, delivered on a day: the card's days are those that the file itself gives."""
    file = shared_file("data/taipei_labour_violations.csv")
    day = DAY(2025, 1, 2)
    store = fresh(tmp_path / "store.db")

    handed = Handed(file=file, mapping="taipei-labour-violations", authority="taipei", on=day)
    report = take_into(store, tmp_path, handed, now=lambda: _at(day))
    held = {item.line for item in store.held()}
    [card] = scorecard(store, law.kinds())
    store.close()

    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    distinct = {tuple(map(str.strip, row)) for line, row in enumerate(rows, start=2) if line not in held}
    days = sorted((day - dt.date.fromisoformat(decided_on)).days for _, decided_on, *_ in distinct)
    assert len(days) > 2_500
    assert report.entries == card.delay.records
    assert days[(len(days) + 1) // 2 - 1] == card.delay.median_days
    assert days[-(-len(days) * 9 // 10) - 1] == card.delay.p90_days
    assert (report.rows, report.entered, report.quarantined) == (card.rows, card.entered, card.quarantined)
