"""What becomes of a code: valid, for a human, refused, synthetic; and why."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from tests.shared import shared_file
from xinyong.register.identification import Identification, Status, identify
from xinyong.register.identifiers import registration_15, uscc
from xinyong.register.identifiers.scheme import Change, Scheme
from xinyong.register.identifiers.uscc_tables import AUTHORITIES
from xinyong.register.subjects import SubjectClass

DAYS = st.dates(min_value=dt.date(1880, 1, 1), max_value=dt.date(2029, 12, 31))


def reasons(found: Identification) -> list[str]:
    """The codes of the reasons."""
    return [reason.code for reason in found.reasons]


def citizen_number(division: int, born: str, order: int) -> str:
    """A number after GB 11643, by the check digit of the library."""
    body = f"{division:06d}{born}{order:03d}"
    return body + mod_11_2.calc_check_digit(body)


@pytest.mark.parametrize(
    ("text", "status", "scheme", "why"),
    [
        ("91110000600037341L", Status.VALID, Scheme.USCC, []),
        ("91110000600037341N", Status.QUARANTINE, Scheme.USCC, ["check_character"]),
        (
            "111111111111111111",
            Status.QUARANTINE,
            Scheme.USCC,
            ["check_character", "organisation_code_check"],
        ),
        ("Y1990000MA00000078", Status.SYNTHETIC, Scheme.USCC, ["synthetic", "category_unknown"]),
        ("92310115MA1LAG5R9M", Status.REFUSED, None, ["individual_business"]),
        ("9111000060003IOZSV", Status.REFUSED, None, ["alphabet"]),
        ("11010519491231002X", Status.REFUSED, None, ["personal_number"]),
        ("110105491231003", Status.REFUSED, None, ["personal_number"]),
        ("A123456(3)", Status.REFUSED, None, ["personal_number"]),
        ("A123456789", Status.REFUSED, None, ["personal_number"]),
        ("6214 9832 0257", Status.REFUSED, None, ["personal_number"]),
        ("123-45-6789", Status.REFUSED, None, ["personal_number"]),
        ("600037341", Status.VALID, Scheme.ORGANISATION_CODE, []),
        ("MA0000001", Status.QUARANTINE, Scheme.ORGANISATION_CODE, ["check_character"]),
        ("110108000000016", Status.VALID, Scheme.REGISTRATION_15, []),
        ("110108000000017", Status.QUARANTINE, Scheme.REGISTRATION_15, ["check_digit"]),
        ("330381NA000123X", Status.QUARANTINE, Scheme.REGISTRATION_15, ["check_not_computable"]),
        ("3301001234567", Status.VALID, Scheme.REGISTRATION_13, ["no_check_digit"]),
        ("4901001234567", Status.REFUSED, None, ["unrecognised"]),
        ("213800KUD8LAJWSQ9D15", Status.VALID, Scheme.LEI, []),
        ("213800KUD8LXJWSQ9D15", Status.QUARANTINE, Scheme.LEI, ["check_digits"]),
        ("list:h2:ochoa farming inc.", Status.VALID, Scheme.LIST, []),
        ("list:synthetic-h2:row 1", Status.SYNTHETIC, Scheme.LIST, ["synthetic"]),
        ("list:H2:row 1", Status.REFUSED, None, ["list_form"]),
        ("list:h2:11010519491231002X", Status.REFUSED, None, ["personal_number"]),
        ("9.11101E+17", Status.REFUSED, None, ["spreadsheet_number"]),
        ("000000000000000000", Status.REFUSED, None, ["filler"]),
        ("", Status.REFUSED, None, ["filler"]),
        ("12345", Status.REFUSED, None, ["unrecognised"]),
    ],
)
def test_a_code_is_judged_with_its_reasons(text: str, status: Status, scheme: Scheme | None, why: list[str]) -> None:
    """One example of each thing that can become of a code."""
    found = identify(text)

    assert (status, scheme, why) == (found.status, found.scheme, reasons(found))


def test_every_vector_of_public_validators_finds_its_status() -> None:
    """Both checks hold: valid, or refused as an individual business's; one fails: quarantine; no shape: refused."""
    vectors = json.loads(shared_file("data/uscc_vectors.json").read_text(encoding="utf-8"))
    expected = {
        (True, True, False): Status.VALID,
        (True, True, True): Status.REFUSED,
        (False, True, False): Status.QUARANTINE,
        (False, False, False): Status.REFUSED,
    }
    told = [
        (vector["check_character_ok"], vector["organisation_code_digit_ok"], vector["code"].startswith("92"))
        for vector in vectors
        if vector["class"] != "regex_ok_but_invalid_check_digit"
    ]
    found = [
        identify(vector["code"]).status for vector in vectors if vector["class"] != "regex_ok_but_invalid_check_digit"
    ]

    assert [expected[key] for key in told] == found


@given(division=st.integers(100_000, 999_999), born=DAYS, order=st.integers(0, 999))
def test_a_citizen_number_is_refused_whatever_else_it_passes(division: int, born: dt.date, order: int) -> None:
    """Always, and the code is not handed on: also one in thirty that pass GB 32100."""
    number = citizen_number(division, f"{born:%Y%m%d}", order)
    found = identify(number)

    assert (Status.REFUSED, ["personal_number"], "*" * 18) == (found.status, reasons(found), found.code)


def test_a_citizen_number_that_is_a_perfect_uscc_is_refused() -> None:
    """A number that passes both checks of GB 32100 and GB 11643 is a person's."""
    number = next(
        number
        for order in range(1000)
        for day in range(1, 29)
        if uscc.is_valid(number := citizen_number(110101, f"199003{day:02d}", order))
    )

    assert identify(number).status is Status.REFUSED


def test_a_slip_in_a_citizen_number_waits_for_a_human_and_is_masked() -> None:
    """Without its check digit it is no person's number by rule, but it stands nowhere in clear."""
    found = identify("110105194912310021")

    assert (Status.QUARANTINE, "*" * 18, "personal_shape") == (found.status, found.code, reasons(found)[-1])


def test_an_old_citizen_number_that_checks_as_a_registration_number_needs_its_scheme() -> None:
    """15 digits may be either; a typed cell settles it, a bare one waits, masked."""
    body = "11010549123100"
    number = body + registration_15.check_digit(body)

    assert (Status.QUARANTINE, ["registration_or_person"]) == (identify(number).status, reasons(identify(number)))
    assert identify(number).code == "*" * 15
    assert identify(number, typed=Scheme.REGISTRATION_15).status is Status.VALID


def test_a_registration_number_of_the_range_of_individual_businesses_needs_a_shown_class() -> None:
    """The range is from memory (grade M), so it only raises a doubt, which a shown class settles."""
    body = "11010860000001"
    number = body + registration_15.check_digit(body)

    assert reasons(identify(number)) == ["individual_business_range"]
    assert identify(number).status is Status.QUARANTINE
    assert identify(number, shown=SubjectClass.ENTERPRISE).status is Status.VALID


def test_an_organisation_code_that_looks_like_a_us_number_is_one_where_its_check_holds() -> None:
    """600037341 stays a code; grouped as 600-03-7341 it is a person's, unless its column says otherwise."""
    assert identify("600037341").status is Status.VALID
    assert identify("600-03-7341").status is Status.REFUSED
    assert identify("600-03-7341", typed=Scheme.ORGANISATION_CODE).status is Status.VALID
    assert identify("600037342").status is Status.REFUSED


def test_changes_in_spelling_are_told() -> None:
    """What was done to the text stands beside the code."""
    found = identify("  91 110000 60003734-1l")

    assert ("91110000600037341L", (Change.BLANKS, Change.SEPARATORS, Change.LOWER_CASE)) == (found.code, found.changes)


def test_an_unknown_authority_and_an_unlisted_division_are_told_apart() -> None:
    """A first character outside the table waits for a human; a division outside every table is only noted."""
    strange = uscc.assemble(authority="B", category="1", division="110000", body="MA000000").text
    unlisted = uscc.assemble(authority="9", category="1", division="660000", body="MA000000").text

    assert (Status.QUARANTINE, ["authority_unknown", "category_unknown"]) == (
        identify(strange).status,
        reasons(identify(strange)),
    )
    assert (Status.VALID, ["division_unlisted"]) == (identify(unlisted).status, reasons(identify(unlisted)))


@given(
    authority=st.sampled_from("".join(AUTHORITIES)),
    category=st.sampled_from("13456789"),
    body=st.text(alphabet=uscc.ALPHABET, min_size=8, max_size=8),
)
def test_codes_of_every_authority_are_valid(authority: str, category: str, body: str) -> None:
    """Letters in front are codes like any other."""
    code = uscc.assemble(authority=authority, category=category, division="110000", body=body).text

    assert identify(code).status is Status.VALID


@given(text=st.text(max_size=24))
def test_any_text_has_an_answer_and_only_valid_ones_are_without_a_reason(text: str) -> None:
    """Nothing raises, and whatever is not simply valid says why."""
    found = identify(text)

    assert found.reasons or found.status is Status.VALID
