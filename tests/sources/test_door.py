"""The door: every number of a person is found in every disguise, and nothing else is touched."""

import csv
import datetime as dt
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2
from stdnum.jp import in_

from tests.shared import shared_file
from xinyong.register.identifiers import registration_15, uscc
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.personal_scan import find
from xinyong.sources.door import FIELD, FIELD_MASK, MASK, Masked, Place, mask_cells, mask_text

PROVINCES = st.sampled_from([11, 15, 21, 23, 31, 37, 41, 46, 50, 54, 61, 65])
BORN = st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31))
ORDERS = st.integers(0, 999)
GAPS = st.lists(st.sampled_from(["", "", "", " ", "-", "\u3000", " - ", "\u200b", "\uff0d", "\u2013"]), min_size=1)
BEFORE = st.sampled_from(["", "证件号：", "身份证", "（", "第3条，", "张三 ", "2019-05-22，", "\n"])
AFTER = st.sampled_from(["", "，男", "）", ".", " 元", "及他人", "\n", "。2019年"])
WORDS = st.text(alphabet="京沪某有限公司罚款元年月第条号, .()（）、。:;/*\0", max_size=20)


def new_number(province: int, born: dt.date, order: int) -> str:
    """An 18-digit number after GB 11643, by the library's check digit."""
    body = f"{province:02d}0105{born:%Y%m%d}{order:03d}"
    return body + mod_11_2.calc_check_digit(body)


def old_number(province: int, born: dt.date, order: int) -> str:
    """A 15-digit number of before 1999."""
    return f"{province:02d}0105{born:%y%m%d}{order:03d}"


def disguise(number: str, gaps: list[str], *, wide: bool, small: bool) -> str:
    """Set a number's characters apart, write them full-width or its X small."""
    shown = number.lower() if small else number
    if wide:
        shown = "".join(chr(ord(character) + 0xFEE0) for character in shown)
    return "".join(gap + character for gap, character in zip(cycle(gaps), shown, strict=False)).lstrip(
        " -\u3000\u200b\uff0d\u2013"
    )


NUMBERS = st.builds(new_number, PROVINCES, BORN, ORDERS) | st.builds(old_number, PROVINCES, BORN, ORDERS)
DISGUISED = st.builds(disguise, NUMBERS, GAPS, wide=st.booleans(), small=st.booleans())


@settings(max_examples=1000)
@given(before=BEFORE, number=DISGUISED, after=AFTER, cells=st.lists(WORDS, max_size=5), place=st.integers(0, 5))
def test_a_planted_number_is_found_in_every_disguise(
    before: str, number: str, after: str, cells: list[str], place: int
) -> None:
    """Inside text, in full-width, with blanks and hyphens, 15 and 18 digits, lower-case x, in any cell."""
    cells = [*cells[:place], before + number + after, *cells[place:]]
    masked = mask_cells(cells)
    hidden = masked.cells[place if place < len(cells) - 1 else -1]

    assert MASK * len(number) == hidden[len(before) : len(before) + len(number)]
    assert (before, after) == (hidden[: len(before)], hidden[len(before) + len(number) :])
    assert len(masked.places) == 1


@given(
    before=st.sampled_from(["5 ", "51 ", "110105-", "3-", "ID", "x", "No."]),
    number=DISGUISED,
    after=st.sampled_from(["", " 3", "-110105", "abc", "x"]),
)
def test_digits_and_letters_beside_a_number_hide_no_part_of_it(before: str, number: str, after: str) -> None:
    """Where neighbours make another candidate with it, both are masked: nothing of the number is left."""
    hidden = mask_text(before + number + after)

    assert MASK * len(number) == hidden[len(before) : len(before) + len(number)]


@given(cells=st.lists(WORDS | st.dates().map(str) | st.integers(0, 99_999).map(str), max_size=20))
def test_a_row_without_numbers_is_not_altered(cells: list[str]) -> None:
    """Words, days and small numbers come out as they went in, with no place masked."""
    assert mask_cells(cells) == Masked(cells, ())


@given(
    cells=st.lists(st.text(max_size=20) | st.builds(str.__add__, BEFORE, DISGUISED) | NUMBERS, max_size=8),
    personal=st.frozensets(st.integers(0, 8)),
    plain=st.frozensets(st.integers(0, 8)),
    typed=st.dictionaries(st.integers(0, 8), st.sampled_from(Scheme)),
)
def test_masking_what_is_masked_changes_nothing(
    cells: list[str], personal: frozenset[int], plain: frozenset[int], typed: dict[int, Scheme]
) -> None:
    """Twice is once, whatever the columns are; and places say exactly where the masks stand."""
    once = mask_cells(cells, typed=typed, personal_columns=personal, plain_columns=plain)
    twice = mask_cells(once.cells, typed=typed, personal_columns=personal, plain_columns=plain)

    assert list(once.cells) == list(twice.cells)
    assert all(set(once.cells[place.cell][place.start : place.end]) == {MASK} for place in once.places)
    assert not [span for cell in mask_cells(once.cells).cells for span in find(cell)]


@given(number=NUMBERS, text=WORDS)
def test_a_text_is_masked_like_a_cell(number: str, text: str) -> None:
    """A line of a log and a cell come out alike."""
    assert mask_text(text + number) == mask_cells([text + number]).cells[0]


def test_two_numbers_beside_each_other_are_both_masked() -> None:
    """Also where masking the first is what sets the second free."""
    number = "11010519491231002X"

    assert mask_text(f"{number} {number}") == f"{'*' * 18} {'*' * 18}"
    assert mask_text("440524188001010014-123-45-6789") == f"{'*' * 18}-{'*' * 11}"


@pytest.mark.parametrize(
    "number", ["A123456(3)", "A123456789", "AC01234567", "6214 9832 0257", "123-45-6789", "536904399", "621498320257"]
)
def test_numbers_of_other_places_are_masked_in_text(number: str) -> None:
    """Hong Kong, Taiwan, Japan, the United States."""
    assert mask_text(f"note {number}, end") == f"note {'*' * len(number)}, end"


@given(body=st.integers(0, 99_999_999_999))
def test_every_japanese_number_is_masked(body: int) -> None:
    """Twelve digits with their check digit, alone in a cell."""
    number = f"{body:011d}" + in_.calc_check_digit(f"{body:011d}")

    assert MASK * 12 == mask_cells([number]).cells[0]


def test_a_personal_column_is_masked_whole_and_tells_no_length() -> None:
    """Names and papers of people leave the same three characters; an empty cell stays empty."""
    masked = mask_cells(["大明有限公司", "张三", "", " ", "欧阳某某某"], personal_columns=frozenset({1, 2, 3, 4, 9}))

    assert ["大明有限公司", FIELD_MASK, "", " ", FIELD_MASK] == list(masked.cells)
    assert (Place(1, 0, 3, FIELD), Place(4, 0, 3, FIELD)) == masked.places


def test_a_typed_cell_that_is_valid_keeps_its_code() -> None:
    """A registration number that looks like an old number, and an organisation code like a US number, stay."""
    body = "11010549123100"
    number = body + registration_15.check_digit(body)
    cells = [number, "600037341"]

    assert mask_cells(cells, typed={0: Scheme.REGISTRATION_15, 1: Scheme.ORGANISATION_CODE}) == Masked(cells, ())
    assert mask_cells(cells).cells == ["*" * 15, "*" * 9]


def test_a_citizen_number_counts_even_where_it_is_a_valid_uscc() -> None:
    """A cell typed as a code, valid as one, and a valid 18-digit number: masked."""
    number = next(
        number
        for order in range(1000)
        for day in range(1, 29)
        if uscc.is_valid(number := new_number(11, dt.date(1990, 3, day), order))
    )

    assert mask_cells([number], typed={0: Scheme.USCC}) == Masked(["*" * 18], (Place(0, 0, 18, "cn_18"),))


def test_a_slip_in_a_citizen_number_is_masked_in_a_code_column_and_stays_elsewhere() -> None:
    """In a column of codes it is no code but a person's number; in text eighteen digits are often a file number."""
    slip = "110105194912310021"

    assert mask_cells([slip], typed={0: Scheme.USCC}).cells == ["*" * 18]
    assert mask_cells([f"文号{slip}"]).cells == [f"文号{slip}"]


def test_a_uscc_with_a_failing_check_character_is_not_a_person() -> None:
    """It goes on to quarantine in clear."""
    assert mask_cells(["91110000600037341N"], typed={0: Scheme.USCC}).cells == ["91110000600037341N"]


def test_in_a_plain_column_only_numbers_of_the_mainland_count() -> None:
    """An amount of nine digits is no US number there, and a citizen's number is one everywhere."""
    cells = ["536904399", "621498320257", "11010519491231002X", "110105491231002"]

    assert mask_cells(cells, plain_columns=frozenset(range(4))).cells == [*cells[:2], "*" * 18, "*" * 15]


def test_cells_are_never_read_as_one() -> None:
    """Two halves of a number in neighbouring cells are no number."""
    cells = ["110105194", "91231002X", "6214 9832", "0257"]

    assert mask_cells(cells, plain_columns=frozenset({0})).cells == cells


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("jp_labour_violations/01_20161001_to_20170430.csv", {}),
        ("jp_labour_violations/13_20170501_to_20180430.csv", {}),
        ("taipei_labour_violations.csv", {}),
        ("mofcom_entities.csv", {}),
        ("dod_1260h.csv", {}),
        ("h2_debarments.csv", {}),
        ("gleif_entities.csv", {0: Scheme.LEI}),
    ],
)
def test_real_lists_of_organisations_come_through_untouched(name: str, typed: dict[int, Scheme]) -> None:
    """None of the real files holds a person's number, and none is seen in them."""
    with shared_file(f"data/{name}").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))

    assert [row for row in rows if mask_cells(row, typed=typed).places] == []
