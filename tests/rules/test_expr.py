"""The rule language: what it takes, what it refuses and where, and what can be said of a condition without records."""

import datetime as dt

import pytest

from xinyong.kernel.facts import FactType, FactValue
from xinyong.kernel.truth import Truth
from xinyong.law.expr import analysis, python, sql, tree
from xinyong.law.expr.parsing import Wrong, parse_condition, parse_integer
from xinyong.law.expr.tree import RECORD


def _condition(text: str) -> tree.Node:
    found = parse_condition(text, RECORD)
    assert not isinstance(found, Wrong), found
    return found


def _integer(text: str) -> tree.Node:
    found = parse_integer(text, RECORD)
    assert not isinstance(found, Wrong), found
    return found


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("flag = 1", 1, "BOOLEAN can not be compared with BIGINT"),
        ("amount >= 1 AND flag = 1", 17, "BOOLEAN can not be compared with BIGINT"),
        ("amount / 2 > 1", 1, "`/` is not known"),
        ("amount > 1 AND year % 4 = 0", 16, "`%` is not known"),
        ("amount // year > 1", 11, "`//` takes a positive constant"),
        ("amount // 0 > 1", 11, "`//` takes a positive constant"),
        ("amount * year > 1", 1, "`*` takes a constant"),
        ("amount * 100000 > 1", 1, "beyond 64 bits"),
        ("amount > 1.5", 10, "`1.5` is no whole number"),
        ("amount > 1e3", 10, "`1e3` is no whole number"),
        ("CAST(amount AS VARCHAR) = 'x'", 6, "casts are not known"),
        ("effective > '2024-01-01'", 1, "DATE can not be compared with VARCHAR"),
        ("effective > DATE '2024-02-31'", 18, "'2024-02-31' is no day"),
        ("effective > DATE '2024-2-1'", 18, "'2024-2-1' is no day"),
        ("effective > current_date", 1, "may not ask for today"),
        ("effective > today()", 13, "may not ask for today"),
        ("YEAR(amount) = 2024", 6, "is BIGINT, not DATE"),
        ("EXTRACT(MONTH FROM effective) = 2", 20, "no function but COALESCE and YEAR"),
        ("lower(code) = 'x'", 1, "no function but COALESCE"),
        ("code LIKE 'x%'", 1, "text is only compared"),
        ("code < 'x'", 1, "VARCHAR has no order"),
        ("flag > TRUE", 1, "BOOLEAN has no order"),
        ('code = "x"', 8, "is no column"),
        ("r.code = 'x'", 1, "is no column"),
        ("Code = 'x'", 1, "there is no column `Code`"),
        ("subject = 1", 1, "there is no column `subject`"),
        ("code = NULL", 1, "NULL is no value"),
        ("flag IS TRUE", 1, "only IS NULL"),
        ("CASE amount WHEN 1 THEN TRUE END", 6, "CASE with an operand"),
        ("CASE WHEN flag THEN 1 ELSE 'x' END = 1", 11, "BIGINT can not be compared with VARCHAR"),
        ("CASE WHEN amount THEN TRUE END", 11, "is BIGINT, not BOOLEAN"),
        ("amount IN (1, year)", 15, "IN takes constants only"),
        ("amount IN (SELECT 1)", 1, "IN needs a list"),
        ("count(*) > 1", 1, "it can't count"),
        ("(SELECT 1) = 1", 9, "reads one record"),
        ("effective + INTERVAL 3 HOUR > due", 1, "no whole number of days, months or years"),
        ("effective + INTERVAL '3' MONTH > INTERVAL 3 DAY", 1, "an interval stands after a date"),
        ("effective + 3 > due", 1, "is DATE, not BIGINT"),
        ("due - effective > 3", 1, "is DATE, not BIGINT"),
        ("amount", 1, "is BIGINT, not BOOLEAN"),
        ("coalesce(flag)", 1, "COALESCE needs two"),
        ("amount > 1; DROP TABLE records", 1, "does not belong"),
        ("flag AND", 8, "does not parse"),
        ("", 1, "is empty"),
        ("flag OR " * 600 + "flag", 4001, "longer than"),
        ("(" * 1500 + "flag" + ")" * 1500, 1, "too deeply"),
        ("NOT " * 70 + "flag", 281, "too deeply"),
    ],
)
def test_what_does_not_belong_is_refused_with_its_place(text: str, position: int, word: str) -> None:
    """A construct outside the list, or of a wrong type, is a value that names the place and a way out."""
    found = parse_condition(text, RECORD)

    assert isinstance(found, Wrong)
    assert word in found.what
    assert found.position == position
    assert found.remedy


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("amount >= 10000000", {"amount": 10_000_000}, True),
        ("amount >= 10000000", {}, None),
        ("amount >= 1 OR flag", {"flag": True}, True),
        ("amount >= 1 AND flag", {"flag": False}, False),
        ("NOT (amount >= 1)", {}, None),
        ("code IN ('a', 'b')", {"code": "b"}, True),
        ("code NOT IN ('a', 'b')", {}, None),
        ("code <> 'a'", {"code": "b"}, True),
        ("amount BETWEEN 1 AND year", {"amount": 0}, False),
        ("amount BETWEEN 1 AND year", {"amount": 2}, None),
        ("amount IS NULL", {}, True),
        ("amount IS NOT NULL", {}, False),
        ("coalesce(amount, 7) = 7", {}, True),
        ("CASE WHEN amount > 1 THEN TRUE ELSE FALSE END", {}, False),
        ("CASE WHEN amount > 1 THEN TRUE END", {}, None),
        ("amount // 2 = -3", {"amount": -7}, True),
        ("-amount * 3 + year - 1 = 4", {"amount": 1, "year": 8}, True),
        (
            "effective + INTERVAL 1 MONTH = DATE '2024-02-29'",
            {"effective": dt.date(2024, 1, 31)},
            True,
        ),
        ("effective - INTERVAL 1 YEAR = due", {"effective": dt.date(2024, 2, 29), "due": dt.date(2023, 2, 28)}, True),
        ("effective - INTERVAL 40 DAY = DATE '0001-01-01'", {"effective": dt.date(1, 1, 9)}, True),
        ("effective - INTERVAL 40 MONTH = DATE '0001-01-01'", {"effective": dt.date(1, 1, 9)}, True),
        ("effective + INTERVAL 40 MONTH = DATE '9999-12-31'", {"effective": dt.date(9999, 12, 1)}, True),
        (
            "YEAR(corrected) = YEAR(effective) + 1",
            {"corrected": dt.date(2025, 1, 1), "effective": dt.date(2024, 12, 31)},
            True,
        ),
        ("YEAR(corrected) > YEAR(effective)", {"effective": dt.date(2024, 12, 31)}, None),
        ("kind = 'tax.return.late'", {"kind": "tax.return.late"}, True),
    ],
)
def test_a_condition_means_what_sql_says(text: str, facts: dict[str, FactValue], expected: bool | None) -> None:  # noqa: FBT001 - a truth
    """Null is unknown, and division, months and CASE follow SQL."""
    met = python.condition(_condition(text))

    assert met(facts) is expected


def test_the_two_readers_share_one_tree() -> None:
    """The SQL text is written from the tree, bracketed, with quoted constants."""
    node = _condition("code = 'it''s' AND amount + 1 > -2")

    assert sql.text(node) == ("((\"code\" = 'it''s') AND ((\"amount\" + CAST(1 AS BIGINT)) > CAST('-2' AS BIGINT)))")


def test_the_year_of_a_date_is_written_as_a_function() -> None:
    """A calendar year lies within the days that there are."""
    node = _integer("YEAR(due)")

    assert sql.text(node) == 'year("due")'
    assert tree.bounds(node) == (1, 9999)


def test_bounds_follow_the_columns() -> None:
    """The bounds of an integer come from the bounds of its columns, quotients cut off towards zero."""
    node = _integer("CASE WHEN flag THEN -(year // 2) ELSE 7 END")

    assert tree.bounds(node) == (-4999, 7)


def test_what_a_condition_reads() -> None:
    """Columns come sorted, each once."""
    node = _condition("amount > 1 AND (flag OR amount < year)")

    assert analysis.columns(node) == ("amount", "flag", "year")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount > 5 AND amount < 5", {Truth.NOT_MET, Truth.UNKNOWN}),
        ("amount > 5 OR amount <= 5", {Truth.MET, Truth.UNKNOWN}),
        ("amount IS NULL OR amount IS NOT NULL", {Truth.MET}),
        ("code = 'a' AND code = 'b'", {Truth.NOT_MET, Truth.UNKNOWN}),
        ("code <> 'a' OR code <> 'b'", {Truth.MET, Truth.UNKNOWN}),
        ("year >= 0", {Truth.MET, Truth.UNKNOWN}),
        ("year > 9999", {Truth.NOT_MET, Truth.UNKNOWN}),
        ("effective < DATE '2024-01-01'", {Truth.MET, Truth.NOT_MET, Truth.UNKNOWN}),
    ],
)
def test_vacuous_and_contradictory_conditions_are_seen(text: str, expected: set[Truth]) -> None:
    """The truths that a condition can have at all are exact where it compares columns with constants."""
    assert analysis.possible_truths(_condition(text)) == frozenset(expected)


@pytest.mark.parametrize(
    "text", ["amount + 1 > 0", "effective > due", "due > effective + INTERVAL 1 DAY", "YEAR(due) > 2024"]
)
def test_what_is_not_cheap_to_decide_is_left_open(text: str) -> None:
    """No guess is made about conditions that compute or compare columns."""
    assert analysis.possible_truths(_condition(text)) is None


def test_a_conclusion_names_facts_only() -> None:
    """Over facts, the scope is the pack's facts, each a BIGINT."""
    scope = tree.facts_scope(("zero_months",))

    found = parse_condition("zero_months >= 3", scope)
    refused = parse_condition("amount >= 3", scope)

    assert not isinstance(found, Wrong)
    assert [node.type for node in tree.walk(found) if isinstance(node, tree.Column)] == [FactType.INTEGER]
    assert isinstance(refused, Wrong)
