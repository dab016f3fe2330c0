"""The frame of every command: faults become messages and exit codes, and nobody sees a traceback unasked.

A `Fault` is told as what happened, why and what to do next, on standard error. Anything else that escapes is a mistake
of the program: one line, what a report should say, and the traceback with `--debug`. A reader that closes the pipe is
no fault. The standard streams are UTF-8, whatever the locale.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

from xinyong.cli.exits import ExitCode
from xinyong.kernel.errors import Fault

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method: Any) -> Any:  # noqa: ANN401 - Python 3.11 has no typing.override; a checker reads the import
        """Return the method as it is."""
        return method


_TO_REPORT: Final = (
    "→ Run it again as `xinyong --debug ...`, and tell whoever runs this installation: the command without names and"
    " codes, the traceback, and what `xinyong --version` and `xinyong doctor` say."
)
_BUSY_CODES: Final = frozenset({"STORE-BUSY"})


class Program(TyperGroup):
    """The root command."""

    @override
    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's context, under a private name
        """Run the command; turn what goes wrong into a message and an exit code."""
        try:
            return super().invoke(ctx)
        except Fault as fault:
            tell(fault)
            raise typer.Exit(exit_code(fault)) from None
        except BrokenPipeError:
            _leave_the_pipe()
            raise typer.Exit(ExitCode.OK) from None
        except (typer.TyperException, typer.Exit, typer.Abort):
            raise
        except Exception as mistake:
            if ctx.params.get("debug"):
                raise
            typer.echo(f"[UNEXPECTED] {type(mistake).__name__}: {mistake}", err=True)
            typer.echo("This is a mistake of the program, not yours; nothing half-done is left behind.", err=True)
            typer.echo(_TO_REPORT, err=True)
            raise typer.Exit(ExitCode.FAULT) from None


def exit_code(fault: Fault) -> ExitCode:
    """Return the exit code that a fault ends with."""
    return ExitCode.BUSY if fault.code in _BUSY_CODES else ExitCode.FAULT


def tell(fault: Fault) -> None:
    """Say on standard error what happened, why, and what to do next."""
    typer.echo(f"[{fault.code}] {fault.what}", err=True)
    if fault.why:
        typer.echo(f"  {fault.why}", err=True)
    if fault.remedy:
        typer.echo(f"→ {fault.remedy}", err=True)


def speak_utf8() -> None:
    """Make the standard streams UTF-8 where they are not."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors=errors)


def _leave_the_pipe() -> None:
    """Point standard output at nothing, so that closing it at the end does not fail once more."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
