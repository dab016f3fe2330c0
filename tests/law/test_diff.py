"""What separates two packs is said in words; equal packs have nothing to say."""

import dataclasses

from tests.law.shipped import BY_NAME, TAX
from xinyong.law.diff import ChangeKind, diff
from xinyong.law.effects import Scores
from xinyong.law.points import Points

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
