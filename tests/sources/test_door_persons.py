"""Whom a row concerns: what shows a person goes first, and what shows nothing is held."""

from typing import Any

import pytest

from xinyong.register.identification import identify
from xinyong.register.subjects import SubjectClass
from xinyong.sources.door_persons import Concern, NothingShown, OrganisationShown, PersonShown, row_concern

CODE = "91110000600037341L"
BUSINESS = "92310115MA1LAG5R9M"
CITIZEN = "11010519491231002X"
OLD = "110108600000019"


def told(concern: Concern) -> str:
    """What a concern says, in one word or two."""
    match concern:
        case PersonShown(reason=reason) | NothingShown(reason=reason):
            return reason.code
        case OrganisationShown(subject_class=shown, shown_by=by):
            return f"{shown.value} by {by}"


@pytest.mark.parametrize(
    ("codes", "words", "expected"),
    [
        ([CODE], {}, "enterprise by code"),
        ([BUSINESS], {"name": "大明有限公司"}, "individual_business"),
        ([CITIZEN], {"name": "大明有限公司", "type_value": "法人及非法人组织"}, "personal_number"),
        ([CODE], {"type_value": "自然人"}, "person_by_type"),
        ([CODE], {"name": "个体工商户服务中心"}, "enterprise by code"),
        ([OLD], {"type_value": "个体工商户", "name": "大明商行"}, "person_by_type"),
        ([OLD], {"name": "大明商行（个体工商户）"}, "person_by_name"),
        ([OLD], {"name": "大明商行"}, "class_not_shown"),
        ([OLD], {"type_value": "法人及非法人组织", "name": "大明商行"}, "other_organisation by type"),
        ([], {"name": "大明有限公司"}, "enterprise by name"),
        ([], {"name": "王小明"}, "class_not_shown"),
        ([], {"name": "王小明", "declared": SubjectClass.OTHER_ORGANISATION}, "other_organisation by register"),
        ([], {"name": "王小明即大明企業社", "declared": SubjectClass.OTHER_ORGANISATION}, "person_by_name"),
        ([], {}, "class_not_shown"),
    ],
)
def test_the_strongest_evidence_speaks(codes: list[str], words: dict[str, Any], expected: str) -> None:
    """A sole trader, an individual business under a 15-digit number, a citizen, and organisations by each evidence."""
    assert told(row_concern([identify(code) for code in codes], **words)) == expected
