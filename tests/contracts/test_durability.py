"""What a store acknowledged outlives the death of its process at any moment."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def _kill(store: Path, kills: int) -> str:
    program = (sys.executable, "-m", "tests.contracts.killing", store, str(kills))
    done = subprocess.run(program, cwd=_ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Fifty writers killed at random: what they were told is there, in whole transactions, and the chain holds."""
    assert _kill(tmp_path / "store.db", 50) == "50 kills, 0 findings\n"


@pytest.mark.campaign
def test_nothing_acknowledged_is_lost_in_a_thousand_kills(tmp_path: Path) -> None:
    """The same, a thousand times."""
    assert _kill(tmp_path / "store.db", 1_000) == "1000 kills, 0 findings\n"
