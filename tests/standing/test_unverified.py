"""A number from memory (grade M) is called unverified wherever it is shown: each citation is planted in turn."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import pytest
from _pytest.mark import ParameterSet

from tests.standing.diary import Diary
from tests.standing.packs import cite, cycle_packs, law, list_pack, points_pack, window_pack
from xinyong.app.demo.figures import explained
from xinyong.app.law_pages import family_page
from xinyong.app.packs import shown
from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.kinds import Catalogue
from xinyong.law.life import Group, OnceKey
from xinyong.law.pack import Pack
from xinyong.law.rating import Category
from xinyong.law.rule import Limit
from xinyong.law.shelf import shelved
from xinyong.law.terms import citations
from xinyong.standing.compose import standing_of
from xinyong.standing.phrases import Language
from xinyong.standing.report import report
from xinyong.standing.roadmap import roadmap_of
from xinyong.standing.standing import Standing

DAY = dt.date
ASKED = DAY(2025, 6, 30)
SAYS = {"en": "unverified", "zh": "未经核实"}


def _points() -> Pack:
    """The pack of points with everything that a rating rests on: a group, a category with a limit, a limit of all."""
    made = points_pack()
    assert made.rating is not None
    group = Group(id="once", key=OnceKey.ACT, citation=cite("group"))
    category = Category(id="conduct", title=made.title, limit=Limit(low=-90, citation=cite("category")))
    grouped = tuple(replace(rule, group="once") if rule.id == "breach" else rule for rule in made.rules)
    limited = replace(made.rating, categories=(category,), limit=Limit(high=100, citation=cite("limit")))
    return replace(made, rules=grouped, groups=(group,), rating=limited)


def _places(pack: Pack) -> list[str]:
    """Where a pack cites a number that a standing of this diary shows."""
    silent = {"citation", "coverage.citation", "rules[mended].citation", "rules[mended].life.citation"}
    return [place for place, _ in citations(pack) if place not in silent and "rules[fine]" not in place]


def _planted(value: Any, target: str, place: str = "") -> Any:  # noqa: ANN401 - any part of a pack
    """The same part of a pack, with the citation at one place of grade M."""
    if isinstance(value, Citation):
        return replace(value, grade=SourceGrade.UNVERIFIED) if place == target else value
    if isinstance(value, tuple):
        whole = cast("tuple[object, ...]", value)
        items = (_planted(item, target, f"{place}[{getattr(item, 'id', n)}]") for n, item in enumerate(whole))
        return tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        inside = {
            field.name: _planted(getattr(value, field.name), target, f"{place}.{field.name}" if place else field.name)
            for field in fields(value)
        }
        return replace(value, **inside)
    return value


def _diary() -> Diary:
    diary = Diary()
    for on in (DAY(2025, 1, 1), DAY(2025, 2, 1)):
        diary.record(DAY(2025, 3, 1), "accident", effective=on)
    diary.record(DAY(2025, 1, 2), "breach", effective=DAY(2025, 1, 1))
    for on in (DAY(2024, 1, 1), DAY(2025, 1, 1)):
        diary.record(DAY(2025, 1, 2), "late", effective=on)
    diary.record(DAY(2025, 1, 2), "offence", effective=DAY(2025, 1, 1))
    diary.record(DAY(2025, 1, 2), "penalty", effective=DAY(2025, 1, 1), determined=DAY(2025, 1, 1), flag=True)
    return diary


def _standing(pack: Pack) -> Standing:
    diary = _diary()
    return standing_of(diary.past(), law(pack), ASKED, diary.known())


def _marks(pack: Pack) -> set[bool]:
    """What the changes say that time alone brings to somebody with the records in question."""
    diary = Diary()
    kind = {"test.points": "breach", "test.cycle": "late", "test.lists": "offence"}.get(pack.id, "penalty")
    on = DAY(2025, 1, 1)
    diary.record(DAY(2025, 1, 2), kind, effective=on, determined=on, corrected=on, ended=on, flag=True)
    found = roadmap_of(diary.past(), law(pack), ASKED, diary.known())
    return {change.unverified for step in found.steps for change in step.changes}


def _plants(pack: Pack) -> Iterator[ParameterSet]:
    for place in _places(pack):
        yield pytest.param(_planted(pack, place), id=f"{pack.id} {place}")


ALL = [*_plants(_points()), *_plants(cycle_packs()[0])]
RATED = [one for one in ALL if "lists[" not in str(one.id)]
LISTED = [*_plants(list_pack("1", DAY(2018, 1, 1), None, months=24)), *(one for one in ALL if one not in RATED)]
SOUND = [_points(), cycle_packs()[0], list_pack("1", DAY(2018, 1, 1), None, months=24), window_pack()]
FIRST = ("rating.start_citation", "rating.cycle.citation", "rules[offence].citation", "publication[serious].citation")
PLANTED_ONCE = [_planted(pack, place) for pack, place in zip(SOUND, FIRST, strict=True)]
SHOWN = [one for one in _plants(window_pack()) if "serious" in str(one.id)]


def _texts(standing: Standing, language: Language, *, last: int) -> str:
    """The sections of a report up to one, without the list of the law that was read."""
    return "\n".join(line.text for section in report(standing, language)[:last] for line in section.lines)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("pack", [*RATED, *LISTED, *SHOWN])
def test_the_words_of_a_standing_say_it(pack: Pack, language: Language) -> None:
    """Ratings, proposals and windows of publication, in both languages."""
    assert SAYS[language] in _texts(_standing(pack), language, last=5).replace("not verified", "unverified")


@pytest.mark.parametrize("pack", RATED)
def test_a_rating_says_it(pack: Pack) -> None:
    """In the value itself, for whoever reads JSON; every rating that rests on the number does."""
    assert {True} == {rating.unverified for rating in _standing(pack).ratings}


@pytest.mark.parametrize("pack", LISTED)
def test_a_proposal_says_it(pack: Pack) -> None:
    """The ground, its period, and the term of the listing."""
    assert [True] == [proposal.unverified for proposal in _standing(pack).proposals]


@pytest.mark.parametrize("pack", SHOWN)
def test_a_window_says_it(pack: Pack) -> None:
    """The terms of publication of a record."""
    assert [True] == [window.unverified for window in _standing(pack).publication]


@pytest.mark.parametrize("pack", PLANTED_ONCE)
def test_a_roadmap_says_it(pack: Pack) -> None:
    """At each change of a grade, a proposal or a window that rests on such a number."""
    assert {True} == _marks(pack)


@pytest.mark.parametrize("pack", SOUND, ids=lambda pack: pack.name)
def test_what_was_read_is_not_called_so(pack: Pack) -> None:
    """The other way round: without a number from memory, nothing says that there is one."""
    assert "verified" not in _texts(_standing(pack), "en", last=99)
    assert {False} == _marks(pack)


@pytest.mark.parametrize("pack", RATED)
def test_the_explanation_of_the_demo_says_it(pack: Pack) -> None:
    """Under each rating that it explains."""
    sentences = explained(_standing(pack)).sentences

    assert any("not verified" in sentence or "unverified" in sentence for sentence in sentences)


@pytest.mark.parametrize("pack", [*RATED, *LISTED, *SHOWN])
def test_the_pages_of_the_law_say_it(pack: Pack) -> None:
    """The page of the family, at the provision, and the page that `packs show` prints."""
    rows = [line for line in family_page([pack], {}).splitlines() if "| M, unverified |" in line]
    page = shown(shelved(pack, "pack.yaml"), Catalogue(kinds={}))

    assert rows
    assert page.line.unverified
    assert True in {one.unverified for one in page.rules} | {one.unverified for one in page.parts}
