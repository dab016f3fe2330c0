"""Commands that make a store and keep it well."""

from pathlib import Path
from typing import Annotated, Final

import typer

from xinyong.cli import output
from xinyong.cli.exits import ExitCode
from xinyong.cli.options import DATA_DIR, AsJson, DataDir
from xinyong.cli.progress import progress
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


@app.command("check-ledger")
def check_ledger(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Walk the whole chain and name the first entry that does not fit; exit code 1 where one does not."""
    from xinyong.bootstrap import keeping  # noqa: PLC0415 - heavy

    with progress("Checking the ledger", unit="entries") as told:
        found = keeping.audit(data, told)
    sound = found.misfit is None and not found.altered
    if as_json:
        output.write_json({"sound": sound, **output.fields(found)})
    elif sound:
        output.say(f"Every one of {found.entries:,} entries fits. Head {found.head}")
    else:
        if found.misfit is not None:
            output.say(f"Entry {found.misfit.seq} does not fit ({found.misfit.code}): {found.misfit.text}")
        for name in found.altered:
            output.say(f"Not as xinyong made it: {name}")
        output.say("→ Stop writing, keep the file as evidence, and restore the last backup that passes.")
    if not sound:
        raise typer.Exit(ExitCode.FINDINGS)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes; only its owner can read it.")],
    *,
    only_verify: Annotated[bool, typer.Option("--verify", help="Prove a backup that is there; write nothing.")] = False,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Write the store into one portable file and prove it; an erasure does not reach old backups."""
    from xinyong.bootstrap import keeping  # noqa: PLC0415 - heavy

    with progress("Backing up", unit="files"):
        found = keeping.verify(file) if only_verify else keeping.back_up(data, file)
    if as_json:
        output.write_json({"file": str(file), "entries": found.entries, "rows": found.rows, "head": found.head})
    else:
        output.say(f"{file} holds {found.entries:,} entries and proves itself. Head {found.head}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    *,
    url: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="A PostgreSQL database instead of a file.")
    ] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Make a store out of a backup, where there is none yet; it appears whole or not at all."""
    from xinyong.bootstrap import keeping  # noqa: PLC0415 - heavy

    with progress("Restoring", unit="files"):
        found = keeping.restore(file, data, url=url)
    if as_json:
        output.write_json({"data": str(data), "entries": found.entries, "rows": found.rows, "head": found.head})
    else:
        output.say(f"The store at {data} has {found.entries:,} entries. Head {found.head}")


@app.command()
def upgrade(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Take a store of an older version along; a file is copied first."""
    from xinyong.bootstrap import keeping  # noqa: PLC0415 - heavy

    before, after = keeping.upgrade(data)
    if as_json:
        output.write_json({"before": before, "after": after})
    elif before == after:
        output.say(f"The store is of version {after} already.")
    else:
        output.say(f"The store was taken from version {before} to {after}.")
