"""A shelf of wrong packs: each is refused with the words that it expects, and every refusal has one."""

import ast
import re
from pathlib import Path
from typing import cast

import pytest

from xinyong.adapters.files.mappings import load_catalogue
from xinyong.adapters.packs import load_pack, read_yaml
from xinyong.law import (
    lint,
    lint_catalogue,
    lint_conditions,
    lint_inspections,
    lint_measures,
    lint_overrides,
    lint_rating,
    lint_rules,
    source,
)
from xinyong.law.finding import Finding
from xinyong.law.lint import lint_family, lint_pack
from xinyong.law.lint_measures import lint_shelf
from xinyong.law.lint_overrides import lint_overridden
from xinyong.law.pack import Pack
from xinyong.law.source import SourceFault, read

HERE = Path(__file__).resolve().parent
WRONG = sorted((HERE / "packs").glob("*.yaml"))
FAMILIES = sorted((HERE / "families").iterdir())
SHELVES = sorted((HERE / "shelves").iterdir())
OVERRIDDEN = sorted((HERE / "overridden").iterdir())
KINDS = load_catalogue()
EXPECTS = re.compile(r'x-expects: \{code: ([a-z-]+), words: "(.+)"\}')


def _expected(path: Path) -> tuple[str, str]:
    found = EXPECTS.match(path.read_text(encoding="utf-8"))
    assert found is not None, f"{path} says nothing of what it expects"
    return found[1], found[2]


def _findings(path: Path) -> tuple[Finding, ...]:
    try:
        pack = load_pack(path).pack
    except SourceFault as fault:
        return fault.findings
    return lint_pack(pack, KINDS, file=str(path))


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_pack_is_refused_by_name(path: Path) -> None:
    """The finding names file, place and remedy, and says what is wrong."""
    code, words = _expected(path)

    found = [finding for finding in _findings(path) if finding.code == code and words in finding.text]

    assert found
    assert {finding.file for finding in found} == {str(path)}
    assert all(finding.remedy for finding in found)


@pytest.mark.parametrize("folder", FAMILIES, ids=lambda folder: folder.name)
def test_versions_that_do_not_fit_are_refused(folder: Path) -> None:
    """Versions of a family neither overlap nor leave a gap, and follow each other."""
    old, new = sorted(folder.glob("*.yaml"))
    code, words = _expected(new)

    findings = lint_family([(load_pack(path).pack, str(path)) for path in (old, new)])

    assert [(finding.code, finding.file) for finding in findings] == [(code, str(new))]
    assert words in findings[0].text


@pytest.mark.parametrize("folder", SHELVES, ids=lambda folder: folder.name)
def test_measures_that_a_statute_does_not_bear_are_refused(folder: Path) -> None:
    """A memorandum's measure is connected with its list and no heavier than its article allows."""
    statute, memorandum = sorted(folder.glob("*.yaml"))
    code, words = _expected(memorandum)

    findings = lint_shelf([(load_pack(path).pack, str(path)) for path in (statute, memorandum)])

    assert [(finding.code, finding.file) for finding in findings] == [(code, str(memorandum))]
    assert words in findings[0].text


@pytest.mark.parametrize("folder", OVERRIDDEN, ids=lambda folder: folder.name)
def test_overrides_of_what_none_may_touch_are_refused(folder: Path) -> None:
    """An override names packs and rules that there are, and none whose absence could burden."""
    paths = sorted(folder.glob("*.yaml"))
    code, words = _expected(paths[1])
    packs = [(load_pack(path).pack, str(path)) for path in paths]

    findings = lint_overridden(packs, KINDS)

    assert [(finding.code, finding.file) for finding in findings] == [(code, str(paths[1]))]
    assert words in findings[0].text
    assert findings == lint_overridden(packs, KINDS, about={str(paths[1])})
    assert lint_overridden(packs, KINDS, about=()) == ()


def _codes(module: object) -> set[str]:
    """The codes that a module can find: first argument of `say` and `wrong`, second of `unless`."""
    places = {"say": 0, "wrong": 0, "unless": 1}
    tree = ast.parse(Path(cast("str", getattr(module, "__file__", ""))).read_text(encoding="utf-8"))
    found = [
        node.args[places[node.func.attr]]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in places
    ]
    return {str(argument.value) for argument in found if isinstance(argument, ast.Constant)}


def test_every_refusal_has_a_wrong_pack() -> None:
    """A new finding needs a pack that shows it, and a line in the reference."""
    modules = (
        source,
        lint,
        lint_catalogue,
        lint_rules,
        lint_rating,
        lint_conditions,
        lint_inspections,
        lint_measures,
        lint_overrides,
    )
    known = set[str]().union(*map(_codes, modules))
    shown = {_expected(path)[0] for path in WRONG} | {
        _expected(sorted(folder.glob("*.yaml"))[1])[0] for folder in (*FAMILIES, *SHELVES, *OVERRIDDEN)
    }
    page = (HERE.parents[1] / "docs" / "reference" / "pack-format.md").read_text(encoding="utf-8")
    refused = page.partition("## What is refused")[2]
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", refused, re.MULTILINE))

    assert known - shown == {"folder"}
    assert known | {"yaml", "unreadable", "lock-stale"} == documented


def test_a_folder_has_the_name_of_the_first_day(tmp_path: Path) -> None:
    """A pack in the wrong folder is found by its file alone."""
    pack = load_pack(HERE / "families" / "gap" / "2024-01-01.yaml").pack

    findings = lint_pack(pack, KINDS, file=str(tmp_path / "2023-01-01" / "pack.yaml"))

    assert [finding.code for finding in findings] == ["folder"]


def test_the_packs_of_the_families_are_right_by_themselves() -> None:
    """What is wrong on the shelf of families is wrong between versions only."""
    paths = [path for folder in (*FAMILIES, *SHELVES, *OVERRIDDEN) for path in folder.glob("*.yaml")]

    assert [finding for path in paths for finding in lint_pack(load_pack(path).pack, KINDS, file=str(path))] == []


def test_all_problems_of_a_file_come_at_once() -> None:
    """One reading tells everything that is wrong, each with its place."""
    raw = read_yaml(HERE / "families" / "gap" / "2024-01-01.yaml")
    document = cast("dict[str, object]", raw)

    with pytest.raises(SourceFault) as caught:
        read({**document, "use": "sometimes", "unit": 1, "colour": "red"}, Pack, file="a.yaml")

    assert {finding.path for finding in caught.value.findings} == {"use", "unit", "colour"}
    assert "a.yaml: use: [value]" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that can't be read is a finding like any other."""
    with pytest.raises(SourceFault) as caught:
        load_pack(tmp_path / "pack.yaml")

    assert caught.value.findings[0].code == "unreadable"


def test_a_factor_may_stand_in_a_group_by_act() -> None:
    """Keys by act do not follow days, so a term may run from another column than the one it begins on."""
    raw = cast("dict[str, object]", read_yaml(HERE / "packs" / "repeat-by-month.yaml"))
    groups = cast("list[dict[str, object]]", raw["groups"])

    by_act = read({**raw, "groups": [{**groups[0], "key": "act"}]}, Pack, file="a.yaml")

    assert "repeat" not in {finding.code for finding in lint_pack(by_act, KINDS, file="a.yaml")}
