"""A finding: one thing wrong with a file of law, where it stands, and what to do about it.

Findings are values: readers and linters return or carry them, nothing here raises.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a file of law.

    Attributes:
        code: stable identifier in lower case, such as `citation-missing`.
        file: the file as the reader was given it.
        path: the place in the document, such as `rules[late-return].life.months`; empty for the whole.
        text: what is wrong, one sentence.
        remedy: what to do next, in the imperative.
    """

    code: str
    file: str
    path: str
    text: str
    remedy: str

    def line(self) -> str:
        """Return the finding on one line: place, code, text, remedy."""
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place}: [{self.code}] {self.text} {self.remedy}"
