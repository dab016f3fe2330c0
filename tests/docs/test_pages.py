"""The pages hold together: links lead somewhere, decisions are numbered, settings and fragments are what they claim."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).resolve().parents[2]
_PAGES: Final = sorted(
    page
    for folder in (_TOP, *(_TOP / name for name in ("docs", "packs", "mappings", "templates")))
    for page in (folder.glob("*.md") if folder == _TOP else folder.rglob("*.md"))
)
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_KINDS: Final = {"security", "removed", "deprecated", "added", "changed", "fixed"}
_SECTIONS: Final = ["Context and problem", "Considered options", "Decision", "Consequences"]


def _headings(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)


def _anchors(page: Path) -> set[str]:
    """Return what a link may name on a page, as the usual hosts of Markdown write it."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _headings(page)}


def _dead_links(page: Path) -> list[str]:
    """Return the links of a page that lead to no file or heading of this repository; other sites are not asked."""
    dead: list[str] = []
    for link in _LINK.findall(page.read_text()):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        local = not re.match(r"[a-z]+:", link)
        gone = not target.exists() or (bool(anchor) and anchor not in _anchors(target))
        dead += [link] * (local and gone)
    return dead


def _gaps(names: Iterable[str]) -> set[int]:
    """Return the numbers that are missing or used twice among numbered names."""
    numbers = [int(name[:4]) for name in names]
    return {number for number in range(1, max(numbers, default=0) + 1) if numbers.count(number) != 1}


_DECISIONS: Final = sorted((_TOP / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_TOP)))
def test_local_links_are_alive(page: Path) -> None:
    """Every link to a file or heading of this repository leads there."""
    assert _dead_links(page) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    """A missing file and a missing heading are both named; what is there and what is elsewhere is not."""
    page = tmp_path / "page.md"
    page.write_text(
        "# Here it is\n[a](gone.md) [b](#nowhere) [c](#here-it-is) [d](page.md) [e](https://example.org/x)\n"
    )

    assert _dead_links(page) == ["gone.md", "#nowhere"]


def test_decisions_are_numbered_without_gaps() -> None:
    """Nothing was deleted, and no number was given twice."""
    assert _gaps(file.name for file in _DECISIONS) == set()


def test_a_gap_and_a_double_are_seen() -> None:
    """The check above bites."""
    assert _gaps(["0001-a.md", "0002-b.md", "0002-c.md", "0004-d.md"]) == {2, 3}


@pytest.mark.parametrize("file", _DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_why_and_against_what(file: Path) -> None:
    """Each record has its number, a status, a day and the four parts, and stands in the list."""
    text = file.read_text()

    assert text.startswith(f"# {file.name[:4]}. ")
    assert re.search(r"^- Status: (proposed|accepted|superseded by \d{4})$", text, re.MULTILINE)
    assert re.search(r"^- Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert _headings(file)[1:] == _SECTIONS
    assert f"({file.name})" in (file.parent / "README.md").read_text()


def test_every_setting_is_in_the_reference() -> None:
    """An environment variable that the program, its tests or its make targets read is documented."""
    places = [*(_TOP / "src").rglob("*.py"), *(_TOP / "tests").rglob("*.py"), _TOP / "Makefile", _TOP / ".ci" / "run"]
    read = {name for place in places for name in re.findall(r"\bXINYONG_[A-Z0-9_]+\b", place.read_text())}

    documented = set(
        re.findall(r"^\| `(XINYONG_\w+)`", (_TOP / "docs/reference/settings.md").read_text(), re.MULTILINE)
    )

    assert documented == read


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    """A word can be looked up."""
    words = re.findall(r"^\| ([a-z][^|]*?) \|", (_TOP / "docs/reference/glossary.md").read_text(), re.MULTILINE)

    assert words[0] == "word"
    assert sorted(set(words[1:])) == words[1:]


def test_fragments_are_of_a_known_kind() -> None:
    """A changelog fragment is named ``<slug>.<kind>.md``, and says something."""
    fragments = list((_TOP / "changelog.d").glob("*.md"))

    assert {fragment.name.split(".")[1] for fragment in fragments} <= _KINDS
    assert [fragment.name for fragment in fragments if len(fragment.read_text().split()) < 4] == []


def test_make_commands_on_the_pages_exist() -> None:
    """Each ``make`` command that a page gives is a target."""
    targets = set(re.findall(r"^([a-z-]+):", (_TOP / "Makefile").read_text(), re.MULTILINE))

    named = {name for page in _PAGES for name in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE)}

    assert {"demo", "test"} <= named
    assert named <= targets
