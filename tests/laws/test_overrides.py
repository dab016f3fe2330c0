"""An override can only lighten, whatever the pack, the records and the day; and every refusal is needed for that."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.made_packs import Maker, case_of
from tests.rules.build import CITED, FEEDS_ONE, RATING, TEXT, TWO_YEARS, RuleParts, pack, rule, scores
from xinyong.kernel.truth import Truth
from xinyong.law.effects import Caps, Effect, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.life import Group, OnceKey
from xinyong.law.listing import ListTerm
from xinyong.law.override import Override
from xinyong.law.pack import Pack
from xinyong.law.points import Points
from xinyong.law.rating import Category
from xinyong.law.rewriting import Applied, OverrideFault, applied, names, rewritten, under, unfit
from xinyong.law.rule import Accrual, Aggregate, Conclusion, Fact, Limit
from xinyong.rules.compiled import compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import Outcome, State
from xinyong.rules.records import Record

DAY = dt.date


def burdens(plain: Pack, before: Outcome, after: Outcome) -> Iterator[str]:
    """What is worse under an override than without it.

    A special class is no better or worse than a grade: it comes newly only where a direct grade fell away or the total
    rose, and then says so by the total and the grounds.
    """
    ranks = {} if plain.rating is None else {band.grade: place for place, band in enumerate(plain.rating.bands)}
    if before.total is not None and after.total is not None and after.total < before.total:
        yield "total"
    if before.grade in ranks and after.grade in ranks and ranks[after.grade] > ranks[before.grade]:
        yield "grade"
    freed = after.total != before.total or set(_met(before)) != set(_met(after))
    if (before.grade in ranks) is not (after.grade in ranks) and not freed:
        yield "class"
    good = {item.id for item in plain.lists if item.beneficial}
    if not set(after.proposes) - good <= set(before.proposes):
        yield "proposal"
    if not set(before.proposes) & good <= set(after.proposes):
        yield "redlist"
    if not set(_lives(after)) <= set(_lives(before)):
        yield "life"


def _met(outcome: Outcome) -> Iterator[str]:
    yield from (f"{hit.rule} {hit.seq}" for hit in outcome.hits if hit.truth is Truth.MET)


def _lives(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    met = (hit for hit in outcome.hits if hit.source == "rule" and hit.truth is Truth.MET)
    yield from ((hit.rule, hit.seq, hit.start, hit.until) for hit in met)


def _compared(before: Pack, after: Pack, source: Random) -> Iterator[tuple[tuple[Record, ...], Outcome, Outcome]]:
    case = case_of(Maker(source), packs=0)
    first, second = compile_pack(before), compile_pack(after)
    for records in case.ledger.values():
        for day in (case.day, case.day + dt.timedelta(days=200)):
            yield records, interpret(records, first, day), interpret(records, second, day)


def _fit(plain: Pack, found: Applied) -> Applied:
    """The override, of the rules that one may name alone."""
    refused = {name for name, _ in unfit(plain, found.override)}
    kept = tuple(name for name in found.override.rules if name not in refused)
    return Applied(replace(found.override, rules=kept), found.by)


@settings(max_examples=250, deadline=None)
@given(st.randoms(use_true_random=True))
def test_an_override_can_only_lighten(source: Random) -> None:
    """No total lower, no grade worse, no list more, no life longer, for any pack, override, records and day."""
    maker = Maker(source)
    plain = maker.pack(0)
    found = _fit(plain, maker.override(plain))
    if next(unfit(plain, found.override), None) is not None:
        return

    for _, before, after in _compared(plain, under(plain, [found]), source):
        assert list(burdens(plain, before, after)) == []


def test_overrides_bite() -> None:
    """Of 150 overrides at least a third change what somebody is told, so that the law above says something."""
    changed = 0
    for seed in range(150):
        source = Random(seed)  # noqa: S311 - the same cases each time
        maker = Maker(source)
        plain = maker.pack(0)
        found = _fit(plain, maker.override(plain))
        if next(unfit(plain, found.override), None) is None:
            told = _compared(plain, under(plain, [found]), source)
            changed += any(before.hits != after.hits for _, before, after in told)

    assert changed >= 50


def test_every_refusal_is_needed() -> None:
    """Rules written anew all the same, against each of the reasons: each time somebody fares worse sometime."""
    worse: Counter[str] = Counter()
    for seed in range(400):
        source = Random(seed)  # noqa: S311 - the same cases each time
        maker = Maker(source)
        plain = maker.pack(0)
        found = maker.override(plain)
        for name, why in unfit(plain, found.override):
            alone = replace(found.override, rules=(name,))
            forced = replace(
                plain,
                rules=tuple(rewritten(one, alone, found.by) if one.id == name else one for one in plain.rules),
            )
            told = _compared(plain, forced, source)
            worse[why] += any(next(burdens(plain, before, after), None) for _, before, after in told)

    assert set(worse) == REASONS - {"a category turns points into their opposite"}
    assert min(worse.values()) >= 2, worse


REASONS = {
    "its hits don't only burden",
    "a recovery runs from its hits",
    "a hit of its group that would take its place could weigh more",
    "a conclusion over its hits could burden without them",
    "a category turns points into their opposite",
}


UNTIL = DAY(2020, 3, 1)


def _override(plain: Pack, *rules: str) -> Override:
    return Override(id="o", title=TEXT, pack=plain.id, rules=rules, citation=CITED)


def _by(override: Override, until: dt.date | None = UNTIL) -> Pack:
    return replace(pack(id="xx.emergency", valid_from=DAY(2020, 2, 1), valid_to=until), overrides=(override,))


def _grouped(key: OnceKey, **parts: Unpack[RuleParts]) -> Pack:
    stated: RuleParts = {"group": "g", "effect": scores(-3), **parts}
    return pack(rule("one", group="g"), rule("two", **stated), groups=(Group(id="g", key=key, citation=CITED),))


def _counting(when: str, effect: Effect, aggregate: Aggregate = Aggregate.COUNT) -> Pack:
    facts = tuple(
        Fact(id=name, aggregate=aggregate, rules=(fed,), citation=CITED) for name, fed in (("n", "one"), ("m", "two"))
    )
    said = Conclusion(id="said", title=TEXT, citation=CITED, when=when, effect=effect)
    return pack(
        rule("one", effect=FEEDS_ONE), rule("two", effect=FEEDS_ONE), facts=facts, conclusions=(said,), lists=LISTS
    )


LISTS = tuple(
    ListTerm(id=name, title=TEXT, keeper="x", term_months=None, beneficial=name == "red", citation=CITED)
    for name in ("black", "red")
)
BLACK, RED = Proposes(list="black"), Proposes(list="red")
D, LIFTED = Grades(grade="D"), Lifts(grade="B")
BONUS = _counting("n = 0", scores(5))
STOPPED = Accrual(id="k", title=TEXT, citation=CITED, anchor="two", stops=("one",), points=1, limit=5)
WEIGHTED = replace(RATING, categories=(Category(id="c", title=TEXT, weight=-1),))


@pytest.mark.parametrize(
    ("plain", "fit"),
    [
        (pack(rule("one")), True),
        (pack(rule("one", effect=D)), True),
        (pack(rule("one", effect=Caps(grade="B"))), True),
        (pack(rule("one", effect=scores(5))), False),
        (pack(rule("one", effect=LIFTED)), False),
        (pack(rule("one", effect=BLACK), lists=LISTS), True),
        (pack(rule("one", effect=RED), lists=LISTS), False),
        (pack(rule("one", effect=Starts(score=90))), False),
        (pack(rule("one", effect=Scores(points=Points(expression="quantity", high=0)))), True),
        (pack(rule("one", effect=Scores(points=Points(expression="quantity")))), False),
        (pack(rule("one"), rating=WEIGHTED), False),
        (pack(rule("one"), rule("two"), accruals=(STOPPED,)), True),
        (pack(rule("one"), rule("two"), accruals=(replace(STOPPED, anchor="one", stops=()),)), False),
        (_grouped(OnceKey.YEAR), True),
        (_grouped(OnceKey.YEAR, repeat=2), False),
        (_grouped(OnceKey.YEAR, limit=Limit(low=-1)), False),
        (_grouped(OnceKey.YEAR, effect=D), False),
        (_grouped(OnceKey.ACT, effect=D), False),
        (_counting("n >= 2", D), True),
        (_counting("n >= 2 AND m < 3", D), True),
        (_counting("n >= 2 OR m >= 3", D), True),
        (_counting("n < 2", D), False),
        (_counting("n = 2", D), False),
        (_counting("NOT n < 2", D), False),
        (_counting("n < 2", LIFTED), True),
        (_counting("n >= 2", LIFTED), False),
        (_counting("n >= 2", BLACK), True),
        (_counting("n < 2", BLACK), False),
        (_counting("n < 2", RED), True),
        (_counting("n >= 2", RED), False),
        (_counting("n >= 2", D, Aggregate.SUM), False),
        (_counting("m >= 2", D, Aggregate.SUM), True),
        (BONUS, False),
    ],
    ids=str,
)
def test_which_rules_an_override_may_name(plain: Pack, fit: bool) -> None:  # noqa: FBT001 - a case
    """Those whose hits only burden and hold nothing heavier back; `under` refuses the others."""
    override = _override(plain, "one")

    assert (next(unfit(plain, override), None) is None) is fit
    assert fit or _refuses(plain, Applied(override, _by(override)))


def _refuses(plain: Pack, found: Applied) -> bool:
    with pytest.raises(OverrideFault, match="under rule one"):
        under(plain, [found])
    return True


def test_a_whole_group_of_one_act_may_be_named() -> None:
    """Nothing of the act is left that could take its place."""
    plain = _grouped(OnceKey.ACT, effect=D)

    assert list(unfit(plain, _override(plain, "one", "two"))) == []


def test_an_override_without_an_end_is_refused() -> None:
    """Also where no linter has seen it."""
    override = _override(pack(rule("one")), "one")

    with pytest.raises(OverrideFault, match="it has no end"):
        under(pack(rule("one")), [Applied(override, _by(override, until=None))])


def test_only_what_is_named_is_rewritten() -> None:
    """Other rules of the pack, and other packs, are the same values."""
    plain = pack(rule("one"), rule("two"))
    override = _override(plain, "one")
    after = under(plain, [Applied(override, _by(override))])

    assert plain.rules[1] is after.rules[1]
    assert plain == replace(after, rules=plain.rules)
    assert applied(replace(plain, id="xx.other"), [_by(override)]) == ()
    assert applied(pack(rule("two")), [_by(override)]) == ()
    assert names(replace(override, pack=plain.name), plain)
    assert not names(replace(override, pack="xx.test@1999"), plain)


@pytest.mark.parametrize(
    ("effective", "state"),
    [
        (DAY(2020, 1, 31), State.COUNTS),
        (DAY(2020, 2, 1), None),
        (DAY(2020, 2, 29), None),
        (DAY(2020, 3, 1), State.COUNTS),
        (None, State.UNKNOWN),
    ],
)
def test_the_day_of_the_act_decides_on_whatever_day_one_asks(effective: dt.date | None, state: State | None) -> None:
    """An act of the window is spared after its end too; the day after the window counts; unknown burdens nobody."""
    plain = pack(rule("one", life=TWO_YEARS))
    override = _override(plain, "one")
    compiled = compile_pack(under(plain, [Applied(override, _by(override))]))
    records = [Record(1, 1, "k", {} if effective is None else {"effective": effective})]

    for day in (DAY(2020, 3, 1), DAY(2021, 6, 1)):
        found = [hit.state for hit in interpret(records, compiled, day).hits]
        assert ([] if state is None else [state]) == found
