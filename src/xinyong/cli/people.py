"""Commands about who may act, and the erasures that only an official may decide."""

from typing import Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir, Reason
from xinyong.cli.root import app

actors = typer.Typer(no_args_is_help=True, help="Who may act: officials and agents, by account and office.")
app.add_typer(actors, name="actors")


@actors.command("list")
def list_actors(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Show who may act."""
    from xinyong.app import actors as named  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        found = [{"account": one.account, "office": one.office, "kind": one.kind.value} for one in named.actors(store)]
    if as_json:
        output.write_lines(found)
    else:
        output.table(("Account", "Office", "Kind"), (tuple(one.values()) for one in found))


@actors.command("name")
def name_actor(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="2 to 64 of a-z, 0-9 and ._@-, a letter first.")],
    *,
    by: Actor,
    office: Annotated[str, typer.Option("--office", help="Office that the account acts for.")],
    agent: Annotated[bool, typer.Option("--agent", help="Acts for the office and decides nothing adverse.")] = False,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Name somebody who may act, or give a known account another office or kind."""
    from xinyong.app.actors import name_actor as named  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        actor = registry.agent(account, office) if agent else registry.official(account, office)
        named(store, actor=actor, by=by, known_at=registry.now())
    if as_json:
        output.write_json({"account": account, "office": office, "kind": actor.kind.value, "by": by})
    else:
        output.say(f"{account} may act as {actor.kind.value} of {office}; named by {by}.")


@app.command()
def erase(
    entries: Annotated[list[int], typer.Argument(metavar="ENTRY", help="Number of an entry, as `history` shows it.")],
    *,
    by: Actor,
    reason: Reason,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Remove the content of entries for good; their place in the chain stays, and their keys are held."""
    from xinyong.bootstrap import intake, registry  # noqa: PLC0415 - heavy

    found = intake.erase(data, registry.seqs(entries), reason=reason, by=by)
    if as_json:
        output.write_json(found)
        return
    output.say(f"Erased the content of {len(found.entries)} entries; {len(found.keys)} row keys are held from now on.")
    if found.versions_left:
        left = ", ".join(map(str, found.versions_left))
        output.say(f"Other versions of these records still have content: entries {left}.")
