"""What the documentation shows at a shell is what the program answers; and a changed answer is seen."""

from pathlib import Path
from typing import Final

import pytest

from tests.docs.sessions import TOP, Step, answers, rewritten, settled, steps_of
from tests.shared import shared_file

TUTORIALS: Final = TOP / "docs" / "tutorials"


def shown_and_given(page: Path, folder: Path) -> tuple[list[str], list[str]]:
    """What a page shows and what the commands answer now, without what differs from run to run."""
    steps = steps_of(page.read_text(encoding="utf-8"))
    given = answers(steps, folder)
    return (
        [f"{step.command}\n{settled(step.answer)}" for step in steps],
        [f"{step.command}\n{settled(answer)}" for step, answer in zip(steps, given, strict=True)],
    )


def test_the_first_ledger_answers_as_it_says(tmp_path: Path) -> None:
    """Every command of the tutorial, run again in an empty folder; `python -m tests.docs.sessions` renews the page."""
    shown, given = shown_and_given(TUTORIALS / "first-ledger.md", tmp_path)

    assert shown == given


def test_the_register_answers_as_it_says(tmp_path: Path) -> None:
    """Every command of the page on the registering authority's desk, from an empty store."""
    shown, given = shown_and_given(TOP / "docs" / "how-to" / "keep-the-register.md", tmp_path)

    assert shown == given


def test_the_readme_answers_as_it_says(tmp_path: Path) -> None:
    """The first tour of the README, the demo of a small province included."""
    shown, given = shown_and_given(TOP / "README.md", tmp_path)

    assert shown == given


def test_the_tour_answers_as_it_says(tmp_path: Path) -> None:
    """Every command of the tour on real files, where they are."""
    data = shared_file("data")
    (tmp_path / "shared").symlink_to(data.parent)

    shown, given = shown_and_given(TUTORIALS / "tour.md", tmp_path)

    assert shown == given


PAGE: Final = """# A page

```console
$ echo one
one
$ cat <<'END'
> two
> END
three
```
"""


def test_commands_and_answers_are_read_off_a_page() -> None:
    """Further lines of a command stand after `> `."""
    assert steps_of(PAGE) == [
        Step(command="echo one", answer="one"),
        Step(command="cat <<'END'\ntwo\nEND", answer="three"),
    ]


def test_a_changed_answer_is_seen_and_can_be_renewed(tmp_path: Path) -> None:
    """The page says three where the shell says two; writing it anew mends that place alone."""
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")

    shown, given = shown_and_given(page, tmp_path)

    assert shown[0] == given[0]
    assert shown[1] != given[1]
    assert PAGE.replace("three", "two") == rewritten(PAGE, answers(steps_of(PAGE), tmp_path))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"It fits. Head {'a' * 64}", f"It fits. Head {'b' * 64}"),
        ("at entry 3 (2026-11-23 10:00:00+08:00)", "at entry 3 (2027-01-02 03:04:05+08:00)"),
    ],
)
def test_heads_and_known_times_may_differ(one: str, other: str) -> None:
    """They come from salts and the clock, and nothing else of an answer is let off."""
    assert settled(one) == settled(other)
    assert settled("Delivery " + "a" * 64) != settled("Delivery " + "b" * 64)
