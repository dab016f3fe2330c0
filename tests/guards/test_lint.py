"""The linter's bans bite where they should, and only there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_PLANTS: Final = (
    ("datetime.now", "from datetime import UTC, datetime\n\nNOW = datetime.now(tz=UTC)\n", "TID251"),
    ("date.today", "import datetime\n\nTODAY = datetime.date.today()\n", "TID251"),
    ("open", 'with open("pack.yaml") as file:\n    TEXT = file.read()\n', "PTH123"),
    ("print", 'print("a judgement")\n', "T201"),
    ("look-alike letters", 'NAME = "\N{CYRILLIC SMALL LETTER HA}inyong"\n', "RUF001"),
    ("an ignore without its code", "NAME: int = 'x'  # type: ignore\n", "PGH003"),
)


def _codes(path: str, text: str) -> set[str]:
    """Return the rules that a file of this text at this place in the repository would break."""
    answer = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=json", "--no-cache", f"--stdin-filename={path}", "-"],
        cwd=_TOP,
        input=f'"""A planted module."""\n\n{text}',
        capture_output=True,
        text=True,
        check=False,
    )
    return {finding["code"] for finding in json.loads(answer.stdout)}


@pytest.mark.parametrize(("text", "code"), [plant[1:] for plant in _PLANTS], ids=[plant[0] for plant in _PLANTS])
@pytest.mark.parametrize("room", ["kernel", "ledger", "law", "rules", "standing", "app"])
def test_a_ban_bites(room: str, text: str, code: str) -> None:
    """What the import contracts can't see (builtins, a clock read through an allowed module) the linter reports."""
    assert code in _codes(f"src/xinyong/{room}/planted.py", text)


@pytest.mark.parametrize("place", ["src/xinyong/adapters/planted.py", "src/xinyong/bootstrap.py", "tests/planted.py"])
def test_a_clock_may_be_read_where_it_is_wired(place: str) -> None:
    """Adapters, the composition root and tests may ask for the time."""
    assert "TID251" not in _codes(place, _PLANTS[0][1])
