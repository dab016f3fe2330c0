"""The program starts."""

import subprocess
import sys
from importlib.metadata import version


def test_module_says_its_version() -> None:
    """``python -m xinyong --version`` names the installed version."""
    answer = subprocess.run([sys.executable, "-m", "xinyong", "--version"], capture_output=True, text=True, check=True)

    assert answer.stdout == f"xinyong {version('xinyong')}\n"
