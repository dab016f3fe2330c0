"""Organisation codes, registration numbers, LEIs, list keys: each checks its own and nothing else."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import lei as other_lei

from tests.shared import shared_file
from xinyong.register.identifiers import lei, listing, organisation_code, registration_13, registration_15
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.identifiers.validity import is_valid

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(body=st.text(alphabet=DIGITS + CAPITALS, min_size=8, max_size=8), check=st.sampled_from(DIGITS + "X"))
def test_exactly_one_check_character_completes_an_organisation_code(body: str, check: str) -> None:
    """GB 11714: only the computed character fits."""
    assert organisation_code.is_valid(body + check) == (check == organisation_code.check_character(body))


@given(body=st.text(alphabet=DIGITS, min_size=8, max_size=8), place=st.integers(0, 7), other=st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_organisation_code_is_found(body: str, place: int, other: str) -> None:
    """Every weight is prime to 11, so no single digit can change unseen."""
    changed = body[:place] + other + body[place + 1 :]
    code = changed + organisation_code.check_character(body)

    assert organisation_code.is_valid(code) == (changed == body)


def test_an_organisation_code_is_printed_with_a_hyphen() -> None:
    """60003734-1 is how the card writes it."""
    assert organisation_code.written("600037341") == "60003734-1"


def test_no_check_character_is_made_of_seven_digits() -> None:
    """The body has eight places."""
    with pytest.raises(organisation_code.NoOrganisationCodeFault):
        organisation_code.check_character("6000373")


@given(body=st.text(alphabet=DIGITS, min_size=14, max_size=14), check=st.sampled_from(DIGITS))
def test_exactly_one_check_digit_completes_a_registration_number(body: str, check: str) -> None:
    """GS 15-2006: ISO 7064 MOD 11,10 over fourteen digits."""
    expected = (
        registration_15.Form.VALID if check == registration_15.check_digit(body) else registration_15.Form.CHECK_FAILS
    )

    assert registration_15.form(body + check) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("330381NA000123X", registration_15.Form.LETTERED),
        ("44190012345678A", registration_15.Form.NONE),
        ("11010800000001", registration_15.Form.NONE),
    ],
)
def test_registration_numbers_with_letters_are_told_apart(text: str, expected: registration_15.Form) -> None:
    """NA of cooperatives has the form; what has neither length nor form is none."""
    assert registration_15.form(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("3301001234567", True), ("4901001234567", False), ("330100123456", False)]
)
def test_thirteen_digits_need_a_province(text: str, expected: bool) -> None:  # noqa: FBT001 - an expected answer
    """Numbers of before 2006 have nothing else that could be checked."""
    assert registration_13.is_possible(text) is expected


def test_issued_leis_check_but_for_one_issuer_whose_check_digits_fail() -> None:
    """Of 5,000 issued LEIs 13 fail, all of issuer 3912: a failing check digit is no proof of a false code."""
    with shared_file("data/gleif_entities.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["lei"] for row in csv.DictReader(file)]
    failing = [code for code in codes if not lei.is_valid(code)]

    assert {"3912"} == {code[:4] for code in failing}
    assert (5000, 13) == (len(codes), len(failing))


@given(body=st.text(alphabet=DIGITS + CAPITALS, min_size=18, max_size=18), check=st.integers(0, 99))
def test_leis_agree_with_the_library(body: str, check: int) -> None:
    """A code of the shape is valid exactly where python-stdnum says so."""
    code = f"{body}{check:02d}"

    assert lei.is_valid(code) == other_lei.is_valid(code)
    assert lei.is_valid(body + lei.check_digits(body))


@pytest.mark.parametrize("text", ["list:h2:", "list::key", "list:H2:key", "list:h2: key", "h2:key", "list:h2"])
def test_what_is_not_written_as_a_list_key_is_none(text: str) -> None:
    """The list is lower case, the key neither empty nor edged with blanks."""
    assert listing.parse(text) is None


def test_a_list_key_may_hold_colons_and_blanks() -> None:
    """Only the first two colons part anything."""
    assert listing.parse("list:jp-labour:清水組: 旭川 1") == ("jp-labour", "清水組: 旭川 1")


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (Scheme.USCC, "91110000600037341L"),
        (Scheme.ORGANISATION_CODE, "600037341"),
        (Scheme.REGISTRATION_15, "110108000000016"),
        (Scheme.REGISTRATION_13, "3301001234567"),
        (Scheme.LEI, "213800KUD8LAJWSQ9D15"),
        (Scheme.LIST, "list:h2:key"),
    ],
)
def test_a_code_is_valid_under_its_own_scheme_alone(scheme: Scheme, code: str) -> None:
    """No example of one scheme is valid under another."""
    assert [other for other in Scheme if is_valid(other, code)] == [scheme]
