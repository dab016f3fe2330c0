"""The command about the national catalogue of public credit information."""

from typing import TYPE_CHECKING

from xinyong.cli import output
from xinyong.cli.options import AsJson, AsOf, day
from xinyong.cli.root import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.app.catalogue import ItemLine


@app.command("catalogue")
def show_catalogue(*, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show what is public credit information on a day: the national catalogue's items and the kinds that carry them."""
    from xinyong.app.catalogue import catalogue_on  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    asked = law.on(day(as_of))
    found = catalogue_on(law.kinds(), asked)
    if as_json:
        output.write_lines(found)
        return
    if not found:
        output.say(f"No edition of the national catalogue was there on {asked}; what was judged then is reconstructed.")
        return
    output.say(_edition(found[0]))
    columns = ("Item", "Says", "Source", "Kind", "Category", "Delivered by", "Kept", "Published")
    output.table(columns, (row for line in found for row in _rows(line)))
    bare = sum(not line.kinds for line in found)
    output.say(f"{len(found)} items, {bare} of them carried by no kind. Which kind stands where is our reading.")


def _edition(line: "ItemLine") -> str:
    text = f"Edition {line.edition}"
    if line.number is None:
        text += f", whose items were not readable; those of {line.read_in} stand here without numbers"
    if line.maybe:
        text += f"; {', '.join(line.maybe)} may be there already, its day was not found"
    return f"{text}."


def _rows(line: "ItemLine") -> "Iterator[tuple[object, ...]]":
    number = "" if line.number is None else f"{line.number} "
    head = f"{number}{line.item}", f"{line.title_zh} · {line.title_en}", _grade(line)
    if not line.kinds:
        yield *head, "no kind carries it", "", "", "", ""
    for place, kind in enumerate(line.kinds):
        kept = "no term known" if kind.retention_months is None else f"{kind.retention_months} months"
        shown = head if place == 0 else ("", "", "")
        yield *shown, kind.kind, kind.category, ", ".join(kind.deliverers), kept, kind.publication.replace("_", " ")


def _grade(line: "ItemLine") -> str:
    return f"{line.grade}, unverified" if line.unverified else line.grade
