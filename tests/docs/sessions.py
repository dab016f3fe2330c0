"""Sessions at a shell as the documentation shows them: run again, and compared with what the page says.

A fenced block of kind `console` holds commands after `$ `, their further lines after `> `, and what they answered. What
differs from run to run (heads of the chain, known times) is compared as such. `python -m tests.docs.sessions PAGE...`
writes the answers anew.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[2]
_BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK: Final = "=== answered"
_VARYING: Final = (
    (re.compile(r"\b[0-9a-f]{64}\b(?<=Head .{64})"), "HEAD"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\+08:00)?"), "KNOWN"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command and what it answers on standard output."""

    command: str
    answer: str


def steps_of(text: str) -> list[Step]:
    """Return the commands of a page in order, each with the answer that the page shows."""
    return [step for block in _BLOCK.findall(text) for step in _steps(block)]


def _steps(block: str) -> list[Step]:
    found: list[Step] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        first, *rest = part.split("\n")
        more = [line.removeprefix("> ").removeprefix(">") for line in rest if re.match(r"> |>$", line)]
        answer = [line for line in rest if not re.match(r"> |>$", line)]
        found.append(Step(command="\n".join([first, *more]), answer="\n".join(answer).strip("\n")))
    return found


def answers(steps: list[Step], folder: Path) -> list[str]:
    """Run the commands in one shell, in a folder of their own, and return what each wrote on standard output."""
    script = "\n".join(f"{step.command}\necho\necho '{_MARK}'" for step in steps)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XINYONG_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=folder,
        env=environment | {"PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [part.strip("\n") for part in done.stdout.split(f"{_MARK}\n")][:-1]
    assert len(found) == len(steps), done.stderr
    return found


def settled(text: str) -> str:
    """Return an answer with what differs from run to run named instead of shown."""
    for pattern, name in _VARYING:
        text = pattern.sub(name, text)
    return text


def rewritten(text: str, new: list[str]) -> str:
    """Return a page with new answers in the place of the old ones."""
    waiting = iter(new)

    def block(match: re.Match[str]) -> str:
        lines: list[str] = []
        for step in _steps(match[1]):
            first, *more = step.command.split("\n")
            answer = next(waiting)
            lines += [f"$ {first}", *(f"> {line}".rstrip() for line in more), *([answer] if answer else [])]
        return "```console\n" + "\n".join(lines) + "\n```"

    return _BLOCK.sub(block, text)


def main(pages: list[str]) -> None:
    """Write the answers of these pages anew."""
    for page in map(Path, pages):
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            shared = Path(os.environ.get("XINYONG_SHARED", TOP.parent / "shared"))
            (Path(folder) / "shared").symlink_to(shared)
            page.write_text(rewritten(text, answers(steps_of(text), Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
