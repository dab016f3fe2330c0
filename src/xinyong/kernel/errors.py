"""Broken promises, each with a stable code and a way out.

A refusal (a row that may not come in, a code that does not check) is a value and never passes through here. A
`Fault` is
raised when a promise of the program can't be kept: a store that is not one, a pack that does not parse, a missing file.
It says what happened, why, and what to do next; it knows no HTTP status and never ends a process.
"""

from __future__ import annotations


class Fault(Exception):  # noqa: N818 - the glossary's word; every subclass names what broke
    """A promise that could not be kept.

    Attributes:
        code: stable identifier, upper-case words joined by hyphens, the same in every release.
        what: what happened, one sentence.
        why: the cause, as far as it is known; may be empty.
        remedy: what the reader can do next, in the imperative.
    """

    code: str = "FAULT"

    def __init__(self, what: str, *, why: str = "", remedy: str = "", code: str | None = None) -> None:
        """Say what happened, why, and what to do next; the text is the three on one line, code first."""
        self.what = what
        self.why = why
        self.remedy = remedy
        if code is not None:
            self.code = code
        super().__init__(" ".join(part for part in (f"[{self.code}] {what}", why, remedy) if part))
