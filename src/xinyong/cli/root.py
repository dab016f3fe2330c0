"""The root command, on which every module of the command line hangs its own."""

from typing import Annotated

import typer

from xinyong.cli.program import Program

app = typer.Typer(
    name="xinyong", cls=Program, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by position
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - only where it is shown

        typer.echo(f"xinyong {version('xinyong')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a mistake of the program.")] = False,
) -> None:
    """Public-credit infrastructure: registers, records, rule packs, standings."""
