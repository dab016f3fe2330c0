"""The shipped packs are well made, alone and beside each other; what makes packs wrong is on the shelf of mistakes."""

from tests.law.shipped import BY_NAME, KINDS, PACKS, SHELF, TAX
from xinyong.adapters.packs import read_lock
from xinyong.app.packs import linted
from xinyong.kernel.cite import SourceGrade
from xinyong.law.effects import Scores
from xinyong.law.lint import graded
from xinyong.law.pack import Use
from xinyong.law.terms import citations, grade_of


def test_the_shipped_packs_have_no_findings() -> None:
    """Packs, families and lock are as they should be."""
    assert linted(SHELF, KINDS, [(str(PACKS), read_lock(PACKS))]) == ()


def test_every_number_is_cited_and_graded() -> None:
    """Walking a pack finds a citation for each part that holds numbers."""
    places = {place for place, _ in citations(TAX)}

    assert {f"rules[{rule.id}].citation" for rule in TAX.rules} <= places
    assert {"rating.start_citation", "rating.cycle.citation", "rating.bands[0].citation"} <= places


def test_the_grade_of_a_pack_is_its_lowest() -> None:
    """A pack that rests on memory anywhere says so as a whole."""
    assert grade_of(TAX) is SourceGrade.UNVERIFIED
    assert {citation.grade for citation in graded(TAX)} == {SourceGrade.UNVERIFIED}
    assert grade_of(BY_NAME["cn.abnormal-operations@2014-10-01"]) is SourceGrade.PRIMARY


def test_every_shipped_pack_says_that_it_is_partial() -> None:
    """No shipped pack encodes its instrument whole; the one of which nothing was found says nothing."""
    inert = {name for name, pack in BY_NAME.items() if pack.use is Use.INERT}

    assert inert == {"cn.tax.serious-violators@2019-01-01"}
    assert {pack.use for name, pack in BY_NAME.items() if name not in inert} == {Use.PARTIAL}


def test_what_charges_one_for_another_is_disabled() -> None:
    """Rules that charge an organisation for the acts of others ship, tagged, and never run in a registry."""
    disabled = {rule.id: rule.disabled for rule in TAX.rules if rule.disabled is not None}

    assert set(disabled) == {"own-settlement", "direct-10", "direct-11"}
    assert all(reason.startswith("no_legal_basis: ") for reason in disabled.values())


def test_no_score_counts_beyond_its_evaluation_year() -> None:
    """A rating of periods looks at its own year alone: every deduction lives for a calendar year."""
    scoring = [rule for rule in TAX.rules if isinstance(rule.effect, Scores)]

    assert {(rule.life.form.value, rule.life.years) for rule in scoring} == {("year", 1)}
