"""Data that must not be collected: a field that is named so is refused by name, in kinds and in forms."""

import copy

import pytest

from tests.law.shipped import KINDS
from tests.sources.test_mapping import WELL_MADE, Document
from xinyong.law.kinds import KindFault, RecordKind, catalogue
from xinyong.law.prohibited import ProhibitionFault, prohibited_in, read_prohibited
from xinyong.law.text import Text
from xinyong.sources.mapping import MappingFault, read_mapping

FORM: Document = {**WELL_MADE, "columns": [*WELL_MADE["columns"], {"code": "note", "label": "", "also": []}]}
WORDS = [(item.id, word) for item in KINDS.prohibited for word in item.words]


def _with(**changes: object) -> Document:
    form = copy.deepcopy(FORM)
    form["columns"][-1].update(changes)
    return form


def test_the_six_sorts_of_the_article_are_there() -> None:
    """Credit-reporting Regulation 14: religion, genes, fingerprints, blood type, illness and medical history."""
    assert [item.id for item in KINDS.prohibited] == [
        "religion",
        "genes",
        "fingerprints",
        "blood-type",
        "illness",
        "medical-history",
    ]


@pytest.mark.parametrize(("sort", "word"), WORDS)
def test_a_form_that_asks_for_it_is_refused_by_name(sort: str, word: str) -> None:
    """Whether the label says it or another header, inside a longer title too."""
    (item,) = [one for one in KINDS.prohibited if one.id == sort]

    with pytest.raises(MappingFault) as labelled:
        read_mapping(_with(label=f"职工 {word.upper()}"), "made-up.yaml", KINDS)
    with pytest.raises(MappingFault) as also:
        read_mapping(_with(also=[word]), "made-up.yaml", KINDS)

    for caught in (labelled, also):
        assert item.title.en in str(caught.value)
        assert "征信业管理条例 第十四条" in str(caught.value)


@pytest.mark.parametrize("code", ["blood_type", "medical_history", "employee.religion"])
def test_a_field_code_is_read_as_words(code: str) -> None:
    """Underscores and points part words as blanks do."""
    with pytest.raises(MappingFault, match="must not be collected"):
        read_mapping(_with(code=code), "made-up.yaml", KINDS)


@pytest.mark.parametrize(
    "label",
    [
        "转基因标识",
        "疾病预防控制机构意见",
        "宗教活动场所登记证号",
        "general note",
        "generation",
        "Disease control order",
    ],
)
def test_what_only_looks_like_it_is_taken(label: str) -> None:
    """Words about organisations and goods are no data about a person."""
    assert read_mapping(_with(label=label), "made-up.yaml", KINDS).column("note").label == label


def test_a_kind_that_asks_for_it_is_refused_by_name() -> None:
    """The catalogue itself can't grow such a field."""
    penalty = KINDS.kinds["penalty"]
    field = penalty.fields[0]
    planted = RecordKind(
        id="planted",
        title=penalty.title,
        deliverers=penalty.deliverers,
        citation=penalty.citation,
        retention=penalty.retention,
        publication=penalty.publication,
        catalogue=penalty.catalogue,
        fields=(*penalty.fields, type(field)(name="extra", title=Text(zh="指纹", en="marks"))),
        key=penalty.key,
    )

    with pytest.raises(KindFault, match="fingerprints, which must not be collected"):
        catalogue([planted], KINDS.prohibited)


def test_every_shipped_kind_was_asked() -> None:
    """None of the fields that ship is called so, and the table is not empty."""
    names = [name for kind in KINDS.kinds.values() for field in kind.fields for name in (field.name, field.title.zh)]

    assert KINDS.prohibited
    assert prohibited_in(KINDS.prohibited, names) == []


@pytest.mark.parametrize(
    "document",
    [{}, {"prohibited": []}, {"prohibited": [{"id": "x"}]}],
)
def test_a_table_that_says_nothing_is_a_fault(document: object) -> None:
    """An empty or broken table never passes for one that allows everything."""
    with pytest.raises(ProhibitionFault):
        read_prohibited(document, "prohibited.yaml")
