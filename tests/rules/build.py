"""Small packs for tests: a rule, a rating and their citations with everything a test does not care about filled in."""

import datetime as dt
from typing import TypedDict, Unpack

from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.effects import Effect, Feeds, Scores
from xinyong.law.life import Group, Life, LifeForm
from xinyong.law.listing import ListTerm
from xinyong.law.pack import Coverage, Governs, Pack, Use
from xinyong.law.points import Points
from xinyong.law.rating import Band, Rating
from xinyong.law.rule import Accrual, Conclusion, Fact, Limit, Rule
from xinyong.law.text import Text

CITED = Citation(instrument="Made for a test", article="1", grade=SourceGrade.UNVERIFIED)
TEXT = Text(zh="测试", en="test")
YEAR = Life(form=LifeForm.YEAR)
TWO_YEARS = Life(form=LifeForm.TERM, months=24)
OPEN = Life(form=LifeForm.OPEN)


class RuleParts(TypedDict, total=False):
    """What a rule may state beside its id."""

    kinds: tuple[str, ...]
    when: str | None
    effect: Effect
    life: Life
    group: str | None
    repeat: int | None
    limit: Limit | None
    disabled: str | None


class PackParts(TypedDict, total=False):
    """What a pack may state beside its rules."""

    id: str
    version: str
    valid_from: dt.date
    valid_to: dt.date | None
    governs: Governs
    use: Use
    groups: tuple[Group, ...]
    facts: tuple[Fact, ...]
    conclusions: tuple[Conclusion, ...]
    accruals: tuple[Accrual, ...]
    rating: Rating | None
    lists: tuple[ListTerm, ...]


def scores(points: int, category: str | None = None) -> Scores:
    """A constant number of points."""
    return Scores(points=Points(value=points), category=category)


FEEDS_ONE = Feeds(points=Points(value=1))


def rule(rule_id: str, **parts: Unpack[RuleParts]) -> Rule:
    """A rule over the kind `k`, -5 points for two years unless stated."""
    stated: RuleParts = {"kinds": ("k",), "effect": scores(-5), "life": TWO_YEARS, **parts}
    return Rule(id=rule_id, title=TEXT, citation=CITED, **stated)


def bands(*edges: tuple[str, int | None]) -> tuple[Band, ...]:
    """Bands, the best first."""
    return tuple(Band(grade=grade, at_least=least, citation=CITED) for grade, least in edges)


RATING = Rating(start=100, start_citation=CITED, bands=bands(("A", 90), ("B", 70), ("C", 40), ("D", None)))


def pack(*rules: Rule, **parts: Unpack[PackParts]) -> Pack:
    """A pack with the bands A 90, B 70, C 40, D over a start of 100 unless stated."""
    stated: PackParts = {
        "id": "xx.test",
        "version": "2020",
        "valid_from": dt.date(2020, 1, 1),
        "governs": Governs.DAY,
        "use": Use.IN_FORCE,
        "rating": RATING,
        **parts,
    }
    return Pack(
        title=TEXT,
        citation=CITED,
        coverage=Coverage(encoded=len(rules), total=len(rules), of="rules", citation=CITED),
        rules=rules,
        **stated,
    )
