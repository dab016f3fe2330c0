"""The wheel alone is the program: built, installed into an empty environment, run outside the repository."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_SHIPPED: Final = ("packs", "mappings", "templates")


def _uv(*words: str | Path) -> None:
    done = subprocess.run([sys.executable, "-m", "uv", *words], cwd=_TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    _uv("build", "--quiet", "--wheel", "--out-dir", folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``xinyong`` in an environment that holds the wheel, what uv.lock says the core needs, and nothing else."""
    room = tmp_path_factory.mktemp("installed")
    needs, environment = room / "requirements.txt", room / "venv"
    _uv("export", "--quiet", "--locked", "--no-default-groups", "--no-emit-project", "--output-file", needs)
    _uv("venv", "--quiet", "--python", sys.executable, environment)
    _uv("pip", "install", "--quiet", "--python", environment, "--require-hashes", "--requirement", needs)
    _uv("pip", "install", "--quiet", "--python", environment, "--no-deps", wheel)
    return environment / "bin" / "xinyong"


def _run(program: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder of its own, with nothing of this repository in sight."""
    home = program.parents[2] / "elsewhere"
    home.mkdir(exist_ok=True)
    kept = {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.run([program, *words], cwd=home, env=kept, capture_output=True, text=True, check=False)


def test_the_wheel_carries_all_shipped_data_and_no_tests(wheel: Path) -> None:
    """Every file of the three folders is inside, under ``_data``; nothing but the package and its metadata is."""
    expected = {
        f"xinyong/_data/{file.relative_to(_TOP)}"
        for name in _SHIPPED
        for file in (_TOP / name).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    names = set(ZipFile(wheel).namelist())

    assert expected == {name for name in names if name.startswith("xinyong/_data/")}
    assert {"xinyong", f"xinyong-{version('xinyong')}.dist-info"} == {name.split("/")[0] for name in names}


def test_it_says_its_version(program: Path) -> None:
    """The installed script answers for itself."""
    assert f"xinyong {version('xinyong')}\n" == _run(program, "--version").stdout


def test_it_finds_the_packs_it_was_shipped_with(program: Path) -> None:
    """The list of packs is that of the repository, though the repository is not there."""
    expected = len(list((_TOP / "packs").rglob("pack.yaml")))

    listed = _run(program, "packs", "list", "--json")

    assert listed.returncode == 0, listed.stderr
    assert expected == len([json.loads(line) for line in listed.stdout.splitlines()])


def test_the_demo_works_outside_the_repository(program: Path) -> None:
    """Three years of 200 organisations are written, taken in, evaluated and drawn, by the wheel alone."""
    done = _run(program, "demo", "--organisations", "200", "--out", "out")
    out = program.parents[2] / "elsewhere" / "out"

    assert done.returncode == 0, done.stderr
    assert any((out / "deliveries").iterdir())
    assert 100 == len((out / "standings.jsonl").read_text().splitlines())
    assert json.loads((out / "summary.json").read_text())
    assert b"PAR1" == (out / "ratings.parquet").read_bytes()[:4]
    assert b"PAR1" == (out / "contributions.parquet").read_bytes()[:4]
    assert "<svg" in (out / "index.html").read_text()
