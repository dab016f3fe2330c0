"""Walks through a page as a reader would: writes its files, runs its commands, and compares what is said with the page.

A fenced block that names a file (```` ```csv fines.csv ````) is that file. In a `console` block a line after `$ ` is a
command and what follows is its output; a line of three dots stands for any lines, three dots inside one for any text.
A command that goes on for several lines ends all but its last with a backslash.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from typer.testing import CliRunner

from xinyong.cli import app

_BLOCK: Final = re.compile(r"^```(?P<info>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LOOP: Final = re.compile(r"for (?P<name>\w+) in (?P<words>[^;]+); do (?P<command>[^;]+); done")
_ANY: Final = "..."
_MARK: Final = "\ufeff"


def shown(said: str) -> str:
    """Return an output as a page shows it: no blanks at the ends of lines, no mark at the beginning of a file."""
    return "".join(f"{line.strip(_MARK).rstrip()}\n" for line in said.splitlines())


class Said(NamedTuple):
    """A command, what it said, and what the page says of it."""

    command: str
    said: str
    page: str

    @property
    def fits(self) -> bool:
        """Whether the page tells the truth."""
        lines = [
            r"(?:.*\n)*?" if line.strip() == _ANY else re.escape(line.rstrip()).replace(r"\.\.\.", r".*?") + r"\n"
            for line in self.page.splitlines()
        ]
        return re.fullmatch("".join(lines), shown(self.said)) is not None


@dataclass
class Walk:
    """A reader in a folder.

    Attributes:
        environment: variables that the reader has set.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])

    def through(self, page: Path) -> Iterator[Said]:
        """Yield every command of a page with what it said."""
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            language, _, name = block["info"].partition(" ")
            if name:
                (self.folder / name).write_text(block["body"], encoding="utf-8")
            elif language == "console":
                for command, output in _commands(block["body"]):
                    yield Said(command, self._run(command), output)

    def _run(self, command: str) -> str:
        command = command.replace("\\\n", " ")
        loop = _LOOP.fullmatch(command)
        if loop is not None:
            words = chain.from_iterable(map(self._found, loop["words"].split()))
            return "".join(self._run(loop["command"].replace(f"${loop['name']}", word)) for word in words)
        words_of = shlex.split(command)
        match words_of:
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self.environment[name] = value
                return ""
            case ["xinyong", *arguments]:
                return self._ours(arguments)
            case _:
                return self._shell(command)

    def _found(self, pattern: str) -> list[str]:
        """Return the files that a pattern names, or the pattern where it names none, as a shell does."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.glob(pattern)) or [pattern]

    def _ours(self, arguments: list[str]) -> str:
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(app, arguments, env=dict(self.environment)).output
        finally:
            os.chdir(here)

    def _shell(self, command: str) -> str:
        environment: Mapping[str, str] = {**os.environ, **self.environment}
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr


def _commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        last = next(place for place, line in enumerate(lines) if not line.endswith("\\"))
        yield "\n".join(lines[: last + 1]), "\n".join(lines[last + 1 :])


def filled(page: str, walked: Iterator[Said]) -> str:
    """Return a page with the outputs that its commands really had, except where it has dots."""
    done = ""
    for one in walked:
        before, command, page = page.partition(f"$ {one.command}\n")
        told = f"{one.page}\n" if one.page else ""
        done += before + command + (told if _ANY in one.page else shown(one.said))
        page = page.removeprefix(told)
    return done + page
