"""What shows a class: a word of the type column or a legal form, and nothing that a sole trader may bear."""

import csv

import pytest

from tests.shared import shared_file
from xinyong.register.classes import class_from_name, class_from_type, name_is_person, type_is_person
from xinyong.register.subjects import SubjectClass


def column(name: str, field: str) -> set[str]:
    """The different values of a column of a real file."""
    with shared_file(f"data/{name}").open(encoding="utf-8-sig", newline="") as file:
        return {row[field] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("北京大明科技有限公司", SubjectClass.ENTERPRISE),
        ("韓商連加股份有限公司台灣分公司", SubjectClass.ENTERPRISE),
        ("某某集团（总部）", SubjectClass.ENTERPRISE),
        ("大山农民专业合作社", SubjectClass.COOPERATIVE),
        ("正义律师事务所", SubjectClass.JUDICIAL_SERVICE),
        ("某市市场监督管理局", SubjectClass.STATE_ORGAN),
        ("阳光小区业主委员会", SubjectClass.OTHER_ORGANISATION),
        ("某市个体工商户协会", SubjectClass.SOCIAL_ORGANISATION),
        ("某市个体劳动者协会", SubjectClass.SOCIAL_ORGANISATION),
        ("（株）タムラ建設工業", SubjectClass.ENTERPRISE),
        ("㈲森木産業", SubjectClass.ENTERPRISE),
        ("いわみざわ農業協同組合", SubjectClass.COOPERATIVE),
        ("（特非）北海道就労サポート協会", SubjectClass.SOCIAL_ORGANISATION),
        ("Ochoa Farming Inc.", SubjectClass.ENTERPRISE),
        ("ACME TRADING CO.,LTD", SubjectClass.ENTERPRISE),
        ("Arcade Finance p.l.c. 2019-305", SubjectClass.ENTERPRISE),
        ("CHINAAMC SELECT FUND", SubjectClass.FUND),
        ("CİHAN METAL TİCARET ANONİM ŞİRKETİ", SubjectClass.ENTERPRISE),
        ("Trading Industries GmbH", SubjectClass.ENTERPRISE),
        ("王小明", None),
        ("大明商行", None),
        ("小明工作室", None),
        ("Pacific Oil Company", None),
        ("Dr. Jan Example", None),
        ("Limited", None),
        ("", None),
        ("李四（大明有限公司法定代表人）", None),
    ],
)
def test_a_legal_form_shows_a_class_and_other_words_do_not(name: str, shown: SubjectClass | None) -> None:
    """Tokens that only organisations bear, in five scripts; shops and studios show nothing."""
    assert class_from_name(name) is shown


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("李四（个体工商户）", True),
        ("王小明即大明企業社", True),
        ("大明企業社即王小明", True),
        ("John Example, sole proprietor", True),
        ("即時通股份有限公司", False),
        ("某市个体工商户协会", False),
        ("大明有限公司（负责人：张三）", False),
        ("王小明", False),
        ("大明有限公司", False),
    ],
)
def test_words_that_show_a_person(name: str, person: bool) -> None:  # noqa: FBT001 - an expected answer
    """A name says so only sometimes: most names of persons show nothing and are held."""
    assert name_is_person(name) is person


@pytest.mark.parametrize(
    ("value", "shown", "person"),
    [
        ("法人及非法人组织", SubjectClass.OTHER_ORGANISATION, False),
        (" 企业法人 ", SubjectClass.ENTERPRISE, False),
        ("FUND", SubjectClass.FUND, False),
        ("个体工商户", None, True),
        ("自然人", None, True),
        ("SOLE_PROPRIETOR", None, True),
        ("GENERAL", None, False),
        ("", None, False),
    ],
)
def test_words_of_a_type_column(value: str, shown: SubjectClass | None, person: bool) -> None:  # noqa: FBT001 - as above
    """The official forms' three values and the categories of LEI registers; GENERAL says nothing."""
    assert (shown, person) == (class_from_type(value), type_is_person(value))


def test_real_lists_of_organisations_show_their_classes() -> None:
    """Of the names on five real lists at most 3 % show no form, and none is taken for a person's."""
    lists = [
        column("jp_labour_violations/13_20170501_to_20180430.csv", "企業・事業場名称"),
        column("taipei_labour_violations.csv", "organisation"),
        column("mofcom_entities.csv", "name_zh"),
        column("dod_1260h.csv", "Clean Name"),
        column("h2_debarments.csv", "Entity Debarred"),
    ]

    assert all(sum(class_from_name(name) is None for name in names) <= 0.03 * len(names) for names in lists)
    assert not any(name_is_person(name) for names in lists for name in names)


def test_a_register_of_leis_holds_names_that_show_nothing() -> None:
    """More than a tenth of 5,000 names bear no form, some of them people's: they are held, whatever the category."""
    names = column("gleif_entities.csv", "legal_name")
    silent = {name for name in names if class_from_name(name) is None}

    assert 0.10 * len(names) < len(silent) < 0.15 * len(names)
    assert any(name.startswith("Dr. ") for name in silent)
