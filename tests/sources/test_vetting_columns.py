"""The two readers of the table of checks say the same of every row."""

import datetime as dt
from collections.abc import Sequence

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.kernel.facts import FactValue
from xinyong.law.text import Text
from xinyong.sources.cells import BLANKS, DATE_FORMS, clean
from xinyong.sources.mapping import Column, Mapping, Parse, Subject, Unit
from xinyong.sources.vetting import Ask, RowReader, checks_of
from xinyong.sources.vetting_columns import query

ON = dt.date(2026, 11, 23)
CODES = {"警告": "warning", "罚款": "fine", "其他*": "other", "没收": "forfeit"}
SENTINELS = ("2999-12-31", "暂无", "\\N", "长期", "N/A", "1900-01-01")
WIDE = {ord(plain): chr(ord(plain) + 0xFEE0) for plain in "0123456789.-/H"}

_number = st.integers(0, 99).map(str)
_year = st.sampled_from(["2016", "1999", "0001", "9999", "1799", "2027", "29", "105", "元", "2100", "2000", "1900"])
_month = st.sampled_from(["1", "01", "2", "02", "04", "12", "13", "0", "9"])
_day = st.sampled_from(["1", "01", "28", "29", "30", "31", "32", "0"])
_shapes = st.sampled_from(
    [
        "{y}-{m}-{d}",
        "{y}/{m}/{d}",
        "{y}.{m}.{d}",
        "{y}{m}{d}",
        "{y}年{m}月{d}日",
        "{y}-{m}-{d} 0:00:00",
        "{y}-{m}-{d}T16:00:00.000Z",
        "{y}-{m}-{d}T15:59:59Z",
        "{y}-{m}-{d}T00:00:00+08:00",
        "{d}.{m}.{y}",
        "{d}/{m}/{y}",
        "H{y}.{m}.{d}",
        "平成{y}年{m}月{d}日",
        "令和元年{m}月{d}日",
        "民國{y}年{m}月{d}日",
        "20161001_to_{y}{m}{d}",
    ]
)


def _dated(shape: str, year: str, month: str, day: str) -> str:
    return shape.format(y=year, m=month, d=day)


dates = st.builds(_dated, _shapes, _year, _month, _day)
_digits = st.from_regex(r"[+-]?[0-9]{1,16}(\.[0-9]{0,8})?(万元|元|分|%|吨)?", fullmatch=True)
_near = st.from_regex(r"[+-]?[0-9]{1,3}(,[0-9]{3}){0,2}(\.[0-9]{1,2}0{0,5})?", fullmatch=True)
_words = st.sampled_from(
    ["是", "否", "1", "0", "true", "不予行政处罚", "罚款", "警告&罚款", "警告; 罚款 ;", "其他-停业"]
)
_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
_plain = st.one_of(dates, _digits, _near, _words, st.sampled_from(SENTINELS), _text, st.just(""))


def _cell(before: str, cell: str, after: str, *, wide: bool) -> str:
    return before + (cell.translate(WIDE) if wide else cell) + after


cells = st.builds(
    _cell,
    st.text(st.sampled_from(BLANKS), max_size=2),
    _plain,
    st.text(st.sampled_from(BLANKS), max_size=2),
    wide=st.booleans(),
)


@st.composite
def columns(draw: st.DrawFn, code: str, dated: Sequence[str]) -> Column:
    """A column of any kind, with any of the checks it can have."""
    parse = draw(st.sampled_from(list(Parse)))
    is_date = parse is Parse.DATE
    return Column(
        code=code,
        parse=parse,
        dates=tuple(draw(st.lists(st.sampled_from(sorted(DATE_FORMS)), min_size=1, max_size=5, unique=True))),
        unit=draw(st.sampled_from(list(Unit))),
        codes=CODES if parse in {Parse.CODES, Parse.CONTAINS} else {},
        split=draw(st.sampled_from(["", ";&", ";"])),
        unknown=draw(st.sampled_from(["refused", "quarantined", "kept"])),
        missing=tuple(draw(st.lists(st.sampled_from(SENTINELS), max_size=2))),
        no_end=tuple(draw(st.lists(st.sampled_from(SENTINELS), max_size=2))) if is_date else (),
        required=draw(st.booleans()),
        longest=draw(st.none() | st.integers(0, 6)),
        not_before=draw(st.sampled_from(dated)) if is_date and dated and draw(st.booleans()) else None,
        not_future=is_date and draw(st.booleans()),
    )


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    """A mapping of one to six columns."""
    made: list[Column] = []
    for number in range(draw(st.integers(1, 6))):
        dated = [column.code for column in made if column.parse is Parse.DATE]
        made.append(draw(columns(f"F{number}", dated)))
    return Mapping(
        id="made-up",
        title=Text(zh="表", en="form"),
        citation=Citation(instrument="none", grade=SourceGrade.UNVERIFIED),
        kind="any",
        key=("F0",),
        subject=Subject(),
        columns=tuple(made),
    )


Said = tuple[int, int, dict[str, FactValue]]


def by_columns(mapping: Mapping, rows: Sequence[Sequence[str]]) -> list[Said]:
    """What the SQL reader says of the rows."""
    with duckdb.connect() as connection:
        names = ", ".join(f"c{place} VARCHAR" for place in range(len(mapping.columns)))
        connection.execute(f"CREATE TABLE delivered (line BIGINT, {names})")
        marks = ", ".join("?" * (len(mapping.columns) + 1))
        connection.executemany(
            f"INSERT INTO delivered VALUES ({marks})",  # noqa: S608 - marks alone
            [[line, *map(clean, row)] for line, row in enumerate(rows)],
        )
        found = connection.execute(query(mapping, "delivered"), {"on": ON})
        codes = [description[0] for description in found.description][2:]
        return [
            (line, failed, {code: value for code, value in zip(codes, values, strict=True) if value is not None})
            for line, failed, *values in sorted(found.fetchall(), key=lambda row: int(row[0]))
        ]


def by_rows(mapping: Mapping, rows: Sequence[Sequence[str]]) -> list[Said]:
    """What the reader in Python says of them."""
    reader = RowReader(mapping, ON)
    found = [reader.vet([clean(cell) for cell in row]) for row in rows]
    return [(line, vetted.failed, vetted.values) for line, vetted in enumerate(found)]


@given(st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_both_readers_say_the_same(data: st.DataObject) -> None:
    """For any mapping and any cells, findings and values are the same in Python and in SQL."""
    mapping = data.draw(mappings())
    rows = data.draw(
        st.lists(st.lists(cells, min_size=len(mapping.columns), max_size=len(mapping.columns)), min_size=1, max_size=12)
    )

    expected = by_rows(mapping, rows)

    assert expected == by_columns(mapping, rows)


def test_every_check_is_seen_to_fail() -> None:
    """One row for each kind of check makes both readers report exactly that check."""
    mapping = Mapping(
        id="made-up",
        title=Text(zh="表", en="form"),
        citation=Citation(instrument="none", grade=SourceGrade.UNVERIFIED),
        kind="any",
        key=("name",),
        subject=Subject(),
        columns=(
            Column(code="name", required=True, longest=4),
            Column(code="day", parse=Parse.DATE, not_future=True),
            Column(code="end", parse=Parse.DATE, not_before="day"),
            Column(code="share", parse=Parse.SHARE, fact="share"),
            Column(code="count", parse=Parse.INTEGER, fact="quantity"),
        ),
    )
    good = ["甲", "2025-07-01", "2026-07-01", "5%", "3"]
    wrong = {
        Ask.REQUIRED: ["", *good[1:]],
        Ask.LONGEST: ["甲乙丙丁戊", *good[1:]],
        Ask.FORM: ["甲", "1 July", *good[2:]],
        Ask.EARLIEST: ["甲", "1725-07-01", *good[2:]],
        Ask.NOT_FUTURE: ["甲", "2026-11-24", "", *good[3:]],
        Ask.NOT_BEFORE: ["甲", "2025-07-01", "2025-06-30", *good[3:]],
        Ask.LOW: [*good[:4], "-1000000001"],
        Ask.HIGH: [*good[:4], "1000000001"],
    }
    table = checks_of(mapping)

    for ask, row in wrong.items():
        ((_, failed, _),) = by_rows(mapping, [row])
        assert [ask] == [check.ask for bit, check in enumerate(table) if failed >> bit & 1]
        assert by_rows(mapping, [row]) == by_columns(mapping, [row])
    assert set(Ask) == set(wrong)
    assert by_rows(mapping, [good])[0][1] == 0
