"""Progress on standard error, for whatever takes longer than a second.

On a terminal it is one line that moves; elsewhere a line every ten seconds, so that a log shows life and not noise.
Short work says nothing.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Generator

_QUIET_S: Final = 1.0
_TERMINAL_EVERY_S: Final = 0.1
_LOG_EVERY_S: Final = 10.0


@dataclass(slots=True, kw_only=True)
class Meter:
    """Counts what is done and says so now and then.

    Attributes:
        what: the work, for people.
        unit: what is counted.
        total: how much there is, where it is known.
        terminal: whether somebody watches.
    """

    what: str
    unit: str = "rows"
    total: int | None = None
    terminal: bool = False
    _started: float = field(default_factory=monotonic)
    _said: float = field(default_factory=monotonic)
    _width: int = 0
    _done: int = 0

    def __call__(self, done: int, total: int | None = None) -> None:
        """Tell that `done` are done, of `total` where that is known."""
        self._done = done
        self.total = self.total if total is None else total
        now = monotonic()
        if now - self._started < _QUIET_S:
            return
        every = _TERMINAL_EVERY_S if self.terminal else _LOG_EVERY_S
        if now - self._said >= every:
            self._said = now
            self._write(self._line(now - self._started))

    def finish(self) -> None:
        """End the line, if there is one."""
        if self._width:
            typer.echo("\r" + " " * self._width + "\r", err=True, nl=False)

    def _line(self, seconds: float) -> str:
        of = f" of {self.total:,} ({100 * self._done // self.total} %)" if self.total else ""
        return f"{self.what}: {self._done:,}{of} {self.unit}, {seconds:.0f} s"

    def _write(self, line: str) -> None:
        if not self.terminal:
            typer.echo(line, err=True)
            return
        typer.echo("\r" + line.ljust(self._width), err=True, nl=False)
        self._width = len(line)


@contextlib.contextmanager
def progress(what: str, *, unit: str = "rows", total: int | None = None) -> Generator[Meter]:
    """Show how a piece of work goes on, on standard error, from its second second on."""
    meter = Meter(what=what, unit=unit, total=total, terminal=sys.stderr.isatty())
    try:
        yield meter
    finally:
        meter.finish()
