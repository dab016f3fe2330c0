"""The conformance codes of public validators, said again by `xinyong identify`.

What is expected is read from the file (its class of each code and the two check digits) and from the two rules that are
ours: a code that is a well-formed citizen's number, and one of an individual business (92), is refused.
"""

import datetime as dt
import json
from collections import Counter
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from tests.shared import shared_file
from xinyong.cli import app

_SOUND: Final = {
    "published_valid",
    "valid",
    "valid_after_separator_strip",
    "valid_after_uppercase",
    "valid_format_only_test",
    "valid_GB32100_example",
    "valid_but_region_or_strict_regex_rejects",
}
_EXPECTED: Final = {
    **dict.fromkeys(_SOUND, "valid"),
    "invalid_check_digit": "quarantine",
    "regex_ok_but_invalid_check_digit": "quarantine",
    "invalid_length": "refused",
    "invalid_alphabet": "refused",
    "empty": "refused",
}
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.fixture(scope="module")
def vectors() -> list[dict[str, Any]]:
    """The codes of the file."""
    found: list[dict[str, Any]] = json.loads(shared_file("data/uscc_vectors.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def answers(vectors: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What `identify` says of each code: all in one stream, the empty one as an argument."""
    asked = [vector["code"] for vector in vectors if vector["code"]]
    stream = CliRunner().invoke(app, ["identify", "-", "--json"], input="\n".join(asked) + "\n")
    empty = CliRunner().invoke(app, ["identify", "", "--json"])
    lines = stream.stdout.splitlines() + empty.stdout.splitlines()
    return dict(zip([*asked, ""], map(json.loads, lines), strict=True))


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day of the calendar."""
    try:
        dt.datetime.strptime(digits, "%Y%m%d").replace(tzinfo=dt.UTC)
    except ValueError:
        return False
    return True


def _is_citizen(code: str) -> bool:
    """GB 11643-1999, written here from the standard: a day of birth, and ISO 7064 MOD 11-2 over 17 digits."""
    if len(code) != 18 or not code[:17].isdecimal() or not _is_day(code[6:14]):
        return False
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False)) % 11
    return "10X98765432"[remainder] == code[17] and "1900" < code[6:10] < "2026"


def _expected(vector: dict[str, Any]) -> str:
    """The status that the class of the file, or one of our two rules, asks for."""
    code = vector["code"]
    ours = code.startswith("92") or _is_citizen(code)
    return "refused" if ours else _EXPECTED[vector["class"]]


def test_every_code_has_the_status_that_its_class_asks_for(
    vectors: list[dict[str, Any]], answers: dict[str, dict[str, Any]]
) -> None:
    """All 233: sound codes are valid, failing digits wait for a human, what is no code is refused."""
    expected = {vector["code"]: _expected(vector) for vector in vectors}

    assert {code: answer["status"] for code, answer in answers.items()} == expected


def test_the_file_reaches_every_status_and_both_of_our_rules(vectors: list[dict[str, Any]]) -> None:
    """The test above is none of empty classes."""
    expected = Counter(map(_expected, vectors))

    assert len(vectors) == 233
    assert min(expected["valid"], expected["refused"]) > 70
    assert expected["quarantine"] == 4
    assert any(vector["code"].startswith("92") for vector in vectors)


def test_the_failing_check_is_named(vectors: list[dict[str, Any]], answers: dict[str, dict[str, Any]]) -> None:
    """A code waits for the check that the file says it fails, and for no other."""
    waiting = [vector for vector in vectors if _expected(vector) == "quarantine"]
    names = (("check_character_ok", "check_character"), ("organisation_code_digit_ok", "organisation_code_check"))
    expected = {vector["code"]: {name for field, name in names if not vector[field]} for vector in waiting}

    said = {
        code: {reason["code"] for reason in answers[code]["reasons"]} & {"check_character", "organisation_code_check"}
        for code in expected
    }

    assert said == expected


def test_individual_businesses_are_refused_with_their_reason(
    vectors: list[dict[str, Any]], answers: dict[str, dict[str, Any]]
) -> None:
    """92 is no matter of check digits."""
    reasons = [
        [reason["code"] for reason in answers[vector["code"]]["reasons"]]
        for vector in vectors
        if vector["code"].startswith("92")
    ]

    assert [("individual_business" in found) for found in reasons] == [True] * len(reasons)


def test_a_personal_number_that_passes_gb_32100_is_refused() -> None:
    """One made for this test: sound under both standards, refused as a person's, its characters never repeated."""
    code = _both_standards()

    answer = CliRunner().invoke(app, ["identify", code, "--json"])

    said = json.loads(answer.stdout)
    assert said["status"] == "refused"
    assert [reason["code"] for reason in said["reasons"]] == ["personal_number"]
    assert code not in answer.output


def _both_standards() -> str:
    """Search a made-up citizen's number whose last character is also right under GB 32100."""
    alphabet, weights = "0123456789ABCDEFGHJKLMNPQRTUWXY", tuple(pow(3, place, 31) for place in range(17))
    for serial in range(1000):
        body = f"11010519491231{serial:03d}"
        last = "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]
        sum_31 = sum(w * alphabet.index(c) for w, c in zip(weights, body, strict=True))
        if alphabet[(31 - sum_31) % 31] == last:
            return body + last
    raise AssertionError
