"""Codes that a condition lists: what may be passed over, and what may not."""

import pytest

from xinyong.law.expr import tree
from xinyong.law.expr.parsing import parse_condition
from xinyong.rules.listed import codes_of


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("code = 'a'", ("a",)),
        ("code IN ('a', 'b', 'a') AND amount > 5", ("a", "b")),
        ("amount > 5 AND code = 'a'", ("a",)),
        ("(code = 'a' AND amount > 5) AND NOT (flag)", ("a",)),
        ("code = 'a' OR amount > 5", ()),
        ("NOT code = 'a'", ()),
        ("code <> 'a'", ()),
        ("status = 'a'", ()),
        ("code IS NULL", ()),
    ],
)
def test_a_conjunction_lists_its_codes(written: str, codes: tuple[str, ...]) -> None:
    """One part of it must be a list of codes; beside an OR or a NOT any code may do."""
    found = parse_condition(written, tree.RECORD)

    assert isinstance(found, tree.Node)
    assert codes == codes_of(found)


def test_without_a_condition_any_code_may_do() -> None:
    """The kind alone decides."""
    assert codes_of(None) == ()
