"""Commands about working days: the edition at hand, and the one that is part of a store's law."""

from typing import Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir
from xinyong.cli.root import app

calendar = typer.Typer(no_args_is_help=True, help="Editions of the working-day calendar.")
app.add_typer(calendar, name="calendar")


@calendar.command("show")
def show_calendar(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Show the edition in force and the one that this installation knows."""
    from xinyong.app.calendars import calendar_in_force  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law, registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        now = calendar_in_force(store)
    known = law.promulgated_calendar()
    found = {
        "in_force": None if now is None else now.edition,
        "in_force_digest": None if now is None else now.digest,
        "known": known.calendar.edition,
        "known_digest": known.digest,
        "known_to": known.calendar.last,
    }
    if as_json:
        output.write_json(found)
    else:
        output.pairs({name.replace("_", " "): value for name, value in found.items()})


@calendar.command("activate")
def activate(
    *,
    by: Actor,
    until: Annotated[
        int, typer.Option("--until", metavar="YEAR", help="Synthetic stores: go on to this year with made-up days.")
    ] = 0,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Make the edition at hand part of the law of this store."""
    from xinyong.app.calendars import activate_calendar  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law, registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        edition = law.calendar(store.plane, until)
        changed = activate_calendar(store, edition.calendar, edition.digest, by=by, known_at=registry.now())
    if as_json:
        output.write_json({"edition": edition.calendar.edition, "digest": edition.digest, "changed": changed})
    else:
        known = "" if changed else ", as before"
        output.say(f"{edition.calendar.edition} is part of the law{known} ({edition.digest[:16]})")
