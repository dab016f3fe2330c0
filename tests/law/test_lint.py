"""The shipped packs are well made, alone and beside each other; what makes packs wrong is on the shelf of mistakes."""

from tests.law.shipped import BY_NAME, KINDS, PACKS, SHELF, TAX
from xinyong.adapters.packs import read_lock
from xinyong.app.packs import linted
from xinyong.kernel.cite import SourceGrade
from xinyong.law.effects import Scores
from xinyong.law.lint import graded
from xinyong.law.pack import LAB_ALONE, Use
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


def test_no_pack_passes_for_more_than_it_encodes() -> None:
    """One instrument is encoded whole; the rest say that they are partial, inert, or of the lab."""
    whole = {name for name, pack in BY_NAME.items() if pack.use is Use.IN_FORCE}
    lab = {pack.id for pack in BY_NAME.values() if pack.use in LAB_ALONE}
    inert = [pack for pack in BY_NAME.values() if pack.use is Use.INERT]

    assert whole == {"cn.judgment-defaulters@2013-10-01"}
    assert lab == {
        "cn.anhui.food-risk",
        "cn.environment.colours",
        "cn.food.risk-draft",
        "cn.guangzhou.environment",
        "cn.guizhou.environment",
        "cn.huaining.social-assessment",
        "cn.ningbo-local",
        "cn.social-credit-law",
        "cn.weihai.wendeng",
        "cn.yantai.property-services",
        "cn.zhejiang.enterprise",
    }
    assert inert
    assert [pack.name for pack in inert if pack.rules or (pack.consequences and pack.consequences.measures)] == []


def test_what_charges_one_for_another_is_disabled() -> None:
    """Rules that charge an organisation for the acts of others ship, tagged, and never run in a registry."""
    disabled = {rule.id: rule.disabled for rule in TAX.rules if rule.disabled is not None}

    assert set(disabled) == {"own-settlement", "direct-10", "direct-11"}
    assert all(reason.startswith("no_legal_basis: ") for reason in disabled.values())


def test_no_score_counts_beyond_its_evaluation_year() -> None:
    """A rating of periods looks at its own year alone: every deduction lives for a calendar year."""
    scoring = [rule for rule in TAX.rules if isinstance(rule.effect, Scores)]

    assert {(rule.life.form.value, rule.life.years) for rule in scoring} == {("year", 1)}
