"""Commands that make a store and keep it well."""

from typing import Annotated, Final

import typer

from xinyong.cli import output
from xinyong.cli.exits import ExitCode
from xinyong.cli.options import DATA_DIR, AsJson, DataDir
from xinyong.cli.root import app


@app.command()
def init(
    *,
    actor: Annotated[
        str, typer.Option("--actor", metavar="ACCOUNT", help="Account of the first official.")
    ] = "registrar",
    office: Annotated[str, typer.Option("--office", help="Office that the account acts for.")] = "registry office",
    name: Annotated[str, typer.Option("--name", help="What people call the store.")] = "xinyong",
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Only for organisations that do not exist; can't be changed later.")
    ] = False,
    url: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="A PostgreSQL database instead of a file.")
    ] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Make a store, real or synthetic from its first byte, and name its first actor."""
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy
    from xinyong.kernel.ids import Plane  # noqa: PLC0415 - with it

    plane = Plane.SYNTHETIC if synthetic else Plane.REAL
    registry.make(data, registry.official(actor, office), plane=plane, name=name, url=url)
    if as_json:
        output.write_json({"data": str(data), "plane": plane.value, "name": name, "actor": actor, "office": office})
        return
    output.say(f"A {plane.value} store is at {data}. Its first actor is {actor}, {office}.")
    output.say(f"Next: xinyong packs activate --all --as {actor} --data {data}")


@app.command()
def doctor(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Check this machine, the shipped law and the store; exit code 1 where something failed."""
    from xinyong.bootstrap import health  # noqa: PLC0415 - heavy

    checks = list(health.examine(data))
    if as_json:
        output.write_lines(checks)
    else:
        output.table(
            ("", "Check", "Found", "Needed", "What to do"),
            ((_SIGNS[check.state], check.name, check.found, check.needed, check.remedy) for check in checks),
        )
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(ExitCode.FINDINGS)


_SIGNS: Final = {"ok": "ok", "warning": "note", "failed": "FAIL"}
