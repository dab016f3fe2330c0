"""Setting up from nothing: a Python that can't be used is named, with what to do about it."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_LACKING: Final = {
    "an old Python": ('case "$1" in -c) exit 1;; esac', "needs Python 3.11 or newer"),
    "a Python with neither venv nor pip": ('case "$1$2" in -mvenv|-mpip) exit 1;; esac', "neither venv"),
}


@pytest.mark.parametrize(("lack", "word"), _LACKING.values(), ids=_LACKING.keys())
def test_a_python_that_will_not_do_is_refused_with_a_way_out(tmp_path: Path, lack: str, word: str) -> None:
    """The message says what is missing and which command or setting mends it; nothing half-made is left to be used."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n{lack}\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)

    done = subprocess.run(
        [_TOP / "tools" / "bootstrap-uv", python, tmp_path / "tools" / "uv"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert word in done.stderr
    assert "make setup PYTHON=" in done.stderr
    assert not (tmp_path / "tools" / "uv" / "bin" / "uv").exists()


def test_the_pinned_uv_is_the_one_that_is_locked() -> None:
    """``make`` fetches the same uv, by hash, that uv.lock holds for the tests."""
    pinned = (_TOP / "requirements-bootstrap.txt").read_text()

    locked = (_TOP / "uv.lock").read_text().split('name = "uv"\nversion = "', 1)[1].split('"', 1)[0]

    assert f"uv=={locked} " in pinned
    assert "--hash=sha256:" in pinned
