"""Commands about lists and what instruments let follow from them; nothing here is in force against anybody."""

from typing import TYPE_CHECKING, Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, AsJson, AsOf, DataDir, PacksDir, day
from xinyong.cli.packs import grade, place
from xinyong.cli.packs import packs as group

if TYPE_CHECKING:
    from xinyong.app.measures import ListLine, MeasureLine, MemorandumLine


@group.command("lists")
def list_lists(
    *, as_of: AsOf = None, packs: PacksDir = None, data: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Show every list that instruments of a day know: keeper, term, article, and how many measures follow."""
    from xinyong.app.measures import lists_on  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    found = lists_on(law.shelf(packs or (), data=data), law.on(day(as_of)))
    if as_json:
        output.write_lines(found)
        return
    columns = ("List", "Kind", "Title", "Kept by", "Months", "Field", "Article", "Measures", "Inert")
    output.table(columns, map(_list_row, found), right=("Months", "Measures", "Inert"))


@group.command("measures")
def list_measures(
    wanted: Annotated[
        str | None, typer.Argument(metavar="LIST", help="A list of `packs lists`; every measure unless given.")
    ] = None,
    *,
    as_of: AsOf = None,
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show which measures follow from a list or a decision, by whom, on which article, for how long; gaps are shown."""
    from xinyong.app.measures import measures_on  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    found = measures_on(law.shelf(packs or (), data=data), wanted, law.on(day(as_of)))
    if as_json:
        output.write_lines(found)
        return
    output.table(("Measure", "Says", "Follows from", "By", "Term", "Article", "Lacks"), map(_measure_row, found))
    inert = sum(bool(line.gaps) for line in found)
    output.say(f"{len(found)} measures, {inert} of them inert for what they lack. None is in force against anybody.")


@group.command("memoranda")
def list_memoranda(
    *, as_of: AsOf = None, packs: PacksDir = None, data: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Show the memoranda of a day: who signed, how many measures a source counts, how many a pack holds."""
    from xinyong.app.measures import memoranda_on  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    found = memoranda_on(law.shelf(packs or (), data=data), law.on(day(as_of)))
    if as_json:
        output.write_lines(found)
        return
    columns = ("Memorandum", "Title", "Lists", "Agencies", "Measures", "Encoded", "Inert", "Grade")
    output.table(columns, map(_memorandum_row, found), right=("Agencies", "Measures", "Encoded", "Inert"))


def _list_row(line: "ListLine") -> tuple[object, ...]:
    months = "?" if line.term_months is None else line.term_months
    where = place(line)
    which = "redlist" if line.beneficial else ""
    return line.list, which, line.title_en, line.keeper, months, line.context or "", where, line.measures, line.inert


def _measure_row(line: "MeasureLine") -> tuple[object, ...]:
    follows = ", ".join(line.lists) or line.trigger_en
    where = place(line) + (f"; {line.statute}" if line.statute else "")
    by = ", ".join(line.authorities) or ("others, of their own will" if line.voluntary else "")
    return line.measure, line.title_en, follows, by, _term(line), where, "; ".join(line.gaps)


def _memorandum_row(line: "MemorandumLine") -> tuple[object, ...]:
    agencies, measures = ("?" if count is None else count for count in (line.agencies, line.measures))
    lists = ", ".join(line.lists)
    return line.pack, line.title_en, lists, agencies, measures, line.encoded, line.inert, grade(line)


def _term(line: "MeasureLine") -> str:
    if line.while_listed:
        return "while listed"
    if line.longest_months is None:
        return "unknown"
    short, long = line.shortest_months, line.longest_months
    return f"{long} months" if short in (None, long) else f"{short} to {long} months"
