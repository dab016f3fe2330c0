"""Mappings: what ships is well made, what is not well made says all that is wrong with it."""

import copy
from typing import Any

import pytest
import yaml

from xinyong.adapters.files.mappings import form_named, load_catalogue, load_forms
from xinyong.adapters.shipped import data_dir
from xinyong.kernel.errors import Fault
from xinyong.law.kinds import KindFault, catalogue, read_kinds
from xinyong.sources.header import locate
from xinyong.sources.mapping import MappingFault, Parse, read_mapping
from xinyong.sources.vetting_columns import MOST_CHECKS, query

SHIPPED = (
    "cn-double-publicity-penalty-2016",
    "cn-double-publicity-penalty-2018",
    "cn-double-publicity-permit-2016",
    "cn-double-publicity-permit-2018",
    "dod-1260h",
    "h2-debarments",
    "jp-labour-violations",
    "mofcom-entities",
    "register-lei",
    "register-uscc",
    "synthetic-wage-arrears",
    "taipei-labour-violations",
)

Document = dict[str, Any]
"""Plain data as a YAML reader gives it."""

WELL_MADE: Document = {
    "id": "made-up",
    "title": {"zh": "表", "en": "form"},
    "citation": {"instrument": "none", "grade": "M"},
    "kind": "penalty",
    "key": ["number"],
    "subject": {"identifiers": [{"column": "code"}]},
    "columns": [
        {"code": "number", "required": True},
        {"code": "code"},
        {"code": "day", "parse": "date", "fact": "effective"},
        {"code": "fine", "parse": "money", "unit": "wan_yuan", "fact": "amount"},
        {"code": "person", "personal": True, "keep": False},
    ],
}


def test_the_forms_that_ship_are_those_that_are_promised() -> None:
    """By name; every one is well made, or it would not load."""
    assert SHIPPED == tuple(sorted(load_forms().written))


@pytest.mark.parametrize("name", load_forms().names)
def test_every_form_is_vetted_in_columns_too(name: str) -> None:
    """Its checks fit into the mask, and its query can be written."""
    form = load_forms().form(name)

    assert "SELECT line" in query(form, "rows")
    assert len(form.columns) > MOST_CHECKS or form.columns


def _changed(**changed: object) -> Document:
    """The well-made mapping with some things otherwise; None takes one away."""
    document = copy.deepcopy(WELL_MADE) | changed
    return {name: value for name, value in document.items() if value is not None}


def _with_column(number: int, **changed: object) -> Document:
    """The well-made mapping with one column otherwise."""
    document = copy.deepcopy(WELL_MADE)
    document["columns"][number] |= changed
    return document


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (_changed(key=None), "`key`"),
        (_changed(colour="red"), "colour"),
        (_changed(id="Made Up"), "lower-case letters"),
        (_changed(key=["nothing"]), "key names no column: 'nothing'"),
        (_changed(key=["day"]), "at least one required column"),
        (_changed(key=["number", "person"]), "'person' is personal or volatile"),
        (_changed(kind="petition"), "no kind 'petition'"),
        (_changed(kind_column="number"), "exactly one of kind and kind_column"),
        (_changed(delivers="snapshot"), "list must name it"),
        (_with_column(1, code="number"), "column 'number' stands twice"),
        (_with_column(1, code="代码"), "is not ASCII"),
        (_with_column(1, colour="red"), "colour"),
        (_with_column(2, dates=["tomorrow"]), "no date form 'tomorrow'"),
        (_with_column(2, fact="colour"), "no column 'colour'"),
        (_with_column(2, fact="amount"), "date can't fill 'amount'"),
        (_with_column(3, fact="share"), "kind penalty has no column 'share'"),
        (_with_column(3, fact="effective"), "'effective' is filled twice"),
        (_with_column(4, keep=True), "personal data fills no fact"),
        (_with_column(1, parse="codes"), "codes without codes"),
        (_with_column(1, free_text=True, fact="code"), "free text fills no fact"),
        (_with_column(1, parse="guess"), "guess"),
        (_with_column(1, scheme="passport"), "passport"),
        (_with_column(2, not_before="never"), "not_before names no column: 'never'"),
    ],
)
def test_a_mapping_that_is_not_well_made_says_why(document: Document, words: str) -> None:
    """One wrong thing at a time, each with the words that name it."""
    with pytest.raises(MappingFault) as caught:
        read_mapping(document, "made-up.yaml", load_catalogue())

    assert words in str(caught.value)


def test_the_well_made_one_is_read() -> None:
    """So that the refusals above are for what they say; every form ends in a type column."""
    mapping = read_mapping(WELL_MADE, "made-up.yaml", load_catalogue())

    assert ["number", "code", "day", "fine", "person", "subject_type"] == [column.code for column in mapping.columns]
    assert Parse.MONEY is mapping.column("fine").parse
    assert read_mapping(_changed(exact=True), "x", load_catalogue()).digest != mapping.digest


def test_the_editions_of_a_form_put_codes_in_other_places() -> None:
    """The order of `_2` and `_3` changed between 2016 and 2018; by label each finds its own."""
    forms = load_forms()
    old = forms.form("cn-double-publicity-penalty-2016")
    labels = ["行政处罚决定书文号", "行政相对人名称", "处罚决定日期", "行政相对人代码_2（组织机构代码）"]
    header = locate([labels], old)

    assert 3 == header.places[old.place("CF_XDR_ZDM")]
    assert header.places[old.place("CF_XDR_GSDJ")] is None


def test_a_form_of_nobody_is_a_fault_that_lists_them() -> None:
    """Names of mappings, `records`, and kinds."""
    with pytest.raises(MappingFault, match=r"register-uscc.*records.*tax\.return\.late"):
        form_named("nobody")


def test_a_mapping_may_not_take_the_name_of_another(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own path
    """One's own mapping is refused before it is kept anywhere."""
    path = tmp_path / "mine.yaml"
    shipped = data_dir("mappings") / "register-lei.yaml"
    path.write_bytes(shipped.read_bytes())

    with pytest.raises(MappingFault, match="there is a form 'register-lei' already"):
        form_named(str(path), kept=tmp_path / "kept")

    assert not (tmp_path / "kept").exists()


def _kind(**changed: object) -> Document:
    kind: Document = {
        "id": "a.kind",
        "title": {"zh": "类", "en": "kind"},
        "deliverers": ["somebody"],
        "citation": {"instrument": "none", "grade": "M"},
        "retention": {"months": None, "citation": {"instrument": "none", "grade": "M"}},
        "publication": "public",
        "catalogue": {"outside": "made up"},
        "fields": [{"name": "day", "title": {"zh": "日", "en": "day"}, "type": "date", "fact": "effective"}],
        "key": ["day"],
    }
    return {"kinds": [kind | changed]}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (_kind(colour="red"), "colour"),
        (_kind(key=["night"]), "key field 'night' is none of its fields"),
        (_kind(deliverers=[]), "must not be empty"),
        (_kind(subject_class="person"), "person"),
        (_kind(publication="gossip"), "gossip"),
        (_kind(catalogue={}), "its place is one of"),
        (_kind(catalogue={"outside": " "}), "its place is one of"),
        (_kind(catalogue={"outside": "made up", "items": ["honours"], "category": "lists"}), "its place is one of"),
        (_kind(catalogue={"items": ["honours"]}), "it has a category"),
        (_kind(catalogue={"outside": "made up", "category": "lists"}), "and none outside"),
        (_kind(fields=[{"name": "day", "title": {"zh": "", "en": ""}, "fact": "effective"}]), "text and can't fill"),
        (_kind(fields=[{"name": "day", "title": {"zh": "", "en": ""}, "fact": "mood"}]), "which no rule can read"),
        (
            _kind(fields=[{"name": "day", "title": {"zh": "", "en": ""}, "fact": "code", "free_text": True}]),
            "no rule may read it",
        ),
    ],
)
def test_a_kind_that_is_not_well_made_says_why(document: Document, words: str) -> None:
    """No kind of a natural person, no free text that rules read, no column that there is not."""
    with pytest.raises(KindFault) as caught:
        read_kinds(document, "kinds.yaml")

    assert words in str(caught.value)


def test_the_catalogue_is_closed() -> None:
    """A kind stands in it once, and what does not is refused."""
    kinds = read_kinds(_kind(), "kinds.yaml")

    assert "a.kind" == catalogue(kinds).kind("a.kind").id
    with pytest.raises(Fault, match=r"two kinds 'a\.kind'"):
        catalogue([*kinds, *kinds])
    with pytest.raises(KindFault, match="no record kind 'another'"):
        catalogue(kinds).kind("another")


def test_every_kind_says_who_delivers_it_and_under_which_law() -> None:
    """In the files that ship: deliverers, citation, retention, publication."""
    kinds = load_catalogue().kinds.values()

    assert len(kinds) > 20
    for kind in kinds:
        assert kind.deliverers
        assert kind.citation.instrument
        assert kind.retention.citation.instrument
    assert yaml.safe_load((data_dir("mappings") / "kinds" / "lists.yaml").read_text(encoding="utf-8"))["kinds"]
