"""A standing in words: nothing that matters is left out, in either language."""

import datetime as dt
import re
import string
from dataclasses import replace

import pytest

from tests.standing.diary import Diary
from tests.standing.packs import cycle_packs, law, list_pack, points_pack, window_pack
from xinyong.kernel.cite import SourceGrade
from xinyong.law.pack import Use
from xinyong.standing.compose import standing_of
from xinyong.standing.law import Law
from xinyong.standing.phrases import PHRASES, Language
from xinyong.standing.report import Line, rating, report, title_of
from xinyong.standing.standing import Standing

DAY = dt.date
ASKED = DAY(2025, 6, 30)
PROPOSALS = "Proposals for lists (people decide)"


def _standing(of: Law | None = None) -> Standing:
    diary = Diary()
    diary.name(DAY(2020, 1, 1), "长江贸易有限公司")
    diary.record(DAY(2023, 1, 2), "breach", effective=DAY(2023, 1, 1))
    diary.record(DAY(2025, 1, 2), "breach", effective=DAY(2025, 1, 1))
    diary.record(DAY(2025, 1, 2), "fine", effective=DAY(2025, 1, 1))
    diary.record(DAY(2025, 1, 2), "offence", effective=DAY(2025, 1, 1))
    diary.record(DAY(2025, 1, 2), "penalty", effective=DAY(2025, 1, 1), determined=DAY(2025, 1, 1))
    diary.record(DAY(2025, 1, 2), "list.entry", listing="list:h2:someone", effective=DAY(2025, 1, 1))
    diary.learn(DAY(2025, 2, 1), None)
    packs = of or law(
        points_pack(use=Use.PARTIAL, grade=SourceGrade.UNVERIFIED),
        *cycle_packs(),
        list_pack("1", DAY(2018, 1, 1), None, months=24),
        window_pack(),
    )
    return standing_of(diary.past(), packs, ASKED, diary.known())


def _texts(standing: Standing, language: Language, heading: str) -> list[str]:
    lines = next(section.lines for section in report(standing, language) if section.title == heading)
    return [line.text for line in lines]


def test_a_report_names_its_subject_day_and_state() -> None:
    """The registered name, the day asked about, the last entry that was read, and the identifiers."""
    head, *_ = report(_standing(), "en")

    assert "Standing of 长江贸易有限公司" == head.title
    assert "On 2025-06-30, as known at entry 10 (2025-02-01 23:59:59+08:00)" == head.lines[0].text
    assert "Identifier: uscc 91000000TEST000001" in [line.text for line in head.lines]


def test_what_counts_stands_with_its_article_and_its_record() -> None:
    """The breach that counts, with its grade of source; the one that has ended is counted and not listed."""
    texts = _texts(_standing(), "en", "Ratings")

    assert "-20  breach (Test Act breach [M, unverified])" in texts
    assert "entry 5; from 2025-01-01, before 2026-01-02; counts" in texts
    assert "1 that have ended are not shown (explain shows all)" in texts
    assert [text for text in texts if "entry 4;" in text] == []


def test_partial_provisional_and_unverified_are_marked_where_the_grade_is() -> None:
    """The marks stand directly under the rating that they are about."""
    texts = _texts(_standing(), "en", "Ratings")
    of_points = texts[texts.index("Test rating: fair, 80 points") :]

    assert "Partial: 2 of 3 rules encoded; grounds nothing" == of_points[2]
    assert "Uses numbers that are not verified (from memory, no source, grade M)" == of_points[3]
    assert "Test yearly rating, 2025 (running, provisional): good, 100 points" in texts


def test_a_redlist_is_told_from_other_lists() -> None:
    """A proposal says that the list is one of benefits, in words and as data."""
    black = list_pack("1", DAY(2018, 1, 1), None, months=24)
    red = replace(black, lists=tuple(replace(item, beneficial=True) for item in black.lists))
    told = {kind: _standing(law(of)) for kind, of in (("black", black), ("red", red))}

    assert {"black": False, "red": True} == {kind: one.proposals[0].beneficial for kind, one in told.items()}
    assert "Redlist, test.list (office): the rules propose it" in _texts(told["red"], "en", PROPOSALS)
    assert "test.list (office): the rules propose it" in _texts(told["black"], "en", PROPOSALS)


def test_every_section_is_there() -> None:
    """Proposals, others' lists, publication, unknowns, the next change, choices, law and records."""
    standing = _standing()

    titles = [section.title for section in report(standing, "en")][1:]

    assert [
        "Ratings",
        "Proposals for lists (people decide)",
        "Lists of others (reported, not ours, no effect)",
        "Publication",
        "What was unknown",
        "What would change it",
        "Choices that the packs make where a source is silent",
        "The law it was computed under",
        "Records",
    ] == titles
    assert "the content of entry 10 was erased" in _texts(standing, "en", "What was unknown")
    assert ["Without a new entry it stays as it is until 2025-07-01"] == _texts(standing, "en", "What would change it")
    assert "Calendar: cn-2026" in _texts(standing, "en", "The law it was computed under")


def test_a_clean_standing_says_that_nothing_is_unknown() -> None:
    """Ratings and unknowns are there also where they are empty."""
    diary = Diary()
    standing = standing_of(diary.past(), law(), ASKED, diary.known())

    assert ["none"] == _texts(standing, "en", "Ratings")
    assert ["none"] == _texts(standing, "en", "What was unknown")
    assert ["Without a new entry it never changes"] == _texts(standing, "en", "What would change it")
    assert "subject 1" == title_of(standing, "en")


def test_a_rating_without_records_says_so() -> None:
    """Nothing but the start score: the reader is told before the number is taken for praise."""
    assert "No record of the kinds it reads is known: nothing but the start score" in _texts(
        _standing(), "en", "Ratings"
    )


def test_explain_shows_what_has_ended_too() -> None:
    """One rating alone, with every contribution, in brackets where it does not count."""
    standing = _standing()
    found = next(one for one in standing.ratings if one.family == "test.points")
    lines = list(rating(found, {one.pack: one for one in standing.law}, "en"))

    assert Line(1, "(-20)  breach (Test Act breach [M, unverified])") in lines
    assert Line(2, "entry 4; from 2023-01-01, before 2024-01-02; ended") in lines


def test_the_chinese_report_has_the_same_lines() -> None:
    """Sections and depths are the same in both languages, and the words are Chinese."""
    chinese, english = (report(_standing(), language) for language in ("zh", "en"))

    assert [[line.depth for line in one.lines] for one in chinese] == [
        [line.depth for line in one.lines] for one in english
    ]
    assert [one.title for one in chinese if re.search("[一-鿿]", one.title)] == [one.title for one in chinese]


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_of_a_phrase_have_the_same_blanks(key: str) -> None:
    """What one language tells, the other tells."""
    chinese, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in PHRASES[key]
    )

    assert chinese == english
