"""The page that writes a mapping is true: its files and commands, in an empty folder, say what it says."""

from pathlib import Path
from typing import Final

import pytest

from tests.docs.walks import Said, Walk, filled
from xinyong.adapters.files.mappings import load_forms

_PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-mapping.md"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """Every command of the page, run once, in order."""
    return list(Walk(tmp_path_factory.mktemp("reader")).through(_PAGE))


def test_every_command_says_what_the_page_says(walked: list[Said]) -> None:
    """Counts, reasons, fixes and standings, word for word."""
    assert [one for one in walked if not one.fits] == []


def test_the_page_does_what_it_promises(walked: list[Said]) -> None:
    """It looks, takes in, sends back, takes the mended file in, and shows a standing on both sides of an end."""
    commands = [" ".join(one.command.split()[:2]) for one in walked]

    assert commands.count("xinyong ingest") == 5
    assert commands.count("xinyong standing") == 2
    assert {"xinyong init", "xinyong quarantine"} <= set(commands)


def test_the_form_is_one_that_does_not_ship() -> None:
    """The page writes a mapping for a file that the program has never seen."""
    assert "lanmere-suspensions" not in load_forms().names


@pytest.mark.parametrize(
    ("said", "page", "fits"),
    [
        ("rows 7\nentered 3\n", "rows 7\nentered 3", True),
        ("rows 7\nentered 3\n", "rows 7\nentered 4", False),
        ("rows 7\nentered 3\nrefused 1\n", "rows 7\n...\nrefused 1", True),
        ("rows 7\nentered 3\nrefused 1\n", "rows 7\n...\nrefused 2", False),
        ("at 2026-11-23, 7 rows\n", "at ..., 7 rows", True),
        ("at 2026-11-23, 8 rows\n", "at ..., 7 rows", False),
        ("a\nb\n", "a", False),
        ("a\n", "a\nb", False),
        ("", "", True),
    ],
)
def test_an_untrue_page_is_seen(said: str, page: str, *, fits: bool) -> None:
    """The comparison bites: another number, a line too many, a line too few; dots stand for what they should."""
    assert Said("x", said, page).fits is fits


def test_a_page_is_walked_as_it_stands(tmp_path: Path) -> None:
    """Files are written, variables set, loops taken, lines joined; and an output that changed can be filled in."""
    page = tmp_path / "page.md"
    page.write_text(
        "```csv a-1.txt\none\n```\n```csv a-2.txt\ntwo\n```\n```console\n$ export WORD=three\n"
        "$ cat a-1.txt \\\n  a-2.txt\none\n2\n$ printenv WORD\n3\n$ for x in a-*.txt no; do echo $x; done\n```\n"
    )

    walked = list(Walk(tmp_path).through(page))

    assert [one.said for one in walked] == [
        "",
        "one\ntwo\n",
        "three\n",
        "a-1.txt\na-2.txt\nno\n",
    ]
    assert [one.fits for one in walked] == [True, False, False, False]
    assert "a-2.txt\none\ntwo\n$ printenv WORD\nthree\n" in filled(page.read_text(), iter(walked))
