"""Redlists: being on one burdens nobody."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from tests.rules.build import CITED, TEXT, pack, rule, scores
from xinyong.law.effects import Caps, Effect, Grades, Lifts, Proposes
from xinyong.law.kinds import Catalogue
from xinyong.law.life import Life, LifeForm
from xinyong.law.lint_report import Report
from xinyong.law.lint_rules import adverse, lint_rules
from xinyong.law.listing import ListTerm, is_beneficial

if TYPE_CHECKING:
    from xinyong.law.finding import Finding

BLACK = ListTerm(id="black", title=TEXT, keeper="x", term_months=None, citation=CITED)
RED = dataclasses.replace(BLACK, id="red", beneficial=True)


def test_a_list_is_a_redlist_where_its_pack_says_so() -> None:
    """A list that is not declared is none."""
    assert [False, True, False] == [is_beneficial((BLACK, RED), name) for name in ("black", "red", "other")]


@pytest.mark.parametrize(
    ("effect", "burdens"),
    [
        (Proposes(list="black"), True),
        (Proposes(list="red"), False),
        (Proposes(list="other"), True),
        (Grades(grade="D"), True),
        (Caps(grade="B"), True),
        (Lifts(grade="B"), False),
        (scores(-1), True),
        (scores(1), False),
    ],
)
def test_what_burdens(effect: Effect, burdens: bool) -> None:  # noqa: FBT001 - a case
    """A proposal for a redlist is none of it; one for a list that nobody declares is."""
    assert burdens is adverse(pack(lists=(BLACK, RED)), effect)


@pytest.mark.parametrize(("name", "codes"), [("black", ["never-ends"]), ("red", [])])
def test_a_listing_must_end_where_it_burdens(name: str, codes: list[str]) -> None:
    """A benefit may stand until it is taken back."""
    without_end = rule("one", effect=Proposes(list=name), life=Life(start="effective", form=LifeForm.OPEN))
    findings: list[Finding] = []

    lint_rules(pack(without_end, lists=(BLACK, RED)), Catalogue(kinds={}), Report("x", "", findings))

    assert codes == [one.code for one in findings if one.code == "never-ends"]
