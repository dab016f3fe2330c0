"""Both type checkers refuse what they must: the marked lines of ``tests/typing``, and no line besides."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_SHELF: Final = _TOP / "tests" / "typing"
_FILES: Final = sorted(str(file.relative_to(_TOP)) for file in _SHELF.glob("*.py"))


def _marked(checker: str) -> set[tuple[str, int]]:
    """Return the lines that say that a checker refuses them."""
    return {
        (Path(file).name, number)
        for file in _FILES
        for number, line in enumerate((_TOP / file).read_text().splitlines(), 1)
        if re.search(rf"# refused: .*\b{checker}\b", line)
    }


def _run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=_TOP, capture_output=True, text=True, check=False)
    return done.stdout


def test_mypy_refuses_the_marked_lines(tmp_path: Path) -> None:
    """Mypy, set up as for the source, reports exactly the lines marked for it."""
    said = _run("mypy", "--no-error-summary", f"--cache-dir={tmp_path}", *_FILES)

    found = {(Path(file).name, int(line)) for file, line in re.findall(r"^(\S+):(\d+): error", said, re.MULTILINE)}
    assert _marked("mypy") == found, said


def test_pyright_refuses_the_marked_lines(tmp_path: Path) -> None:
    """Pyright, set up as for the source, reports exactly the lines marked for it."""
    settings = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["pyright"]
    places = {"venvPath": str(_TOP), "stubPath": str(_TOP / "typings"), "extraPaths": [str(_TOP / "src")]}
    shelf = {"include": ["shelf"], "exclude": list[str]()}
    shutil.copytree(_SHELF, tmp_path / "shelf")
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings | places | shelf))

    said = json.loads(_run("pyright", "--outputjson", f"--project={tmp_path}"))

    found = {(Path(item["file"]).name, item["range"]["start"]["line"] + 1) for item in said["generalDiagnostics"]}
    assert _marked("pyright") == found, said


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_shelf_is_not_empty(checker: str) -> None:
    """There are lines to refuse, so an empty answer is not taken for a good one."""
    assert len(_marked(checker)) >= 6
