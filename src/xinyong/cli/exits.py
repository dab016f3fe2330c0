"""Exit codes: what a caller learns without reading a word."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    """Done, and nothing to look at."""
    FINDINGS = 1
    """Done, and something to look at: refused or held rows, lint errors, failed cases, a broken chain."""
    USAGE = 2
    """The command was not written as its help says."""
    FAULT = 3
    """A promise could not be kept; nothing half-done is left behind."""
    BUSY = 4
    """Another process is writing to the store; nothing was changed."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""


MEANINGS: Final[dict[ExitCode, str]] = {
    ExitCode.OK: "done, and nothing to look at",
    ExitCode.FINDINGS: "done, and something to look at: refused or held rows, lint errors, failed cases",
    ExitCode.USAGE: "the command was not written as its help says",
    ExitCode.FAULT: "a promise could not be kept; the message says what happened, why, and what to do next",
    ExitCode.BUSY: "another process is writing to the store; nothing was changed",
    ExitCode.INTERRUPTED: "stopped from the keyboard; what was sealed stays, and running it again goes on from there",
}
"""What the reference says of each code."""
