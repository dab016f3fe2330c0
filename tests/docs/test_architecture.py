"""ARCHITECTURE.md speaks of the house as it stands: its rooms are the tree's, and each invariant has its test."""

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")
SOURCES = TOP / "src" / "xinyong"
HELD = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))
ROOMS = sorted(path.name for path in SOURCES.iterdir() if (path / "__init__.py").exists())


def _drawn() -> dict[str, list[str]]:
    """The modules of each room in the drawing of the tree, packages with a slash."""
    drawing = PAGE.split("src/xinyong/\n", 1)[1].split("packs/<jurisdiction>", 1)[0]
    rooms = re.split(r"^ {2}(\w+)/.*\n", drawing, flags=re.MULTILINE)
    return {name: re.findall(r"\w+/?", text) for name, text in zip(rooms[1::2], rooms[2::2], strict=True)}


def _modules(room: str) -> list[str]:
    inside = [path for path in (SOURCES / room).iterdir() if not path.name.startswith("__")]
    return [path.stem if path.suffix == ".py" else f"{path.name}/" for path in inside]


def test_the_drawing_shows_every_room() -> None:
    """A room is a package below `xinyong`."""
    assert ROOMS == sorted(_drawn())


@pytest.mark.parametrize("room", ROOMS)
def test_the_drawing_shows_what_a_room_holds(room: str) -> None:
    """Every module of the room is named there once, and nothing else is."""
    assert sorted(_modules(room)) == sorted(_drawn()[room])


@pytest.mark.parametrize(("file", "name"), HELD)
def test_an_invariant_is_held_by_a_test_that_is_there(file: str, name: str) -> None:
    """The table names a test function of that file."""
    tree = ast.parse((TOP / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
