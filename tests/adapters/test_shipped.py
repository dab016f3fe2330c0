"""The data that ship with the program."""

import pytest

from xinyong.adapters.shipped import MissingData, data_dir


@pytest.mark.parametrize("name", ["packs", "mappings", "templates"])
def test_shipped_data_are_found(name: str) -> None:
    """Each of the three folders is there, with its page."""
    assert (data_dir(name) / "README.md").is_file()


def test_data_that_do_not_ship_are_a_fault() -> None:
    """A folder that is nowhere is named, with the places that were searched and a way out."""
    with pytest.raises(MissingData, match=r"MISSING-DATA.*'laws'.*looked in .*_data/laws.*Install"):
        data_dir("laws")
