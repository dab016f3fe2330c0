"""Numbers of persons: known examples of each scheme, and the quick look that never overlooks one."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinyong.register.personal_numbers import (
    SCHEMES,
    PersonalScheme,
    is_citizen_number,
    is_near_miss,
    is_old_number,
    recognise,
)
from xinyong.register.personal_scan import Span, find, surely_none

TEXTS = st.text(alphabet="0123456789\uff10\uff11\uff19ABx X-　\u200b()元.年:\0", max_size=40)
PIECES = st.sampled_from(
    [
        *("11010519491231002X", "440524188001010014", "110105491231002", "A123456(3)", "AB9876543", "A123456789"),
        *("AC01234567", "621498320257", "123-45-6789", "536904399", "110101", "19900307", "2019-05-22", "91110108MA"),
        *(" ", "-", "　", "1", "x", "X", "号", "No.", "\0", "\uff12", "2019-05-22 10:11", "0", "12345678", "L", "元"),
    ]
)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("11010519491231002X", PersonalScheme.CN_18),
        ("11010519491231002x", PersonalScheme.CN_18),
        ("440524188001010014", PersonalScheme.CN_18),
        ("1101 0519 4912 3100 2X", PersonalScheme.CN_18),
        ("110105-19491231-002X", PersonalScheme.CN_18),
        ("110105491231002", PersonalScheme.CN_15),
        ("A123456(3)", PersonalScheme.HK),
        ("a1234563", PersonalScheme.HK),
        ("AB987654(3)", PersonalScheme.HK),
        ("A123456789", PersonalScheme.TW),
        ("A800000014", PersonalScheme.TW),
        ("AC01234567", PersonalScheme.TW),
        ("6214 9832 0257", PersonalScheme.JP),
        ("621498320257", PersonalScheme.JP),
        ("536-90-4399", PersonalScheme.US),
        ("536904399", PersonalScheme.US),
        ("11010519491231002Y", None),
        ("110105194912310021", None),
        ("11010519490231002X", None),
        ("110105491331002", None),
        ("990105491231002", None),
        ("A123456(4)", None),
        ("A123456780", None),
        ("621498320258", None),
        ("666-12-3456", None),
        ("900123456", None),
        ("123004567", None),
        ("123450000", None),
        ("91110108795101314G", None),
    ],
)
def test_published_examples_are_recognised_and_broken_ones_are_not(text: str, scheme: PersonalScheme | None) -> None:
    """The examples of the standards and of the public validators, and the same with one thing wrong."""
    assert recognise(text) is scheme


def test_every_scheme_has_an_example_and_only_two_have_no_check_digit() -> None:
    """The old number of China and that of the United States check nothing."""
    assert [number.scheme for number in SCHEMES] == list(PersonalScheme)
    assert [number.scheme for number in SCHEMES if not number.has_check] == [PersonalScheme.CN_15, PersonalScheme.US]


def test_full_width_digits_and_crosses_are_read() -> None:
    """A number in full-width, with its X as a multiplication sign or a Cyrillic letter, is the same number."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in "11010519491231002")

    assert {recognise(wide + cross) for cross in "Xx\uff38\uff58\u00d7\u0425\u03a7"} == {PersonalScheme.CN_18}


def test_plain_forms_are_told_apart() -> None:
    """A valid number, a slip in it, and an old one."""
    assert (True, False) == (is_citizen_number("11010519491231002X"), is_citizen_number("110105194912310021"))
    assert (True, False) == (is_near_miss("110105194912310021"), is_near_miss("990105194912310021"))
    assert (True, False) == (is_old_number("110105491231002"), is_old_number("110105491331002"))


@pytest.mark.parametrize(
    "text",
    [
        "罚款123456789元",
        "123456789.50",
        "Y225M-4型(编号:03553)等11台",
        "府勞動字第10435585100號",
        "2019-05-22 2020-05-22",
        "2653501-Permanent-debarment08012014",
        "7-123-45-67890",
    ],
)
def test_sums_days_and_file_numbers_are_no_persons(text: str) -> None:
    """What looks a little like a number is left alone."""
    assert find(text) == []


def test_a_failed_candidate_hides_none_that_begins_inside_it() -> None:
    """Digits before a number that happen to make a candidate with it are stepped over."""
    assert find("110105 11010519491231002X") == [Span(7, 25, "cn_18")]


@settings(max_examples=3000)
@given(text=TEXTS | st.lists(PIECES, max_size=6).map("".join))
def test_the_quick_look_never_overlooks_a_candidate(text: str) -> None:
    """Where it says that there is surely none, no pattern of any scheme matches."""
    matched = [number.scheme for number in SCHEMES if number.pattern.search(text)]

    assert not (surely_none(text) and matched)


@given(text=st.lists(PIECES, max_size=6).map("".join))
def test_spans_are_in_order_and_do_not_overlap(text: str) -> None:
    """Each ends before the next begins."""
    spans = find(text)

    assert all(first.end <= second.start for first, second in pairwise(spans))
