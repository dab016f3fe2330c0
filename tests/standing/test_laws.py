"""Laws that hold for any history and any day: what may change a standing, and what never does."""

import datetime as dt
from pathlib import Path

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.standing.diary import OPENED, Diary
from tests.standing.packs import cycle_packs, emergency_pack, law, list_pack, points_pack, window_pack
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.kernel.dates import add_days
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import SubjectNumber
from xinyong.ledger.entries import LinkJudged, NameGiven, SubjectChanged
from xinyong.standing.compose import standing_of
from xinyong.standing.law import Law, law_of
from xinyong.standing.past import Past
from xinyong.standing.standing import Standing, encoded

DAY = dt.date
PACKS = (
    points_pack(),
    *cycle_packs(),
    list_pack("1", DAY(2018, 1, 1), DAY(2022, 1, 1), months=24),
    list_pack("2", DAY(2022, 1, 1), None, months=12, when="amount >= 10"),
    window_pack(),
)
SMALL = law(*PACKS)
EMERGENCY = law(*PACKS, emergency_pack())
SHIPPED = law_of({one.digest: one.pack for one in load_shelf([Path(str(data_dir("packs")))]).packs})

Learned = tuple[str, dict[str, FactValue]]

DAYS = st.dates(DAY(2022, 1, 1), DAY(2026, 12, 31))
SMALL_KINDS = ("breach", "fine", "accident", "late", "offence", "penalty")
SHIPPED_KINDS = tuple(
    sorted({kind for version in SHIPPED.versions for rule in version.pack.rules for kind in rule.kinds})
)


def facts() -> st.SearchStrategy[dict[str, FactValue]]:
    """Facts of any record: the days in their order, the rest free, anything absent now and then."""
    return st.fixed_dictionaries(
        {"effective": st.none() | DAYS},
        optional={
            "corrected": DAYS,
            "ended": DAYS,
            "determined": DAYS,
            "published": DAYS,
            "amount": st.sampled_from((0, 9, 10, 1000, 250_000)),
            "quantity": st.integers(0, 12),
            "flag": st.booleans(),
            "code": st.sampled_from(("1", "4", "010106", "warning", "food")),
            "year": st.integers(2019, 2026),
            "grade": st.sampled_from(("A", "D")),
        },
    )


def histories(kinds: tuple[str, ...]) -> st.SearchStrategy[list[Learned]]:
    """Up to eight records of these kinds."""
    return st.lists(st.tuples(st.sampled_from(kinds), facts()), max_size=8)


ADVERSE_KINDS = (
    "abnormal.listing",
    "env.breach.jiangsu",
    "market.serious.ground",
    "tax.direct",
    "tax.indicator",
    "tax.return.late",
    "tax.withholding.late",
)
"""Kinds of the shipped packs of which a record can only burden."""

SMALLER = st.sampled_from((SMALL, EMERGENCY))
ADVERSE = st.tuples(SMALLER, histories(SMALL_KINDS)) | st.tuples(st.just(SHIPPED), histories(ADVERSE_KINDS))
BOTH = st.tuples(SMALLER, histories(SMALL_KINDS)) | st.tuples(st.just(SHIPPED), histories(SHIPPED_KINDS))


def written(records: list[Learned], known: dt.date = OPENED) -> Diary:
    """A diary in which these records were learned on one day."""
    diary = Diary()
    for kind, found in records:
        diary.record(known, kind, found)
    return diary


def _standing(diary: Diary, of: Law, day: dt.date) -> Standing:
    return standing_of(diary.past(), of, day, diary.known())


def _judgement(standing: Standing) -> list[object]:
    """What a standing says of its subject, without the numbers of the entries."""
    ratings = [(one.family, one.status, one.year, one.total, one.grade, one.unknown) for one in standing.ratings]
    proposals = sorted(
        str((one.list, one.effect, one.judged_by, one.start, one.until, one.milder)) for one in standing.proposals
    )
    windows = sorted(str((one.window, one.phase, one.latest_end)) for one in standing.publication)
    return [ratings, proposals, windows, standing.next_change]


def _judged_parts(standing: Standing) -> bytes:
    return msgspec.json.encode((standing.ratings, standing.proposals, standing.publication), order="sorted")


@given(BOTH, DAYS, st.data())
def test_nothing_changes_before_the_next_change(
    case: tuple[Law, list[Learned]], day: dt.date, data: st.DataObject
) -> None:
    """On every day before `next_change` the standing is the same but for its day."""
    diary = written(case[1])
    standing = _standing(diary, case[0], day)
    last = DAY(2030, 12, 31) if standing.next_change is None else add_days(standing.next_change, -1)
    between = data.draw(st.dates(day, max(day, last)))

    for later in (between, max(day, last)):
        assert encoded(msgspec.structs.replace(standing, day=later)) == encoded(_standing(diary, case[0], later))


@given(histories(SMALL_KINDS), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(records: list[Learned], day: dt.date, order: object) -> None:
    """The same records, delivered in another order, give the same judgement."""
    shuffled = list(records)
    order.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis's own Random

    assert _judgement(_standing(written(records), SMALL, day)) == _judgement(_standing(written(shuffled), SMALL, day))


@given(BOTH, DAYS)
def test_an_unrelated_entry_changes_nothing(case: tuple[Law, list[Learned]], day: dt.date) -> None:
    """A ledger that has gone on with other subjects gives the same standing but for the state it was read in."""
    diary = written(case[1])
    known = diary.known()
    later = msgspec.structs.replace(known, seq=known.seq + 1000, head="f" * 64, at=known.at + 1)

    then, now = (standing_of(diary.past(), case[0], day, one) for one in (known, later))

    assert encoded(then) == encoded(msgspec.structs.replace(now, known=known))


@given(BOTH, DAYS, st.integers(0, 7))
def test_a_withdrawn_entry_counts_until_its_removal_is_known(
    case: tuple[Law, list[Learned]], day: dt.date, which: int
) -> None:
    """As known before the removal the standing is as if there were none; after it, as if the record had never been."""
    assume(which < len(case[1]))
    diary = written(case[1])
    before = _standing(diary, case[0], day)
    known = diary.known()
    diary.remove(OPENED, diary.entries[2 + which].header.seq)

    without = Past(
        subject=diary.subject,
        entries=tuple(entry for entry in diary.entries if entry.header.seq != 3 + which),
        replaced={},
    )

    assert encoded(before) == encoded(standing_of(diary.past(), case[0], day, known))
    assert encoded(_standing(diary, case[0], day)) == encoded(standing_of(without, case[0], day, diary.known()))


def _burden(standing: Standing) -> tuple[dict[tuple[str, str], int], list[str]]:
    """Totals of the ratings, and the lists that are proposed."""
    totals: dict[tuple[str, str], int] = {(one.pack, one.status): one.total or 0 for one in standing.ratings}
    return totals, sorted(one.list for one in standing.proposals if one.effect == "propose")


@given(ADVERSE, DAYS, st.integers(0, 7), st.sampled_from(("effective", "amount", "flag", "determined", "quantity")))
def test_an_unknown_fact_never_creates_a_burden(
    case: tuple[Law, list[Learned]], day: dt.date, which: int, column: str
) -> None:
    """Where a fact that a condition or a life needs becomes unknown, no total falls and no list is added."""
    of, records = case
    assume(which < len(records))
    kind, found = records[which]
    blurred = [*records[:which], (kind, {**found, column: None}), *records[which + 1 :]]

    known, unknown = (_burden(_standing(written(one), of, day)) for one in (records, blurred))

    assert known[0].keys() == unknown[0].keys()
    assert all(less <= unknown[0][rating] for rating, less in known[0].items())
    assert set(unknown[1]) <= set(known[1])


@given(ADVERSE, DAYS, st.integers(0, 7))
def test_removing_adverse_evidence_never_worsens(case: tuple[Law, list[Learned]], day: dt.date, which: int) -> None:
    """Without one of the adverse records no total falls and no list is added.

    A rating may fall away, where that record alone made its subject one; none comes.
    A breach that was made good is not asked about: its correction may give back more than the breach has taken off,
    since the points of the overall repair (cn.tax.rating, from 1 July 2025) also make up for a later one.
    """
    of, records = case
    assume(which < len(records))
    assume("corrected" not in records[which][1])
    fewer = [*records[:which], *records[which + 1 :]]

    with_it, without = (_burden(_standing(written(one), of, day)) for one in (records, fewer))

    assert without[0].keys() <= with_it[0].keys()
    assert all(with_it[0][rating] <= more for rating, more in without[0].items())
    assert set(without[1]) <= set(with_it[1])


@given(BOTH, DAYS)
def test_deciding_twice_gives_the_same_bytes(case: tuple[Law, list[Learned]], day: dt.date) -> None:
    """Two computations from the same inputs are equal to the byte."""
    assert encoded(_standing(written(case[1]), case[0], day)) == encoded(_standing(written(case[1]), case[0], day))


@given(BOTH, DAYS, st.text("甲乙丙公司 ABC", min_size=1, max_size=8), DAYS)
def test_renaming_changes_no_rating(case: tuple[Law, list[Learned]], day: dt.date, name: str, on: dt.date) -> None:
    """A new name, and the entry of the renaming, leave ratings, proposals and publication byte-identical."""
    diary = written(case[1])
    before = _judged_parts(_standing(diary, case[0], day))
    diary.learn(OPENED, NameGiven(name=name, language="zh", form="registered", since=on))
    diary.learn(OPENED, SubjectChanged(event="renamed", on=on))

    assert before == _judged_parts(_standing(diary, case[0], day))


@given(
    BOTH,
    DAYS,
    st.lists(
        st.builds(
            LinkJudged,
            other=st.integers(2, 9).map(SubjectNumber),
            verdict=st.sampled_from(("confirmed", "rejected")),
            reason=st.just("a human saw it"),
        )
        | st.builds(
            SubjectChanged,
            event=st.sampled_from(("merged_into", "split_from", "struck_off")),
            on=DAYS,
            others=st.just((SubjectNumber(2),)),
        ),
        min_size=1,
        max_size=3,
    ),
)
@settings(max_examples=60)
def test_a_relation_changes_no_rating(
    case: tuple[Law, list[Learned]], day: dt.date, relations: list[LinkJudged | SubjectChanged]
) -> None:
    """Links, mergers and splits leave ratings, proposals and publication byte-identical."""
    diary = written(case[1])
    before = _judged_parts(_standing(diary, case[0], day))
    for relation in relations:
        diary.learn(OPENED, relation)

    assert before == _judged_parts(_standing(diary, case[0], day))


@given(BOTH, DAYS)
def test_every_reason_cites_an_entry_that_was_read(case: tuple[Law, list[Learned]], day: dt.date) -> None:
    """Contributions, grounds and publication windows name records that the standing shows, and nothing else."""
    standing = _standing(written(case[1]), case[0], day)
    shown = {record.seq for record in standing.records}

    cited = {hit.record for rating in standing.ratings for hit in rating.contributions}
    cited |= {ground.record for proposal in standing.proposals for ground in proposal.grounds}
    cited |= {window.record for window in standing.publication}

    assert cited - {None} <= shown
