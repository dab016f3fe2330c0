"""Inspection schedules: what the linter lets pass, and where a reader sees them."""

from pathlib import Path
from typing import cast

import pytest

from tests.law.shipped import BY_NAME, KINDS, SHELF
from xinyong.adapters.packs import read_yaml
from xinyong.app.packs import shown
from xinyong.law.diff import diff
from xinyong.law.inspection import GeneralRate, InspectionRate, rate_words
from xinyong.law.lint import lint_pack
from xinyong.law.lock import digest
from xinyong.law.pack import Pack
from xinyong.law.source import read

WRONG = Path(__file__).resolve().parents[1] / "mistakes" / "packs" / "inspection-falls.yaml"
Rates = list[dict[str, object]]
CITED = {"citation": {"source": "made"}}


def _pack(schedule: Rates | None) -> Pack:
    raw = cast("dict[str, object]", read_yaml(WRONG))
    said = {name: value for name, value in raw.items() if name != "inspections"}
    return read(said if schedule is None else {**said, "inspections": {"schedule": schedule}}, Pack, file="a.yaml")


def _codes(first: dict[str, object], second: dict[str, object]) -> list[str]:
    schedule = [{"grade": "A", **first, **CITED}, {"grade": "B", **second, **CITED}]
    return [finding.code for finding in lint_pack(_pack(schedule), KINDS, file="a.yaml")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"share": {"most": 500}}, {"share": {"least": 500, "most": 2000}}),
        ({"share": {"least": 500, "most": 2000}}, {"share": {"least": 500, "most": 2000}}),
        ({"visits": {"least": 1, "most": 1}}, {"visits": {"most": 1}}),
        ({"visits": {"least": 1, "years": 2}}, {"visits": {"least": 1}}),
        ({"share": {"most": 500}}, {"visits": {"least": 1}}),
        ({"share": {"most": 2000}}, {"share": {"most": 1000}, "falls": "the source has it so"}),
    ],
)
def test_a_schedule_that_rises_or_says_why_not_passes(first: dict[str, object], second: dict[str, object]) -> None:
    """Equal rates do not fall, an end that the source does not set falls nowhere, and a fall that is said passes."""
    assert _codes(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"share": {"least": 500}}, {"share": {"least": 400}}),
        ({"share": {"least": 500}}, {"share": {"most": 400}}),
        ({"visits": {"least": 2, "most": 4, "years": 2}}, {"visits": {"least": 1, "most": 1}}),
        ({"visits": {"least": 1}}, {"visits": {"least": 1, "years": 2}}),
    ],
)
def test_either_end_that_falls_is_found(first: dict[str, object], second: dict[str, object]) -> None:
    """The least, the greatest, or all of it below what was asked before; visits are compared by the year."""
    assert _codes(first, second) == ["inspection-falls"]


def test_a_page_shows_a_schedule_with_its_articles() -> None:
    """Reader sees class, share, article and grade of the source."""
    (page,) = [shown(one, KINDS) for one in SHELF.packs if one.pack.id == "cn.lindian.inspections"]

    parts = {part.part: (part.title, part.article, part.grade) for part in page.parts if "inspections" in part.part}

    assert parts == {
        "inspections of grade A": ("at most 5 % of them", "A级", "O"),
        "inspections of grade B": ("5 % to 20 % of them; 1 visit a year", "B级", "O"),
        "inspections of grade C": ("21 % to 60 % of them; at most 1 visit a year", "C级", "D"),
        "inspections of grade D": ("61 % to 100 % of them", "D级", "O"),
    }


def test_a_changed_rate_is_told_and_locked() -> None:
    """A rate is a part of the law like any other: the digest covers it, and a comparison names it."""
    before, after = (_pack([{"grade": "A", "share": {"most": most}, **CITED}]) for most in (500, 600))

    assert digest(before) != digest(after)
    (change,) = diff(before, after)
    assert change.part == "inspections.schedule[A].share.most"
    assert "inspection rate" in change.words


def test_a_pack_without_a_schedule_keeps_its_digest() -> None:
    """The key is left out where it is left unsaid (decision 0029)."""
    bare = _pack(None)

    assert bare.inspections is None
    assert digest(BY_NAME["cn.tax.rating@2025-07-01"]).startswith("fef1b4e98264a664")


@pytest.mark.parametrize("pack", BY_NAME.values(), ids=lambda pack: pack.name)
def test_every_rate_that_ships_can_be_read(pack: Pack) -> None:
    """What a rate says is words, never an empty cell."""
    found = pack.inspections
    rates: list[InspectionRate | GeneralRate] = [] if found is None else [*found.schedule]
    if found is not None and found.general is not None:
        rates.append(found.general)

    assert all(rate_words(rate) for rate in rates)
