"""A held row says where it stands and what to do, and settles by itself when, and only when, it was mended."""

from pathlib import Path

import pytest

from tests.registries import Registry, Row, write
from xinyong.bootstrap import intake, registry

_HEADER = ("snapshot_period", "管轄", "企業・事業場名称", "所在地", "公表日", "違反法条", "事案概要")


def _row(period: str, name: str, words: str = "賃金") -> Row:
    cells = (f"20170101_to_{period}", "東京労働局", name, "東京都港区", "H29.1.31", "最低賃金法第４条", words)
    return dict(zip(_HEADER, cells, strict=True))


@pytest.fixture
def kept(tmp_path: Path) -> Registry:
    """A registry."""
    return Registry(tmp_path)


def _list(folder: Path, name: str, rows: list[Row]) -> Path:
    return write(folder / f"{name}.csv", rows)


def test_a_contradicted_row_is_not_settled_by_its_own_rival(kept: Registry, tmp_path: Path) -> None:
    """Another list of the authority that says nothing of the case leaves the question open."""
    rows = [_row("20170131", "（株）甲"), _row("20170131", "（株）乙"), _row("20170131", "（株）乙", "残業")]
    kept.take_in(_list(tmp_path, "january", rows), "jp-labour-violations")

    kept.take_in(_list(tmp_path, "december", [_row("20161231", "（株）甲")]), "jp-labour-violations", confirmed=True)

    assert [(one.line, one.reason, one.state) for one in kept.held()] == [(4, "key-twice", "open")]


def test_a_later_list_settles_what_was_held_of_an_earlier_one(kept: Registry, tmp_path: Path) -> None:
    """A whole list says everything anew: what is still wrong is held once, of the newest list."""
    for month, lines in (("20170131", 2), ("20170228", 3), ("20170331", 1)):
        rows = [_row(month, "（株）乙"), *[_row(month, "（株）乙", f"残業{line}") for line in range(1, lines)]]
        kept.take_in(_list(tmp_path, month, rows), "jp-labour-violations")

    assert kept.held() == []
    assert [one.state for one in kept.held(state=None)] == ["superseded"] * 3


def test_a_contradicted_row_names_its_key(kept: Registry, tmp_path: Path) -> None:
    """Whoever mends it sees which columns are the same as another row's."""
    rows = [_row("20170131", "（株）乙"), _row("20170131", "（株）乙", "残業")]
    kept.take_in(_list(tmp_path, "january", rows), "jp-labour-violations")

    (held,) = kept.held()

    assert held.field == "name, place, published, articles"
    assert held.value == "（株）乙 | 東京都港区 | H29.1.31 | 最低賃金法第４条"


def test_a_row_that_comes_back_as_a_person_s_leaves_nothing_behind(kept: Registry, tmp_path: Path) -> None:
    """The held row settles and loses its cells; another one that nobody answered for stays open, and so do others'."""
    january = [_row("20170131", "（株）甲"), _row("20170131", "山田"), _row("20170131", "鈴木")]
    kept.take_in(_list(tmp_path, "january", january), "jp-labour-violations")
    kept.take_in(_list(tmp_path, "others", january), "jp-labour-violations", authority="another")
    answered = [{**row, "subject_type": kind} for row, kind in zip(january, ("", "person", ""), strict=True)]

    report = kept.take_in(_earlier(tmp_path, answered), "jp-labour-violations", confirmed=True)

    assert report.personal == 1
    assert [one.value for one in kept.held() if one.authority != "another"] == ["鈴木", "鈴木"]
    assert [one.value for one in kept.held() if one.authority == "another"] == ["山田", "鈴木"]
    with registry.opened(kept.data) as store:
        assert [one.source for one in store.held(state="superseded")] == [()]


def _earlier(folder: Path, rows: list[Row]) -> Path:
    """A list of a month before, which says nothing anew of a later one."""
    return write(folder / "earlier.csv", [{**row, "snapshot_period": "20161201_to_20161231"} for row in rows])


def test_a_row_whose_class_nothing_shows_is_mended_in_the_file_that_comes_back(kept: Registry, tmp_path: Path) -> None:
    """It names its column and the one to fill in; filled in and sent again, it comes in and the held row settles."""
    rows = [_row("20170131", "（株）甲"), _row("20170131", "山田")]
    report = kept.take_in(_list(tmp_path, "january", rows), "jp-labour-violations")
    (held,) = kept.held()
    back = tmp_path / "held.csv"
    intake.write_held(kept.data, report.delivery, back)

    mended = write(
        tmp_path / "mended.csv", [{**rows[0], "subject_type": ""}, {**rows[1], "subject_type": "organisation"}]
    )
    again = kept.take_in(mended, "jp-labour-violations", confirmed=True)

    assert (held.line, held.field, held.value, held.reason) == (3, "name", "山田", "class-not-shown")
    assert "subject_type" in held.fix
    assert "subject_type" in back.read_text(encoding="utf-8-sig").splitlines()[0]
    assert (again.entered, again.repeated) == (1, 1)
    assert kept.held() == []
    assert [one.state for one in kept.held(state=None)] == ["superseded"]
