"""A row from its cells to what may be kept of it: masked, identified, classed, keyed."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.intakes import PENALTY, PERSONAL_NUMBER, Row, code, japanese, penalty
from xinyong.adapters.files.mappings import load_forms
from xinyong.kernel.ids import Plane
from xinyong.ledger.encoding import content_bytes
from xinyong.ledger.entries import RecordEntered, RecordWritten
from xinyong.sources.layout import Circumstances
from xinyong.sources.prepared import Prepared, kept
from xinyong.sources.preparing import Preparer
from xinyong.sources.subject import AboutPerson

if TYPE_CHECKING:
    from xinyong.kernel.facts import FactValue

FORMS = load_forms()
JAPAN = "jp-labour-violations"


def _prepared(row: Row, mapping: str = PENALTY, authority: str = "a", plane: Plane = Plane.REAL) -> Prepared:
    found = _outcome(row, mapping, authority, plane)
    assert isinstance(found, Prepared)
    return found


def _outcome(
    row: Row, mapping: str = PENALTY, authority: str = "a", plane: Plane = Plane.REAL
) -> Prepared | AboutPerson:
    form = FORMS.form(mapping)
    given = Circumstances(authority=authority, plane=plane, on=dt.date(2026, 11, 23))
    by_name = {name: cell for name, cell in row.items() if cell}
    cells = [next((by_name[name] for name in (c.code, c.label) if name in by_name), "") for c in form.columns]
    return Preparer(form, given).prepare(2, cells)


def test_personal_fields_and_numbers_are_masked_with_their_places() -> None:
    """A named column whole, a number in a note alone; the number is nowhere else in what is kept."""
    row = penalty(1, CF_FRDB="张三丰", BZ=f"经办人{PERSONAL_NUMBER}已核对")

    found = _prepared(row)

    places = {scheme for _, _, _, scheme in found.masked}
    assert {"field", "cn_18"} == places
    assert "经办人******************已核对" == found.document["BZ"]
    assert "张三丰" not in str(found)
    assert PERSONAL_NUMBER not in str(found)


def test_a_row_is_kept_with_the_bytes_of_its_record() -> None:
    """What lies on disk becomes the very bytes of the entry, and gives the masked cells back."""
    found = _prepared(penalty(1, CF_FRDB="张三丰", BZ=f"经办人{PERSONAL_NUMBER}已核对"))
    facts: dict[str, FactValue] = {**found.facts, **found.days}

    row = kept(found)

    whole = RecordEntered(
        kind=found.kind,
        key=found.key,
        row=found.row,
        facts=facts,
        document=found.document,
        source=found.source,
        masked=found.masked,
        delivery="0a",
        line=found.line,
    )
    written = RecordWritten(
        written=row.written, kind=row.kind, key=row.key, row=row.row, facts=facts, delivery="0a", line=row.line
    )
    assert content_bytes(whole) == content_bytes(written)
    assert found.source == row.source


def test_a_row_that_never_comes_in_is_kept_with_its_cells_alone() -> None:
    """A refused row has no record; its masked cells are what it can be mended from."""
    found = _prepared(penalty(1, CF_WSH=""))

    row = kept(found)

    assert found.objection is not None
    assert b"" == row.written[0]
    assert found.source == row.source


def test_the_key_means_what_its_cells_mean() -> None:
    """Another spelling of day or blank at an end: the same key; another authority or another content: not."""
    first = _prepared(penalty(1))

    assert first.key == _prepared(penalty(1, CF_WSH=f" {penalty(1)['CF_WSH']}\t")).key
    assert first.key != _prepared(penalty(1), authority="b").key
    assert first.key != _prepared(penalty(2)).key


def test_volatile_columns_are_no_content() -> None:
    """The day on which a list was printed changes every month."""
    first = _prepared(japanese("（株）a"), JAPAN)
    later = _prepared(japanese("（株）a", "20170228", 最終更新日="平成29年2月28日"), JAPAN)
    other = _prepared(japanese("（株）a", 事案概要="other words"), JAPAN)

    assert (first.key, first.row) == (later.key, later.row)
    assert first.key == other.key
    assert first.row != other.row


def test_a_published_list_is_compared_as_it_is_written() -> None:
    """Blanks at the ends tell its rows apart, as they do in the list itself; other forms don't."""
    assert _prepared(japanese("（株）a"), JAPAN).key != _prepared(japanese("（株）a\u3000"), JAPAN).key
    assert _prepared(penalty(1)).row == _prepared(penalty(1, CF_SY="违反广告管理规定 ")).row


def test_a_row_of_a_list_that_names_no_code_is_its_own_subject() -> None:
    """The identifier can be read by people, and bears the mark of a synthetic store there."""
    real = _prepared(japanese("（株）a"), JAPAN)
    made_up = _prepared(japanese("（株）a"), JAPAN, plane=Plane.SYNTHETIC)

    expected = "list:jp-labour:（株）a|東京都港区|2017-01-31|最低賃金法第４条"
    assert ("list", expected) == real.identifier
    assert expected == real.listing
    assert made_up.listing is not None
    assert made_up.listing.startswith("list:synthetic-jp-labour:")


def test_a_long_key_of_a_list_ends_in_a_digest() -> None:
    """Two that differ in their end alone stay apart."""
    long = "労働安全衛生法第20条," * 80
    first = _prepared(japanese("（株）a", 違反法条=f"{long}1"), JAPAN)
    second = _prepared(japanese("（株）a", 違反法条=f"{long}2"), JAPAN)

    assert first.listing is not None
    assert second.listing is not None
    assert len(first.listing) < 450
    assert first.listing != second.listing


@pytest.mark.parametrize(
    ("row", "mapping", "shown"),
    [
        (penalty(1, CF_XDR_LB=""), PENALTY, ("enterprise", "code")),
        (penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC="110108000000016"), PENALTY, ("other_organisation", "type")),
        (penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC="110108000000016", CF_XDR_LB=""), PENALTY, ("enterprise", "name")),
        (japanese("（株）a"), JAPAN, ("enterprise", "name")),
        (japanese("山田屋"), JAPAN, ("", "")),
        (japanese("山田屋", subject_type="organisation"), JAPAN, ("other_organisation", "type")),
    ],
)
def test_a_class_is_shown_by_code_type_or_name(row: Row, mapping: str, shown: tuple[str, str]) -> None:
    """Where none of them shows it the answer is left to the store."""
    found = _prepared(row, mapping)

    assert shown == (found.subject_class, found.shown_by)


@pytest.mark.parametrize(
    "row",
    [
        japanese("山田屋", subject_type="person"),
        japanese("王小明即大明企業社"),
        japanese("李四（个体工商户）"),
    ],
)
def test_what_may_mean_a_person_is_asked_first(row: Row) -> None:
    """The type that is stated, a token of the name."""
    assert isinstance(_outcome(row, JAPAN), AboutPerson)


def test_a_masked_key_can_tell_nothing_apart() -> None:
    """A personal number where a document number should be: the row is refused, the number masked."""
    found = _prepared(penalty(1, CF_WSH=PERSONAL_NUMBER))

    assert found.objection is not None
    assert ("refused", "key-masked", "*" * 18) == (
        found.objection.verdict,
        found.objection.reason,
        found.objection.value,
    )


def test_control_characters_do_not_come_in() -> None:
    """U+0000 least of all; line breaks and tabs stay."""
    found = _prepared(penalty(1, CF_SY="a\0b\x07c\nd\te"))

    assert "a b c\nd\te" == found.document["CF_SY"]


def test_several_codes_of_one_row_are_asked_in_order() -> None:
    """The first that is good names the subject; a code that is none does not matter beside it, a doubtful one does."""
    bad = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")

    assert _prepared(penalty(1, CF_XDR_GSZC="企合苏123")).objection is None
    doubtful = _prepared(penalty(1, CF_XDR_SHXYM=bad, CF_XDR_GSZC="110108000000016"))
    assert doubtful.objection is not None
    assert "check_character" == doubtful.objection.reason


def test_the_code_in_a_key_is_the_one_that_identifies() -> None:
    """Two organisations of one decision stay apart also where the older code alone is there; a name is no key."""
    first = penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC="110108000000016")
    second = penalty(1, CF_XDR_SHXYM="", CF_XDR_GSZC="110108000000024")

    assert _prepared(first).key != _prepared(second).key
    assert _prepared(penalty(1)).key == _prepared(penalty(1, CF_XDR_MC="北京甲乙丙(集团)有限公司")).key


def test_multi_valued_cells_become_sorted_codes() -> None:
    """The same values in another order, twice, with another separator: one fact."""
    for said in ("罚款;警告", "警告&罚款&警告", "警告，罚款"):
        assert "fine+warning" == _prepared(penalty(1, CF_CFLB=said)).facts["code"]
    unknown = _prepared(penalty(1, CF_CFLB="罚款;打屁股"))
    assert unknown.objection is not None
    assert ("quarantined", "code-unknown") == (unknown.objection.verdict, unknown.objection.reason)


def test_a_record_in_a_table_of_penalties_is_not_always_one() -> None:
    """The words that say so become a fact; without them nothing is known."""
    assert _prepared(penalty(1, CF_NR="不予行政处罚")).facts["flag"] is False
    assert "flag" not in _prepared(penalty(1)).facts


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ("2099-12-31", "9999-12-31"),
        ("2999-12-31", "9999-12-31"),
        ("3000", "9999-12-31"),
        ("无处罚期限", "9999-12-31"),
        ("1900-01-01", None),
        ("暂无", None),
        ("\\N", None),
        ("", None),
        ("2026-06-30", "2026-07-01"),
        ("2026/6/30 0:00:00", "2026-07-01"),
    ],
)
def test_ends_are_half_open_and_no_end_is_not_unknown(said: str, ended: str | None) -> None:
    """The last day of a form is the day before the end; texts that say nothing leave it unknown."""
    found = _prepared(penalty(1, CF_YXQ=said)).days.get("ended")

    assert (None if ended is None else dt.date.fromisoformat(ended)) == found


@pytest.mark.parametrize(
    ("said", "fen"),
    [("0.2", 200_000), ("2000元", 200_000), ("0.2万元", 200_000), ("0.0001", 100), ("\uff10\uff0e\uff12", 200_000)],
)
def test_money_is_fen_whatever_its_unit(said: str, fen: int) -> None:
    """The column writes 10,000 yuan; a unit in the cell goes before."""
    assert fen == _prepared(penalty(1, CF_NR_FK=said)).facts["amount"]
