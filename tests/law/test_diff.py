"""What separates two packs is said in words; equal packs have nothing to say."""

import dataclasses

import pytest

from tests.law.shipped import BY_NAME, TAX
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.diff import ChangeKind, diff
from xinyong.law.effects import Scores
from xinyong.law.life import Life, LifeForm
from xinyong.law.pack import Pack
from xinyong.law.points import Points

MEMORY = Citation(instrument="A draft", article="3", grade=SourceGrade.UNVERIFIED)
READ = dataclasses.replace(MEMORY, grade=SourceGrade.PRIMARY)
OLD = BY_NAME["cn.tax.rating@2021-11-15"]


def test_equal_packs_have_no_changes() -> None:
    """A pack compared with itself says nothing."""
    assert diff(TAX, TAX) == ()


def test_a_changed_number_is_named_with_both_values() -> None:
    """Rule, part, before and after."""
    rule = next(rule for rule in TAX.rules if rule.id == "late-return")
    effect = Scores(points=Points(value=-30), category="indicators")
    changed = tuple(dataclasses.replace(one, effect=effect) if one is rule else one for one in TAX.rules)

    found = diff(TAX, dataclasses.replace(TAX, rules=changed))

    assert [(ChangeKind.CHANGED, "rules[late-return].effect.scores.points.value", "-50", "-30")] == [
        (change.kind, change.part, change.before, change.after) for change in found
    ]
    assert found[0].words == "rule late-return, scores, points, value: -50 became -30"


def test_rules_that_come_and_go_are_matched_by_their_id() -> None:
    """Moving a rule is no change; leaving one out is one."""
    assert diff(TAX, dataclasses.replace(TAX, rules=(TAX.rules[0], *TAX.rules[2:])))[0].words == (
        "rule start-complete is gone: tax and fee information complete, start at 93"
    )
    assert diff(TAX, dataclasses.replace(TAX, rules=TAX.rules[::-1])) == ()


def test_two_versions_differ_in_rules_windows_and_start() -> None:
    """From the repair table of 2021 to the rules of 2025."""
    words = {change.words for change in diff(OLD, TAX)}

    assert "rule overall-repair is new" not in words
    assert any(text.startswith("accrual overall-repair is new") for text in words)
    assert any(text.startswith("rule start-complete is new") for text in words)
    assert any(text.startswith("group late-return is new") for text in words)


def _law(months: int, life: Citation | None, *, rule: Citation = READ, when: str | None = None) -> Pack:
    """The tax rating with one rule, whose period of so many months stands there."""
    (found,) = (one for one in TAX.rules if one.id == "late-return")
    period = Life(form=LifeForm.TERM, months=months, citation=life)
    one = dataclasses.replace(found, citation=rule, life=period, when=when)
    return dataclasses.replace(TAX, citation=READ, rules=(one,))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (_law(12, READ), _law(24, MEMORY), "life, months: 12 became 24 (M, unverified)"),
        (_law(12, MEMORY), _law(24, READ), "life, months: 12 (M, unverified) became 24"),
        (_law(12, READ), _law(24, READ), "life, months: 12 became 24"),
        (_law(12, READ, rule=MEMORY), _law(24, READ, rule=MEMORY), "life, months: 12 became 24"),
        (_law(12, None, rule=MEMORY), _law(24, None), "life, months: 12 (M, unverified) became 24"),
        (
            _law(12, READ, rule=MEMORY, when="flag"),
            _law(12, READ, rule=MEMORY, when="NOT flag"),
            "when: flag (M, unverified) became NOT flag (M, unverified)",
        ),
    ],
)
def test_what_comes_from_memory_is_marked_on_its_side(before: Pack, after: Pack, words: str) -> None:
    """A number or condition has the grade of the nearest citation: its own part's, or that of what holds it."""
    (found,) = [change for change in diff(before, after) if change.part.rpartition(".")[2] in ("months", "when")]

    assert found.words == f"rule late-return, {words}"
    assert found.unverified is ("unverified" in words)


def test_a_part_that_rests_on_memory_is_marked_where_it_comes_or_goes() -> None:
    """A whole rule is marked for any citation in it; words and articles are not numbers."""
    without = dataclasses.replace(TAX, citation=READ, rules=())
    renamed = dataclasses.replace(TAX, citation=MEMORY, title=dataclasses.replace(TAX.title, en="Another"))

    (new,) = diff(without, _law(12, MEMORY))
    (plain,) = diff(without, _law(12, READ))
    words = [one.words for one in diff(dataclasses.replace(TAX, citation=MEMORY), renamed)]

    assert new.words == "rule late-return is new: late return, until it is made good (M, unverified)"
    assert not plain.unverified
    assert words == [f"title, en: {TAX.title.en} became Another"]


def test_a_draft_is_compared_with_a_law() -> None:
    """Across families too: what the draft is for, and every part that it lacks."""
    words = [one.words for one in diff(BY_NAME["cn.social-credit-law@2022-11-14"], TAX)]

    assert "id: cn.social-credit-law became cn.tax.rating" in words
    assert "use: draft became partial" in words
    assert any(text.startswith("rule late-return is new: ") for text in words)
