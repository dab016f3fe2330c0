"""The command line: shows values and calls use cases; it decides nothing."""

from importlib.metadata import version
from typing import Annotated

import typer

app = typer.Typer(name="xinyong", no_args_is_help=True, add_completion=False)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by position
    if asked:
        typer.echo(f"xinyong {version('xinyong')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Public-credit infrastructure: registers, records, rule packs, standings."""


def main() -> None:
    """Run the command line; exits the process with the command's status."""
    app()
