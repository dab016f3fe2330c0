"""A registry takes no delivery of what is for research on invented data alone; nothing of it is kept."""

from pathlib import Path

import pytest

from tests.app.intake_desk import desk_at
from xinyong.kernel.ids import Plane
from xinyong.law.kinds import KindFault

FILE = "uscc,reference,day,item\n9111000000000TEST0,1,2024-01-02,red-list\n"


def test_a_registry_refuses_the_delivery_whole(tmp_path: Path) -> None:
    """It is refused before the file is read, and the ledger is as it was."""
    desk = desk_at(tmp_path / "store.db", tmp_path, plane=Plane.REAL)
    before = desk.contents()
    path = tmp_path / "awards.csv"
    path.write_text(FILE, encoding="utf-8")

    with pytest.raises(KindFault, match="Deliver it to a store that `init --synthetic` made"):
        desk.take_in(path, mapping="wendeng.award")

    assert before == desk.contents()
    assert [] == list((tmp_path / "tmp").glob("*"))
