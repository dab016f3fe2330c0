"""The killing routine: what a mutant must not survive, run in a process of its own.

As a program, `python -m tests.mutants.killing NAME SEED CASES` plants the mutant, or nothing for the name `none`, and
prints what saw it: `comparison`, `days`, `hand` or `nothing`. Whatever else happens ends with an error: a mutant that
only crashes is seen by nobody.
"""

import contextlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from tests.mutants.columns import COLUMNS
from tests.mutants.planted import Mutant, plant
from tests.mutants.shared import CARRIED, SHARED
from tests.mutants.walked import WALKED

MUTANTS: Final = (*WALKED, *COLUMNS, *SHARED, *CARRIED)
CASES: Final = 400
"""Cases that the comparison may look at; each has two packs and eight subjects."""

SEEN: Final = ("hand", "comparison", "days")
"""In this order: a pytest within can only be started before the search has imported its own."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_BY_HAND: Final = ("tests/rules", "tests/cases")


def seen(name: str, seed: int, cases: int) -> str:
    """What saw a mutant of a name, asked in a process of its own; the last words of one that broke."""
    command = [sys.executable, "-m", "tests.mutants.killing", name, str(seed), str(cases)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else f"it broke: {done.stderr.strip()[-400:]}"


def _sees(how: str, seed: int, cases: int) -> bool:
    """Import what looks for a difference, only now: the mutant must be planted before."""
    if how == "hand":
        import pytest  # noqa: PLC0415

        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
            options = ("-x", "-q", "--noconftest", "--assert=plain", "-p", "no:randomly", "-p", "no:cacheprovider")
            ended = pytest.main([*options, *_BY_HAND])
        if ended not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            sys.exit(f"the cases worked out by hand could not be run: {ended!r}")
        return ended == pytest.ExitCode.TESTS_FAILED
    from tests.laws import days, search  # noqa: PLC0415

    if how == "days":
        return days.first_difference(seed, -(-cases // days.DAYS), Counter()) is not None
    return search.first_difference(seed, cases) is not None


def main() -> None:
    """Plant a mutant and say what saw it."""
    name, seed, cases = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    planted: Mutant | None = next((one for one in MUTANTS if one.name == name), None)
    if planted is not None:
        plant(planted)
    elif name != "none":
        sys.exit(f"there is no mutant {name}")
    asked = SEEN if planted is None else (planted.seen_by,)
    found = next((how for how in asked if _sees(how, seed, cases)), "nothing")
    sys.stdout.write(f"{found}\n")


if __name__ == "__main__":
    main()
