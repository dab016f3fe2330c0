"""Sessions at a shell as the documentation shows them: run again, and compared with what the page says.

A fenced block of kind `console` holds commands after `$ `, their further lines after `> ` or after a backslash, and
what they answered, errors included. A fenced block that names a file (```` ```csv fines.csv ````) is that file from
there on. In an answer, a line of three dots stands for any lines and three dots within a line for any text; heads of
the chain, known times and how long it took may differ. `python -m tests.docs.sessions PAGE...` writes the answers
anew, but for those with dots.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[2]
_BLOCK: Final = re.compile(r"^```(?P<info>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK: Final = "=== answered"
_ANY: Final = "..."
_BOM: Final = "\ufeff"
_PROGRESS: Final = re.compile(r"^.+: [\d,]+( of [\d,]+ \(\d+ %\))? \w+, \d+ s\n", re.MULTILINE)
"""What slow machines say in the midst of work, on standard error."""
_VARYING: Final = (
    (re.compile(r"\b[0-9a-f]{64}\b(?<=Head .{64})"), "HEAD"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\+08:00)?"), "KNOWN"),
    (re.compile(r"^Done in \d+ s\.$", re.MULTILINE), "DONE"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command and what it answers."""

    command: str
    answer: str

    def fits(self, given: str) -> bool:
        """Return whether an answer is the one that the page shows."""
        shown = settled(self.answer)
        if _ANY not in shown:
            return shown == settled(given)
        lines = [
            r"(?:.*\n)*?" if line.strip() == _ANY else re.escape(line).replace(re.escape(_ANY), ".*?") + r"\n"
            for line in shown.splitlines()
        ]
        return re.fullmatch("".join(lines), f"{settled(given)}\n") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that the page gives to its reader."""

    name: str
    text: str


def parts_of(text: str) -> list[Step | File]:
    """Return the commands and files of a page, in order."""
    found: list[Step | File] = []
    for block in _BLOCK.finditer(text):
        language, _, name = block["info"].partition(" ")
        if name:
            found.append(File(name=name, text=block["body"]))
        elif language == "console":
            found += _steps(block["body"])
    return found


def steps_of(text: str) -> list[Step]:
    """Return the commands of a page in order, each with the answer that the page shows."""
    return [part for part in parts_of(text) if isinstance(part, Step)]


def _steps(block: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        written = 1
        while lines[written - 1].endswith("\\") or re.match(r"> |>$", lines[written]):
            written += 1
        yield Step(command="\n".join(lines[:written]), answer="\n".join(lines[written:]).strip("\n"))


def answers(parts: Sequence[Step | File], folder: Path) -> list[str]:
    """Give the files and run the commands in one shell, in a folder of their own; return what each command answered."""
    steps = [part for part in parts if isinstance(part, Step)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XINYONG_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        ["/bin/sh", "-c", "\n".join(map(_script, parts))],
        cwd=folder,
        env=environment | {"PATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    found = [_shown(part) for part in done.stdout.split(f"{_MARK}\n")][:-1]
    assert len(found) == len(steps), done.stdout
    return found


def _script(part: Step | File) -> str:
    match part:
        case Step(command=command):
            typed = "\n".join(re.sub(r"^> ?", "", line) for line in command.split("\n"))
            return f"{typed}\necho\necho '{_MARK}'"
        case File(name=name, text=text):
            return f"cat > {name} <<'{_MARK}'\n{text}{_MARK}"


def _shown(answer: str) -> str:
    """Return an answer as a page shows it: no marks of encodings, no blanks at the ends of lines, no progress."""
    lines = _PROGRESS.sub("", answer).split("\n")
    return "\n".join(line.strip(_BOM).rstrip() for line in lines).strip("\n")


def settled(text: str) -> str:
    """Return an answer with what differs from run to run named instead of shown."""
    for pattern, name in _VARYING:
        text = pattern.sub(name, text)
    return text


def untrue(page: Path, folder: Path) -> list[tuple[Step, str]]:
    """Run a page and return the commands whose answer is not the one shown, each with what it answered."""
    parts = parts_of(page.read_text(encoding="utf-8"))
    steps = (part for part in parts if isinstance(part, Step))
    return [(step, given) for step, given in zip(steps, answers(parts, folder), strict=True) if not step.fits(given)]


def rewritten(text: str, new: list[str]) -> str:
    """Return a page with new answers in the place of the old ones, but for those with dots."""
    waiting = iter(new)

    def block(match: re.Match[str]) -> str:
        if match["info"] != "console":
            return match[0]
        lines: list[str] = []
        for step in _steps(match["body"]):
            given = next(waiting)
            answer = step.answer if _ANY in step.answer else given
            lines += [f"$ {step.command}", *([answer] if answer else [])]
        return "```console\n" + "\n".join(lines) + "\n```"

    return _BLOCK.sub(block, text)


def main(pages: list[str]) -> None:
    """Write the answers of these pages anew."""
    for page in map(Path, pages):
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            shared = Path(os.environ.get("XINYONG_SHARED", TOP.parent / "shared"))
            (Path(folder) / "shared").symlink_to(shared)
            page.write_text(rewritten(text, answers(parts_of(text), Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
