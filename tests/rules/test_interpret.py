"""One subject, one pack, one day: every primitive on histories small enough to work out by hand."""

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.rules import build
from tests.rules.build import CITED, FEEDS_ONE, RATING, TEXT, pack, rule, scores
from xinyong.kernel.facts import FactValue
from xinyong.kernel.truth import Truth
from xinyong.law.effects import Caps, Classes, DirectMode, Effect, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.life import Group, Life, LifeForm, OnceKey
from xinyong.law.listing import ListTerm
from xinyong.law.pack import Governs, Pack, Use
from xinyong.law.points import Points, Step
from xinyong.law.rating import Category, Rating
from xinyong.law.rule import Accrual, Aggregate, Conclusion, Fact, Limit
from xinyong.rules.compiled import PackFault, compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import Basis, Cut, Hit, Measured, Outcome, State, Unknown
from xinyong.rules.records import Record

DAY = dt.date(2024, 6, 30)


def _records(*rows: Mapping[str, FactValue], kind: str = "k") -> list[Record]:
    return [Record.of(1, place, kind, row) for place, row in enumerate(rows, start=1)]


def _on(day: dt.date, tested: Pack, *rows: Mapping[str, FactValue]) -> Outcome:
    return interpret(_records(*rows), compile_pack(tested), day)


def _states(outcome: Outcome) -> list[tuple[str, int | None, State]]:
    return [(hit.rule, hit.seq, hit.state) for hit in outcome.hits]


def _only(outcome: Outcome) -> Hit:
    (hit,) = outcome.hits
    return hit


def test_nothing_known_is_the_start_score() -> None:
    """A subject without records has the start score and its band, and nothing will change by itself."""
    found = _on(DAY, pack(rule("late")))

    assert (found.total, found.grade, found.basis, found.hits, found.next_change) == (100, "A", Basis.POINTS, (), None)


def test_a_hit_takes_points_until_its_term_has_run_out() -> None:
    """The corresponding day is the last one that counts (Civil Code 201-202)."""
    tested = pack(rule("late", effect=scores(-11)))
    act: dict[str, FactValue] = {"effective": dt.date(2022, 6, 30)}

    on_the_last_day = _on(dt.date(2024, 6, 30), tested, act)
    on_the_day_after = _on(dt.date(2024, 7, 1), tested, act)

    assert (on_the_last_day.total, on_the_last_day.next_change) == (89, dt.date(2024, 7, 1))
    assert (on_the_day_after.total, on_the_day_after.next_change) == (100, None)
    assert _states(on_the_day_after) == [("late", 1, State.ENDED)]


@pytest.mark.parametrize(
    ("life", "facts", "expected"),
    [
        (Life(months=1), {"effective": dt.date(2024, 1, 31)}, (dt.date(2024, 1, 31), dt.date(2024, 3, 1))),
        (Life(days=10), {"effective": dt.date(2024, 1, 31)}, (dt.date(2024, 1, 31), dt.date(2024, 2, 11))),
        (Life(form=LifeForm.YEAR), {"effective": dt.date(2024, 5, 1)}, (dt.date(2024, 5, 1), dt.date(2025, 1, 1))),
        (
            Life(form=LifeForm.YEAR, years=2, term_from="due"),
            {"effective": dt.date(2024, 5, 1), "due": dt.date(2023, 5, 1)},
            (dt.date(2024, 5, 1), dt.date(2025, 1, 1)),
        ),
        (Life(form=LifeForm.OPEN), {"effective": dt.date(2024, 5, 1)}, (dt.date(2024, 5, 1), None)),
        (
            Life(form=LifeForm.OPEN, ends_at="ended"),
            {"effective": dt.date(2024, 5, 1), "ended": dt.date(2024, 6, 1)},
            (dt.date(2024, 5, 1), dt.date(2024, 6, 1)),
        ),
        (
            Life(start="arose", start_days=15, months=6),
            {"arose": dt.date(2024, 1, 1)},
            (dt.date(2024, 1, 17), dt.date(2024, 7, 2)),
        ),
        (
            Life(start="ended", months=6, ends_at="corrected"),
            {"ended": dt.date(2024, 1, 1), "corrected": dt.date(2024, 2, 1)},
            (dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
        ),
        (Life(months=1200), {"effective": dt.date(9990, 1, 1)}, (dt.date(9990, 1, 1), None)),
    ],
)
def test_a_life_is_counted_from_its_columns(
    life: Life, facts: dict[str, FactValue], expected: tuple[dt.date, dt.date | None]
) -> None:
    """Terms, calendar years, shifted starts and early ends give the interval the pack states."""
    hit = _only(_on(DAY, pack(rule("late", life=life)), facts))

    assert (hit.start, hit.until) == expected


def test_an_empty_life_is_no_hit() -> None:
    """A record that ended before its life began leaves nothing, not even a day of change."""
    tested = pack(rule("late", life=Life(start="due", months=6, ends_at="ended")))

    found = _on(DAY, tested, {"due": dt.date(2024, 8, 1), "ended": dt.date(2024, 7, 1)})

    assert (found.hits, found.next_change) == ((), None)


def test_an_unknown_condition_is_listed_and_counts_for_nothing() -> None:
    """A null amount makes the hit unknown, with the column as the reason."""
    tested = pack(rule("late", when="amount >= 100 AND NOT flag"))

    found = _on(DAY, tested, {"effective": DAY, "flag": False})
    hit = _only(found)

    assert (found.total, found.unknown, found.next_change) == (100, 1, dt.date(2026, 7, 1))
    assert (hit.truth, hit.state, hit.counted) == (Truth.UNKNOWN, State.UNKNOWN, None)
    assert hit.unknown == (Unknown(part="condition", names=("amount",)),)


def test_an_unknown_life_is_listed_on_every_day() -> None:
    """Without the day of the act nobody knows whether the hit is alive."""
    hit = _only(_on(DAY, pack(rule("late")), {"amount": 5}))

    assert (hit.truth, hit.state, hit.start, hit.until) == (Truth.UNKNOWN, State.UNKNOWN, None, None)
    assert hit.unknown == (Unknown(part="life", names=("effective",)),)


def test_points_by_steps() -> None:
    """The first step that is met counts; an unknown one on the way makes the points unknown."""
    steps = (Step(when="amount >= 100", points=-11), Step(when="quantity > 1", points=-5))
    tested = pack(rule("late", effect=Scores(points=Points(steps=steps, otherwise=-1))))

    def total(**facts: FactValue) -> tuple[int | None, int]:
        found = _on(DAY, tested, {"effective": DAY, **facts})
        return found.total, found.unknown

    assert total(amount=100) == (89, 0)
    assert total(amount=99, quantity=2) == (95, 0)
    assert total(amount=99, quantity=1) == (99, 0)
    assert total(amount=99) == (100, 1)
    assert total(quantity=2) == (100, 1)


def test_no_step_met_is_unknown() -> None:
    """Points that no step gives are not known; they are never nought."""
    tested = pack(rule("late", effect=Scores(points=Points(steps=(Step(when="amount >= 100", points=-11),)))))

    hit = _only(_on(DAY, tested, {"effective": DAY, "amount": 5}))

    assert (hit.truth, hit.unknown) == (Truth.UNKNOWN, (Unknown(part="points", names=()),))


def test_points_by_expression_are_cut_towards_zero() -> None:
    """-7 // 2 is -3, as SQL cuts."""
    tested = pack(rule("late", effect=Scores(points=Points(expression="-quantity // 2"))))

    assert _on(DAY, tested, {"effective": DAY, "quantity": 7}).total == 97


def _grouped(key: OnceKey, *, for_good: bool = False) -> Pack:
    group = Group(id="g", key=key, absorbs_for_good=for_good, citation=CITED)
    return pack(
        rule("one", effect=scores(-5), group="g", when="code = 'one'"),
        rule("two", effect=scores(-11), group="g", when="code = 'two'", life=Life(months=1)),
        groups=(group,),
    )


def test_once_keeps_the_strongest_alive() -> None:
    """Two hits of a month count as one, the larger magnitude; when it expires the weaker one is back."""
    rows: list[dict[str, FactValue]] = [
        {"effective": dt.date(2024, 6, 1), "code": "one"},
        {"effective": dt.date(2024, 6, 20), "code": "two"},
    ]

    while_both_live = _on(DAY, _grouped(OnceKey.MONTH), *rows)
    afterwards = _on(dt.date(2024, 7, 21), _grouped(OnceKey.MONTH), *rows)
    for_good = _on(dt.date(2024, 7, 21), _grouped(OnceKey.MONTH, for_good=True), *rows)

    assert (while_both_live.total, while_both_live.hits[0].by, while_both_live.hits[0].by_rule) == (89, 2, "two")
    assert _states(while_both_live) == [("one", 1, State.ABSORBED), ("two", 2, State.COUNTS)]
    assert afterwards.total == 95
    assert (for_good.total, for_good.hits[0].state) == (100, State.ABSORBED)


@pytest.mark.parametrize(
    ("key", "expected"),
    [(OnceKey.SUBJECT, 89), (OnceKey.YEAR, 84), (OnceKey.MONTH, 73), (OnceKey.ACT, 68)],
)
def test_once_by_key(key: OnceKey, expected: int) -> None:
    """Hits count once per subject, year, month or act."""
    group = Group(id="g", key=key, citation=CITED)
    tested = pack(
        rule("one", effect=scores(-5), group="g"),
        rule("two", effect=scores(-11), group="g", when="code = 'two'"),
        groups=(group,),
    )
    rows: list[dict[str, FactValue]] = [
        {"effective": dt.date(2023, 12, 31), "code": "one"},
        {"effective": dt.date(2024, 5, 2), "code": "two"},
        {"effective": dt.date(2024, 6, 1), "code": "two"},
        {"effective": dt.date(2024, 6, 2), "code": "one"},
    ]

    assert _on(DAY, tested, *rows).total == expected


def test_a_second_breach_within_the_life_of_the_first_doubles() -> None:
    """The predecessor may have expired by the day; it must have lived when the second breach began."""
    tested = pack(rule("late", repeat=2, life=Life(months=3)))
    rows: list[dict[str, FactValue]] = [{"effective": dt.date(2024, 2, 1)}, {"effective": dt.date(2024, 5, 1)}]

    doubled = _on(DAY, tested, *rows)
    apart = _on(DAY, tested, {"effective": dt.date(2024, 1, 31)}, rows[1])

    assert (doubled.total, doubled.hits[1].state, doubled.hits[1].by) == (90, State.REPEATED, 1)
    assert doubled.hits[0].state is State.ENDED
    assert (apart.total, apart.hits[1].state) == (95, State.COUNTS)


def test_two_hits_of_one_month_do_not_double_each_other() -> None:
    """Where a group counts once a month, a predecessor lies in another month."""
    group = Group(id="g", key=OnceKey.MONTH, citation=CITED)
    tested = pack(rule("late", repeat=2, group="g"), groups=(group,))

    same_month = _on(DAY, tested, {"effective": dt.date(2024, 5, 1)}, {"effective": dt.date(2024, 5, 9)})
    next_month = _on(DAY, tested, {"effective": dt.date(2024, 5, 9)}, {"effective": dt.date(2024, 6, 1)})

    assert (same_month.total, next_month.total) == (95, 85)


def test_limits_and_weights() -> None:
    """A rule's limit comes before its category's, the weight after it, the total's last."""
    categories = (Category(id="c", title=TEXT, limit=Limit(low=-30), weight=2, citation=CITED),)
    rating = Rating(
        start=100, start_citation=CITED, bands=RATING.bands, categories=categories, limit=Limit(low=0, high=100)
    )
    tested = pack(
        rule("capped", effect=scores(-11, "c"), limit=Limit(low=-20)),
        rule("free", effect=scores(-7, "c")),
        rating=rating,
    )
    row: dict[str, FactValue] = {"effective": DAY}

    one, three = _on(DAY, tested, row), _on(DAY, tested, row, row, row)

    assert one.total == 100 - 2 * (11 + 7)
    assert three.total == 100 - 2 * 30
    assert three.cuts == (
        Cut(node="rule", id="capped", before=-33, after=-20),
        Cut(node="category", id="c", before=-41, after=-30),
    )


@pytest.mark.parametrize(
    ("aggregate", "value"),
    [
        (Aggregate.COUNT, 5),
        (Aggregate.SUM, 15),
        (Aggregate.DISTINCT_MONTHS, 4),
        (Aggregate.LONGEST_RUN, 3),
    ],
)
def test_facts_count_over_living_hits(aggregate: Aggregate, value: int) -> None:
    """A count, a sum, distinct months and the longest run of months."""
    fact = Fact(id="f", aggregate=aggregate, rules=("zero",), citation=CITED)
    tested = pack(rule("zero", effect=Feeds(points=Points(expression="quantity"))), facts=(fact,))
    days = [(2023, 11, 3), (2023, 12, 1), (2023, 12, 30), (2024, 1, 5), (2024, 4, 1)]
    rows: list[dict[str, FactValue]] = [{"effective": dt.date(*day), "quantity": n + 1} for n, day in enumerate(days)]

    found = _on(DAY, tested, *rows)

    assert found.facts == (Measured(id="f", value=value, with_unknown=value),)
    assert (found.total, found.hits[0].counted) == (100, None)


def test_a_conclusion_over_unknown_hits_is_unknown_where_they_matter() -> None:
    """Asked without and with the unknown hit: the answers differ at three, not at two."""
    fact = Fact(id="times", aggregate=Aggregate.COUNT, rules=("zero",), citation=CITED)
    conclusions = tuple(
        Conclusion(id=f"at-{n}", title=TEXT, citation=CITED, when=f"times >= {n}", effect=scores(-n)) for n in (2, 3)
    )
    tested = pack(rule("zero", effect=FEEDS_ONE, when="amount = 0"), facts=(fact,), conclusions=conclusions)
    row: dict[str, FactValue] = {"effective": DAY, "amount": 0}

    found = _on(DAY, tested, row, row, {"effective": DAY})

    assert found.facts == (Measured(id="times", value=2, with_unknown=3),)
    assert (found.total, found.unknown) == (98, 2)
    assert [(hit.rule, hit.state) for hit in found.hits[3:]] == [("at-2", State.COUNTS), ("at-3", State.UNKNOWN)]
    assert found.hits[4].unknown == (Unknown(part="facts", names=("times",)),)


def test_recovery_accrues_month_by_month_until_a_new_breach() -> None:
    """With six months before the first, the first point comes when the seventh month has passed."""
    accrual = Accrual(
        id="recovers", title=TEXT, citation=CITED, anchor="mended", stops=("late",), after_months=6, points=1, limit=3
    )
    tested = pack(
        rule("mended", effect=FEEDS_ONE, when="code = 'mended'", life=build.OPEN),
        rule("late", when="code = 'late'", life=Life(months=1)),
        rating=Rating(start=80, start_citation=CITED, bands=RATING.bands),
        accruals=(accrual,),
    )
    mended: dict[str, FactValue] = {"effective": dt.date(2023, 6, 30), "code": "mended"}
    late: dict[str, FactValue] = {"effective": dt.date(2024, 3, 1), "code": "late"}

    def totals(*rows: dict[str, FactValue]) -> list[tuple[int | None, dt.date | None]]:
        days = [(2024, 1, 30), (2024, 1, 31), (2024, 3, 1), (2024, 4, 2), (2026, 1, 1)]
        found = [_on(dt.date(*day), tested, *rows) for day in days]
        return [(outcome.total, outcome.next_change) for outcome in found]

    assert totals(mended) == [
        (80, dt.date(2024, 1, 31)),
        (81, dt.date(2024, 3, 1)),
        (82, dt.date(2024, 3, 31)),
        (83, None),
        (83, None),
    ]
    assert [total for total, _ in totals(mended, late)] == [80, 81, 76, 81, 81]


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ((scores(-15),), ("B", Basis.POINTS)),
        ((scores(-15), Lifts(grade="A")), ("A", Basis.FLOOR)),
        ((scores(-15), Caps(grade="C")), ("C", Basis.CEILING)),
        ((scores(-15), Caps(grade="A")), ("B", Basis.POINTS)),
        ((Lifts(grade="A"), Caps(grade="B")), ("B", Basis.CEILING)),
        ((Lifts(grade="A"), Grades(grade="D")), ("D", Basis.DIRECT)),
        ((Grades(grade="B"), Grades(grade="C")), ("C", Basis.DIRECT)),
        ((Classes(grade="M"),), ("M", Basis.CLASS)),
        ((Classes(grade="M", at_least=70), scores(-30)), ("M", Basis.CLASS)),
        ((Classes(grade="M", at_least=70), scores(-31)), ("C", Basis.POINTS)),
        ((Classes(grade="M"), Grades(grade="D")), ("D", Basis.DIRECT)),
        ((Classes(grade="N"), Classes(grade="M")), ("M", Basis.CLASS)),
        ((Starts(score=93), Starts(score=75)), ("A", Basis.POINTS)),
        ((Starts(score=75),), ("B", Basis.POINTS)),
        ((Grades(grade="C", mode=DirectMode.LOWEST_SCORE), scores(35)), ("B", Basis.POINTS)),
        ((Grades(grade="D", mode=DirectMode.LOWEST_SCORE), scores(35)), ("D", Basis.POINTS)),
        ((Grades(grade="D", mode=DirectMode.LOWEST_SCORE), Classes(grade="M")), ("D", Basis.POINTS)),
    ],
)
def test_what_decides_a_grade(effects: tuple[Effect, ...], expected: tuple[str, Basis]) -> None:
    """Bands, then floors, then ceilings and direct grades; a special class unless a direct grade holds."""
    rating = Rating(start=100, start_citation=CITED, bands=RATING.bands, limit=Limit(low=0), special=("M", "N"))
    tested = pack(*(rule(f"r{n}", effect=effect) for n, effect in enumerate(effects)), rating=rating)

    found = _on(DAY, tested, {"effective": DAY})

    assert (found.grade, found.basis) == expected


def test_a_list_is_proposed_while_its_ground_is_met() -> None:
    """Proposals come from met hits alive on the day, never from unknown ones."""
    item = ListTerm(id="abnormal", title=TEXT, keeper="x", term_months=None, citation=CITED)
    tested = pack(rule("gone", effect=Proposes(list="abnormal"), when="flag"), lists=(item,), rating=None)

    met, unknown = _on(DAY, tested, {"effective": DAY, "flag": True}), _on(DAY, tested, {"effective": DAY})

    assert (met.proposes, met.total, met.grade) == (("abnormal",), None, None)
    assert (unknown.proposes, unknown.unknown) == ((), 1)


def test_acts_are_judged_by_the_version_of_their_day() -> None:
    """Where acts govern, a version reads the acts of its own days, and one of no day is unknown."""
    tested = pack(rule("late"), governs=Governs.ACT, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2024, 6, 1))
    rows: list[dict[str, FactValue]] = [
        {"effective": dt.date(2023, 12, 31)},
        {"effective": dt.date(2024, 1, 1)},
        {"effective": dt.date(2024, 5, 31)},
        {"effective": dt.date(2024, 6, 1)},
        {},
    ]

    found = _on(DAY, tested, *rows)
    any_act = interpret(_records(*rows), compile_pack(tested, any_act=True), DAY)

    assert _states(found) == [("late", 2, State.COUNTS), ("late", 3, State.COUNTS), ("late", 5, State.UNKNOWN)]
    assert found.hits[2].unknown[0] == Unknown(part="law", names=("effective",))
    assert len(any_act.hits) == 5


def test_a_disabled_rule_runs_in_the_lab_alone() -> None:
    """What has no legal basis never touches a registry's rating."""
    tested = pack(rule("petition", disabled="no_legal_basis: made for a test"))
    rows = _records({"effective": DAY})

    assert interpret(rows, compile_pack(tested), DAY).total == 100
    assert interpret(rows, compile_pack(tested, lab=True), DAY).total == 95


def test_a_partial_pack_says_so() -> None:
    """A rating of a pack that encodes part of its instrument is marked."""
    assert _on(DAY, pack(rule("late"), use=Use.PARTIAL)).partial


def test_the_order_of_records_does_not_matter() -> None:
    """The outcome is a function of the set of records."""
    tested = compile_pack(_grouped(OnceKey.YEAR))
    rows = _records(*({"effective": dt.date(2024, 1, n), "code": code} for n in range(1, 9) for code in ("one", "two")))

    assert interpret(rows, tested, DAY) == interpret(rows[::-1], tested, DAY)


def test_a_condition_may_name_the_kind() -> None:
    """`kind` is a column like the others."""
    tested = pack(rule("late", kinds=("k", "l"), when="kind = 'l'"))
    rows = [Record.of(1, 1, "k", {"effective": DAY}), Record.of(1, 2, "l", {"effective": DAY})]

    assert [hit.seq for hit in interpret(rows, compile_pack(tested), DAY).hits] == [2]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (pack(rule("late", when="amount = 'x'")), "rules[late].when, character 1"),
        (pack(rule("late", kinds=())), "it reads no kind"),
        (pack(rule("late", group="g")), "its group `g` is not declared"),
        (pack(rule("late", effect=scores(-1, "c"))), "there is no category `c`"),
        (pack(rule("late", effect=Grades(grade="Z"))), "`Z` is no grade"),
        (pack(rule("late", effect=Grades(grade="D", mode=DirectMode.LOWEST_SCORE))), "has no lowest score"),
        (pack(rule("late", effect=Classes(grade="M"))), "`M` is no special class"),
        (pack(rule("late", effect=Proposes(list="l"))), "there is no list `l`"),
        (pack(rule("late", effect=Scores(points=Points()))), "points have one form"),
        (pack(rule("late", effect=Scores(points=Points(expression="amount")))), "points can reach"),
        (
            pack(rule("late", effect=Scores(points=Points(expression="quantity", low=0, high=5)))),
            "beyond what is declared",
        ),
        (pack(rule("late", life=Life(start="amount"))), "`amount` is no date column"),
        (pack(rule("late", life=Life(months=-1))), "negative or too long"),
        (pack(rule("late", life=Life(form=LifeForm.YEAR, months=1))), "no months or days"),
        (pack(rule("late", repeat=0)), "a factor is at least 1"),
        (pack(facts=(Fact(id="f", aggregate=Aggregate.COUNT, rules=("x",), citation=CITED),)), "there is no rule `x`"),
        (pack(rule("r", limit=Limit(low=1))), "bounds without 0"),
        (pack(rule("r", limit=Limit(high=-1))), "bounds without 0"),
        (
            pack(conclusions=(Conclusion(id="c", title=TEXT, citation=CITED, when="x > 1", effect=scores(1)),)),
            "there is no column `x`",
        ),
    ],
)
def test_a_pack_that_can_not_be_evaluated_is_a_fault(wrong: Pack, words: str) -> None:
    """The fault names the place, before any record is read."""
    with pytest.raises(PackFault, match="PACK-COMPILE") as fault:
        compile_pack(wrong)

    assert words in fault.value.what
