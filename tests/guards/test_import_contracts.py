"""The import contracts can fail: every kind of violation, planted in an empty copy of the rooms, is seen.

The copy holds each module of the source by name and nothing in it, so that whatever breaks is the plant alone.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_SOURCE: Final = _TOP / "src" / "xinyong"

# what it is, the module that does it, what it imports, the contracts that say no
_PLANTS: Final = (
    ("the ledger learns law", "ledger.fold", "xinyong.law.pack", {"flow"}),
    ("the law reads the ledger", "law.pack", "xinyong.ledger.fold", {"flow"}),
    ("a rule knows a source", "rules.engine", "xinyong.sources.mapping", {"flow", "intake"}),
    ("a source reads a rule", "sources.mapping", "xinyong.rules.engine", {"flow"}),
    ("a rule reads a case", "rules.engine", "xinyong.process.cases", {"flow"}),
    ("a case reads a rule", "process.step", "xinyong.rules.engine", {"flow"}),
    ("a case reads an effect", "process.step", "xinyong.effects.measures", {"flow"}),
    ("effects know a source", "effects.measures", "xinyong.sources.mapping", {"intake"}),
    ("standing knows a source", "standing.turn", "xinyong.sources.mapping", {"intake"}),
    ("effects read a standing", "effects.measures", "xinyong.standing.turn", {"flow"}),
    ("app opens the lab", "app.commands", "xinyong.lab.populations", {"flow", "lab"}),
    ("the lab opens app", "lab.populations", "xinyong.app.commands", {"flow"}),
    ("the portal turns a day", "web.portal", "xinyong.standing.turn", {"edges"}),
    ("the portal reads the ledger", "web.portal", "xinyong.ledger.fold", {"edges"}),
    ("the portal opens the lab", "web.portal", "xinyong.lab.populations", {"lab"}),
    ("the portal opens the command line", "web.portal", "xinyong.cli", {"flow"}),
    ("the command line picks an adapter", "cli", "xinyong.adapters.store", {"adapters"}),
    ("the command line runs the engine", "cli", "xinyong.rules.engine", {"edges"}),
    ("the command line compiles a pack", "cli", "xinyong.rules.columnar", {"edges"}),
    ("the kernel reads the clock", "kernel.dates", "time", {"pure"}),
    ("rules open the database", "rules.engine", "duckdb", {"pure"}),
    ("law reads files", "law.pack", "pathlib", {"pure"}),
    ("law reads YAML", "law.pack", "yaml", {"pure"}),
    ("the register reads the ledger", "register.subjects", "xinyong.ledger.fold", {"flow"}),
    ("the kernel reads the register", "kernel.dates", "xinyong.register.subjects", {"flow"}),
    ("an adapter wires", "adapters.store", "xinyong.bootstrap", {"flow"}),
    ("a module nobody listed", "helpers", "json", {"flow"}),
)
_MUST_EXIST: Final = tuple({module for _, module, _, _ in _PLANTS if module != "helpers"} | {"process.cases"})


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """Every module of the source by name, empty, with the contracts of this repository beside them."""
    copy = tmp_path / "src" / "xinyong"
    shutil.copytree(_SOURCE, copy, copy_function=_touch, ignore=shutil.ignore_patterns("__pycache__", "_data"))
    for module in _MUST_EXIST:
        _plant(copy, module, "")
    shutil.copy(_TOP / "pyproject.toml", tmp_path)
    return copy


def _touch(_: str, copy: str) -> str:
    Path(copy).touch()
    return copy


def _plant(rooms: Path, module: str, line: str) -> None:
    """Write a line into a module of the copy; a room that has become a package takes it in its ``__init__``."""
    path = rooms.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    file.write_text(line)


def _broken_contracts(rooms: Path) -> set[str]:
    """Run import-linter on a copy, as ``make contracts`` does; returns the identifiers of the contracts that broke."""
    top = rooms.parents[1]
    ids = dict(re.findall(r'^id = "(.+)"\nname = "(.+)"$', (top / "pyproject.toml").read_text(), flags=re.MULTILINE))
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    answer = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=top,
        env=os.environ | {"PYTHONPATH": str(rooms.parent), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in answer.stdout, answer.stdout + answer.stderr
    return {
        key for key, name in ids.items() if re.search(rf"^{re.escape(name)} BROKEN", answer.stdout, flags=re.MULTILINE)
    }


def test_empty_rooms_keep_every_contract(rooms: Path) -> None:
    """Without a plant nothing is reported, so whatever a plant's test sees is the plant."""
    assert _broken_contracts(rooms) == set()


@pytest.mark.parametrize(
    ("module", "imported", "expected"), [plant[1:] for plant in _PLANTS], ids=[p[0] for p in _PLANTS]
)
def test_a_violation_is_seen(rooms: Path, module: str, imported: str, expected: set[str]) -> None:
    """Each kind of violation breaks exactly the contracts that forbid it."""
    _plant(rooms, module, f"import {imported}\n")

    assert _broken_contracts(rooms) == expected


def test_a_cycle_inside_a_room_is_seen(rooms: Path) -> None:
    """Two modules of one room that need each other break the contract on siblings."""
    _plant(rooms, "ledger.fold", "import xinyong.ledger.audit\n")
    _plant(rooms, "ledger.audit", "import xinyong.ledger.fold\n")

    assert _broken_contracts(rooms) == {"acyclic"}


def _strangers(file: Path) -> set[str]:
    """Return what a module imports from outside the standard library and the kernel."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    known = sys.stdlib_module_names | {"xinyong.kernel"}
    return {name for name in named if not {name.split(".")[0], ".".join(name.split(".")[:2])} & known}


@pytest.mark.parametrize("file", sorted((_SOURCE / "kernel").rglob("*.py")), ids=lambda file: file.stem)
def test_the_kernel_needs_the_standard_library_alone(file: Path) -> None:
    """No module of the kernel imports anything that would have to be installed."""
    assert _strangers(file) == set()


def test_a_stranger_in_the_kernel_is_seen(tmp_path: Path) -> None:
    """The check above bites, wherever in a module the import stands."""
    file = tmp_path / "dates.py"
    file.write_text(
        "import datetime\nfrom xinyong.kernel.ids import x\ndef f():\n    from sqlalchemy.sql import text\n"
    )

    assert _strangers(file) == {"sqlalchemy.sql"}
