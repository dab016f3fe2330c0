"""Where linters write: findings of one file, in the order in which they were met."""

from __future__ import annotations

from dataclasses import dataclass, field

from xinyong.law.finding import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one file; `at` gives a report that writes to the same list from a place further in."""

    file: str
    path: str = ""
    findings: list[Finding] = field(default_factory=list[Finding])

    def at(self, place: str) -> Report:
        """Return a report for a place below this one."""
        joint = "" if not self.path or place.startswith("[") else "."
        return Report(self.file, f"{self.path}{joint}{place}", self.findings)

    def say(self, code: str, text: str, remedy: str) -> None:
        """Note a finding at this place."""
        self.findings.append(Finding(code=code, file=self.file, path=self.path, text=text, remedy=remedy))

    def unless(self, holds: bool, code: str, text: str, remedy: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Note a finding where something does not hold."""
        if not holds:
            self.say(code, text, remedy)
