"""What the guides tell people to type exists: each command with its options, and a program that runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from tests.contracts.stores import fresh
from xinyong.app.actors import name_actor
from xinyong.cli import app
from xinyong.kernel.ids import Plane
from xinyong.register.actors import Actor, ActorKind

_DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
_PAGES: Final = sorted([*(_DOCS / "how-to").glob("*.md"), *(_DOCS / "tutorials").glob("*.md")])
_BLOCK: Final = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _commands(text: str) -> list[list[str]]:
    """Return the words of every xinyong command on a page, up to a pipe or redirection."""
    found: list[list[str]] = []
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True) if "xinyong " in line else []
            if words[:1] == ["xinyong"]:
                ends = [place for place, word in enumerate(words) if word in {"|", ">", ">>", "<", "&&", ";"}]
                found.append(words[1 : min(ends, default=len(words))])
    return found


def _unknown(words: list[str]) -> list[str]:
    """Return what of a command does not exist: a command, or options."""
    command = get_command(app)
    known = {option for parameter in command.params for option in parameter.opts}
    while words and isinstance(command, TyperGroup):
        if words[0].startswith("-"):
            words = words[1:]
            continue
        if words[0] not in command.commands:
            return [words[0]]
        command, words = command.commands[words[0]], words[1:]
        known |= {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    options = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
    return [option for option in options if option not in known | {"--help"}]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_commands_on_a_page_exist(page: Path) -> None:
    """Every command and every option that a guide or tutorial gives is one of the program."""
    assert [[]] * len(_commands(page.read_text())) == [_unknown(words) for words in _commands(page.read_text())]


def test_a_command_that_is_gone_is_seen() -> None:
    """A wrong command, a wrong subcommand and a wrong option are named; comments, pipes and other programs are not."""
    page = (
        "```sh\nxinyong actors list --json | jq .x --slurp\nxinyong actor list\nxinyong actors lost\n"
        "xinyong erase 7 --as lin \\\n  --because x  # --comment\nmake test --xinyong\n```\n"
    )

    assert [[], ["actor"], ["lost"], ["--because"]] == [_unknown(words) for words in _commands(page)]


def test_the_program_of_the_registry_page_runs(tmp_path: Path) -> None:
    """The page's Python registers, renames and reads the name of the year before, as its comment says."""
    page = (_DOCS / "how-to" / "issue-codes.md").read_text()
    [program] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    [said] = re.findall(r"# (\[.*\])$", program, re.MULTILINE)
    (tmp_path / "xinyong-data").mkdir()
    store = fresh(tmp_path / "xinyong-data" / "store.db", plane=Plane.SYNTHETIC)
    name_actor(store, actor=Actor(account="wang", office="o", kind=ActorKind.AGENT), by="lin", known_at=2000)
    store.close()

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120
    )

    assert f"{said}\n" == ran.stdout
