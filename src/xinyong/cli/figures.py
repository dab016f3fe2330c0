"""Commands that count: how authorities deliver."""

from typing import TYPE_CHECKING, Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, AsJson, DataDir
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.scorecard import Card


@app.command()
def scorecard(
    *,
    authority: Annotated[str | None, typer.Option("--authority", metavar="ID", help="Only this authority.")] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show how each authority delivers: rows, what did not come in and why, and days from decision to delivery."""
    from xinyong.app.scorecard import scorecard as cards_of  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law, registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        cards = cards_of(store, law.kinds(), authority)
    if as_json:
        output.write_lines(cards)
        return
    columns = ("Authority", "Files", "Rows", "Accepted", "Refused", "Held", "Persons", "Median days", "90 % within")
    output.table(columns, map(_row, cards), right=columns[1:])
    for card in cards:
        if card.reasons:
            output.say(f"{card.authority}: " + ", ".join(f"{why} {count:,}" for why, count in card.reasons.items()))


def _row(card: "Card") -> tuple[object, ...]:
    accepted = "-" if card.accepted_per_10000 is None else f"{card.accepted_per_10000 / 100:.2f} %"
    within = "-" if card.delay.p90_days is None else f"{card.delay.p90_days:,} days"
    return (
        card.authority,
        card.deliveries,
        card.rows,
        accepted,
        card.refused,
        card.quarantined,
        card.personal,
        card.delay.median_days,
        within,
    )
