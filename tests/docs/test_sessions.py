"""What the documentation shows at a shell is what the program answers; and a changed answer is seen."""

from pathlib import Path
from typing import Final

import pytest

from tests.docs.sessions import TOP, Step, answers, parts_of, rewritten, settled, steps_of, untrue
from tests.shared import shared_file

PAGES: Final = (
    "README.md",
    "docs/how-to/draw-inspections.md",
    "docs/how-to/keep-the-register.md",
    "docs/how-to/override-in-an-emergency.md",
    "docs/tutorials/first-ledger.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_as_it_says(page: str, tmp_path: Path) -> None:
    """Every command of the page, run again in an empty folder; `python -m tests.docs.sessions PAGE` renews it."""
    assert [] == untrue(TOP / page, tmp_path)


def test_the_tour_answers_as_it_says(tmp_path: Path) -> None:
    """Every command of the tour on real files, where they are."""
    (tmp_path / "shared").symlink_to(shared_file("data").parent)

    assert [] == untrue(TOP / "docs" / "tutorials" / "tour.md", tmp_path)


PAGE: Final = """# A page

```console
$ echo one
one
$ cat <<'END'
> two
> END
three
$ echo \\
    four
four
```
"""


def test_commands_and_answers_are_read_off_a_page() -> None:
    """Further lines of a command stand after `> ` or after a backslash."""
    assert steps_of(PAGE) == [
        Step(command="echo one", answer="one"),
        Step(command="cat <<'END'\n> two\n> END", answer="three"),
        Step(command="echo \\\n    four", answer="four"),
    ]


def test_a_changed_answer_is_seen_and_can_be_renewed(tmp_path: Path) -> None:
    """The page says three where the shell says two; writing it anew mends that place alone."""
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")

    assert [("three", "two")] == [(step.answer, given) for step, given in untrue(page, tmp_path)]
    assert PAGE.replace("three", "two") == rewritten(PAGE, answers(parts_of(PAGE), tmp_path))


def test_a_page_is_one_session_with_its_files(tmp_path: Path) -> None:
    """A file is there from its block on, what was set stays set, and what goes wrong is an answer too."""
    page = tmp_path / "page.md"
    page.write_text(
        "```csv a.txt\none\n```\n```console\n$ export WORD=three\n$ cat a.txt\none\n```\n"
        "```csv a.txt\ntwo\n```\n```console\n$ cat a.txt; echo $WORD\ntwo\nthree\n$ echo no >&2\nyes\n```\n"
    )

    assert [("yes", "no")] == [(step.answer, given) for step, given in untrue(page, tmp_path)]


@pytest.mark.parametrize(
    ("said", "page", "fits"),
    [
        ("rows 7\nentered 3", "rows 7\nentered 3", True),
        ("rows 7\nentered 3", "rows 7\nentered 4", False),
        ("rows 7\nentered 3\nrefused 1", "rows 7\n...\nrefused 1", True),
        ("rows 7\nentered 3\nrefused 1", "rows 7\n...\nrefused 2", False),
        ("at noon, 7 rows", "at ..., 7 rows", True),
        ("at noon, 8 rows", "at ..., 7 rows", False),
        ("a\nb", "a", False),
        ("a", "a\nb", False),
        ("", "", True),
    ],
)
def test_an_untrue_page_is_seen(said: str, page: str, *, fits: bool) -> None:
    """The comparison bites: another number, a line too many, a line too few; dots stand for what they should."""
    assert Step(command="x", answer=page).fits(said) is fits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"It fits. Head {'a' * 64}", f"It fits. Head {'b' * 64}"),
        ("at entry 3 (2026-11-23 10:00:00+08:00)", "at entry 3 (2027-01-02 03:04:05+08:00)"),
        ("sealed\nDone in 23 s.", "sealed\nDone in 4 s."),
    ],
)
def test_heads_and_known_times_may_differ(one: str, other: str) -> None:
    """They come from salts and clocks, and nothing else of an answer is let off."""
    assert settled(one) == settled(other)
    assert settled("Delivery " + "a" * 64) != settled("Delivery " + "b" * 64)
