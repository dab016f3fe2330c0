"""Unified social credit codes: both check characters, all letters, every published vector."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared_file
from xinyong.register.identifiers import organisation_code, uscc
from xinyong.register.identifiers.spelling import spell
from xinyong.register.identifiers.uscc_tables import AUTHORITIES, CATEGORIES
from xinyong.register.subjects import SubjectClass

BODIES = st.text(alphabet=uscc.ALPHABET, min_size=8, max_size=8)
DIVISIONS = st.integers(0, 999_999).map("{:06d}".format)


def written(authority: str, category: str, division: str, body: str) -> str:
    """The code of these parts."""
    return uscc.assemble(authority=authority, category=category, division=division, body=body).text


CODES = st.builds(written, st.sampled_from("".join(AUTHORITIES)), st.sampled_from("123459"), DIVISIONS, BODIES)


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "91350100M000100Y43", "Y1990000MA00000078", "N1990000MA0000007G", "A1990000MA0000007W"],
)
def test_published_codes_and_codes_of_every_letter_are_valid(code: str) -> None:
    """Codes of python-stdnum, of the standard, and with A, N and Y in front check."""
    assert uscc.is_valid(code)


def test_every_vector_has_the_checks_that_its_source_gives() -> None:
    """The 233 codes of public validators give the same two answers here."""
    vectors = json.loads(shared_file("data/uscc_vectors.json").read_text(encoding="utf-8"))
    spelled = [(spell(vector["code"]).text, vector) for vector in vectors]
    shaped = {code: uscc.checks(code) for code, _ in spelled if uscc.SHAPE.fullmatch(code)}

    assert len(vectors) == 233
    assert [
        code in shaped and (shaped[code].own, shaped[code].organisation_code) == (True, True) for code, _ in spelled
    ] == [vector["check_character_ok"] and vector["organisation_code_digit_ok"] for _, vector in spelled]
    assert [shaped[code].own for code, _ in spelled if code in shaped] == [
        vector["check_character_ok"] for code, vector in spelled if code in shaped
    ]


def test_a_remainder_of_nought_gives_the_check_character_nought() -> None:
    """The outer modulus is there: seventeen noughts check with 0, and not with a thirty-second character."""
    assert uscc.check_character("0" * 17) == "0"


@given(code=CODES, place=st.integers(0, 17), other=st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_found(code: str, place: int, other: str) -> None:
    """Changing any one character of a valid code makes it invalid."""
    changed = code[:place] + other + code[place + 1 :]

    assert uscc.is_valid(changed) == (changed == code)


@given(code=CODES, check=st.sampled_from(uscc.ALPHABET))
def test_exactly_one_check_character_fits(code: str, check: str) -> None:
    """Of the alphabet only the computed character completes a body."""
    assert uscc.is_valid(code[:17] + check) == (check == code[17])


@given(code=CODES)
def test_parsing_and_writing_give_the_code_back(code: str) -> None:
    """The parts of a code are the code."""
    parsed = uscc.parse(code)

    assert parsed is not None
    assert parsed.text == code
    assert organisation_code.is_valid(parsed.organisation_code)


@pytest.mark.parametrize("text", ["", "12345", "9111000060003IOZSV", "91110000600037341L0", "911A0000600037341L"])
def test_what_has_not_the_shape_is_no_code(text: str) -> None:
    """Length, alphabet and the digits of the division are part of the shape."""
    assert uscc.parse(text) is None


def test_nothing_is_assembled_from_parts_that_make_no_code() -> None:
    """A division with letters is refused with the code USCC."""
    with pytest.raises(uscc.NoCodeFault, match=r"\[USCC\]"):
        uscc.assemble(authority="9", category="1", division="11O000", body="MA000000")


def test_no_check_character_is_made_for_a_short_body() -> None:
    """Sixteen characters are refused."""
    with pytest.raises(uscc.NoCodeFault):
        uscc.check_character("9111000060003734")


def test_every_category_belongs_to_an_authority_and_only_individual_businesses_show_no_class() -> None:
    """The two tables agree, and 92 is the one category that is no organisation."""
    assert {category[0] for category in CATEGORIES} <= set(AUTHORITIES)
    assert [code for code, category in CATEGORIES.items() if category.shows is None] == ["92"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("91110000600037341L", SubjectClass.ENTERPRISE),
        ("121200004013590816", SubjectClass.PUBLIC_INSTITUTION),
        ("Y1990000MA00000078", None),
        ("92310115MA1LAG5R9M", None),
    ],
)
def test_the_first_two_characters_show_the_class(code: str, shown: SubjectClass | None) -> None:
    """What the table does not name shows nothing."""
    assert uscc.shown_class(code) is shown
