"""Blank forms: the header of a mapping or of a record kind's own form, and a legend of what each column holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xinyong.kernel.facts import BY_NAME
from xinyong.sources.cells import DATE_FORMS, SUFFIXES
from xinyong.sources.mapping import Column, Parse, Unit

if TYPE_CHECKING:
    from xinyong.sources.mapping import Mapping

LEGEND = ("code", "label", "required", "key", "holds", "unit", "values", "empty or without end", "personal", "note")


class Template(NamedTuple):
    """A blank form.

    Attributes:
        header: rows of the form: labels where it prints them, and field codes; data go below.
        legend: one row per column, after a row of headings.
    """

    header: list[list[str]]
    legend: list[list[str]]


_HOLDS = {
    Parse.TEXT: "text",
    Parse.DATE: "day",
    Parse.MONEY: "amount of money",
    Parse.INTEGER: "whole number",
    Parse.SHARE: "percentage",
    Parse.FLAG: "1 or 0",
    Parse.CODES: "one of the values",
    Parse.CONTAINS: "text",
}
_UNITS = {Unit.FEN: "fen", Unit.YUAN: "yuan", Unit.WAN_YUAN: "10,000 yuan"}


def template(mapping: Mapping) -> Template:
    """Return the blank form of a mapping."""
    columns = mapping.columns
    labels = [column.label or column.code for column in columns]
    codes = [column.code for column in columns]
    return Template(
        header=[labels, codes] if labels != codes else [codes],
        legend=[list(LEGEND), *(_legend(column, mapping) for column in columns)],
    )


def _legend(column: Column, mapping: Mapping) -> list[str]:
    several = f" (several, joined with {column.split[0]})" if column.split else ""
    return [
        column.code,
        column.label,
        "yes" if column.required else "",
        "yes" if column.code in mapping.key else "",
        _holds(column) + several,
        _unit(column),
        "" if column.parse is Parse.CONTAINS else "; ".join(column.codes),
        "; ".join((*column.missing, *column.no_end)),
        "masked" if column.personal else "",
        column.note,
    ]


def _holds(column: Column) -> str:
    example = f", as {DATE_FORMS[column.dates[0]].example}" if column.parse is Parse.DATE else ""
    return _HOLDS[column.parse] + example


def _unit(column: Column) -> str:
    if column.parse is Parse.MONEY:
        suffixes = ", ".join(suffix for suffix, _ in SUFFIXES["money"])
        return f"{_UNITS[column.unit]}, unless the cell says {suffixes}"
    known = BY_NAME.get(column.fact or "")
    return "" if known is None or column.parse is not Parse.INTEGER else known.unit
