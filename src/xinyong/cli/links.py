"""Commands about links: rows of lists that name no code, and whom a human says they are."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir, Reason
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.links import Link, Party

link = typer.Typer(no_args_is_help=True, help="Rows of lists without a code, and who they are; humans judge.")
app.add_typer(link, name="link")


@link.command("list")
def list_links(
    *,
    state: Annotated[
        Literal["open", "confirmed", "rejected", "all"], typer.Option("--state", help="Which of them.")
    ] = "open",
    most: Annotated[int, typer.Option("--most", min=1, help="Candidates for each row.")] = 5,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show links: candidates by name with the reason for each, or what was judged."""
    from xinyong.app.links import links  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        found = links(store, None if state == "all" else state, most=most)
        if as_json:
            output.write_lines(found)
        else:
            columns = ("State", "Row", "Name", "May be", "Name", "Score", "Why")
            output.table(columns, map(_row, found), right=("Score",))


@link.command("confirm")
def confirm_link(
    first: Annotated[str, typer.Argument(metavar="ID", help="An identifier, list:<list>:<key>, or #<subject>.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other one, in the same way.")],
    *,
    by: Actor,
    reason: Reason,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Judge that two subjects are one organisation; nothing adverse follows, and it can be judged again."""
    _judge(first, other, "confirm", data=data, by=by, reason=reason, as_json=as_json)


@link.command("reject")
def reject_link(
    first: Annotated[str, typer.Argument(metavar="ID", help="An identifier, list:<list>:<key>, or #<subject>.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other one, in the same way.")],
    *,
    by: Actor,
    reason: Reason,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Judge that two subjects are not one organisation."""
    _judge(first, other, "reject", data=data, by=by, reason=reason, as_json=as_json)


def _judge(
    first: str,
    other: str,
    verdict: Literal["confirm", "reject"],
    *,
    data: DataDir,
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    from xinyong.app.links import Pair, confirm, reject  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import asking, registry  # noqa: PLC0415 - heavy

    judge = confirm if verdict == "confirm" else reject
    with asking.standings(data) as standings:
        pair = Pair(standings.subject(first), standings.subject(other))
        found = judge(standings.store, pair, reason=reason, by=by, known_at=registry.now())
    if as_json:
        output.write_json(found)
    else:
        output.say(
            f"{found.state}: {_party(found.party)} and {_party(found.other)}; judged by {by}, entry {found.seq}."
        )


def _row(found: "Link") -> tuple[object, ...]:
    why = found.reason or found.explained
    return (
        found.state,
        ", ".join(found.party.identifiers) or f"#{found.party.subject}",
        found.party.name,
        ", ".join(found.other.identifiers) or f"#{found.other.subject}",
        found.other.name,
        found.score,
        why,
    )


def _party(found: "Party") -> str:
    return f"{found.name} (#{found.subject})"
