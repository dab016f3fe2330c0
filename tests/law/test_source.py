"""Files of law are read strictly, and written back to the same value."""

import dataclasses
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.shipped import BY_NAME
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.kernel.facts import COLUMNS
from xinyong.law.effects import Feeds, Scores
from xinyong.law.golden import CaseRecord
from xinyong.law.pack import Pack
from xinyong.law.points import Points, Step
from xinyong.law.rule import Limit
from xinyong.law.source import SourceFault, plain, read

LIMIT = {"low": 1, "citation": {"source": "made", "article": "3"}}
SOURCES = {"made": {"instrument": "An ordinance", "grade": "N"}}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_what_was_written_is_read_again(name: str) -> None:
    """The way back loses nothing of a shipped pack."""
    assert BY_NAME[name] == read(plain(BY_NAME[name]), Pack, file="again.yaml")


def test_a_citation_takes_instrument_and_grade_from_the_table() -> None:
    """What a citation names by key is written out in the value."""
    expected = Citation(instrument="An ordinance", article="3", grade=SourceGrade.NEWS)

    assert expected == read({"sources": SOURCES, **LIMIT}, Limit, file="a.yaml").citation


def test_a_citation_can_not_change_the_grade_of_its_source() -> None:
    """Whoever read a better copy writes another source."""
    better = {"source": "made", "grade": "P"}

    with pytest.raises(SourceFault, match="stands beside `source`"):
        read({"sources": SOURCES, "low": 1, "citation": better}, Limit, file="a.yaml")


def test_a_key_for_anchors_is_read_nowhere() -> None:
    """`x-` keys are a place for texts that are used twice."""
    assert Limit(low=1) == read({"x-note": "anything", "low": 1}, Limit, file="a.yaml")


def test_an_effect_is_told_by_its_key() -> None:
    """Effects with equal contents are different values."""
    scores, feeds = Scores(points=Points(value=1)), Feeds(points=Points(value=1))
    holder = dataclasses.replace(BY_NAME["cn.tax.rating@2025-07-01"].rules[0], effect=scores)

    assert {"scores": {"points": plain(Points(value=1)), "category": None}} == _effect(plain(holder))
    assert {"feeds": {"points": plain(Points(value=1))}} == _effect(plain(dataclasses.replace(holder, effect=feeds)))


def _effect(rule: object) -> object:
    return cast("dict[str, object]", rule)["effect"]


@given(of=st.integers(-1_000, 1_000), percent=st.integers(0, 100))
def test_a_remainder_is_exact_or_refused(of: int, percent: int) -> None:
    """What a repair leaves is a whole number of units, or the file is refused."""
    raw = {"points": {"of": of, "restored": [{"when": "flag", "percent": percent}]}}
    exact = of * (100 - percent) % 100 == 0

    found = _read_or_none(raw)

    assert exact == (found is not None)
    assert found is None or found.points.steps == (Step(when="flag", points=of * (100 - percent) // 100),)


def _read_or_none(raw: object) -> Scores | None:
    try:
        return read(raw, Scores, file="a.yaml")
    except SourceFault:
        return None


def test_a_percentage_lies_between_0_and_100() -> None:
    """More than all of a deduction can't be given back."""
    with pytest.raises(SourceFault, match="no share of a whole"):
        read({"points": {"of": -5, "restored": [{"when": "flag", "percent": 120}]}}, Scores, file="a.yaml")


def test_a_record_of_a_case_has_every_column() -> None:
    """Cases can write whatever rules can read, and nothing else."""
    columns = {field.name for field in dataclasses.fields(CaseRecord)} - {"kind", "known", "replaced"}

    assert {column.name for column in COLUMNS} == columns
