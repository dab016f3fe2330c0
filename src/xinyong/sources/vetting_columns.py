"""Vetting in columns: the table of checks as one SQL query over a table of masked cells.

It reads the same tables as `sources.vetting` and `sources.cells` and says the same of every row; a property test holds
them equal. The text runs on the columns port and names no file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from xinyong.kernel.dates import FAR
from xinyong.kernel.errors import Fault
from xinyong.sources import cells
from xinyong.sources.mapping import PLACES, YES_AND_NO, Column, Mapping, Parse
from xinyong.sources.vetting import Ask, Check, checks_of, has_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CHECKS: Final = 62
"""Bits that a BIGINT holds without its sign."""

_GROUP: Final = re.compile(r"\(\?P<([a-z]+)>")


class TooManyChecksFault(Fault):
    """A mapping has more checks than a mask of findings can hold."""

    code = "VETTING-CHECKS"


def query(mapping: Mapping, table: str) -> str:
    """Return the query that vets every row of `table`.

    The table has a column `line` and one VARCHAR column per column of the mapping, `c0`, `c1` ... in its order, its
    cells masked and without blanks at their ends; a null is an empty cell. The answer has `line`, `failed` (bit n is
    check n of the table) and one column per field that holds a value, by its field code. The parameter `$on` is the day
    of the delivery.

    Raises:
        TooManyChecksFault: the mapping has more than 62 checks.
    """
    table_of_checks = checks_of(mapping)
    if len(table_of_checks) > MOST_CHECKS:
        what = f"The mapping {mapping.id} has {len(table_of_checks)} checks; columns hold {MOST_CHECKS}."
        raise TooManyChecksFault(what, remedy="Split the form, or drop checks.")
    asked = {check.column for check in table_of_checks}
    used = {
        column.code: (f"{place}", column)
        for place, column in enumerate(mapping.columns)
        if has_value(column) or column.code in asked
    }
    stages: list[dict[str, str]] = [{} for _ in range(_STAGES)]
    for place, column in used.values():
        for stage, expressions in zip(stages, _stages_of(place, column), strict=True):
            stage.update(expressions)
    text, last = "WITH ", table
    for number, stage in enumerate(stages):
        more = "".join(f", {expression} AS {name}" for name, expression in stage.items())
        text += f"{', ' if number else ''}stage{number} AS (SELECT *{more} FROM {last})"  # noqa: S608 - data of a mapping
        last = f"stage{number}"
    places = {code: place for code, (place, _) in used.items()}
    failed = " + ".join(
        f"CASE WHEN {_failing(check, places)} THEN {1 << bit} ELSE 0 END" for bit, check in enumerate(table_of_checks)
    )
    shown = "".join(f", v{place} AS {_name(column.code)}" for place, column in used.values() if has_value(column))
    asked_on = "WHERE CAST($on AS DATE) IS NOT NULL"
    return f"{text} SELECT line, CAST({failed or '0'} AS BIGINT) AS failed{shown} FROM {last} {asked_on}"  # noqa: S608


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _name(code: str) -> str:
    return '"' + code.replace('"', '""') + '"'


def _texts(texts: Iterable[str]) -> str:
    return ", ".join(literal(text) for text in texts)


_STAGES: Final = 5
_STAGE_OF_VALUE: Final = 4


def _stages_of(place: str, column: Column) -> tuple[dict[str, str], ...]:
    """What each stage computes for a column: s said, n narrowed, f form, y m d l and k u its parts, v value."""
    stages: tuple[dict[str, str], ...] = tuple({} for _ in range(_STAGES))
    if not has_value(column):
        return stages
    cell = f"c{place}"
    nothing = f"{cell} = ''" + (f" OR {cell} IN ({_texts(column.missing)})" if column.missing else "")
    stages[0][f"s{place}"] = f"CASE WHEN {nothing} THEN NULL ELSE {cell} END"
    said, narrow = f"s{place}", f"n{place}"
    wide = f"translate({said}, {literal(cells.WIDE)}, {literal(cells.NARROW)})"
    narrowed = f"CASE WHEN strlen({said}) = length({said}) THEN {said} ELSE {wide} END"
    match column.parse:
        case Parse.TEXT:
            value = said
        case Parse.DATE:
            stages[1][narrow] = narrowed
            value = _day(stages, place, column.dates)
        case Parse.MONEY | Parse.INTEGER | Parse.SHARE:
            plain = f"regexp_full_match({said}, '[0-9.]*')"
            ungrouped = f"translate({narrowed}, {literal(cells.GROUPING)}, '')"
            stages[1][narrow] = f"CASE WHEN {plain} THEN {said} ELSE {ungrouped} END"
            value = _whole(stages, place, column)
        case Parse.FLAG:
            stages[1][narrow] = narrowed
            value = _flag(narrow, column)
        case Parse.CODES:
            value = _coded(stages, place, column)
        case Parse.CONTAINS:
            found = " OR ".join(f"contains({said}, {literal(phrase)})" for phrase in column.codes)
            value = f"CASE WHEN {found} THEN FALSE END"
        case _:
            assert_never(column.parse)
    if column.no_end:
        value = f"CASE WHEN {said} IN ({_texts(column.no_end)}) THEN DATE '{FAR}' ELSE {value} END"
    stages[_STAGE_OF_VALUE][f"v{place}"] = value
    return stages


def _day(stages: tuple[dict[str, str], ...], place: str, forms: Sequence[str]) -> str:
    """The first form whose pattern matches decides, as in `cells.day`."""
    cell, form, year, month, day = (f"{letter}{place}" for letter in "nfymd")
    patterns = [cells.DATE_FORMS[name].pattern for name in forms]
    matching = " ".join(
        f"WHEN regexp_full_match({cell}, {literal(pattern)}) THEN {number}" for number, pattern in enumerate(patterns)
    )
    # Most days are written as ISO 8601 has them, which the engine reads by itself many times as fast.
    usual = f"WHEN regexp_full_match({cell}, {literal(_ISO)}) THEN {_USUAL} " if "dash" in forms[:1] else ""
    stages[2][form] = f"CASE {usual}{matching} END"
    for part in "ymd":
        cases = " ".join(f"WHEN {number} THEN {_part(cell, name, part)}" for number, name in enumerate(forms))
        stages[3][f"{part}{place}"] = f"CASE {form} {cases} END"
    late = " ".join(
        f"WHEN {number} THEN {_part(cell, name, 'h')}" for number, name in enumerate(forms) if _has_hour(name)
    )
    stages[3][f"l{place}"] = f"CASE {form} {late} ELSE 0 END" if late else "0"
    longest = (
        f"CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31 "
        f"WHEN {year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0) THEN 29 ELSE 28 END"
    )
    valid = f"{year} BETWEEN 1 AND 9999 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND {longest}"
    moved = f"CASE WHEN l{place} >= {cells.UTC_MIDNIGHT_OF_SHANGHAI} THEN 1 ELSE 0 END"
    beyond = f"{year} = {FAR.year} AND {month} = {FAR.month} AND {day} = {FAR.day} AND {moved} = 1"
    general = f"CASE WHEN {valid} AND NOT ({beyond}) THEN make_date({year}, {month}, {day}) + {moved} END"
    if not usual:
        return general
    iso = f"CASE WHEN {cell} >= '0001' THEN TRY_CAST({cell} AS DATE) END"
    return f"CASE WHEN {form} = {_USUAL} THEN {iso} ELSE {general} END"


_ISO: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_USUAL: Final = -1


def _has_hour(form: str) -> bool:
    return "h" in _GROUP.findall(cells.DATE_FORMS[form].pattern)


def _part(cell: str, form: str, part: str) -> str:
    pattern, base = cells.DATE_FORMS[form].pattern, cells.DATE_FORMS[form].base
    found = f"regexp_extract({cell}, {literal(f'^(?:{pattern})$')}, {_GROUP.findall(pattern).index(part) + 1})"
    if part != "y":
        return f"CAST({found} AS INTEGER)"
    if cells.FIRST_YEAR in pattern:
        found = f"CASE WHEN {found} = {literal(cells.FIRST_YEAR)} THEN '1' ELSE {found} END"
    return f"CAST({found} AS INTEGER) + {base}"


def _whole(stages: tuple[dict[str, str], ...], place: str, column: Column) -> str:
    cell, found, kept, unit = (f"{letter}{place}" for letter in "nfku")
    names = _texts(_GROUP.findall(cells.NUMBER))
    own = PLACES[column.unit] if column.parse is Parse.MONEY else 2 if column.parse is Parse.SHARE else 0
    # Most numbers are plain ones, which the engine reads by itself several times as fast.
    usual = f"regexp_full_match({cell}, {literal(_PLAIN if own >= _CENTS else _WHOLE)})"
    extracted = f"regexp_extract({cell}, {literal(f'^(?:{cells.NUMBER})$')}, [{names}])"
    stages[2][found] = f"CASE WHEN NOT {usual} THEN {extracted} END"
    stages[3][kept] = f"rtrim({found}.part, '0')"
    suffixes = (("", own), *cells.SUFFIXES[column.parse.value])
    cases = " ".join(f"WHEN {literal(suffix)} THEN {places}" for suffix, places in suffixes)
    stages[3][unit] = f"CASE {found}.unit {cases} END"
    number = f"CAST({found}.whole || rpad({kept}, {unit}, '0') AS HUGEINT)"
    sign = f"CASE WHEN {found}.sign = '-' THEN -1 ELSE 1 END"
    fits = f"{found}.whole <> '' AND {unit} IS NOT NULL AND length({kept}) <= {unit}"
    general = f"CASE WHEN {fits} AND {number} < {cells.TOO_LARGE} THEN CAST({number} * {sign} AS BIGINT) END"
    plain = f"CAST(CAST({cell} AS DECIMAL(14, 2)) * {10**own} AS BIGINT)"
    return f"CASE WHEN {found} IS NULL THEN {plain} ELSE {general} END"


_PLAIN: Final = r"[0-9]{1,11}(?:\.[0-9]{1,2})?"
_WHOLE: Final = "[0-9]{1,11}"
_CENTS: Final = 2


def _flag(narrow: str, column: Column) -> str:
    words = column.codes or YES_AND_NO
    yes = _texts(word for word, code in words.items() if code == "true")
    no = _texts(word for word, code in words.items() if code == "false")
    return f"CASE WHEN {narrow} IN ({yes or 'NULL'}) THEN TRUE WHEN {narrow} IN ({no or 'NULL'}) THEN FALSE END"


def _coded(stages: tuple[dict[str, str], ...], place: str, column: Column) -> str:
    said, found = f"s{place}", f"e{place}"
    one_value = _code(said, column)
    if not column.split:
        return one_value
    one = column.split[0]
    joined = f"translate({said}, {literal(column.split)}, {literal(one * len(column.split))})"
    pieces = f"list_transform(string_split({joined}, {literal(one)}), lambda x: trim(x, {literal(cells.BLANKS)}))"
    codes = f"list_transform(list_filter({pieces}, lambda x: x <> ''), lambda x: {_code('x', column)})"
    separated = " OR ".join(f"contains({said}, {literal(separator)})" for separator in column.split)
    stages[1][found] = f"CASE WHEN {separated} THEN {codes} END"
    known = f"len({found}) > 0 AND len({found}) = list_count({found})"
    several = f"CASE WHEN {known} THEN array_to_string(list_sort(list_distinct({found})), '+') END"
    return f"CASE WHEN {found} IS NULL THEN {one_value} ELSE {several} END"


def _code(text: str, column: Column) -> str:
    cases = " ".join(
        f"WHEN starts_with({text}, {literal(known[:-1])}) THEN {literal(code)}"
        if known.endswith("*")
        else f"WHEN {text} = {literal(known)} THEN {literal(code)}"
        for known, code in column.codes.items()
    )
    return f"CASE {cases}{f' ELSE {text}' if column.unknown == 'kept' else ''} END"


def _failing(check: Check, places: dict[str, str]) -> str:  # noqa: PLR0911 - one per ask
    place = places[check.column]
    said, value = f"s{place}", f"v{place}"
    match check.ask:
        case Ask.REQUIRED:
            return f"{said} IS NULL"
        case Ask.LONGEST:
            return f"strlen(c{place}) > {check.bound} AND length(c{place}) > {check.bound}"
        case Ask.FORM:
            return f"{said} IS NOT NULL AND {value} IS NULL"
        case Ask.LOW:
            return f"{value} < {check.bound}"
        case Ask.HIGH:
            return f"{value} > {check.bound}"
        case Ask.EARLIEST:
            return f"{value} < DATE '{check.bound:04d}-01-01'"
        case Ask.NOT_FUTURE:
            return f"{value} > $on AND {value} < DATE '{FAR}'"
        case Ask.NOT_BEFORE:
            return f"{value} < v{places[check.other]}"
